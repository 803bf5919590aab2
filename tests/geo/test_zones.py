"""Zones by longitude, held against the areas that EPSG says its systems are for."""

import pyproj
import pytest

from geomap.errors import DatumError
from geomap.geo.zones import gauss_kruger


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("width", [3, 6])
def test_a_zone_is_the_one_that_epsg_has_for_the_longitude(
    width: int,
    numbered: bool,  # noqa: FBT001 # a parameter of a test
) -> None:
    for number in range(7510, 13500, 37):
        lon = number / 100
        crs = pyproj.CRS.from_epsg(gauss_kruger(lon, width, numbered=numbered))  # type: ignore[arg-type] # 3 or 6
        operation = crs.coordinate_operation
        assert operation is not None
        values = {parameter.name: float(parameter.value) for parameter in operation.params}
        centre = values["Longitude of natural origin"]
        assert abs(centre - lon) <= width / 2
        zone = centre // 3 if width == 3 else (centre + 3) // 6
        assert values["False easting"] == (zone * 1_000_000 if numbered else 0) + 500_000


@pytest.mark.parametrize("lon", [0.0, 73.0, 137.0, -106.0])
def test_a_longitude_outside_of_china_has_no_zone(lon: float) -> None:
    with pytest.raises(DatumError, match="in none of China's Gauss-Krueger zones"):
        gauss_kruger(lon)
