"""Zip files, opened by their list of members: nothing is unpacked that the list does not allow."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

from geomap.model import Location
from geomap.sources.limits import DEFAULT_LIMITS, Limits, or_raise
from geomap.sources.refusals import DAMAGED, refuse
from geomap.text import Text

MAX_MEMBERS = 1000
# Small members compress by more than any ratio tells about: a blank sheet is no bomb.
MAX_RATIO = 100
# What ``zipfile`` raises for archives that are broken; RuntimeError for encrypted members.
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, RuntimeError, OverflowError),
)
_MIMETYPE, _LONGEST_TYPE = "mimetype", 200
_LINK = 0o120000
_KIND = 0o170000
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


class Archive:
    """The members of a zip file by name; each was looked at before any is read.

    Raises:
        DataError: It is no zip, is damaged or encrypted, a member leads out of it or is a link,
            or it would unpack to too much.
    """

    def __init__(self, data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            refuse(Location(name), DAMAGED, Text("请重新压缩", "pack it again"), error)
        infos = self._zip.infolist()
        if not all(info.filename for info in infos):
            refuse(Location(name), DAMAGED, Text("请重新压缩", "pack it again"))
        infos = [info for info in infos if not info.is_dir()]
        self._check_size(infos, limits)
        self._infos = {self._checked_name(info): info for info in infos}

    @property
    def members(self) -> tuple[str, ...]:
        """Names of the files in it, with ``/``; Chinese names of old tools are put right."""
        return tuple(self._infos)

    def read(self, member: str) -> bytes:
        """The bytes of a member.

        Raises:
            DataError: It is damaged, or larger than the list says.
        """
        info = self._infos[member]
        try:
            with self._zip.open(info) as file:
                data = file.read(info.file_size + 1)
        except _FAULTS as error:
            refuse(Location(self.name), DAMAGED, Text("请重新压缩", "pack it again"), error)
        if len(data) > info.file_size:
            refuse(Location(self.name), DAMAGED, Text("请重新压缩", "pack it again"))
        return data

    def _check_size(self, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
        total = sum(info.file_size for info in infos)
        bomb = any(
            info.file_size > max(limits.trusted, MAX_RATIO * info.compress_size) for info in infos
        )
        too_many = len(infos) > MAX_MEMBERS
        if too_many or total > limits.unpacked or bomb:
            remedy = Text("请解压后直接使用其中的文件", "unpack it and use the file that you need")
            refuse(
                Location(self.name),
                Text(
                    f"压缩包解开后过大（{len(infos)} 个文件，{total} 字节）",
                    f"the archive unpacks to too much ({len(infos)} files, {total} bytes)",
                ),
                remedy if too_many else or_raise(remedy, total),
            )

    def _checked_name(self, info: zipfile.ZipInfo) -> str:
        member = _decoded(info).replace("\\", "/")
        parts = PurePosixPath(member).parts
        is_link = (info.external_attr >> 16) & _KIND == _LINK
        if is_link or member.startswith("/") or ".." in parts or ":" in member or "\0" in member:
            refuse(
                Location(self.name),
                Text(
                    f"成员“{member}”指向压缩包之外",
                    f"the member {member!r} leads out of the archive",
                ),
                Text("请重新压缩", "pack it again"),
            )
        if info.flag_bits & _ENCRYPTED:
            refuse(
                Location(self.name),
                Text("压缩包已加密", "the archive is encrypted"),
                Text("请解压后使用", "unpack it first"),
            )
        return member


def kind_of_zip(data: bytes, kinds: Iterable[str]) -> str:
    """The first of some names that is a member of a zip file or what its ``mimetype`` says.

    Returns:
        The name; empty if there is none, or the zip is damaged: its reader will tell.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            said = {*archive.namelist()}
            if _MIMETYPE in said:
                with archive.open(_MIMETYPE) as file:
                    said.add(file.read(_LONGEST_TYPE).decode("ascii", "replace").strip())
    except _FAULTS:
        return ""
    return next((kind for kind in kinds if kind in said), "")


def _decoded(info: zipfile.ZipInfo) -> str:
    """A member's name; old tools write it in GBK, which ``zipfile`` takes for code page 437."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
