"""Tell when a file of an atlas changes, with `watchfiles`, the extra ``serve``."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from geomap.config.atlas import read_atlas
from geomap.errors import GeomapError, RenderError
from geomap.text import Text

_SETTLES = 100  # milliseconds without a change: an editor writes a file in several steps
_PATIENCE = 1.0  # seconds
_HIDDEN = "."
_DATA = "data"


def require() -> None:
    """Refuse to go on without what watches files.

    Raises:
        RenderError: The extra ``serve`` is not installed.
    """
    if find_spec("watchfiles") is None:
        raise RenderError(
            Text(
                '监视文件需要 watchfiles；请运行 pip install "geomap[serve]"',
                'watching files needs watchfiles: run pip install "geomap[serve]"',
            )
        )


class Watch:
    """Whether anything changed since somebody last asked."""

    def __init__(self) -> None:
        self._changed = threading.Event()
        self._failure: Exception | None = None

    @property
    def has_news(self) -> bool:
        """Something changed since `wait` came back."""
        return self._changed.is_set()

    def wait(self) -> None:
        """Come back when something changed.

        Raises:
            RenderError: The system refuses to watch.
        """
        while not self._changed.wait(_PATIENCE):  # with an end, so that Ctrl-C comes through
            pass
        self._changed.clear()
        if self._failure is not None:
            reason = " ".join(str(self._failure).split())
            raise RenderError(
                Text(
                    f"无法监视文件（{reason}）；请关闭其他监视程序，或不用监视直接构建",
                    f"files cannot be watched ({reason}); end other programs that watch, "
                    "or build without",
                )
            ) from self._failure

    def follow(self, atlas: Path, out: Path, stop: threading.Event) -> None:
        """Take note of changes until ``stop`` is set; meant for a thread of its own."""
        try:
            for _ in changes(atlas, out, stop):
                self._changed.set()
        except Exception as error:  # noqa: BLE001 # told by `wait`
            self._failure = error
            self._changed.set()


@contextmanager
def watch(atlas: Path, out: Path) -> Iterator[Watch]:
    """Watch the files of an atlas from now on.

    Args:
        atlas: ``geomap.toml``, or the folder that holds it; it may be broken.
        out: Folder that builds write to: what happens there is no change.

    Raises:
        RenderError: The extra ``serve`` is not installed.
    """
    require()
    found, stop = Watch(), threading.Event()
    thread = threading.Thread(target=found.follow, args=(atlas, out, stop), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join(_PATIENCE)


def changes(atlas: Path, out: Path, stop: threading.Event) -> Iterator[None]:
    """Come back each time that a file of an atlas may have changed.

    Args:
        atlas: ``geomap.toml``, or the folder that holds it; it may be broken.
        out: Folder that builds write to: what happens there is no change.
        stop: Set, it ends the watch.

    Raises:
        RenderError: The extra ``serve`` is not installed.
    """
    require()
    import watchfiles  # noqa: PLC0415 # an extra

    aside = out.resolve()

    def counts(_: watchfiles.Change, path: str) -> bool:
        found = Path(path).resolve()
        return found != aside and aside not in found.parents and not found.name.startswith(_HIDDEN)

    while not stop.is_set():
        watched = folders(atlas)
        for _ in watchfiles.watch(
            *sorted(watched),
            watch_filter=counts,
            recursive=False,
            step=_SETTLES,
            stop_event=stop,
            rust_timeout=500,
            raise_interrupt=False,
        ):
            yield
            if folders(atlas) != watched:
                break


def folders(atlas: Path) -> set[Path]:
    """Folders that hold files of an atlas, or may: those of a usual one where it cannot be read."""
    root = (atlas.parent if atlas.is_file() else atlas).absolute()
    usual = [root, root / _DATA, *(root / _DATA).glob("[!.]*/")]
    try:
        config = read_atlas(atlas)
    except GeomapError:
        declared: list[Path] = []
    else:
        themes = [config.root / theme.location.file for theme in config.themes]
        declared = [path.absolute() for path in (*config.files.paths(), *themes)]
    return {path for path in (*usual, *(p.parent for p in declared)) if path.is_dir()}
