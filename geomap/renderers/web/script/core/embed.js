// The page inside another page, and on paper.

/**
 * Tell the page around this one how tall the content is: an iframe cannot know.
 * @param {Page} page
 */
export function tellHeight(page) {
  if (parent === window) return;
  let told = 0;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (!page.store.get().plain || height === told) return;
    told = height;
    // Any page may embed this one, and a height is no secret.
    parent.postMessage({ type: "geomap:height", height, theme: page.theme().theme }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  page.store.watch(tell);
}

/**
 * A printed sheet has a size of its own: give the map that size while the browser lays it out.
 * @param {Page} page
 * @param {L.Map} map
 * @param {() => void} fit
 */
export function fitPrint(page, map, fit) {
  const turn = (/** @type {boolean} */ printing) => {
    page.store.set({ printing });
    map.invalidateSize({ animate: false, pan: false });
    fit();
  };
  addEventListener("beforeprint", () => turn(true));
  addEventListener("afterprint", () => turn(false));
}
