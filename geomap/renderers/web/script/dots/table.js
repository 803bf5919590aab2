// The table of many sites: a window of rows at a time, sorted by any column, saved whole as CSV.

import { el, grouped, refill } from "../core/dom.js";
import { csvText, numeric, saveFile } from "../table/csv.js";
import { nameAt, wordsOfFact } from "./sets.js";
import { wantedRows } from "./wanted.js";

const WINDOW = 200; // rows shown at a time
const SAVED = 50000; // rows made into text at a time
const COMPARED = 300000; // rows up to which words are sorted as people do; beyond it by their codes

/**
 * @param {Page} page
 * @param {() => DotSet[]} shownSets
 * @returns {DotTable}
 */
export function dotTable(page, shownSets) {
  /** @type {{key: string, rows: Int32Array, column: number, down: boolean, from: number}} */
  let view = { key: "", rows: new Int32Array(0), column: -1, down: false, from: 0 };
  const node = el("section", { class: "table-part", id: "table-dots" });
  const build = () => {
    const sets = shownSets();
    const state = page.store.get();
    const key = JSON.stringify([state.theme, state.hidden, state.region, state.chapter, state.kind, state.status]);
    if (key !== view.key) view = { key, rows: wantedDots(page, sets, state), column: -1, down: false, from: 0 };
    const head = headOf(page, sets);
    const sort = (/** @type {number} */ column) => {
      const down = view.column === column && !view.down;
      const cell = (/** @type {number} */ row) => cellOf(page, sets, row, head[column]);
      view = { ...view, column, down, from: 0, rows: sortedRows(view.rows, cell, down) };
      build();
      const button = /** @type {HTMLElement | null} */ (node.querySelector(`[data-column="${column}"]`));
      if (button) button.focus();
    };
    const turn = (/** @type {number} */ from) => {
      view = { ...view, from };
      build();
    };
    node.setAttribute("aria-label", page.ui("sites"));
    const cellsOf = (/** @type {number} */ row) => head.map((label) => cellOf(page, sets, row, label));
    refill(node, headLine(page, view.rows.length, () => save(page, head, view.rows, cellsOf)), pager(page, view, turn),
      el("table", {},
        el("caption", { class: "visually-hidden" }, `${page.say(page.theme().title)} – ${page.ui("sites")}`),
        el("thead", {}, el("tr", {}, ...head.map((label, column) => heading(page, label, column, view, sort)))),
        el("tbody", {}, ...Array.from(view.rows.slice(view.from, view.from + WINDOW), (row) => line(page, row, cellsOf(row))))));
  };
  return { node, build };
}

/**
 * @param {Page} page
 * @param {DotSet[]} sets
 * @param {State} state
 * @returns {Int32Array} their numbers among all marks
 */
function wantedDots(page, sets, state) {
  const found = new Int32Array(sets.reduce((sum, set) => sum + set.count, 0));
  let count = 0;
  sets.forEach((set) => {
    const rows = wantedRows(set, state, page.atlas);
    for (let row = 0; row < set.count; row += 1) if (!rows || rows[row]) found[count++] = set.start + row;
  });
  return found.subarray(0, count);
}

/**
 * @param {Page} page
 * @param {DotSet[]} sets
 * @returns {string[]} the name first, then the labels of facts
 */
function headOf(page, sets) {
  return Array.from(new Set([page.ui("name"), ...sets.flatMap((set) => set.facts.map((fact) => page.say(fact.label)))]));
}

/**
 * @param {Page} page
 * @param {DotSet[]} sets
 * @param {number} number among all marks
 * @param {string} label
 */
function cellOf(page, sets, number, label) {
  const set = /** @type {DotSet} */ (sets.find(({ start, count }) => number >= start && number < start + count));
  const row = number - set.start;
  const lang = page.store.get().lang === "zh" ? 0 : 1;
  if (label === page.ui("name")) return nameAt(set, row)[lang];
  const place = set.facts.findIndex((fact) => page.say(fact.label) === label);
  return place < 0 ? "" : wordsOfFact(set, set.facts[place], place, row, page.atlas.texts)[lang];
}

/**
 * @param {Int32Array} rows
 * @param {(row: number) => string} cell
 * @param {boolean} down
 */
function sortedRows(rows, cell, down) {
  const way = down ? -1 : 1;
  const { compare } = new Intl.Collator("zh-CN", { numeric: true });
  const order = rows.length > COMPARED
    ? (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : Number(a > b)) : compare;
  const cells = Array.from(rows, cell);
  const places = Int32Array.from(rows, (_, place) => place);
  // What says nothing comes last, whichever way.
  places.sort((a, b) => (cells[a] && cells[b] ? way * order(cells[a], cells[b]) : Number(!cells[a]) - Number(!cells[b])));
  return places.map((place) => rows[place]);
}

/**
 * @param {Page} page
 * @param {number} count
 * @param {() => void} click
 */
function headLine(page, count, click) {
  return el("div", { class: "table-head" },
    el("h2", {}, page.ui("sites"), el("span", { class: "count" }, grouped(count))),
    el("button", { type: "button", class: "plain-button", click }, page.ui("save_csv")));
}

/**
 * @param {Page} page
 * @param {string[]} head
 * @param {Int32Array} rows
 * @param {(row: number) => string[]} cellsOf
 */
function save(page, head, rows, cellsOf) {
  /** @type {string[]} */
  const parts = [];
  for (let from = 0; from < rows.length || from === 0; from += SAVED) {
    const cells = Array.from(rows.slice(from, from + SAVED), cellsOf);
    const text = csvText(rows.length > SAVED ? [head, ...cells] : numeric([head, ...cells]));
    parts.push(from ? text.slice(text.indexOf("\n") + 1) : text);
  }
  saveFile(`${page.theme().theme}-sites.csv`, new Blob(parts, { type: "text/csv;charset=utf-8" }));
}

/**
 * @param {Page} page
 * @param {{rows: Int32Array, from: number}} view
 * @param {(from: number) => void} turn
 */
function pager(page, { rows, from }, turn) {
  if (rows.length <= WINDOW) return null;
  const last = Math.floor((rows.length - 1) / WINDOW) * WINDOW;
  const button = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {number} */ to) => el("button", {
    type: "button", class: "plain-button", "aria-label": page.ui(key), title: page.ui(key), disabled: to === from, click: () => turn(to),
  }, sign);
  const to = Math.min(rows.length, from + WINDOW);
  return el("div", { class: "pager" },
    button("first_rows", "«", 0), button("rows_before", "‹", Math.max(0, from - WINDOW)),
    el("span", { "aria-live": "polite" }, `${grouped(from + 1)}–${grouped(to)} / ${grouped(rows.length)}`),
    button("rows_after", "›", Math.min(last, from + WINDOW)), button("last_rows", "»", last));
}

/**
 * @param {Page} page
 * @param {string} label
 * @param {number} column
 * @param {{column: number, down: boolean}} order
 * @param {(column: number) => void} press
 */
function heading(page, label, column, order, press) {
  const sort = order.column !== column ? "none" : order.down ? "descending" : "ascending";
  return el("th", { scope: "col", "aria-sort": sort }, el("button", {
    type: "button", class: `sort sort--${sort}`, "data-column": column, title: page.ui("sort"), click: () => press(column),
  }, label));
}

/**
 * @param {Page} page
 * @param {number} index among all marks
 * @param {string[]} cells the name first
 */
function line(page, index, [name, ...cells]) {
  const click = () => {
    page.store.set({ table: false });
    page.select({ type: "mark", index }, true);
  };
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", click }, name)),
    ...cells.map((cell) => el("td", {}, cell)));
}
