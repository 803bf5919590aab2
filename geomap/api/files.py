"""The verbs for a user's own files: inspect, convert, locate points, match rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from geomap.api import inspection, locating, positions
from geomap.api.atlas import Atlas
from geomap.api.proposal import Proposal, proposed
from geomap.checks.matching import LEAST_SHARE, Match, district_column, match_own, shares
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.geo.datum import Datum
from geomap.model import Location
from geomap.model.tables import Table
from geomap.sources.layers import ReadOptions
from geomap.sources.refusals import refuse
from geomap.tables.headings import choice_of
from geomap.text import Text
from geomap.writers.encodings import Encoding


def inspect(
    path: str | Path, choice: ReadOptions | None = None, atlas: Atlas | None = None
) -> inspection.Report:
    """Look at any table or layer: what it holds, and everything that is wrong with it.

    Args:
        path: The file.
        choice: What the file leaves open: encoding, layer or sheet, CRS; and how large it may be.
        atlas: Districts to hold it against: names and codes in tables, the datum of layers.

    Returns:
        The report; its ``findings`` have a code, a place and a remedy each.

    Raises:
        DataError: The file cannot be read at all.
    """
    if atlas is None:
        return inspection.inspect(Path(path), choice)
    return inspection.inspect(Path(path), choice, atlas.checked, atlas.config)


def examine(
    path: str | Path, choice: ReadOptions, atlas: Atlas
) -> tuple[inspection.Report, Proposal | None]:
    """What `inspect` tells, and the lines that take the file into an atlas; it is read once.

    Returns:
        The report; and a proposal, None for a layer, or a table that names no districts or has no
        numbers.

    Raises:
        DataError: The file cannot be read.
    """
    path = Path(path)
    table = inspection.table_of(path, choice)
    if table is None:
        return inspect(path, choice, atlas), None
    report = inspection.of_table(table, atlas.checked, atlas.config)
    return report, proposed(table, path, choice, atlas.config, atlas.checked.gazetteer)


def add(path: str | Path, proposal: Proposal | None, atlas: Atlas | None) -> None:
    """Add a proposal for a file to the atlas's ``geomap.toml``; its comments stay.

    Raises:
        DataError: There is no atlas, nothing to propose, or something would be overwritten.
        RenderError: The disk refuses.
    """
    if atlas is None or proposal is None:
        refuse(
            Location(Path(path).name),
            Text("没有可以写入图集的内容", "there is nothing to add to an atlas"),
            Text(
                "请给出含区县和数值的表格，并用 -a 指明图集",
                "give a table of districts and numbers, and the atlas with -a",
            ),
        )
    proposal.write(atlas.config)


def convert(
    source: str | Path,
    target: str | Path,
    from_datum: Datum | str,
    to: Datum | str,
    choice: ReadOptions | None = None,
    encoding: Encoding | None = None,
) -> positions.ConversionResult:
    """Take a layer or a table of positions to another datum or coordinate system.

    The output says its datum, and a file that says one is not shifted twice. Cells stay text. Of a
    table taken to a plane the degrees stay, and columns ``x``, ``y`` and ``crs`` are added.

    Args:
        source: The file; longitude and latitude in degrees, or in the CRS that it declares.
        target: The file to write, in any format of data by its end.
        from_datum: Datum of the source, e.g. ``"GCJ-02"``.
        to: Datum wanted, or CRS: ``"EPSG:4544"``, or ``"gk"`` for the CGCS2000 Gauss-Krueger zone
            about the middle of the file.
        choice: What the source leaves open, and how large it may be.
        encoding: Of the text of a Shapefile; UTF-8 otherwise.

    Returns:
        How many features or rows were written, where, and what was changed in them.

    Raises:
        DatumError: An unknown datum or CRS.
        DataError: The source cannot be read, declares another datum, or has no positions.
        RenderError: The target cannot be written, or not in this CRS.
    """
    datum = Datum.parse(from_datum)
    return positions.convert(Path(source), Path(target), datum, to, choice, encoding)


def locate(  # one argument an option
    points: str | Path,
    target: str | Path,
    atlas: Atlas,
    datum: Datum | str = Datum.WGS84,
    choice: ReadOptions | None = None,
    uncertainty: float = 0.0,
) -> positions.ConversionResult:
    """Find the district that each point lies in, and write the points with it.

    Args:
        points: A table with longitude and latitude, or a layer of points.
        target: The file to write, in any format of data by its end. Columns are added:
            ``adcode``, ``district`` and ``region``, empty where a point lies in none;
            ``border_m``, metres to the nearest border; ``unsure``, ``yes`` where that is less
            than the point may be off.
        atlas: Whose districts.
        datum: Datum of the points; a column ``datum`` must not say otherwise.
        choice: What the file leaves open, and how large it may be.
        uncertainty: Metres that points may be off; a column ``uncertainty_m`` says so row by row.

    Returns:
        How many points were written, how many of them lie in no district, how many are unsure.

    Raises:
        DatumError: An unknown datum.
        DataError: The file cannot be read, a position is none, or it has lines or areas.
        RenderError: The target cannot be written.
    """
    districts, known = atlas.checked.districts, Datum.parse(datum)
    return locating.locate(Path(points), Path(target), districts, known, choice, uncertainty)


def match(table: Table, atlas: Atlas, column: str | None = None) -> Match:
    """Give the rows of a table to the districts that a column names, every row accounted for.

    Codes and names of any year and spelling are known; none is guessed.

    Args:
        table: What `read_table` gave.
        atlas: Whose districts.
        column: Column of codes or names; None finds the one that names districts most often.

    Returns:
        Rows by adcode, and a finding for each row that is no district's.

    Raises:
        DataError: No such column, or none names districts.
    """
    gazetteer = atlas.checked.gazetteer
    if column is not None and column not in table.columns:
        refuse(
            Location(table.file, table.header),
            Text(f"没有列“{column}”", f"no column {column!r}"),
            choice_of(table.columns, column),
        )
    chosen = district_column(table, gazetteer) if column is None else column
    if chosen is None:
        _refuse_unnamed(table, gazetteer)
    return match_own(table, chosen, gazetteer)


def _refuse_unnamed(table: Table, gazetteer: Gazetteer) -> NoReturn:
    """Say which columns were tried, and how near each came."""
    tried = shares(table, gazetteer)
    refuse(
        Location(table.file, table.header),
        Text(
            f"没有一列写明区县；各列中是区县的比例：{_listed(tried, '、')}",
            f"no column names districts; of the cells of each column: {_listed(tried, ', ')}",
        ),
        Text(
            f"至少应有 {LEAST_SHARE:.0%}；请用 column 指明区县列，或核对是否用对了图集",
            f"at least {LEAST_SHARE:.0%} should: name the column with column=, or check that this "
            "is the right atlas",
        ),
    )


def _listed(tried: Mapping[str, float], between: str) -> str:
    return between.join(f"{column} {share:.0%}" for column, share in tried.items())
