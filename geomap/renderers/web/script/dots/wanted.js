// Which dots the reader wants to see, column by column: a filter looks at each value once.

/**
 * For each row of a set 1 if it is wanted, 0 if not; null where all are.
 * @param {DotSet} set
 * @param {State} state
 * @param {Atlas} atlas
 * @returns {Uint8Array | null}
 */
export function wantedRows(set, state, atlas) {
  /** @type {Uint8Array | null} */
  let rows = null;
  /** @template Value @param {string} name @param {PackedColumn<Value>} column @param {(value: Value) => boolean} asked */
  const keep = (name, column, asked) => {
    const good = column.values.map(asked);
    if (good.every((each) => each)) return;
    if (!rows) rows = new Uint8Array(set.count).fill(1);
    const codes = set.codes(name, column);
    if (!codes) rows.fill(0);
    else for (let row = 0; row < rows.length; row += 1) if (!good[codes[row]]) rows[row] = 0;
  };
  const { region, chapter, kind, status, hidden } = state;
  keep("item", set.item, (key) => !hidden.includes(key));
  if (kind) keep("kind", set.kind, (words) => String(words) === kind);
  if (status) keep("status", set.status, (words) => String(words) === status);
  if (chapter) keep("chapters", set.chapters, (chapters) => chapters.map(String).includes(chapter));
  if (region) {
    keep("districts", set.districts, (numbers) => numbers.some((number) => String(atlas.districts[number].region) === region));
  }
  return rows;
}

/**
 * How many rows are wanted.
 * @param {DotSet} set
 * @param {Uint8Array | null} rows
 */
export function howMany(set, rows) {
  if (!rows) return set.count;
  let count = 0;
  for (let row = 0; row < rows.length; row += 1) count += rows[row];
  return count;
}

/**
 * How many rows with each value are wanted, and how many there are.
 * @template Value
 * @param {DotSet} set
 * @param {string} name
 * @param {PackedColumn<Value>} column
 * @param {Uint8Array | null} rows
 * @returns {[number, number][]}
 */
export function countsOf(set, name, column, rows) {
  const codes = set.codes(name, column);
  if (!codes) return column.values.map(() => [howMany(set, rows), set.count]);
  const [left, all] = [new Float64Array(column.values.length), new Float64Array(column.values.length)];
  for (let row = 0; row < codes.length; row += 1) {
    all[codes[row]] += 1;
    if (!rows || rows[row]) left[codes[row]] += 1;
  }
  return column.values.map((_, code) => [left[code], all[code]]);
}
