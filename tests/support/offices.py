"""Atlases of four districts and one file of an office."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import openpyxl
from support import books
from support.specs import cell

import geomap

NAMES = ("甲区", "乙区", "丙县", "丁县")
INDICATORS = (
    '[indicators.people]\nzh = "常住人口"\nunit = "人"\n'
    '[indicators.rate]\nzh = "城镇化率"\nunit = "%"\n'
)


def atlas(root: Path, files: str, data: bytes, name: str, more: str = INDICATORS) -> geomap.Atlas:
    """An atlas of four districts and one table, which must raise no alarm of an error."""
    (root / "data" / "themes").mkdir(parents=True)
    (root / "data" / "themes" / "map.toml").write_text('title = "图"\n', encoding="utf-8")
    config = f'title = "小城"\nboundaries = "districts.geojson"\n[files]\n{files}\n{more}'
    (root / "geomap.toml").write_text(config, encoding="utf-8")
    (root / name).write_bytes(data)
    shapes = [cell(n % 2, n // 2) for n in range(4)]
    districts = gpd.GeoDataFrame({"名称": NAMES}, geometry=shapes, crs="EPSG:4326")
    districts.to_file(root / "districts.geojson", driver="GeoJSON")
    return geomap.open(root)


def values_of(made: geomap.Atlas) -> dict[tuple[str, str], float]:
    return {(o.adcode, o.indicator): o.value for o in made.checked.observations}


def xlsx(sheets: Mapping[str, Sequence[Sequence[books.Value]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([*row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
