// The map itself: districts, borders, marks; what is hovered, focused and selected.

import { fillStrength, largestZoom } from "./basemap.js";
import { chosenLayers, markChosen } from "./selection.js";
import { areaOutline, toLatLng } from "../core/decode.js";
import { reducedMotion } from "../core/dom.js";
import { wantsDistrict, wantsMark } from "../core/filter.js";
import { drawCircles, restyleCircles } from "./circles.js";
import { drawDensity, restyleDensity } from "./density.js";
import { listenForDots } from "./dots.js";
import { createHover } from "./hover.js";
import { keepLabels } from "./labels.js";
import { contextLayers, districtLayer, lines, markLayers } from "./layers.js";
import { areaFill, groundFill, patternDefs, strokeWidth } from "../core/symbols.js";
import { nameDistricts } from "./keyboard.js";

const PANES = ["around", "districts", "rivers", "areas", "borders", "amounts", "circles", "lines", "chosen", "hover", "points", "labels"];
const POINTED = ["districts", "amounts", "points", "lines"];
const FADED = 0.25;

/**
 * Draw the map and keep it like the state.
 * @param {Page} page
 * @param {string} id of the element that Leaflet gets
 * @returns {L.Map} the Leaflet map
 */
export function createMapView(page, id) {
  const map = createMap(page, id);
  if (!document.querySelector(".defs")) document.body.append(patternDefs(page.atlas));
  const stage = { map, page, districts: new Map(), circles: new Map(), density: null, marks: new Map(), layers: L.layerGroup().addTo(map) };
  const labels = keepLabels(page, map);
  const outlines = chosenLayers(map);
  const hover = createHover(page, map, outlines.hover);
  const dots = page.atlas.dots ? page.atlas.dots.layer(page, map) : null;
  if (dots) listenForDots(page, map, dots, hover);
  page.store.watch((state, changed) => {
    const has = (/** @type {(keyof State)[]} */ ...keys) => keys.some((key) => changed.has(key));
    if (has("theme")) {
      drawTheme(stage);
      fitTheme(page, map, false);
      hover.bind(stage);
    }
    if (has("theme", "hidden", "region", "chapter", "kind", "status", "lang", "basemap")) {
      restyle(stage, state);
      if (dots) dots.redraw();
      labels.redraw(state);
    }
    if (has("theme", "selected")) markChosen(page, map, outlines.chosen);
    if (has("view", "theme") && state.view && !sameView(map, state.view)) {
      map.setView([state.view[0], state.view[1]], state.view[2], { animate: false });
    }
  });
  page.only = (key) => standOut(stage, key);
  map.on("zoomend", () => markChosen(page, map, outlines.chosen));
  // Districts and marks keep their clicks to themselves: this one was on nothing.
  map.on("click", () => { if (page.store.get().selected) page.select(null, false); });
  watchMoves(page, map);
  return map;
}

/**
 * @param {Page} page
 * @param {string} id
 */
function createMap(page, id) {
  const map = L.map(id, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.05,
    zoomDelta: 0.5,
    wheelPxPerZoomLevel: 90,
    maxZoom: largestZoom(page.atlas),
    minZoom: 2,
    maxBoundsViscosity: 1,
    ...(reducedMotion() ? { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false } : {}),
  });
  // Layers that a notebook user adds may owe a credit, e.g. to OpenStreetMap.
  L.control.attribution({ prefix: false }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  PANES.forEach((name, place) => {
    const pane = map.createPane(name);
    pane.style.zIndex = String(410 + place * 10);
    if (!POINTED.includes(name)) pane.style.pointerEvents = "none";
  });
  return map;
}

/**
 * Show the theme's extent, as large as the map allows.
 * @param {Page} page
 * @param {L.Map} map
 * @param {boolean} animate
 */
export function fitTheme(page, map, animate) {
  const [west, south, east, north] = page.theme().extent;
  const bounds = L.latLngBounds([[south, west], [north, east]]);
  map.setMinZoom(2);
  map.setMaxBounds();
  map.fitBounds(bounds, { padding: [14, 14], animate: animate && !reducedMotion() });
  map.setMinZoom(Math.min(map.getBoundsZoom(bounds) - 0.5, map.getZoom()));
  map.setMaxBounds(allBounds(page).extend(bounds.pad(0.2)));
}

/**
 * Where the reader may go: a little beyond all districts.
 * @param {Page} page
 */
function allBounds(page) {
  const places = page.atlas.districts.map((district) => toLatLng(district.at));
  return L.latLngBounds(places).pad(0.2);
}

/**
 * @param {MapView} stage
 */
function drawTheme(stage) {
  const { page, layers } = stage;
  layers.clearLayers();
  stage.districts.clear();
  stage.marks.clear();
  const renderers = Object.fromEntries(PANES.map((pane) => [pane, L.svg({ pane, padding: 1 })]));
  page.theme().districts.forEach((drawn) => {
    const layer = districtLayer(page, drawn, renderers.districts);
    stage.districts.set(drawn.district, { layer, drawn });
    layers.addLayer(layer);
  });
  contextLayers(page, renderers).forEach((layer) => layers.addLayer(layer));
  page.theme().borders.forEach((border) =>
    layers.addLayer(lines(areaOutline(page.atlas, border), "borders", renderers.borders, {
      color: "#59636a", weight: 1.3, className: "border",
    })));
  drawCircles(stage, renderers.amounts);
  drawDensity(stage, renderers.amounts);
  page.theme().marks.forEach((row) => {
    const parts = markLayers(page, row, renderers);
    stage.marks.set(row, parts);
    parts.forEach((part) => layers.addLayer(part));
  });
}

/**
 * Colours by legend, filter and switched-off entries.
 * @param {MapView} stage
 * @param {State} state
 */
function restyle(stage, state) {
  const { page } = stage;
  const strength = fillStrength(page.atlas, state);
  stage.districts.forEach(({ layer, drawn }) => {
    const item = page.item(drawn.item);
    if (!item) return;
    const off = state.hidden.includes(drawn.item);
    layer.setStyle({
      color: item.stroke, weight: strokeWidth(item), opacity: 1,
      fillColor: off ? groundFill() : areaFill(item),
      fillOpacity: strength * (wantsDistrict(page, state, drawn) ? 1 : FADED),
    });
  });
  restyleCircles(stage, state);
  restyleDensity(stage, state);
  stage.marks.forEach((parts, row) => {
    const mark = page.atlas.marks[row];
    const shown = wantsMark(page, state, mark);
    parts.forEach((part) => (shown ? stage.layers.addLayer(part) : stage.layers.removeLayer(part)));
  });
  nameDistricts(stage);
}

/**
 * Fade all but what one entry of the legend stands for.
 * @param {MapView} stage
 * @param {string | null} key
 */
function standOut({ page, districts, marks }, key) {
  const fade = (/** @type {L.Path | L.Marker} */ part, /** @type {string} */ item) => {
    const node = part.getElement();
    if (node) node.classList.toggle("aside", key !== null && item !== key);
  };
  districts.forEach(({ layer, drawn }) => fade(layer, drawn.item));
  marks.forEach((parts, row) => parts.forEach((part) => fade(part, page.atlas.marks[row].item)));
}

/**
 * @param {L.Map} map
 * @param {[number, number, number]} view
 */
function sameView(map, view) {
  const now = viewOf(map);
  return now.every((part, i) => part === view[i]);
}

/**
 * @param {L.Map} map
 * @returns {[number, number, number]}
 */
function viewOf(map) {
  const { lat, lng } = map.getCenter();
  return [Number(lat.toFixed(4)), Number(lng.toFixed(4)), Number(map.getZoom().toFixed(2))];
}

/**
 * Note where the reader went; what the page did by itself does not count.
 * @param {Page} page
 * @param {L.Map} map
 */
function watchMoves(page, map) {
  const container = map.getContainer();
  let byReader = false;
  ["pointerdown", "wheel", "keydown", "dblclick"].forEach((type) =>
    container.addEventListener(type, () => { byReader = true; }, { passive: true }));
  map.on("moveend", () => { if (byReader) page.store.set({ view: viewOf(map) }); });
}
