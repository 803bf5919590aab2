// Outlines of what is selected, and bringing it into view.

import { areaOutline, toLatLng } from "../core/decode.js";
import { reducedMotion } from "../core/dom.js";

const RING = 14; // pixels from a sign to the ring around it

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
 * @param {L.Map} map
 * @param {L.Polyline[]} layers
 */
export function markChosen(page, map, layers) {
  const { selected } = page.store.get();
  layers.forEach((layer) => layer.setLatLngs(selected ? selectedLines(page, selected, ringAtLeast(map)) : []));
}

/**
 * Metres of the smallest ring that shows around a sign.
 * @param {L.Map} map
 */
function ringAtLeast(map) {
  const { lat } = map.getCenter();
  return (RING * 40075017 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
}

/**
 * @param {Page} page
 * @param {Selected} selected
 * @param {number} [least] radius of the smallest ring, in metres
 * @returns {LatLng[][]}
 */
export function selectedLines(page, selected, least = 0) {
  if (selected.type === "district") return areaOutline(page.atlas, { of: [selected.index] });
  const mark = page.atlas.mark(selected.index);
  if (mark.of || mark.area) return areaOutline(page.atlas, mark);
  if (mark.line) return mark.line.map((part) => part.map(toLatLng));
  if (mark.at) return [circlePoints(mark, least)];
  return mark.districts.length ? areaOutline(page.atlas, { of: mark.districts }) : [];
}

/**
 * A closed line around a point: its radius, or a kilometre.
 * @param {Mark} mark
 * @param {number} least in metres
 * @returns {LatLng[]}
 */
function circlePoints(mark, least) {
  const [lng, lat] = /** @type {[number, number]} */ (mark.at);
  const north = Math.max(mark.radius || 1000, least) / 111320;
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
