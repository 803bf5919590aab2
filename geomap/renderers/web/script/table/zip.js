// Files in a ZIP archive, stored as they are: small enough, and no browser must know how to pack.

/**
 * @param {[string, string][]} files name and text, fewer than 256, names shorter than 256 bytes
 * @returns {Uint8Array<ArrayBuffer>[]} the archive, in pieces
 */
export function zipped(files) {
  const letters = new TextEncoder();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  const size = (/** @type {Uint8Array[]} */ pieces) => pieces.reduce((sum, piece) => sum + piece.length, 0);
  files.forEach(([name, text]) => {
    const [title, content] = [letters.encode(name), letters.encode(text)];
    const long = little(content.length);
    // Version 2.0, names in UTF-8, stored; the first day that ZIP knows.
    const about = [20, 0, 0, 8, 0, 0, 0, 0, 33, 0, ...little(checksum(content)), ...long, ...long, title.length, 0, 0, 0];
    directory.push(Uint8Array.from([80, 75, 1, 2, 20, 0, ...about, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...little(size(parts))]), title);
    parts.push(Uint8Array.from([80, 75, 3, 4, ...about]), title, content);
  });
  const count = [files.length, 0];
  const end = [80, 75, 5, 6, 0, 0, 0, 0, ...count, ...count, ...little(size(directory)), ...little(size(parts)), 0, 0];
  return [...parts, ...directory, Uint8Array.from(end)];
}

/**
 * Four bytes of a number, the lowest first.
 * @param {number} value
 */
function little(value) {
  return [0, 8, 16, 24].map((by) => (value >>> by) & 255);
}

/**
 * The CRC-32 that ZIP asks for.
 * @param {Uint8Array} bytes
 */
function checksum(bytes) {
  const table = Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    return value;
  });
  return ~bytes.reduce((sum, byte) => table[(sum ^ byte) & 255] ^ (sum >>> 8), -1);
}
