"""Runs every benchmark that needs no peer and prints one JSON document."""

import json
import platform

from benchmarks import embedded, ingest, llm, process


def main() -> None:
    folder = embedded.SHARED if embedded.SHARED.is_dir() else embedded.OWN
    report = max(folder.glob("*.txt"), key=lambda path: path.stat().st_size)
    results = {"python": platform.python_version()}
    # First the child processes: a child's peak memory counts what its parent held when it was forked.
    results |= {"memory": process.peak_mebibytes(report), "help": process.help_ratio()}
    results |= {"embedded": embedded.ratio(), "growth": embedded.growth()}
    results |= {"llm": {"report": llm.report_seconds(), "batch": llm.batch_seconds(), "tokens": llm.token_shares()}}
    results |= {"ingest": ingest.ratios()}
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
