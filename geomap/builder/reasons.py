"""Why an output is made or kept, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.builder.manifest import Record
from geomap.builder.verify import MANIFEST
from geomap.text import Text

_SHOWN = 8  # names without room that are told one by one

NEW = Text("还没有", "there is none yet")
FORCED = Text("按要求重制", "as asked for")
SPOILT = Text("文件与清单不符", "the file is not what the manifest says")
UNKNOWN = Text("清单未说明其由来", "the manifest does not say what it depends on")
TOOLS = Text("geomap 或其所用的库变了", "geomap or a library that it uses changed")
OPTIONS = Text("选项变了", "the options changed")
KEPT = Text("所示内容未变", "nothing that it shows changed")
NOTHING_CHANGED = Text("自上次构建以来什么都没变", "nothing changed since it was built")
SAME_SHEET = Text("图幅上所示未变", "nothing that the sheet shows changed")
LISTED = Text("所列文件或标题变了", "what it lists changed")
LEFT = Text("主题或图层已不存在", "its theme or layer is gone")
_PARTS = {
    "words": Text("文字", "words"),
    "districts": Text("区县的数值或说明", "values or facts of districts"),
    "boundaries": Text("界线", "boundaries"),
    "marks": Text("项目或站点", "projects or sites"),
    "dots": Text("点", "points"),
    "legends": Text("图例", "legend"),
    "measures": Text("举措", "measures"),
    "borders": Text("区域边界", "borders of regions"),
    "context": Text("底图要素", "context"),
    "extent": Text("范围", "extent"),
    "layers": Text("数据图层", "layers of data"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an output.

    Attributes:
        name: Of its file.
        fate: ``made``: the file is new, or other than before; ``same``: made again and came out
            the same; ``kept``: not made, as it is still right; ``removed``.
        reason: Why.
    """

    name: str
    fate: str
    reason: Text


def why(
    record: Record, before: Record | None, *, sound: bool, there: bool, force: bool
) -> Text | None:
    """Why an output must be made; None where the one that is there is right.

    Args:
        record: What it is to be made of.
        before: What the one there was made of; None where nobody knows.
        sound: Its files are what was built.
        there: There is one.
        force: It must be made anyway.
    """
    if before is None:
        return UNKNOWN if there else NEW
    told = (
        (not there, NEW),
        (not sound, SPOILT),
        (force, FORCED),
        (record.tools != before.tools, TOOLS),
        (record.look != before.look, OPTIONS),
    )
    return next((reason for holds, reason in told if holds), None) or _changed(record, before)


def and_same(reason: Text) -> Text:
    """Why an output was made again that came out the same."""
    return Text(f"{reason.zh}；重制后相同", f"{reason.en}; it came out the same")


def _changed(record: Record, before: Record) -> Text | None:
    both = dict.fromkeys((*record.shows, *before.shows))
    other = [name for name in both if record.shows.get(name) != before.shows.get(name)]
    if not other:
        return None
    named = [_PARTS.get(name, Text.same(name)) for name in other]
    return Text(
        f"变了：{'、'.join(each.zh for each in named)}",
        f"changed: {', '.join(each.en for each in named)}",
    )


def no_room(theme: str, names: Sequence[str], page: str = "") -> Text:
    """The warning that names found no room on a sheet; its page is empty where nobody knows."""
    count, shown = len(names), names[:_SHOWN]
    more = count - len(shown)
    return Text(
        f"{theme}：{page} 图幅上未注名：{'、'.join(shown)}"
        f"{f'等 {count} 项，见 {MANIFEST}' if more else ''}；"
        "可换更大的图幅（--page A3-landscape）",
        f"{theme}: on {page or 'the sheet'} there was no room to name {', '.join(shown)}"
        f"{f' and {more} more ({count} in all, see {MANIFEST})' if more else ''}; "
        "take a larger page (--page A3-landscape)",
    )
