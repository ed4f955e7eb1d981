"""The outline of a source text as readers get it: source offsets in the place of the shadow's."""

from schemas.document import Document, Section
from schemas.outline import ClausePlace, Heading, Place, SourceOutline
from service.language import clauses as cutting
from service.stages.outline import outline


def of_source(source: str) -> SourceOutline:
    """The headings, clauses and furniture of a source text. Pure; the sections' ids are those of its summary."""
    document = outline(source)
    ids = [section.id for section in document.sections]
    return SourceOutline(
        headings=tuple(_heading(document, section) for section in document.sections),
        clauses=tuple(
            ClausePlace(start=start, end=end, section=ids[clause.section] if clause.section >= 0 else None)
            for clause in document.clauses
            for start, end in document.spans(clause)
        ),
        furniture=tuple(Place(start=start, end=end) for start, end in document.furniture),
    )


def _heading(document: Document, section: Section) -> Heading:
    """The heading without the stop behind it."""
    shadow, end = document.shadow, section.end
    if section.first < section.last and (first := document.clauses[section.first]).heading:
        _, end = cutting.core(shadow.text, first.start, first.end)
    return Heading(
        id=section.id,
        heading=shadow.printed(section.start, end, document.source),
        level=section.depth + 1,
        start=shadow.start_in_source(section.start),
        end=shadow.end_in_source(end - 1),
        section_end=shadow.end_in_source(section.end - 1),
        kind=section.kind,
    )
