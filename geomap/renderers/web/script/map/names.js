// Names of projects, sites, rivers and neighbours: where the names of districts have left room.

import { el } from "../core/dom.js";
import { toLatLng } from "../core/decode.js";
import { wantsMark } from "../core/filter.js";

const MOST_NAMES = 400; // names of marks that are tried; a crowd is for the list
const CLOSER = 0.7; // doublings of scale beyond the whole map before sites are named
const AWAY = 9; // pixels from a sign to its name
const EDGE = 4; // pixels between a name and the edge of the map

/**
 * @param {L.Map} map
 * @param {HTMLElement} node
 * @param {LatLng} at
 */
export function labelMarker(map, node, at) {
  const icon = L.divIcon({ html: node, className: "label-box", iconSize: [0, 0] });
  const marker = L.marker(at, { icon, pane: "labels", interactive: false, keyboard: false }).addTo(map);
  const box = marker.getElement();
  if (box) box.setAttribute("aria-hidden", "true");
  return marker;
}

/**
 * @param {L.Map} map
 * @param {string} look class beside `label`
 * @param {string} words
 * @param {Pick<FreeLabel, "at" | "aside" | "from">} place
 * @returns {FreeLabel}
 */
function freeLabel(map, look, words, place) {
  const node = el("span", { class: `label ${look}` }, words);
  return { marker: labelMarker(map, node, toLatLng(place.at[0])), node, width: 0, height: 0, ...place };
}

/**
 * Projects, then sites: signs first, then routes and areas.
 * @param {Page} page
 * @param {L.Map} map
 * @param {State} state
 * @returns {FreeLabel[]}
 */
export function markLabels(page, map, state) {
  const marks = page.theme().marks.map((row) => page.atlas.marks[row]).filter((mark) => wantsMark(page, state, mark));
  const rank = (/** @type {Mark} */ mark) => (isSite(mark) ? 3 : mark.at ? 0 : mark.line ? 1 : 2);
  return marks
    .map((mark) => ({ mark, at: anchors(page, mark) }))
    .filter(({ at }) => at.length)
    .sort((a, b) => rank(a.mark) - rank(b.mark))
    .slice(0, MOST_NAMES)
    .map(({ mark, at }) => freeLabel(map, "label--mark", page.say(mark.name), {
      at, aside: mark.at ? AWAY : mark.line ? 4 : 8, from: isSite(mark) ? map.getMinZoom() + 0.5 + CLOSER : 0,
    }));
}

/** @param {Mark} mark */
function isSite(mark) {
  return mark.id.startsWith("site:");
}

/**
 * The points of a mark beside which its name may stand, longitude first.
 * @param {Page} page
 * @param {Mark} mark
 * @returns {[number, number][]}
 */
function anchors(page, mark) {
  if (mark.at) return [mark.at];
  if (mark.line) return mark.line.map((part) => part[Math.floor(part.length / 2)]);
  if (mark.of) {
    const rooms = mark.of.map((number) => page.atlas.districts[number]).sort((a, b) => b.room - a.room);
    return rooms.slice(0, 3).map((district) => district.at);
  }
  return (mark.area || []).map((polygon) => middle(polygon[0]));
}

/**
 * @param {[number, number][]} ring
 * @returns {[number, number]}
 */
function middle(ring) {
  const sum = ring.reduce((total, point) => [total[0] + point[0], total[1] + point[1]], [0, 0]);
  return [sum[0] / ring.length, sum[1] / ring.length];
}

/**
 * @param {Page} page
 * @param {L.Map} map
 * @returns {FreeLabel[]}
 */
export function groundLabels(page, map) {
  return page.theme().names.map((ground) => freeLabel(
    map, ground.water ? "label--water" : "label--ground", page.say(ground.name), { at: ground.at, aside: 0, from: 0 },
  ));
}

/**
 * Each name takes the first place that is on the map and meets no other name or sign.
 * @param {L.Map} map
 * @param {FreeLabel[]} labels
 * @param {number[][]} taken boxes of names and signs, in pixels of the world
 */
export function placeFree(map, labels, taken) {
  const view = map.getPixelBounds();
  const [low, high] = [/** @type {L.Point} */ (view.min), /** @type {L.Point} */ (view.max)];
  const zoom = map.getZoom();
  labels.forEach((label) => {
    const found = zoom < label.from ? undefined : places(map, label).find(([x, y]) => {
      const box = around(x, y, label);
      const inside = box[0] > low.x + EDGE && box[1] > low.y + EDGE && box[2] < high.x - EDGE && box[3] < high.y - EDGE;
      return inside && !taken.some((other) => meets(box, other));
    });
    label.node.classList.toggle("label--shown", found !== undefined);
    if (!found) return;
    label.marker.setLatLng(map.unproject(L.point(found[0], found[1])));
    taken.push(around(found[0], found[1], label));
  });
}

/**
 * Centres of a name: on its points, or right, left, above and below them.
 * @param {L.Map} map
 * @param {FreeLabel} label
 * @returns {[number, number][]}
 */
function places(map, { at, aside, width, height }) {
  return at.flatMap((point) => {
    const { x, y } = map.project(toLatLng(point));
    if (!aside) return [/** @type {[number, number]} */ ([x, y])];
    const [right, down] = [aside + width / 2, aside + height / 2];
    return /** @type {[number, number][]} */ ([
      [x + right, y], [x - right, y], [x, y - down], [x, y + down],
      [x + right, y - down], [x + right, y + down], [x - right, y - down], [x - right, y + down],
    ]);
  });
}

/**
 * @param {number} x
 * @param {number} y
 * @param {{width: number, height: number}} size
 */
function around(x, y, { width, height }) {
  return [x - width / 2 - 1, y - height / 2, x + width / 2 + 1, y + height / 2];
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
export function meets(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
