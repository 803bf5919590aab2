"""How a file is refused: one line that says where, what is there, and what to do."""

from typing import NoReturn

from geomap.errors import DataError
from geomap.model import Location
from geomap.text import Text


def refuse(place: Location, what: Text, remedy: Text, cause: Exception | None = None) -> NoReturn:
    """Raise a DataError with place, fault and remedy."""
    message = Text(f"{place}：{what.zh}；{remedy.zh}", f"{place}: {what.en}; {remedy.en}")
    raise DataError(message, (what, remedy)) from cause


AGAIN = Text("请重新导出该文件", "export the file again")
DAMAGED = Text("文件已损坏", "the file is damaged")
ENTITIES = Text("XML 含实体或 DTD", "the XML has entities or a DTD")


def refuse_encrypted(name: str) -> NoReturn:
    """Raise a DataError for a workbook that asks for a password."""
    refuse(
        Location(name),
        Text("工作簿有密码", "the workbook has a password"),
        Text("请去除密码后另存为 .xlsx", "save it as .xlsx without one"),
    )


def refuse_choice(name: str, layer: str | None) -> None:
    """Refuse the choice of a sheet or layer where a file is one whole: it would be ignored.

    Raises:
        DataError: One is chosen.
    """
    if layer is not None:
        refuse(
            Location(name),
            Text(
                f"此文件没有可选的工作表或图层，却要求“{layer}”",
                f"the file has no sheets or layers to choose from, but {layer!r} is asked for",
            ),
            Text(
                "请去掉 --sheet 或 --layer（geomap.toml 中为 sheet 或 layer）",
                "leave out --sheet or --layer (in geomap.toml: sheet or layer)",
            ),
        )
