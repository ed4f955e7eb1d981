"""Whether a report that was pasted is all of it, or more may follow."""

from service.stages.outline import outline

_LAST_KINDS = {"problem", "plan"}


def is_whole(text: str) -> bool:
    """Whether the text goes from achievements to plans and does not break off: no second message is waited for."""
    document = outline(text)
    kinds = {section.kind for section in document.sections}
    return kinds >= _LAST_KINDS and "truncated_report" not in document.flags
