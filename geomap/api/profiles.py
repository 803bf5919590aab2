"""Which district a profile is of, and the profiles of an atlas."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geomap.api.atlas import Atlas
from geomap.compose import profile as composition
from geomap.errors import DataError
from geomap.gazetteer.answers import Found
from geomap.model.profile import Profile
from geomap.reports.profile_map import framed
from geomap.reports.profile_sheet import FRAME
from geomap.text import Text


def find_district(atlas: Atlas, words: str) -> str:
    """The adcode of the one district that words mean.

    Args:
        atlas: The atlas.
        words: A code or name of any year and spelling, or the English name.

    Raises:
        DataError: No district, or several of them; the message says what to write.
    """
    rows = atlas.checked.districts
    wanted = words.strip().casefold()
    names = zip(rows.index, rows["name"], rows["short_name"], rows["name_en"], strict=True)
    full = {str(code): str(name) for code, name in rows["name"].items()}
    bearers = [str(c) for c, *every in names if wanted in [str(n).casefold() for n in every]]
    if len(bearers) > 1:
        listed = [f"{code} {full[code]}" for code in bearers]
        raise DataError(
            Text(
                f"“{words}”是 {len(bearers)} 个区县的名称：{'、'.join(listed)}；请改写代码",
                f"{words!r} names {len(bearers)} districts: {', '.join(listed)}; write the code",
            )
        )
    if bearers:
        return bearers[0]
    found = atlas.checked.gazetteer.find(words.strip())
    if isinstance(found, Found):
        return found.adcode
    remedy = found.remedy
    raise DataError(Text(f"{found.message.zh}；{remedy.zh}", f"{found.message.en}; {remedy.en}"))


def profiles(atlas: Atlas, codes: Iterable[str] | None = None) -> Iterator[Profile]:
    """The profiles of districts, or of all of them in the order of their codes."""
    wanted = list(atlas.checked.districts.index) if codes is None else list(codes)
    for profile in composition.profiles(wanted, atlas.config, atlas.checked, atlas.joined):
        yield replace(profile, map=framed(profile.map, FRAME))
