// More points than signs of their own could show: dots on one canvas, found by where the pointer is.

import { toLatLng } from "../core/decode.js";
import { wantsMark } from "../core/filter.js";

const CROWD = 1500; // points
const NEAR = 7; // pixels from a dot within which it is meant

/**
 * Whether a theme has so many points that they are drawn as dots.
 * @param {Page} page
 */
export function isCrowd(page) {
  let count = 0;
  for (const row of page.theme().marks) {
    if (page.atlas.marks[row].at) count += 1;
    if (count > CROWD) return true;
  }
  return false;
}

/**
 * Dots of the present theme; nothing at all while it has few points.
 * @param {Page} page
 * @param {L.Map} map
 */
export function createCrowd(page, map) {
  const canvas = document.createElement("canvas");
  canvas.className = "crowd leaflet-zoom-hide";
  canvas.setAttribute("aria-hidden", "true");
  /** @type {HTMLElement} */ (map.getPane("points")).append(canvas);
  /** @type {Dot[]} */
  let dots = [];
  const paint = () => paintDots(map, canvas, dots);
  map.on("moveend zoomend resize viewreset", paint);
  const crowd = {
    /** @param {State} state */
    redraw(state) {
      dots = isCrowd(page) ? shownDots(page, state) : [];
      paint();
    },
    /**
     * The row of the dot at a place of the map, the nearest one.
     * @param {L.Point} point in pixels of the map's container
     */
    nearest(point) {
      let best = NEAR * NEAR;
      /** @type {number | null} */
      let found = null;
      dots.forEach(({ row, x, y }) => {
        const far = (x - point.x) ** 2 + (y - point.y) ** 2;
        if (far < best) [best, found] = [far, row];
      });
      return found;
    },
  };
  listenForDots(page, map, crowd);
  return crowd;
}

/**
 * @param {Page} page
 * @param {State} state
 * @returns {Dot[]}
 */
function shownDots(page, state) {
  return page.theme().marks.filter((row) => page.atlas.marks[row].at && wantsMark(page, state, page.atlas.marks[row]))
    .map((row) => {
      const mark = page.atlas.marks[row];
      const item = page.item(mark.item);
      const color = item ? item.fill || item.stroke : "#444444";
      return { row, at: toLatLng(/** @type {[number, number]} */ (mark.at)), color, x: 0, y: 0 };
    });
}

/**
 * @param {L.Map} map
 * @param {HTMLCanvasElement} canvas
 * @param {Dot[]} dots
 */
function paintDots(map, canvas, dots) {
  const { x: width, y: height } = map.getSize();
  const sharp = window.devicePixelRatio || 1;
  canvas.hidden = dots.length === 0;
  if (!dots.length) return;
  L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(L.point(0, 0)));
  [canvas.width, canvas.height] = [width * sharp, height * sharp];
  [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(sharp, sharp);
  const corner = map.getPixelBounds().min;
  const size = Math.max(2, Math.min(7, 2 + (map.getZoom() - map.getMinZoom()) * 1.4));
  pen.strokeStyle = "rgba(255, 255, 255, 0.8)";
  pen.lineWidth = size > 4 ? 1 : 0.5;
  dots.forEach((dot) => {
    const { x, y } = map.project(dot.at);
    dot.x = x - (corner ? corner.x : 0);
    dot.y = y - (corner ? corner.y : 0);
    if (dot.x < -size || dot.y < -size || dot.x > width + size || dot.y > height + size) return;
    pen.fillStyle = dot.color;
    pen.beginPath();
    pen.arc(dot.x, dot.y, size / 2, 0, 2 * Math.PI);
    pen.fill();
    if (size > 3) pen.stroke();
  });
}

/**
 * A dot under the pointer comes before the district below it.
 * @param {Page} page
 * @param {L.Map} map
 * @param {{nearest(point: L.Point): number | null}} crowd
 */
function listenForDots(page, map, crowd) {
  const container = map.getContainer();
  container.addEventListener("click", (event) => {
    const row = crowd.nearest(map.mouseEventToContainerPoint(event));
    if (row === null || !onMap(event)) return;
    event.stopPropagation();
    page.select({ type: "mark", index: row }, false);
  }, true);
  container.addEventListener("mousemove", (event) => {
    container.classList.toggle("on-dot", onMap(event) && crowd.nearest(map.mouseEventToContainerPoint(event)) !== null);
  });
}

/** @param {MouseEvent} event */
function onMap(event) {
  return !/** @type {HTMLElement} */ (event.target).closest(".leaflet-control");
}
