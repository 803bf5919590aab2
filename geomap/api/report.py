"""Several maps of an atlas as one document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from geomap.api.atlas import Atlas
from geomap.api.profiles import profiles
from geomap.errors import RenderError
from geomap.renderers.sheet.page import find_page
from geomap.text import Lang, Text
from geomap.writers.files import write_whole


@dataclass(frozen=True, slots=True)
class Report:
    """A kind of document.

    Attributes:
        module: Who writes it, as ``write(specs, lang, path, *, …) -> remarks``.
        takes: Options that mean something to it.
    """

    module: str
    takes: tuple[str, ...]


# The end of a file's name → what is made.
REPORTS: Mapping[str, Report] = {
    ".docx": Report("geomap.reports.chapter", ()),
    ".pdf": Report("geomap.reports.booklet", ("page", "profiles")),
    ".xlsx": Report("geomap.reports.workbook", ("page",)),
}


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a document is to look.

    Attributes:
        lang: Language of every word; the atlas's otherwise.
        page: Paper or slide by its name, e.g. ``A3-landscape``, ``A4-portrait``.
        profiles: The profiles of all districts stand behind the maps.
    """

    lang: Lang | None = None
    page: str | None = None
    profiles: bool = False


def write_report(
    atlas: Atlas,
    path: str | Path,
    themes: Sequence[str] = (),
    *,
    options: ReportOptions | None = None,
) -> tuple[Text, ...]:
    """Write maps of an atlas as one document; the end of the file's name says which.

    Args:
        atlas: The atlas.
        path: File to make, or to replace as a whole.
        themes: Keys of themes, in the order wanted; all of them otherwise.
        options: Language, page and profiles.

    Returns:
        What who made it should know.

    Raises:
        ThemeError: The atlas has no such theme.
        RenderError: No such format, an option that it does not take, or a map cannot be laid out.
    """
    path, options = Path(path), options or ReportOptions()
    report = _report(path)
    given = {
        name: make()
        for name, value, make in _given(atlas, options)
        if value and _fits(report, name, path)
    }
    specs = [atlas[key].spec for key in dict.fromkeys(themes or atlas)]
    chosen, writer = options.lang or atlas.config.language, import_module(report.module)
    remarks: list[Text] = []
    write_whole(path, lambda fresh: remarks.extend(writer.write(specs, chosen, fresh, **given)))
    return tuple(remarks)


def _given(
    atlas: Atlas, options: ReportOptions
) -> tuple[tuple[str, object, Callable[[], Any]], ...]:
    """Options by name: whether they were given, and what the writer gets."""
    return (
        ("page", options.page, lambda: find_page(options.page or "")),
        ("profiles", options.profiles, lambda: tuple(profiles(atlas))),
    )


def _report(path: Path) -> Report:
    report = REPORTS.get(path.suffix.lower())
    if report is None:
        known = ", ".join(REPORTS)
        raise RenderError(
            Text(
                f"{path.name}：报告不能是这种格式；可用的扩展名：{known}",
                f"{path.name}: no report is made in this format; use a name that ends in {known}",
            )
        )
    return report


def _fits(report: Report, option: str, path: Path) -> bool:
    """Refuse an option that would be without effect."""
    if option not in report.takes:
        fitting = ", ".join(end for end, each in REPORTS.items() if option in each.takes)
        raise RenderError(
            Text(
                f"{path.name}：--{option} 只用于 {fitting}",
                f"{path.name}: --{option} is for {fitting} only",
            )
        )
    return True
