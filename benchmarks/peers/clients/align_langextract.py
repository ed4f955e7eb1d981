"""langextract's aligner by itself: quotes against the chunk that they come from.

A job is {"rounds": {name: [[chunk, quotes], ...]}}; a result is {name: {"seconds", "statuses": {status: n}, "places":
[[start, end] or null, ...]}}, places being offsets in the chunk.
"""

import json
import logging
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import langextract as lx
from langextract.core.tokenizer import UnicodeTokenizer
from langextract.resolver import WordAligner


def main() -> None:
    logging.disable(logging.CRITICAL)
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    told = {name: _aligned(chunks) for name, chunks in job["rounds"].items()}
    Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")


def _aligned(chunks: list[tuple[str, list[str]]]) -> dict[str, Any]:
    aligner, tokenizer = WordAligner(), UnicodeTokenizer()
    places: list[tuple[int, int] | None] = []
    statuses: Counter[str] = Counter()
    began = time.perf_counter()
    for text, quotes in chunks:
        given = [lx.data.Extraction("item", quote) for quote in quotes]
        for one in aligner.align_extractions([given], text, tokenizer_impl=tokenizer)[0]:
            interval = one.char_interval
            places.append((interval.start_pos, interval.end_pos) if interval else None)
            statuses[one.alignment_status.value if one.alignment_status else "none"] += 1
    return {"seconds": time.perf_counter() - began, "statuses": statuses, "places": places}


if __name__ == "__main__":
    main()
