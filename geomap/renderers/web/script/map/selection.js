// Outlines of what is selected, and bringing it into view.

import { areaOutline, toLatLng } from "../core/decode.js";
import { reducedMotion } from "../core/dom.js";

/** @param {L.Map} map */
export function chosenLayers(map) {
  /** @param {string} pane @param {object} look */
  const outline = (pane, look) => L.polyline([], {
    pane, renderer: L.svg({ pane, padding: 1 }), interactive: false, smoothFactor: 0, ...look,
  }).addTo(map);
  return {
    chosen: [outline("chosen", { color: "#ffffff", weight: 5 }), outline("chosen", { color: "#14232c", weight: 2.6 })],
    hover: outline("hover", { color: "#14232c", weight: 1.8 }),
  };
}

/**
 * @param {Page} page
 * @param {L.Polyline[]} layers
 * @param {Selected | null} selected
 */
export function markChosen(page, layers, selected) {
  layers.forEach((layer) => layer.setLatLngs(selected ? selectedLines(page, selected) : []));
}

/**
 * @param {Page} page
 * @param {Selected} selected
 * @returns {LatLng[][]}
 */
export function selectedLines(page, selected) {
  if (selected.type === "district") return areaOutline(page.atlas, { of: [selected.index] });
  const mark = page.atlas.marks[selected.index];
  if (mark.of || mark.area) return areaOutline(page.atlas, mark);
  if (mark.line) return mark.line.map((part) => part.map(toLatLng));
  if (mark.at) return [circlePoints(mark)];
  return mark.districts.length ? areaOutline(page.atlas, { of: mark.districts }) : [];
}

/**
 * A closed line around a point: its radius, or a kilometre.
 * @param {Mark} mark
 * @returns {LatLng[]}
 */
function circlePoints(mark) {
  const [lng, lat] = /** @type {[number, number]} */ (mark.at);
  const north = (mark.radius || 1000) / 111320;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: 65 }, (_, i) => [
    lat + north * Math.sin((i * Math.PI) / 32), lng + east * Math.cos((i * Math.PI) / 32),
  ]);
}

/**
 * Bring the selected thing into view.
 * @param {Page} page
 * @param {L.Map} map
 * @param {Selected} selected
 * @param {boolean} animate
 */
export function showSelected(page, map, selected, animate) {
  const points = selectedLines(page, selected).flat();
  if (points.length === 0) return;
  const bounds = L.latLngBounds(points);
  const zoom = Math.min(page.atlas.zoom - 1, map.getBoundsZoom(bounds.pad(0.6)));
  const options = { animate: animate && !reducedMotion() };
  map.setView(bounds.getCenter(), Math.max(zoom, map.getMinZoom()), options);
}
