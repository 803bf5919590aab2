// What is drawn on the map, as Leaflet layers.

import { arcPoints, areaOutline, areaPolygons, districtPolygons, toLatLng } from "../core/decode.js";
import { areaFill, pointSign, strokeWidth } from "../core/symbols.js";

const SIGN = 6; // pixels a unit of a symbol's outline

const HIT = 24; // pixels across which a line takes a click

/**
 * A click chooses a thing, a second one lets go of it.
 * @param {Page} page
 * @param {Selected} what
 */
export function pick(page, what) {
  const { selected } = page.store.get();
  const again = selected && selected.type === what.type && selected.index === what.index;
  page.select(again ? null : what, false);
}

/**
 * @param {LatLng[][]} points
 * @param {string} pane
 * @param {L.Renderer} renderer
 * @param {object} look
 */
export function lines(points, pane, renderer, look) {
  return L.polyline(points, { pane, renderer, interactive: false, smoothFactor: 0, lineJoin: "round", ...look });
}

/**
 * Rivers, roads, neighbours: what helps to find the way and cannot be clicked.
 * @param {Page} page
 * @param {Renderers} renderers
 * @returns {L.Path[]}
 */
export function contextLayers(page, renderers) {
  return page.theme().context.map((number) => page.atlas.context[number]).flatMap((ground) => {
    const pane = ground.below ? "around" : "rivers";
    const points = ground.lines.map((line) => arcPoints(line, page.atlas.step));
    const look = {
      color: ground.color, weight: (ground.width * 4) / 3, dashArray: ground.dashed ? "4 3" : null,
      fill: Boolean(ground.fill), fillColor: ground.fill, fillOpacity: 1,
    };
    if (ground.below) return [lines(points, pane, renderers[pane], look)];
    const rim = { color: "#ffffff", weight: look.weight + 1.4, opacity: 0.75 };
    return [lines(points, pane, renderers[pane], rim), lines(points, pane, renderers[pane], look)];
  });
}

/**
 * @param {Page} page
 * @param {DrawnDistrict} drawn
 * @param {L.Renderer} renderer
 */
export function districtLayer(page, drawn, renderer) {
  const layer = L.polygon(districtPolygons(page.atlas, drawn.district), {
    pane: "districts", renderer, smoothFactor: 0, bubblingMouseEvents: false, className: "district",
  });
  layer.on("click", () => pick(page, { type: "district", index: drawn.district }));
  return layer;
}

/**
 * The layers of a mark; none for a mark that is only listed.
 * @param {Page} page
 * @param {number} row
 * @param {Renderers} renderers
 * @returns {(L.Path | L.Marker)[]}
 */
export function markLayers(page, row, renderers) {
  const mark = page.atlas.marks[row];
  const item = page.item(mark.item);
  if (!item) return [];
  if (mark.of || mark.area) return areaLayers(page, mark, item, renderers);
  if (mark.line) return lineLayers(page, row, item, renderers);
  return mark.at ? pointLayers(page, row, item, renderers) : [];
}

/**
 * @param {Page} page
 * @param {Mark} mark
 * @param {LegendItem} item
 * @param {Renderers} renderers
 */
function areaLayers(page, mark, item, renderers) {
  const hatch = L.polygon(areaPolygons(page.atlas, mark), {
    pane: "areas", renderer: renderers.areas, smoothFactor: 0, stroke: false,
    fillColor: areaFill(item), fillOpacity: item.pattern === "none" ? 0.25 : 0.9, interactive: false,
  });
  const outline = lines(areaOutline(page.atlas, mark), "areas", renderers.areas, {
    color: item.stroke, weight: strokeWidth(item), dashArray: item.dashed ? "6 4" : null,
  });
  return [hatch, outline];
}

/**
 * A route: a broad pale line below, so that it stands out on any colour, and the line itself.
 * @param {Page} page
 * @param {number} row
 * @param {LegendItem} item
 * @param {Renderers} renderers
 */
function lineLayers(page, row, item, renderers) {
  const mark = page.atlas.marks[row];
  const points = (mark.line || []).map((part) => part.map(toLatLng));
  const weight = Math.max(2, strokeWidth(item));
  const below = { color: "#ffffff", weight: weight + 1.6, opacity: 0.7, interactive: true, bubblingMouseEvents: false };
  const line = {
    color: item.stroke, weight, lineCap: "butt",
    dashArray: item.dashed || mark.certainty === "schematic" ? "7 5" : null,
  };
  const halo = lines(points, "lines", renderers.lines, below);
  const near = lines(points, "lines", renderers.lines, { ...below, weight: HIT, opacity: 0 });
  [halo, near].forEach((each) => each.on("click", () => pick(page, { type: "mark", index: row })));
  return [near, halo, lines(points, "lines", renderers.lines, line)];
}

/**
 * A point's sign, and the circle that tells how far off it may be.
 * @param {Page} page
 * @param {number} row
 * @param {LegendItem} item
 * @param {Renderers} renderers
 */
function pointLayers(page, row, item, renderers) {
  const mark = page.atlas.marks[row];
  const at = toLatLng(/** @type {[number, number]} */ (mark.at));
  const ink = item.fill || item.stroke;
  const icon = L.divIcon({
    html: pointSign(page.atlas, item, SIGN), className: "point", iconSize: [SIGN * 3, SIGN * 3],
  });
  // No stop for the tab key: every mark is in the list, where it has words.
  const sign = L.marker(at, { icon, pane: "points", keyboard: false, bubblingMouseEvents: false });
  sign.on("click", () => pick(page, { type: "mark", index: row }));
  if (!mark.radius) return [sign];
  const circle = L.circle(at, {
    radius: mark.radius, pane: "circles", renderer: renderers.circles, interactive: false,
    color: ink, weight: 1, opacity: 0.7, dashArray: "2 3", fillColor: ink, fillOpacity: 0.08,
  });
  return [circle, sign];
}
