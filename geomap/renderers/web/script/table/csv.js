// A table as CSV that a spreadsheet opens as it is, and runs nothing of.

// What makes a spreadsheet take a cell for a formula, in full width too.
const FORMULA = "=+-@\t\r\0＝＋－＠";
const NUMBER = /^[+-]?\d[\d,]*(\.\d+)?$/;

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers.
 * @param {string} cell
 */
export function safeCell(cell) {
  return FORMULA.includes(cell.charAt(0)) && cell !== "" && !NUMBER.test(cell) ? `'${cell}` : cell;
}

const AMOUNT = /^([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\d\s–—;；,，]{0,12})$/;

/**
 * The table with its numbers as numbers: where all cells of a column are numbers of one unit, the
 * unit goes into the heading and the separators go, so that a spreadsheet can add them up.
 * @param {string[][]} rows the heading first
 */
export function numeric(rows) {
  const [head, ...body] = rows;
  // The first column holds names, of which one may begin with a number.
  const columns = head.map((title, column) => (column ? numericColumn(title, body.map((row) => row[column])) : null));
  return rows.map((row, place) => row.map((cell, column) => {
    const found = columns[column];
    if (!found) return cell;
    return place === 0 ? found.title : found.cells[place - 1];
  }));
}

/**
 * @param {string} title
 * @param {string[]} cells
 * @returns {{title: string, cells: string[]} | null}
 */
function numericColumn(title, cells) {
  const full = cells.filter((cell) => !/^[–—]?$/.test(cell));
  const found = cells.map((cell) => AMOUNT.exec(cell));
  const amounts = /** @type {RegExpExecArray[]} */ (found.filter((match) => match !== null));
  const units = new Set(amounts.map((match) => match[2]));
  // Words stand only where there is no number: in a column that is mostly of numbers.
  if (units.size !== 1 || amounts.length * 2 <= full.length) return null;
  const [unit] = Array.from(units);
  // 人口 does not say 人, but （人，2020） does.
  const named = unit && !title.split(/[\s()（）,，]+/).includes(unit) ? `${title} (${unit})` : title;
  return { title: named, cells: cells.map((cell, row) => {
    const match = found[row];
    return match ? match[1].replace(/,/g, "") : full.includes(cell) ? cell : "";
  }) };
}

/**
 * @param {string[][]} rows
 * @returns {string} RFC 4180, with a byte order mark: without it Excel reads Chinese as Latin
 */
export function csvText(rows) {
  const quoted = (/** @type {string} */ cell) => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  return `\ufeff${rows.map((row) => row.map((cell) => quoted(safeCell(cell))).join(",")).join("\r\n")}\r\n`;
}

/**
 * Hand something to the reader as a file.
 * @param {string} name
 * @param {Blob} content
 */
export function saveFile(name, content) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
