"""Every kind of finding: its code, its level, and what it means in both languages.

``docs/findings.md`` shows the same with an example each; a test holds the two together.
"""

from collections import Counter
from collections.abc import Mapping

from geomap.model.findings import SHOWN, Finding, Level, Location
from geomap.text import Text

CATALOGUE: Mapping[str, tuple[Level, Text]] = {
    "GM-A001": (
        Level.ERROR,
        Text(
            "主题要的指标没有该年的数据",
            "a theme asks for an indicator that has no values for its year",
        ),
    ),
    "GM-A002": (
        Level.WARNING,
        Text("没有区县属于 home", "no district belongs to `home`"),
    ),
    "GM-A003": (
        Level.WARNING,
        Text(
            "数据表里有的内容不在任何一幅图上，附数量",
            "what a table holds is on no map; told with its count",
        ),
    ),
    "GM-A011": (
        Level.ERROR,
        Text(
            "主题的类别点名了不存在的项目或区县",
            "a category of a theme names a project or district that is not there",
        ),
    ),
    "GM-A012": (
        Level.WARNING,
        Text("主题的类别没有区县", "a category of a theme has no districts"),
    ),
    "GM-A013": (
        Level.WARNING,
        Text(
            "绝对数量用作填色：面积大的区县会显得数量多",
            "a count is painted as a fill, so that large districts seem to have much of it",
        ),
    ),
    "GM-C001": (
        Level.WARNING,
        Text("地理底图要素没有几何", "a feature of a context layer has no geometry"),
    ),
    "GM-D001": (Level.ERROR, Text("边界缺少属性", "the boundaries lack a property")),
    "GM-D002": (
        Level.ERROR,
        Text("不是六位行政区划代码，或没有代码", "not a six-digit code, or none at all"),
    ),
    "GM-D003": (Level.ERROR, Text("代码重复", "a code is used twice")),
    "GM-D004": (Level.ERROR, Text("区域未声明", "a region is not declared in `geomap.toml`")),
    "GM-D005": (
        Level.ERROR,
        Text("边界为空或超出中国范围", "a boundary is empty, or outside China or the earth"),
    ),
    "GM-D006": (
        Level.ERROR,
        Text(
            "边界无效，且修复会使面积变化超过 0.1 %",
            "a boundary is not valid, and a repair would change its area by more than 0.1 %",
        ),
    ),
    "GM-D007": (
        Level.WARNING,
        Text(
            "相邻区县之间有缝隙或重叠，附位置、面积和名称",
            "a gap or overlap between neighbours, with place, area and names",
        ),
    ),
    "GM-D008": (Level.ERROR, Text("区县没有名称", "a district has no name")),
    "GM-D009": (
        Level.WARNING,
        Text(
            "边界无效，已修复，附面积变化",
            "a boundary was not valid and was repaired; the change in area is told",
        ),
    ),
    "GM-F000": (
        Level.ERROR,
        Text(
            "图集或其文件无法读取（`--json` 和 `--sarif`）",
            "the atlas or one of its files cannot be read (`--json` and `--sarif`)",
        ),
    ),
    "GM-F001": (
        Level.WARNING,
        Text("编码按内容判断", "the encoding was inferred from the content"),
    ),
    "GM-F002": (Level.WARNING, Text("跳过空行", "blank rows were skipped")),
    "GM-F003": (Level.WARNING, Text("没有数据行或要素", "no row or feature")),
    "GM-F004": (
        Level.WARNING,
        Text("去除了不可见或私用字符", "invisible or private characters were taken out"),
    ),
    "GM-F005": (Level.WARNING, Text("表头不在第一行", "the header is not in the first row")),
    "GM-F006": (
        Level.WARNING,
        Text(
            "有合并单元格，其值已填入各格",
            "there are merged cells; their values were filled into each cell",
        ),
    ),
    "GM-F007": (Level.WARNING, Text("还有工作表未读", "other sheets were not read")),
    "GM-F008": (Level.WARNING, Text("JSON 键重复", "a JSON key is repeated")),
    "GM-F009": (Level.WARNING, Text("要素没有几何", "features without geometry")),
    "GM-F010": (
        Level.WARNING,
        Text("属性 id 重复或为空", "the property `id` is repeated or empty"),
    ),
    "GM-F011": (
        Level.WARNING,
        Text(
            "面无效，附位置与修复前后的面积",
            "a polygon is not valid; with its place and what a repair changes",
        ),
    ),
    "GM-F012": (
        Level.WARNING,
        Text("环方向相反，已转正", "rings ran the wrong way and were turned"),
    ),
    "GM-F013": (Level.WARNING, Text("范围不在中国境内", "the extent is not in China")),
    "GM-F014": (Level.ERROR, Text("没有说明坐标系", "no coordinate reference system")),
    "GM-F015": (Level.ERROR, Text("坐标与坐标系不符", "the coordinates do not fit the CRS")),
    "GM-F016": (Level.WARNING, Text("列没有名字", "a column has no name")),
    "GM-F017": (
        Level.WARNING,
        Text("数字列中有不是数字的格", "a cell that is no number in a column of numbers"),
    ),
    "GM-F018": (
        Level.WARNING,
        Text("基准没有公开的转换参数", "a datum without a public transformation"),
    ),
    "GM-F019": (
        Level.WARNING,
        Text("工作簿含宏，未运行", "a workbook has macros, which were not run"),
    ),
    "GM-F020": (
        Level.WARNING,
        Text(
            "工作簿中有错误值，按空格处理",
            "cells of a workbook have errors and count as empty",
        ),
    ),
    "GM-F021": (
        Level.WARNING,
        Text("用作列名的一行像是数据", "the row that names the columns looks like data"),
    ),
    "GM-F022": (
        Level.WARNING,
        Text("列名重复，以编号区分", "names of columns are repeated and got a number"),
    ),
    "GM-F023": (
        Level.WARNING,
        Text("文件注明的基准与位置不符", "the datum a file declares is not the one that fits"),
    ),
    "GM-F024": (
        Level.WARNING,
        Text("公式没有计算结果，按空格处理", "formulas without a value count as empty"),
    ),
    "GM-F025": (
        Level.WARNING,
        Text("表头下一行是单位，已并入列名", "a row of units below the header was joined to it"),
    ),
    "GM-F026": (
        Level.WARNING,
        Text("要素无法读取，未用", "a feature that cannot be read is left out"),
    ),
    "GM-I001": (Level.ERROR, Text("代码与名称不符", "code and name are of two districts")),
    "GM-I002": (Level.ERROR, Text("同一指标同年给出两次", "a value is given twice")),
    "GM-I003": (Level.WARNING, Text("百分数像是比值", "a percentage that looks like a ratio")),
    "GM-I004": (Level.ERROR, Text("单位与声明的不符", "the unit is not the declared one")),
    "GM-I005": (
        Level.WARNING,
        Text("数值像是差了十的若干次方", "a value that seems off by a power of ten"),
    ),
    "GM-I006": (
        Level.ERROR,
        Text("数与单位都含量级", "both the number and its unit have a magnitude"),
    ),
    "GM-I007": (
        Level.ERROR,
        Text("数据列没有说明年份", "a column of values does not say its year"),
    ),
    "GM-I008": (
        Level.WARNING,
        Text("数据列不是已声明的指标", "columns of values are no declared indicators"),
    ),
    "GM-I009": (
        Level.WARNING,
        Text("数值超出指标的范围", "a value outside the range of its indicator"),
    ),
    "GM-I010": (
        Level.WARNING,
        Text("分项与总数不符", "parts do not add up to their whole"),
    ),
    "GM-I011": (
        Level.WARNING,
        Text("合计与各行之和不符", "a total is not the sum of its rows"),
    ),
    "GM-I020": (
        Level.WARNING,
        Text("表中给出了由公式算出的指标", "a table gives an indicator that has a formula"),
    ),
    "GM-I021": (
        Level.WARNING,
        Text("公式算不出数", "a formula has no value"),
    ),
    "GM-M001": (Level.ERROR, Text("规划没有这一章", "the plan has no such chapter")),
    "GM-P001": (Level.ERROR, Text("可靠性与坐标矛盾", "certainty and coordinates disagree")),
    "GM-P002": (Level.ERROR, Text("不是路线或几何", "neither a route nor WKT")),
    "GM-P003": (
        Level.ERROR,
        Text("基准未知而不确定度过小", "unknown datum and too small an uncertainty"),
    ),
    "GM-P004": (Level.ERROR, Text("缺不确定度", "a position without uncertainty")),
    "GM-P005": (Level.ERROR, Text("坐标或基准不合理", "the position or its datum makes no sense")),
    "GM-P006": (Level.ERROR, Text("位置不在中国", "a position outside China")),
    "GM-P007": (Level.ERROR, Text("标识不合格", "a malformed id")),
    "GM-P008": (Level.ERROR, Text("标识重复", "an id is used twice")),
    "GM-P009": (Level.ERROR, Text("整区县缺区县", "`whole-unit` without districts")),
    "GM-P010": (Level.WARNING, Text("位置远离所列区县", "a position is far from its districts")),
    "GM-P011": (
        Level.ERROR,
        Text("位置可靠性的旧写法", "a former word for how sure a place is"),
    ),
    "GM-P012": (
        Level.WARNING,
        Text("站点在所有区县之外", "sites outside all districts"),
    ),
    "GM-P013": (
        Level.WARNING,
        Text(
            "表中有位置不对的行，附行号",
            "rows of a table whose positions cannot be right, with their numbers",
        ),
    ),
    "GM-T001": (Level.ERROR, Text("此格为空", "a required cell is empty")),
    "GM-T002": (Level.ERROR, Text("不是数字", "not a number")),
    "GM-T003": (Level.ERROR, Text("不是整数或年份", "not a whole number or year")),
    "GM-T004": (Level.ERROR, Text("不是允许的取值", "not one of the allowed words")),
    "GM-T005": (Level.ERROR, Text("缺少列", "a column is missing")),
    "GM-T006": (Level.ERROR, Text("区县不在区划表中", "an unknown district")),
    "GM-T007": (Level.ERROR, Text("代码曾重复使用，须写年份", "a reused code without a year")),
    "GM-T008": (
        Level.ERROR,
        Text("区县设立于边界时点之后", "a district founded after the boundaries"),
    ),
    "GM-T009": (Level.ERROR, Text("区县不在本图集", "a county of China, not of these boundaries")),
    "GM-T010": (Level.WARNING, Text("用了已撤销的代码或名称", "a code or name that was given up")),
    "GM-T011": (Level.ERROR, Text("多行是同一区县", "several rows are one district")),
    "GM-T012": (
        Level.WARNING,
        Text("表中有别处的单位，附行数", "rows of units elsewhere, with their number"),
    ),
    "GM-T014": (
        Level.ERROR,
        Text(
            "全国表中的名称别处也有，分不清是哪一个",
            "a name in a national table that districts elsewhere bear as well",
        ),
    ),
}


def finding(code: str, location: Location, message: Text, remedy: Text) -> Finding:
    """A finding of a kind, with the level that the catalogue gives it."""
    return Finding(code, CATALOGUE[code][0], location, message, remedy)


class Findings:
    """Collects findings, so that one pass over an atlas tells them all."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._errors = 0

    def tell(self, code: str, location: Location, message: Text, remedy: Text) -> None:
        """Add a finding of a kind."""
        told = finding(code, location, message, remedy)
        self._found.append(told)
        self._counts[location.file, code] += 1
        self._errors += told.level is Level.ERROR

    def is_crowd(self, code: str, file: str) -> bool:
        """Whether so many of a kind were found in a file that people are shown no more of them."""
        return self._counts[file, code] >= SHOWN

    def errors(self) -> int:
        """How many errors have been found so far."""
        return self._errors

    def all(self) -> tuple[Finding, ...]:
        """Everything found so far, in order."""
        return tuple(self._found)
