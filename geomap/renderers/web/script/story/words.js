// Words of the page that tells a story, in both languages.

/** @type {{[key: string]: [string, string]}} */
const STORY_WORDS = {
  before: ["上一步", "Back"],
  next: ["下一步", "Next"],
  steps: ["分步讲述", "The story, step by step"],
};

/**
 * @param {string} key
 * @param {Lang} lang
 */
export function storyWords(key, lang) {
  return STORY_WORDS[key][lang === "zh" ? 0 : 1];
}
