"""Whether a text can be summarized at all, and what its reader should be told of it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from schemas.document import Document
from service import genre
from service.engines.protocol import Notice
from service.errors import EmptyText, LoneSurrogate, NotChinese, TooLong
from service.language import halves

_CHINESE = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE_CHARACTERS = 3_000
_MIN_CHINESE_SHARE = 0.3
_MAX_KANA_SHARE = 0.1


def check(source: str, max_characters: int) -> None:
    """Raise the InputError that fits a text that is no report in Chinese."""
    if len(source) > max_characters:
        raise TooLong(characters=len(source), limit=max_characters)
    if found := halves.LONE.search(source):
        raise LoneSurrogate(offset=found.start())
    sample = source[:: 1 + len(source) // _SAMPLE_CHARACTERS]
    letters = _count(_LETTER, sample)
    if not letters:
        raise NotChinese() if any(map(_tells, sample)) else EmptyText()
    chinese = _count(_CHINESE, sample)
    foreign = _count(_KANA, sample) + _count(_HANGUL, sample)
    if chinese < _MIN_CHINESE_SHARE * letters or foreign > _MAX_KANA_SHARE * letters:
        raise NotChinese()


def _tells(character: str) -> bool:
    """Whether a character that is no letter is more than blank or punctuation: a digit, an emoji."""
    category = unicodedata.category(character)
    return category.startswith("N") or category == "So"


def _count(characters: re.Pattern[str], sample: str) -> int:
    return len(sample) - len(characters.sub("", sample))


def notices(document: Document, has_items: bool, scanned_pages: Sequence[int] = ()) -> Iterator[Notice]:
    """What is odd about a report: no structure, another genre, cut off, pages that are pictures, nothing found."""
    if genre.is_other(document):
        yield Notice("other_genre", {})
    if not document.sections and not any(point.marker for point in document.points):
        yield Notice("no_report_structure", {})
    if "truncated_report" in document.flags:
        yield Notice("truncated_report", {})
    if scanned_pages:
        yield Notice("scanned_pages", {"pages": ", ".join(map(str, scanned_pages))})
    if not has_items:
        yield Notice("no_items", {})
