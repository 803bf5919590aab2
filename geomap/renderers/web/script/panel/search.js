// Search: by name, short name, code, pinyin and initials; from the keyboard.

import { el, refill } from "../core/dom.js";
import { dotsOf, hasThing } from "../core/filter.js";
import { folded } from "../core/fold.js";
import { swatch } from "../core/symbols.js";
import { switchTheme } from "./header.js";

const MOST = 12;
const ELSEWHERE = 10; // what any hit of this theme costs less

/**
 * How well a thing fits what was typed: lower is better, null not at all.
 * @param {string} typed folded
 * @param {string[]} names folded
 */
export function rank(typed, names) {
  const costs = names.filter((name) => name.includes(typed)).map((name) => {
    if (name === typed) return 0;
    return name.startsWith(typed) ? 1 : 2;
  });
  return costs.length ? Math.min(...costs) : null;
}

/**
 * @param {Page} page
 * @param {string} query
 * @returns {Hit[]} the best first
 */
export function found(page, query) {
  for (const words of readings(page, query)) {
    const hits = [...hitsFor(page, words, page.theme()), ...hitsElsewhere(page, words)];
    if (hits.length) return hits.sort((a, b) => a.cost - b.cost).slice(0, MOST).map(({ what }) => what);
  }
  return [];
}

/**
 * What a query may mean, the likeliest first: one name, several words, an everyday name such as
 * 石柱县 for 石柱土家族自治县, or a district and something in it, as 江津区白沙.
 * @param {Page} page
 * @param {string} query
 * @returns {string[][]}
 */
function readings(page, query) {
  const typed = folded(query);
  if (!typed) return [];
  const words = query.split(/[\s,，、]+/).map(folded).filter((word) => word);
  const stem = typed.replace(/[县区市]$/, "");
  const parted = page.theme().districts.flatMap(({ district }) => {
    const { name, label } = page.atlas.districts[district];
    const begins = [name, label].flatMap((each) => bothWays(page.atlas, each)).map(folded);
    return begins.filter((begin) => begin && begin !== typed && typed.startsWith(begin))
      .map((begin) => [begin, typed.slice(begin.length)]);
  });
  return [[typed], ...(words.length > 1 ? [words] : []), ...(stem.length > 1 && stem !== typed ? [[stem]] : []), ...parted];
}

/**
 * What only other themes of the atlas show, behind what this one shows.
 * @param {Page} page
 * @param {string[]} typed
 */
function hitsElsewhere(page, typed) {
  const { atlas } = page;
  const here = page.theme();
  /** @type {Set<string>} */
  const seen = new Set();
  return atlas.themes.flatMap((theme, number) => (theme === here ? [] : hitsFor(page, typed, theme))
    .filter(({ what }) => !seen.has(what.type + what.index) && !hasThing(atlas, here, what) && seen.add(what.type + what.index))
    .map(({ what, cost }) => ({ what: { ...what, theme: number }, cost: cost + ELSEWHERE })));
}

/**
 * @param {Page} page
 * @param {string[]} typed folded; several words may name a thing and where it is
 * @param {Theme} theme
 */
function hitsFor(page, typed, theme) {
  const { atlas } = page;
  /** @type {{what: Hit, cost: number}[]} */
  const hits = [];
  /** @param {Hit} what @param {string[]} names @param {number[]} [places] */
  const consider = (what, names, places = []) => {
    const where = typed.length < 2 ? [] : places.flatMap((place) => districtNames(atlas, atlas.districts[place]));
    const all = [...names, ...where].map(folded);
    const costs = typed.map((word) => rank(word, all));
    const own = typed.some((word) => rank(word, names.map(folded)) !== null);
    if (own && !costs.includes(null)) {
      hits.push({ what, cost: costs.reduce((/** @type {number} */ sum, cost) => sum + Number(cost), what.type === "measure" ? 0.5 : 0) });
    }
  };
  theme.districts.forEach(({ district: index }) => consider({ type: "district", index }, districtNames(atlas, atlas.districts[index])));
  const placeNames = (/** @type {number} */ place) => districtNames(atlas, atlas.districts[place]).map(folded);
  const dots = dotsOf(atlas, theme).flatMap((each) => each.search(typed, placeNames));
  [...theme.marks, ...dots].forEach((index) => {
    const mark = atlas.mark(index);
    consider({ type: "mark", index }, [...bothWays(atlas, mark.name), ...mark.find.split(" ")], mark.districts);
  });
  theme.measures.forEach((index) => {
    const { title, article } = atlas.measures[index];
    consider({ type: "measure", index }, [...bothWays(atlas, title), ...bothWays(atlas, article)]);
  });
  return hits;
}

/**
 * @param {Atlas} atlas
 * @param {District} district
 */
function districtNames(atlas, district) {
  return [...bothWays(atlas, district.name), ...bothWays(atlas, district.label), district.code, ...district.find.split(" ")];
}

/**
 * @param {Atlas} atlas
 * @param {Words} words
 */
function bothWays(atlas, words) {
  const text = atlas.texts[words];
  return typeof text === "string" ? [text] : text;
}

/**
 * @param {Page} page
 * @returns {View}
 */
export function searchView(page) {
  const input = el("input", {
    type: "search", class: "search-input", id: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": "search-hits", "aria-autocomplete": "list",
  });
  const list = el("ul", { class: "hits", id: "search-hits", role: "listbox", hidden: true });
  const node = el("div", { class: "search", role: "search" }, input, list);
  const box = { page, input, list, /** @type {Hit[]} */ hits: [], active: -1 };
  input.addEventListener("input", () => showHits(box));
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => searchKey(box, event));
  input.addEventListener("focus", () => { if (input.value) showHits(box); });
  node.addEventListener("focusout", (/** @type {FocusEvent} */ event) => {
    if (!node.contains(/** @type {Node} */ (event.relatedTarget))) closeHits(box);
  });
  return {
    node,
    update(_, changed) {
      if (changed.has("lang")) {
        input.setAttribute("aria-label", page.ui("search"));
        input.placeholder = page.ui("search");
        input.title = page.ui("search_hint");
        list.setAttribute("aria-label", page.ui("search"));
      }
      if (changed.has("theme")) closeHits(box);
    },
  };
}

/** @param {SearchBox} box */
function showHits(box) {
  const { page, input, list } = box;
  box.hits = found(page, input.value);
  box.active = box.hits.length ? 0 : -1;
  const typed = folded(input.value) !== "";
  refill(list, ...box.hits.map((hit, place) => hitRow(box, hit, place)));
  if (typed && !box.hits.length) {
    const nothing = { class: "no-hit", role: "option", "aria-disabled": "true", "aria-selected": "false" };
    list.append(el("li", nothing, page.ui("no_hit")));
  }
  list.hidden = !typed;
  input.setAttribute("aria-expanded", String(typed));
  if (typed) page.announce(box.hits.length ? `${box.hits.length} ${page.ui("hits")}` : page.ui("no_hit"));
  markActive(box);
}

/** @param {SearchBox} box */
function closeHits(box) {
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

/**
 * @param {SearchBox} box
 * @param {Hit} hit
 * @param {number} place
 */
function hitRow(box, hit, place) {
  const { page } = box;
  const [name, about, item] = hitWords(page, hit);
  const where = hit.theme === undefined ? null : page.atlas.themes[hit.theme].name;
  // Pressing must not take the focus from the box before the choice is made.
  const hold = (/** @type {Event} */ event) => event.preventDefault();
  return el("li", { role: "option", id: `hit-${place}`, class: "hit", mousedown: hold, click: () => choose(box, place) },
    item ? swatch(page.atlas, item) : null,
    el("span", { class: "row-name" }, page.say(name)),
    el("span", { class: "row-about" }, where === null ? page.say(about) : `${page.say(about)} · ${page.say(where)}`));
}

/**
 * Its name, what it is, and how it looks.
 * @param {Page} page
 * @param {Hit} hit
 * @returns {[Words, Words, LegendItem | undefined]}
 */
function hitWords(page, hit) {
  if (hit.type === "district") {
    const district = page.atlas.districts[hit.index];
    return [district.name, district.region, districtItem(page, hit.index)];
  }
  if (hit.type === "measure") {
    const measure = page.atlas.measures[hit.index];
    return [measure.title, measure.article, undefined];
  }
  const mark = page.atlas.mark(hit.index);
  return [mark.name, mark.kind, page.item(mark.item)];
}

/**
 * @param {Page} page
 * @param {number} index
 */
function districtItem(page, index) {
  const drawn = page.theme().districts.find((each) => each.district === index);
  return drawn ? page.item(drawn.item) : undefined;
}

/** @param {SearchBox} box */
function markActive(box) {
  Array.from(box.list.children).forEach((row, place) => {
    row.setAttribute("aria-selected", String(place === box.active));
    if (place === box.active) row.scrollIntoView({ block: "nearest" });
  });
  if (box.active >= 0) box.input.setAttribute("aria-activedescendant", `hit-${box.active}`);
  else box.input.removeAttribute("aria-activedescendant");
}

/**
 * @param {SearchBox} box
 * @param {KeyboardEvent} event
 */
function searchKey(box, event) {
  const count = box.hits.length;
  if (event.key === "Escape") {
    closeHits(box);
  } else if (event.key === "Enter") {
    if (!box.list.hidden && box.active >= 0) choose(box, box.active);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (box.list.hidden) showHits(box);
    else if (count) box.active = (box.active + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
    markActive(box);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * @param {SearchBox} box
 * @param {number} place
 */
function choose(box, place) {
  closeHits(box);
  box.input.value = "";
  const hit = box.hits[place];
  if (hit.theme !== undefined) switchTheme(box.page, hit.theme);
  if (hit.type === "measure") openMeasure(box.page, hit.index);
  else box.page.select({ type: hit.type, index: hit.index }, true);
}

/**
 * A measure has no card: its row in the list is unfolded, whatever the filters are.
 * @param {Page} page
 * @param {number} index
 */
function openMeasure(page, index) {
  page.store.set({ tab: "measures", selected: null, region: "", chapter: "", kind: "", status: "" });
  const row = document.querySelector(`#panel-body [data-measure="${CSS.escape(page.atlas.measures[index].id)}"]`);
  if (!row) return;
  /** @type {HTMLDetailsElement} */ (row).open = true;
  row.scrollIntoView({ block: "nearest" });
  /** @type {HTMLElement} */ (row.querySelector("summary")).focus({ preventScroll: true });
}
