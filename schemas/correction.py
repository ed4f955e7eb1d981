"""What a person makes of a summary: its lists as they shall be. Offsets count code points of the source."""

from pydantic import Field

from schemas.document import Topic
from schemas.outline import Place
from schemas.summary import MAX_TEXT, Wire

_MAX_ITEMS, _MAX_PIECES = 5_000, 200


class CorrectedItem(Wire):
    """A line and what it rests on. `id` is what the client knew it by, null for a new one; the answer has new ids."""

    id: str | None = Field(default=None, max_length=40)
    text: str = Field(min_length=1, max_length=MAX_TEXT)
    topic: Topic
    evidence: tuple[Place, ...] = Field(min_length=1, max_length=_MAX_PIECES)


class Correction(Wire):
    """The three lists whole, each in the order that is wanted."""

    achievements: tuple[CorrectedItem, ...] = Field(max_length=_MAX_ITEMS)
    problems: tuple[CorrectedItem, ...] = Field(max_length=_MAX_ITEMS)
    plans: tuple[CorrectedItem, ...] = Field(max_length=_MAX_ITEMS)
