// Sets of dots: where they are, and what each says.

import { blockNumbers, blockTexts } from "./blocks.js";

const CELL_BITS = 12; // of the place of a dot within its cell, as in dots.py
const WORLD = 2 ** 26; // pixels around the world, of 0.6 m at the equator

/**
 * @param {PackedDots} packed
 * @param {number} number of the set
 * @param {number} start number of its first row among all marks
 * @returns {DotSet}
 */
export function readSet(packed, number, start) {
  /** @type {Map<string, unknown>} */
  const known = new Map();
  /** @template Made @param {string} name @param {() => Made} make @returns {Made} */
  const once = (name, make) => {
    if (!known.has(name)) known.set(name, make());
    return /** @type {Made} */ (known.get(name));
  };
  const { count } = packed;
  return {
    ...packed,
    start,
    places: () => once("places", () => places(number, packed)),
    codes: (name, { size }) => (size ? once(name, () => blockNumbers(`${number}-${name}`, size, count)[0]) : null),
    texts: (name) => once(`text ${name}`, () => blockTexts(`${number}-${name}`)),
  };
}

/**
 * The value of a column in a row.
 * @template Value
 * @param {DotSet} set
 * @param {string} name
 * @param {PackedColumn<Value>} column
 * @param {number} row
 * @returns {Value}
 */
export function valueAt(set, name, column, row) {
  const codes = set.codes(name, column);
  return column.values[codes ? codes[row] : 0];
}

/**
 * Every second bit of 12.
 * @returns {Uint8Array}
 */
function halves() {
  const found = new Uint8Array(1 << CELL_BITS);
  for (let code = 0; code < found.length; code += 1) {
    for (let bit = 0; bit < CELL_BITS / 2; bit += 1) found[code] |= ((code >> (2 * bit)) & 1) << bit;
  }
  return found;
}

/**
 * Cells with their dots: within a cell, each dot is so many steps along the Morton curve from the one before.
 * @param {number} number
 * @param {PackedDots} packed
 * @returns {Places}
 */
function places(number, { count, cells: many }) {
  const [across, down, counts] = blockNumbers(`${number}-cells`, 4, many);
  const [steps] = blockNumbers(`${number}-steps`, 3, count);
  const half = halves();
  const [x, y] = [new Int32Array(count), new Int32Array(count)];
  const first = new Int32Array(many + 1);
  const low = (1 << CELL_BITS) - 1;
  for (let cell = 0, row = 0; cell < many; cell += 1) {
    const [left, top] = [across[cell] << CELL_BITS, down[cell] << CELL_BITS];
    const end = row + counts[cell];
    for (let code = 0; row < end; row += 1) {
      code += steps[row];
      const [fine, rough] = [code & low, code >> CELL_BITS];
      x[row] = left + half[fine] + (half[rough] << 6);
      y[row] = top + half[fine >> 1] + (half[rough >> 1] << 6);
    }
    first[cell + 1] = end;
  }
  return { x, y, across, down, first };
}

/**
 * Longitude and latitude of a dot: of the middle of its pixel.
 * @param {DotSet} set
 * @param {number} row
 * @returns {[number, number]}
 */
export function degreesAt(set, row) {
  const { x, y } = set.places();
  const north = Math.PI * (1 - (2 * (y[row] + 0.5)) / WORLD);
  return [((x[row] + 0.5) / WORLD) * 360 - 180, (Math.atan(Math.sinh(north)) * 180) / Math.PI];
}

/**
 * What the card of a dot says: number of the label, and the words in both languages.
 * @param {DotSet} set
 * @param {number} row
 * @param {Payload["texts"]} texts
 * @returns {[Words, string, string][]}
 */
export function factsAt(set, row, texts) {
  return set.facts.map((fact, place) => {
    const [zh, en] = wordsOfFact(set, fact, place, row, texts);
    return /** @type {[Words, string, string]} */ ([fact.label, zh, en]);
  }).filter(([, zh]) => zh !== "");
}

/**
 * @param {DotSet} set
 * @param {PackedFact} fact
 * @param {number} place
 * @param {number} row
 * @param {Payload["texts"]} texts
 * @returns {[string, string]}
 */
export function wordsOfFact(set, fact, place, row, texts) {
  const own = set.texts(`fact${place}`);
  if (fact.values.length || !own) {
    const text = texts[valueAt(set, `fact${place}`, fact, row)];
    return typeof text === "string" ? [text, text] : text;
  }
  const english = set.texts(`fact${place}_en`) || own;
  return [own.row(row), english.row(row)];
}

/**
 * The name of a dot in both languages.
 * @param {DotSet} set
 * @param {number} row
 * @returns {[string, string]}
 */
export function nameAt(set, row) {
  const names = /** @type {TextColumn} */ (set.texts("name"));
  return [names.row(row), (set.texts("name_en") || names).row(row)];
}
