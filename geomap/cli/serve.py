"""The command that shows an atlas while it is worked on."""

import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.api import outputs
from geomap.cli.console import (
    atlas_option,
    echo,
    format_option,
    handle_errors,
    jobs_option,
    language,
    max_size_option,
    out_option,
)
from geomap.text import Text

if TYPE_CHECKING:
    from geomap.builder.live import Live
    from geomap.builder.watching import Watch
    from geomap.sources.limits import Limits


@click.command()
@click.argument("themes", nargs=-1, metavar="[THEME]…")
@format_option(
    f"{', '.join(outputs.names())}; repeat for several; html otherwise. 输出格式，可重复。"
)
@out_option(
    "Folder to build into; one that goes with the preview otherwise. 输出文件夹。", "folder"
)
@jobs_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port on this machine; any that is free otherwise. 端口。",
)
@click.option("--open", "opens", is_flag=True, help="Open the browser. 打开浏览器。")
@max_size_option
@atlas_option
@handle_errors
def serve(  # noqa: PLR0913 # one argument an option, as click hands them over
    themes: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    jobs: int,
    port: int,
    limits: "Limits",
    atlas_path: Path,
    *,
    opens: bool,
) -> None:
    """Show the atlas in a browser while you work on it. 边改边看。

    Builds, watches the atlas's files, builds again what an edit changes, and reloads the page where
    it stands. What is wrong is told in the page, with file, row and remedy, until it is mended. To
    this machine alone. Needs geomap[serve]. Ctrl-C ends it.

    \b
    Example:
      geomap serve --open
    """
    from geomap.builder import live, serving, watching  # noqa: PLC0415 # heavy
    from geomap.builder.options import BuildOptions  # noqa: PLC0415 # only here
    from geomap.errors import RenderError  # noqa: PLC0415 # only here

    watching.require()
    options = BuildOptions(formats or ("html",), jobs=jobs)
    with tempfile.TemporaryDirectory(prefix="geomap-serve-") as own:
        folder = out or Path(own)
        order = live.Order(atlas_path, folder, themes, options, limits, language())
        shown = live.Live(order)
        try:
            server = serving.Preview(shown, port, language())
        except OSError as error:
            raise RenderError(_taken(port, error)) from error
        address = f"http://{serving.HOST}:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        click.echo(address)
        try:
            with watching.watch(atlas_path, folder) as watch:
                _build(shown, watch)
                if opens:
                    webbrowser.open(address)
                while True:
                    watch.wait()
                    _build(shown, watch)
        except KeyboardInterrupt:
            echo(Text("预览已结束", "The preview has ended"))
        finally:
            server.shutdown()
            server.server_close()


def _build(shown: "Live", watch: "Watch") -> None:
    built = shown.rebuild(lambda: watch.has_news)
    if built is None:
        for line in shown.shown.problems:
            click.echo(line, err=True)
        return
    made = [verdict.name for verdict in built.verdicts if verdict.fate == "made"]
    if made:
        names = "  ".join(made)
        echo(Text(f"已构建 {len(made)} 个：{names}", f"{len(made)} made: {names}"))


def _taken(port: int, error: OSError) -> Text:
    reason = error.strerror or str(error)
    return Text(
        f"端口 {port} 无法使用（{reason}）；请用 --port 换一个，或不写以取空闲端口",
        f"port {port} cannot be used ({reason}); take another with --port, "
        "or none to have a free one",
    )
