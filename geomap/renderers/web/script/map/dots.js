// Pointing at dots: a dot under the pointer comes before the district below it.

/**
 * @param {Page} page
 * @param {L.Map} map
 * @param {DotLayer} dots
 * @param {Hover} hover
 */
export function listenForDots(page, map, dots, hover) {
  const container = map.getContainer();
  const dotAt = (/** @type {MouseEvent} */ event) => (onMap(event) ? dots.nearest(map.mouseEventToContainerPoint(event)) : null);
  page.beside = (row) => (page.atlas.dots && row >= page.atlas.marks.length ? page.atlas.dots.beside(dots, row) : []);
  container.addEventListener("click", (event) => {
    const index = dotAt(event);
    if (index === null) return;
    event.stopPropagation();
    page.select({ type: "mark", index }, false);
  }, true);
  let isOn = false;
  container.addEventListener("mousemove", (event) => {
    const index = dotAt(event);
    container.classList.toggle("on-dot", index !== null);
    if (index !== null) hover.enter(map.mouseEventToLatLng(event), { type: "mark", index });
    else if (isOn) hover.leave();
    isOn = index !== null;
  });
}

/** @param {MouseEvent} event */
function onMap(event) {
  return !/** @type {HTMLElement} */ (event.target).closest(".leaflet-control");
}
