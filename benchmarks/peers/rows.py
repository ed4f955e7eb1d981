"""Every run as a row of figures: by length, with slips, with faults, killed."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.peers import calls, judging, material
from benchmarks.peers.material import Material
from benchmarks.peers.model import PACE, Fault, Pace
from benchmarks.peers.runs import ModelProcess, Peer, Run, against, killed, run
from service.engines.llm import tokens

QUICKLY = Pace(0.01, 0.0, 0.0)
"""For runs whose time is not told."""
SHORT = 20_000
Row = dict[str, Any]


def lengths(
    model: ModelProcess,
    of: Sequence[int],
    peers: Sequence[Peer],
    runs_short: int,
    timeout_seconds: float,
    left_out: Callable[[Peer, int], str],
) -> Iterator[Row]:
    """A row a length and peer; `left_out` gives the reason why one is not run. Texts up to SHORT are read several times."""
    for length in of:
        given = material.of_length(length)
        for peer in peers:
            if reason := left_out(peer, length):
                yield {"peer": peer.title, "length": length, "lost": reason}
                continue
            _say(f"{peer.title}, {length:,}")
            times = runs_short if length <= SHORT else 1
            done = [run(model, peer, given, timeout_seconds=timeout_seconds) for _ in range(times)]
            yield _row(length, done)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _row(length: int, runs: Sequence[Run]) -> Row:
    """The run of median wall time."""
    done = sorted(runs, key=lambda one: one.result["seconds"] if one.result else float("inf"))[(len(runs) - 1) // 2]
    given, bill = done.material, calls.bill(done.calls)
    row = {
        "peer": done.peer.title,
        "length": length,
        "characters": len(given.text),
        "items": len(given.items),
        "text_tokens": tokens.count(given.text),
        "load": round(os.getloadavg()[0], 1),
        "lost": done.lost,
        "calls": bill.calls,
        "prompt_tokens": bill.prompt,
        "format_tokens": bill.form,
        "completion_tokens": bill.completion,
        "outcomes": sorted({call.outcome for call in done.calls} - {"whole"}),
        "critical_seconds": round(calls.critical_seconds(done.calls, done.peer.at_once), 3),
        "busy_seconds": round(calls.busy_seconds(done.calls), 3),
    }
    if done.result is None:
        return row
    verdict = judging.judged(given, done.items)
    took = {
        name: round(value, 3) for name, value in done.result.items() if isinstance(value, float) and name != "began"
    }
    spread = [round(one.result["seconds"], 3) for one in runs if one.result]
    judged = verdict._asdict()
    return row | took | {"runs": spread, "told": done.result["told"][:200], "lost_items": judged.pop("lost"), **judged}


def _five() -> Material:
    return material.joined(material.real(), "five reports")


def altered(model: ModelProcess, peers: Sequence[Peer]) -> Iterator[Row]:
    """What each peer lets through of claims and quotes that are wrong; no more than one slip an item."""
    five = _five()
    materials = {
        "altered figure": material.with_altered(five, "figure"),
        "turned direction or denial": material.with_altered(five, "turned"),
        "misquoted figure": material.misquoted(five),
        "stitched": material.stitched(five),
    }
    for sort, given in materials.items():
        for peer in peers:
            _say(f"{peer.title}, {sort}")
            yield _slips(model, peer, sort, given)


def _slips(model: ModelProcess, peer: Peer, sort: str, given: Material) -> Row:
    done = run(model, peer, given, pace=QUICKLY)
    return {
        "peer": peer.title,
        "sort": sort,
        "claims": len(given.items),
        "claims_let_through": judging.let_through(given, done.items),
        "pieces": sum(len(item["evidence"]) for item in done.items),
        "quotes_not_in_source": judging.unlike_source(given, done.items),
        "not_located": sum(piece["start"] is None for item in done.items for piece in item["evidence"]),
        "lost": done.lost,
    }


def faults(model: ModelProcess, peers: Sequence[Peer], sorts: Sequence[str] = ("cut", "garbled")) -> Iterator[Row]:
    """One passage in the middle whose answer is cut each time, or garbled once."""
    five = _five()
    offset = five.items[len(five.items) // 2].spans[0][0]
    for sort in sorts:
        for peer in peers:
            _say(f"{peer.title}, {sort}")
            yield _fault(model, peer, five, Fault(sort, offset))  # type: ignore[arg-type]


def _fault(model: ModelProcess, peer: Peer, given: Material, fault: Fault) -> Row:
    done = run(model, peer, given, pace=QUICKLY, fault=fault)
    verdict = judging.judged(given, done.items)
    return {
        "peer": peer.title,
        "sort": fault.sort,
        "items": len(given.items),
        "answered": verdict.answered,
        "reworded": verdict.reworded,
        "gone": verdict.lost,
        "told": (done.result["told"] if done.result else "") or done.lost,
        "calls": len(done.calls),
    }


def kills(model: ModelProcess, peers: Sequence[Peer]) -> Iterator[Row]:
    """`kill -9` when half of the calls are answered, then the same again; of peers that make several calls."""
    five = _five()
    for peer in (peer for peer in peers if peer.at_once > 1):
        _say(f"{peer.title}, killed")
        whole = len(run(model, peer, five, pace=QUICKLY).calls)
        warm = _warm_calls(model)
        gone = killed(model, peer, five, PACE, whole // 2 + len(warm))
        answered = [call for call in gone.answered if call.end]
        kept = max(0, gone.kept - len(warm))
        asked_again = calls.asked_again(answered, gone.again.calls)
        yield {
            "peer": peer.title,
            "calls": whole,
            "answered": len(answered),
            "kept": kept,
            "asked_again": asked_again,
            "kept_asked_again": max(0, asked_again - (len(answered) - kept)),
            "lost": gone.again.lost,
        }


def real(base_url: str, peers: Sequence[Peer], timeout_seconds: float) -> Iterator[Row]:
    """The shortest report against a real model: what comes, and how much of its evidence is what stands in the source."""
    given = min(material.reports(), key=lambda one: len(one.text))
    for peer in peers:
        _say(f"{peer.title}, real model")
        done = against(base_url, peer, given, timeout_seconds)
        yield {
            "peer": peer.title,
            "characters": len(given.text),
            "seconds": round(done.result["seconds"], 1) if done.result else None,
            "items": len(done.items),
            "pieces": sum(len(item["evidence"]) for item in done.items),
            "quotes_not_in_source": judging.unlike_source(given, done.items),
            "character_f1": judging.judged(given, done.items).character_f1,
            "lost": done.lost,
        }


def _warm_calls(model: ModelProcess) -> set[str]:
    """The questions of the run before that were about the small first report."""
    every = model.calls()
    first = next((at for at, call in enumerate(every) if call.end), len(every))
    return {call.digest for call in every[:first]}
