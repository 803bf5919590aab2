// What the page shows in the fragment of its address, so that a link shows the same:
// #theme=metro&select=500112&view=29.72,106.63,9.5&region=主城新区&hide=kind:road&tab=marks&lang=en&table

import { choices, dotsOf, FACETS, switches } from "./filter.js";

/** @type {State["tab"][]} */
export const TABS = ["legend", "marks", "measures"];
const ASIDE = 0.5; // share of the map's extent that a view may lie beyond it

/**
 * What a fragment asks for; parts that name nothing here are left out.
 * @param {string} fragment
 * @param {Atlas} atlas
 * @returns {Change}
 */
export function parseAddress(fragment, atlas) {
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  /** @type {Change} */
  const change = { plain: asked.has("plain"), table: asked.has("table"), basemap: !asked.has("nobase") };
  const theme = atlas.themes.findIndex((each) => each.theme === asked.get("theme"));
  if (theme >= 0) change.theme = theme;
  const lang = asked.get("lang");
  if (lang === "zh" || lang === "en") change.lang = lang;
  const shown = atlas.themes[Math.max(theme, 0)];
  change.selected = parseSelected(asked.get("select"), atlas, shown);
  change.view = parseView(asked.get("view"), shown.extent);
  const keys = switches(shown);
  change.hidden = asked.getAll("hide").filter((key) => keys.includes(key));
  change.tab = TABS.find((tab) => tab === asked.get("tab") && hasTab(shown, tab)) || "legend";
  FACETS.forEach((facet) => {
    const value = asked.get(facet);
    const found = value ? choices(atlas, shown, facet).find((choice) => facetWords(atlas, facet, choice) === value) : "";
    change[facet] = found || "";
  });
  return change;
}

/**
 * Whether a theme has something to list there.
 * @param {Theme} theme
 * @param {State["tab"]} tab
 */
export function hasTab(theme, tab) {
  return tab === "legend" || theme[tab].length > 0 || (tab === "marks" && theme.dots !== undefined);
}

/**
 * A filter as it stands in an address: numbers of texts differ from build to build, words do not.
 * @param {Atlas} atlas
 * @param {Facet} facet
 * @param {string} value
 */
function facetWords(atlas, facet, value) {
  if (facet === "chapter") return value;
  const text = atlas.texts[Number(value)];
  return typeof text === "string" ? text : text[0];
}

/**
 * @param {string | null} key adcode of a district or id of a mark
 * @param {Atlas} atlas
 * @param {Theme} theme
 * @returns {Selected | null}
 */
function parseSelected(key, atlas, theme) {
  if (!key) return null;
  const district = theme.districts.find((each) => atlas.districts[each.district].code === key);
  if (district) return { type: "district", index: district.district };
  const mark = theme.marks.find((number) => atlas.marks[number].id === key);
  if (mark !== undefined) return { type: "mark", index: mark };
  const dot = dotsOf(atlas, theme).map((dots) => dots.find(key)).find((index) => index !== null);
  return typeof dot === "number" ? { type: "mark", index: dot } : null;
}

/**
 * @param {string | null} text
 * @param {Theme["extent"]} extent a view that shows nothing of it is none
 * @returns {[number, number, number] | null}
 */
function parseView(text, [west, south, east, north]) {
  const parts = (text || "").split(",").map(Number);
  const [lat, lng, zoom] = parts;
  const sound = parts.length === 3 && parts.every(Number.isFinite);
  const [wide, high] = [(east - west) * ASIDE, (north - south) * ASIDE];
  const near = lat > south - high && lat < north + high && lng > west - wide && lng < east + wide;
  return sound && near ? [lat, lng, zoom] : null;
}

/**
 * @param {State} state
 * @param {Atlas} atlas
 * @returns {string} a fragment without #, "" for the page as it opens by itself
 */
export function formatAddress(state, atlas) {
  const parts = [];
  if (atlas.themes.length > 1) parts.push(`theme=${encodeURIComponent(atlas.themes[state.theme].theme)}`);
  if (state.selected) parts.push(`select=${encodeURIComponent(selectedKey(state.selected, atlas))}`);
  if (state.view) parts.push(`view=${state.view.join(",")}`);
  FACETS.filter((facet) => state[facet]).forEach((facet) =>
    parts.push(`${facet}=${encodeURIComponent(facetWords(atlas, facet, state[facet]))}`));
  state.hidden.forEach((key) => parts.push(`hide=${encodeURIComponent(key)}`));
  if (state.tab !== "legend") parts.push(`tab=${state.tab}`);
  if (state.lang !== atlas.language) parts.push(`lang=${state.lang}`);
  if (state.table) parts.push("table");
  if (state.plain) parts.push("plain");
  if (atlas.basemap && !state.basemap) parts.push("nobase");
  return parts.join("&");
}

/**
 * @param {Selected} selected
 * @param {Atlas} atlas
 */
export function selectedKey(selected, atlas) {
  return selected.type === "district"
    ? atlas.districts[selected.index].code
    : atlas.mark(selected.index).id;
}

/**
 * Keep the address and the state the same. A document without an address of its own (srcdoc) has
 * no history to write to.
 * @param {Page} page
 */
export function keepAddress(page) {
  const { atlas, store } = page;
  if (location.protocol === "about:") return;
  let isTravelling = false;
  store.watch((state, changed) => {
    const fragment = formatAddress(state, atlas);
    if (`#${fragment}` === (location.hash || "#")) return;
    const address = fragment ? `#${fragment}` : location.pathname + location.search;
    // Another theme or card is a step that the back button undoes; a moved map is none.
    const isStep = changed.has("theme") || changed.has("selected");
    if (isStep && !isTravelling) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  });
  // What an address asked for in vain does not stay in it.
  const fragment = formatAddress(store.get(), atlas);
  if (location.hash && location.hash !== `#${fragment}`) history.replaceState(null, "", `#${fragment}`);
  // An address without a theme is the one that the page opened with.
  addEventListener("hashchange", () => {
    isTravelling = true;
    store.set({ theme: 0, ...parseAddress(location.hash, atlas) });
    isTravelling = false;
  });
}
