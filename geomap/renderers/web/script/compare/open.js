// Two maps of an atlas beside each other, or one above the other with a divider between them.

import { readAtlas } from "../core/decode.js";
import { el, linked, refill } from "../core/dom.js";
import { createPage, lightEntry } from "../core/face.js";
import { addButtons } from "../map/buttons.js";
import { createMapView } from "../map/mapview.js";
import { drawPicture } from "../map/picture.js";
import { legendView } from "../panel/legend.js";
import { formatCompared, parseCompared } from "./address.js";
import { fillCard } from "./card.js";
import { fitBoth, linkViews } from "./views.js";
import { compareWords } from "./words.js";

/** @type {["left", "right"]} */
const SIDES = ["left", "right"];
const MIDDLE = 50;

/**
 * Build the page around the element that is to be the left map.
 * @param {string} id
 * @returns {L.Map} the left map
 */
export function openCompare(id) {
  const json = document.getElementById("geomap-data");
  if (!json) throw new Error("geomap: the page carries no data");
  const atlas = readAtlas(json.textContent || "");
  const asked = parseCompared(location.hash, atlas);
  const sides = asked.themes.map((theme) => createPage(atlas, { theme, lang: asked.lang, view: asked.view }));
  const frame = buildFrame(sides, id, asked.swipe);
  frame.update();
  sides.forEach((side, place) => linkSide(sides, side, sides[1 - place], frame));
  const maps = sides.map((side, place) => createMapView(side, place ? "map_right" : id));
  keepTogether(sides, maps);
  addButtons(sides[0], maps[0], () => {
    sides.forEach((side) => side.store.set({ view: null }));
    fitBoth(sides, maps);
  });
  sides.forEach((side, place) => {
    side.light = (key) => lightEntry(key, frame.columns[place]);
    side.store.refresh();
  });
  fitBoth(sides, maps);
  if (asked.view) maps[0].setView([asked.view[0], asked.view[1]], asked.view[2], { animate: false });
  const index = atlas.districts.findIndex(({ code }) => code === asked.code);
  if (index >= 0) sides[0].select({ type: "district", index }, false);
  printBoth(sides, maps);
  document.body.dataset.ready = "true";
  return maps[0];
}

/**
 * @param {Page[]} sides
 * @param {L.Map[]} maps
 */
function keepTogether(sides, maps) {
  linkViews(maps);
  const fit = () => {
    const { view } = sides[0].store.get();
    fitBoth(sides, maps);
    if (view) maps[0].setView([view[0], view[1]], view[2], { animate: false });
  };
  sides.forEach((side) => side.store.watch((_, changed) => { if (changed.has("theme") && !changed.has("printing")) fit(); }));
  new ResizeObserver(() => {
    if (!maps[0].getContainer().clientWidth) return; // on paper
    maps.forEach((map) => map.invalidateSize({ animate: false }));
    fit();
  }).observe(maps[0].getContainer());
  addEventListener("keydown", (event) => { if (event.key === "Escape") sides[0].select(null, false); });
}

/**
 * What happens on one side: the other one follows, and so do frame and address.
 * @param {Page[]} sides
 * @param {Page} side
 * @param {Page} other
 * @param {ReturnType<typeof buildFrame>} frame
 */
function linkSide(sides, side, other, frame) {
  side.select = (selected) => {
    const shared = selected && selected.type === "district" ? selected : null;
    other.store.set({ selected: shared });
    side.store.set({ selected });
    if (selected) side.announce(frame.card.textContent || "");
  };
  side.store.watch((state, changed) => {
    if (changed.has("view")) other.store.set({ view: state.view });
    frame.update();
    keepCompared(sides, frame);
  });
  const legend = legendView(side);
  frame.columns[sides.indexOf(side)].append(legend.node);
  side.store.watch((state, changed) => legend.update(state, changed));
}

/**
 * The parts around the maps.
 * @param {Page[]} sides
 * @param {string} id of the left map
 * @param {number | null} swiped place of the divider; null for maps beside each other
 */
function buildFrame(sides, id, swiped) {
  const app = /** @type {HTMLElement} */ (document.getElementById("geomap"));
  const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
  const right = el("div", { class: "stage", id: "stage-right" }, el("div", { class: "folium-map", id: "map_right" }));
  const captions = SIDES.map((name, number) => el("section", { class: "caption", id: `caption-${name}` }, chooser(sides[number], name)));
  const range = el("input", { type: "range", class: "divider", min: 0, max: 100, value: swiped === null ? MIDDLE : swiped });
  const columns = SIDES.map((name) => el("section", { class: "column", id: `column-${name}` }));
  const card = el("section", { class: "column card", "aria-live": "polite" });
  const credits = el("footer", { class: "credits" });
  const panel = el("aside", { class: "compared", tabindex: "0" }, columns[0], card, columns[1], credits);
  const head = el("header", { class: "head" });
  app.classList.add("compare");
  app.classList.toggle("swiping", swiped !== null);
  app.prepend(head);
  const between = el("section", { class: "between" }, range);
  stage.after(right, between, ...captions, panel);
  const swipe = () => (app.classList.contains("swiping") ? Number(range.value) : null);
  const place = () => app.style.setProperty("--divider", `${range.value}%`);
  const toggle = () => {
    app.classList.toggle("swiping");
    frame.update();
    keepCompared(sides, frame);
  };
  range.addEventListener("input", () => {
    place();
    keepCompared(sides, frame);
  });
  place();
  const frame = {
    columns, card, swipe,
    update() {
      const { lang } = sides[0].store.get();
      range.setAttribute("aria-label", compareWords("divider", lang));
      between.setAttribute("aria-label", compareWords("swipe", lang));
      panel.setAttribute("aria-label", compareWords("legends", lang));
      fillHead(sides, head, swipe() !== null, toggle);
      fillCard(sides, card);
      fillCaptions(sides, captions, [document.getElementById(id), document.getElementById("map_right")]);
      fillCredits(sides, credits);
    },
  };
  return frame;
}

/**
 * Keep the address and what is shown the same.
 * @param {Page[]} sides
 * @param {{swipe: () => number | null}} frame
 */
function keepCompared(sides, frame) {
  if (location.protocol === "about:") return;
  const fragment = formatCompared(sides[0].atlas, sides.map((each) => each.store.get()), frame.swipe());
  if (`#${fragment}` !== location.hash) history.replaceState(null, "", `#${fragment}`);
}

/**
 * @param {Page} side
 * @param {"left" | "right"} name
 */
function chooser(side, name) {
  const select = el("select", { id: `choose-${name}` }, ...side.atlas.themes.map((_, number) => el("option", { value: number })));
  select.addEventListener("change", () => side.store.set({ theme: Number(select.value), hidden: [], selected: null }));
  return select;
}

/**
 * @param {Page[]} sides
 * @param {HTMLElement} head
 * @param {boolean} swiping
 * @param {() => void} toggle
 */
function fillHead(sides, head, swiping, toggle) {
  const [left, right] = sides;
  const { lang } = left.store.get();
  const focused = head.contains(document.activeElement) ? /** @type {Element} */ (document.activeElement).id : "";
  const title = `${compareWords("compare", lang)}${left.ui("colon")}${left.say(left.theme().name)} | ${right.say(right.theme().name)}`;
  const other = lang === "zh" ? "en" : "zh";
  refill(head,
    el("div", { class: "titles" }, el("p", { class: "eyebrow" }, left.say(left.atlas.atlas)), el("h1", {}, title)),
    el("div", { class: "tools" },
      el("button", {
        type: "button", class: "tool", id: "tool-swipe", "aria-pressed": String(swiping), click: toggle,
      }, compareWords("swipe", lang)),
      !left.atlas.bilingual ? null : el("button", {
        type: "button", class: "tool", id: "tool-lang", lang: other === "zh" ? "zh-CN" : "en",
        click: () => sides.forEach((side) => side.store.set({ lang: other })),
      }, left.ui("other_language"))));
  document.title = `${title} – ${left.say(left.atlas.atlas)}`;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  const again = focused ? document.getElementById(focused) : null;
  if (again) again.focus();
}

/**
 * @param {Page[]} sides
 * @param {HTMLElement[]} captions
 * @param {(HTMLElement | null)[]} maps
 */
function fillCaptions(sides, captions, maps) {
  sides.forEach((side, place) => {
    const { lang, theme } = side.store.get();
    const name = compareWords(SIDES[place], lang);
    const select = /** @type {HTMLSelectElement} */ (captions[place].querySelector("select"));
    select.setAttribute("aria-label", name);
    captions[place].setAttribute("aria-label", name);
    Array.from(select.options).forEach((option, number) => { option.textContent = side.say(side.atlas.themes[number].name); });
    select.value = String(theme);
    const { title, subtitle } = side.theme();
    refill(captions[place], select, el("h2", {}, side.say(title)), el("p", { class: "subtitle" }, side.say(subtitle)));
    const map = maps[place];
    if (!map) return;
    map.setAttribute("role", "region");
    map.setAttribute("aria-label", `${name}${side.ui("colon")}${side.say(side.theme().title)}`);
  });
}

/**
 * The lines that every map must carry, each once.
 * @param {Page[]} sides
 * @param {HTMLElement} credits
 */
function fillCredits([left, right], credits) {
  const lines = [left, right].flatMap((side) => {
    const { approval, date, sources } = side.theme();
    return [approval, date, ...sources].map((words) => side.say(words));
  });
  refill(credits, ...Array.from(new Set(lines)).map((line) => el("p", {}, ...linked(line))));
}

/**
 * On paper each map is a picture with its own title, legend and sources.
 * @param {Page[]} sides
 * @param {L.Map[]} maps
 */
function printBoth(sides, maps) {
  const sheet = el("div", { class: "sheet", "aria-hidden": "true" });
  document.body.append(sheet);
  addEventListener("beforeprint", () => refill(sheet, ...sides.map((side, place) => drawPicture(side, maps[place].getContainer()))));
  addEventListener("afterprint", () => refill(sheet));
}
