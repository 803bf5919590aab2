// The panel beside the map: search, filters, legend, lists, the card of what is selected, sources.

import { cardContent, LISTED, markList, measureGroups, selectedName } from "./card.js";
import { el, linked, refill } from "../core/dom.js";
import { dotsOf, FACETS, filterView, ofAll, wantsMark, wantsMeasure } from "../core/filter.js";
import { legendView } from "./legend.js";
import { hasTab, TABS } from "../core/permalink.js";
import { searchView } from "./search.js";

const DRAG = 20; // pixels

/** @type {(keyof State)[]} */
const PANEL_KEYS = ["theme", "lang", "tab", "hidden", ...FACETS];

/**
 * @param {Page} page
 * @returns {View}
 */
export function panelView(page) {
  const views = [gripView(page), searchView(page), filterView(page), tabsView(page), bodyView(page), creditsView(page)];
  const node = el("aside", { class: "panel", id: "panel", tabindex: "-1" }, ...views.map((view) => view.node));
  return {
    node,
    update(state, changed) {
      node.setAttribute("aria-label", page.ui("panel"));
      node.classList.toggle("panel--card", state.selected !== null);
      views.forEach((view) => view.update(state, changed));
    },
  };
}

/**
 * Where there is little room the sources are folded: this unfolds them.
 * @param {Page} page
 * @param {Element} credits
 */
function creditsButton(page, credits) {
  const node = el("button", {
    type: "button", class: "credits-more", "aria-label": page.ui("credits"), "aria-expanded": String(credits.classList.contains("open")),
    click: () => node.setAttribute("aria-expanded", String(credits.classList.toggle("open"))),
  }, "ⓘ");
  return node;
}

/**
 * On a phone the panel is a sheet with three stops: a press makes it taller and lower again, and it
 * can be dragged.
 * @param {Page} page
 * @returns {View}
 */
function gripView(page) {
  const node = el("button", { type: "button", class: "grip", "aria-expanded": "false", "aria-controls": "panel" });
  const set = (/** @type {boolean} */ tall, low = false) => {
    document.body.classList.toggle("tall", tall);
    document.body.classList.toggle("low", low);
    node.setAttribute("aria-expanded", String(tall));
    node.setAttribute("aria-label", page.ui(tall ? "less" : "more"));
  };
  node.addEventListener("click", () => set(!document.body.classList.contains("tall")));
  dragGrip(node, (up) => {
    const { classList } = document.body;
    set(up && !classList.contains("low"), !up && !classList.contains("tall"));
  });
  return {
    node,
    update(_, changed) {
      // Who picked something wants to see it on the map.
      const shown = changed.has("theme") || changed.has("selected");
      const { classList } = document.body;
      set(classList.contains("tall") && !shown, classList.contains("low") && !changed.has("selected"));
    },
  };
}

/**
 * @param {HTMLElement} node
 * @param {(up: boolean) => void} step
 */
function dragGrip(node, step) {
  let from = 0;
  let far = 0;
  const sheet = () => /** @type {HTMLElement} */ (node.parentElement);
  node.addEventListener("pointerdown", (event) => {
    [from, far] = [event.clientY, 0];
    node.setPointerCapture(event.pointerId);
  });
  node.addEventListener("pointermove", (event) => {
    if (!node.hasPointerCapture(event.pointerId)) return;
    far = event.clientY - from;
    sheet().style.transform = `translateY(${far}px)`;
  });
  const end = () => {
    sheet().style.transform = "";
    if (Math.abs(far) > DRAG) step(far < 0);
  };
  node.addEventListener("pointerup", end);
  node.addEventListener("pointercancel", end);
  // A drag ends in a click, which would turn the sheet back.
  node.addEventListener("click", (event) => { if (Math.abs(far) > DRAG) event.stopImmediatePropagation(); }, true);
}

/**
 * @param {Page} page
 * @returns {View}
 */
function tabsView(page) {
  const node = el("div", { class: "tabs", role: "tablist", keydown: (/** @type {KeyboardEvent} */ event) => tabKey(page, event) });
  return {
    node,
    update(state, changed) {
      if (!PANEL_KEYS.some((key) => changed.has(key))) return;
      const focused = node.contains(document.activeElement);
      refill(node, ...shownTabs(page).map((tab) => tabButton(page, tab, state.tab === tab)));
      const current = /** @type {HTMLElement | null} */ (node.querySelector("[aria-selected=true]"));
      if (focused && current) current.focus();
    },
  };
}

/** @param {Page} page */
function shownTabs(page) {
  return TABS.filter((tab) => hasTab(page.theme(), tab));
}

/**
 * @param {Page} page
 * @param {"legend" | "marks" | "measures"} tab
 * @param {boolean} chosen
 */
function tabButton(page, tab, chosen) {
  const state = page.store.get();
  const dots = tab === "marks" ? dotsOf(page.atlas, page.theme()) : [];
  const [left, all] = dots.map((each) => [each.wanted(state, page.atlas), each.total])[0] || [0, 0];
  const count = tab === "legend" ? "" : ofAll(wanted(page, state, tab).length + left, page.theme()[tab].length + all);
  return el("button", {
    type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": "panel-body",
    "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1",
    click: () => page.store.set({ tab, selected: null }),
  }, page.ui(tab), count ? el("span", { class: "count" }, count) : null);
}

/**
 * Rows of a list that the filters leave.
 * @param {Page} page
 * @param {State} state
 * @param {"marks" | "measures"} tab
 */
function wanted(page, state, tab) {
  return page.theme()[tab].filter((row) =>
    (tab === "marks" ? wantsMark(page, state, page.atlas.marks[row]) : wantsMeasure(page, state, row)));
}

/**
 * @param {Page} page
 * @param {KeyboardEvent} event
 */
function tabKey(page, event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = shownTabs(page);
  const place = tabs.indexOf(page.store.get().tab);
  page.store.set({ tab: tabs[(place + step + tabs.length) % tabs.length], selected: null });
  event.preventDefault();
}

/**
 * @param {Page} page
 * @returns {View}
 */
function bodyView(page) {
  const legend = legendView(page);
  const node = el("div", { class: "panel-body", id: "panel-body", role: "tabpanel", tabindex: "0" });
  return {
    node,
    update(state, changed) {
      legend.update(state, changed);
      const kept = ["view", "table", "plain"];
      if (state.tab !== "marks") kept.push("hidden");
      if (Array.from(changed).every((key) => kept.includes(key))) return;
      node.setAttribute("aria-labelledby", `tab-${state.tab}`);
      // On paper the legend stands there whatever the panel shows, and the open card below it.
      const above = state.printing ? legend.node : backButton(page);
      if (state.selected) refill(node, above, ...cardContent(page, state.selected));
      else if (state.tab === "legend" || state.printing) refill(node, legend.node);
      else refill(node, listContent(page, state));
      if (changed.has("selected") || changed.has("tab")) node.scrollTop = 0;
      if (changed.has("selected") && state.selected) page.announce(selectedName(page, state.selected));
    },
  };
}

/** @param {Page} page */
function backButton(page) {
  const click = () => page.select(null, false);
  return el("div", { class: "card-tools" },
    el("button", { type: "button", class: "back", click }, `‹ ${page.ui("close")}`),
    el("button", { type: "button", class: "back", "aria-label": page.ui("close_card"), click }, "×"));
}

/**
 * @param {Page} page
 * @param {State} state
 */
function listContent(page, state) {
  if (state.tab === "measures") {
    const rows = wanted(page, state, "measures");
    return rows.length ? measureGroups(page, rows, "h2") : empty(page);
  }
  const rows = wanted(page, state, "marks");
  const drawn = rows.filter((row) => page.atlas.marks[row].certainty !== "none");
  const listed = rows.filter((row) => page.atlas.marks[row].certainty === "none");
  const dots = dotsOf(page.atlas, page.theme());
  const many = dots.flatMap((each) => each.first(state, page.atlas, LISTED));
  const count = dots.reduce((sum, each) => sum + each.wanted(state, page.atlas), drawn.length);
  /** @type {[string, number[], number][]} */
  const parts = [["drawn", drawn.concat(many), count], ["listed", listed, listed.length]];
  const full = parts.filter(([, members]) => members.length);
  if (!full.length) return empty(page);
  return el("div", { class: "groups" }, ...full.map(([key, members, all]) =>
    el("div", { class: "group" },
      el("h2", { class: "group-title" }, page.ui(key), el("span", { class: "count" }, String(all))),
      markList(page, members, all))));
}

/** @param {Page} page */
function empty(page) {
  return el("p", { class: "empty" }, page.ui("nothing_left"));
}

/**
 * The lines that every map must carry.
 * @param {Page} page
 * @returns {View}
 */
function creditsView(page) {
  const node = el("footer", { class: "credits" });
  return {
    node,
    update(_, changed) {
      if (!changed.has("theme") && !changed.has("lang")) return;
      const theme = page.theme();
      refill(node,
        el("p", { class: "approval" }, page.say(theme.approval)),
        creditsButton(page, node),
        el("p", {}, page.say(theme.date)),
        el("ul", { class: "sources" }, ...theme.sources.map((words) => el("li", {}, ...linked(page.say(words))))));
    },
  };
}
