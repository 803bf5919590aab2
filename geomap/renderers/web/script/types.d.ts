// What payload.py beside this folder writes, and what the modules hand each other. Types only: no code.

/** map/tiles.js, inlined before this script on pages with a base map. Leaflet itself is `L`. */
declare const geomapTiles: { tileLayer(basemap: Basemap, maxZoom: number): L.TileLayer };

/** dots/open.js, inlined before this script on pages with many sites. */
declare const geomapDots: { openDots(payload: Payload): Dots };

/** Number of a text in `Payload.texts`. */
type Words = number;
/** A place for Leaflet: latitude, longitude. */
type LatLng = L.LatLngTuple | L.LatLng;
type Lang = "zh" | "en";

interface LegendItem {
  key: string;
  label: Words;
  count: number;
  geometry: "area" | "point" | "line";
  fill: string | null;
  stroke: string;
  /** In points, 1/72 inch. */
  width: number;
  shape: string;
  pattern: "none" | "diagonal" | "dots" | "cross";
  dashed: boolean;
  /** Of a circle whose size tells a number, in points. */
  radius?: number;
}

interface Legend {
  title: Words;
  note: Words | null;
  items: LegendItem[];
  /** Its entries are sizes of circles, drawn one inside the other; they stand for no districts. */
  nested?: boolean;
  /** Its first entries are a square of two indicators, row by row, the lowest first. */
  grid?: { across: Words; up: Words; columns: Words[]; rows: Words[] };
}

/** A district's circle: value, radius in points, longitude, latitude. */
type Circle = [number, number, number, number];

/** An area: whole districts by number, or polygons of its own in longitude, latitude. */
interface Area {
  of?: number[];
  area?: [number, number][][][];
}

interface Border extends Area {
  title: Words;
}

interface District {
  code: string;
  name: Words;
  label: Words;
  region: Words;
  province: Words;
  /** Initials as typed on a Latin keyboard, separated by blanks. */
  find: string;
  /** Longitude and latitude of the roomiest place inside, and how much room there is. */
  at: [number, number];
  room: number;
  rings: number[][][];
}

interface Mark extends Area {
  id: string;
  name: Words;
  kind: Words;
  status: Words;
  item: string;
  certainty: "surveyed" | "approximate" | "schematic" | "whole-unit" | "none";
  /** Label, value, label, value … */
  facts: Words[];
  articles: number[];
  chapters: number[];
  districts: number[];
  find: string;
  at?: [number, number];
  radius?: number | null;
  line?: [number, number][][];
}

interface Measure {
  id: string;
  article: Words;
  /** Null for what stands before the articles. */
  article_number: number | null;
  chapter_number: number;
  chapter: Words;
  title: Words;
  departments: Words[];
  scope: Words;
  target: Words | null;
  summary: Words;
  citywide: boolean;
}

/** District number, legend item, value, facts, measures, marks, circle. */
type PackedDistrict = [number, string, number | null, Words[], number[], number[], Circle?];

/** A district as a theme draws it. */
interface DrawnDistrict {
  /** Its number in `Payload.districts`. */
  district: number;
  /** Key of its legend item. */
  item: string;
  value: number | null;
  facts: Words[];
  measures: number[];
  marks: number[];
  circle?: Circle;
}

interface Theme {
  theme: string;
  title: Words;
  /** What it is of, in few words. */
  name: Words;
  subtitle: Words;
  alt: Words;
  date: Words;
  approval: Words;
  sources: Words[];
  notes: Words[];
  /** West, south, east, north. */
  extent: [number, number, number, number];
  districts: DrawnDistrict[];
  borders: Border[];
  marks: number[];
  /** Numbers in `Payload.dots`. */
  dots?: number[];
  /** Dots that stand for so many each: steps from one to the next, longitude first, on a grid. */
  scatter?: { item: string; step: number; at: number[] };
  measures: number[];
  legends: Legend[];
  /** What helps to find the way: numbers in `Payload.context`. */
  context: number[];
  names: GroundName[];
}

/** The name of a river or neighbour, and where it may stand, longitude first, the best place first. */
interface GroundName {
  name: Words;
  water: boolean;
  at: [number, number][];
}

/** A name that stands where there is room. */
interface FreeLabel {
  marker: L.Marker;
  node: HTMLElement;
  /** What it names: points, longitude first. */
  at: [number, number][];
  /** Pixels from a point to the name beside it; 0 for a name on the point itself. */
  aside: number;
  /** Zoom from which it may be shown. */
  from: number;
  width: number;
  height: number;
}

/** A river, road or neighbour: lines packed as arcs are. */
interface Ground {
  lines: string[];
  color: string;
  width: number;
  fill?: string;
  dashed?: boolean;
  below?: boolean;
}

type PackedTheme = Omit<Theme, "districts"> & { districts: PackedDistrict[] };

/** An online map below the districts. */
interface Basemap {
  title: Words;
  url: string;
  subdomains: string[];
  /** Whether its tiles are drawn in GCJ-02. */
  gcj02: boolean;
  /** Largest zoom that there are tiles for. */
  zoom: number;
  credit: string;
}

/** A column of rows: one value for all, one for each, or numbers of shared ones. */
interface Column {
  all?: unknown;
  each?: unknown[];
  values?: unknown[];
  at?: number[];
}

/** Rows by columns: see columns.py. */
interface Columns {
  count: number;
  columns: { [key: string]: Column };
}

interface Payload {
  language: Lang;
  /** Whether a reader may change it. */
  bilingual: boolean;
  atlas: Words;
  step: number;
  zoom: number;
  basemap?: Basemap;
  /** Where the profiles of districts are, and which districts have one. */
  profiles?: { base: string; districts: number[] };
  arcs: string[];
  outlines: { [shape: string]: [number, number][] };
  districts: District[];
  context: Ground[];
  themes: PackedTheme[];
  marks: Columns;
  dots?: PackedDots[];
  measures: Measure[];
  texts: (string | [string, string])[];
  /** On a page that tells one. */
  story?: Story;
}

/** Words of a story: the same in both languages, or Chinese and English. */
type Told = string | [string, string];

interface Story {
  title: Told;
  intro: Told | null;
  steps: {
    title: Told;
    text: Told[];
    /** Number in `Payload.themes`. */
    theme: number;
    /** West, south, east, north; null shows the whole map. */
    extent: Theme["extent"] | null;
    /** Adcode of a district or id of a mark. */
    select: string | null;
  }[];
}

/** A story being read. */
interface Walk {
  page: Page;
  story: Story;
  step: number;
  go(step: number): undefined;
}

/** The payload with its borders and districts unpacked. */
interface Atlas extends Omit<Payload, "themes" | "marks" | "dots"> {
  themes: Theme[];
  /** Those with signs of their own; a number beyond them is that of a dot. */
  marks: Mark[];
  /** Null on a page with few sites. */
  dots: Dots | null;
  lines: LatLng[][];
  /** A project or site by its number. */
  mark(number: number): Mark;
}

type Numbers = Uint8Array | Int32Array;

/** A column of a set: its different values, and how many bytes a row's number of one takes. */
interface PackedColumn<Value> {
  values: Value[];
  /** Absent where all rows say the same. */
  size?: number;
}

/** A line of the cards; without values it is a column of texts. */
interface PackedFact extends PackedColumn<Words> {
  label: Words;
}

/** Many projects or sites: see dots.py. */
interface PackedDots {
  of: "project" | "site";
  count: number;
  /** How many cells they lie in. */
  cells: number;
  /** Letter → the characters that are typed by it. */
  letters: { [letter: string]: string };
  /** Dots at one place from which on its colour is so deep: how many, opacity, share of black. */
  depths: [number, number, number][];
  item: PackedColumn<string>;
  kind: PackedColumn<Words>;
  status: PackedColumn<Words>;
  certainty: PackedColumn<Mark["certainty"]>;
  radius: PackedColumn<number | null>;
  articles: PackedColumn<number[]>;
  chapters: PackedColumn<number[]>;
  districts: PackedColumn<number[]>;
  facts: PackedFact[];
}

interface TextColumn {
  pieces: number;
  piece(number: number): string[];
  row(row: number): string;
}

/** Pixels of the world at zoom 18, by cells: a cell's column and line, and its first row. */
interface Places {
  x: Int32Array;
  y: Int32Array;
  across: Numbers;
  down: Numbers;
  first: Int32Array;
}

interface DotSet extends PackedDots {
  /** Number of its first dot among all marks. */
  start: number;
  places(): Places;
  codes(name: string, column: PackedColumn<unknown>): Numbers | null;
  texts(name: string): TextColumn | null;
  /** By piece, what a search looks through; made when first needed. */
  hay?: { text: string; lines: Int32Array }[];
  readings?: Map<string, string>;
}

/** What of the world a picture shows: device pixels a pixel at zoom 18, and its corner. */
interface View18 {
  scale: number;
  left: number;
  top: number;
}

/** A picture of dots: what was counted into each pixel, and what each shows. */
interface Raster {
  width: number;
  height: number;
  seen: number;
  most: number;
  owner: Int32Array;
  look: Uint8Array;
  count: Uint16Array;
  shown: Int32Array;
  image: Uint32Array;
}

/** Rows of a set that are counted into a picture. */
interface Counted {
  start: number;
  rows: Uint8Array | null;
  codes: Numbers | null;
  /** By legend item. */
  looks: Uint8Array;
  /** By look: how many times ten rarer it is than the most frequent. */
  rarity: Uint8Array;
}

interface DotLayer {
  redraw(): void;
  /** The dot at a place of the map's container, by its number among all marks. */
  nearest(point: L.Point): number | null;
  beside(set: DotSet, row: number): number[];
}

interface DotTable {
  node: HTMLElement;
  build(): void;
}

/** What the page asks about the dots of a theme; rows are numbers among all marks. */
interface ThemeDots {
  total: number;
  wanted(state: State, atlas: Atlas): number;
  first(state: State, atlas: Atlas, most: number): number[];
  inDistrict(district: number, most: number): { count: number; rows: number[] };
  /** By legend item, how many the filters leave and how many there are. */
  items(state: State, atlas: Atlas): [string, [number, number]][];
  facet(facet: "kind" | "status"): Words[];
  hasChapter(district: number, chapter: string): boolean;
  holds(row: number): boolean;
  find(id: string): number | null;
  search(words: string[], districtNames: (district: number) => string[]): number[];
}

interface Dots {
  mark(row: number): Mark;
  of(theme: { dots?: number[] }): ThemeDots;
  layer(page: Page, map: L.Map): DotLayer;
  /** The dots that fall into the same pixel. */
  beside(layer: DotLayer, row: number): number[];
  table(page: Page): DotTable;
}

/** A run of bits → the letter that it begins with (times 16) and the length of its code. */
interface CodeTable {
  entries: Uint16Array;
  longest: number;
}

interface Selected {
  type: "district" | "mark";
  index: number;
}

/** What a search finds. */
interface Hit {
  type: "district" | "mark" | "measure";
  index: number;
  /** The theme that has it, where the one on the map has not. */
  theme?: number;
}

interface State {
  theme: number;
  lang: Lang;
  plain: boolean;
  /** Whether the page is being laid out on paper. */
  printing: boolean;
  table: boolean;
  /** Whether the base map is shown, on a page that has one. */
  basemap: boolean;
  tab: "legend" | "marks" | "measures";
  selected: Selected | null;
  /** Keys of legend items that are switched off. */
  hidden: string[];
  /** Filters: a text number as a string (of the chapter: its number), or "" for all. */
  region: string;
  chapter: string;
  kind: string;
  status: string;
  /** Latitude, longitude, zoom; null while the whole map is shown. */
  view: [number, number, number] | null;
}

type Change = Partial<State>;
type Facet = "region" | "chapter" | "kind" | "status";

interface Store {
  get(): State;
  set(change: Change): void;
  watch(listener: (state: State, changed: Set<keyof State>) => void): void;
  /** Tell every listener that everything changed. */
  refresh(): void;
}

/** What every view gets. */
interface Page {
  atlas: Atlas;
  store: Store;
  /** A text of the data in the reader's language. */
  say(words: Words): string;
  /** A text of the page itself. */
  ui(key: string): string;
  theme(): Theme;
  item(key: string): LegendItem | undefined;
  select(selected: Selected | null, move: boolean): void;
  /** The other dots at the place of one, where they are drawn as one. */
  beside(row: number): number[];
  /** Point at the legend's entry of what is pointed at on the map, or at none. */
  light(key: string | null): void;
  /** Let only what one entry of the legend stands for stand out on the map, or all. */
  only(key: string | null): void;
  announce(message: string): void;
}

/** What an element is made with: attributes, and listeners under the names of their events. */
interface Props {
  [name: string]: string | number | boolean | null | undefined | Listener;
}
type Listener = { bivarianceHack(event: Event): void }["bivarianceHack"];

/** The map as it is drawn, and what it is made of. */
interface MapView {
  map: L.Map;
  page: Page;
  districts: Map<number, { layer: L.Polygon; drawn: DrawnDistrict }>;
  circles: Map<number, { layer: L.CircleMarker; drawn: DrawnDistrict }>;
  /** Dots that stand for so many each, and the legend entry that switches them. */
  density: { item: string; layer: L.Polyline } | null;
  marks: Map<number, (L.Path | L.Marker)[]>;
  layers: L.LayerGroup;
}

/** A renderer for each pane. */
interface Renderers {
  [pane: string]: L.Renderer;
}

/** Name and value beside the pointer. */
interface Hover {
  leave(): void;
  enter(at: LatLng, what: Selected): void;
  move(at: LatLng): void;
}

/** What Leaflet keeps to itself and a shifted base map must know. */
interface InnerTileLayer {
  _map: L.Map;
  _getTiledPixelBounds(centre: L.LatLng): L.Bounds;
}

interface SearchBox {
  page: Page;
  input: HTMLInputElement;
  list: HTMLUListElement;
  hits: Hit[];
  /** Row of the list that Enter takes, or -1. */
  active: number;
}

/** A part of the page: its node, and what to do when the state changed. */
interface View {
  node: HTMLElement;
  update(state: State, changed: Set<keyof State>): void;
}
