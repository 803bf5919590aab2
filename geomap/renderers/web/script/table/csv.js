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

/**
 * @param {string[][]} rows
 * @returns {string} RFC 4180, with a byte order mark: without it Excel reads Chinese as Latin
 */
export function csvText(rows) {
  const quoted = (/** @type {string} */ cell) => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  return `\ufeff${rows.map((row) => row.map((cell) => quoted(safeCell(cell))).join(",")).join("\r\n")}\r\n`;
}

/**
 * Hand a text to the reader as a file.
 * @param {string} name
 * @param {string} text
 */
export function saveText(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
