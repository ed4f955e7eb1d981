"""A second model that says of each item whether its evidence bears it out. For reading, never for a gate.

How far it can be believed is measured beside it: gold items are sound claims, the same items altered by program are
not, and both are mixed among the items so that the model cannot tell which is which.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

import prompts
from eval.altering import altered
from eval.runs import Run
from eval.values import Dataset, GoldItem, Value
from service.engines.protocol import Tally
from service.errors import ModelError, ModelRefused
from service.settings import Settings, check_model

if TYPE_CHECKING:
    from service.engines.llm.asking import Asker

Verdict = Literal["supported", "partly", "not", "no_answer"]
Origin = Literal["item", "sound", "altered"]

_VERDICTS = ("supported", "partly", "not")
_BATCH = 10
_KNOWN_SHARE = 0.5
"""As many known claims as half the items, half of them altered."""


class Claim(NamedTuple):
    """A text and what is cited for it, and whether that is known to bear it out."""

    report: str
    item: str
    text: str
    evidence: str
    origin: Origin


class Judged(Value):
    report: str
    item: str
    verdict: Verdict


class Known(Value):
    """How the judge did on claims whose truth is known; `kappa` is Cohen's, "supported" against the rest, None where
    one of the two sorts is missing."""

    sound: int
    kept: int
    altered: int
    caught: int
    kappa: float | None


class Judgement(Value):
    model: str
    judged: int
    counts: dict[Verdict, int]
    known: Known
    items: tuple[Judged, ...]
    prompt_tokens: int
    completion_tokens: int


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)
    n: int
    v: Literal["supported", "partly", "not"]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)
    verdicts: tuple[_Row, ...]


async def judge(settings: Settings, run: Run, data: Dataset, limit: int = 200, seed: int = 0) -> Judgement:
    """Judge a sample of at most `limit` items of the run.

    Raises ConfigurationError where no model is set, ModelRefused where the server wants no calls from us; a batch that
    fails otherwise counts as not answered.
    """
    check_model(settings, "llm")
    lot = random.Random(seed)
    items = _sampled(_items(run), limit, lot)
    claims = [*items, *_known(data, max(2, round(len(items) * _KNOWN_SHARE)), lot)]
    lot.shuffle(claims)
    tally = Tally()
    verdicts = await _answers(settings, claims, tally)
    told = [(claim, verdict) for claim, verdict in zip(claims, verdicts, strict=True) if claim.origin == "item"]
    counts = Counter(verdict for _, verdict in told)
    return Judgement(
        model=settings.model or "",
        judged=len(told),
        counts={name: counts[name] for name in get_args(Verdict)},
        known=known(zip((claim.origin for claim in claims), verdicts, strict=True)),
        items=tuple(Judged(report=claim.report, item=claim.item, verdict=verdict) for claim, verdict in told),
        prompt_tokens=tally.prompt_tokens,
        completion_tokens=tally.completion_tokens,
    )


def known(rows: Iterable[tuple[Origin, Verdict]]) -> Known:
    """Agreement with the claims whose truth is known; a claim without an answer is neither kept nor caught."""
    counts = Counter((origin, verdict == "supported") for origin, verdict in rows if verdict != "no_answer")
    kept, dropped = counts["sound", True], counts["sound", False]
    passed, caught = counts["altered", True], counts["altered", False]
    return Known(
        sound=kept + dropped,
        kept=kept,
        altered=passed + caught,
        caught=caught,
        kappa=_kappa(kept, dropped, passed, caught),
    )


def _kappa(kept: int, dropped: int, passed: int, caught: int) -> float | None:
    sound, turned = kept + dropped, passed + caught
    if not sound or not turned:
        return None
    total = sound + turned
    by_chance = (sound * (kept + passed) + turned * (dropped + caught)) / total**2
    return ((kept + caught) / total - by_chance) / (1 - by_chance)


async def _answers(settings: Settings, claims: Sequence[Claim], tally: Tally) -> list[Verdict]:
    # Imported only here: the client takes seconds that the other commands save.
    from service.engines.llm.engine import asker

    batches = [claims[at : at + _BATCH] for at in range(0, len(claims), _BATCH)]
    asking = asker(settings)
    try:
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(_batch(asking, batch, tally)) for batch in batches]
    except ExceptionGroup as refused:
        raise refused.exceptions[0] from None
    finally:
        await asking.chat.close()
    return [verdict for task in asked for verdict in task.result()]


async def _batch(asking: "Asker", claims: Sequence[Claim], tally: Tally) -> list[Verdict]:
    """A verdict for each claim."""
    from service.engines.llm.answers import Unusable
    from service.engines.llm.asking import Question

    def read(content: str) -> list[Verdict]:
        try:
            return _read(content, len(claims))
        except ValidationError as error:
            raise Unusable("format") from error

    prompt = prompts.judge((claim.text, claim.evidence) for claim in claims)
    try:
        return await asking.ask(Question(prompt, "verdicts", _schema(len(claims)), read), tally)
    except ModelRefused:
        raise
    except ModelError:
        return ["no_answer"] * len(claims)


def _read(content: str, count: int) -> list[Verdict]:
    told = {row.n: row.v for row in _Answer.model_validate_json(content).verdicts}
    return [told.get(n, "no_answer") for n in range(1, count + 1)]


def _schema(count: int) -> dict[str, Any]:
    row = {
        "n": {"type": "integer", "enum": list(range(1, count + 1))},
        "v": {"type": "string", "enum": list(_VERDICTS)},
    }
    return _object({"verdicts": {"type": "array", "items": _object(row)}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _items(run: Run) -> Iterator[Claim]:
    for report in run.reports:
        for item in report.summary.items() if report.summary and report.repeat == 0 else ():
            yield Claim(report.id, item.id, item.text, "…".join(piece.text for piece in item.evidence), "item")


def _known(data: Dataset, count: int, lot: random.Random) -> Iterator[Claim]:
    """Gold items, and as many others of them altered."""
    gold = [(report, item) for report in data.reports for item in report.items]
    lot.shuffle(gold)
    sound = count - count // 2
    for report, item in gold[:sound]:
        yield Claim(report.id, item.id, item.text, _cited(item, data.texts[report.id]), "sound")
    turned = ((report, item, altered(item.text, lot)) for report, item in gold[sound:])
    found = [(report, item, text) for report, item, text in turned if text]
    for report, item, text in found[: count // 2]:
        yield Claim(report.id, item.id, text, _cited(item, data.texts[report.id]), "altered")


def _cited(item: GoldItem, text: str) -> str:
    return "…".join(text[start:end] for start, end in item.evidence)


def _sampled(claims: Iterable[Claim], limit: int, lot: random.Random) -> list[Claim]:
    there = list(claims)
    return there if len(there) <= limit else lot.sample(there, limit)
