// Names of districts on the map: only where there is room, never on top of each other.

import { fillStrength } from "./basemap.js";
import { el } from "../core/dom.js";
import { toLatLng } from "../core/decode.js";
import { wantsDistrict } from "../core/filter.js";
import { isDark } from "../core/symbols.js";

const FIT = 0.62; // share of a name's width that must fit within its district

/**
 * @param {Page} page
 * @param {L.Map} map
 */
export function keepLabels(page, map) {
  /** @type {{marker: L.Marker, node: HTMLElement, number: number, width: number, height: number}[]} */
  let labels = [];
  const arrange = () => placeLabels(page, map, labels);
  map.on("zoomend resize", arrange);
  return {
    /** @param {State} state */
    redraw(state) {
      labels.forEach(({ marker }) => marker.remove());
      labels = page.theme().districts
        .slice()
        .sort((a, b) => page.atlas.districts[b.district].room - page.atlas.districts[a.district].room)
        .map((drawn) => createLabel(page, map, drawn.district, onDark(page, state, drawn)));
      // All are made before any is measured: the browser then lays them out once.
      labels.forEach((label) => {
        label.width = label.node.offsetWidth;
        label.height = label.node.offsetHeight;
      });
      arrange();
    },
  };
}

/**
 * Whether a name stands on a dark fill that is shown, and not faded.
 * @param {Page} page
 * @param {State} state
 * @param {DrawnDistrict} drawn
 */
function onDark(page, state, drawn) {
  const item = page.item(drawn.item);
  return item !== undefined && isDark(item) && fillStrength(page.atlas, state) === 1
    && !state.hidden.includes(drawn.item) && wantsDistrict(page, state, drawn);
}

/**
 * @param {Page} page
 * @param {L.Map} map
 * @param {number} number
 * @param {boolean} dark
 */
function createLabel(page, map, number, dark) {
  const district = page.atlas.districts[number];
  const node = el("span", { class: dark ? "label label--dark" : "label" }, page.say(district.label));
  const icon = L.divIcon({ html: node, className: "label-box", iconSize: [0, 0] });
  const marker = L.marker(toLatLng(district.at), { icon, pane: "labels", interactive: false, keyboard: false }).addTo(map);
  const box = marker.getElement();
  if (box) box.setAttribute("aria-hidden", "true");
  return { marker, node, number, width: 0, height: 0 };
}

/**
 * Largest districts first: each name is shown if it fits and meets no name or sign shown already.
 * @param {Page} page
 * @param {L.Map} map
 * @param {{node: HTMLElement, number: number, width: number, height: number}[]} labels
 */
function placeLabels(page, map, labels) {
  if (!labels.length) return;
  const pixels = (256 * 2 ** map.getZoom()) / 360;
  const taken = signBoxes(page, map);
  labels.forEach(({ node, number, width, height }) => {
    const district = page.atlas.districts[number];
    const centre = map.project(toLatLng(district.at));
    const [left, top] = [centre.x - width / 2, centre.y - height / 2];
    const box = [left - 2, top, left + width + 2, top + height];
    const room = 2 * district.room * pixels;
    const shown = room >= width * FIT && room >= height && !taken.some((other) => meets(box, other));
    node.classList.toggle("label--shown", shown);
    if (shown) taken.push(box);
  });
}

/**
 * The boxes of the signs of points, which names must leave free.
 * @param {Page} page
 * @param {L.Map} map
 */
function signBoxes(page, map) {
  const { hidden } = page.store.get();
  return page.theme().marks.map((row) => page.atlas.marks[row])
    .filter((mark) => mark.at && !hidden.includes(mark.item))
    .map((mark) => {
      const { x, y } = map.project(toLatLng(/** @type {[number, number]} */ (mark.at)));
      return [x - 7, y - 7, x + 7, y + 7];
    });
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function meets(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
