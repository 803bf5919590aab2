// The text of a story, and which of its steps is being read.

import { el, refill } from "../core/dom.js";
import { storyWords } from "./words.js";

const READ = 0.3; // of the column's height: the step that begins above this line is the one being read
const GAP_ABOVE = 24; // pixels above a step that a key or button leads to

/**
 * @param {Told} words
 * @param {Lang} lang
 */
export function told(words, lang) {
  return typeof words === "string" ? words : words[lang === "zh" ? 0 : 1];
}

/**
 * The column of text.
 * @param {Story} story
 * @param {(step: number) => void} reached called when the reader scrolls to another step
 */
export function stepsView(story, reached) {
  const intro = el("div", { class: "intro" });
  const sections = story.steps.map((_, number) => el("section", { class: "step", id: `step-${number + 1}`, tabindex: "-1" }));
  const column = el("div", { class: "steps", tabindex: "0", role: "region" }, intro, ...sections);
  let moving = false;
  column.addEventListener("scroll", () => {
    if (moving) return;
    const line = column.getBoundingClientRect().top + column.clientHeight * READ;
    const passed = sections.filter((section) => section.getBoundingClientRect().top <= line).length;
    reached(Math.max(passed - 1, 0));
  }, { passive: true });
  return {
    node: column,
    /** @param {Lang} lang */
    write(lang) {
      column.setAttribute("aria-label", storyWords("steps", lang));
      refill(intro, story.intro === null ? null : el("p", {}, told(story.intro, lang)));
      sections.forEach((section, number) => refill(section, ...stepWords(story, number, lang)));
    },
    /** @param {number} step */
    mark(step) {
      sections.forEach((section, number) => {
        if (number === step) section.setAttribute("aria-current", "step");
        else section.removeAttribute("aria-current");
      });
    },
    /** @param {number} step @param {boolean} focus */
    show(step, focus) {
      moving = true;
      // The first step brings what stands before it.
      const below = sections[step].getBoundingClientRect().top - column.getBoundingClientRect().top;
      column.scrollTop += below - (step ? GAP_ABOVE : column.clientHeight);
      if (focus) sections[step].focus({ preventScroll: true });
      requestAnimationFrame(() => requestAnimationFrame(() => { moving = false; }));
    },
  };
}

/**
 * @param {Story} story
 * @param {number} number
 * @param {Lang} lang
 */
export function stepWords(story, number, lang) {
  const { title, text } = story.steps[number];
  return [
    el("p", { class: "eyebrow" }, `${number + 1} / ${story.steps.length}`),
    el("h2", {}, told(title, lang)),
    ...text.map((words) => el("p", {}, told(words, lang))),
  ];
}
