"""`python -m benchmarks.peers [--quick]`: make the environments, run everything, write results, tables and plots.

--quick     two lengths and fewer settings, under four minutes once the environments are made; writes to out/peers alone
--runs N    how often texts up to 20,000 characters are read (3)
--real URL  a run against a real model's server besides, e.g. http://127.0.0.1:8090/v1; minutes a peer on a small machine
--document  no run: docs/benchmarks.md and its plots from the results that are there
"""

import argparse
import json
from pathlib import Path

from benchmarks.embedded import ROOT
from benchmarks.peers import document, environments, plan, rows

RESULTS = ROOT / "docs" / "results" / "peers.json"
REAL_TIMEOUT_SECONDS = 1_800.0
PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--document", action="store_true")
    parser.add_argument("--runs", type=int, help="of each text up to 20,000 characters")
    parser.add_argument("--real", metavar="URL", help="a real model's server, for a table of its own")
    asked = parser.parse_args()
    folder = environments.FOLDER / "quick" if asked.quick else PAGE.parent
    results = folder / "peers.json" if asked.quick else RESULTS
    if not asked.document:
        folder.mkdir(parents=True, exist_ok=True)
        part = environments.FOLDER / "peers.json"
        chosen = plan.QUICK if asked.quick else plan.FULL
        if asked.runs:
            chosen = chosen._replace(runs_short=asked.runs)
        plan.measured(chosen, lambda told: _kept(part, told))
        part.replace(results)
    if asked.real:
        known = json.loads(results.read_text(encoding="utf-8"))
        known["real"] = list(rows.real(asked.real, plan.MAIN, REAL_TIMEOUT_SECONDS))
        _kept(results, known)
    _write(folder, json.loads(results.read_text(encoding="utf-8")))


def _kept(path: Path, told: document.Results) -> None:
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write(folder: Path, results: document.Results) -> None:
    for name, drawing in document.drawings(results).items():
        (folder / "plots").mkdir(exist_ok=True)
        (folder / "plots" / name).write_text(drawing, encoding="utf-8")
    (folder / PAGE.name).write_text(document.page(results), encoding="utf-8")
    print(folder / PAGE.name)


if __name__ == "__main__":
    main()
