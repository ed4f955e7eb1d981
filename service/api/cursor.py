"""Where the next page of a list begins, as clients are given it: a word that means nothing to them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from fastapi import Query

from service.errors import InvalidFields

MOST, MOST_POSITION = 2**63 - 1, 2**31 - 1
"""The greatest numbers that the databases' columns of numbers, and of positions, are compared with."""
Limit = Annotated[int, Query(ge=1, le=200, description="最多几项 · at most so many")]
Cursor = Annotated[str | None, Query(max_length=100, description="上一页的 next · `next` of the page before")]


def encode(number: int, word: str) -> str:
    return urlsafe_b64encode(f"{number}.{word}".encode()).decode().rstrip("=")


def decode(cursor: str | None, most: int = MOST) -> tuple[int, str] | None:
    """Raises InvalidFields for a word that is none of ours, or of a list whose numbers are greater."""
    if cursor is None:
        return None
    try:
        number, _, word = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").partition(".")
        if word.isalnum() and len(number) < 20 and 0 <= int(number) <= most:
            return int(number), word
    except ValueError:
        pass
    raise InvalidFields.one("cursor", "invalid")
