// Which districts, marks and measures the reader wants to see.

import { el, grouped } from "./dom.js";
import { CIRCLES } from "./symbols.js";

/**
 * @param {Page} page
 * @param {State} state
 * @param {DrawnDistrict} drawn
 */
export function wantsDistrict(page, state, drawn) {
  const district = page.atlas.districts[drawn.district];
  if (state.region && String(district.region) !== state.region) return false;
  if (!state.chapter) return true;
  const named = drawn.measures.some((row) => String(page.atlas.measures[row].chapter_number) === state.chapter);
  return named || drawn.marks.some((row) => page.atlas.mark(row).chapters.map(String).includes(state.chapter))
    || dotsOf(page.atlas, page.theme()).some((dots) => dots.hasChapter(drawn.district, state.chapter));
}

/**
 * Whether a theme has a district, a project or site, or a measure.
 * @param {Atlas} atlas
 * @param {Theme} theme
 * @param {Hit} what
 */
export function hasThing(atlas, theme, { type, index }) {
  if (type === "district") return theme.districts.some(({ district }) => district === index);
  if (type === "measure") return theme.measures.includes(index);
  return theme.marks.includes(index) || dotsOf(atlas, theme).some((dots) => dots.holds(index));
}

/**
 * The dots of a theme; none where it has few sites.
 * @param {Atlas} atlas
 * @param {Theme} theme
 * @returns {ThemeDots[]}
 */
export function dotsOf({ dots }, theme) {
  return dots && theme.dots ? [dots.of(theme)] : [];
}

/**
 * @param {Page} page
 * @param {State} state
 * @param {Mark} mark
 */
export function wantsMark(page, state, mark) {
  const region = !state.region
    || mark.districts.some((number) => String(page.atlas.districts[number].region) === state.region);
  return region
    && !state.hidden.includes(mark.item)
    && (!state.chapter || mark.chapters.map(String).includes(state.chapter))
    && (!state.kind || String(mark.kind) === state.kind)
    && (!state.status || String(mark.status) === state.status);
}

/**
 * @param {Page} page
 * @param {State} state
 * @param {number} row
 */
export function wantsMeasure(page, state, row) {
  const measure = page.atlas.measures[row];
  if (state.chapter && String(measure.chapter_number) !== state.chapter) return false;
  return !state.region || measure.citywide || page.theme().districts.some((drawn) =>
    String(page.atlas.districts[drawn.district].region) === state.region && drawn.measures.includes(row));
}

/** @type {Facet[]} */
export const FACETS = ["region", "chapter", "kind", "status"];

/** @param {State} state */
export function activeFilters(state) {
  return FACETS.filter((facet) => state[facet]).length;
}

/**
 * How many districts and marks of each legend entry the filters leave, and how many there are.
 * @param {Page} page
 * @param {State} state
 * @returns {Map<string, [number, number]>}
 */
export function entryCounts(page, state) {
  const open = { ...state, hidden: [] };
  /** @type {Map<string, [number, number]>} */
  const counts = new Map();
  const add = (/** @type {string} */ key, /** @type {boolean} */ wanted) => {
    const [left, all] = counts.get(key) || [0, 0];
    counts.set(key, [left + Number(wanted), all + 1]);
  };
  page.theme().districts.forEach((drawn) => add(drawn.item, wantsDistrict(page, state, drawn)));
  page.theme().marks.map((row) => page.atlas.marks[row]).forEach((mark) => add(mark.item, wantsMark(page, open, mark)));
  dotsOf(page.atlas, page.theme()).flatMap((dots) => dots.items(open, page.atlas)).forEach(([key, [left, all]]) => {
    const [more, others] = counts.get(key) || [0, 0];
    counts.set(key, [left + more, all + others]);
  });
  return counts;
}

/**
 * What a legend can switch off: its entries, or all circles at once.
 * @param {Theme} theme
 * @returns {string[]}
 */
export function switches(theme) {
  return theme.legends.flatMap((legend) => (legend.nested ? [CIRCLES] : legend.items.map((item) => item.key)));
}

/**
 * "3 / 28" where some are left out.
 * @param {number} left
 * @param {number} all
 */
export function ofAll(left, all) {
  return left === all ? grouped(all) : `${grouped(left)} / ${grouped(all)}`;
}

/**
 * Values of a facet that occur in a map.
 * @param {Atlas} atlas
 * @param {Theme} theme
 * @param {Facet} facet
 * @returns {string[]}
 */
export function choices(atlas, theme, facet) {
  /** @type {(number | string)[]} */
  let found;
  if (facet === "region") {
    const order = theme.legends.flatMap((legend) => legend.items).map((item) => item.label);
    found = theme.districts.map(({ district: number }) => atlas.districts[number].region);
    found.sort((a, b) => order.indexOf(Number(a)) - order.indexOf(Number(b)));
  } else if (facet === "chapter") found = theme.measures.map((row) => atlas.measures[row].chapter_number);
  else {
    found = [...theme.marks.map((row) => atlas.mark(row)[facet]), ...dotsOf(atlas, theme).flatMap((dots) => dots.facet(facet))]
      .filter((words) => atlas.texts[words] !== "");
  }
  if (facet === "status") {
    /** @type {Map<number | string, number>} */
    const often = new Map();
    found.forEach((value) => often.set(value, (often.get(value) || 0) + 1));
    found.sort((a, b) => Number(often.get(b)) - Number(often.get(a)));
  }
  return Array.from(new Set(found.map(String)));
}

/**
 * A choice in words.
 * @param {Page} page
 * @param {Facet} facet
 * @param {string} value
 */
function choiceWords(page, facet, value) {
  if (facet !== "chapter") return page.say(Number(value));
  const row = page.theme().measures.find((each) => String(page.atlas.measures[each].chapter_number) === value);
  return row === undefined ? value : page.say(page.atlas.measures[row].chapter);
}

/**
 * The block of filters: folded until wanted.
 * @param {Page} page
 * @returns {View}
 */
export function filterView(page) {
  const summary = el("summary", {});
  const fields = el("div", { class: "fields" });
  const node = el("details", { class: "filter" }, summary, fields);
  return {
    node,
    update(state, changed) {
      const count = activeFilters(state);
      summary.textContent = page.ui("filter") + (count ? ` · ${count}` : "");
      node.classList.toggle("filter--active", count > 0);
      if (changed.has("theme") || changed.has("lang")) {
        const built = FACETS.map((facet) => field(page, facet)).filter((each) => each !== null);
        fields.textContent = "";
        fields.append(...built, clearButton(page));
      }
      FACETS.forEach((facet) => {
        const select = /** @type {HTMLSelectElement | null} */ (fields.querySelector(`[name="${facet}"]`));
        if (select) select.value = state[facet];
      });
    },
  };
}

/**
 * @param {Page} page
 * @param {Facet} facet
 */
function field(page, facet) {
  const found = choices(page.atlas, page.theme(), facet);
  if (found.length < 2) return null;
  const options = [
    el("option", { value: "" }, page.ui("all")),
    ...found.map((value) => el("option", { value }, choiceWords(page, facet, value))),
  ];
  const select = el("select", { name: facet }, ...options);
  select.addEventListener("change", () => page.store.set({ [facet]: select.value }));
  return el("label", { class: "field" },
    el("span", {}, page.ui(facet)),
    select);
}

/** @param {Page} page */
function clearButton(page) {
  const click = () => page.store.set({ region: "", chapter: "", kind: "", status: "" });
  return el("button", { type: "button", class: "plain-button", click }, page.ui("clear"));
}
