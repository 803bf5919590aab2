// From the page's block of JSON to borders on the map.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const [IN_FULL, FULL] = [11, 32]; // as in geomap/geo/topology.py

/**
 * The numbers of an arc: see `packed` in geomap/geo/topology.py.
 * @param {string} text
 * @returns {number[]}
 */
export function unpacked(text) {
  const low = DIGITS.indexOf(text.charAt(0));
  const digits = Array.from(text, (digit) => DIGITS.indexOf(digit));
  const end = digits.length * 6;
  let at = 6;
  const bits = (/** @type {number} */ count) => {
    let value = 0;
    for (const stop = at + count; at < stop; at += 1) value = value * 2 + ((digits[Math.floor(at / 6)] >> (5 - (at % 6))) & 1);
    return value;
  };
  const numbers = [];
  for (;;) {
    let ones = 0;
    while (at < end && ones < IN_FULL && bits(1)) ones += 1;
    if (at >= end) return numbers;
    const value = ones < IN_FULL ? (ones << low) + bits(low) : bits(FULL);
    numbers.push(value % 2 ? (1 - value) / 2 : value / 2);
  }
}

/**
 * The points of an arc. They are Leaflet's own, made once: Leaflet copies any other kind for each
 * layer, and most arcs are in several.
 * @param {string} text
 * @param {number} step
 * @returns {LatLng[]}
 */
export function arcPoints(text, step) {
  const numbers = unpacked(text);
  /** @type {LatLng[]} */
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    x += numbers[i];
    y += numbers[i + 1];
    points.push(L.latLng(y * step, x * step));
  }
  return points;
}

/**
 * @param {string} json
 * @returns {Atlas}
 */
export function readAtlas(json) {
  /** @type {Payload} */
  const payload = JSON.parse(json);
  const marks = /** @type {Mark[]} */ (rows(payload.marks));
  const dots = payload.dots ? geomapDots.openDots(payload) : null;
  return {
    ...payload,
    dots,
    mark: (number) => (dots && number >= marks.length ? dots.mark(number) : marks[number]),
    themes: payload.themes.map((theme) => ({ ...theme, districts: theme.districts.map(named) })),
    marks,
    lines: payload.arcs.map((arc) => arcPoints(arc, payload.step)),
  };
}

/**
 * Columns turned back into rows.
 * @param {Columns} table
 * @returns {object[]}
 */
export function rows({ count, columns }) {
  /** @type {{[key: string]: unknown}[]} */
  const found = Array.from({ length: count }, () => ({}));
  Object.entries(columns).forEach(([key, { all, each, values, at }]) => found.forEach((row, i) => {
    row[key] = each ? each[i] : values && at ? values[at[i]] : all;
  }));
  return found;
}

/**
 * @param {PackedDistrict} packed
 * @returns {DrawnDistrict}
 */
function named([district, item, value, facts, measures, marks, circle]) {
  return { district, item, value, facts, measures, marks, circle };
}

/**
 * @param {Atlas} atlas
 * @param {number[]} ring
 * @returns {LatLng[]}
 */
function ringPoints(atlas, ring) {
  /** @type {LatLng[]} */
  const points = [];
  ring.forEach((number) => {
    const arc = number < 0 ? atlas.lines[~number].slice().reverse() : atlas.lines[number];
    points.push(...(points.length ? arc.slice(1) : arc));
  });
  return points;
}

/**
 * A district as polygons, each a shell and its holes.
 * @param {Atlas} atlas
 * @param {number} district
 * @returns {LatLng[][][]}
 */
export function districtPolygons(atlas, district) {
  return atlas.districts[district].rings.map((polygon) =>
    polygon.map((ring) => ringPoints(atlas, ring)));
}

/**
 * @param {[number, number]} point longitude, latitude
 * @returns {LatLng}
 */
export function toLatLng(point) {
  return [point[1], point[0]];
}

/**
 * The polygons that an area covers.
 * @param {Atlas} atlas
 * @param {Area} area
 * @returns {LatLng[][][]}
 */
export function areaPolygons(atlas, area) {
  if (area.of) return area.of.flatMap((number) => districtPolygons(atlas, number));
  return (area.area || []).map((polygon) => polygon.map((ring) => ring.map(toLatLng)));
}

/**
 * The lines around an area: of whole districts, each border that only one of them has.
 * @param {Atlas} atlas
 * @param {Area} area
 * @returns {LatLng[][]}
 */
export function areaOutline(atlas, area) {
  if (!area.of) return areaPolygons(atlas, area).flat();
  /** @type {Map<number, number>} */
  const uses = new Map();
  area.of.forEach((number) => atlas.districts[number].rings.flat(2).forEach((arc) => {
    const key = arc < 0 ? ~arc : arc;
    uses.set(key, (uses.get(key) || 0) + 1);
  }));
  return Array.from(uses).filter(([, count]) => count === 1).map(([arc]) => atlas.lines[arc]);
}
