// Dot density: so many dots in each district as its number has steps. They are no places.

const DOT = 2.6; // pixels

/**
 * All dots of a theme as one line of points, which costs the page one element.
 * @param {MapView} stage
 * @param {L.Renderer} renderer
 */
export function drawDensity(stage, renderer) {
  const { scatter } = stage.page.theme();
  const sign = scatter && stage.page.item(scatter.item);
  stage.density = null;
  if (!scatter || !sign) return;
  const { step, at } = scatter;
  /** @type {L.LatLngTuple[][]} */
  const dots = [];
  let [lng, lat] = [0, 0];
  for (let i = 0; i < at.length; i += 2) {
    lng += at[i];
    lat += at[i + 1];
    dots.push([[lat * step, lng * step], [lat * step, lng * step]]);
  }
  const layer = L.polyline(dots, {
    pane: "amounts", renderer, color: sign.fill || "#444444", weight: DOT, opacity: 0.85,
    lineCap: "round", interactive: false, smoothFactor: 0, noClip: true,
  });
  stage.density = { item: scatter.item, layer };
  stage.layers.addLayer(layer);
}

/**
 * The dots by the legend's switch.
 * @param {MapView} stage
 * @param {State} state
 */
export function restyleDensity(stage, state) {
  if (!stage.density) return;
  const { item, layer } = stage.density;
  if (state.hidden.includes(item)) stage.layers.removeLayer(layer);
  else stage.layers.addLayer(layer);
}
