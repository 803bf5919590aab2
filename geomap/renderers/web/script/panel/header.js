// The head of the page: title, themes, tools.

import { el, refill } from "../core/dom.js";
import { hasThing } from "../core/filter.js";
import { takeMenu } from "./takeaway.js";

/** @type {(keyof State)[]} */
const HEADER_KEYS = ["theme", "lang", "table"];

/**
 * @param {Page} page
 * @returns {View}
 */
export function headView(page) {
  const node = el("header", { class: "head" });
  return {
    node,
    update(state, changed) {
      if (!HEADER_KEYS.some((key) => changed.has(key))) return;
      const focused = node.contains(document.activeElement) ? /** @type {Element} */ (document.activeElement).id : "";
      refill(node, titles(page), tools(page, state), themes(page, state));
      const current = node.querySelector("[aria-current]");
      if (current) current.scrollIntoView({ block: "nearest", inline: "center" });
      const again = focused ? document.getElementById(focused) : null;
      if (again) again.focus();
      const title = page.say(page.theme().name);
      document.title = `${title} – ${page.say(page.atlas.atlas)}`;
      document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
    },
  };
}

/** @param {Page} page */
function titles(page) {
  const theme = page.theme();
  return el("div", { class: "titles" },
    el("p", { class: "eyebrow" }, page.say(page.atlas.atlas)),
    el("h1", {}, page.say(theme.title)),
    el("p", { class: "subtitle" }, page.say(theme.subtitle)));
}

/**
 * @param {Page} page
 * @param {State} state
 */
function tools(page, state) {
  const other = state.lang === "zh" ? "en" : "zh";
  return el("div", { class: "tools" },
    el("button", {
      type: "button", class: "tool", id: "tool-table", "aria-pressed": String(state.table),
      click: () => page.store.set({ table: !state.table }),
    }, page.ui("table")),
    takeMenu(page),
    !page.atlas.bilingual ? null : el("button", {
      type: "button", class: "tool", id: "tool-lang", lang: other === "zh" ? "zh-CN" : "en",
      click: () => page.store.set({ lang: other }),
    }, page.ui("other_language")));
}

/**
 * The switcher of an atlas; a page of one theme has none.
 * @param {Page} page
 * @param {State} state
 */
function themes(page, state) {
  if (page.atlas.themes.length < 2) return null;
  return el("nav", { class: "themes", "aria-label": page.ui("themes") },
    ...page.atlas.themes.map((theme, index) => el("button", {
      type: "button", class: "theme", id: `theme-${theme.theme}`,
      "aria-current": index === state.theme ? "page" : false,
      click: () => switchTheme(page, index),
    }, page.say(theme.name))));
}

/**
 * The view that the reader chose, where the other theme has its middle too: so that one place can be
 * compared in both. Null shows the whole map.
 * @param {Page} page
 * @param {Theme} theme
 */
function keptView(page, theme) {
  const { view } = page.store.get();
  if (!view) return null;
  const [west, south, east, north] = theme.extent;
  return view[0] > south && view[0] < north && view[1] > west && view[1] < east ? view : null;
}

/**
 * What the new theme does not know goes; a district stays selected.
 * @param {Page} page
 * @param {number} index
 */
export function switchTheme(page, index) {
  const { selected } = page.store.get();
  const theme = page.atlas.themes[index];
  const stays = selected && hasThing(page.atlas, theme, selected);
  page.store.set({
    theme: index, selected: stays ? selected : null, hidden: [], tab: "legend", view: keptView(page, theme),
    region: "", chapter: "", kind: "", status: "",
  });
  page.announce(page.say(theme.name));
}
