// The table: the map's data for who reads rather than looks. Sorted by any column, saved as CSV.

import { csvText, numeric, safeCell, saveFile } from "./csv.js";
import { workbook } from "./xlsx.js";
import { el, refill } from "../core/dom.js";
import { dotsOf, wantsDistrict, wantsMark } from "../core/filter.js";

const LINES = 1000; // of a table on the page; the saved file has all
const LONG = 24; // letters from which on a cell gets a wide column

/** @typedef {{head: string[], rows: {cells: string[], what: Selected}[]}} Table */
/** @typedef {{column: number, down: boolean}} Order */

/**
 * @param {Page} page
 * @returns {View}
 */
export function tableView(page) {
  const node = el("div", { class: "tables", id: "tables", tabindex: "-1", hidden: true });
  /** @type {{[part: string]: Order}} */
  const orders = {};
  const dots = page.atlas.dots ? page.atlas.dots.table(page) : null;
  const build = () => {
    const state = page.store.get();
    const parts = shownTables(page, state).map(([key, table]) => part(page, key, table, orders, build));
    refill(node, ...parts, page.theme().dots && dots ? dots.node : null);
    if (dots && page.theme().dots) dots.build();
  };
  return {
    node,
    update(state, changed) {
      node.hidden = !state.table;
      if (changed.has("theme") || changed.has("lang")) Object.keys(orders).forEach((key) => delete orders[key]);
      const same = Array.from(changed).every((key) => ["view", "selected", "tab", "plain", "printing"].includes(key));
      if (state.table && !same) build();
    },
  };
}

/**
 * The tables of what the filters leave.
 * @param {Page} page
 * @param {State} state
 * @returns {["districts" | "marks", Table][]}
 */
function shownTables(page, state) {
  /** @type {["districts" | "marks", Table][]} */
  const tables = [["districts", districtTable(page, state)]];
  return page.theme().marks.length ? [...tables, ["marks", markTable(page, state)]] : tables;
}

/**
 * Save the tables as a workbook, with where they come from on a sheet of its own.
 * @param {Page} page
 */
export function saveWorkbook(page) {
  const theme = page.theme();
  const sheets = shownTables(page, page.store.get()).map(([key, { head, rows }]) => ({
    name: page.ui(key), rows: [head, ...rows.map(({ cells }) => cells)], texts: [head.indexOf(page.ui("code"))],
  }));
  const about = [theme.title, theme.subtitle, theme.date, theme.approval, ...theme.sources, ...theme.notes];
  const lines = about.map((words) => [page.say(words)]).filter(([words]) => words);
  saveFile(`${theme.theme}.xlsx`, workbook([...sheets, { name: page.ui("credits"), rows: lines, texts: [0] }]));
}

/**
 * The table of districts, to be pasted into a spreadsheet.
 * @param {Page} page
 */
export function pastedTable(page) {
  const { head, rows } = districtTable(page, page.store.get());
  const cell = (/** @type {string} */ words) => safeCell(words).replace(/[\t\r\n]+/g, " ");
  return numeric([head, ...rows.map(({ cells }) => cells)]).map((row) => row.map(cell).join("\t")).join("\n");
}

/**
 * Labels of facts in the order in which they first occur, with where each row has them.
 * @param {Page} page
 * @param {Words[][]} rows
 */
function factColumns(page, rows) {
  /** @type {string[]} */
  const labels = [];
  const values = rows.map((facts) => {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (let i = 0; i < facts.length; i += 2) {
      const label = page.say(facts[i]);
      if (!labels.includes(label)) labels.push(label);
      const value = page.say(facts[i + 1]);
      found.set(label, found.has(label) ? `${found.get(label)}${page.ui("and")}${value}` : value);
    }
    return found;
  });
  return { labels, values };
}

/**
 * @param {Page} page
 * @param {State} state
 * @returns {Table}
 */
function districtTable(page, state) {
  const shown = page.theme().districts.filter((drawn) => wantsDistrict(page, state, drawn));
  const { labels, values } = factColumns(page, shown.map((drawn) => drawn.facts));
  // Where districts have values, the value is a column of its own: this is the class it falls in.
  const valued = page.theme().districts.some((drawn) => drawn.value !== null);
  const sign = valued ? page.ui("class") : page.say(page.theme().legends[0].title);
  const fixed = [page.ui("name"), page.ui("code"), page.ui("province"), sign];
  const extra = labels.filter((label) => !fixed.includes(label));
  const circles = circleColumn(page, shown, values);
  const rows = shown.map((drawn, place) => {
    const district = page.atlas.districts[drawn.district];
    const item = page.item(drawn.item);
    return {
      what: /** @type {Selected} */ ({ type: "district", index: drawn.district }),
      cells: [
        page.say(district.name), district.code, page.say(district.province), item ? page.say(item.label) : "",
        ...extra.map((label) => values[place].get(label) || ""), ...circles.map(({ cells }) => cells[place]),
        String(drawn.measures.length), String(drawn.marks.length + dotsIn(page, drawn.district)),
      ],
    };
  });
  return { head: [...fixed, ...extra, ...circles.map(({ head }) => head), page.ui("measures"), page.ui("marks")], rows };
}

/**
 * What the circles tell, unless a fact of the cards tells the same.
 * @param {Page} page
 * @param {DrawnDistrict[]} shown
 * @param {Map<string, string>[]} values
 */
function circleColumn(page, shown, values) {
  const legend = page.theme().legends.find((each) => each.nested);
  if (!legend) return [];
  const cells = shown.map(({ circle }) => (circle ? String(circle[0]) : ""));
  const told = Array.from(values.length ? values[0].keys() : []).some((label) => values.every((found, place) =>
    !cells[place] || amount(found.get(label) || "") === Number(cells[place])));
  return told ? [] : [{ head: page.say(legend.title), cells }];
}

/**
 * @param {Page} page
 * @param {number} district
 */
function dotsIn(page, district) {
  return dotsOf(page.atlas, page.theme()).reduce((sum, dots) => sum + dots.inDistrict(district, 0).count, 0);
}

/**
 * @param {Page} page
 * @param {State} state
 * @returns {Table}
 */
function markTable(page, state) {
  const shown = page.theme().marks.filter((row) => wantsMark(page, state, page.atlas.marks[row]));
  const { labels, values } = factColumns(page, shown.map((row) => page.atlas.marks[row].facts));
  const rows = shown.map((row, place) => ({
    what: /** @type {Selected} */ ({ type: "mark", index: row }),
    cells: [page.say(page.atlas.marks[row].name), ...labels.map((label) => values[place].get(label) || "")],
  }));
  return { head: [page.ui("name"), ...labels], rows };
}

/**
 * @param {Page} page
 * @param {"districts" | "marks"} key
 * @param {Table} table
 * @param {{[part: string]: Order}} orders
 * @param {() => void} rebuild
 */
function part(page, key, table, orders, rebuild) {
  const order = orders[key];
  const rows = order ? sorted(table.rows, order) : table.rows;
  const press = (/** @type {number} */ column) => {
    orders[key] = { column, down: Boolean(order && order.column === column && !order.down) };
    rebuild();
    const button = /** @type {HTMLElement | null} */ (document.querySelector(`#table-${key} [data-column="${column}"]`));
    if (button) button.focus();
  };
  const { kept, notes } = columnsOf(page, table);
  const numbers = kept.filter((column) => isNumeric(table, column));
  const file = `${page.theme().theme}-${key}.csv`;
  const save = () => saveFile(file, new Blob(
    [csvText(numeric([table.head, ...rows.map((row) => row.cells)]))], { type: "text/csv;charset=utf-8" },
  ));
  return el("section", { class: "table-part", id: `table-${key}`, "aria-label": page.ui(key) },
    el("div", { class: "table-head" },
      el("h2", {}, page.ui(key), el("span", { class: "count" }, String(rows.length))),
      el("button", { type: "button", class: "plain-button", click: save }, page.ui("save_csv"))),
    notes.length ? el("p", { class: "table-note" }, ...notes) : null,
    el("table", {},
      el("caption", { class: "visually-hidden" }, `${page.say(page.theme().title)} – ${page.ui(key)}`),
      el("thead", {}, el("tr", {}, ...kept.map((column) =>
        heading(page, { name: table.head[column], column, number: numbers.includes(column) }, order, press)))),
      el("tbody", {}, ...rows.slice(0, LINES).map((row) => line(page, row, kept, numbers)))),
    rows.length > LINES ? el("p", { class: "rest" }, page.ui("first_only").replace("{}", String(LINES))) : null);
}

/**
 * The columns that tell rows apart, and in words what all rows share. The saved file has every column.
 * @param {Page} page
 * @param {Table} table
 */
function columnsOf(page, table) {
  const [first] = table.rows;
  const same = table.head.map((_, column) => column > 0 && table.rows.length > 1
    && table.rows.every((row) => row.cells[column] === first.cells[column]));
  const shared = table.head.filter((_, column) => same[column] && !/^–?$/.test(first.cells[column]));
  return {
    kept: table.head.map((_, column) => column).filter((column) => !same[column]),
    notes: shared.flatMap((name, place) => [
      `${place ? page.ui("and") : ""}${name}${page.ui("colon")}`, el("span", {}, first.cells[table.head.indexOf(name)]),
    ]),
  };
}

/**
 * @param {Table} table
 * @param {number} column
 */
function isNumeric(table, column) {
  return column > 0 && table.rows.every((row) => /^–?$/.test(row.cells[column]) || amount(row.cells[column]) !== null);
}

/**
 * @param {Page} page
 * @param {{name: string, column: number, number: boolean}} head
 * @param {Order | undefined} order
 * @param {(column: number) => void} press
 */
function heading(page, { name, column, number }, order, press) {
  const sort = !order || order.column !== column ? "none" : order.down ? "descending" : "ascending";
  return el("th", { scope: "col", "aria-sort": sort, class: number && "number" }, el("button", {
    type: "button", class: `sort sort--${sort}`, "data-column": column, title: page.ui("sort"), click: () => press(column),
  }, name));
}

/**
 * @param {Page} page
 * @param {{cells: string[], what: Selected}} row
 * @param {number[]} kept
 * @param {number[]} numbers
 */
function line(page, row, kept, numbers) {
  const click = () => {
    page.store.set({ table: false });
    page.select(row.what, true);
  };
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", click }, row.cells[0])),
    ...kept.slice(1).map((column) => {
      const cell = row.cells[column];
      return el("td", { class: numbers.includes(column) ? "number" : cell.length > LONG && "long" }, cell);
    }));
}

/**
 * The number a cell begins with: "1,234.5 km" is 1234.5.
 * @param {string} cell
 */
export function amount(cell) {
  const match = /^[+-]?\d[\d,]*(?:\.\d+)?(?=$|[\s%–])/.exec(cell);
  return match ? Number(match[0].replace(/,/g, "")) : null;
}

/**
 * Numbers by size, words by the alphabet; empty cells last, whichever way.
 * @template {{cells: string[]}} Row
 * @param {Row[]} rows
 * @param {Order} order
 * @returns {Row[]}
 */
export function sorted(rows, order) {
  const way = order.down ? -1 : 1;
  return rows.slice().sort((a, b) => {
    const [left, right] = [a, b].map((row) => row.cells[order.column].replace(/^–$/, ""));
    if (!left || !right) return Number(!left) - Number(!right);
    const [x, y] = [amount(left), amount(right)];
    if (x !== null && y !== null) return way * (x - y);
    return way * left.localeCompare(right, "zh-CN");
  });
}
