"""The files that make up a Shapefile, found beside one another."""

from collections.abc import Iterator
from pathlib import Path, PurePath

from geomap.model import Location
from geomap.sources import dictionary
from geomap.sources.disk import check_inside, is_file, read_bytes
from geomap.sources.limits import Limits
from geomap.sources.refusals import refuse
from geomap.text import Text

READ = (".shx", ".dbf", ".prj", ".cpg")
# Parts that are no dataset by themselves; a .dbf is one: a table.
_LONE = frozenset({".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qpj"})


def whole_of(path: Path, name: str) -> tuple[Path, str]:
    """The .shp beside a part of a Shapefile, with its name; any other file as it is.

    Raises:
        DataError: There is no .shp beside the part.
    """
    if path.suffix.lower() not in _LONE or not is_file(path):
        return path, name
    shp = next((other for other in _beside(path) if other.suffix.lower() == ".shp"), None)
    if shp is None:
        missing = PurePath(path.name).with_suffix(".shp")
        refuse(
            Location(name),
            Text("这是 Shapefile 的附属文件", "this is a part of a Shapefile"),
            Text(f"请把 {missing} 放在旁边", f"put {missing} beside it"),
        )
    return shp, PurePath(name).with_name(shp.name).as_posix()


def read_sidecars(shp: Path, limits: Limits) -> dict[str, bytes]:
    """The bytes of the parts beside a .shp or .dbf, by suffix, whatever its case.

    The dictionary of its fields stands under its own name.

    Raises:
        DataError: A part leads out of the folder or cannot be read.
    """
    found = {other.suffix.lower(): other for other in _beside(shp)}
    names = shp.with_name(dictionary.NAME)
    if is_file(names):
        check_inside(names, shp.parent.resolve(), names.as_posix())
        found[dictionary.NAME] = names
    return {
        part: read_bytes(found[part], found[part].name, limits.file)
        for part in (*READ, dictionary.NAME)
        if part in found
    }


def _beside(path: Path) -> Iterator[Path]:
    """Files of the same stem in the same folder, none of them a link out of it."""
    for other in sorted(path.parent.iterdir()):
        if other.stem == path.stem and other.suffix.lower() in {".shp", *READ}:
            check_inside(other, path.resolve().parent, other.as_posix())
            yield other
