"""Leaflet's own files, from the installed package that carries them, checked byte for byte.

The page inlines them, so that it asks the network for nothing. See
``docs/decisions/0002-leaflet-from-a-package.md``.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from geomap.errors import RenderError
from geomap.renderers.web import squeeze
from geomap.text import Text

VERSION = "1.9.4"
_PACKAGE = "js_lib_leaflet"
_FOLDER = "static/js_lib_leaflet"
# sha384 of the files as the Leaflet project released them (npm leaflet@1.9.4, folder dist).
_PINNED = {
    "leaflet.js": "cxOPjt7s7Iz04uaHJceBmS+qpjv2JkIHNVcuOrM+YHwZOmJGBXI00mdUXEq65HTH",
    "leaflet.css": "sHL9NAb7lN7rfvG5lfHpm643Xkcjzp4jFvuavGOndn6pjVqS6ny56CAt3nsEVT4H",
    "images/marker-icon.png": "wg83fCOXjBtqzFAWhTL9Sd9vmLUNhfEEzfmNUX9zwv2igKlz/YQbdapF4ObdxF+R",
    "images/marker-icon-2x.png": "bDEa1RhAAKIr/VQnMZ7gUhhXwmKYB4V0g8AsxOvCEPwGxfHCUEzAEMAEEzkjuxiA",
    "images/marker-shadow.png": "dB8ivfvPGb1MSIzX8oWTakCxmq+VwqP/QL1TX4jT4INR3pM5T4FgF3Gx4mN3NTMq",
    "images/layers.png": "80x85ZS+G189o0xL8E8D7BnfhuNss6EwUPHzG7e+qByRD2xnpxikZ6UQU4Re5nNy",
    "images/layers-2x.png": "+F2ZWK/HTpkV9kN2HnMGCQOTM/cnQJLs770FLOeHznwVWRfDESI8z4JwcGYmy2Au",
}
_PICTURE = re.compile(r"url\(images/([\w.-]+)\)")
# What geomap's own page has none of: popups, Leaflet's own buttons, browsers that draw with VML.
_UNUSED = re.compile(
    r"popup|control-layers|control-zoom|oldie|vml|safari|default-icon|leaflet-bar a|-flag|div-icon"
)
_RULE = re.compile(r"(?P<selectors>[^{}@]+)\{(?P<look>[^{}]*)\}")
_SOURCE_MAP = "\n//# sourceMappingURL=leaflet.js.map"


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Leaflet, ready to be inlined.

    Attributes:
        script: ``leaflet.js`` without the line that makes developer tools ask for a source map.
        style: ``leaflet.css`` squeezed, without what geomap's own page does not use.
        full_style: ``leaflet.css`` with its pictures inside.
        marker: The default marker as ``data:`` addresses: icon, icon for fine screens, shadow.
    """

    script: str
    style: str
    full_style: str
    marker: tuple[str, str, str]


@cache
def leaflet() -> Leaflet:
    """Read and check Leaflet's files.

    Raises:
        RenderError: The package is missing, or a file in it is not the released one.
    """
    script = _checked("leaflet.js").decode()
    icon, fine, shadow = (_picture(f"marker-{name}.png") for name in ("icon", "icon-2x", "shadow"))
    style = _checked("leaflet.css").decode()
    return Leaflet(
        script=script.replace(_SOURCE_MAP, ""),
        style=_RULE.sub(_used, squeeze.style(_PICTURE.sub("none", style))),
        full_style=_PICTURE.sub(lambda found: f"url({_picture(found[1])})", style),
        marker=(icon, fine, shadow),
    )


def _used(rule: re.Match[str]) -> str:
    """A rule for those of its selectors that geomap's own page has use for."""
    selectors = [each for each in rule["selectors"].split(",") if not _UNUSED.search(each)]
    return f"{','.join(selectors)}{{{rule['look']}}}" if selectors else ""


def _folder() -> Traversable:
    try:
        return resources.files(_PACKAGE).joinpath(_FOLDER)
    except ModuleNotFoundError as error:
        raise RenderError(
            Text(
                f"缺少 Leaflet {VERSION}：未安装 Python 包 django-js-lib-leaflet；"
                "请运行 pip install django-js-lib-leaflet==1.9.4.1",
                f"Leaflet {VERSION} is missing: the Python package django-js-lib-leaflet is not "
                "installed; run pip install django-js-lib-leaflet==1.9.4.1",
            )
        ) from error


def _checked(name: str) -> bytes:
    content = _bytes(name)
    found = base64.b64encode(hashlib.sha384(content).digest()).decode()
    if found == _PINNED[name]:
        return content
    raise RenderError(
        Text(
            f"{name}：与 Leaflet {VERSION} 发布的文件不同（sha384 {found}）；"
            "请重新安装 django-js-lib-leaflet==1.9.4.1",
            f"{name}: not the file that Leaflet {VERSION} released (sha384 {found}); "
            "reinstall django-js-lib-leaflet==1.9.4.1",
        )
    )


def _bytes(name: str) -> bytes:
    try:
        return _folder().joinpath(name).read_bytes()
    except OSError as error:
        raise RenderError(
            Text(
                f"{name}：读不到 Leaflet 的文件（{error}）；"
                "请重新安装 django-js-lib-leaflet==1.9.4.1",
                f"{name}: cannot read Leaflet's file ({error}); "
                "reinstall django-js-lib-leaflet==1.9.4.1",
            )
        ) from error


def _picture(name: str) -> str:
    png = base64.b64encode(_checked(f"images/{name}"))
    return "data:image/png;base64," + png.decode()
