"""What every text for users is: the same in Chinese and English."""

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    zh: str
    en: str
