// How things look: the symbol of a legend entry on the map and in the legend.

import { svg } from "./dom.js";

export const PIXELS_A_POINT = 4 / 3;
const SMALL = 600; // pixels of a screen's shorter side, below which circles shrink

/**
 * Pixels a point of a circle's radius, on the map as in the legend: a phone's map is small.
 */
export function circleScale() {
  return PIXELS_A_POINT * (Math.min(window.screen.width, window.screen.height) < SMALL ? 0.6 : 1);
}

/** Stands for all circles where entries of a legend are switched off. */
export const CIRCLES = "circles";
const GROUND = "#eceeec";

/** @param {LegendItem} item */
export function strokeWidth(item) {
  return Math.max(0.5, item.width * PIXELS_A_POINT);
}

/** @param {LegendItem} item */
function patternId(item) {
  const ink = patternInk(item);
  return `pattern-${item.pattern}-${ink.slice(1)}-${(item.fill || "#none").slice(1)}`;
}

/**
 * Colour of a hatch: the outline's, unless that is as light as the paper.
 * @param {LegendItem} item
 */
function patternInk(item) {
  return /^#[ef]/i.test(item.stroke) ? "#9aa3a8" : item.stroke;
}

/**
 * Fill of an area; a hatch is referred to by its id.
 * @param {LegendItem} item
 * @returns {string}
 */
export function areaFill(item) {
  if (item.pattern !== "none") return `url(#${patternId(item)})`;
  return item.fill || "none";
}

/** The fill of a district whose legend entry is switched off. */
export function groundFill() {
  return GROUND;
}

/**
 * Definitions of all hatches, in a drawing that takes no room.
 * @param {Atlas} atlas
 */
export function patternDefs(atlas) {
  /** @type {Map<string, LegendItem>} */
  const used = new Map();
  atlas.themes.forEach((theme) => theme.legends.forEach((legend) => legend.items.forEach((item) => {
    if (item.pattern !== "none") used.set(patternId(item), item);
  })));
  const defs = Array.from(used).map(([id, item]) => hatch(id, item));
  return svg("svg", { width: 0, height: 0, class: "defs", "aria-hidden": "true" },
    svg("defs", {}, ...defs));
}

/**
 * @param {string} id
 * @param {LegendItem} item
 */
function hatch(id, item) {
  const line = { stroke: patternInk(item), "stroke-width": 0.9, "stroke-opacity": 0.75, fill: "none" };
  const dot = { r: 0.85, fill: patternInk(item), "fill-opacity": 0.85 };
  const marks = {
    diagonal: [svg("path", { d: "M-2,10 L10,-2 M-2,2 L2,-2 M6,10 L10,6", ...line })],
    cross: [svg("path", { d: "M0,4 H8 M4,0 V8", ...line })],
    dots: [svg("circle", { cx: 2, cy: 2, ...dot }), svg("circle", { cx: 6, cy: 6, ...dot })],
    none: [],
  };
  return svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
    item.fill ? svg("rect", { width: 8, height: 8, fill: item.fill }) : null,
    ...marks[item.pattern]);
}

/**
 * Whether a fill is so dark that words on it must be white.
 * @param {LegendItem} item
 */
export function isDark(item) {
  if (!item.fill) return false;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(/** @type {string} */ (item.fill).slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 < 118;
}

/**
 * The outline of a point symbol around 0, 0.
 * @param {Atlas} atlas
 * @param {LegendItem} item
 * @param {number} size pixels a unit of the outline
 */
function outlinePath(atlas, item, size) {
  const corners = atlas.outlines[item.shape].map(([x, y]) =>
    `${(x * size).toFixed(2)},${(-y * size).toFixed(2)}`);
  return svg("path", {
    d: `M${corners.join("L")}Z`,
    fill: item.fill || "#ffffff",
    stroke: item.stroke,
    "stroke-width": strokeWidth(item),
    "stroke-linejoin": "round",
  });
}

/**
 * The sign of a point on the map.
 * @param {Atlas} atlas
 * @param {LegendItem} item
 * @param {number} size
 */
export function pointSign(atlas, item, size) {
  const room = size * 1.5;
  return svg("svg", { viewBox: `${-room} ${-room} ${2 * room} ${2 * room}`, class: "sign", "aria-hidden": "true" },
    outlinePath(atlas, item, size));
}

/**
 * A legend entry's sample.
 * @param {Atlas} atlas
 * @param {LegendItem} item
 */
export function swatch(atlas, item) {
  return svg("svg", { class: "swatch", viewBox: "0 0 26 16", width: 26, height: 16, "aria-hidden": "true" },
    sample(atlas, item));
}

/**
 * Circles standing in each other, a line from the top of each to its number.
 * @param {LegendItem[]} items from the largest down
 * @param {string[]} labels
 */
export function nestedCircles(items, labels) {
  // Whole pixels, as Leaflet draws the map's.
  const radii = items.map((item) => Math.max(Math.round((item.radius || 0) * circleScale()), 1));
  const [largest] = radii;
  const floor = 2 * largest + 8;
  const right = 2 * largest + 12;
  let level = -Infinity;
  const parts = items.flatMap((item, i) => {
    const top = floor - 2 * radii[i];
    level = Math.max(top, level + 15);
    return [
      svg("circle", {
        cx: largest + 1, cy: floor - radii[i], r: radii[i], fill: item.fill || "none", "fill-opacity": 0.72, stroke: "#fff",
      }),
      svg("path", {
        d: `M${largest + 1},${top}L${2 * largest + 2},${level}H${right}`, fill: "none", stroke: "#8a8a8a", "stroke-width": 0.6,
      }),
      svg("text", { x: right + 4, y: level + 4 }, labels[i]),
    ];
  });
  const height = Math.max(floor, level + 8) + 2;
  return svg("svg", {
    class: "sizes", "font-size": 12, viewBox: `0 0 260 ${height}`, width: 260, height, role: "img", "aria-label": labels.join(", "),
  }, ...parts);
}

/**
 * @param {Atlas} atlas
 * @param {LegendItem} item
 */
function sample(atlas, item) {
  const dash = item.dashed ? "5 3" : false;
  if (item.geometry === "line") {
    return svg("path", {
      d: "M2,8 H24", stroke: item.stroke, "stroke-width": Math.max(2, strokeWidth(item)), "stroke-dasharray": dash,
    });
  }
  if (item.geometry === "point") {
    return svg("g", { transform: "translate(13 8)" }, outlinePath(atlas, item, 5.5));
  }
  const pale = /^#[ef]/i.test(item.stroke);
  return svg("rect", {
    x: 1, y: 1, width: 24, height: 14, fill: areaFill(item),
    stroke: pale ? "#b9c0c4" : item.stroke,
    "stroke-width": pale ? 0.75 : Math.min(2, strokeWidth(item)),
    "stroke-dasharray": dash,
  });
}
