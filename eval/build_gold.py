"""`python -m eval.build_gold [--check]`: check the annotations of our own gold and write gold.jsonl from them.

With --check nothing is written; it fails where gold.jsonl is not what the annotations say. Exit code 1 for faults.
"""

import json
import sys
from pathlib import Path

from eval.annotations import gold_report
from eval.dataset import JSONL, OWN, jsonl, read_text
from eval.gold_check import faults


def built(folder: Path) -> tuple[str, list[str]]:
    """The canonical JSONL of a gold folder, and what is wrong with its annotations."""
    reports, wrong = [], []
    for path in sorted((folder / "annotations").glob("*.json")):
        annotation = json.loads(read_text(path))
        text = read_text(folder / "reports" / annotation["file"])
        found = faults(annotation, text)
        wrong += [f"{path.name}: {fault}" for fault in found]
        if not found:
            reports.append(gold_report(annotation, text))
    return jsonl(reports), wrong


def main(arguments: list[str]) -> int:
    """Build or check; what is wrong goes to standard error."""
    text, wrong = built(OWN)
    path = OWN / JSONL
    if not wrong and "--check" in arguments and (not path.is_file() or read_text(path) != text):
        wrong = [f"{JSONL} is not what the annotations say; run python -m eval.build_gold"]
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    if "--check" not in arguments:
        path.write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
