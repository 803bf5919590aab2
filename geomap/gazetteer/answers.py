"""What a gazetteer answers: the one district that words name, or why they name none. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from geomap.text import Text

MatchType = Literal["exact", "spelling", "former"]
RefusalReason = Literal["unknown", "ambiguous", "later", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Found:
    """The one district that words name.

    Attributes:
        adcode: Its code in the boundaries.
        way: ``exact``: code, full or short name as in the boundaries; ``spelling``: another way
            to write them; ``former``: a code or name that was given up.
        former: For ``former``: what the words named then, in both languages.
        part: The former unit is a part of the district only.
    """

    adcode: str
    way: MatchType
    former: Text | None = None
    part: bool = False


USE_THE_BOUNDARIES = Text(
    "请使用边界文件中的代码或全称", "use a code or full name of the boundary file"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why words name no one district.

    Attributes:
        trouble: ``unknown``; ``ambiguous``: several meanings, and nothing tells which;
            ``later``: a unit founded after the boundaries' vintage; ``elsewhere``: a county that
            the boundaries do not hold.
        message: What is there and what was expected.
        advice: What to do, or what makes the advice: names that look alike are looked for only
            when somebody is told.
    """

    trouble: RefusalReason
    message: Text
    advice: Text | Callable[[], Text]

    @property
    def remedy(self) -> Text:
        """What to do; suggestions, if there are any."""
        return self.advice if isinstance(self.advice, Text) else self.advice()

    @property
    def usual(self) -> Text:
        """What to do, without a look for names that are alike: one costs as much as reading it."""
        return self.advice if isinstance(self.advice, Text) else USE_THE_BOUNDARIES
