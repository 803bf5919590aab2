"""What can go wrong, as one family.

::

    GeomapError
    ├── DataError          a table or layer cannot be used as it is
    │   ├── DatumError     a coordinate or its datum
    │   └── FindingsError  an atlas's data; ``findings`` holds all that is wrong
    ├── RenderError        an output cannot be drawn or written
    │   └── BusyError      somebody else builds in the folder
    └── AtlasError         geomap.toml or a theme file
        └── ThemeError     the atlas has no such theme; also a KeyError

Catch the base to catch them all::

    try:
        geomap.build("geomap.toml")
    except geomap.GeomapError as error:
        print(error.message.zh)

Every message keeps one order of words: where – what is there – what was expected – what to do.
"""

from geomap.text import Text


class GeomapError(Exception):
    """Base of every error that geomap raises on purpose.

    Attributes:
        message: One line, in Chinese and in English.
    """

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """Both languages, a line each, so that a traceback helps every reader."""
        return f"{self.message.zh}\n{self.message.en}"


class DataError(GeomapError):
    """A table or layer cannot be used as it is.

    Attributes:
        parts: What is wrong and what to do, without the place, where they are known apart.
    """

    def __init__(self, message: Text, parts: tuple[Text, Text] | None = None) -> None:
        super().__init__(message)
        self.parts = parts


class DatumError(DataError):
    """A coordinate, or the datum it claims, makes no sense."""


class AtlasError(GeomapError):
    """``geomap.toml`` or a theme file is wrong."""


class RenderError(GeomapError):
    """An output cannot be drawn or written."""


class BusyError(RenderError):
    """Somebody else builds in the folder: who, and since when."""
