"""How the key of an online base map gets into the address of its tiles, and where tiles come from.

A service key is read from the environment and written to a page only with ``--write-key``.
"""

import os
from dataclasses import replace
from urllib.parse import quote

from geomap.errors import RenderError
from geomap.model import Basemap
from geomap.text import Text


def with_key(basemap: Basemap) -> Basemap:
    """The base map with its key, if it needs one, in its address.

    Raises:
        RenderError: The environment does not hold the key.
    """
    if basemap.key_env is None:
        return basemap
    key = os.environ.get(basemap.key_env, "").strip()
    if not key:
        name = basemap.key_env
        raise RenderError(
            Text(
                f"底图 {basemap.key} 需要密钥，而环境变量 {name} 为空；请先设置 {name}",
                f"the base map {basemap.key} needs a key, and the environment variable {name} is "
                f"empty; set {name} first",
            )
        )
    return replace(basemap, url=basemap.url.replace("{key}", quote(key, safe="")), key_env=None)


def without_key(basemap: Basemap) -> Basemap:
    """The base map as it is, provided that it can do without a key.

    Raises:
        RenderError: It cannot.
    """
    if basemap.key_env is None:
        return basemap
    raise RenderError(
        Text(
            f"底图 {basemap.key} 需要密钥，密钥将写入网页，读者都能看到；如确需如此请加 --write-key"
            "（Python：write_key=True），或在 Python 中用 .explore() 查看",
            f"the base map {basemap.key} needs a key, which would stand in the page for every "
            "reader to see; add --write-key if that is wanted (in Python: write_key=True), or "
            "look at the map in Python with .explore()",
        )
    )


def origins(basemap: Basemap) -> tuple[str, ...]:
    """Where the tiles come from, e.g. ``https://tile.example.org``: one a subdomain."""
    origin = "/".join(basemap.url.split("/", 3)[:3])
    hosts = (origin.replace("{s}", name) for name in basemap.subdomains or ("",))
    return tuple(dict.fromkeys(hosts))
