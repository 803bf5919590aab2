// Which districts, marks and measures the reader wants to see.

import { el } from "./dom.js";

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
  return named || drawn.marks.some((row) => page.atlas.marks[row].chapters.map(String).includes(state.chapter));
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

/** @typedef {"region" | "chapter" | "kind" | "status"} Facet */

/** @type {Facet[]} */
const FACETS = ["region", "chapter", "kind", "status"];

/** @param {State} state */
export function activeFilters(state) {
  return FACETS.filter((facet) => state[facet]).length;
}

/**
 * Values of a facet that occur in the map, as [value, words].
 * @param {Page} page
 * @param {Facet} facet
 * @returns {[string, string][]}
 */
function choices(page, facet) {
  const { atlas } = page;
  const theme = page.theme();
  const marks = theme.marks.map((row) => atlas.marks[row]);
  /** @type {Map<string, string>} */
  const found = new Map();
  if (facet === "region") {
    theme.districts.forEach(({ district: number }) => {
      const { region } = atlas.districts[number];
      found.set(String(region), page.say(region));
    });
  } else if (facet === "chapter") {
    theme.measures.map((row) => atlas.measures[row]).forEach((measure) =>
      found.set(String(measure.chapter_number), page.say(measure.chapter)));
  } else {
    marks.forEach((mark) => found.set(String(mark[facet]), page.say(mark[facet])));
  }
  return Array.from(found).filter(([, words]) => words !== "");
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
  const found = choices(page, facet);
  if (found.length < 2) return null;
  const options = [["", page.ui("all")], ...found].map(([value, words]) => el("option", { value }, words));
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
