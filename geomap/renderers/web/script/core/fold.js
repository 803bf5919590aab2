// Words as they are compared when something is looked for.

/**
 * @param {string} words
 */
export function folded(words) {
  return words.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f\s'’·.-]/g, "");
}
