"""`tiyao summarize --dry-run`: what it would take, without sending anything."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from schemas.request import EngineName
from service import build, errors, intake
from service.commands import inputs, outputs
from service.commands import settings as setting
from service.commands.inputs import Source
from service.commands.money import money
from service.commands.outputs import Format
from service.commands.terminal import emit, tell_failed
from service.engines.protocol import ANSWER_SHARE
from service.errors import TiyaoError
from service.estimate import Estimate, estimate
from service.ingest import Reader
from service.messages import Language, say
from service.pipeline import Pipeline
from service.prices import Price
from service.settings import ASKING, SERVING


class _Report(NamedTuple):
    name: str
    found: Estimate | TiyaoError


def run(
    arguments: Sequence[str],
    engine: EngineName | None,
    format: Format | None,
    output: str | None,
    language: Language,
) -> int:
    """Print the estimate of each report and of all; the exit code. Raises what a single report's error is.

    What lies in the folder `output` is no report, as in the real run.
    """
    settings = setting.load(SERVING | ASKING if engine == "extractive" else SERVING)
    pipeline = build.pipeline(settings, engine)
    skip = Path(output).resolve() if output and outputs.is_folder(output, arguments) else None
    with closing(build.reader(settings)) as reader:
        reports = [_Report(source.name, _found(source, pipeline, reader)) for source in inputs.find(arguments, skip)]
    if len(reports) == 1 and isinstance(reports[0].found, TiyaoError):
        raise reports[0].found
    as_json = format == "json" or (format is None and not sys.stdout.isatty())
    emit(_json(reports, pipeline) if as_json else "\n".join(_lines(reports, pipeline, language)) + "\n")
    return _outcome(reports, language)


def _found(source: Source, pipeline: Pipeline, reader: Reader) -> Estimate | TiyaoError:
    try:
        text = inputs.read(source, reader).text
        intake.check(text, pipeline.max_characters)
    except TiyaoError as error:
        return error
    return estimate(text, pipeline.engine, pipeline.fallback)


def _total(reports: Sequence[_Report]) -> Estimate:
    total = Estimate()
    for report in reports:
        if isinstance(report.found, Estimate):
            total = total.plus(report.found)
    return total


def _cost(found: Estimate, price: Price | None) -> Decimal | None:
    return price.cost(found.prompt_tokens, found.completion_tokens) if price else None


def _json(reports: Sequence[_Report], pipeline: Pipeline) -> str:
    def told(found: Estimate) -> dict[str, Any]:
        cost = _cost(found, pipeline.price)
        return {**found._asdict(), "cost": None if cost is None else float(cost)}

    whole = {
        "engine": pipeline.engine.name,
        "model": pipeline.engine.model,
        "currency": pipeline.price.currency if pipeline.price else None,
        "answer_share": ANSWER_SHARE,
        "total": told(_total(reports)),
        "reports": [{"name": name, **told(found)} for name, found in reports if isinstance(found, Estimate)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _lines(reports: Sequence[_Report], pipeline: Pipeline, language: Language) -> Iterator[str]:
    def line(name: str, found: Estimate) -> str:
        cost = money(_cost(found, pipeline.price), pipeline.price, language)
        return say("estimate", language, name=name, **found._asdict(), cost=cost)

    if pipeline.engine.model is None:
        yield say("estimate_embedded", language, reports=len(reports))
        return
    for report in reports:
        if isinstance(report.found, Estimate):
            yield line(report.name, report.found)
    if len(reports) > 1:
        yield line(say("total", language), _total(reports))
    yield say("estimate_basis", language, share=ANSWER_SHARE)


def _outcome(reports: Sequence[_Report], language: Language) -> int:
    failed = [(report.name, report.found) for report in reports if isinstance(report.found, TiyaoError)]
    if not failed:
        return errors.EXIT_OK
    tell_failed(failed, len(reports), language)
    return errors.EXIT_SOME_FAILED
