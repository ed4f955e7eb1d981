"""What is told, as blocks; and blocks as the texts of a platform's messages, each within its limit."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from schemas.summary import Evidence, ReportSummary
from service.chat.bots.port import Block, BlockKind
from service.messages import Language
from service.render.labels import identity, label, parts

_QUOTED_CHARACTERS = 90


class Style(NamedTuple):
    """How a platform writes blocks. `forms` hold {} where the escaped text stands; `size` measures a text as the
    platform does, `limit` is the most of it in one message. Without `quotes` evidence is left to the page."""

    forms: dict[BlockKind, str]
    escape: Callable[[str], str]
    size: Callable[[str], int]
    limit: int
    quotes: bool = True


def of_summary(summary: ReportSummary, language: Language) -> Iterator[Block]:
    """The summary without its title: who and when, warnings, overview, the items with the clauses they rest on."""
    yield Block("note", " · ".join(identity(summary, language)))
    for warning in summary.quality.warnings:
        yield Block("note", f"{label('warnings', language)}{label('between', language)}{warning.message}")
    if summary.overview.text:
        yield Block("line", summary.overview.text)
    for heading, items in parts(summary, language):
        yield Block("heading", heading)
        if not items:
            yield Block("line", label("none", language))
        for number, item in enumerate(items, 1):
            yield Block("line", f"{number}. {item.text}")
            yield from of_evidence(item.evidence)


def of_evidence(evidence: Iterable[Evidence]) -> Iterator[Block]:
    """The beginning of the source's own words."""
    whole = " … ".join(" ".join(piece.text.split()) for piece in evidence)
    if whole:
        yield Block("quote", whole if len(whole) <= _QUOTED_CHARACTERS else f"{whole[:_QUOTED_CHARACTERS]}…")


def packed(blocks: Iterable[Block], style: Style) -> list[str]:
    """The texts of as few messages as it takes; nothing is left out but quotes where the style has none."""
    messages: list[str] = []
    for block in blocks:
        if block.kind == "quote" and not style.quotes:
            continue
        for piece in _fitting(block, style):
            joined = f"{messages[-1]}\n{piece}" if messages else piece
            if messages and style.size(joined) <= style.limit:
                messages[-1] = joined
            else:
                messages.append(piece)
    return messages


def _fitting(block: Block, style: Style) -> Iterator[str]:
    """A block as one text, or as several where it alone is longer than a message."""
    lines = block.text.split("\n")
    if len(lines) > 1:
        for line in lines:
            yield from _fitting(Block(block.kind, line), style)
        return
    text = style.forms[block.kind].format(style.escape(block.text))
    if style.size(text) <= style.limit or len(block.text) < 2:
        yield text
        return
    half = len(block.text) // 2
    for part in (block.text[:half], block.text[half:]):
        yield from _fitting(Block(block.kind, part), style)


def utf8(text: str) -> int:
    """The size of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


_WIDE = str.maketrans("[]<>*`#\\_~|", "［］＜＞＊｀＃＼＿～｜")


def widened(text: str) -> str:
    """The text with what may be markup in its full-width form, for platforms whose Markdown has no way to escape: there
    no report makes a link, a mention or a heading."""
    return text.translate(_WIDE)
