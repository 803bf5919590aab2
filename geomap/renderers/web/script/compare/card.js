// What both maps say about what is chosen.

import { el, factList, refill } from "../core/dom.js";
import { districtLine } from "../map/hover.js";
import { compareWords } from "./words.js";

/**
 * @param {Page[]} sides
 * @param {HTMLElement} node
 */
export function fillCard(sides, node) {
  const { lang } = sides[0].store.get();
  const side = sides.find((each) => each.store.get().selected);
  const selected = side && side.store.get().selected;
  if (!side || !selected) {
    refill(node, el("p", { class: "empty" }, compareWords("pick", lang)));
    return;
  }
  const close = el("button", {
    type: "button", class: "back", "aria-label": side.ui("close_card"), click: () => side.select(null, false),
  }, "×");
  const { atlas } = side;
  if (selected.type === "mark") {
    const mark = atlas.mark(selected.index);
    refill(node, head(side.say(mark.name), side.say(mark.kind), close), factList(side, mark.facts));
    return;
  }
  const district = atlas.districts[selected.index];
  refill(node,
    head(side.say(district.name), `${side.say(district.province)} · ${side.say(district.region)}`, close),
    el("dl", { class: "facts" }, ...sides.map((each) => el("div", { class: "fact" },
      el("dt", {}, each.say(each.theme().name)), el("dd", {}, lineOf(each, selected.index))))),
    el("details", { class: "fold" }, el("summary", {}, side.ui("more")), factList(side, factsOf(side, selected.index))));
}

/**
 * @param {string} name
 * @param {string} above
 * @param {Node} close
 */
function head(name, above, close) {
  const words = el("div", {}, el("p", { class: "eyebrow" }, above), el("h2", { class: "card-title" }, name));
  return el("header", { class: "card-tools" }, words, close);
}

/**
 * @param {Page} side
 * @param {number} index
 */
function drawnOn(side, index) {
  return side.theme().districts.find((each) => each.district === index);
}

/**
 * @param {Page} side
 * @param {number} index
 */
function lineOf(side, index) {
  const drawn = drawnOn(side, index);
  return drawn ? districtLine(side, drawn) : side.ui("none");
}

/**
 * @param {Page} side
 * @param {number} index
 */
function factsOf(side, index) {
  const drawn = drawnOn(side, index);
  return drawn ? drawn.facts : [];
}
