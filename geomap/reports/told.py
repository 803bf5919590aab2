"""What who made a report should know."""

from collections.abc import Iterator

from geomap.model import MapSpec
from geomap.renderers.sheet.primitives import Sheet
from geomap.text import Text


def without_room(spec: MapSpec, sheet: Sheet) -> Iterator[Text]:
    """That names found no room on a sheet, if some did not."""
    count = len(sheet.unplaced)
    if count:
        yield Text(
            f"{spec.theme}：图幅上放不下 {count} 个名称",
            f"{spec.theme}: no room on the sheet for {count} names",
        )
