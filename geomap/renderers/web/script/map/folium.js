// What folium's own layers expect on a page, for maps that a notebook user added layers to:
// Leaflet's marker without files beside the page, and the two uses folium makes of jQuery's $.

/**
 * @param {[string, string, string]} marker icon, icon for fine screens, shadow, as data: addresses
 */
export function helpFolium(marker) {
  const [iconUrl, iconRetinaUrl, shadowUrl] = marker;
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions({ iconUrl, iconRetinaUrl, shadowUrl });
  const page = /** @type {Window & {$?: typeof dollar}} */ (window);
  if (!page.$) page.$ = dollar;
}

/**
 * `$(document).ready(f)`, and `$("<div>…</div>")[0]` for the HTML of a popup. That HTML is the
 * caller's own, as everywhere in folium.
 * @param {Document | string} what
 * @returns {Element[] | {ready(listener: () => void): void}}
 */
function dollar(what) {
  if (typeof what === "string") {
    const box = document.createElement("template");
    box.innerHTML = what.trim();
    return Array.from(box.content.children);
  }
  return {
    ready: (/** @type {() => void} */ listener) =>
      (document.readyState === "loading" ? addEventListener("DOMContentLoaded", listener) : listener()),
  };
}
