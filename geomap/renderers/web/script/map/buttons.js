// The buttons on the map.

import { el } from "../core/dom.js";

/**
 * Zoom in, zoom out, whole map.
 * @param {Page} page
 * @param {L.Map} map
 * @param {() => void} showAll
 */
export function addButtons(page, map, showAll) {
  /** @type {[string, string, () => void][]} */
  const actions = [
    ["zoom_in", "+", () => map.zoomIn(1)],
    ["zoom_out", "−", () => map.zoomOut(1)],
    ["whole", "⤢", showAll],
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
