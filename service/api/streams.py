"""Long answers: sent as they are read, or from a file that is gone when it is sent."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO, TypeVar

_PIECE_BYTES = 64 * 1024
_One = TypeVar("_One")


def begun(found: Iterator[_One]) -> Iterator[_One]:
    """The same, its first one read: what the database refuses is an answer of its own, not a broken one."""
    return chain(list(islice(found, 1)), found)


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file from its beginning; closes it."""
    with file:
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece
