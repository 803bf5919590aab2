// Two maps that always show the same place.

/**
 * The extents of the themes on both sides together.
 * @param {Page[]} sides
 */
function together(sides) {
  const bounds = L.latLngBounds([]);
  sides.forEach((side) => {
    const [west, south, east, north] = side.theme().extent;
    bounds.extend([[south, west], [north, east]]);
  });
  return bounds;
}

/**
 * Show all of both, and let neither map go where the other one may not.
 * @param {Page[]} sides
 * @param {L.Map[]} maps
 */
export function fitBoth(sides, maps) {
  const bounds = together(sides);
  maps.forEach((map) => {
    map.setMinZoom(2);
    map.setMaxBounds();
  });
  maps.forEach((map) => map.fitBounds(bounds, { padding: [10, 10], animate: false }));
  maps.forEach((map) => {
    map.setMinZoom(map.getZoom() - 0.5);
    map.setMaxBounds(bounds.pad(0.6));
  });
}

/**
 * What one map shows the other one shows as well.
 * @param {L.Map[]} maps
 */
export function linkViews(maps) {
  let following = false;
  maps.forEach((map, side) => {
    map.on("move", () => {
      if (following) return;
      following = true;
      maps[1 - side].setView(map.getCenter(), map.getZoom(), { animate: false });
      following = false;
    });
  });
}
