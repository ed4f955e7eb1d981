"""Chunkers, sentence splitters and aligners by themselves, on one text each."""

import json
import re
import subprocess
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.embedded import ROOT
from benchmarks.peers import environments, runs
from benchmarks.peers.answers import cited_clauses
from benchmarks.peers.material import Material, misquoted, of_length, real, stitched
from schemas.draft import Draft
from service.engines.llm import tokens
from service.stages.grounding import ground
from service.stages.outline import outline

BUDGET = 3_000
CLIENTS = {"split_tiyao": "tiyao", "split_others": "splitters", "split_langextract": "langextract"}
SENTENCES = ("tiyao, clauses", "tiyao, sentences", "pysbd")
_ENDS = "，。；！？：、,;!?:”》）】)"
_SLACK = re.compile(r"[\s，。；！？：、,;!?:”“《》]*")
_CHUNK_CHARACTERS = 1_000


def split(lengths: Sequence[int], judged_length: int) -> dict[str, Any]:
    """Seconds by length, and what the pieces of one length are like."""
    materials = {str(length): of_length(length) for length in lengths}
    with tempfile.TemporaryDirectory() as folder:
        job = _job(Path(folder), materials, str(judged_length))
        told: dict[str, Any] = {}
        for module, environment in CLIENTS.items():
            told |= _asked(module, environment, job, Path(folder))
    given = materials[str(judged_length)]
    return {
        "lengths": {length: len(material.text) for length, material in materials.items()},
        "judged": len(given.text),
        "evidence": sum(len(item.spans) for item in given.items),
        "budget": BUDGET,
        "chunks": {
            name: {"seconds": one["seconds"], **_chunks(given, one["pieces"])}
            for name, one in told.items()
            if name not in SENTENCES
        },
        "sentences": {
            name: {"seconds": told[name]["seconds"], **_sentences(given, told[name]["pieces"])} for name in SENTENCES
        },
    }


def _job(folder: Path, materials: Mapping[str, Material], judged: str) -> dict[str, Any]:
    for length, material in materials.items():
        (folder / length).write_text(material.text, encoding="utf-8", newline="")
    return {
        "texts": {length: str(folder / length) for length in materials},
        "offsets_of": judged,
        "budget": BUDGET,
        "ranks_file": str(environments.ranks()),
        "pattern": "|".join(tokens.PATTERNS),
    }


def _asked(module: str, environment: str, job: dict[str, Any], folder: Path) -> dict[str, Any]:
    (folder / "job").write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
    command = [environments.made(environment), "-m", f"benchmarks.peers.clients.{module}"]
    with (environments.FOLDER / "clients.log").open("ab") as log:
        subprocess.run(
            [*command, folder / "job", folder / "result"],
            check=True,
            cwd=ROOT,
            env=runs.environment(),
            stdout=log,
            stderr=log,
        )
    told: dict[str, Any] = json.loads((folder / "result").read_text(encoding="utf-8"))
    return told


def _chunks(material: Material, pieces: Sequence[Sequence[int]]) -> dict[str, Any]:
    sizes = [tokens.count(material.text[start:end]) for start, end in pieces]
    cuts = [end for _, end in pieces[:-1]]
    return {
        "pieces": len(pieces),
        "over_budget": sum(size > BUDGET for size in sizes),
        "largest": max(sizes, default=0),
        "clauses_cut": sum(_inside_clause(material.text, cut) for cut in cuts),
        "evidence_cut": _crossed(material, cuts),
    }


def _inside_clause(text: str, cut: int) -> bool:
    """Whether neither a stop stands before the cut nor a line end on either side."""
    before, behind = text[:cut].rstrip(" \u3000"), text[cut : cut + 3].lstrip(" \u3000")
    return bool(before) and before[-1] not in _ENDS + "\n" and not behind.startswith("\n")


def _crossed(material: Material, cuts: Sequence[int]) -> int:
    """Pieces of gold evidence with a cut inside."""
    spans = [span for item in material.items for span in item.spans]
    return sum(bisect_left(cuts, end) > bisect_right(cuts, start) for start, end in spans)


def _sentences(material: Material, pieces: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Pieces of gold evidence that begin and end where a piece does, stops and blanks aside; characters in no piece."""
    starts, ends = sorted(start for start, _ in pieces), sorted(end for _, end in pieces)
    spans = [span for item in material.items for span in item.spans]
    fit = sum(_near(material.text, starts, a) and _near(material.text, ends, b) for a, b in spans)
    covered = sum(len("".join(material.text[start:end].split())) for start, end in pieces)
    sizes = sorted(end - start for start, end in pieces)
    return {
        "pieces": len(pieces),
        "median": sizes[len(sizes) // 2] if sizes else 0,
        "largest": sizes[-1] if sizes else 0,
        "evidence_fits": fit,
        "not_covered": max(0, len("".join(material.text.split())) - covered),
    }


def _near(text: str, sorted_at: Sequence[int], at: int) -> bool:
    place = bisect_left(sorted_at, at)
    around = sorted_at[max(0, place - 1) : place + 1]
    return any(_SLACK.fullmatch(text[min(at, one) : max(at, one)]) for one in around)


def align() -> dict[str, Any]:
    """Evidence of the five reports located: by numbers and grounding here, by langextract's aligner from quotes there."""
    exact = real()
    rounds = {
        "as they stand": [list(_by_chunk(material)) for material in exact],
        "one figure altered": [list(_by_chunk(misquoted(material))) for material in exact],
        "stitched from two": [list(_by_chunk(stitched(material))) for material in exact],
    }
    flat = {name: [chunk for report in reports for chunk in report] for name, reports in rounds.items()}
    with tempfile.TemporaryDirectory() as folder:
        job = {"rounds": {name: [(text, quotes) for text, quotes, _ in chunks] for name, chunks in flat.items()}}
        told = _asked("align_langextract", "langextract", job, Path(folder))
    table = {name: _aligned(flat[name], one) for name, one in told.items()}
    return {"langextract": table, "tiyao": _grounded(exact)}


def _by_chunk(material: Material) -> Iterator[tuple[str, list[str], list[tuple[int, int]]]]:
    """Passages of about a thousand characters around items, the quotes that a model gives there, and their places."""
    for item in material.items:
        start = max(0, item.spans[0][0] - _CHUNK_CHARACTERS // 2)
        text = material.text[start : max(start + _CHUNK_CHARACTERS, item.spans[-1][1])]
        spans = [(a - start, b - start) for a, b in item.spans]
        yield text, list(item.quotes or (text[a:b] for a, b in spans)), spans


def _aligned(chunks: Sequence[tuple[str, list[str], list[tuple[int, int]]]], told: dict[str, Any]) -> dict[str, Any]:
    wanted = [span for _, quotes, spans in chunks for span in (spans if len(spans) == len(quotes) else [None])]
    right = sum(place is not None and tuple(place) == span for place, span in zip(told["places"], wanted, strict=True))
    total = len(wanted)
    return {
        "quotes": total,
        "right": right,
        "statuses": told["statuses"],
        "milliseconds_each": round(1000 * told["seconds"] / total, 3) if total else None,
    }


def _grounded(materials: Sequence[Material]) -> dict[str, Any]:
    """Every gold line checked and located, once warm."""
    documents = [outline(material.text) for material in materials]
    drafts = [
        [Draft(item.kind, item.topic, item.text, cited_clauses(document, item)) for item in material.items]  # type: ignore[arg-type]
        for document, material in zip(documents, materials, strict=True)
    ]
    pieces = 0
    for seconds in (0.0, 0.0):
        began, pieces = time.perf_counter(), 0
        for document, lines in zip(documents, drafts, strict=True):
            ground(document, lines)
            pieces += sum(len(document.spans(document.clauses[at])) for line in lines for at in line.clauses)
        seconds = time.perf_counter() - began
    return {"lines": sum(map(len, drafts)), "clauses": pieces, "milliseconds_each": round(1000 * seconds / pieces, 3)}
