"""The command line: examples that run, exit codes, two languages, stdout for data only."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from geomap.api.atlas import Atlas
from geomap.cli.main import main

HEAVY = {"geopandas", "pandas", "numpy", "shapely", "pyproj", "folium", "branca", "matplotlib"}


@pytest.fixture
def here(atlas_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped atlas, made the working folder."""
    monkeypatch.chdir(atlas_copy)
    return atlas_copy


def run(*arguments: str, **environment: str) -> Result:
    env = {"LC_ALL": "en_GB.UTF-8", **environment}
    return CliRunner().invoke(main, list(arguments), env=env, catch_exceptions=False)


# --- Help


COMMANDS = [("geomap", main), *((f"geomap {name}", c) for name, c in main.commands.items())]


def examples(command: click.Command) -> list[str]:
    _, _, tail = (command.help or "").partition("Example")
    return re.findall(r"^\s*(geomap .+)$", tail, re.MULTILINE)


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_help_ends_with_an_example_and_speaks_both_languages(
    name: str, command: click.Command
) -> None:
    assert examples(command)
    assert all(example.startswith(name) for example in examples(command))
    shown = run(*name.split()[1:], "--help").stdout
    assert examples(command)[0] in shown
    for option in command.params:
        words = getattr(option, "help", None)
        assert words is None or re.search(r"[\u4e00-\u9fff]", words), option.name


EXAMPLES = {example for _, command in COMMANDS for example in examples(command)}
# It goes on until Ctrl-C: `tests/builder/test_serving.py` runs it.
ENDLESS = {"geomap serve --open"}


@pytest.mark.parametrize("example", sorted(EXAMPLES - ENDLESS))
@pytest.mark.usefixtures("here")
@pytest.mark.slow
def test_each_example_of_a_help_text_runs(example: str) -> None:
    arguments = shlex.split(example)[1:]
    if arguments[0] == "build":  # drawing takes long; others look at pictures
        formats = [i for i, word in enumerate(arguments) if word == "-f"]
        arguments = [
            w for i, w in enumerate(arguments) if i not in formats and i - 1 not in formats
        ]
        arguments += ["-f", "geojson", "-j", "1"]
    if arguments[0] in {"verify", "diff"}:  # there must be something to hold
        run("build", "metro", "-f", "geojson", "-j", "1")
    if arguments[0] == "diff":
        shutil.copytree("maps", "last-year/maps")
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    assert result.stdout or re.search("0 errors|as built|0 changes", result.stderr)


@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["--version"], ["themes"]])
@pytest.mark.usefixtures("here")
def test_short_answers_need_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys\nfrom geomap.cli.main import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit:\n    print(*sys.modules)"
    )
    shown = subprocess.run(  # noqa: S603 # our own command
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    loaded = set(shown.stdout.splitlines()[-1].split())
    assert "geomap.cli.main" in loaded
    assert not loaded & HEAVY


# --- Output


def test_build_prints_the_paths_and_nothing_else_on_stdout(here: Path) -> None:
    result = run("build", "metro", "-f", "geojson")
    names = ["metro.geojson", "index.html", "manifest.json"]
    assert [Path(line) for line in result.stdout.splitlines()] == [
        here.resolve() / "maps" / name for name in names
    ]
    assert all(Path(line).is_file() for line in result.stdout.splitlines())


@pytest.mark.slow
def test_export_prints_its_path(here: Path) -> None:
    told = ("export", "charging", "-o", "s.geojson", "--layer", "sites")
    result = run(*told)
    made = ["s.geojson", "s.geojson.metadata.json", "s.geojson.metadata.md"]
    assert (result.exit_code, result.stdout.split(), result.stderr) == (0, made, "")
    result = run(*told, "--no-metadata")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "s.geojson\n", "")
    assert (here / "s.geojson").is_file()


@pytest.mark.slow
def test_export_makes_themes_in_a_folder(shipped: Atlas, here: Path) -> None:
    told = ("export", "--all", "-o", "out", "-f", "csv", "-f", "fgb", "--no-metadata")
    result = run(*told, "--crs", "gk")
    assert result.exit_code == 0
    assert result.stderr.startswith("CRS EPSG:4545 (CGCS2000 / 3-degree Gauss-Kruger CM 108E)")
    made = {Path(line).name for line in result.stdout.split()}
    assert {f"{key}.{ending}" for key in shipped for ending in ("csv", "fgb")} <= made
    assert made == {path.name for path in (here / "out").iterdir()}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--all", "metro", "-o", "out"), "二者择一"),
        (("-o", "x.gpkg"), "Name a theme, or say --all"),
        (("metro", "charging", "-o", "x.gpkg"), "say the formats with -f"),
        (("--all", "-o", "x.gpkg"), "say the formats with -f"),
    ],
)
@pytest.mark.usefixtures("here")
def test_export_refuses_what_could_mean_two_things(words: tuple[str, ...], told: str) -> None:
    result = run("export", *words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_themes_are_listed_by_key_and_title(shipped: Atlas, here: Path) -> None:
    lines = run("themes").stdout.splitlines()
    assert lines == [f"{key}\t{shipped[key].theme.title.en}" for key in shipped]
    listed = json.loads(run("themes", "--json", "-a", str(here)).stdout)
    assert [(t["key"], t["title"]) for t in listed] == [
        (key, shipped[key].theme.title.zh) for key in shipped
    ]


def test_check_reports_each_finding_as_json(here: Path) -> None:
    sites = here / "data" / "sites.csv"
    sites.write_text(sites.read_text(encoding="utf-8").replace("武隆区", "武隆县区"), "utf-8")
    result = run("check", "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)
    assert (finding["code"], finding["level"]) == ("GM-T006", "error")
    assert (finding["file"], finding["row"], finding["column"]) == (
        "data/sites.csv",
        2,
        "districts",
    )
    assert set(finding["message"]) == set(finding["remedy"]) == {"zh", "en"}
    assert "1 error, 0 warnings" in result.stderr


def test_check_reports_a_file_that_is_not_there_as_json(here: Path) -> None:
    (here / "data" / "sites.csv").unlink()
    result = run("check", "--json")
    assert result.exit_code == 2
    (finding,) = json.loads(result.stdout)
    assert finding["code"] == "GM-F000"
    assert "data/sites.csv" in finding["message"]["zh"]


def test_strict_makes_errors_of_warnings(here: Path) -> None:
    sites = here / "data" / "sites.csv"
    sites.write_text(sites.read_text(encoding="utf-8").replace("107.76056", "109.76056"), "utf-8")
    told = run("check")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "GM-P010" in told.stderr
    assert run("check", "--strict").exit_code == 1


def test_embed_is_a_sandboxed_frame_with_escaped_words(here: Path) -> None:
    theme = here / "data" / "themes" / "metro.toml"
    words = theme.read_text(encoding="utf-8")
    theme.write_text(words.replace("现代化重庆都市圈", '<都市\\"圈>', 1), encoding="utf-8")
    shown = run("embed", "metro", "--height", "600", "--url", "https://x.example/?a=1&b=2").stdout
    assert 'src="https://x.example/?a=1&amp;b=2#plain"' in shown
    assert 'title="&lt;都市&quot;圈&gt;"' in shown
    assert 'sandbox="allow-scripts"' in shown
    assert "height:600px" in shown


# --- Exit codes and languages


@pytest.mark.parametrize(
    ("arguments", "code", "en"),
    [
        (["themes"], 0, ""),
        (["check"], 0, "0 errors"),
        (["build", "urbanization"], 2, "did you mean 'urbanisation'?"),
        (["build", "-f", "gif"], 2, "Unknown format 'gif'; use one of: html, "),
        (["build", "--pages", "A4"], 2, "No such option"),
        (["export", "metro"], 2, "Missing option"),
        (["export", "metro", "-o", "m.dwg"], 2, "Unknown format 'dwg'"),
        (["export", "metro", "-o", "m.geojson", "--layer", "sites"], 2, "has no layer 'sites'"),
        (["export", "metro", "-o", "no/m.geojson"], 2, "cannot write"),
        (["embed", "metros"], 2, "did you mean 'metro'?"),
        (["embed", "metro", "--height", "1"], 2, "use 200 to 4000"),
        (["embed", "metro", "--url", "javascript:alert(1)"], 2, "use http, https or"),
        (["check", "-a", "nowhere"], 2, "no such file"),
        (["build", "-a", "nowhere"], 2, "no such file"),
        (["conquer"], 2, "No such command"),
    ],
)
def test_exit_codes_and_reasons(here: Path, arguments: list[str], code: int, en: str) -> None:
    result = run("--lang", "en", *arguments)
    assert result.exit_code == code
    assert en in result.stderr
    assert code == 0 or result.stdout == ""
    assert not (here / "maps").exists()


@pytest.mark.parametrize(
    ("lang", "environment", "words"),
    [
        ((), {"LC_ALL": "zh_CN.UTF-8"}, "未知主题“metros”；是否为“metro”？"),
        ((), {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "unknown theme 'metros'"),
        ((), {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "未知主题"),
        ((), {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "unknown theme"),
        (("--lang", "zh"), {"LC_ALL": "en_GB.UTF-8"}, "未知主题"),
        (("--lang", "en"), {"LC_ALL": "zh_CN.UTF-8"}, "unknown theme"),
    ],
)
def test_messages_follow_the_option_then_the_locale(
    here: Path, lang: tuple[str, ...], environment: dict[str, str], words: str
) -> None:
    result = run(*lang, "embed", "metros", "-a", str(here), **environment)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_interrupt_is_told_in_one_line(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Path, __: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geomap.api.atlas.open", interrupt)
    result = run("build", "-a", str(here))
    assert (result.exit_code, result.stderr) == (130, "Interrupted\n")
