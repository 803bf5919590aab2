"""Faults of an atlas's files, gathered so that all of them are told in one run."""

from geomap.errors import AtlasError
from geomap.model import Location
from geomap.text import Text


class Faults:
    """All that is wrong with the files of an atlas, to be told at once, in the order found."""

    def __init__(self) -> None:
        self._told: dict[Text, Location] = {}

    def add(self, place: Location, message: Text) -> None:
        """Take a fault; the same words are told once."""
        self._told.setdefault(message, place)

    def touch(self, place: Location) -> bool:
        """Whether something is wrong at a key of a file or inside of it.

        What refers to such a key cannot be judged: its fault may be no more than a consequence.
        """
        inner = place.column or ""
        return any(
            told.file == place.file and (told.column or "").startswith(inner)
            for told in self._told.values()
        )

    def end(self) -> None:
        """Raise what was found, if anything.

        Raises:
            AtlasError: There are faults; ``message`` has a line for each.
        """
        if self._told:
            raise AtlasError(
                Text(
                    "\n".join(message.zh for message in self._told),
                    "\n".join(message.en for message in self._told),
                )
            )
