// The dots on the map: one canvas, somewhat larger than the map, that moves with it.

import { countDots, createRaster, dotSize, nearestDot, paintDots } from "./raster.js";
import { wantedRows } from "./wanted.js";

const OVER = 0.25; // of the map's width and height beyond each of its edges
const NEAR = 6; // pixels from a dot within which it is meant
const SHARPEST = 2; // device pixels a pixel; more is not seen and takes its time
const ZOOM = 18; // of the pixels that places are told in
const MOST_AT_ONE_PLACE = 300;

/**
 * @param {Page} page
 * @param {L.Map} map
 * @param {() => DotSet[]} shownSets
 * @returns {DotLayer}
 */
export function createLayer(page, map, shownSets) {
  const canvas = document.createElement("canvas");
  canvas.className = "crowd leaflet-zoom-hide";
  canvas.setAttribute("aria-hidden", "true");
  /** @type {HTMLElement} */ (map.getPane("points")).append(canvas);
  /** @type {{raster: Raster, view: View18, sharp: number, corner: L.Point} | null} */
  let drawn = null;
  const paint = () => {
    const sets = shownSets();
    canvas.hidden = sets.length === 0;
    drawn = sets.length ? painted(page, map, canvas, sets) : null;
  };
  map.on("moveend resize viewreset", paint);
  return {
    redraw: paint,
    nearest(point) {
      if (!drawn) return null;
      const [x, y] = onPicture(map, drawn, point);
      return nearestDot(drawn.raster, x, y, NEAR * drawn.sharp);
    },
    beside(set, row) {
      return drawn ? besides(page, drawn.view, set, row) : [];
    },
  };
}

/**
 * A point of the map's container on the picture, in device pixels; right also while the map is dragged.
 * @param {L.Map} map
 * @param {{sharp: number, corner: L.Point}} drawn
 * @param {L.Point} point
 */
function onPicture(map, { sharp, corner }, point) {
  const { x, y } = map.containerPointToLayerPoint(point).subtract(corner);
  return [x * sharp, y * sharp];
}

/**
 * @param {Page} page
 * @param {L.Map} map
 * @param {HTMLCanvasElement} canvas
 * @param {DotSet[]} sets
 */
function painted(page, map, canvas, sets) {
  const sharp = Math.min(SHARPEST, window.devicePixelRatio || 1);
  const size = map.getSize();
  const over = L.point(Math.round(size.x * OVER), Math.round(size.y * OVER));
  const [width, height] = [size.x + 2 * over.x, size.y + 2 * over.y];
  const raster = createRaster(Math.round(width * sharp), Math.round(height * sharp));
  const corner = map.containerPointToLayerPoint(L.point(-over.x, -over.y));
  const low = /** @type {L.Point} */ (map.getPixelBounds().min);
  const view = {
    scale: 2 ** (map.getZoom() - ZOOM) * sharp, left: (low.x - over.x) * sharp, top: (low.y - over.y) * sharp,
  };
  const { colors, looks, rarity } = looksOf(page, sets);
  const state = page.store.get();
  sets.forEach((set, place) => countDots(raster, set.places(), view, {
    start: set.start, rows: wantedRows(set, state, page.atlas), codes: set.codes("item", set.item), looks: looks[place], rarity,
  }));
  paintDots(raster, dotSize(raster.seen, width * height) * sharp, colors, sets[0].depths, rarity);
  [canvas.width, canvas.height] = [raster.width, raster.height];
  [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
  L.DomUtil.setPosition(canvas, corner);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const bytes = new Uint8ClampedArray(/** @type {ArrayBuffer} */ (raster.image.buffer));
  pen.putImageData(new ImageData(bytes, raster.width, raster.height), 0, 0);
  return { raster, view, sharp, corner };
}

/**
 * Colours by look, how many times ten rarer than the most frequent each is (as on the sheet), and for each
 * set the look of each legend item.
 * @param {Page} page
 * @param {DotSet[]} sets
 */
function looksOf(page, sets) {
  const items = sets.flatMap((set) => set.item.values.map((key) => page.item(key)));
  const known = /** @type {LegendItem[]} */ (items.filter((item) => item !== undefined));
  const order = known.map((item) => item.key);
  const most = Math.max(1, ...known.map((item) => item.count));
  const rarity = Uint8Array.from([0, ...known.map((item) => String(Math.floor(most / Math.max(1, item.count))).length - 1)]);
  const colors = [[0, 0, 0], ...known.map((item) => channels(item.fill || item.stroke))];
  const looks = sets.map((set) => Uint8Array.from(set.item.values, (key) => order.indexOf(key) + 1));
  return { colors, looks, rarity };
}

/**
 * @param {string} color #rrggbb
 */
function channels(color) {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

/**
 * The other dots of a set that fall into the same pixel of the map.
 * @param {Page} page
 * @param {View18} view
 * @param {DotSet} set
 * @param {number} row
 * @returns {number[]}
 */
function besides(page, { scale, left, top }, set, row) {
  const { x, y } = set.places();
  const rows = wantedRows(set, page.store.get(), page.atlas);
  const column = (/** @type {number} */ each) => Math.floor((x[each] + 0.5) * scale - left);
  const line = (/** @type {number} */ each) => Math.floor((y[each] + 0.5) * scale - top);
  const [right, down] = [column(row), line(row)];
  const found = [];
  for (let each = 0; each < set.count && found.length < MOST_AT_ONE_PLACE; each += 1) {
    if (each !== row && (!rows || rows[each]) && column(each) === right && line(each) === down) found.push(each);
  }
  return found;
}
