"""Summaries, answers and comparisons as Markdown for a chat. The words of a report stand behind `>`, escaped: nothing in
them is markup, and no bare number in brackets is left that a chat page would take for a citation of its own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from schemas.sides import SideBySide
from schemas.summary import Evidence, Item, ReportSummary
from service.chat.answering import Answer, Told
from service.chat.asking import Answered
from service.chat.words import say
from service.messages import Language
from service.render.labels import identity, label, parts
from service.render.markdown import escape

MOST_CHARACTERS = 12_000
_QUOTE_CHARACTERS = 160
_SHORT_QUOTE_CHARACTERS = 60
_QUESTION_CHARACTERS = 60


class Manner(NamedTuple):
    """How it is told: `most_characters` of Markdown (a platform's own limit), and the address of the page that shows the
    whole, where there is one."""

    language: Language
    link: str | None = None
    most_characters: int = MOST_CHARACTERS


def summary(told: ReportSummary, manner: Manner) -> str:
    """A summary; where it is too long, with shorter quotes, then with none, then with fewer items."""
    for quote in (_QUOTE_CHARACTERS, _SHORT_QUOTE_CHARACTERS, 0):
        text = "\n\n".join((*_head(told, manner.language), *_lists(told, quote, manner.language), *_foot(manner)))
        if len(text) <= manner.most_characters:
            return text
    return _fewer(told, manner)


def answer(question: str, found: Answered, manner: Manner) -> str:
    """What the report tells of a question, quoted; or that it does not tell. Warnings go before it."""
    warnings = list(_warned(found.warnings))
    shown = escape(_cut(question, _QUESTION_CHARACTERS))
    if found.answer.nearness == "nothing":
        return "\n\n".join((*warnings, *_nothing(shown, found.answer, manner.language)))
    blocks = [*warnings, *_lead(shown, found.answer, manner.language)]
    blocks += [_told(one, _QUOTE_CHARACTERS, manner.language) for one in found.answer.items]
    if found.answer.clauses:
        blocks.append("\n>\n".join(f"> {escape(one.text)}" for one in found.answer.clauses))
    return _fitted([*blocks, *_foot(manner)], manner)


def comparison(found: SideBySide, manner: Manner) -> str:
    """Reports side by side: the figures they share as a table, then what else they share and what only one has."""
    language = manner.language
    names = [escape(_name(n, one.title, language)) for n, one in enumerate(found.reports)]
    blocks = [f"## {say('comparison', language)}", "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1))]
    blocks += [f"### {say('shared_figures', language)}", _table(found, names, language)]
    for kind, of_kind in (("problem", found.problems), ("plan", found.plans)):
        words = say(kind, language)
        shared = [" / ".join(escape(item.text) for item in group.items) for group in of_kind.shared]
        blocks += [f"### {say('shared', language, kind=words)}", _bullets(shared, language)]
        for name, one in zip(names, found.reports, strict=True):
            own = [escape(item.text) for item in of_kind.own if item.summary == one.id]
            blocks += [f"### {say('only', language, report=name, kind=words)}", _bullets(own, language)]
    return _fitted([*blocks, *_foot(manner)], manner)


def stage(name: str, done: int, of: int, language: Language) -> str:
    """A stage of the work, for people."""
    known = f"stage_{name}" if name in ("outline", "extract", "merge") else "stage_other"
    return say(known, language, done=done, of=of, stage=name)


def _head(told: ReportSummary, language: Language) -> Iterator[str]:
    yield f"# {escape(told.report.title or label('untitled', language))}"
    yield " · ".join(escape(part) for part in identity(told, language))
    yield from _warned([warning.message for warning in told.quality.warnings])
    if told.overview.text:
        yield f"**{label('overview', language)}**{label('between', language)}{escape(told.overview.text)}"


def _warned(warnings: Sequence[str]) -> Iterator[str]:
    if warnings:
        yield "\n".join(f"> {escape(one)}" for one in warnings)


def _lists(told: ReportSummary, quote: int, language: Language, most: int | None = None) -> Iterator[str]:
    for heading, items in parts(told, language):
        yield f"## {heading}"
        shown = items if most is None else items[:most]
        between = "\n\n" if quote else "\n"
        yield between.join(_item(item, quote, language) for item in shown) if items else label("none", language)
        if len(shown) < len(items):
            yield say("more", language, count=len(items) - len(shown))


def _item(item: Item, quote: int, language: Language) -> str:
    line = f"- **{label(item.topic, language)}**{label('between', language)}{escape(item.text)}"
    return "\n".join([line, *_quotes(item.evidence, quote)])


def _quotes(evidence: Sequence[Evidence], quote: int) -> Iterator[str]:
    """The pieces of the source in one block below a list entry; a piece that is cut ends in an ellipsis."""
    if quote:
        yield ""
        yield "\n  >\n".join(f"  > 「{escape(_cut(one.text, quote))}」" for one in evidence)


def _told(one: Told, quote: int, language: Language) -> str:
    head = f"- **{say(one.kind, language)} · {label(one.item.topic, language)}**{label('between', language)}"
    return "\n".join([head + escape(one.item.text), *_quotes(one.item.evidence, quote)])


def _nothing(question: str, found: Answer, language: Language) -> Iterator[str]:
    if found.kind and question:
        yield say("no_kind", language, kind=say(found.kind, language))
    yield say("not_told", language, question=question)


def _lead(question: str, found: Answer, language: Language) -> Iterator[str]:
    if found.lacking and found.kind:
        yield say("no_kind", language, kind=say(found.kind, language) + f"（{question}）" * bool(question))
        yield say("related", language)
    elif found.nearness == "near":
        yield say("near", language, question=question)
    elif found.clauses:
        yield say("told_by", language, question=question)
    elif found.kind:
        yield say("of_kind", language, kind=say(found.kind, language), count=len(found.items))
    else:
        yield say("told_by", language, question=question)


def _foot(manner: Manner) -> Iterator[str]:
    if manner.link:
        yield f"[{say('link', manner.language)}]({manner.link})"


def _fewer(told: ReportSummary, manner: Manner) -> str:
    """So many items of each list as there is room for, and how many are left out."""
    most = max(len(items) for _, items in parts(told, manner.language))
    while most:
        most -= 1
        lists = _lists(told, 0, manner.language, most)
        text = "\n\n".join((*_head(told, manner.language), *lists, *_foot(manner)))
        if len(text) <= manner.most_characters:
            return text
    return _fitted([*_head(told, manner.language), *_foot(manner)], manner)


def _fitted(blocks: Sequence[str], manner: Manner) -> str:
    """As many blocks as there is room for, and a word where some are missing."""
    whole = "\n\n".join(blocks)
    if len(whole) <= manner.most_characters:
        return whole
    ending = "\n\n".join((say("cut", manner.language), *_foot(manner)))
    kept: list[str] = []
    room = manner.most_characters - len(ending) - 2
    for block in blocks:
        room -= len(block) + 2
        if room < 0:
            break
        kept.append(block)
    return "\n\n".join((*kept, ending))


def _table(found: SideBySide, names: Sequence[str], language: Language) -> str:
    if not found.figures:
        return say("no_shared_figures", language)
    rows: list[Iterable[str]] = [[label("name", language), *names], ["---", *["---:"] * len(names)]]
    of: Callable[[str, str], str] = lambda value, unit: value if value.endswith(unit) else value + unit  # noqa: E731
    for row in found.figures:
        values = {one.summary: of(one.value, row.unit) for one in row.values}
        rows.append([escape(row.name), *(escape(values.get(one.id, "—")) for one in found.reports)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _bullets(lines: Sequence[str], language: Language) -> str:
    return "\n".join(f"- {line}" for line in lines) if lines else say("nothing", language)


def _name(number: int, title: str | None, language: Language) -> str:
    return title or say("unnamed", language, number=number + 1)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
