"""The values that walk through the house: frozen, plain, and free of files and drawing.

Coordinates are longitude, latitude in degrees, WGS84, everywhere: whatever datum a file declared,
`geomap.checks` has converted it before a value is made.
"""

from geomap.model.atlas import (
    AtlasConfig,
    AtlasFiles,
    Basemap,
    Fill,
    FillBy,
    Indicator,
    Kind,
    Palette,
    Pattern,
    Region,
    Scheme,
    Selection,
    Shape,
    Source,
    Theme,
)
from geomap.model.findings import Finding, Level, Location
from geomap.model.rows import Certainty, Measure, Observation, Position, Project, Site, Target
from geomap.model.spec import (
    Border,
    DistrictMark,
    Fact,
    Legend,
    LegendItem,
    MapSpec,
    Mark,
    MeasureEntry,
    Symbol,
)

__all__ = [
    "AtlasConfig",
    "AtlasFiles",
    "Basemap",
    "Border",
    "Certainty",
    "DistrictMark",
    "Fact",
    "Fill",
    "FillBy",
    "Finding",
    "Indicator",
    "Kind",
    "Legend",
    "LegendItem",
    "Level",
    "Location",
    "MapSpec",
    "Mark",
    "Measure",
    "MeasureEntry",
    "Observation",
    "Palette",
    "Pattern",
    "Position",
    "Project",
    "Region",
    "Scheme",
    "Selection",
    "Shape",
    "Site",
    "Source",
    "Symbol",
    "Target",
    "Theme",
]
