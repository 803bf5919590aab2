// Keyboard and screen-reader access to districts: names, roles, and the arrow keys.

import { toLatLng } from "../core/decode.js";
import { reducedMotion } from "../core/dom.js";
import { districtLine } from "./hover.js";

/**
 * Names and roles for a screen reader, and one stop for the tab key: arrows go on from there.
 * @param {MapView} stage
 */
export function nameDistricts(stage) {
  const { page } = stage;
  const first = middleDistrict(stage);
  stage.districts.forEach(({ layer, drawn }, number) => {
    const path = pathOf(layer);
    if (!path) return;
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", `${page.say(page.atlas.districts[number].name)}${page.ui("separator")}${districtLine(page, drawn)}`);
    if (!path.hasAttribute("tabindex")) {
      path.setAttribute("tabindex", number === first ? "0" : "-1");
      path.addEventListener("keydown", (event) => districtKey(stage, number, event));
    }
  });
}

/**
 * The district nearest the middle of what the theme shows: the tab key comes in there.
 * @param {MapView} stage
 */
function middleDistrict({ page, districts }) {
  const [west, south, east, north] = page.theme().extent;
  const far = (/** @type {number} */ number) => {
    const [x, y] = page.atlas.districts[number].at;
    return Math.hypot(x - (west + east) / 2, y - (south + north) / 2);
  };
  return Array.from(districts.keys()).sort((a, b) => far(a) - far(b))[0];
}

/**
 * The drawing of a district, once there is one.
 * @param {L.Polygon} [layer]
 */
function pathOf(layer) {
  return /** @type {SVGElement | undefined} */ (layer && layer.getElement());
}

/** @type {{[key: string]: [number, number]}} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @param {MapView} stage
 * @param {number} number
 * @param {KeyboardEvent} event
 */
function districtKey(stage, number, event) {
  const { page } = stage;
  if (event.key === "Enter" || event.key === " ") {
    page.select({ type: "district", index: number }, false);
  } else if (ARROWS[event.key]) {
    const next = neighbour(stage, number, ARROWS[event.key]);
    if (next !== null) focusDistrict(stage, number, next);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * @param {MapView} stage
 * @param {number} from
 * @param {number} to
 */
function focusDistrict(stage, from, to) {
  const [left, path] = [from, to].map((number) => pathOf((stage.districts.get(number) || {}).layer));
  if (!left || !path) return;
  left.setAttribute("tabindex", "-1");
  path.setAttribute("tabindex", "0");
  path.focus({ preventScroll: true });
  const at = toLatLng(stage.page.atlas.districts[to].at);
  stage.map.panInside(at, { padding: [60, 60], animate: !reducedMotion() });
}

/**
 * The nearest district in a direction, within 45° to both sides of it as far as possible.
 * @param {MapView} stage
 * @param {number} number
 * @param {[number, number]} way
 */
function neighbour(stage, number, way) {
  const { districts } = stage.page.atlas;
  const [x, y] = districts[number].at;
  let best = null;
  let least = Infinity;
  stage.districts.forEach((_, other) => {
    const dx = districts[other].at[0] - x;
    const dy = districts[other].at[1] - y;
    const along = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1] + dy * way[0]);
    if (other === number || along <= 0) return;
    const cost = along + aside * 2;
    if (cost < least) [least, best] = [cost, other];
  });
  return best;
}
