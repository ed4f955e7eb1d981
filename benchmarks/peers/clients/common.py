"""What every client shares; the standard library alone, since each runs in an environment of its own.

A job is a JSON file {"base_url", "text_file", "settings", "folder", "ranks_file", "pattern"}; a result is one of
{"items", "told", "error", "began", "seconds", "cpu_seconds", "start_cpu_seconds", "start_mebibytes", "peak_mebibytes",
"first_seconds"}: `start` is what was taken until a first small report was done, which is not measured; `began` the
monotonic clock then. An item is {"kind", "topic", "text", "evidence": [{"start", "text"}]}, where `start` is a source
offset or null for what was not located.
"""

import json
import logging
import os
import re
import sys
import time
import traceback
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

TASK = (Path(__file__).parent.parent / "task.md").read_text(encoding="utf-8").strip()
WARM = "某镇2023年法治政府建设情况报告\n一、主要做法\n全年受理行政复议案件12件。\n二、存在的问题\n执法力量仍然不足。\n"
KINDS = {"achievements": "achievement", "problems": "problem", "plans": "plan"}


class Job:
    """What is to be done, and the clock of it."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.base_url: str = told["base_url"]
        self.text: str = Path(told["text_file"]).read_bytes().decode("utf-8")
        self.settings: dict[str, Any] = told["settings"]
        self.folder: str = told["folder"]
        self.ranks_file: str = told["ranks_file"]
        self.pattern: str = told["pattern"]
        self.began = 0.0
        self.first: float | None = None

    def arrived(self) -> None:
        """The caller holds a first item."""
        if self.first is None:
            self.first = time.perf_counter() - self.began

    def encoding(self) -> Any:
        """o200k_base, without the network."""
        import tiktoken

        lines = (line.split() for line in Path(self.ranks_file).read_bytes().splitlines() if line)
        ranks = {b64decode(token): int(rank) for token, rank in lines}
        return tiktoken.Encoding("o200k_base", pat_str=self.pattern, mergeable_ranks=ranks, special_tokens={})


Work = Callable[[Job], tuple[list[dict[str, Any]], str]]
"""Items, and what the caller is told of anything that went wrong: "" where nothing."""


def run(prepare: Callable[[Job], Work]) -> None:
    """Do the job of the command line and write its result. `prepare` is what comes before the text is at hand."""
    with open(sys.argv[1], encoding="utf-8") as file:
        job = Job(json.load(file))
    logging.disable(logging.CRITICAL)
    work = prepare(job)
    _warmed(work, job)
    before = _cpu(), _mebibytes("VmHWM")
    result: dict[str, Any] = {"items": [], "told": "", "error": None, "began": time.monotonic()}
    job.began = time.perf_counter()
    try:
        result["items"], result["told"] = work(job)
        if result["items"]:
            job.arrived()
    except Exception as error:
        result["error"] = f"{type(error).__name__}: {str(error)[:200]}"
        traceback.print_exc()
    result |= {
        "seconds": time.perf_counter() - job.began,
        "cpu_seconds": _cpu() - before[0],
        "start_cpu_seconds": before[0],
        "start_mebibytes": before[1],
        "peak_mebibytes": _mebibytes("VmHWM"),
        "first_seconds": job.first,
    }
    Path(sys.argv[2]).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)


def _warmed(work: Work, job: Job) -> None:
    """A first small report, so that what is loaded, opened and compiled once is no part of the measured one."""
    text, job.text = job.text, WARM
    work(job)
    job.text, job.first = text, None


def _cpu() -> float:
    """Seconds of processor time of this process and its ended children."""
    return sum(os.times()[:4])


def _mebibytes(field: str) -> float:
    # Not getrusage: its peak counts what the parent held when it forked.
    found = re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return round(int(found[1]) / 1024, 1) if found else 0.0


def quoted(rows: dict[str, Any], located: Callable[[str], int], quotes: str = "quotes") -> list[dict[str, Any]]:
    """Items of an answer by kind; `located` gives the source offset of a quote, or -1."""
    return [
        {
            "kind": kind,
            "topic": row["topic"],
            "text": row["text"],
            "evidence": [_evidence(quote, located(quote)) for quote in row[quotes]],
        }
        for name, kind in KINDS.items()
        for row in rows[name]
    ]


def _evidence(quote: str, start: int) -> dict[str, Any]:
    return {"start": start if start >= 0 else None, "text": quote}
