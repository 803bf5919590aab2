// The online base map of a page that was built with one: its switch and its credit.

import { el, linked, refill } from "../core/dom.js";

const SEE_THROUGH = 0.7; // the samples in the legend too, see page.css

/**
 * How strong the fills of districts are: the base map must show through, and classes be told.
 * @param {Atlas} atlas
 * @param {State} state
 */
export function fillStrength(atlas, state) {
  return atlas.basemap && state.basemap ? SEE_THROUGH : 1;
}

/**
 * The borders are simplified for `atlas.zoom`; streets are worth going beyond.
 * @param {Atlas} atlas
 */
export function largestZoom(atlas) {
  return Math.max(atlas.zoom, atlas.basemap ? atlas.basemap.zoom : 0);
}

/**
 * @param {Page} page
 * @param {L.Map} map
 */
export function addBasemap(page, map) {
  const { basemap } = page.atlas;
  if (!basemap) return;
  const tiles = geomapTiles.tileLayer(basemap, map.getMaxZoom());
  const button = el("button", { type: "button", id: "basemap", click: () => turn(page, basemap) }, "▦");
  const credit = el("div", { class: "leaflet-control-attribution", id: "basemap-credit" });
  addControl(map, "topleft", el("div", { class: "map-buttons leaflet-bar" }, button));
  addControl(map, "bottomright", credit);
  page.store.watch((state, changed) => {
    if (!changed.has("basemap") && !changed.has("lang")) return;
    const name = page.ui("basemap") + page.say(basemap.title);
    button.title = name;
    button.setAttribute("aria-label", name);
    button.setAttribute("aria-pressed", String(state.basemap));
    credit.hidden = !state.basemap;
    document.body.classList.toggle("see-through", state.basemap);
    refill(credit, ...linked(`${basemap.credit} | ${page.ui("see_through")}`));
    if (state.basemap) tiles.addTo(map);
    else tiles.remove();
  });
}

/**
 * @param {Page} page
 * @param {Basemap} basemap
 */
function turn(page, basemap) {
  const shown = !page.store.get().basemap;
  page.store.set({ basemap: shown });
  page.announce(`${page.say(basemap.title)} ${page.ui(shown ? "shown" : "hidden")}`);
}

/**
 * @param {L.Map} map
 * @param {L.ControlPosition} position
 * @param {HTMLElement} node
 */
function addControl(map, position, node) {
  const control = new L.Control({ position });
  control.onAdd = () => node;
  control.addTo(map);
  L.DomEvent.disableClickPropagation(node);
}
