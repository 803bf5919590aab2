"""What themes may name: the keys that ``geomap.toml`` declares."""

from collections.abc import Sequence

from geomap.config.declared import StrictTable
from geomap.config.faults import Faults
from geomap.model import AtlasConfig, Location
from geomap.sources.disk import display_name
from geomap.text import Text


class Known:
    """What themes may name: the keys that ``geomap.toml`` declares."""

    def __init__(self, config: AtlasConfig, faults: Faults | None) -> None:
        self._keys: dict[str, tuple[str, ...]] = {
            "regions": tuple(region.key for region in config.regions),
            "kinds": tuple(kind.key for kind in config.kinds),
            "sources": tuple(source.key for source in config.sources),
            "indicators": tuple(indicator.key for indicator in config.indicators),
        }
        self._faults = faults
        self._file = display_name(config.file, config.root)

    def check(self, table: StrictTable, key: str, what: str, words: Sequence[str]) -> None:
        """Tell of words that are not declared; none where the declarations themselves are wrong."""
        if self._faults is not None and self._faults.touch(Location(self._file, column=what)):
            return
        if what in _TAKEN_FROM_TABLES and not self._keys[what]:
            return  # the tables have them: see checks.undeclared
        for word in words:
            table.require_known(word, self._keys[what], table.at(key), _DECLARED[what])


_TAKEN_FROM_TABLES = ("indicators", "kinds")
_DECLARED = {
    "regions": Text("区域", "region"),
    "kinds": Text("类型", "kind"),
    "sources": Text("来源", "source"),
    "indicators": Text("指标", "indicator"),
}
