// The map as a drawing of its own, with all that must go with it: title, legend, sources, approval.

import { svg } from "../core/dom.js";
import { CIRCLES, nestedCircles, swatch } from "../core/symbols.js";

const PAD = 20;
const SIDE = 250; // width of a legend beside the map
const COUNT = 36; // room for a number
const NARROW = 620; // of a map that has its legend below
const [INK, SOFT, EDGE_INK] = ["#1c262c", "#4f5c65", "#d9dee1"];
// Panes of the map from below to above; what the pointer is on is no part of a picture.
const LOWER = ["around", "districts", "rivers", "areas", "borders", "amounts", "circles", "lines", "chosen"];

/**
 * @param {Page} page
 * @param {HTMLElement} stage the map
 * @returns {SVGSVGElement} what the reader sees of it, in CSS pixels
 */
export function drawPicture(page, stage) {
  const { width, height } = stage.getBoundingClientRect();
  const beside = width >= NARROW;
  const full = width + 2 * PAD + (beside ? SIDE + PAD : 0);
  const theme = page.theme();
  const head = column(PAD, PAD - 6, full - 2 * PAD);
  head.write(page.say(theme.title), 22, INK, true);
  head.write(page.say(theme.subtitle), 13, SOFT);
  const top = head.bottom() + 10;
  const legend = beside ? column(width + 2 * PAD, top - 4, SIDE) : column(PAD, top + height + 8, full - 2 * PAD);
  writeLegends(page, legend);
  const foot = column(PAD, Math.max(top + height, legend.bottom()) + 8, full - 2 * PAD);
  foot.write(page.say(theme.approval), 12, INK, true);
  [theme.date, ...theme.sources].forEach((words) => foot.write(page.say(words), 11, SOFT));
  const size = { width: full, height: Math.ceil(foot.bottom() + PAD - 6) };
  const defs = document.querySelector(".defs > defs");
  return svg("svg", {
    viewBox: `0 0 ${size.width} ${size.height}`, ...size,
    "font-family": getComputedStyle(document.body).fontFamily.replace(/"/g, "'"),
  },
  svg("title", {}, page.say(theme.title)), svg("desc", {}, page.say(theme.alt)),
  defs && defs.cloneNode(true), svg("rect", { ...size, fill: "#ffffff" }),
  svg("svg", { x: PAD, y: top, width, height, viewBox: `0 0 ${width} ${height}` }, ...mapParts(stage)),
  svg("rect", { x: PAD, y: top, width, height, fill: "none", stroke: EDGE_INK }),
  ...head.nodes, ...legend.nodes, ...foot.nodes);
}

/**
 * Lines of text below each other.
 * @param {number} x
 * @param {number} top
 * @param {number} width
 */
function column(x, top, width) {
  /** @type {Node[]} */
  const nodes = [];
  let y = top;
  return {
    nodes,
    bottom: () => y,
    skip: (/** @type {number} */ by) => { y += by; },
    /**
     * @param {string} words
     * @param {number} size
     * @param {string} fill
     * @param {boolean} [bold]
     * @param {number} [indent]
     * @param {number} [room]
     */
    write(words, size, fill, bold = false, indent = 0, room = width - indent) {
      const weight = bold ? 600 : 400;
      wrapped(words, `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`, room).forEach((line) => {
        y += size * 1.5;
        nodes.push(svg("text", { x: x + indent, y: y - size * 0.4, "font-size": size, "font-weight": weight, fill }, line));
      });
    },
    /** @param {Element} node */
    drawing(node) {
      Object.entries({ x, y }).forEach(([name, value]) => node.setAttribute(name, String(value)));
      nodes.push(node);
      y += Number(node.getAttribute("height"));
    },
    /** @param {Element} sign @param {string} words @param {string} count */
    entry(sign, words, count) {
      const at = { x, y: y + 3 };
      Object.entries(at).forEach(([name, value]) => sign.setAttribute(name, String(value)));
      nodes.push(sign);
      const end = y + Number(sign.getAttribute("height")) + 6;
      const number = { x: x + width, y: y + 15, "text-anchor": "end", "font-size": 11, fill: SOFT };
      nodes.push(svg("text", number, count));
      const indent = Number(sign.getAttribute("width")) + 10;
      y += 2;
      this.write(words, 12, INK, false, indent, width - indent - COUNT);
      y = Math.max(y + 4, end);
    },
  };
}

/**
 * @param {string} words
 * @param {string} font
 * @param {number} width
 * @returns {string[]}
 */
function wrapped(words, font, width) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = font;
  /** @type {string[]} */
  const lines = [];
  // Chinese may break after any character, but closing signs do not begin a line.
  const pieces = words.match(/[\u2e80-\uffff][，。；：、）》〉」”’！？]*|[^\s\u2e80-\uffff]+|\s+/g) || [];
  pieces.forEach((piece) => {
    const last = lines.length - 1;
    if (last >= 0 && pen.measureText(lines[last] + piece).width <= width) lines[last] += piece;
    else if (piece.trim()) lines.push(piece);
  });
  return lines;
}

/**
 * @param {Page} page
 * @param {ReturnType<typeof column>} place
 */
function writeLegends(page, place) {
  const { hidden } = page.store.get();
  const theme = page.theme();
  theme.legends.forEach((legend) => {
    const items = legend.items.filter((item) => !hidden.includes(item.key));
    if (!items.length) return;
    place.write(page.say(legend.title), 13, INK, true);
    place.skip(2);
    if (legend.nested) {
      if (!hidden.includes(CIRCLES)) place.drawing(nestedCircles(items, items.map((item) => page.say(item.label))));
    } else items.forEach((item) => place.entry(swatch(page.atlas, item), page.say(item.label), String(item.count)));
    if (legend.note !== null) place.write(page.say(legend.note), 11, SOFT);
    place.skip(8);
  });
  theme.notes.forEach((words) => place.write(page.say(words), 11, SOFT));
}

/**
 * What lies on the map, from below to above.
 * @param {HTMLElement} stage
 * @returns {(Element | null)[]}
 */
function mapParts(stage) {
  const frame = stage.getBoundingClientRect();
  const pane = (/** @type {string} */ name) => `.leaflet-${name}-pane `;
  const drawn = (/** @type {string} */ what) => Array.from(stage.querySelectorAll(what)).map((node) => placed(node, frame));
  const dots = /** @type {HTMLCanvasElement | null} */ (stage.querySelector("canvas.crowd:not([hidden])"));
  return [
    svg("rect", { width: frame.width, height: frame.height, fill: "#f1f3f1" }),
    ...LOWER.flatMap((name) => drawn(`${pane(name)}> svg`)),
    dots && svg("image", { width: frame.width, height: frame.height, href: dots.toDataURL() }),
    ...drawn(`${pane("points")}svg`),
    ...Array.from(stage.querySelectorAll(".label--shown")).flatMap((label) => nameParts(label, frame)),
    ...scaleParts(stage, frame),
  ];
}

/**
 * A drawing of the page as a part of the picture, without what only a page has use for.
 * @param {Element} node
 * @param {DOMRect} frame
 */
function placed(node, frame) {
  const { left, top, width, height } = node.getBoundingClientRect();
  const copy = /** @type {Element} */ (node.cloneNode(true));
  [copy, ...Array.from(copy.querySelectorAll("*"))].forEach((each) =>
    ["class", "style", "role", "tabindex", "aria-label", "aria-hidden", "pointer-events"].forEach((name) => each.removeAttribute(name)));
  const place = { x: left - frame.left, y: top - frame.top, width, height, overflow: "visible" };
  Object.entries(place).forEach(([name, value]) => copy.setAttribute(name, String(value)));
  return copy;
}

/**
 * A name in the lines that the page breaks it into.
 * @param {Element} label
 * @param {DOMRect} frame
 */
function nameParts(label, frame) {
  const { color, fontSize } = getComputedStyle(label);
  const size = parseFloat(fontSize);
  const look = {
    "font-size": size, fill: color, "text-anchor": "middle", stroke: label.classList.contains("label--dark") ? "#10222e" : "#ffffff",
    "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke",
  };
  return nameLines(label).map(({ words, left, right, middle }) =>
    svg("text", { x: (left + right) / 2 - frame.left, y: middle - frame.top + size * 0.36, ...look }, words.trim()));
}

/** @param {Element} label */
function nameLines(label) {
  /** @type {{words: string, left: number, right: number, middle: number}[]} */
  const lines = [];
  const text = /** @type {Text} */ (label.firstChild);
  const range = document.createRange();
  let at = 0;
  for (const letter of text.data) {
    range.setStart(text, at);
    range.setEnd(text, at += letter.length);
    const { left, right, top, height } = range.getBoundingClientRect();
    const last = lines[lines.length - 1];
    if (right === left) continue;
    if (last && Math.abs(last.middle - top - height / 2) < 3) {
      last.words += letter;
      last.right = right;
    } else lines.push({ words: letter, left, right, middle: top + height / 2 });
  }
  return lines;
}

/**
 * @param {HTMLElement} stage
 * @param {DOMRect} frame
 */
function scaleParts(stage, frame) {
  const bar = /** @type {HTMLElement | null} */ (stage.querySelector(".leaflet-control-scale-line"));
  if (!bar) return [];
  const [left, right, y] = [10, 10 + bar.offsetWidth, frame.height - 10];
  return [
    svg("path", { d: `M${left},${y - 5}V${y}H${right}V${y - 5}`, fill: "none", stroke: "#59636a", "stroke-width": 1.5 }),
    svg("text", { x: left + 5, y: y - 5, "font-size": 11, fill: INK }, bar.textContent || ""),
  ];
}
