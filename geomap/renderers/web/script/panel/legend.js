// The legend: what each sign means, how often it occurs, and a switch for each.

import { el, grouped, refill } from "../core/dom.js";
import { entryCounts, ofAll } from "../core/filter.js";
import { CIRCLES, nestedCircles, swatch } from "../core/symbols.js";

/**
 * @param {Page} page
 * @returns {View}
 */
export function legendView(page) {
  const node = el("div", { class: "legend" });
  return {
    node,
    update(state, changed) {
      if (changed.has("theme") || changed.has("lang")) {
        refill(node, ...page.theme().legends.map((legend) => group(page, legend)), notes(page));
      }
      node.querySelectorAll("input").forEach((box) => {
        box.checked = !state.hidden.includes(box.value);
      });
      if (!["view", "selected", "table"].some((key) => changed.size === 1 && changed.has(/** @type {keyof State} */ (key)))) {
        recount(page, state, node);
      }
    },
  };
}

/**
 * @param {Page} page
 * @param {Legend} legend
 */
function group(page, legend) {
  if (legend.nested) return sizeGroup(page, legend);
  const { grid } = legend;
  const listed = grid ? legend.items.slice(grid.columns.length * grid.rows.length) : legend.items;
  return el("fieldset", { class: "legend-group" },
    el("legend", {}, page.say(legend.title)),
    grid ? square(page, legend.items, grid) : null,
    el("ul", {}, ...listed.map((item) => el("li", {}, entry(page, item)))),
    legend.note === null ? null : el("p", { class: "legend-note" }, page.say(legend.note)));
}

/**
 * Two indicators at once: the one grows to the right, the other upwards.
 * @param {Page} page
 * @param {LegendItem[]} items
 * @param {NonNullable<Legend["grid"]>} grid
 */
function square(page, items, grid) {
  const { columns, rows } = grid;
  /** @param {Words} words */
  const range = (words) => el("span", { class: "range" }, page.say(words));
  const cells = rows.map((words, row) => [
    range(words),
    ...columns.map((_, column) => entry(page, items[row * columns.length + column])),
  ]);
  return el("div", { class: "square" },
    el("p", { class: "legend-note" }, `↑ ${page.say(grid.up)}`),
    el("div", { class: "square-cells" }, ...cells.reverse().flat(), el("span", {}), ...columns.map(range)),
    el("p", { class: "legend-note" }, `${page.say(grid.across)} →`));
}

/**
 * The sizes of circles, with one switch for all of them.
 * @param {Page} page
 * @param {Legend} legend
 */
function sizeGroup(page, legend) {
  const box = el("input", { type: "checkbox", value: CIRCLES, class: "entry-box" });
  box.addEventListener("change", () => toggle(page, { key: CIRCLES, label: legend.title }, box.checked));
  return el("fieldset", { class: "legend-group" },
    el("legend", {}, page.say(legend.title)),
    el("label", { class: "entry", title: page.ui("toggle") },
      box, nestedCircles(legend.items, legend.items.map((item) => page.say(item.label)))),
    legend.note === null ? null : el("p", { class: "legend-note" }, page.say(legend.note)));
}

/**
 * @param {Page} page
 * @param {LegendItem} item
 */
function entry(page, item) {
  const box = el("input", { type: "checkbox", value: item.key, class: "entry-box" });
  box.addEventListener("change", () => toggle(page, item, box.checked));
  const only = () => page.only(item.key);
  const all = () => page.only(null);
  box.addEventListener("focus", () => { if (box.matches(":focus-visible")) only(); });
  box.addEventListener("blur", all);
  return el("label", { class: "entry", title: page.ui("toggle"), mouseenter: only, mouseleave: all },
    box,
    swatch(page.atlas, item),
    el("span", { class: "entry-label" }, page.say(item.label)),
    el("span", { class: "count" }, grouped(item.count)));
}

/**
 * Counts of what the filters leave. An entry that counts something else keeps its number.
 * @param {Page} page
 * @param {State} state
 * @param {Element} node
 */
function recount(page, state, node) {
  const counts = entryCounts(page, state);
  // The longest bar of the histogram: classes are compared by their bars, kinds of marks have none.
  const classes = page.theme().districts.some(({ value }) => value !== null) ? page.theme().legends[0].items : [];
  const most = Math.max(...classes.map(({ key }) => (counts.get(key) || [0, 0])[1]));
  node.querySelectorAll(".entry").forEach((row) => {
    const box = /** @type {HTMLInputElement} */ (row.querySelector("input"));
    const item = page.item(box.value);
    const [left, all] = counts.get(box.value) || [0, 0];
    const count = /** @type {HTMLElement | null} */ (row.querySelector(".count"));
    if (!item || !count || item.count !== all) return;
    count.textContent = ofAll(left, all);
    row.classList.toggle("entry--none", left < all && left === 0);
    if (!classes.includes(item)) return;
    count.classList.add("count--bar");
    count.style.setProperty("--share", `${(left / most) * 100}%`);
  });
}

/**
 * @param {Page} page
 * @param {{key: string, label: Words}} item
 * @param {boolean} shown
 */
function toggle(page, item, shown) {
  const others = page.store.get().hidden.filter((key) => key !== item.key);
  page.store.set({ hidden: shown ? others : [...others, item.key] });
  page.announce(`${page.say(item.label)} ${page.ui(shown ? "shown" : "hidden")}`);
}

/** @param {Page} page */
function notes(page) {
  const { notes: lines } = page.theme();
  return lines.length ? el("ul", { class: "notes" }, ...lines.map((words) => el("li", {}, page.say(words)))) : null;
}
