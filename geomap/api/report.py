"""Several maps of an atlas as one document."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from geomap.api.atlas import Atlas
from geomap.errors import RenderError
from geomap.text import Lang, Text
from geomap.writers.files import write_whole

# The end of a file's name → who writes it, as ``write(specs, lang, path) -> remarks``.
REPORTS = {".docx": "geomap.reports.chapter", ".pdf": "geomap.reports.booklet"}


def write_report(
    atlas: Atlas, path: str | Path, themes: Sequence[str] = (), *, lang: Lang | None = None
) -> tuple[Text, ...]:
    """Write maps of an atlas as one document; the end of the file's name says which.

    Args:
        atlas: The atlas.
        path: File to make, or to replace as a whole.
        themes: Keys of themes, in the order wanted; all of them otherwise.
        lang: Language of every word; the atlas's otherwise.

    Returns:
        What who made it should know.

    Raises:
        ThemeError: The atlas has no such theme.
        RenderError: No such format, or a map cannot be laid out.
    """
    path = Path(path)
    module = REPORTS.get(path.suffix.lower())
    if module is None:
        known = ", ".join(REPORTS)
        raise RenderError(
            Text(
                f"{path.name}：报告不能是这种格式；可用的扩展名：{known}",
                f"{path.name}: no report is made in this format; use a name that ends in {known}",
            )
        )
    specs = [atlas[key].spec for key in dict.fromkeys(themes or atlas)]
    chosen, writer = lang or atlas.config.language, import_module(module)
    remarks: list[Text] = []
    write_whole(path, lambda fresh: remarks.extend(writer.write(specs, chosen, fresh)))
    return tuple(remarks)
