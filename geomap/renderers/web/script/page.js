// The page: its state, its parts, and how they come together.

import { keepAddress, parseAddress } from "./core/permalink.js";
import { addBasemap } from "./map/basemap.js";
import { addButtons } from "./map/buttons.js";
import { selectedName } from "./panel/card.js";
import { showSelected } from "./map/selection.js";
import { readAtlas } from "./core/decode.js";
import { el, reducedMotion } from "./core/dom.js";
import { fitPrint, tellHeight } from "./core/embed.js";
import { createPage } from "./core/face.js";
import { headView } from "./panel/header.js";
import { panelView } from "./panel/panel.js";
import { createMapView, fitTheme } from "./map/mapview.js";
import { tableView } from "./table/table.js";

/**
 * Build the page around the element that is to be the map.
 * @param {string} id
 * @returns {L.Map} the Leaflet map, for layers that others add
 */
export function openPage(id) {
  const json = document.getElementById("geomap-data");
  if (!json) throw new Error("geomap: the page carries no data");
  const atlas = readAtlas(json.textContent || "");
  const page = createPage(atlas, parseAddress(location.hash, atlas));
  const views = buildViews(page, id);
  /** @type {L.Map | null} */
  let map = null;
  /** @type {Element | null} */
  let origin = null;
  page.announce("");
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
    document.body.classList.toggle("with-card", state.selected !== null);
    views.forEach((view) => view.update(state, changed));
  });
  const drawn = createMapView(page, id);
  map = drawn;
  addButtons(page, map, () => {
    fitTheme(page, drawn, true);
    page.store.set({ view: null });
  });
  addBasemap(page, map);
  page.store.refresh();
  keepAddress(page);
  finish(page, map);
  return map;
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
