// Tables as a workbook: numbers as numbers, everything else as text, which no spreadsheet runs.

import { numeric, safeCell } from "./csv.js";
import { zipped } from "./zip.js";

// What XML has no place for, if a name holds it.
export const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
// Excel opens no workbook without one font, one fill, one border and one format.
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>`
  + '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/></cellXfs><cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>';
// A number that comes back as it was written; a code such as 007 does not.
const EXACT = /^-?(0|[1-9]\d{0,14})(\.\d+)?$/;

/**
 * @param {{name: string, rows: string[][], texts: number[]}[]} sheets the heading first; `texts` are
 *   columns of codes, which stay as they are
 * @returns {Blob}
 */
export function workbook(sheets) {
  const list = (/** @type {(place: number, name: string) => string} */ line) =>
    sheets.map(({ name }, i) => line(i + 1, escaped(name))).join("");
  /** @type {[string, string][]} */
  const files = [
    ["[Content_Types].xml", `<Types xmlns="${PACKAGE}/content-types">`
      + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
      + `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}sheet.main+xml"/>`
      + `<Override PartName="/xl/styles.xml" ContentType="${TYPE}styles+xml"/>`
      + list((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}worksheet+xml"/>`) + "</Types>"],
    ["_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]])],
    ["xl/workbook.xml", `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>`
      + list((n, name) => `<sheet name="${name}" sheetId="${n}" r:id="r${n}"/>`) + "</sheets></workbook>"],
    ["xl/_rels/workbook.xml.rels", relations([
      ...sheets.map((_, i) => /** @type {[string, string]} */ (["worksheet", `worksheets/sheet${i + 1}.xml`])), ["styles", "styles.xml"],
    ])],
    ["xl/styles.xml", STYLES],
    ...sheets.map((sheet, i) => /** @type {[string, string]} */ ([`xl/worksheets/sheet${i + 1}.xml`, worksheet(sheet)])),
  ];
  return new Blob(zipped(files.map(([name, text]) => [name, HEAD + text])), { type: `${TYPE}sheet` });
}

/**
 * @param {[string, string][]} targets kind, and the part it leads to
 */
function relations(targets) {
  const lines = targets.map(([kind, to], i) => `<Relationship Id="r${i + 1}" Type="${OFFICE}/${kind}" Target="${to}"/>`);
  return `<Relationships xmlns="${PACKAGE}/relationships">${lines.join("")}</Relationships>`;
}

/**
 * @param {{rows: string[][], texts: number[]}} sheet
 */
function worksheet({ rows: lines, texts }) {
  const cell = (/** @type {string} */ words, /** @type {boolean} */ asText) => {
    if (!words) return "<c/>";
    if (!asText && EXACT.test(words)) return `<c><v>${words}</v></c>`;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(safeCell(words))}</t></is></c>`;
  };
  const body = numeric(lines).map((row, place) =>
    `<row>${row.map((words, column) => cell(words, place === 0 || texts.includes(column))).join("")}</row>`);
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">`
    + '<pane xSplit="1" ySplit="1" topLeftCell="B2" state="frozen"/></sheetView></sheetViews>'
    + `<sheetData>${body.join("")}</sheetData></worksheet>`;
}

/** @param {string} words */
function escaped(words) {
  return words.replace(NOT_XML, "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
