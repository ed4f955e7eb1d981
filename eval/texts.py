"""Comparing texts by their characters: Dice of bigrams, F1 of character sets, the longest common subsequence.

Texts are compared in simplified script after NFKC, without punctuation and blanks; a decimal point between digits and
the percent sign stay, as 98.6% is not 986.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Set
from functools import lru_cache

from service.language import script

_ASIDE = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.%]|_")

Bag = frozenset[tuple[Hashable, int]]
"""A multiset as a set: every member with the number of its occurrence, so that `&` counts what both have."""


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """The text as it is compared."""
    text = unicodedata.normalize("NFKC", text)
    return _ASIDE.sub("", script.simplify(text, script.detect(text)).text)


def bag(members: Iterable[Hashable]) -> Bag:
    """The multiset of the members."""
    return frozenset((member, n) for member, times in Counter(members).items() for n in range(times))


@lru_cache(maxsize=16_384)
def bigrams(text: str) -> Bag:
    """The character bigrams of a text; a text of one character has that one."""
    text = plain(text)
    return bag([text[i : i + 2] for i in range(len(text) - 1)] or list(text))


def overlap(one: Set[object], other: Set[object]) -> float:
    """2·|A∩B| / (|A|+|B|): Dice's coefficient, which is the F1 of one against the other; 0 where both are empty."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def dice(one: str, other: str) -> float:
    """Dice of the character bigrams of two texts."""
    return overlap(bigrams(one), bigrams(other))


def common_subsequence(one: str, other: str) -> int:
    """The length of the longest common subsequence, by bits (Hyyrö 2004, "Bit-parallel LCS-length computation")."""
    where: dict[str, int] = {}
    for at, character in enumerate(one):
        where[character] = where.get(character, 0) | 1 << at
    mask = (1 << len(one)) - 1
    row = mask
    for character in other:
        hits = row & where.get(character, 0)
        row = ((row + hits) | (row - hits)) & mask
    return len(one) - row.bit_count()
