"""What GDAL may do in this process, said before it is loaded.

GDAL picks a driver by a file's content, not by its name, and some drivers read other files or call
addresses that the content names. So every driver that is not on the list below is switched off.
The variables are only read when GDAL starts: `geomap` calls `limit` first of all. Where something
else has loaded GDAL before, reading stays safe all the same, as `geomap.sources` looks at each
file's first bytes and hands GDAL three formats only, none of which can point elsewhere.
"""

import os
from collections.abc import MutableMapping

# Drivers that geomap reads or writes with. A test compares them with what GDAL registers.
REVIEWED = frozenset({"ESRI Shapefile", "FlatGeobuf", "GPKG", "GeoJSON", "KML", "LIBKML", "MEM"})
# Every other driver of the GDAL 3.12 that comes with pyogrio 0.13. Names that a GDAL does not know
# are passed over by it. The list is parted by commas: GDAL ignores one parted by blanks.
SKIPPED = (
    *("ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF"),
    *("EDIGEO", "EEDA", "ESRIJSON", "Elasticsearch", "GDALG", "GML", "GPSBabel", "GPX", "GTFS"),
    *("GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "LVBAG", "MBTiles", "MVT"),
    *("MapInfo File", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT"),
    *("OGR_PDS", "OGR_VRT", "OSM", "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES"),
    *("PMTiles", "S57", "SQLite", "SXF", "Selafin", "TopoJSON", "VDV", "VFK", "VICAR", "VRT"),
    *("WAsP", "WFS", "XLSX"),
)


def limit(environment: MutableMapping[str, str] = os.environ) -> None:
    """Switch off every driver that is not reviewed, besides what the user has switched off.

    GDAL also writes nothing on stderr of its own: what it has to say comes back as an exception.

    Args:
        environment: Where to set ``GDAL_SKIP`` and ``CPL_LOG``; the process's own otherwise.
    """
    environment.setdefault("CPL_LOG", os.devnull)
    already = [name for name in environment.get("GDAL_SKIP", "").split(",") if name]
    environment["GDAL_SKIP"] = ",".join(dict.fromkeys([*already, *SKIPPED]))
