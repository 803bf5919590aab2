// Tiles of a base map. Only pages that have one carry this script: `geomapTiles.tileLayer(…)`.

import { fromGcj02, toGcj02 } from "./gcj02.js";

const TILE = 256;
const MARGIN = 16; // pixels; GCJ-02's shift changes by less from one edge of a screen to the other

/**
 * @param {Basemap} basemap
 * @param {number} maxZoom
 * @returns {L.TileLayer}
 */
export function tileLayer(basemap, maxZoom) {
  const { url, subdomains, zoom: maxNativeZoom } = basemap;
  const options = { subdomains, maxNativeZoom, maxZoom };
  return basemap.gcj02 ? shifted(L.tileLayer(url, options)) : L.tileLayer(url, options);
}

/**
 * Tiles in GCJ-02 laid where they belong on a map in WGS84: the data stays where it is.
 * @param {L.TileLayer} plain
 * @returns {L.TileLayer}
 */
function shifted(plain) {
  const layer = /** @type {InnerTileLayer} */ (/** @type {unknown} */ (plain));
  const inView = layer._getTiledPixelBounds;
  // Leaflet has no option for this: what lies in view has another place, and so other tiles.
  layer._getTiledPixelBounds = (centre) => {
    const [lng, lat] = toGcj02(centre.lng, centre.lat);
    const bounds = inView.call(layer, L.latLng(lat, lng));
    const min = bounds.getTopLeft().subtract([MARGIN, MARGIN]);
    return L.bounds(min, bounds.getBottomRight().add([MARGIN, MARGIN]));
  };
  return plain.on("tileloadstart", (/** @type {L.TileEvent} */ { tile, coords }) => lay(layer._map, tile, coords));
}

/**
 * Move one tile, and make it meet its neighbours: each edge is where the neighbour has it too.
 * @param {L.Map} map
 * @param {HTMLElement} tile
 * @param {L.Coords} coords
 */
function lay(map, tile, { x, y, z }) {
  const at = corner(map, x, y, z);
  L.DomUtil.setPosition(tile, L.DomUtil.getPosition(tile).add(at).subtract([x * TILE, y * TILE]));
  tile.style.width = `${corner(map, x + 1, y, z).x - at.x}px`;
  tile.style.height = `${corner(map, x, y + 1, z).y - at.y}px`;
}

/**
 * Where the north-western corner of a tile belongs, in pixels of its zoom.
 * @param {L.Map} map
 * @param {number} x
 * @param {number} y
 * @param {number} z
 */
function corner(map, x, y, z) {
  const { lng, lat } = map.unproject([x * TILE, y * TILE], z);
  const [trueLng, trueLat] = fromGcj02(lng, lat);
  return map.project([trueLat, trueLng], z).round();
}
