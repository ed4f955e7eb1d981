"""What the splitters share: lengths that grow until one takes too long, offsets of the pieces, a JSON file in and out.

A job is {"texts": {length: file}, "offsets_of": length, "budget", "ranks_file", "pattern"}; a result is
{name: {"seconds": {length: s}, "pieces": [[start, end], ...]}}.
"""

import json
import logging
import sys
import time
import warnings
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 20.0
Splitter = Callable[[str], Iterable[tuple[int, int]]]


def run(splitters: Callable[[dict[str, Any]], Mapping[str, Splitter]]) -> None:
    """Time every splitter of the job on the command line."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    told = {name: _timed(split, job) for name, split in splitters(job).items()}
    Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")


def counter(job: dict[str, Any]) -> Callable[[str], int]:
    """Tokens of o200k_base, without the network."""
    import tiktoken

    lines = (line.split() for line in Path(job["ranks_file"]).read_bytes().splitlines() if line)
    ranks = {b64decode(token): int(rank) for token, rank in lines}
    encoding = tiktoken.Encoding("o200k_base", pat_str=job["pattern"], mergeable_ranks=ranks, special_tokens={})
    return lambda text: len(encoding.encode_ordinary(text))


def _timed(split: Splitter, job: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"seconds": {}, "pieces": []}
    list(split("某镇2023年法治政府建设情况报告\n一、主要做法\n全年受理行政复议案件12件。"))
    for length, file in job["texts"].items():
        text = Path(file).read_bytes().decode("utf-8")
        began = time.perf_counter()
        pieces = list(split(text))
        told["seconds"][length] = round(time.perf_counter() - began, 4)
        if length == job["offsets_of"]:
            told["pieces"] = pieces
        if told["seconds"][length] > PATIENCE_SECONDS:
            break
    return told


def located(text: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Offsets of pieces that come without; one whose words were changed has none."""
    found, at = [], 0
    for piece in pieces:
        start = text.find(piece, at)
        if piece and start >= 0:
            at = start + len(piece)
            found.append((start, at))
    return found
