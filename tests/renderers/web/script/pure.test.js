// What of the page's script needs no page: run with `node --test`.

import assert from "node:assert/strict";
import test from "node:test";
import { deflateSync } from "node:zlib";

import { rows, unpacked } from "../../../../geomap/renderers/web/script/core/decode.js";
import { uiWords } from "../../../../geomap/renderers/web/script/core/messages.js";
import { formatAddress, parseAddress } from "../../../../geomap/renderers/web/script/core/permalink.js";
import { createStore } from "../../../../geomap/renderers/web/script/core/store.js";
import { isDark, strokeWidth } from "../../../../geomap/renderers/web/script/core/symbols.js";
import { fromPlanes } from "../../../../geomap/renderers/web/script/dots/blocks.js";
import { inflate } from "../../../../geomap/renderers/web/script/dots/inflate.js";
import { countDots, createRaster, dotSize, nearestDot, paintDots } from "../../../../geomap/renderers/web/script/dots/raster.js";
import { fromGcj02, toGcj02 } from "../../../../geomap/renderers/web/script/map/gcj02.js";
import { folded } from "../../../../geomap/renderers/web/script/core/fold.js";
import { rank } from "../../../../geomap/renderers/web/script/panel/search.js";
import { csvText, numeric, safeCell } from "../../../../geomap/renderers/web/script/table/csv.js";
import { amount, sorted } from "../../../../geomap/renderers/web/script/table/table.js";

const district = { district: 0, item: "class:0", value: 1, facts: [], measures: [], marks: [] };
const extent = [106, 29, 107, 30];
const atlas = {
  language: "zh",
  texts: ["", ["西片", "West"], "桥", "在建"],
  districts: [{ code: "500101", region: 1 }],
  marks: [{ id: "project:bridge", kind: 2, status: 3 }],
  dots: null,
  mark: (number) => atlas.marks[number],
  measures: [{ chapter_number: 4 }],
  themes: [
    { theme: "first", districts: [district], marks: [0], measures: [0], extent, legends: [{ items: [{ key: "a,b" }, { key: "c&d" }] }] },
    { theme: "second", districts: [district], marks: [], measures: [], extent, legends: [] },
  ],
};
const state = {
  theme: 0, lang: "zh", plain: false, printing: false, table: false, basemap: true, tab: "legend", selected: null, hidden: [],
  region: "", chapter: "", kind: "", status: "", view: null,
};

test("an arc's numbers come back, negative and large ones too", () => {
  assert.deepEqual(unpacked("DACPx8v"), [0, 0, 1, -1, -16, 17]);
  assert.deepEqual(unpacked("B/+Aob5Af/AFiAQeH"), [10600000, -2900000, 3, 0]);
  assert.deepEqual(unpacked("E//rSdIAq//rSdIAU/"), [-1800000000, 5, 1800000000, -12]);
  assert.deepEqual(unpacked(""), []);
});

test("names are folded: case, accents, blanks and dots do not matter", () => {
  assert.equal(folded("Yù Běi"), "yubei");
  assert.equal(folded("Guang'an"), "guangan");
});

test("a whole name ranks before its beginning, that before a part, and that before nothing", () => {
  assert.equal(rank("yubei", ["yubei", "x"]), 0);
  assert.equal(rank("yu", ["yubei"]), 1);
  assert.equal(rank("bei", ["yubei"]), 2);
  assert.equal(rank("q", ["yubei"]), null);
});

test("an address comes back as it was written", () => {
  for (const change of [
    {}, { theme: 1 }, { lang: "en" }, { table: true, plain: true }, { view: [29.5, 106.5, 8] },
    { selected: { type: "district", index: 0 } }, { selected: { type: "mark", index: 0 } },
    { region: "1", chapter: "4", kind: "2", status: "3" }, { hidden: ["a,b", "c&d"] }, { tab: "marks" },
  ]) {
    const written = { ...state, ...change };
    const read = parseAddress(`#${formatAddress(written, atlas)}`, atlas);
    for (const key of ["table", "plain", "view", "selected", "region", "chapter", "kind", "status", "hidden", "tab"]) assert.deepEqual(read[key], written[key]);
    assert.equal(read.theme || 0, written.theme);
    assert.equal(read.lang || "zh", written.lang);
  }
});

test("an address that names nothing here is left out", () => {
  const read = parseAddress("#theme=none&select=999999&view=1,2,3&lang=xx&region=none&hide=none&tab=none&chapter=9", atlas);
  assert.deepEqual(read, {
    plain: false, table: false, basemap: true, selected: null, view: null, hidden: [], tab: "legend",
    region: "", chapter: "", kind: "", status: "",
  });
});

test("a cell is its number where it begins with one", () => {
  assert.equal(amount("1,234.5 km"), 1234.5);
  assert.equal(amount("-3"), -3);
  assert.equal(amount("60 – 70"), 60);
  assert.equal(amount("第3条"), null);
  assert.equal(amount("–"), null);
});

test("rows are sorted by size, then by the alphabet, empty ones last either way", () => {
  const rows = ["10 %", "", "9 %", "100 %"].map((cell) => ({ cells: [cell] }));
  const order = (down) => sorted(rows, { column: 0, down }).map((row) => row.cells[0]);
  assert.deepEqual(order(false), ["9 %", "10 %", "100 %", ""]);
  assert.deepEqual(order(true), ["100 %", "10 %", "9 %", ""]);
  assert.equal(rows[0].cells[0], "10 %");
});

test("what a spreadsheet would run is disarmed, and numbers are not", () => {
  for (const cell of ["=1+1", "+cmd", "-cmd", "@x", "\t=1", "＝1+1", "＋1a", "\u0000x"]) assert.equal(safeCell(cell), `'${cell}`);
  for (const cell of ["", "-3.5", "+1,234", "渝北区", "a=b"]) assert.equal(safeCell(cell), cell);
  assert.equal(csvText([["a\"b", "c,d"], ["e", "f\ng"]]), '\ufeff"a""b","c,d"\r\ne,"f\ng"\r\n');
});

test("a column of numbers of one unit is saved as numbers, and nothing else is changed", () => {
  const rows = [
    ["Name", "People", "Rate (%)", "Mixed", "Class", "Empty"],
    ["a", "744,115 人", "52.96 %", "1 km", "60 – 70", ""],
    ["b", "–", "-3 %", "2 m", "≥ 90", "–"],
  ];
  assert.deepEqual(numeric(rows), [
    ["Name", "People (人)", "Rate (%)", "Mixed", "Class", "Empty"],
    ["a", "744115", "52.96", "1 km", "60 – 70", ""],
    ["b", "", "-3", "2 m", "≥ 90", "–"],
  ]);
});

test("words stand in a column of numbers where there is no number", () => {
  const rows = [["Name", "Rate"], ["a", "52.96 %"], ["b", "3 %"], ["c", "missing"]];
  assert.deepEqual(numeric(rows), [["Name", "Rate (%)"], ["a", "52.96"], ["b", "3"], ["c", "missing"]]);
});

test("names that begin with a number and lists of numbers stay as they are", () => {
  const rows = [["Name", "Articles"], ["3号线", "18,19"]];
  assert.deepEqual(numeric(rows), rows);
});

test("the store tells of what changed and of nothing else", () => {
  const store = createStore(state);
  const told = [];
  store.watch((_, changed) => told.push([...changed]));
  store.set({ hidden: [] });
  store.set({ hidden: ["a"], lang: "zh" });
  assert.deepEqual(told, [["hidden"]]);
  assert.deepEqual(state.hidden, []);
});

test("GCJ-02 there and back", () => {
  const [lng, lat] = toGcj02(106.55, 29.56);
  assert.ok(Math.hypot((lng - 106.55) * 96_800, (lat - 29.56) * 110_900) > 300);
  const back = fromGcj02(lng, lat);
  assert.ok(Math.abs(back[0] - 106.55) < 1e-9 && Math.abs(back[1] - 29.56) < 1e-9);
});

test("dark fills are told from light ones, and thin lines stay visible", () => {
  assert.equal(isDark({ fill: "#123f6e" }), true);
  assert.equal(isDark({ fill: "#e6f0f8" }), false);
  assert.equal(isDark({ fill: null }), false);
  assert.equal(strokeWidth({ width: 0.1 }), 0.5);
});

test("the page's own words are there in both languages", () => {
  assert.equal(uiWords("legend", "zh"), "图例");
  assert.equal(uiWords("legend", "en"), "Legend");
});

test("columns become rows again", () => {
  const columns = { a: { each: [1, 2] }, b: { all: "x" }, c: { values: [[0], [1]], at: [1, 0] } };
  assert.deepEqual(rows({ count: 2, columns }), [{ a: 1, b: "x", c: [1] }, { a: 2, b: "x", c: [0] }]);
});

test("what zlib packed comes back, however it was packed", () => {
  const texts = ["", "a", "abc".repeat(5000), "渝北充电站".repeat(300), Array.from({ length: 70000 }, (_, i) => (i * 7919) % 251).join(",")];
  texts.forEach((text) => [0, 1, 6, 9].forEach((level) => {
    [{}, { strategy: 4 }].forEach((more) => { // 4: fixed codes
      const packed = new Uint8Array(deflateSync(Buffer.from(text), { level, ...more }));
      assert.equal(Buffer.from(inflate(packed)).toString(), text);
    });
  }));
});

test("damaged data is an error and no endless loop", () => {
  const packed = new Uint8Array(deflateSync(Buffer.from("abcdef".repeat(500))));
  assert.throws(() => inflate(packed.subarray(0, packed.length - 12)), /damaged/);
  assert.throws(() => inflate(new Uint8Array([120, 156, 7, 0, 0])), /damaged/);
});

test("numbers come from their byte planes", () => {
  assert.deepEqual(fromPlanes(new Uint8Array([1, 2, 3]), 1, 3).map((each) => [...each]), [[1, 2, 3]]);
  assert.deepEqual(fromPlanes(new Uint8Array([1, 2, 0, 1, 5, 6, 1, 0]), 2, 2).map((each) => [...each]), [[1, 258], [261, 6]]);
});

test("dots are counted where they are, the rarer look above, and the nearest is found", () => {
  const places = {
    x: Int32Array.from([10, 10, 30]), y: Int32Array.from([10, 10, 30]),
    across: Int32Array.from([0]), down: Int32Array.from([0]), first: Int32Array.from([0, 3]),
  };
  const raster = createRaster(50, 50);
  const codes = Uint8Array.from([1, 0, 0]);
  const rarity = Uint8Array.from([0, 0, 1]);
  countDots(raster, places, { scale: 1, left: 0, top: 0 }, { start: 7, rows: null, codes, looks: Uint8Array.from([1, 2]), rarity });
  assert.equal(raster.seen, 3);
  const depths = /** @type {[number, number, number][]} */ ([[1, 0.5, 0], [2, 1, 0.2]]);
  paintDots(raster, 1, [[0, 0, 0], [255, 0, 0], [0, 0, 255]], depths, rarity);
  assert.equal(raster.count[10 * 50 + 10], 2);
  assert.equal(raster.image[10 * 50 + 10], 0xffcc0000, "two dots: opaque, a fifth of black");
  assert.equal(raster.image[30 * 50 + 30], 0x800000ff, "one dot: half seen through");
  assert.equal(nearestDot(raster, 12, 9, 5), 7);
  assert.equal(nearestDot(raster, 29, 31, 5), 9);
  assert.equal(nearestDot(raster, 20, 20, 5), null);
  assert.equal(dotSize(100, 1000000), 7);
  assert.equal(dotSize(1000000, 1000000), 1.5);
});
