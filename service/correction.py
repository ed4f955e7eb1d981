"""A summary as a person corrects it: text, kind, topic and place are theirs, everything else is computed as the pipeline does.

What grounding would have rejected is said and kept: the person decides.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.correction import CorrectedItem, Correction
from schemas.document import Clause, Document, Kind, Span
from schemas.draft import Draft
from schemas.summary import Evidence, Figure, Item, OutputScript, Overview, Quality, QualityWarning, ReportSummary
from service.engines.extractive import overview
from service.engines.protocol import Line
from service.errors import InvalidFields
from service.language import script
from service.messages import Language, say
from service.stages import assemble, grounding
from service.stages.cited import Cited, Clauses
from service.stages.outline import outline

_LISTS: tuple[tuple[str, Kind], ...] = (("achievements", "achievement"), ("problems", "problem"), ("plans", "plan"))


class Summarized(NamedTuple):
    """A summary of a source text as it was made: with the script that was asked for, and the offsets at which pages begin."""

    summary: ReportSummary
    source: str
    script: OutputScript = "hans"
    pages: Sequence[int] = ()


class _Line(NamedTuple):
    """A line as it is wanted; `draft` is the same as an engine would have said it, in simplified script."""

    kind: Kind
    wanted: CorrectedItem
    spans: tuple[Span, ...]
    cited: Cited
    draft: Draft


def correct(made: Summarized, correction: Correction, language: Language = "zh") -> ReportSummary:
    """The corrected summary; what is amiss with its lines is in `quality.warnings`, each with its item, in `language`.

    Raises InvalidFields for a text that is blank and for evidence that is nowhere in the source.
    """
    _check(correction, made.source)
    document = outline(made.source)
    lines = list(_lines(document, correction))
    assembler = assemble.Assembler(document, made.script, made.pages)
    ids = assemble.numbered([line.kind for line in lines])
    items = [_item(assembler, line, id) for line, id in zip(lines, ids, strict=True)]
    return made.summary.model_copy(
        update={
            **{
                name: tuple(i for i, line in zip(items, lines, strict=True) if line.kind == kind)
                for name, kind in _LISTS
            },
            "overview": _overview(made.summary, assembler, lines, items),
            "quality": _quality(made.summary.quality, document, lines, items, language),
            "source": None,
        }
    )


def _check(correction: Correction, source: str) -> None:
    wrong = list(_wrong(correction, source))
    if wrong:
        raise InvalidFields(wrong)


def _wrong(correction: Correction, source: str) -> Iterator[dict[str, object]]:
    for name, _ in _LISTS:
        for number, item in enumerate(getattr(correction, name)):
            if not item.text.strip():
                yield {"type": "blank", "loc": (name, number, "text")}
            for n, place in enumerate(item.evidence):
                if not source[place.start : place.end].strip() or place.end > len(source):
                    ctx = {"characters": len(source)}
                    yield {"type": "no_place", "loc": (name, number, "evidence", n), "ctx": ctx}


def _lines(document: Document, correction: Correction) -> Iterator[_Line]:
    clauses = Clauses(document)
    listed = [(kind, item) for name, kind in _LISTS for item in getattr(correction, name)]
    texts = [item.text.strip() for _, item in listed]
    simplified = script.simplify_as(document.source, document.script, texts)
    for (kind, item), text, said in zip(listed, texts, simplified, strict=True):
        spans = _joined(item)
        cited = clauses.cited(spans)
        draft = Draft(kind, item.topic, said, cited.numbers)
        yield _Line(kind, item.model_copy(update={"text": text}), spans, cited, draft)


def _joined(wanted: CorrectedItem) -> tuple[Span, ...]:
    """The evidence in the source's order, what overlaps or touches as one."""
    found: list[Span] = []
    for start, end in sorted((place.start, place.end) for place in wanted.evidence):
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Span(start, end))
    return tuple(found)


def _item(assembler: assemble.Assembler, line: _Line, id: str) -> Item:
    source, clauses = assembler.document.source, [assembler.document.clauses[n] for n in line.cited.numbers]
    return Item(
        id=id,
        text=line.wanted.text,
        topic=line.wanted.topic,
        section=assembler.section(clauses),
        evidence=tuple(
            Evidence(start=start, end=end, text=source[start:end], page=assembler.page(start))
            for start, end in line.spans
        ),
        figures=tuple(
            figure for clause in clauses for figure in assembler.figures(clause) if _is_cited(figure, line, clause)
        ),
    )


def _is_cited(figure: Figure, line: _Line, clause: Clause) -> bool:
    """Of a clause that is cited whole every figure; else those that stand in the evidence."""
    return clause.number in line.cited.whole or any(a <= figure.start and figure.end <= b for a, b in line.spans)


def _overview(
    summary: ReportSummary, assembler: assemble.Assembler, lines: Sequence[_Line], items: Sequence[Item]
) -> Overview:
    """The one there was, as long as every item that it rests on is still there; else one made of the lines."""
    old = {item.id: (item.id[:1], item.text) for item in summary.items()}
    new = {(item.id[:1], item.text): item.id for item in items}
    kept = [new.get(old.get(id, ("", ""))) for id in summary.overview.items]
    if kept and all(kept):
        return Overview(text=summary.overview.text, items=tuple(id for id in kept if id))
    told = overview.condense([Line(line.kind, line.wanted.topic, line.draft.text) for line in lines])
    text = assembler.overview(told.overview, [lines[n].draft for n in told.items])
    return Overview(text=text, items=tuple(items[n].id for n in told.items))


def _quality(
    machine: Quality, document: Document, lines: Sequence[_Line], items: Sequence[Item], language: Language
) -> Quality:
    """The account anew; what was said of how the machine read the report stays true."""
    found = list(_findings(document, lines, items, language))
    corrected = QualityWarning(code="corrected", message=say("corrected", language))
    drafts = [line.draft for line in lines]
    account = assemble.quality(
        document, drafts, machine.repaired, machine.fell_back, (corrected, *machine.warnings, *found)
    )
    amiss = sum(one.code == "finding_number" for one in found)
    return account.model_copy(update={"number_support": round(1 - amiss / len(lines), 4) if lines else 1.0})


def _findings(
    document: Document, lines: Sequence[_Line], items: Sequence[Item], language: Language
) -> Iterator[QualityWarning]:
    for line, item in zip(lines, items, strict=True):
        rejection = grounding.check(document, line.draft)
        if rejection:
            code = f"finding_{rejection.code}"
            message = say(code, language, item=item.id, detail=rejection.detail)
            yield QualityWarning(code=code, message=message, section=item.section, item=item.id)
