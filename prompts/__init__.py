"""The words sent to a model: versioned Chinese templates, one file a prompt, rendered from values.

Whatever comes from a report, a model or a person in a chat stands between `<report>`, `<items>` or `<question>` tags, one
line a clause or item, and holds no `<`: it can neither close its tag nor spell a chat template's control token such as `<|im_end|>`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import NamedTuple

from prompts.numbering import KINDS, flat, number, numbered, placed
from schemas.document import Document, Kind, Topic
from schemas.draft import Chunk, Rejection

VERSION = "2"
"""Counted up when rendering changes; the templates' own changes show in the hash."""

NAMES = ("extract", "repair", "condense", "again")

REASONS = {
    "blank": "没有内容",
    "length": "太长，没有写完；请写得更短",
    "refused": "拒绝作答；这只是摘录一份公开报告",
    "response": "响应不完整",
    "json": "不是完整的 JSON",
    "format": "与格式不符",
}
"""Why an answer was of no use, as the model is told."""


class Prompt(NamedTuple):
    """The two messages of a call. `system` is the same for every report, so that servers can keep it by prefix."""

    system: str
    user: str


def extract(chunk: Chunk, indices: Sequence[int] | None = None) -> Prompt:
    """Asks for the lines of a chunk; clauses are numbered from 1 within it. `indices` are the document-wide clause
    indices that are shown, where not all are."""
    lines = numbered(chunk, range(chunk.first, chunk.last) if indices is None else indices)
    return _render("extract", lines="\n".join(lines), count=str(chunk.last - chunk.first))


def repair(chunk: Chunk, rejected: Sequence[Rejection]) -> Prompt:
    """Asks for the rejected lines once more, numbered from 1, beside the points that they cite or nearly cited."""
    items = "\n".join(_failed(place, chunk, rejection) for place, rejection in enumerate(rejected, 1))
    return _render("repair", lines="\n".join(numbered(chunk, shown_for_repair(chunk, rejected))), items=items)


def shown_for_repair(chunk: Chunk, rejected: Iterable[Rejection]) -> tuple[int, ...]:
    """The document-wide clause indices that a repair shows: the whole points that the rejected lines cite, since a
    weak citation is often the neighbour of the right one. The whole chunk where they cite nothing of it."""
    clauses = chunk.document.clauses
    cited = {index for rejection in rejected for index in rejection.draft.clauses if chunk.first <= index < chunk.last}
    groups = {(clauses[index].section, clauses[index].point) for index in cited}
    shown = tuple(clause.number for clause in chunk.clauses if (clause.section, clause.point) in groups)
    return shown or tuple(range(chunk.first, chunk.last))


def condense(lines: Iterable[tuple[Kind, Topic, str]], title: str | None) -> Prompt:
    """Asks for an overview and doubles; the lines are numbered from 1, one heading a kind."""
    told = list(lines)
    head = [f"#{flat(title)}"] if title else []
    return _render("condense", items="\n".join([*head, *_listed(told)]), count=str(len(told)))


def answer(
    question: str, lines: Sequence[tuple[Kind, Topic, str]], document: Document, clauses: Sequence[int]
) -> Prompt:
    """Asks which of a summary's lines and of its report's clauses, given by their document-wide indices, answer a
    question; the lines are numbered from 1, the clauses after them. Its template is no part of `prompt_version`: no
    summary depends on it."""
    numbers = {at: n for n, at in enumerate(clauses, len(lines) + 1)}
    return _render(
        "answer",
        question=flat(question),
        items="\n".join(_listed(lines)),
        lines="\n".join(placed(document, numbers, {})),
        count=str(len(lines) + len(clauses)),
    )


def judge(claims: Iterable[tuple[str, str]]) -> Prompt:
    """Asks how far each text is borne out by its evidence; the claims are numbered from 1. For evaluation only: its
    template is no part of `prompt_version`."""
    lines = [f"{n}:{flat(text)}\n依据:{flat(evidence)}" for n, (text, evidence) in enumerate(claims, 1)]
    return _render("judge", items="\n".join(lines), count=str(len(lines)))


def again(prompt: Prompt, reason: str, place: str = "") -> Prompt:
    """The same once more, with the reason why the answer was of no use: a key of REASONS, and where in the JSON. One
    user message, since some chat templates take no two in a row, and a bad answer shown again invites its like."""
    told = f"{REASONS[reason]}（{flat(place)}）" if place else REASONS[reason]
    return prompt._replace(user=_render("again", user=prompt.user, reason=told).user)


@cache
def prompt_version() -> str:
    """Version and hash of all templates, e.g. `1-3f2a9c`."""
    digest = hashlib.sha256()
    for name in NAMES:
        digest.update(f"{name}\0{_text(name)}\0".encode())
    return f"{VERSION}-{digest.hexdigest()[:6]}"


def _listed(lines: Iterable[tuple[Kind, Topic, str]]) -> Iterator[str]:
    """The lines, numbered from 1, one heading a kind."""
    kind: Kind | None = None
    for count, line in enumerate(lines, 1):
        if line[0] != kind:
            kind = line[0]
            yield f"〔{KINDS[kind]}〕"
        yield f"{count}:{flat(line[2])}"


def _failed(place: int, chunk: Chunk, rejection: Rejection) -> str:
    draft = rejection.draft
    cited = ",".join(str(number(chunk, index)) for index in draft.clauses if chunk.first <= index < chunk.last)
    return f"{place}:〔{KINDS[draft.kind]}〕{flat(draft.text)}（所引：{cited or '无'}；原因：{flat(rejection.detail)}）"


def _render(name: str, **values: str) -> Prompt:
    """A template's parts with their values; a `$` inside a value is left alone."""
    system, user = _parts(name)
    return Prompt(system.strip(), user.substitute(values).strip())


@cache
def _parts(name: str) -> tuple[str, Template]:
    found = dict(re.findall(r"<!-- (system|user) -->\n(.*?)(?=<!-- |\Z)", _text(name), re.S))
    return found.get("system", ""), Template(found["user"])


@cache
def _text(name: str) -> str:
    return (Path(__file__).parent / f"{name}.md").read_text("utf-8")
