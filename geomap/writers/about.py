"""What a map is, as every file with a table of its own says it: a key, and words."""

from geomap.model import MapSpec
from geomap.text import Text


def lines(spec: MapSpec) -> tuple[tuple[str, Text], ...]:
    """Title, day, approval, licence, sources and notes; a key may come several times."""
    licence = () if spec.licence is None else (("licence", spec.licence),)
    return (
        ("title", spec.title),
        ("subtitle", spec.subtitle),
        ("atlas", spec.atlas),
        ("reference_date", spec.reference_date),
        ("approval", spec.approval),
        *licence,
        *(("source", words) for words in spec.sources),
        *(("note", words) for words in spec.notes),
    )
