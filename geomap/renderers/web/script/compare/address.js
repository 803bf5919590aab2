// What is compared, in the fragment of the address: #left=metro&right=renewal&select=500112&swipe=40

/**
 * @param {string} fragment
 * @param {Atlas} atlas
 * @returns {{themes: [number, number], lang: Lang, code: string | null, swipe: number | null, view: State["view"]}}
 */
export function parseCompared(fragment, atlas) {
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  const place = (/** @type {string} */ key, /** @type {number} */ otherwise) => {
    const found = atlas.themes.findIndex((theme) => theme.theme === asked.get(key));
    return found < 0 ? otherwise : found;
  };
  const swipe = asked.has("swipe") ? Number(asked.get("swipe")) : NaN;
  const lang = asked.get("lang");
  const view = (asked.get("view") || "").split(",").map(Number);
  return {
    themes: [place("left", 0), place("right", Math.min(1, atlas.themes.length - 1))],
    lang: lang === "zh" || lang === "en" ? lang : atlas.language,
    code: asked.get("select"),
    swipe: swipe >= 0 && swipe <= 100 ? Math.round(swipe) : null,
    view: view.length === 3 && view.every(Number.isFinite) ? [view[0], view[1], view[2]] : null,
  };
}

/**
 * @param {Atlas} atlas
 * @param {State[]} states
 * @param {number | null} swipe
 */
export function formatCompared(atlas, [left, right], swipe) {
  const key = (/** @type {State} */ state) => encodeURIComponent(atlas.themes[state.theme].theme);
  const parts = [`left=${key(left)}`, `right=${key(right)}`];
  if (left.selected && left.selected.type === "district") parts.push(`select=${atlas.districts[left.selected.index].code}`);
  if (left.view) parts.push(`view=${left.view.join(",")}`);
  if (swipe !== null) parts.push(`swipe=${swipe}`);
  if (left.lang !== atlas.language) parts.push(`lang=${left.lang}`);
  return parts.join("&");
}
