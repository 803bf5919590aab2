// Districts for who cannot see the map or uses no mouse: names, roles, and the arrow keys.

import { turned } from "./decode.js";
import { reducedMotion } from "./dom.js";
import { districtLine } from "./hover.js";

/**
 * Names and roles for who cannot see the map, and one stop for the tab key: arrows go on from
 * there.
 * @param {any} stage
 */
export function nameDistricts(stage) {
  const { page } = stage;
  let first = true;
  stage.districts.forEach((/** @type {any} */ { layer, drawn }, /** @type {number} */ number) => {
    const path = layer.getElement();
    if (!path) return;
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", `${page.say(page.atlas.districts[number].name)}${page.ui("separator")}${districtLine(page, drawn)}`);
    if (!path.hasAttribute("tabindex")) {
      path.setAttribute("tabindex", first ? "0" : "-1");
      path.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => districtKey(stage, number, event));
    }
    first = false;
  });
}

/** @type {{[key: string]: [number, number]}} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @param {any} stage
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
 * @param {any} stage
 * @param {number} from
 * @param {number} to
 */
function focusDistrict(stage, from, to) {
  stage.districts.get(from).layer.getElement().setAttribute("tabindex", "-1");
  const path = stage.districts.get(to).layer.getElement();
  path.setAttribute("tabindex", "0");
  path.focus({ preventScroll: true });
  const at = turned(stage.page.atlas.districts[to].at);
  stage.map.panInside(at, { padding: [60, 60], animate: !reducedMotion() });
}

/**
 * The nearest district in a direction, within 45° to both sides of it as far as possible.
 * @param {any} stage
 * @param {number} number
 * @param {[number, number]} way
 */
function neighbour(stage, number, way) {
  const { districts } = stage.page.atlas;
  const [x, y] = districts[number].at;
  let best = null;
  let least = Infinity;
  stage.districts.forEach((/** @type {any} */ _, /** @type {number} */ other) => {
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
