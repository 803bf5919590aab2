// A walk through the maps of an atlas: text beside a map that shows what the text is about.

import { fillCard } from "../compare/card.js";
import { readAtlas } from "../core/decode.js";
import { el, linked, refill } from "../core/dom.js";
import { createPage } from "../core/face.js";
import { addButtons } from "../map/buttons.js";
import { createMapView, fitTheme } from "../map/mapview.js";
import { drawPicture } from "../map/picture.js";
import { legendView } from "../panel/legend.js";
import { stepsView, stepWords, told } from "./steps.js";
import { storyWords } from "./words.js";

/** @type {{[key: string]: number}} */
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/**
 * Build the page around the element that is to be the map.
 * @param {string} id
 * @returns {L.Map}
 */
export function openStory(id) {
  const json = document.getElementById("geomap-data");
  if (!json) throw new Error("geomap: the page carries no data");
  const atlas = readAtlas(json.textContent || "");
  const story = /** @type {Story} */ (atlas.story);
  const asked = askedStep(story, atlas);
  const page = createPage(atlas, { lang: asked.lang, theme: story.steps[asked.step].theme });
  const walk = { page, story, step: -1, go: (/** @type {number} */ _) => undefined };
  const steps = stepsView(story, (step) => walk.go(step));
  const frame = buildFrame(walk, steps, id);
  page.select = (selected) => page.store.set({ selected });
  page.store.watch((state, changed) => {
    if (changed.has("lang")) {
      steps.write(state.lang);
      // Other words take other room.
      if (walk.step >= 0) steps.show(walk.step, false);
    }
    frame.update(state, changed);
    keepStep(walk);
  });
  const map = createMapView(page, id);
  addButtons(page, map, () => showPlace(walk, map));
  page.store.refresh();
  walk.go = (step) => {
    if (step === walk.step || step < 0 || step >= story.steps.length) return undefined;
    takeStep(walk, map, step);
    steps.mark(step);
    frame.count();
    return undefined;
  };
  walk.go(asked.step);
  steps.show(asked.step, false);
  listenToReader(walk, steps, map);
  printStory(walk, map);
  document.body.dataset.ready = "true";
  return map;
}

/**
 * @param {Story} story
 * @param {Atlas} atlas
 * @returns {{step: number, lang: Lang}}
 */
function askedStep(story, atlas) {
  const asked = new URLSearchParams(location.hash.replace(/^#/, ""));
  const step = Number(asked.get("step"));
  const lang = asked.get("lang");
  return {
    step: Number.isInteger(step) && step >= 1 && step <= story.steps.length ? step - 1 : 0,
    lang: lang === "zh" || lang === "en" ? lang : atlas.language,
  };
}

/** @param {Walk} walk */
function keepStep({ page, step }) {
  if (location.protocol === "about:" || step < 0) return;
  const { lang } = page.store.get();
  const fragment = `#step=${step + 1}` + (lang === page.atlas.language ? "" : `&lang=${lang}`);
  if (fragment !== location.hash) history.replaceState(null, "", fragment);
}

/**
 * @param {Walk} walk
 * @param {L.Map} map
 * @param {number} step
 */
function takeStep(walk, map, step) {
  const { page, story } = walk;
  const { theme, select } = story.steps[step];
  walk.step = step;
  page.store.set({ theme, hidden: [], view: null, selected: chosen(page, theme, select) });
  showPlace(walk, map);
  keepStep(walk);
}

/**
 * @param {Page} page
 * @param {number} theme
 * @param {string | null} key adcode of a district or id of a mark
 * @returns {Selected | null}
 */
function chosen({ atlas }, theme, key) {
  if (key === null) return null;
  const district = atlas.districts.findIndex(({ code }) => code === key);
  if (district >= 0) return { type: "district", index: district };
  const index = atlas.themes[theme].marks.find((row) => atlas.marks[row].id === key);
  return index === undefined ? null : { type: "mark", index };
}

/**
 * Without an animation: the next step may come before it ends.
 * @param {Walk} walk
 * @param {L.Map} map
 */
function showPlace({ page, story, step }, map) {
  const { extent } = story.steps[step];
  fitTheme(page, map, false);
  if (extent === null) return;
  const [west, south, east, north] = extent;
  map.fitBounds([[south, west], [north, east]], { padding: [14, 14], animate: false });
}

/**
 * @param {Walk} walk
 * @param {ReturnType<typeof stepsView>} steps
 * @param {L.Map} map
 */
function listenToReader(walk, steps, map) {
  const container = map.getContainer();
  const step = (/** @type {number} */ to) => {
    walk.go(to);
    steps.show(walk.step, true);
  };
  document.querySelectorAll("[data-way]").forEach((button) => button.addEventListener("click", () =>
    step(walk.step + Number(button.getAttribute("data-way")))));
  addEventListener("keydown", (event) => {
    const inMap = event.target instanceof Element && container.contains(event.target);
    if (event.key === "Escape") walk.page.select(null, false);
    if (inMap || !KEYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    step(walk.step + KEYS[event.key]);
    event.preventDefault();
  });
  addEventListener("hashchange", () => {
    const asked = askedStep(walk.story, walk.page.atlas);
    walk.page.store.set({ lang: asked.lang });
    step(asked.step);
  });
  new ResizeObserver(() => {
    if (!container.clientWidth) return; // on paper
    map.invalidateSize({ animate: false });
    if (!walk.page.store.get().view) showPlace(walk, map);
  }).observe(container);
}

/**
 * The parts around text and map.
 * @param {Walk} walk
 * @param {ReturnType<typeof stepsView>} steps
 * @param {string} id of the map
 */
function buildFrame(walk, steps, id) {
  const { page, story } = walk;
  const app = /** @type {HTMLElement} */ (document.getElementById("geomap"));
  const [head, caption] = [el("header", { class: "head" }), el("section", { class: "caption" })];
  const credits = el("footer", { class: "credits" });
  const card = el("section", { class: "card", "aria-live": "polite" });
  const legend = legendView(page);
  const fold = el("details", { class: "shown", open: innerWidth > 760 }, el("summary", {}), legend.node, credits);
  const way = (/** @type {number} */ by) => el("button", { type: "button", class: "tool", "data-way": by });
  const [back, on, count] = [way(-1), way(1), el("span", { class: "count", role: "status" })];
  app.classList.add("story");
  app.prepend(head, steps.node);
  const below = el("section", { class: "below", tabindex: "0" }, card, fold);
  app.append(caption, below, el("nav", { class: "ways" }, back, count, on));
  const counted = () => {
    count.textContent = `${walk.step + 1} / ${story.steps.length}`;
    back.disabled = walk.step <= 0;
    on.disabled = walk.step === story.steps.length - 1;
  };
  return {
    count: counted,
    /** @param {State} state @param {Set<keyof State>} changed */
    update(state, changed) {
      legend.update(state, changed);
      if (state.selected) fillCard([page], card);
      else refill(card);
      if (!changed.has("theme") && !changed.has("lang")) return;
      const { lang } = state;
      const theme = page.theme();
      const map = document.getElementById(id);
      if (map) map.setAttribute("aria-label", `${page.ui("map")}${page.ui("colon")}${page.say(theme.title)}`);
      if (map) map.setAttribute("role", "region");
      refill(caption, el("h2", {}, page.say(theme.title)), el("p", { class: "subtitle" }, page.say(theme.subtitle)));
      caption.setAttribute("aria-label", page.say(theme.title));
      below.setAttribute("aria-label", page.ui("panel"));
      /** @type {Element} */ (fold.firstElementChild).textContent = page.ui("legend");
      refill(credits, ...[theme.approval, theme.date, ...theme.sources].map((words) => el("p", {}, ...linked(page.say(words)))));
      back.textContent = storyWords("before", lang);
      on.textContent = storyWords("next", lang);
      fillStoryHead(walk, head);
    },
  };
}

/**
 * @param {Walk} walk
 * @param {HTMLElement} head
 */
function fillStoryHead({ page, story }, head) {
  const { lang } = page.store.get();
  const title = told(story.title, lang);
  const other = lang === "zh" ? "en" : "zh";
  const focused = head.contains(document.activeElement);
  const tool = el("button", {
    type: "button", class: "tool", id: "tool-lang", lang: other === "zh" ? "zh-CN" : "en", click: () => page.store.set({ lang: other }),
  }, page.ui("other_language"));
  refill(head,
    el("div", { class: "titles" }, el("p", { class: "eyebrow" }, page.say(page.atlas.atlas)), el("h1", {}, title)),
    el("div", { class: "tools" }, page.atlas.bilingual ? tool : null));
  document.title = `${title} – ${page.say(page.atlas.atlas)}`;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  if (focused) tool.focus();
}

/**
 * On paper each step is its text and a picture of its map.
 * @param {Walk} walk
 * @param {L.Map} map
 */
function printStory(walk, map) {
  const { page, story } = walk;
  const sheet = el("div", { class: "sheet", "aria-hidden": "true" });
  document.body.append(sheet);
  addEventListener("beforeprint", () => {
    const { lang } = page.store.get();
    const before = walk.step;
    const parts = story.steps.map((_, number) => {
      takeStep(walk, map, number);
      return el("article", {}, ...stepWords(story, number, lang), drawPicture(page, map.getContainer()));
    });
    takeStep(walk, map, before);
    refill(sheet, el("h1", {}, told(story.title, lang)), story.intro === null ? null : el("p", {}, told(story.intro, lang)), ...parts);
  });
  addEventListener("afterprint", () => refill(sheet));
}
