"""The outline of a report: headings, points, sentences, clauses, furniture, and who reports on what."""

from schemas.document import Document, Span
from service.language import claims, clauses, figures, flattening, layout
from service.stages.outline import ending, identity, lines, markers, segments, tables, tree


def outline(source: str) -> Document:
    """Read the structure of a report. Pure; any text gives a document, one without structure gives a flat one."""
    shadow, script = layout.shadow(source)
    text = shadow.text
    masked = clauses.mask(text)
    sorted_lines = lines.sort(text, shadow.shown)
    around = tuple(text[a:b] for a, b in sorted_lines.furniture)
    said = text[sorted_lines.body[0].start : sorted_lines.body[-1].end] if sorted_lines.body else ""
    title = claims.without_instruction(sorted_lines.title) if sorted_lines.title else None
    who = identity.identify(title, said, around)
    stops = clauses.stops(masked)
    rows = tables.read(text, shadow.shown, sorted_lines.body)
    ends_in_table = len(sorted_lines.body) - 1 in rows.segments
    cut_off = not ends_in_table and ending.breaks_off(text, sorted_lines.body, sorted_lines.signature)
    body = ending.finished(text, sorted_lines.body, stops) if cut_off else sorted_lines.body
    stops = sorted({*stops, *rows.seams}) if rows.seams else stops
    numbers = markers.find(tables.blotted(masked, body, rows))
    parts = segments.cut(text, masked, body, numbers, flattening.is_flat(text), rows.segments)
    sections, points, cited = tree.build(text, stops, parts, who.year)
    furniture = tuple(
        span
        for line in sorted((*sorted_lines.furniture, *rows.aside))
        for span in shadow.to_source(line.start, line.end, source)
    )
    return Document(
        source=source,
        script=script,
        shadow=shadow,
        title=title,
        issuer=who.issuer,
        region=who.region,
        level=who.level,
        year=who.year,
        sections=sections,
        points=points,
        clauses=cited,
        figures=tuple(figures.find(text)),
        furniture=tuple(Span(*span) for span in furniture),
        flags=frozenset(["truncated_report"] if cut_off else []),
    )
