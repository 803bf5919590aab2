"""From a path to bytes: only regular files, only where the name says, only up to a size."""

from pathlib import Path

from geomap.model import Location
from geomap.sources.limits import DEFAULT_LIMITS, in_words, or_raise
from geomap.sources.reasons import reason_of
from geomap.sources.refusals import refuse
from geomap.text import Text


def display_name(path: Path, root: Path) -> str:
    """The path as messages show it: relative to the atlas where it lies inside, with ``/``."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        pass
    absolute, inside = path.absolute(), root.resolve()  # a link is called by its own name
    return (absolute.relative_to(inside) if inside in absolute.parents else path).as_posix()


def check_inside(path: Path, root: Path, name: str) -> None:
    """Refuse a path that leads out of a folder, by ``..`` or by a link.

    Raises:
        DataError: It does.
    """
    if not path.resolve().is_relative_to(root.resolve()):
        refuse(
            Location(name),
            Text(
                f"该路径指向 {root.name} 文件夹之外",
                f"the path leads out of the folder {root.name}",
            ),
            Text("请把文件放进该文件夹", "put the file into that folder"),
        )


def is_file(path: Path) -> bool:
    """Whether the path is a regular file; False for a name the file system cannot hold."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_bytes(path: Path, name: str, limit: int = DEFAULT_LIMITS.file) -> bytes:
    """The bytes of a regular file.

    Raises:
        DataError: There is no such file, it is a folder, device or pipe, it cannot be read, or it
            is larger than the limit.
    """
    if not is_file(path):
        refuse(
            Location(name),
            Text("找不到该文件", "no such file"),
            Text(
                "请检查 geomap.toml 中的路径，或命令中的文件名",
                "check the path in geomap.toml, or the name given",
            ),
        )
    size = path.stat().st_size
    if size > limit:
        most = in_words(limit)
        refuse(
            Location(name),
            Text(f"文件超过 {most}", f"the file is larger than {most}"),
            or_raise(Text("请先拆分或简化", "split or simplify it first"), size),
        )
    try:
        return path.read_bytes()
    except OSError as error:
        reason = reason_of(error)
        refuse(
            Location(name),
            Text(f"无法读取（{reason.zh}）", f"cannot be read ({reason.en})"),
            Text("请检查权限", "check its permissions"),
            error,
        )
