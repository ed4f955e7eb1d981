"""What is run: each peer in its settings, and how much."""

import os
import platform
from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks.peers import environments, material, rows, splitting
from benchmarks.peers.model import ANSWER_TOKENS, CONTEXT_TOKENS, PACE
from benchmarks.peers.runs import ModelProcess, Peer

TIYAO = Peer("tiyao", "tiyao", "with_tiyao", "tiyao", {}, 8, "as it comes: chunks of 3,000 tokens, 8 calls at once")
LANGEXTRACT = Peer(
    "langextract",
    "langextract",
    "with_langextract",
    "langextract",
    {},
    10,
    "its defaults: 1,000 characters a chunk, 1 pass, 10 workers; Unicode tokenizer, strict schema from the example",
)
LONG = LANGEXTRACT._replace(
    title="langextract, 3 passes",
    settings={"extraction_passes": 3, "max_workers": 20, "batch_length": 20},
    at_once=20,
    told="as its README has it for long documents: 3 passes, 20 workers, 1,000 characters a chunk",
)
LARGE = LANGEXTRACT._replace(
    title="langextract, 4,000 characters",
    settings={"max_char_buffer": 4_000},
    told="chunks of 4,000 characters, about what 3,000 tokens are; else as it comes",
)
INSTRUCTOR = Peer(
    "instructor", "instructor", "with_instructor", "instructor", {}, 1, "one call, tools mode, CitationMixin, 3 tries"
)
LANGCHAIN = Peer(
    "LangChain",
    "langchain",
    "with_langchain",
    "langchain",
    {"chunk_tokens": 3_000, "at_once": 8},
    8,
    "map-reduce, chunks of 3,000 tokens cut at the separators given for Chinese, 8 calls at once, JSON schema",
)
BY_HAND = Peer(
    "by hand", "by hand", "by_hand", "openai", {}, 1, "one call with the OpenAI client, JSON schema, str.find"
)
PEERS = (TIYAO, LANGEXTRACT, LARGE, LONG, INSTRUCTOR, LANGCHAIN, BY_HAND)
MAIN = (TIYAO, LANGEXTRACT, INSTRUCTOR, LANGCHAIN, BY_HAND)
VERSIONS = {
    "langextract": ("langextract", "openai"),
    "instructor": ("instructor", "openai"),
    "langchain": ("langchain-text-splitters", "langchain-openai", "langchain-core"),
    "openai": ("openai",),
    "splitters": ("semchunk", "pysbd", "langchain-text-splitters"),
}


class Plan(NamedTuple):
    """How much is run."""

    lengths: tuple[int, ...]
    longest_passes: int
    runs_short: int
    split_lengths: tuple[int, ...]
    timeout_seconds: float
    peers: tuple[Peer, ...] = PEERS
    faults: tuple[str, ...] = ("cut", "garbled")


FULL = Plan((5_000, 20_000, 100_000, 300_000, 1_000_000), 20_000, 3, (5_000, 20_000, 100_000, 300_000, 1_000_000), 420)
QUICK = Plan((5_000, 20_000), 5_000, 1, (5_000, 20_000), 60, MAIN, ("cut",))


def measured(plan: Plan, keep: Callable[[dict[str, Any]], None]) -> None:
    """Run all; `keep` is given the results so far each time a part of them is there."""
    for peer in plan.peers:
        environments.made(peer.environment)
    told: dict[str, Any] = {"machine": _machine(os.getloadavg()), "settings": _settings(plan), "lengths": []}
    told["splitting"] = splitting.split(plan.split_lengths, min(100_000, plan.split_lengths[-1]))
    told["aligning"] = splitting.align()
    keep(told)
    with ModelProcess() as model:
        for name, made in (
            ("altered", rows.altered(model, MAIN)),
            ("faults", rows.faults(model, MAIN, plan.faults)),
            ("kills", rows.kills(model, MAIN)),
        ):
            told[name] = list(made)
            keep(told)
        for row in rows.lengths(
            model, plan.lengths, plan.peers, plan.runs_short, plan.timeout_seconds, _left_out(plan)
        ):
            told["lengths"].append(row)
            told["machine"]["load_after"] = _load(os.getloadavg())
            keep(told)


def _left_out(plan: Plan) -> Callable[[Peer, int], str]:
    def reason(peer: Peer, length: int) -> str:
        return "not run: three times one pass" if peer is LONG and length > plan.longest_passes else ""

    return reason


def _machine(load: tuple[float, float, float]) -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": _load(load),
        "load_after": _load(load),
        "real_reports": material.SHARED.is_dir(),
    }


def _load(load: tuple[float, float, float]) -> list[float]:
    return [round(one, 1) for one in load]


def _settings(plan: Plan) -> dict[str, Any]:
    return {
        "pace": PACE._asdict(),
        "context_tokens": CONTEXT_TOKENS,
        "answer_tokens": ANSWER_TOKENS,
        "timeout_seconds": plan.timeout_seconds,
        "runs_short": plan.runs_short,
        "peers": {peer.title: peer.told for peer in plan.peers},
        "versions": {name: environments.versions(name, packages) for name, packages in VERSIONS.items()},
    }
