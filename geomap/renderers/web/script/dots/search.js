// Dots by name: the names of a piece of rows are one long text, which browsers search quickly.

import { folded } from "../core/fold.js";
import { PIECE } from "./blocks.js";

const PART = "\x1f"; // between the ways to write a name
const MOST = 60; // rows that are looked at more closely

/**
 * The rows of a set whose names hold one of the words, if the others name it too, or where it is.
 * @param {DotSet} set
 * @param {string[]} words folded
 * @param {(district: number) => string[]} districtNames folded
 * @returns {number[]} those whose name begins with a word first
 */
export function candidates(set, words, districtNames) {
  /** @type {number[]} */
  const first = [];
  /** @type {number[]} */
  const others = [];
  const last = Math.ceil(set.count / PIECE);
  for (let piece = 0; piece < last && first.length < MOST; piece += 1) {
    const { text, lines } = haystack(set, piece);
    words.forEach((word) => {
      let line = 0;
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        while (line + 1 < lines.length && lines[line + 1] <= at) line += 1;
        const row = piece * PIECE + line;
        const found = begins(text, at) ? first : others;
        if (found.length < MOST && !found.includes(row) && fits(set, row, words, districtNames)) found.push(row);
      }
    });
  }
  return [...first, ...others].slice(0, MOST);
}

/**
 * @param {string} text
 * @param {number} at
 */
function begins(text, at) {
  return at === 0 || text[at - 1] === "\n" || text[at - 1] === PART;
}

/**
 * @param {DotSet} set
 * @param {number} row
 * @param {string[]} words
 * @param {(district: number) => string[]} districtNames
 */
function fits(set, row, words, districtNames) {
  if (words.length < 2) return true;
  const { text, lines } = haystack(set, Math.floor(row / PIECE));
  const line = row % PIECE;
  const own = text.slice(lines[line], line + 1 < lines.length ? lines[line + 1] : text.length);
  const codes = set.codes("districts", set.districts);
  const places = set.districts.values[codes ? codes[row] : 0].flatMap(districtNames);
  return words.every((word) => own.includes(word) || places.some((name) => name.includes(word)));
}

/**
 * The names of a piece in all ways they are written, a line each, and where each line begins.
 * @param {DotSet} set
 * @param {number} piece
 */
function haystack(set, piece) {
  if (!set.hay) set.hay = [];
  if (!set.hay[piece]) {
    const names = /** @type {TextColumn} */ (set.texts("name")).piece(piece);
    const english = set.texts("name_en");
    const other = english ? english.piece(piece) : null;
    const written = names.map((name, i) => [name, ...(other ? [other[i]] : [])].map(folded).concat(initialsOf(set, name)));
    const lines = new Int32Array(written.length);
    let text = "";
    written.forEach((ways, i) => {
      lines[i] = text.length;
      text += `${ways.join(PART)}\n`;
    });
    set.hay[piece] = { text, lines };
  }
  return set.hay[piece];
}

/**
 * A name as its initials are typed: 渝北充电站 is ybcdz; two ways where a character has two.
 * @param {DotSet} set
 * @param {string} name
 * @returns {string[]}
 */
export function initialsOf(set, name) {
  if (!set.readings) {
    /** @type {Map<string, string>} */
    const readings = new Map();
    Object.entries(set.letters).forEach(([letter, characters]) =>
      Array.from(characters).forEach((character) => readings.set(character, (readings.get(character) || "") + letter)));
    set.readings = readings;
  }
  const known = set.readings;
  const ways = ["", ""];
  Array.from(name.toLowerCase()).forEach((character) => {
    const letters = /[a-z0-9]/.test(character) ? character : known.get(character) || "";
    ways[0] += letters.charAt(0);
    ways[1] += letters.charAt(letters.length - 1);
  });
  return ways[0] === ways[1] ? ways.slice(0, 1) : ways;
}
