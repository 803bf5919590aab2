// The page's own words, in both languages. Words about the data come with the data.

/** @type {{[key: string]: [string, string]}} */
const WORDS = {
  legend: ["图例", "Legend"],
  marks: ["项目", "Projects"],
  measures: ["举措", "Measures"],
  themes: ["专题", "Themes"],
  map: ["地图", "Map"],
  panel: ["图例与资料", "Legend and details"],
  tools: ["工具", "Tools"],
  table: ["表格", "Table"],
  other_language: ["English", "中文"],
  skip: ["跳到图例与资料", "Skip to legend and details"],
  whole: ["显示全图", "Show the whole map"],
  zoom_in: ["放大", "Zoom in"],
  zoom_out: ["缩小", "Zoom out"],
  close: ["返回", "Back"],
  basemap: ["底图：", "Base map: "],
  see_through: ["填色半透明", "translucent fills"],
  search: ["查找区县、项目", "Find a district or project"],
  search_hint: ["名称、代码、拼音或首字母", "Name, code, pinyin or initials"],
  no_hit: ["没有找到", "Nothing found"],
  hits: ["个结果", "results"],
  filter: ["筛选", "Filter"],
  all: ["全部", "All"],
  region: ["区域", "Region"],
  chapter: ["章", "Chapter"],
  kind: ["类别", "Kind"],
  status: ["状态", "Status"],
  clear: ["清除筛选", "Clear filters"],
  shown: ["已显示", "shown"],
  hidden: ["已隐去", "hidden"],
  toggle: ["点按可隐去或显示", "Press to hide or show"],
  in_district: ["位于此地的项目", "Projects here"],
  in_measures: ["点到此地的举措", "Measures that name it"],
  citywide: ["全市性举措", "City-wide measures"],
  of_mark: ["相关举措", "Related measures"],
  places: ["所在区县", "Districts"],
  departments: ["责任单位", "Departments"],
  scope: ["范围", "Scope"],
  target: ["目标", "Target"],
  drawn: ["图上标示", "On the map"],
  listed: ["仅列名，无确定位置", "Listed only, no known place"],
  nothing_left: ["筛选后无内容", "Nothing left after filtering"],
  first_only: ["只列出前 {} 项；请搜索、筛选或下载 CSV", "The first {} only: search, filter or save as CSV"],
  save_csv: ["下载 CSV", "Save as CSV"],
  districts: ["区县", "Districts"],
  code: ["代码", "Code"],
  name: ["名称", "Name"],
  province: ["省市", "Province"],
  class: ["级别", "Class"],
  sort: ["排序", "Sort by"],
  more: ["展开", "Expand"],
  less: ["收起", "Collapse"],
  and: ["；", "; "],
  separator: ["，", ", "],
  comma: ["、", ", "],
  colon: ["：", ": "],
  none: ["–", "–"],
};

/**
 * @param {string} key
 * @param {Lang} lang
 * @returns {string}
 */
export function uiWords(key, lang) {
  return WORDS[key][lang === "zh" ? 0 : 1];
}
