"""Text as it is searched: one form for whatever a reader takes to be the same words."""

import itertools
import re
import unicodedata
from functools import lru_cache

import opencc

# What the one-to-one table leaves apart though a reader of either script takes it for one: 覆議 is Taiwan's 复议.
_ALSO = {"覆": "复", "著": "着", "乾": "干", "藉": "借", "迴": "回", "瞭": "了", "徵": "征", "餘": "余"}
_PHRASE = re.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」|(\S+)')


def fold(text: str) -> str:
    """The text in simplified characters, half-width and small letters, without blanks and unseen characters.

    Each character is turned by itself, so that the fold of a word stands in the fold of every text that has the word.
    Its length may differ from the text's.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_simplified())
    return "".join(character for character in folded if character.isprintable() and character != " ")


def words(query: str) -> list[str]:
    """What a query asks for, folded, each once: words between blanks, and phrases in quotation marks."""
    found = (fold("".join(groups)) for groups in _PHRASE.findall(query))
    return list(dict.fromkeys(word for word in found if word))


def pairs(folded: str) -> set[str]:
    """The neighbouring characters of a folded text, letters and digits only; none of a single character."""
    return {a + b for a, b in itertools.pairwise(folded) if a.isalnum() and b.isalnum()}


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional characters, and what each of them is by itself in simplified text."""
    everything = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    turned = opencc.OpenCC("t2s").convert("\n".join(everything)).split("\n")
    table = {ord(a): b for a, b in zip(everything, turned, strict=True) if a != b}
    return table | {ord(a): b for a, b in _ALSO.items()}
