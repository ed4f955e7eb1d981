"""The outline of a report: headings, points, sentences, clauses, furniture, and who reports on what."""

from schemas.document import Document, Span
from service.language import clauses, figures, flattening, layout
from service.stages.outline import identity, lines, markers, segments, tree

_MIN_BODY_CHARACTERS = 40


def outline(source: str) -> Document:
    """Read the structure of a report. Pure; any text gives a document, one without structure gives a flat one."""
    shadow, script = layout.shadow(source)
    text = shadow.text
    masked = clauses.mask(text)
    sorted_lines = lines.sort(text)
    around = tuple(text[a:b] for a, b in sorted_lines.furniture)
    body = text[sorted_lines.body[0].start : sorted_lines.body[-1].end] if sorted_lines.body else ""
    who = identity.identify(sorted_lines.title, body, around)
    numbers = markers.find(masked)
    cut = segments.cut(text, masked, sorted_lines.body, numbers, flattening.is_flat(text))
    sections, points, cited = tree.build(text, clauses.stops(masked), cut, who.year)
    furniture = tuple(
        span for line in sorted_lines.furniture for span in shadow.to_source(line.start, line.end, source)
    )
    return Document(
        source=source,
        script=script,
        shadow=shadow,
        title=sorted_lines.title,
        issuer=who.issuer,
        region=who.region,
        level=who.level,
        year=who.year,
        sections=sections,
        points=points,
        clauses=cited,
        figures=tuple(figures.find(text)),
        furniture=tuple(Span(*span) for span in furniture),
        flags=frozenset(_flags(text, sorted_lines, (cited and text[: cited[-1].end]) or "")),
    )


def _flags(text: str, found: lines.Sorted, body: str) -> list[str]:
    """What a reader should be told of the text: `truncated_report` where its last sentence does not end."""
    if len(body) <= _MIN_BODY_CHARACTERS or body[-1] in "。！？”)》;" or not found.body:
        return []
    last = text[found.body[-1].start : found.body[-1].end]
    return ["truncated_report"] if len(last) > _MIN_BODY_CHARACTERS or "," in last or "。" in last else []
