"""Reading a model's answers: JSON by a pydantic model, then numbers back to clauses and lines.

A whole answer that breaks the format raises Unusable. A single number that does not exist is dropped, and with it a
row that has no other: grounding judges what remains.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from prompts import numbering
from schemas.document import Kind, Topic
from schemas.draft import Chunk, Condensed, Draft, Rejection

OVERVIEW_CHARACTERS = 120
_TOPICS = get_args(Topic)


class Unusable(Exception):
    """An answer of no use. `reason` is one of `prompts.REASONS`; `place` where in the JSON it broke the format."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


_Text = Annotated[str, StringConstraints(strip_whitespace=True)]
_Numbers = tuple[int, ...]


class Row(_Answer):
    c: _Numbers
    # A server that does not enforce the schema may name a topic of its own; the line is none the worse for it.
    t: Annotated[Topic, BeforeValidator(lambda value: value if value in _TOPICS else "other")]
    x: _Text


class LinesAnswer(_Answer):
    achievements: tuple[Row, ...]
    problems: tuple[Row, ...]
    plans: tuple[Row, ...]


class RepairedRow(_Answer):
    n: int
    c: _Numbers
    x: _Text


class RepairAnswer(_Answer):
    items: tuple[RepairedRow, ...]


class CondenseAnswer(_Answer):
    overview: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=OVERVIEW_CHARACTERS)]
    items: _Numbers
    doubles: tuple[_Numbers, ...]


def drafts(content: str, chunk: Chunk) -> tuple[Draft, ...]:
    """The lines of an extract answer, in its order."""
    answer = _read(LinesAnswer, content)
    kinds: tuple[tuple[Kind, tuple[Row, ...]], ...] = (
        ("achievement", answer.achievements),
        ("problem", answer.problems),
        ("plan", answer.plans),
    )
    found = (Draft(kind, row.t, row.x, _clauses(chunk, row.c)) for kind, rows in kinds for row in rows)
    return tuple(draft for draft in found if draft.text and draft.clauses)


def repaired(content: str, chunk: Chunk, rejected: Sequence[Rejection], shown: Collection[int]) -> tuple[Draft, ...]:
    """The rejected drafts that the answer words anew, in their own order, citing only clauses that were shown."""
    rows = {row.n: row for row in reversed(_read(RepairAnswer, content).items)}
    found: list[Draft] = []
    for n, rejection in enumerate(rejected, 1):
        if (row := rows.get(n)) is None:
            continue
        clauses = tuple(at for at in _clauses(chunk, row.c) if at in shown)
        if row.x and clauses:
            found.append(rejection.draft._replace(text=row.x, clauses=clauses))
    return tuple(found)


def condensed(content: str, count: int) -> Condensed:
    """The overview with line indices from 0. Unusable where it names no line at all, or is over 120 characters."""
    answer = _read(CondenseAnswer, content)
    items = _indices(answer.items, count)
    if not items:
        raise Unusable("format", "items")
    groups = (_indices(group, count) for group in answer.doubles)
    return Condensed(answer.overview, items, tuple(group for group in groups if len(group) > 1))


_Model = TypeVar("_Model", bound=_Answer)


def _read(model: type[_Model], content: str) -> _Model:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise Unusable("json") from error
        raise Unusable("format", ".".join(str(step) for step in first["loc"])) from error


def _clauses(chunk: Chunk, numbers: Iterable[int]) -> tuple[int, ...]:
    """Document-wide indices of chunk-local numbers, each once."""
    found = (numbering.index(chunk, number) for number in numbers)
    return tuple(dict.fromkeys(index for index in found if index is not None))


def _indices(numbers: Iterable[int], count: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number - 1 for number in numbers if 1 <= number <= count))
