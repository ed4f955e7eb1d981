"""tiyao's own pipeline with the settings it comes with; answers are kept, as they are by default."""

import asyncio
from pathlib import Path
from typing import Any

from benchmarks.peers.clients.common import Job, Work, run
from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service.build import pipeline
from service.engines.llm import tokens
from service.settings import Settings


def prepare(job: Job) -> Work:
    tokens.count("")
    made = pipeline(
        Settings(
            _env_file=None,  # type: ignore[call-arg]
            base_url=job.base_url,
            model="tiyao",
            data_folder=Path(job.folder),
            **job.settings,
        )
    )

    # Not a Runner: at its end it looks at the signal handler, and CPython 3.11 then writes out the whole result in an
    # exception that nobody sees.
    loop = asyncio.new_event_loop()

    def work(job: Job) -> tuple[list[dict[str, Any]], str]:
        summary = loop.run_until_complete(made.summarize(job.text, SummaryOptions()))
        told = "; ".join(f"{warning.code} {warning.section or ''}".strip() for warning in summary.quality.warnings)
        return _items(summary), told

    return work


def _items(summary: ReportSummary) -> list[dict[str, Any]]:
    lists = {"achievement": summary.achievements, "problem": summary.problems, "plan": summary.plans}
    return [
        {
            "kind": kind,
            "topic": item.topic,
            "text": item.text,
            "evidence": [{"start": one.start, "text": one.text} for one in item.evidence],
        }
        for kind, items in lists.items()
        for item in items
    ]


if __name__ == "__main__":
    run(prepare)
