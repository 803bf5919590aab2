// GCJ-02, the datum of many Chinese base maps: geomap/geo/shift.py says the same in Python. That a
// position lies in China is taken for granted here: the outline would weigh more than all of this.

const AXIS = 6378245;
const ECCENTRICITY = 0.006693421622965943; // squared
const RADIAN = Math.PI / 180;
const STEPS = 6; // each makes the error some forty times smaller

/**
 * Where GCJ-02 has a position of WGS84.
 * @param {number} lng
 * @param {number} lat
 * @returns {[number, number]} longitude, latitude
 */
export function toGcj02(lng, lat) {
  const [east, north] = metresOff(lng - 105, lat - 35);
  const w2 = 1 - ECCENTRICITY * Math.sin(lat * RADIAN) ** 2;
  const w = Math.sqrt(w2);
  return [
    lng + (east * w) / (AXIS * Math.cos(lat * RADIAN) * RADIAN),
    lat + (north * w2 * w) / (AXIS * (1 - ECCENTRICITY) * RADIAN),
  ];
}

/**
 * The position in WGS84 of one in GCJ-02, by iteration: step back by what the shift overshoots.
 * @param {number} lng
 * @param {number} lat
 * @returns {[number, number]} longitude, latitude
 */
export function fromGcj02(lng, lat) {
  let [x, y] = [lng, lat];
  for (let step = 0; step < STEPS; step += 1) {
    const [overLng, overLat] = toGcj02(x, y);
    x += lng - overLng;
    y += lat - overLat;
  }
  return [x, y];
}

/**
 * @param {number} x degrees east of the point that GCJ-02 is written around
 * @param {number} y degrees north of it
 */
function metresOff(x, y) {
  const wave = (/** @type {number} */ degrees, /** @type {number} */ halfTurns) =>
    Math.sin(Math.PI * halfTurns * degrees);
  const root = Math.sqrt(Math.abs(x));
  const ripple = 20 * (wave(x, 6) + wave(x, 2));
  const east = ripple + 20 * wave(x, 1) + 40 * wave(x, 1 / 3) + 150 * wave(x, 1 / 12) + 300 * wave(x, 1 / 30);
  const north = ripple + 20 * wave(y, 1) + 40 * wave(y, 1 / 3) + 160 * wave(y, 1 / 12) + 320 * wave(y, 1 / 30);
  return [
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + (east * 2) / 3,
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + (north * 2) / 3,
  ];
}
