"""An atlas that is built again whenever it changes, and what there is of it to show just now."""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from geomap.api.atlas import Atlas, FindingsError
from geomap.api.atlas import open as open_atlas
from geomap.builder import manifest
from geomap.builder.build import Built, Told, carry_out
from geomap.builder.options import BuildOptions
from geomap.errors import GeomapError
from geomap.model.findings import lines
from geomap.renderers import html
from geomap.sources.limits import DEFAULT_LIMITS, Limits
from geomap.text import Lang

_HTML = ".html"


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show.

    Attributes:
        number: Counts the builds, good and bad.
        files: The bytes of each file of the last good build by its name; just those of its
            manifest.
        digests: Their SHA-256.
        problems: Lines that tell why the last build was refused: file, row, what, remedy.
        warnings: Lines about data that was built.
    """

    number: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What is built, and how.

    Attributes:
        atlas: ``geomap.toml``, or the folder that holds it.
        out: Folder for what is made.
        themes: Keys of themes; none means all.
        options: Formats and page.
        limits: How large files may be.
        lang: Language of problems and warnings.
    """

    atlas: Path
    out: Path
    themes: Sequence[str] = ()
    options: BuildOptions = field(default_factory=BuildOptions)
    limits: Limits = DEFAULT_LIMITS
    lang: Lang = "zh"


class _Stale(Exception):  # noqa: N818 # no error: another build follows
    """What is being made is not wanted any more."""


class Live:
    """Builds an atlas time and again; whoever asks gets the last whole state."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._shown = Shown()
        self._page = ""
        self._lock = threading.Lock()

    @property
    def shown(self) -> Shown:
        """What there is to show; the whole of one build."""
        with self._lock:
            return self._shown

    def look_at(self, page: str) -> None:
        """Note which page somebody looks at: it is made first.

        Args:
            page: Name of a file, as somebody says; nobody trusts it.
        """
        with self._lock:
            self._page = page

    def rebuild(self, is_stale: Callable[[], bool]) -> Built | None:
        """Build what changed, the page that somebody looks at first.

        A refused build keeps what was shown before and tells its problems.

        Args:
            is_stale: Whether something changed again: the rest is not made any more then.

        Returns:
            What the build did; None if it was refused or given up.
        """
        try:
            built, shown = self._built(is_stale)
        except _Stale:
            return None
        except GeomapError as error:
            before = self.shown
            problems = _lines(error, self._order.lang)
            self._show(Shown(before.number + 1, before.files, before.digests, problems))
            return None
        self._show(shown)
        return built

    def _built(self, is_stale: Callable[[], bool]) -> tuple[Built, Shown]:
        def go_on(_: str) -> None:
            if is_stale():
                raise _Stale

        order = self._order
        atlas = open_atlas(order.atlas, order.limits)
        self._show_first(atlas)
        for each in atlas.values():  # composed one by one, so that it can be given up in between
            go_on(each.spec.theme)
        # Another edit may come soon: theme after theme is given up sooner than processes are.
        again = replace(order.options, jobs=1) if self.shown.files else order.options
        built = carry_out(atlas, order.themes, order.out, again, Told(progress=go_on))
        found = manifest.read(order.out)
        files = {
            name: (order.out / name).read_bytes()
            for name in found.outputs
            if found.is_sound(order.out, name)
        }
        warnings = tuple(lines(atlas.checked.findings, order.lang))
        digests = {name: found.outputs[name] for name in files}
        return built, Shown(self.shown.number + 1, files, digests, (), warnings)

    def _show_first(self, atlas: Atlas) -> None:
        """Show the page that somebody looks at before all others are made; it will be the same."""
        before = self.shown
        name = self._page
        if name not in before.files or not name.endswith(_HTML):
            return
        key = name.removesuffix(_HTML)
        if key not in atlas:
            return
        options, folder = self._order.options, self._order.out
        tiles, profiles = options.with_basemap(atlas.config), options.with_profiles(folder)
        page = html.render(atlas[key].spec, tiles, profiles)
        digest = hashlib.sha256(page).hexdigest()
        if digest != before.digests[name]:
            files = {**before.files, name: page}
            self._show(Shown(before.number + 1, files, {**before.digests, name: digest}))

    def _show(self, shown: Shown) -> None:
        with self._lock:
            self._shown = shown


def _lines(error: GeomapError, lang: Lang) -> tuple[str, ...]:
    if isinstance(error, FindingsError):
        return tuple(lines(error.findings, lang))
    return tuple(error.message.get(lang).splitlines())
