// Names of districts on the map: only where there is room, never on top of each other.

import { fillStrength } from "./basemap.js";
import { el } from "../core/dom.js";
import { toLatLng } from "../core/decode.js";
import { wantsDistrict } from "../core/filter.js";
import { isDark } from "../core/symbols.js";
import { groundLabels, labelMarker, markLabels, meets, placeFree } from "./names.js";

const FIT = 0.62; // share of a name's width that must fit within its district

/**
 * @param {Page} page
 * @param {L.Map} map
 */
export function keepLabels(page, map) {
  /** @type {{marker: L.Marker, node: HTMLElement, number: number, width: number, height: number}[]} */
  let labels = [];
  /** @type {FreeLabel[]} */
  let others = [];
  const arrange = () => placeFree(map, others, placeLabels(page, map, labels));
  map.on("moveend resize", arrange);
  return {
    /** @param {State} state */
    redraw(state) {
      [...labels, ...others].forEach(({ marker }) => marker.remove());
      others = [...markLabels(page, map, state), ...groundLabels(page, map)];
      labels = page.theme().districts
        .slice()
        .sort((a, b) => page.atlas.districts[b.district].room - page.atlas.districts[a.district].room)
        .map((drawn) => createLabel(page, map, drawn.district, onDark(page, state, drawn)));
      // All are made before any is measured: the browser then lays them out once.
      [...labels, ...others].forEach((label) => {
        label.width = label.node.offsetWidth;
        label.height = label.node.offsetHeight;
      });
      arrange();
    },
  };
}

/**
 * Whether a name stands on a dark fill that is shown, and not faded.
 * @param {Page} page
 * @param {State} state
 * @param {DrawnDistrict} drawn
 */
function onDark(page, state, drawn) {
  const item = page.item(drawn.item);
  return item !== undefined && isDark(item) && fillStrength(page.atlas, state) === 1
    && !state.hidden.includes(drawn.item) && wantsDistrict(page, state, drawn);
}

/**
 * @param {Page} page
 * @param {L.Map} map
 * @param {number} number
 * @param {boolean} dark
 */
function createLabel(page, map, number, dark) {
  const district = page.atlas.districts[number];
  const node = el("span", { class: dark ? "label label--dark" : "label" }, page.say(district.label));
  const marker = labelMarker(map, node, toLatLng(district.at));
  return { marker, node, number, width: 0, height: 0 };
}

/**
 * Largest districts first: each name is shown if it fits and meets no name or sign shown already.
 * @param {Page} page
 * @param {L.Map} map
 * @param {{marker: L.Marker, node: HTMLElement, number: number, width: number, height: number}[]} labels
 * @returns {number[][]} the boxes of names and signs
 */
function placeLabels(page, map, labels) {
  const pixels = (256 * 2 ** map.getZoom()) / 360;
  const taken = signBoxes(page, map);
  labels.forEach(({ marker, node, number, width, height }) => {
    const district = page.atlas.districts[number];
    const centre = map.project(toLatLng(district.at));
    const room = 2 * district.room * pixels;
    const fits = room >= width * FIT && room >= height;
    const place = !fits ? undefined : spots(room, width).map(([dx, dy]) => [centre.x + dx, centre.y + dy]).find(([x, y]) =>
      !taken.some((other) => meets(nameBox(x, y, width, height), other)));
    node.classList.toggle("label--shown", place !== undefined);
    if (!place) return;
    marker.setLatLng(map.unproject(L.point(place[0], place[1])));
    taken.push(nameBox(place[0], place[1], width, height));
  });
  return taken;
}

/**
 * How far from the middle of a district its name may stand: aside only where it stays inside.
 * @param {number} room width of the roomiest place inside, in pixels
 * @param {number} width of the name
 */
function spots(room, width) {
  const aside = width / 2 + 9;
  return [[0, 0], [0, -15], [0, 15], ...(room >= width * 1.6 ? [[aside, 0], [-aside, 0]] : [])];
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function nameBox(x, y, width, height) {
  return [x - width / 2 - 2, y - height / 2, x + width / 2 + 2, y + height / 2];
}

/**
 * The boxes of the signs of points, which names must leave free.
 * @param {Page} page
 * @param {L.Map} map
 */
function signBoxes(page, map) {
  const { hidden } = page.store.get();
  return page.theme().marks.map((row) => page.atlas.marks[row])
    .filter((mark) => mark.at && !hidden.includes(mark.item))
    .map((mark) => {
      const { x, y } = map.project(toLatLng(/** @type {[number, number]} */ (mark.at)));
      return [x - 7, y - 7, x + 7, y + 7];
    });
}
