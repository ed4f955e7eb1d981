"""Whole processes: how long `tiyao --help` takes, how much memory `tiyao summarize` holds."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

TIYAO = Path(sys.executable).with_name("tiyao")


def _seconds(command: list[str], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return times


def help_ratio(runs: int = 15) -> dict[str, float]:
    """`tiyao --help` against `python -c "import typer"`, in turn."""
    ours, theirs = [], []
    for _ in range(runs + 1):
        ours += _seconds([str(TIYAO), "--help"], 1)
        theirs += _seconds([sys.executable, "-c", "import typer"], 1)
    return {
        "help_seconds": round(statistics.median(ours[1:]), 4),
        "import_typer_seconds": round(statistics.median(theirs[1:]), 4),
        "ratio": round(statistics.median(ours[1:]) / statistics.median(theirs[1:]), 2),
    }


def peak_mebibytes(report: Path) -> dict[str, float]:
    """Peak resident memory of `tiyao summarize` on one report."""
    child = subprocess.Popen(
        [str(TIYAO), "summarize", "--engine", "extractive", "--format", "json", str(report)], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return {"exit": child.returncode, "peak_mebibytes": round(usage.ru_maxrss / 1024, 1)}
