"""Online base maps: how an atlas declares them, and how a key gets into the address of a tile.

A page has none unless it is asked for by name. A service key is read from the environment
and written to a page only with ``--write-key``.
"""

import re
from collections.abc import Sequence

from geomap.config.declared import StrictTable, refuse, unknown_message
from geomap.errors import AtlasError
from geomap.geo.datum import Datum
from geomap.model import Basemap, Location
from geomap.text import Text

# The host stands in the page's policy, so nothing but a host may pass for one; {s} is spelt out
# there.
_ADDRESS = re.compile(
    r"https://(?:[a-z0-9.-]|\{s\})*[a-z0-9](?::\d{1,5})?/(?:[^\s{}<>\"'`\\]|\{[^{}]*\})*"
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SUBDOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TILE = ("z", "x", "y")
_LARGEST_ZOOM = 22


def declared(key: str, table: StrictTable, datum: Datum) -> Basemap:
    """Read ``[basemaps.KEY]``.

    Args:
        key: KEY.
        table: The table, of which all but its datum is still to be read.
        datum: Its datum.

    Raises:
        AtlasError: The table says something that geomap does not know or must not do.
    """
    basemap = Basemap(
        key=key,
        title=table.names(Text.same(key)),
        url=table.string("url"),
        datum=datum,
        attribution=table.string("attribution"),
        max_zoom=table.integer("max_zoom"),
        subdomains=table.list_of("subdomains", str),
        key_env=table.string("key_env") if table.has("key_env") else None,
    )
    table.done()
    _check_datum(basemap, table)
    _check_address(basemap, table)
    _check_placeholders(basemap, table)
    _check_rest(basemap, table)
    return basemap


def find(basemaps: Sequence[Basemap], key: str) -> Basemap:
    """The base map of that key.

    Raises:
        AtlasError: There is none; the message lists those there are.
    """
    for basemap in basemaps:
        if basemap.key == key:
            return basemap
    place = Location("geomap.toml", column="basemaps")
    if basemaps:
        keys = [basemap.key for basemap in basemaps]
        raise AtlasError(unknown_message(key, keys, place, Text("底图", "base map")))
    refuse(
        place,
        Text(f"图集没有声明底图“{key}”", f"the atlas declares no base map {key!r}"),
        Text(f"请添加 [basemaps.{key}]", f"add [basemaps.{key}]"),
    )


def _check_datum(basemap: Basemap, table: StrictTable) -> None:
    if basemap.datum is Datum.BD09:
        table.refuse(
            table.at("datum"),
            Text(
                "BD-09 的瓦片用另一种分幅，不能作底图",
                "tiles in BD-09 are cut by another grid and cannot be a base map",
            ),
            Text(
                "可用 WGS84、CGCS2000 或 GCJ-02 的瓦片",
                "use tiles in WGS84, CGCS2000 or GCJ-02",
            ),
        )


def _check_address(basemap: Basemap, table: StrictTable) -> None:
    """The address is https, and its host is plain but for ``{s}``."""
    if basemap.url and not _ADDRESS.fullmatch(basemap.url):
        table.refuse(
            table.at("url"),
            Text(
                "应为 https 地址，主机名用小写且其中只能有占位符 {s}",
                "must be an https address whose host is in lower case, with no placeholder but {s}",
            ),
            Text(
                "如 https://tile.example.org/{z}/{x}/{y}.png",
                "such as https://tile.example.org/{z}/{x}/{y}.png",
            ),
        )


def _check_placeholders(basemap: Basemap, table: StrictTable) -> None:
    """``{z}``, ``{x}``, ``{y}`` always; ``{s}`` and ``{key}`` just where they are declared."""
    wanted = set(_TILE)
    wanted |= {"s"} if basemap.subdomains else set()
    wanted |= {"key"} if basemap.key_env is not None else set()
    found = set(_PLACEHOLDER.findall(basemap.url))
    if found == wanted or not basemap.url:
        return
    wrong = "、".join(f"{{{name}}}" for name in sorted(found ^ wanted))
    table.refuse(
        table.at("url"),
        Text(f"占位符不对：{wrong}", f"wrong placeholders: {wrong.replace('、', ', ')}"),
        Text(
            "须有 {z}、{x}、{y}；{s} 须与 subdomains 同时给出，{key} 须与 key_env 同时给出",
            "{z}, {x} and {y} are needed, {s} just with subdomains, {key} just with key_env",
        ),
    )


def _check_rest(basemap: Basemap, table: StrictTable) -> None:
    if not all(_SUBDOMAIN.fullmatch(name) for name in basemap.subdomains):
        table.refuse(
            table.at("subdomains"),
            Text("应为小写字母、数字、- 组成的名称", "must be names of a-z, 0-9 and -"),
            Text('如 ["a", "b"]', 'such as ["a", "b"]'),
        )
    if basemap.key_env is not None and not _VARIABLE.fullmatch(basemap.key_env):
        table.refuse(
            table.at("key_env"),
            Text("应为环境变量的名称，不是密钥本身", "must name a variable, not hold the key"),
            Text("如 TIANDITU_KEY", "such as TIANDITU_KEY"),
        )
    if not 1 <= basemap.max_zoom <= _LARGEST_ZOOM:
        table.refuse(
            table.at("max_zoom"),
            Text(f"应在 1 至 {_LARGEST_ZOOM} 之间", f"must be between 1 and {_LARGEST_ZOOM}"),
        )
