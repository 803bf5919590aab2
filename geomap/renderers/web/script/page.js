// The page: its state, its parts, and how they come together.

import { keepAddress, parseAddress } from "./core/permalink.js";
import { addBasemap } from "./map/basemap.js";
import { selectedName } from "./panel/card.js";
import { showSelected } from "./map/selection.js";
import { readAtlas } from "./core/decode.js";
import { el, reducedMotion } from "./core/dom.js";
import { fitPrint, tellHeight } from "./core/embed.js";
import { headView } from "./panel/header.js";
import { panelView } from "./panel/panel.js";
import { createMapView, fitTheme } from "./map/mapview.js";
import { createStore } from "./core/store.js";
import { tableView } from "./table/table.js";
import { uiWords } from "./core/messages.js";

/**
 * Build the page around the element that is to be the map.
 * @param {string} id
 * @returns {L.Map} the Leaflet map, for layers that others add
 */
export function openPage(id) {
  const json = document.getElementById("geomap-data");
  if (!json) throw new Error("geomap: the page carries no data");
  const page = createPage(readAtlas(json.textContent || ""));
  const views = buildViews(page, id);
  /** @type {L.Map | null} */
  let map = null;
  /** @type {Element | null} */
  let origin = null;
  page.select = (selected, move) => {
    const before = page.store.get().selected;
    if (!before) origin = document.activeElement;
    page.store.set({ selected });
    if (map && selected && move) showSelected(page, map, selected, true);
    moveFocus(page, id, before, origin);
  };
  page.store.watch((state, changed) => {
    document.body.classList.toggle("plain", state.plain);
    document.body.classList.toggle("printing", state.printing);
    document.body.classList.toggle("with-table", state.table);
    views.forEach((view) => view.update(state, changed));
  });
  map = createMapView(page, id);
  addButtons(page, map);
  addBasemap(page, map);
  page.store.refresh();
  keepAddress(page);
  finish(page, map);
  return map;
}

/**
 * @param {Atlas} atlas
 * @returns {Page}
 */
function createPage(atlas) {
  const asked = parseAddress(location.hash, atlas);
  const store = createStore({
    theme: 0, lang: atlas.language, plain: false, printing: false, table: false, basemap: true, tab: "legend", selected: null, hidden: [],
    region: "", chapter: "", kind: "", status: "", view: null, ...asked,
  });
  const live = el("div", { class: "visually-hidden", "aria-live": "polite", id: "live" });
  document.body.append(live);
  const theme = () => atlas.themes[store.get().theme];
  return {
    atlas,
    store,
    theme,
    say: (words) => {
      const text = atlas.texts[words];
      return typeof text === "string" ? text : text[store.get().lang === "zh" ? 0 : 1];
    },
    ui: (key) => uiWords(key, store.get().lang),
    item: (key) => theme().legends.flatMap((legend) => legend.items).find((item) => item.key === key),
    select: () => undefined,
    beside: () => [],
    announce: (message) => { live.textContent = message; },
  };
}

/**
 * @param {Page} page
 * @param {string} id
 * @returns {View[]}
 */
function buildViews(page, id) {
  const app = /** @type {HTMLElement} */ (document.getElementById("geomap"));
  const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
  const [head, panel, table] = [headView(page), panelView(page), tableView(page)];
  const skip = el("button", { type: "button", class: "skip", click: () => panel.node.focus() });
  app.prepend(skip, head.node);
  app.append(panel.node);
  stage.append(table.node);
  return [head, panel, table, wordsView(page, id, skip)];
}

/**
 * A card takes the focus and gives it back, so that the keyboard and a screen reader are where the
 * reader is. A click on the map leaves the focus there.
 * @param {Page} page
 * @param {string} id of the map
 * @param {Selected | null} before what was selected
 * @param {Element | null} origin what had the focus before the first card
 */
function moveFocus(page, id, before, origin) {
  if (document.activeElement && document.activeElement.id === id) return;
  const target = page.store.get().selected
    ? document.querySelector(".card-title")
    : wayBack(page, before, origin) || document.getElementById("panel-body");
  if (target) /** @type {HTMLElement} */ (target).focus({ preventScroll: true });
}

/**
 * What had the focus, or the row that stands for it in the list.
 * @param {Page} page
 * @param {Selected | null} before
 * @param {Element | null} origin
 */
function wayBack(page, before, origin) {
  if (origin && origin.isConnected && origin !== document.body) return origin;
  if (!before || before.type === "district") return null;
  return document.querySelector(`[data-mark="${CSS.escape(page.atlas.mark(before.index).id)}"]`);
}

/**
 * What the map is, in words.
 * @param {Page} page
 * @param {string} id
 * @param {HTMLElement} skip
 * @returns {View}
 */
function wordsView(page, id, skip) {
  const map = /** @type {HTMLElement} */ (document.getElementById(id));
  const alt = el("p", { class: "visually-hidden", id: "map-alt" });
  map.before(alt);
  map.setAttribute("role", "region");
  map.setAttribute("aria-describedby", "map-alt");
  return {
    node: alt,
    update(_, changed) {
      if (!changed.has("theme") && !changed.has("lang")) return;
      const theme = page.theme();
      skip.textContent = page.ui("skip");
      alt.textContent = page.say(theme.alt);
      map.setAttribute("aria-label", page.ui("map"));
    },
  };
}

/**
 * Zoom in, zoom out, whole map.
 * @param {Page} page
 * @param {L.Map} map
 */
function addButtons(page, map) {
  /** @type {[string, string, () => void][]} */
  const actions = [
    ["zoom_in", "+", () => map.zoomIn(1)],
    ["zoom_out", "−", () => map.zoomOut(1)],
    ["whole", "⤢", () => { fitTheme(page, map, true); page.store.set({ view: null }); }],
  ];
  const buttons = actions.map(([, sign, click]) => el("button", { type: "button", click }, sign));
  const box = el("div", { class: "map-buttons leaflet-bar" }, ...buttons);
  L.DomEvent.disableClickPropagation(box);
  const control = new L.Control({ position: "topleft" });
  control.onAdd = () => box;
  control.addTo(map);
  page.store.watch((_, changed) => {
    if (changed.has("lang")) {
      buttons.forEach((button, place) => {
        button.setAttribute("aria-label", page.ui(actions[place][0]));
        button.title = page.ui(actions[place][0]);
      });
    }
  });
}

/**
 * What happens to the page as a whole.
 * @param {Page} page
 * @param {L.Map} map
 */
function finish(page, map) {
  const { store } = page;
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (store.get().table) store.set({ table: false });
    else if (store.get().selected) page.select(null, false);
  });
  map.on("resize", () => { if (!store.get().view) fitTheme(page, map, false); });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  const { selected, view } = store.get();
  if (selected && !view) showSelected(page, map, selected, false);
  fitPrint(page, map, () => { if (!store.get().view) fitTheme(page, map, false); });
  tellHeight(page);
  document.body.classList.toggle("still", reducedMotion());
  document.body.dataset.ready = "true";
  if (selected) page.announce(selectedName(page, selected));
}
