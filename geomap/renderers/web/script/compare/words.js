// Words of the page that compares, in both languages.

/** @type {{[key: string]: [string, string]}} */
const COMPARE_WORDS = {
  compare: ["对比", "Compare"],
  left: ["左图", "Left map"],
  right: ["右图", "Right map"],
  swipe: ["拉帘", "Swipe"],
  divider: ["分界位置（百分比）", "Place of the divider (per cent)"],
  pick: ["点按地图上的区县，两图的数值一并列出", "Choose a district on a map to see both values"],
  legends: ["图例、数值与来源", "Legends, values and sources"],
};

/**
 * @param {string} key
 * @param {Lang} lang
 */
export function compareWords(key, lang) {
  return COMPARE_WORDS[key][lang === "zh" ? 0 : 1];
}
