// Name and value of what the pointer or the focus is on.

import { selectedLines } from "./selection.js";
import { toLatLng } from "../core/decode.js";
import { el } from "../core/dom.js";
import { wantsMark } from "../core/filter.js";

const [TIP_WIDE, TIP_HIGH] = [140, 76]; // pixels from the edges within which a tip turns
const FORMAT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/**
 * What a district says in one line: its value or class behind its legend's title, and what its circle tells.
 * @param {Page} page
 * @param {DrawnDistrict} drawn
 */
export function districtLine(page, drawn) {
  const [fill, ...others] = page.theme().legends;
  const line = (/** @type {Legend} */ legend, /** @type {string} */ value) => `${page.say(legend.title)}${page.ui("colon")}${value}`;
  const item = page.item(drawn.item);
  const label = item ? page.say(item.label) : "";
  const filled = line(fill, drawn.value === null ? label : FORMAT.format(drawn.value));
  const circles = others.find((legend) => legend.nested);
  if (!circles) return filled;
  const circled = line(circles, drawn.circle ? FORMAT.format(drawn.circle[0]) : "–");
  // A fill of one entry is the same everywhere and tells nothing.
  return fill.items.length > 1 ? `${filled}${page.ui("separator")}${circled}` : circled;
}

/**
 * Name and value beside the pointer, and the outline of what it is on; the same for the focus.
 * @param {Page} page
 * @param {L.Map} map
 * @param {L.Polyline} outline
 */
export function createHover(page, map, outline) {
  const tip = L.tooltip({ sticky: true, direction: "top", offset: [0, -8], opacity: 1, className: "tip" });
  const hover = {
    leave() {
      page.light(null);
      outline.setLatLngs([]);
      map.closeTooltip(tip);
    },
    /** @param {LatLng} at @param {Selected} what */
    enter(at, what) {
      turnTip(map, tip, at);
      page.light(entryOf(page, what));
      outline.setLatLngs(hasOutline(page, what) ? selectedLines(page, what) : []);
      map.openTooltip(tip.setContent(tipContent(page, what)).setLatLng(at));
    },
    /** @param {LatLng} at */
    move(at) {
      turnTip(map, tip, at);
      tip.setLatLng(at);
    },
  };
  return {
    /** @param {MapView} stage */
    bind(stage) {
      hover.leave();
      stage.districts.forEach(({ layer }, index) => {
        listen(hover, layer, { type: "district", index });
        const path = layer.getElement();
        const at = toLatLng(page.atlas.districts[index].at);
        if (path) followFocus(hover, path, at, { type: "district", index });
      });
      stage.circles.forEach(({ layer }, index) => listen(hover, layer, { type: "district", index }));
      stage.marks.forEach((parts, index) => parts
        .filter((part) => part.options.interactive)
        .forEach((part) => listen(hover, part, { type: "mark", index })));
    },
    ...hover,
  };
}

/**
 * The legend's entry that something is drawn by.
 * @param {Page} page
 * @param {Selected} what
 */
function entryOf(page, { type, index }) {
  if (type === "mark") return page.atlas.mark(index).item;
  const drawn = page.theme().districts.find((each) => each.district === index);
  return drawn ? drawn.item : null;
}

/**
 * A tip stands above the pointer, unless the edge of the map or its buttons would cut it.
 * @param {L.Map} map
 * @param {L.Tooltip} tip
 * @param {LatLng} at
 */
function turnTip(map, tip, at) {
  const { x, y } = map.latLngToContainerPoint(at);
  const high = y < TIP_HIGH;
  /** @type {[L.Direction, L.PointTuple]} */
  let place = high ? ["bottom", [0, 20]] : ["top", [0, -8]];
  if (x < TIP_WIDE) place = ["right", [14, high ? 24 : 0]];
  else if (x > map.getSize().x - TIP_WIDE) place = ["left", [-14, high ? 24 : 0]];
  [tip.options.direction, tip.options.offset] = place;
}

/**
 * @param {Hover} hover
 * @param {L.Path | L.Marker} layer
 * @param {Selected} what
 */
function listen(hover, layer, what) {
  layer.on("mouseover", (/** @type {L.LeafletMouseEvent} */ event) => hover.enter(event.latlng, what));
  layer.on("mousemove", (/** @type {L.LeafletMouseEvent} */ event) => hover.move(event.latlng));
  layer.on("mouseout", hover.leave);
}

/**
 * @param {Hover} hover
 * @param {Element} path
 * @param {LatLng} at
 * @param {Selected} what
 */
function followFocus(hover, path, at, what) {
  path.addEventListener("focus", () => { if (path.matches(":focus-visible")) hover.enter(at, what); });
  path.addEventListener("blur", hover.leave);
}

/**
 * Lines and areas are outlined well enough by themselves.
 * @param {Page} page
 * @param {Selected} what
 */
function hasOutline(page, what) {
  return what.type === "district" || page.atlas.mark(what.index).at !== undefined;
}

/**
 * @param {Page} page
 * @param {Selected} what
 */
function tipContent(page, what) {
  const [name, ...lines] = what.type === "district" ? districtWords(page, what.index) : markWords(page, what.index);
  return el("div", {}, el("strong", {}, name), ...lines.filter((line) => line).map((line) => el("span", {}, line)));
}

/**
 * A district, its value, and the areas on the map that it belongs to.
 * @param {Page} page
 * @param {number} index
 */
function districtWords(page, index) {
  const drawn = page.theme().districts.find((each) => each.district === index);
  const areas = page.theme().marks.map((row) => page.atlas.marks[row])
    .filter((mark) => mark.of && mark.of.includes(index) && wantsMark(page, page.store.get(), mark));
  return [
    page.say(page.atlas.districts[index].name), drawn ? districtLine(page, drawn) : "",
    areas.map((mark) => page.say(mark.name)).join(" · "),
  ];
}

/**
 * @param {Page} page
 * @param {number} index
 */
function markWords(page, index) {
  const mark = page.atlas.mark(index);
  const item = page.item(mark.item);
  return [page.say(mark.name), page.say(item ? item.label : mark.kind)];
}
