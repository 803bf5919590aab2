// Columns of many rows, each in an inert block of the page: see blocks.py.

import { inflate } from "./inflate.js";

export const PIECE = 1024; // rows of a column of texts that are packed together
const BETWEEN = "\x1e";

/**
 * @param {string} name
 * @returns {string | null} null where the page has no such block
 */
function blockText(name) {
  const node = document.getElementById(`geomap-${name}`);
  return node && node.textContent;
}

/**
 * @param {string} text base64
 * @returns {Uint8Array}
 */
export function bytesOf(text) {
  const quick = /** @type {{fromBase64?: (text: string) => Uint8Array}} */ (/** @type {unknown} */ (Uint8Array));
  if (quick.fromBase64) return quick.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/**
 * Columns of whole numbers from their byte planes.
 * @param {Uint8Array} bytes
 * @param {number} size bytes a number
 * @param {number} count rows
 * @returns {Numbers[]}
 */
export function fromPlanes(bytes, size, count) {
  const columns = count ? bytes.length / (size * count) : 0;
  return Array.from({ length: columns }, (_, column) => {
    const start = column * size * count;
    if (size === 1) return bytes.subarray(start, start + count);
    const found = new Int32Array(count);
    for (let plane = 0; plane < size; plane += 1) {
      const at = start + plane * count;
      for (let i = 0; i < count; i += 1) found[i] |= bytes[at + i] << (8 * plane);
    }
    return found;
  });
}

/**
 * @param {string} name
 * @param {number} size
 * @param {number} count
 */
export function blockNumbers(name, size, count) {
  const text = blockText(name);
  if (text === null) throw new Error(`geomap: the page has no block ${name}`);
  return fromPlanes(inflate(bytesOf(text)), size, count);
}

/**
 * A column of texts; a piece is unpacked when one of its rows is asked for.
 * @param {string} name
 * @returns {TextColumn | null} null where the page has no such column
 */
export function blockTexts(name) {
  const text = blockText(name);
  if (text === null) return null;
  const pieces = text.split(",");
  /** @type {string[][]} */
  const read = [];
  const decoder = new TextDecoder();
  const piece = (/** @type {number} */ number) => {
    if (!read[number]) read[number] = decoder.decode(inflate(bytesOf(pieces[number]))).split(BETWEEN);
    return read[number];
  };
  return { pieces: pieces.length, piece, row: (row) => piece(Math.floor(row / PIECE))[row % PIECE] };
}
