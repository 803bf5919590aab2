// Proportional circles: a number of each district as a circle of its size.

import { wantsDistrict } from "../core/filter.js";
import { CIRCLES, circleScale } from "../core/symbols.js";
import { pick } from "./layers.js";

const CIRCLE_STRENGTH = 0.72; // what lies below still shows
const CIRCLE_FADED = 0.15;

/**
 * Draw the circles of a theme, the largest first so that none hides a smaller one. Who points at one
 * points at its district.
 * @param {MapView} stage
 * @param {L.Renderer} renderer
 */
export function drawCircles(stage, renderer) {
  const { page, layers, circles } = stage;
  circles.clear();
  const legend = page.theme().legends.find((each) => each.nested);
  if (!legend) return;
  const [{ fill }] = legend.items;
  const scale = circleScale();
  const drawn = page.theme().districts.filter((each) => each.circle);
  drawn.sort((a, b) => radiusOf(b) - radiusOf(a));
  drawn.forEach((each) => {
    const [, radius, lng, lat] = /** @type {Circle} */ (each.circle);
    const layer = L.circleMarker([lat, lng], {
      pane: "amounts", renderer, radius: radius * scale, color: "#ffffff", weight: 0.8,
      fillColor: fill || "#444444", fillOpacity: CIRCLE_STRENGTH, bubblingMouseEvents: false, className: "amount",
    });
    layer.on("click", () => pick(page, { type: "district", index: each.district }));
    circles.set(each.district, { layer, drawn: each });
    layers.addLayer(layer);
  });
}

/** @param {DrawnDistrict} drawn */
function radiusOf(drawn) {
  return drawn.circle ? drawn.circle[1] : 0;
}

/**
 * Circles by filter and by the legend's switch.
 * @param {MapView} stage
 * @param {State} state
 */
export function restyleCircles(stage, state) {
  const hidden = state.hidden.includes(CIRCLES);
  stage.circles.forEach(({ layer, drawn }) => {
    if (hidden) stage.layers.removeLayer(layer);
    else stage.layers.addLayer(layer);
    layer.setStyle({ fillOpacity: wantsDistrict(stage.page, state, drawn) ? CIRCLE_STRENGTH : CIRCLE_FADED });
  });
}
