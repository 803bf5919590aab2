// The card of what is selected: a district, or a project or site.

import { el, factList, grouped } from "../core/dom.js";
import { dotsOf } from "../core/filter.js";
import { swatch } from "../core/symbols.js";

export const LISTED = 300; // rows of a list; a reader looks for more by name or filter

/**
 * @param {Page} page
 * @param {Selected} selected
 * @returns {Node[]}
 */
export function cardContent(page, selected) {
  return selected.type === "district" ? districtCard(page, selected.index) : markCard(page, selected.index);
}

/**
 * The name of what is selected.
 * @param {Page} page
 * @param {Selected} selected
 */
export function selectedName(page, selected) {
  return page.say((selected.type === "district" ? page.atlas.districts[selected.index] : page.atlas.mark(selected.index)).name);
}

/**
 * @param {Page} page
 * @param {number} index
 */
function districtCard(page, index) {
  const district = page.atlas.districts[index];
  const drawn = page.theme().districts.find((each) => each.district === index);
  if (!drawn) return [];
  const { item: key, facts, measures, marks } = drawn;
  const dots = dotsOf(page.atlas, page.theme()).map((each) => each.inDistrict(index, LISTED));
  const inside = marks.concat(...dots.map(({ rows }) => rows));
  const count = dots.reduce((sum, each) => sum + each.count, marks.length);
  return [
    title(page, `${page.say(district.province)} · ${page.say(district.region)}`, page.say(district.name), district.code),
    classChip(page, key),
    factList(page, facts),
    profileLink(page, index),
    section(page.ui("in_district"), count, count ? markList(page, inside, count) : null),
    ...measureSections(page, measures, page.ui("in_measures")),
    citywideSection(page),
  ].filter((node) => node !== null);
}

/**
 * @param {Page} page
 * @param {number} index
 */
function markCard(page, index) {
  const mark = page.atlas.mark(index);
  const beside = page.beside(index);
  const related = page.theme().measures.filter((row) => cites(page, mark, row));
  return [
    title(page, page.say(mark.kind), page.say(mark.name), ""),
    classChip(page, mark.item),
    factList(page, mark.facts),
    mark.districts.length ? section(page.ui("places"), mark.districts.length, districtLinks(page, mark)) : null,
    section(page.ui("at_one_place"), beside.length, beside.length ? markList(page, beside) : null),
    ...measureSections(page, related, page.ui("of_mark")),
  ].filter((node) => node !== null);
}

/**
 * @param {Page} page
 * @param {Mark} mark
 * @param {number} row
 */
function cites(page, mark, row) {
  const { article_number: number } = page.atlas.measures[row];
  return number !== null && mark.articles.includes(number);
}

/**
 * @param {Page} page
 * @param {string} above
 * @param {string} name
 * @param {string} code
 */
function title(page, above, name, code) {
  return el("header", { class: "card-head" },
    el("p", { class: "eyebrow" }, above),
    el("h2", { tabindex: "-1", class: "card-title" }, name, code ? el("span", { class: "code" }, code) : null));
}

/**
 * @param {Page} page
 * @param {string} key
 */
function classChip(page, key) {
  const item = page.item(key);
  return item ? el("p", { class: "chip" }, swatch(page.atlas, item), page.say(item.label)) : null;
}

/**
 * The way to the page of a district, where one was made beside the map.
 * @param {Page} page
 * @param {number} index
 */
function profileLink(page, index) {
  const { profiles, districts } = page.atlas;
  if (!profiles || !profiles.districts.includes(index)) return null;
  const href = `${profiles.base}${encodeURIComponent(districts[index].code)}.html`;
  return el("p", { class: "profile" }, el("a", { href }, page.ui("profile")));
}

/**
 * @param {string} name
 * @param {number} count
 * @param {Node | null} content
 */
function section(name, count, content) {
  if (!content) return null;
  return el("section", { class: "card-section" },
    el("h3", {}, name, el("span", { class: "count" }, grouped(count))), content);
}

/**
 * Marks as a list of buttons.
 * @param {Page} page
 * @param {number[]} rows
 * @param {number} [count] how many there are
 */
export function markList(page, rows, count = rows.length) {
  const shown = rows.slice(0, LISTED);
  return el("ul", { class: "list" },
    ...shown.map((row) => el("li", {}, markButton(page, row))),
    count > LISTED ? el("li", { class: "rest" }, page.ui("first_only").replace("{}", String(LISTED))) : null);
}

/**
 * @param {Page} page
 * @param {number} row
 */
function markButton(page, row) {
  const mark = page.atlas.mark(row);
  const item = page.item(mark.item);
  const about = [page.say(mark.kind), page.say(mark.status)].filter((words) => words).join(" · ");
  return el("button", { type: "button", class: "row", "data-mark": mark.id, click: () => page.select({ type: "mark", index: row }, true) },
    item ? swatch(page.atlas, item) : null,
    el("span", { class: "row-words" },
      el("span", { class: "row-name" }, page.say(mark.name)),
      el("span", { class: "row-about" }, about)));
}

/**
 * @param {Page} page
 * @param {Mark} mark
 */
function districtLinks(page, mark) {
  const buttons = mark.districts.map((index) => el("button", {
    type: "button", class: "tag", click: () => page.select({ type: "district", index }, true),
  }, page.say(page.atlas.districts[index].label)));
  return el("div", { class: "tags" }, ...buttons);
}

/**
 * Measures by chapter.
 * @param {Page} page
 * @param {number[]} rows
 * @param {string} name
 */
function measureSections(page, rows, name) {
  const named = rows.filter((row) => !page.atlas.measures[row].citywide);
  const list = named.length || name === page.ui("in_measures") ? named : rows;
  return list.length ? [section(name, list.length, measureGroups(page, list, "h4"))] : [];
}

/** @param {Page} page */
function citywideSection(page) {
  const rows = page.theme().measures.filter((row) => page.atlas.measures[row].citywide);
  if (!rows.length) return null;
  return el("details", { class: "card-section fold" },
    el("summary", {}, page.ui("citywide"), el("span", { class: "count" }, String(rows.length))),
    measureGroups(page, rows, "h3"));
}

/**
 * @param {Page} page
 * @param {number[]} rows
 * @param {"h2" | "h3" | "h4"} level of the headings
 */
export function measureGroups(page, rows, level) {
  /** @type {Map<Words, number[]>} */
  const groups = new Map();
  rows.forEach((row) => {
    const { chapter } = page.atlas.measures[row];
    groups.set(chapter, [...(groups.get(chapter) || []), row]);
  });
  return el("div", { class: "groups" }, ...Array.from(groups).map(([chapter, members]) =>
    el("div", { class: "group" },
      el(level, { class: "group-title" }, page.say(chapter)),
      ...members.map((row) => measureFold(page, page.atlas.measures[row])))));
}

/**
 * @param {Page} page
 * @param {Measure} measure
 */
function measureFold(page, measure) {
  const departments = measure.departments.map((each) => page.say(each)).join(page.ui("comma"));
  /** @type {[string, string][]} */
  const rows = [
    ["target", measure.target === null ? "" : page.say(measure.target)],
    ["scope", page.say(measure.scope)],
    ["departments", departments],
  ];
  return el("details", { class: "measure", "data-measure": measure.id },
    el("summary", {},
      el("span", { class: "article" }, page.say(measure.article)),
      el("span", { class: "measure-title" }, page.say(measure.title))),
    el("p", { class: "measure-text" }, page.say(measure.summary)),
    el("dl", { class: "facts" }, ...rows.filter(([, words]) => words).map(([key, words]) =>
      el("div", { class: "fact" }, el("dt", {}, page.ui(key)), el("dd", {}, words)))));
}
