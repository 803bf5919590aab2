"""Profiles of districts as files: made side by side, moved into place when all are there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.api.atlas import Atlas
from geomap.api.profiles import profiles
from geomap.builder.workers import side_by_side
from geomap.errors import RenderError
from geomap.model.profile import Profile
from geomap.renderers import png
from geomap.renderers.sheet.primitives import Printed
from geomap.reports import profile_html, profile_pdf
from geomap.reports.profile_sheet import lay_out
from geomap.text import Lang, Text
from geomap.writers import files

FORMATS = ("html", "pdf", "png")
ATLAS = "profiles.pdf"


@dataclass(frozen=True, slots=True)
class ProfileOptions:
    """What to make.

    Attributes:
        formats: Of `FORMATS`.
        lang: Language of every word; None takes the atlas's.
        jobs: Processes side by side.
        bound: All PDFs also as one atlas.
    """

    formats: tuple[str, ...] = ("html", "pdf")
    lang: Lang | None = None
    jobs: int = 1
    bound: bool = False


def build_profiles(
    atlas: Atlas,
    codes: Sequence[str],
    out: Path | None,
    options: ProfileOptions,
    tell: Callable[[Text], None],
) -> tuple[Path, ...]:
    """Make profiles.

    Args:
        atlas: The atlas.
        codes: Adcodes of the districts, at least one.
        out: Folder to put them in; ``profiles`` beside ``geomap.toml`` otherwise.
        options: Formats and language.
        tell: Called with a sentence if this has to wait for somebody else who builds there.

    Returns:
        The paths of all files, in the order they were made.

    Raises:
        RenderError: Unknown format, or a page cannot be made; the folder is left as it was.
    """
    unknown = [name for name in options.formats if name not in FORMATS]
    if unknown:
        raise RenderError(
            Text(
                f"区县概况没有“{unknown[0]}”格式；可用：{'、'.join(FORMATS)}",
                f"no profile is made as {unknown[0]!r}; use one of {', '.join(FORMATS)}",
            )
        )
    folder = out if out is not None else atlas.config.root / "profiles"
    lang = options.lang or atlas.config.language
    with files.staging(folder, tell) as staging:
        tasks = [_Task(p, options.formats, lang, staging) for p in profiles(atlas, codes)]
        done = list(side_by_side(_made, tasks, options.jobs))
        names = [name for each in done for name in each.names]
        if options.bound and "pdf" in options.formats:
            (staging / ATLAS).write_bytes(profile_pdf.write_all([each.pages for each in done]))
            names.append(ATLAS)
        files.move_all(staging, folder, names)
    return tuple(folder / name for name in names)


@dataclass(frozen=True, slots=True)
class _Task:
    profile: Profile
    formats: tuple[str, ...]
    lang: Lang
    folder: Path


@dataclass(frozen=True, slots=True)
class _Done:
    names: tuple[str, ...]
    pages: tuple[Printed, ...]


def _made(task: _Task) -> _Done:
    """The files of one district; its pages, laid out once for all pictures."""
    stem = f"profile-{task.profile.adcode}"
    pages = lay_out(task.profile, task.lang) if {"pdf", "png"} & set(task.formats) else ()
    made: dict[str, bytes] = {}
    if "html" in task.formats:
        made[f"{stem}.html"] = profile_html.write(task.profile, task.lang)
    if "pdf" in task.formats:
        made[f"{stem}.pdf"] = profile_pdf.write(pages)
    if "png" in task.formats:
        tails = ["", *(f"-{n}" for n in range(2, len(pages) + 1))]
        made |= {f"{stem}{t}.png": png.write(p) for t, p in zip(tails, pages, strict=True)}
    for name, data in made.items():
        (task.folder / name).write_bytes(data)
    return _Done(tuple(made), pages)
