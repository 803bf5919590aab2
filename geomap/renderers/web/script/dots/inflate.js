// zlib data inflated at once (RFC 1950, 1951). Browsers have a way of their own only since 2020 to
// 2023, and it answers later; a page that must open everywhere needs this one anyway.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const FARS = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const FAR_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const [HEADER, END, LONGEST] = [2, 256, 258];

/**
 * @param {Uint8Array} data
 * @returns {Uint8Array}
 */
export function inflate(data) {
  const bits = reader(data);
  let out = new Uint8Array(data.length * 4 + LONGEST);
  let size = 0;
  const room = (/** @type {number} */ more) => {
    if (size + more <= out.length) return;
    const larger = new Uint8Array(Math.max(out.length * 2, size + more));
    larger.set(out);
    out = larger;
  };
  for (let last = 0; !last;) {
    last = bits.take(1);
    const kind = bits.take(2);
    if (kind === 3) throw new Error("geomap: damaged data");
    if (kind === 0) {
      const plain = bits.plain();
      room(plain.length);
      out.set(plain, size);
      size += plain.length;
      continue;
    }
    const [letters, fars] = kind === 1 ? fixedTables() : sentTables(bits);
    for (;;) {
      const letter = bits.decode(letters);
      if (letter === END) break;
      room(LONGEST);
      if (letter < END) {
        out[size++] = letter;
        continue;
      }
      const length = LENGTHS[letter - END - 1] + bits.take(LENGTH_BITS[letter - END - 1]);
      const far = bits.decode(fars);
      const from = size - FARS[far] - bits.take(FAR_BITS[far]);
      for (let i = 0; i < length; i += 1) out[size + i] = out[from + i];
      size += length;
    }
  }
  return out.subarray(0, size);
}

/**
 * @param {Uint8Array} data
 */
function reader(data) {
  let [at, held, count] = [HEADER, 0, 0];
  const fill = (/** @type {number} */ wanted) => {
    while (count < wanted) {
      held |= data[at++] << count;
      count += 8;
    }
    if (at > data.length + 4) throw new Error("geomap: damaged data");
  };
  return {
    take(/** @type {number} */ wanted) {
      fill(wanted);
      const value = held & ((1 << wanted) - 1);
      held >>>= wanted;
      count -= wanted;
      return value;
    },
    decode(/** @type {CodeTable} */ { entries, longest }) {
      fill(longest);
      const entry = entries[held & ((1 << longest) - 1)];
      held >>>= entry & 15;
      count -= entry & 15;
      return entry >> 4;
    },
    /** Bytes that were stored as they are. */
    plain() {
      at -= count >> 3;
      [held, count] = [0, 0];
      const length = data[at] + data[at + 1] * 256;
      at += 4;
      at += length;
      return data.subarray(at - length, at);
    },
  };
}

/**
 * For each run of bits the letter that it begins with, and how long its code is.
 * @param {ArrayLike<number>} lengths of the letters' codes
 * @returns {CodeTable}
 */
function codeTable(lengths) {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i += 1) counts[lengths[i]] += 1;
  counts[0] = 0;
  let longest = 15;
  while (longest > 1 && !counts[longest]) longest -= 1;
  const next = new Uint16Array(17);
  for (let length = 1; length < 16; length += 1) next[length + 1] = (next[length] + counts[length]) << 1;
  const entries = new Uint16Array(1 << longest);
  for (let letter = 0; letter < lengths.length; letter += 1) {
    const length = lengths[letter];
    if (!length) continue;
    const start = turned(next[length]++, length);
    for (let i = start; i < entries.length; i += 1 << length) entries[i] = (letter << 4) | length;
  }
  return { entries, longest };
}

/**
 * Codes are sent from their highest bit, all else from the lowest.
 * @param {number} code
 * @param {number} length
 */
function turned(code, length) {
  let result = 0;
  for (let i = 0; i < length; i += 1) result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}

/** @returns {[CodeTable, CodeTable]} */
function fixedTables() {
  const lengths = new Uint8Array(288);
  lengths.fill(8, 0, 144);
  lengths.fill(9, 144, 256);
  lengths.fill(7, 256, 280);
  lengths.fill(8, 280);
  return [codeTable(lengths), codeTable(new Uint8Array(30).fill(5))];
}

/**
 * @param {ReturnType<typeof reader>} bits
 * @returns {[CodeTable, CodeTable]}
 */
function sentTables(bits) {
  const [letters, fars, sent] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const short = new Uint8Array(19);
  for (let i = 0; i < sent; i += 1) short[ORDER[i]] = bits.take(3);
  const table = codeTable(short);
  const lengths = new Uint8Array(letters + fars);
  for (let i = 0; i < lengths.length;) {
    const what = bits.decode(table);
    if (what < 16) {
      lengths[i++] = what;
      continue;
    }
    const value = what === 16 ? lengths[i - 1] : 0;
    const times = what === 16 ? 3 + bits.take(2) : what === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    lengths.fill(value, i, i + times);
    i += times;
  }
  return [codeTable(lengths.subarray(0, letters)), codeTable(lengths.subarray(letters))];
}
