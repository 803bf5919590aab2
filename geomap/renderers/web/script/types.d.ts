// What geomap/web/payload.py writes, and what the modules hand each other. Types only: no code.

/** Leaflet 1.9.4, inlined before this script. */
declare const L: any;

/** tiles.js, inlined before this script on pages with a base map. */
declare const geomapTiles: { tileLayer(basemap: Basemap, maxZoom: number): any };

/** Number of a text in `Payload.texts`. */
type Words = number;
type LatLng = [number, number];
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
}

interface Legend {
  title: Words;
  note: Words | null;
  items: LegendItem[];
}

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
  precision: "exact" | "approximate" | "schematic" | "none";
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
  /** Of the chapter. */
  number: number;
  chapter: Words;
  title: Words;
  departments: Words[];
  scope: Words;
  target: Words | null;
  summary: Words;
  citywide: boolean;
}

/** District number, legend item, value, facts, measures, marks. */
type DrawnDistrict = [number, string, number | null, Words[], number[], number[]];

interface Theme {
  theme: string;
  title: Words;
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
  measures: number[];
  legends: Legend[];
}

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

interface Payload {
  language: Lang;
  atlas: Words;
  step: number;
  zoom: number;
  basemap?: Basemap;
  arcs: string[];
  outlines: { [shape: string]: [number, number][] };
  districts: District[];
  themes: Theme[];
  marks: Mark[];
  measures: Measure[];
  texts: (string | [string, string])[];
}

/** The payload with its borders unpacked. */
interface Atlas extends Payload {
  lines: LatLng[][];
}

interface Selected {
  type: "district" | "mark";
  index: number;
}

interface State {
  theme: number;
  lang: Lang;
  plain: boolean;
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
  announce(message: string): void;
}

/** A part of the page: its node, and what to do when the state changed. */
interface View {
  node: HTMLElement;
  update(state: State, changed: Set<keyof State>): void;
}
