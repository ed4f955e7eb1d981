"""Reading a model's answers: JSON by a pydantic model, then numbers back to clauses and lines.

An answer that breaks the format in most of its rows raises Unusable; a single row that does is dropped. So is a number
that does not exist, and with it a row that has no other: grounding judges what remains.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Strict,
    StringConstraints,
    ValidationError,
    field_validator,
)

from prompts import numbering
from schemas.document import Kind, Topic
from schemas.draft import Chunk, Condensed, Draft, Rejection
from service.engines.llm import lenient
from service.language import halves, script

OVERVIEW_CHARACTERS = 120
_TOPICS = get_args(Topic)
_NUMBER = re.compile(r"\d{1,6}")


class Unusable(Exception):
    """An answer of no use. `reason` is one of REASONS; `place` where in the JSON it broke the format; `words` what the
    server says in the place of a completion."""

    words = ""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place


REASONS = frozenset({"blank", "whitespace", "length", "thought", "refused", "response", "json", "format", "too_long"})


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


def _whole(text: str) -> str:
    """JSON can spell half a character, which no text can hold."""
    if halves.LONE.search(text):
        raise ValueError("lone surrogate")
    return text


def _simplified(text: str) -> str:
    """What a model wrote in Traditional characters, as the summary is kept; the script asked for is made from it."""
    return script.simplify(text, script.detect(text)).text


def _listed(value: Any) -> Any:
    """Clause numbers as some models write them where no schema is enforced: a single one, or as text."""
    values = value if isinstance(value, list) else [value]
    return [int(v) if isinstance(v, str) and _NUMBER.fullmatch(v.strip()) else v for v in values]


_Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_whole), AfterValidator(_simplified)]
_Numbers = Annotated[tuple[Annotated[int, Strict()], ...], BeforeValidator(lambda value: tuple(_listed(value)))]
# Without the schema some models leave a kind that has no lines null.
_Rows = Annotated[tuple[Any, ...], BeforeValidator(lambda value: tuple(value or ()) if _is_rows(value) else value)]


def _is_rows(value: Any) -> bool:
    return value is None or isinstance(value, list)


class Row(_Answer):
    c: _Numbers
    # A server that does not enforce the schema may name a topic of its own; the line is none the worse for it.
    t: Annotated[Topic, BeforeValidator(lambda value: value if value in _TOPICS else "other")]
    x: _Text


class LinesAnswer(_Answer):
    achievements: _Rows
    problems: _Rows
    plans: _Rows


class RepairedRow(_Answer):
    n: int
    c: _Numbers
    x: _Text


class RepairAnswer(_Answer):
    items: _Rows


class CondenseAnswer(_Answer):
    overview: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=OVERVIEW_CHARACTERS),
        AfterValidator(_whole),
        AfterValidator(_simplified),
    ]
    items: _Numbers
    doubles: tuple[_Numbers, ...] = ()

    @field_validator("doubles", mode="before")
    @classmethod
    def _groups(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else () if value is None else value


class ChoiceAnswer(_Answer):
    numbers: _Numbers
    told: bool


def drafts(content: str, chunk: Chunk) -> tuple[Draft, ...]:
    """The lines of an extract answer, in its order. A row that breaks the format is left out; Unusable where most do."""
    answer = _read(LinesAnswer, content)
    kinds: tuple[tuple[Kind, str], ...] = (
        ("achievement", "achievements"),
        ("problem", "problems"),
        ("plan", "plans"),
    )
    found = [(kind, row) for kind, name in kinds for row in _right(Row, getattr(answer, name), name)]
    read = [Draft(kind, row.t, row.x, _clauses(chunk, row.c)) for kind, row in found]
    return tuple(draft for draft in read if draft.text and draft.clauses)


def repaired(content: str, chunk: Chunk, rejected: Sequence[Rejection], shown: Collection[int]) -> tuple[Draft, ...]:
    """The rejected drafts that the answer words anew, in their own order, citing only clauses that were shown."""
    answer = _right(RepairedRow, _read(RepairAnswer, content).items, "items")
    rows = {row.n: row for row in reversed(answer)}
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


def chosen(content: str, count: int) -> tuple[bool, tuple[int, ...]]:
    """Whether the report tells what was asked, and the indices from 0 of what was chosen. Unusable where it tells, and no
    number says where."""
    answer = _read(ChoiceAnswer, content)
    numbers = _indices(answer.numbers, count)
    if answer.told and not numbers:
        raise Unusable("format", "numbers")
    return answer.told, numbers


_Model = TypeVar("_Model", bound=_Answer)


def _read(model: type[_Model], content: str) -> _Model:
    """The answer in a text that holds it; strict JSON is the rule, all else the exception."""
    found = lenient.find(content, frozenset(model.model_fields))
    if found is None:
        raise Unusable("json" if "[" not in content.strip()[:1] else "format")
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise Unusable("format", _place(error)) from error


def _right(model: type[_Model], rows: Sequence[Any], name: str) -> list[_Model]:
    """The rows that keep the format. Unusable, with the place of the first wrong one, where more than half do not."""
    right: list[_Model] = []
    wrong: list[str] = []
    for at, row in enumerate(rows):
        try:
            right.append(model.model_validate(row))
        except ValidationError as error:
            wrong.append(f"{name}.{at}.{_place(error)}".rstrip("."))
    if len(wrong) > len(right):
        raise Unusable("format", wrong[0])
    return right


def _place(error: ValidationError) -> str:
    """Where the answer first breaks the format, in words for the model."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    if first["type"] == "string_too_long":
        return f"{place} 有{len(first['input'])}字，最多{first['ctx']['max_length']}字"
    return place


def _clauses(chunk: Chunk, numbers: Iterable[int]) -> tuple[int, ...]:
    """Document-wide indices of chunk-local numbers, each once."""
    found = (numbering.index(chunk, number) for number in numbers)
    return tuple(dict.fromkeys(index for index in found if index is not None))


def _indices(numbers: Iterable[int], count: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number - 1 for number in numbers if 1 <= number <= count))
