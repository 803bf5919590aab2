// What every view gets: the data, the state, and words in the reader's language.

import { el } from "./dom.js";
import { uiWords } from "./messages.js";
import { createStore } from "./store.js";

/**
 * @param {Atlas} atlas
 * @param {Change} asked what differs from the page as it opens by itself
 * @returns {Page}
 */
export function createPage(atlas, asked) {
  const store = createStore({
    theme: 0, lang: atlas.language, plain: false, printing: false, table: false, basemap: true, tab: "legend", selected: null, hidden: [],
    region: "", chapter: "", kind: "", status: "", view: null, ...asked,
  });
  const theme = () => atlas.themes[store.get().theme];
  return {
    atlas,
    store,
    theme,
    say: (words) => {
      const text = atlas.texts[words];
      return typeof text === "string" ? text : text[store.get().lang === "zh" ? 0 : 1];
    },
    ui: (key) => uiWords(key, store.get().lang),
    item: (key) => theme().legends.flatMap((legend) => legend.items).find((item) => item.key === key),
    select: () => undefined,
    beside: () => [],
    light: lightEntry,
    only: () => undefined,
    announce: (message) => { liveRegion().textContent = message; },
  };
}

/** What a screen reader reads out when it changes. */
function liveRegion() {
  const there = document.getElementById("live");
  if (there) return there;
  const made = el("div", { class: "visually-hidden", "aria-live": "polite", id: "live" });
  document.body.append(made);
  return made;
}

/**
 * Point at the entries of the legend that stand for something, or at none.
 * @param {string | null} key
 * @param {ParentNode} [legend]
 */
export function lightEntry(key, legend = document) {
  legend.querySelectorAll(".entry").forEach((row) => {
    row.classList.toggle("entry--lit", /** @type {HTMLInputElement} */ (row.firstChild).value === key);
  });
}
