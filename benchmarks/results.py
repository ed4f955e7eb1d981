"""Ten thousand kept summaries: how long lists, searches and exports take, and what they hold in memory.

    python -m benchmarks.results DATABASE_URL [SUMMARIES]

The database is filled where it is empty. It is one batch: each summary has the head of a report of our own and items
drawn from all of them, so that most words are in many summaries, and a code of its own that is in no other.
"""

import asyncio
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import select

from benchmarks.embedded import OWN
from schemas.request import SummaryOptions
from schemas.result import ReportResult
from schemas.search import Filters
from schemas.summary import Item, ReportSummary
from service.api import shown
from service.build import pipeline
from service.render.csv import csv
from service.render.xlsx import xlsx
from service.settings import Settings
from service.storage import attempts, batches, jobs, tables
from service.storage import summaries as kept
from service.storage.database import Database, located
from service.storage.jobs import NewJob
from service.storage.search import Search
from service.storage.sought import Place
from service.storage.summaries import SummaryStore

OWNER = "local"
_AT_ONCE = 100
_RUNS = 15


def main() -> None:
    url, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    database = Database(located(url, Path()), 600.0)
    told: dict[str, Any] = {"database": database.dialect, "summaries": number}
    if (batch := _batch(database)) is None:
        began = time.perf_counter()
        batch = fill(database, number)
        told["kept_per_second"] = round(number / (time.perf_counter() - began), 1)
    print(json.dumps(told | {"milliseconds": searches(database), "export": exports(database, batch)}, indent=1))


def fill(database: Database, number: int) -> str:
    """A batch of that many summaries; its id."""
    heads, items = _material()
    luck = random.Random(1)
    with database.writing() as connection:
        batch = batches.begin(connection, OWNER, "benchmark", SummaryOptions())
    for first in range(0, number, _AT_ONCE):
        with database.writing() as connection:
            arriving = [NewJob(f"{n}.txt", SummaryOptions(), "zh", b"", None) for n in range(first, first + _AT_ONCE)]
            jobs.arrive(connection, OWNER, batch, first, arriving)
    with database.writing() as connection:
        batches.complete(connection, batch)
        of_batch = select(tables.jobs.c.id).where(tables.jobs.c.batch == batch).order_by(tables.jobs.c.position)
        ids = list(connection.execute(of_batch).scalars())
    for first in range(0, number, _AT_ONCE):
        with database.writing() as connection:
            for n, job in enumerate(ids[first : first + _AT_ONCE], first):
                summary, source = _made(n, luck.choice(heads), luck.sample(items, 27), luck)
                begun = attempts.begin(connection, job, 1, "benchmark")
                assert begun
                attempts.succeed(connection, begun, [])
                kept.save(connection, begun, summary, source)
    return batch


def searches(database: Database) -> dict[str, list[float]]:
    """Milliseconds of a page of 50, over several runs: the median and the fastest."""
    search = Search(database)
    last = f"{_code(9)}"
    found: dict[str, Callable[[], Any]] = {
        "list": lambda: search.summaries(OWNER, Filters(), 50),
        "list by year and level": lambda: search.summaries(OWNER, Filters(year=2019, level="county"), 50),
        "list by region": lambda: search.summaries(OWNER, Filters(region="第7县"), 50),
        "list by text": lambda: search.summaries(OWNER, Filters(text="行政复议"), 50),
        "list by topic and year": lambda: search.summaries(OWNER, Filters(topic="disputes", year=2019), 50),
        "list by a region that is none": lambda: search.summaries(OWNER, Filters(region="无此地方"), 50),
        "common word": lambda: search.items(OWNER, Filters(text="行政"), 50),
        "two common words": lambda: search.items(OWNER, Filters(text="行政 案件"), 50),
        "phrase": lambda: search.items(OWNER, Filters(text="行政处罚案件"), 50),
        "word of one report": lambda: search.items(OWNER, Filters(text=last), 50),
        "word of none": lambda: search.items(OWNER, Filters(text="麒麟"), 50),
        "common words never together": lambda: search.items(OWNER, Filters(text="群众 法规 培训"), 50),
        "common word in one region": lambda: search.items(OWNER, Filters(text="行政", region="第7县"), 50),
        "problems of a topic": lambda: search.items(OWNER, Filters(kind="problem", topic="enforcement"), 50),
        "one character": lambda: search.items(OWNER, Filters(text="法"), 50),
        "one character of none": lambda: search.items(OWNER, Filters(text="麒"), 50),
        "figures": lambda: search.figures(OWNER, "行政处罚", "件", Filters(), 50),
        "figures of a year": lambda: search.figures(OWNER, "案件", None, Filters(year=2019), 50),
        "figures of none": lambda: search.figures(OWNER, "法治政府", "件", Filters(), 50),
    }
    middle = _middle(search)
    found["page in the middle"] = lambda: search.items(OWNER, Filters(text="行政"), 50, middle)
    return {name: _ms(work) for name, work in found.items()}


def exports(database: Database, batch: str) -> dict[str, Any]:
    """Each format of the batch's results: seconds, bytes, and the peak of resident memory so far, at a tenth and at the
    end."""
    formats: dict[str, Callable[[Iterator[ReportResult]], int]] = {
        "jsonl": lambda results: sum(len(result.model_dump_json().encode()) for result in results),
        "csv": lambda results: sum(map(len, csv(results))),
        "xlsx": _workbook_bytes,
    }
    told = {}
    for name, render in formats.items():
        began, peaks = time.perf_counter(), []
        size = render(_counted(database, batch, peaks))
        peaks.append(_peak_mebibytes())
        told[name] = {"seconds": round(time.perf_counter() - began, 1), "bytes": size, "peak_mebibytes": peaks}
    return told


def _counted(database: Database, batch: str, peaks: list[float]) -> Iterator[ReportResult]:
    with database.reading() as connection:
        total = connection.execute(select(tables.batches.c.total).where(tables.batches.c.id == batch)).scalar_one()
    for number, one in enumerate(SummaryStore(database).results(OWNER, batch)):
        yield shown.result(one, "zh")
        if number == total // 10:
            peaks.append(_peak_mebibytes())


def _workbook_bytes(results: Iterator[ReportResult]) -> int:
    with TemporaryFile() as file:
        xlsx(results, file)
        return file.tell()


def _material() -> tuple[list[tuple[ReportSummary, str]], list[tuple[str, Item]]]:
    working, heads, items = pipeline(Settings(model=None), "extractive"), [], []
    for path in sorted(OWN.glob("*.txt")):
        source = path.read_text(encoding="utf-8")
        summary = asyncio.run(working.summarize(source, SummaryOptions(engine="extractive")))
        heads.append((summary, source))
        for kind in ("achievements", "problems", "plans"):
            items += [(kind, item) for item in getattr(summary, kind)]
    return heads, items


def _made(
    number: int, head: tuple[ReportSummary, str], drawn: list[tuple[str, Item]], luck: random.Random
) -> tuple[ReportSummary, str]:
    summary, source = head
    report = summary.report.model_copy(
        update={"region": f"第{number % 500}县", "year": luck.randint(2015, 2024), "title": f"第{number % 500}县报告"}
    )
    first = drawn[0][1]
    drawn[0] = drawn[0][0], first.model_copy(update={"text": f"{_code(number)}{first.text}"[:60]})
    lists: dict[str, Any] = {"achievements": [], "problems": [], "plans": []}
    for n, (kind, item) in enumerate(drawn):
        lists[kind].append(item.model_copy(update={"id": f"{kind[0]}{n}"}))
    told = {kind: tuple(items) for kind, items in lists.items()}
    return summary.model_copy(update={"report": report, **told}), source


def _code(number: int) -> str:
    """A word that no other summary has."""
    return f"项目{number:05}号"


def _middle(search: Search) -> Place:
    """Where a page begins that lies a hundred pages in."""
    place = Place()
    for _ in range(100):
        place = search.items(OWNER, Filters(text="行政"), 50, place).next or place
    return place


def _batch(database: Database) -> str | None:
    with database.reading() as connection:
        return connection.execute(select(tables.batches.c.id).limit(1)).scalar()


def _ms(work: Callable[[], Any]) -> list[float]:
    work()
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return [round(statistics.median(times), 1), round(min(times), 1)]


def _peak_mebibytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()
