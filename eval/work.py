"""What the commands of `tiyao eval` do: read files, do the work, print."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import typer

from eval import compare as comparing
from eval import gate as gating
from eval import runs, tables
from eval.compare import Incomparable
from eval.dataset import OWN, Unusable, load
from eval.engines import EngineName, Subject, subject
from eval.metrics import SCORER_VERSION
from eval.runner import Mismatch, Result, Setup
from eval.runner import run as run_all
from eval.runs import DatasetInfo, Header, Run
from eval.values import Dataset, Split
from eval.words import word
from service.commands import outputs
from service.commands import settings as setting
from service.commands.terminal import emit
from service.errors import InvalidRequest
from service.messages import Language
from service.settings import ASKING, SERVING

_NEVER_OVERWRITTEN: frozenset[Path] = frozenset()
_STEPS = 10


class Asked(NamedTuple):
    """The options of `tiyao eval run`."""

    engine: EngineName | None
    model: str | None
    base_url: str | None
    split: Split | None
    dataset: Path | None
    reports: Path | None
    output: Path | None
    concurrency: int
    repeats: int


def run(asked: Asked, *, fresh: bool, compact: bool, language: Language) -> None:
    """Run, write the run file, print its table."""
    data = _dataset(asked.dataset, asked.reports, asked.split)
    target, engine, result = asyncio.run(_run(asked, data, fresh, language))
    if compact:
        outputs.write(target, runs.compact(runs.read(target)), _NEVER_OVERWRITTEN)
    emit(tables.of_run(result.aggregate, result.baselines, language))
    for line in _notes(engine, result, target, language):
        typer.echo(line, err=True)


async def _run(asked: Asked, data: Dataset, fresh: bool, language: Language) -> tuple[Path, str, Result]:
    unused = SERVING if asked.engine in (None, "llm") else SERVING | ASKING
    settings = setting.load(unused, model=asked.model, base_url=asked.base_url)
    async with subject(settings, asked.engine) as engine:
        target = asked.output or Path("out", "eval", _name(engine, data, asked.split))
        with _telling(language) as told:
            setup = Setup(data, _header(asked, data, engine), engine.summarize, asked.concurrency, language, told)
            try:
                return target, engine.engine, await run_all(setup, target, fresh=fresh)
            except Mismatch as error:
                reason = word("other_journal", language, names=", ".join(error.names))
                raise InvalidRequest(field=str(error.path), reason=reason) from error


def compare(
    before: Path,
    after: Path,
    dataset: Path | None,
    reports: Path | None,
    format: str,
    language: Language,
) -> None:
    """Print what the second run won and lost."""
    one, other = runs.read(before), runs.read(after)
    with _comparable(language):
        found = comparing.compare(one, other)
    texts = _gold_texts(other, dataset, reports, language)
    if format == "json":
        emit(json.dumps(tables.comparison_json(found, texts), ensure_ascii=False, indent=1) + "\n")
    else:
        emit(tables.of_comparison(found, texts, language))


def gate(run: Path, baseline: Path, margin: float, alpha: float, language: Language) -> int:
    """Print the decision; its exit code."""
    with _comparable(language):
        decision = gating.gate(runs.read(run), runs.read(baseline), margin, alpha)
    emit(tables.of_decision(decision, language))
    return gating.EXIT[decision.outcome]


def report(run: Path, output: Path, dataset: Path | None, reports: Path | None, language: Language) -> None:
    """Write the HTML report."""
    from eval.report import page

    shown = runs.read(run)
    outputs.write(
        output, page.html(shown, _gold(shown, dataset, reports, language), language), frozenset((run.resolve(),))
    )
    typer.echo(word("written", language, path=output), err=True)


def judge(
    run: Path,
    model: str | None,
    base_url: str | None,
    dataset: Path | None,
    reports: Path | None,
    output: Path | None,
    limit: int,
    seed: int,
    language: Language,
) -> None:
    """Print what a model thinks of the items, beside how well it knows sound claims from altered ones."""
    from eval import judge as judging

    read = runs.read(run)
    data = _gold(read, dataset, reports, language)
    settings = setting.load(SERVING, model=model, base_url=base_url)
    found = asyncio.run(judging.judge(settings, read, data, limit, seed))
    emit(tables.of_judgement(found, language))
    if output:
        outputs.write(output, found.model_dump_json(indent=1) + "\n", frozenset((run.resolve(),)))


def _dataset(folder: Path | None, reports: Path | None, split: Split | None) -> Dataset:
    try:
        return load(folder or OWN, reports, split)
    except Unusable as error:
        raise InvalidRequest(field="--dataset", reason=str(error)) from error


def _gold(run: Run, folder: Path | None, reports: Path | None, language: Language) -> Dataset:
    """The gold of a run: where it was read from unless another folder is named. Raises where it has changed since."""
    own = run.dataset.path if folder is None else None
    texts = run.dataset.reports if folder is None and reports is None else None
    data = _dataset(Path(own) if own else folder, Path(texts) if texts else reports, None)
    if data.sha256 != run.dataset.sha256:
        reason = word("gold_gone", language, one=run.dataset.sha256[:12], other=data.sha256[:12])
        raise InvalidRequest(field="--dataset", reason=reason)
    return data


def _gold_texts(run: Run, folder: Path | None, reports: Path | None, language: Language) -> dict[tuple[str, str], str]:
    """The texts of the gold items by report and item; none where the gold is not at hand and was not asked for."""
    try:
        data = _gold(run, folder, reports, language)
    except InvalidRequest:
        if folder is not None:
            raise
        return {}
    return {(gold.id, item.id): item.text for gold in data.reports for item in gold.items}


def _header(asked: Asked, data: Dataset, engine: Subject) -> Header:
    return Header(
        scorer_version=SCORER_VERSION,
        dataset=DatasetInfo(
            name=data.name,
            version=data.version,
            sha256=data.sha256,
            path=str(asked.dataset) if asked.dataset else None,
            reports=str(asked.reports) if asked.reports else None,
        ),
        engine=engine.engine,
        model=engine.model,
        prompt_version=engine.prompt_version,
        split=asked.split,
        repeats=asked.repeats,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _name(engine: Subject, data: Dataset, split: Split | None) -> str:
    parts = (engine.engine, (engine.model or "").replace("/", "-"), data.name, split or "")
    return "-".join(filter(None, parts)) + ".json"


def _notes(engine: str, result: Result, target: Path, language: Language) -> Iterator[str]:
    if result.there:
        yield word("resumed", language, there=result.there)
    if result.failed:
        yield word("failed_reports", language, failed=result.failed)
    if result.fell_back and engine == "llm":
        yield word("fell_back", language, reports=result.fell_back_in, items=result.fell_back)
    yield word("written", language, path=target)


@contextmanager
def _comparable(language: Language) -> Iterator[None]:
    try:
        yield
    except Incomparable as error:
        reason = word(f"not_same_{error.what}", language, one=error.one, other=error.other)
        raise InvalidRequest(field="RUN", reason=reason) from error


@contextmanager
def _telling(language: Language) -> Iterator[Callable[[int, int], None]]:
    """Progress on stderr: a bar for people, a line every tenth part elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, total: _line(done, total, language)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _line(done: int, total: int, language: Language) -> None:
    if done and (done % -(-total // _STEPS) == 0 or done == total):
        typer.echo(word("progress", language, done=done, total=total), err=True)
