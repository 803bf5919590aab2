// Dots into pixels. A million of them are counted into a picture in some hundredths of a second,
// where a path each would take seconds, and no graphics card is asked for.

const AREA = 0.03; // share of the map that dots cover together
const [SMALLEST, LARGEST] = [1.5, 7]; // pixels across
const ROUND = 3; // pixels from which a dot is a disc with a rim
const RIM = 0xccffffff;
const MIX = 2654435761; // Knuth's multiplier: numbers in a row come out in no order

/**
 * A picture of dots, and which dot each of its pixels shows.
 * @param {number} width in device pixels
 * @param {number} height
 * @returns {Raster}
 */
export function createRaster(width, height) {
  const pixels = width * height;
  return {
    width, height, seen: 0, most: 0,
    owner: new Int32Array(pixels), look: new Uint8Array(pixels), count: new Uint16Array(pixels),
    shown: new Int32Array(pixels), image: new Uint32Array(pixels),
  };
}

/**
 * Count the dots of a set into a raster; where several meet, one of the rarest is shown.
 * @param {Raster} raster
 * @param {Places} places
 * @param {View18} view
 * @param {Counted} what
 */
export function countDots(raster, places, view, what) {
  const { across, down, first } = places;
  const side = 4096 * view.scale;
  for (let cell = 0; cell + 1 < first.length; cell += 1) {
    const [west, north] = [across[cell] * side - view.left, down[cell] * side - view.top];
    const isSeen = west <= raster.width && north <= raster.height && west + side >= 0 && north + side >= 0;
    if (isSeen) countRows(raster, places, view, what, [first[cell], first[cell + 1]]);
  }
}

/**
 * @param {Raster} raster
 * @param {Places} places
 * @param {View18} view
 * @param {Counted} what
 * @param {[number, number]} range of rows
 */
function countRows(raster, { x, y }, { scale, left, top }, { start, rows, codes, looks, rarity }, [from, to]) {
  const { width, height, owner, look, count } = raster;
  for (let row = from; row < to; row += 1) {
    if (rows && !rows[row]) continue;
    const column = Math.floor((x[row] + 0.5) * scale - left);
    const line = Math.floor((y[row] + 0.5) * scale - top);
    if (column < 0 || line < 0 || column >= width || line >= height) continue;
    const at = line * width + column;
    const mine = looks[codes ? codes[row] : 0];
    raster.seen += 1;
    if (count[at] < 65535) count[at] += 1;
    if (look[at] && isBelow(rarity[mine] - rarity[look[at]], start + row + 1, owner[at])) continue;
    look[at] = mine;
    owner[at] = start + row + 1;
  }
}

/**
 * Whether a dot is hidden by the one that is shown: by a rarer one, else by chance, the same each time.
 * @param {number} rarer how much rarer its class is
 * @param {number} mine number of the dot
 * @param {number} shown number of the one that is shown
 */
function isBelow(rarer, mine, shown) {
  return rarer < 0 || (rarer === 0 && Math.imul(mine, MIX) >>> 0 < Math.imul(shown, MIX) >>> 0);
}

/**
 * Pixels across that a dot has where so many are seen: the fewer, the larger.
 * @param {number} seen
 * @param {number} area in pixels
 */
export function dotSize(seen, area) {
  return seen ? Math.min(LARGEST, Math.max(SMALLEST, Math.sqrt((AREA * area) / seen))) : LARGEST;
}

/**
 * Draw what was counted.
 * @param {Raster} raster
 * @param {number} size device pixels across a dot
 * @param {number[][]} colors red, green, blue by look; look 0 is nothing
 * @param {PackedDots["depths"]} depths
 * @param {Uint8Array} rarity by look
 */
export function paintDots(raster, size, colors, depths, rarity) {
  const { width, height, owner, look, count, shown, image } = raster;
  const stamp = disc(size);
  const top = new Uint8Array(look.length);
  const inks = depths.map(([, opacity, shade]) => colors.map((color) => inkOf(color, size >= ROUND ? 1 : opacity, shade)));
  for (let at = 0; at < look.length; at += 1) {
    if (!look[at]) continue;
    const [column, line] = [at % width, Math.floor(at / width)];
    let depth = 0;
    while (depth + 1 < depths.length && count[at] >= depths[depth + 1][0]) depth += 1;
    const ink = inks[depth][look[at]];
    stamp.forEach(([dx, dy, rim]) => {
      if (column + dx < 0 || column + dx >= width || line + dy < 0 || line + dy >= height) return;
      const to = at + dy * width + dx;
      if (rim ? top[to] || image[to] : top[to] > rarity[look[at]] + 1) return;
      image[to] = rim ? RIM : ink;
      if (!rim) [top[to], shown[to]] = [rarity[look[at]] + 1, owner[at]];
    });
  }
}

/**
 * A colour as a picture holds it.
 * @param {number[]} color red, green, blue
 * @param {number} opacity
 * @param {number} shade share of black
 */
function inkOf(color, opacity, shade) {
  const [red, green, blue] = color.map((part) => Math.round(part * (1 - shade)));
  return ((Math.round(opacity * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/**
 * Where the pixels of a dot are, seen from its middle: right, down, and whether on its rim.
 * @param {number} size
 * @returns {[number, number, boolean][]}
 */
function disc(size) {
  const whole = Math.max(1, Math.round(size));
  /** @type {[number, number, boolean][]} */
  const found = [];
  const rim = size >= ROUND ? 1 : 0;
  const reach = Math.floor(whole / 2) + rim;
  const middle = whole % 2 ? 0 : -0.5;
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const far = Math.hypot(dx - middle, dy - middle);
      const inside = size < ROUND ? dx >= -(whole >> 1) && dx < whole - (whole >> 1) && dy >= -(whole >> 1) && dy < whole - (whole >> 1)
        : far <= whole / 2;
      if (inside) found.push([dx, dy, false]);
      else if (rim && far <= whole / 2 + rim) found.push([dx, dy, true]);
    }
  }
  return found;
}

/**
 * The dot nearest to a place of the picture.
 * @param {Raster} raster
 * @param {number} x device pixels
 * @param {number} y
 * @param {number} near how far it may be
 * @returns {number | null} its row among all marks
 */
export function nearestDot({ width, height, shown }, x, y, near) {
  let best = near * near + 1;
  let found = 0;
  for (let line = Math.max(0, Math.floor(y - near)); line <= Math.min(height - 1, Math.ceil(y + near)); line += 1) {
    for (let column = Math.max(0, Math.floor(x - near)); column <= Math.min(width - 1, Math.ceil(x + near)); column += 1) {
      const owner = shown[line * width + column];
      const far = (column + 0.5 - x) ** 2 + (line + 0.5 - y) ** 2;
      if (owner && far < best) [best, found] = [far, owner];
    }
  }
  return found ? found - 1 : null;
}
