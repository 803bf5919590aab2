// Many sites on a page. Only pages that have them carry this script: `geomapDots.openDots(…)`.

import { createLayer } from "./layer.js";
import { candidates, initialsOf } from "./search.js";
import { degreesAt, factsAt, nameAt, readSet, valueAt } from "./sets.js";
import { dotTable } from "./table.js";
import { countsOf, howMany, wantedRows } from "./wanted.js";

/**
 * @param {Payload} payload
 * @returns {Dots}
 */
export function openDots({ dots: packed, marks, texts }) {
  let start = marks.count;
  const sets = (packed || []).map((each, number) => {
    const set = readSet(each, number, start);
    start += set.count;
    return set;
  });
  const setOf = (/** @type {number} */ row) =>
    /** @type {DotSet} */ (sets.find((set) => row >= set.start && row < set.start + set.count));
  /** @type {Map<number, Mark>} */
  const made = new Map();
  return {
    mark(row) {
      const known = made.get(row) || markOf(setOf(row), row, texts);
      made.set(row, known);
      return known;
    },
    of: (theme) => ofTheme((theme.dots || []).map((number) => sets[number])),
    layer: (page, map) => createLayer(page, map, () => (page.theme().dots || []).map((number) => sets[number])),
    beside: (layer, row) => layer.beside(setOf(row), row - setOf(row).start).map((each) => each + setOf(row).start),
    table: (page) => dotTable(page, () => (page.theme().dots || []).map((number) => sets[number])),
  };
}

/**
 * What the parts of the page ask about the dots of a theme.
 * @param {DotSet[]} sets
 * @returns {ThemeDots}
 */
function ofTheme(sets) {
  return {
    total: sets.reduce((sum, set) => sum + set.count, 0),
    wanted: (state, atlas) => sets.reduce((sum, set) => sum + howMany(set, wantedRows(set, state, atlas)), 0),
    first: (state, atlas, most) => firstRows(sets, most, (set) => wantedRows(set, state, atlas)),
    inDistrict: (district, most) => inDistrict(sets, district, most),
    items: (state, atlas) => sets.flatMap((set) => {
      const counts = countsOf(set, "item", set.item, wantedRows(set, state, atlas));
      return set.item.values.map((key, place) => /** @type {[string, [number, number]]} */ ([key, counts[place]]));
    }),
    facet: (facet) => sets.flatMap((set) => set[facet].values),
    hasChapter: (district, chapter) => sets.some((set) => hasChapter(set, district, chapter)),
    holds: (row) => sets.some((set) => row >= set.start && row < set.start + set.count),
    find(id) {
      const [of, key] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
      const found = sets.map((set) => (set.of === of ? rowOf(set, key) : null)).find((row) => row !== null);
      return found === undefined ? null : found;
    },
    search: (words, districtNames) => sets.flatMap((set) => candidates(set, words, districtNames).map((row) => set.start + row)),
  };
}

/**
 * @param {DotSet} set
 * @param {string} key
 */
function rowOf(set, key) {
  const ids = /** @type {TextColumn} */ (set.texts("id"));
  for (let piece = 0, start = set.start; piece < ids.pieces; piece += 1) {
    const rows = ids.piece(piece);
    const place = rows.indexOf(key);
    if (place >= 0) return start + place;
    start += rows.length;
  }
  return null;
}

/**
 * The first rows of some sets, as numbers of marks.
 * @param {DotSet[]} sets
 * @param {number} most
 * @param {(set: DotSet) => Uint8Array | null} wanted
 */
function firstRows(sets, most, wanted) {
  /** @type {number[]} */
  const found = [];
  sets.forEach((set) => {
    const rows = wanted(set);
    for (let row = 0; row < set.count && found.length < most; row += 1) if (!rows || rows[row]) found.push(set.start + row);
  });
  return found;
}

/**
 * How many dots lie in a district, and the first of them.
 * @param {DotSet[]} sets
 * @param {number} district
 * @param {number} most
 */
function inDistrict(sets, district, most) {
  const inside = (/** @type {DotSet} */ set) => {
    const good = set.districts.values.map((numbers) => numbers.includes(district));
    const codes = set.codes("districts", set.districts);
    const rows = new Uint8Array(set.count).fill(!codes && good[0] ? 1 : 0);
    if (codes) for (let row = 0; row < rows.length; row += 1) rows[row] = Number(good[codes[row]]);
    return rows;
  };
  return { count: sets.reduce((sum, set) => sum + howMany(set, inside(set)), 0), rows: firstRows(sets, most, inside) };
}

/**
 * @param {DotSet} set
 * @param {number} district
 * @param {string} chapter
 */
function hasChapter(set, district, chapter) {
  if (!set.chapters.values.some((chapters) => chapters.map(String).includes(chapter))) return false;
  for (let row = 0; row < set.count; row += 1) {
    const here = valueAt(set, "districts", set.districts, row).includes(district);
    if (here && valueAt(set, "chapters", set.chapters, row).map(String).includes(chapter)) return true;
  }
  return false;
}

/**
 * A dot as a mark, with words of its own among the texts of the page.
 * @param {DotSet} set
 * @param {number} row among all marks
 * @param {Payload["texts"]} texts
 * @returns {Mark}
 */
function markOf(set, row, texts) {
  const own = row - set.start;
  const said = (/** @type {[string, string]} */ words) => texts.push(words) - 1;
  const name = nameAt(set, own);
  return {
    id: `${set.of}:${/** @type {TextColumn} */ (set.texts("id")).row(own)}`,
    name: said(name),
    kind: valueAt(set, "kind", set.kind, own),
    status: valueAt(set, "status", set.status, own),
    item: valueAt(set, "item", set.item, own),
    certainty: valueAt(set, "certainty", set.certainty, own),
    facts: factsAt(set, own, texts).flatMap(([label, zh, en]) => [label, said([zh, en])]),
    articles: valueAt(set, "articles", set.articles, own),
    chapters: valueAt(set, "chapters", set.chapters, own),
    districts: valueAt(set, "districts", set.districts, own),
    find: initialsOf(set, name[0]).join(" "),
    at: degreesAt(set, own),
    radius: valueAt(set, "radius", set.radius, own),
  };
}
