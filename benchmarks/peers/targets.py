"""What is asked of tiyao beside its peers, and whether the results show it."""

from collections.abc import Iterator
from math import log
from typing import Any, NamedTuple

from benchmarks.embedded import slope


class Target(NamedTuple):
    """What is asked, what was found, whether that is enough."""

    asked: str
    found: str
    met: bool


Results = dict[str, Any]


def targets(results: Results) -> Iterator[Target]:
    if rows(results, "tiyao"):
        yield from _tokens(results)
        yield from _time(results)
        yield _memory(results)
        yield from _evidence(results)
    yield from _altered(results)
    yield from _lost(results)


def rows(results: Results, peer: str) -> dict[int, dict[str, Any]]:
    """A peer's rows that came to an end, by length."""
    return {row["length"]: row for row in results["lengths"] if row["peer"] == peer and not row["lost"]}


def total(row: dict[str, Any], *, form: bool) -> int:
    """Tokens both ways, with those of schemas and tools or without."""
    return int(row["prompt_tokens"] + row["completion_tokens"] + (row["format_tokens"] if form else 0))


def _tokens(results: Results) -> Iterator[Target]:
    own = rows(results, "tiyao")
    for peer in ("langextract", "langextract, 4,000 characters", "langextract, 3 passes"):
        theirs = rows(results, peer)
        shares = [total(own[n], form=False) / total(theirs[n], form=False) for n in own if n in theirs]
        with_form = [total(own[n], form=True) / total(theirs[n], form=True) for n in own if n in theirs]
        if shares:
            floor = [
                (own[n]["text_tokens"] + own[n]["completion_tokens"]) / total(theirs[n], form=False)
                for n in own
                if n in theirs
            ]
            found = f"{_range(shares)}; with the schemas {_range(with_form)}; the bare text and our answers alone {_range(floor)}"
            yield Target(f"tokens at most half of those of {peer}", found, max(shares) <= 0.5)
    quoting = {row["peer"] for row in results["lengths"]} - {"tiyao"}
    worst = [
        (own[n]["completion_tokens"] / row["completion_tokens"], peer)
        for peer in quoting
        for n, row in rows(results, peer).items()
        if n in own
    ]
    share, peer = max(worst)
    told = f"at most {share:.2f} ({peer})"
    yield Target("completion tokens at most 0.6 of any quoting peer's", told, share <= 0.6)


def _time(results: Results) -> Iterator[Target]:
    own, theirs = rows(results, "tiyao"), rows(results, "langextract")
    late = [row["seconds"] / row["critical_seconds"] for row in own.values()]
    told = ", ".join(f"{n:,}: {share:.2f}" for n, share in zip(own, late, strict=True))
    least = [1 + row["cpu_seconds"] / row["critical_seconds"] for row in own.values()]
    told += f"; the path and all own processor time one behind the other: {_range(least)}"
    yield Target("wall time at most 1.15 × the critical path at every length", told, max(late) <= 1.15)
    shares = {n: own[n]["cpu_seconds"] / theirs[n]["cpu_seconds"] for n in own if n in theirs}
    told = ", ".join(f"{n:,}: {share:.2f}" for n, share in shares.items())
    yield Target("own processor time at most a tenth of langextract's", told, max(shares.values()) <= 0.1)


def _memory(results: Results) -> Target:
    """Bytes a character added by longer texts, and whether they grow faster than the text does."""
    own = [row for row in rows(results, "tiyao").values() if row["peak_mebibytes"] > row["start_mebibytes"] + 4]
    if len(own) < 2:
        return Target("memory grows with the text alone", "not told: the texts read are too short", False)
    grown = [row["peak_mebibytes"] - row["start_mebibytes"] for row in own]
    exponent = slope([log(row["characters"]) for row in own], [log(more) for more in grown])
    each = grown[-1] * 2**20 / own[-1]["characters"]
    return Target(
        "memory grows with the text alone", f"{each:,.0f} bytes a character, exponent {exponent:.2f}", exponent <= 1.1
    )


def _evidence(results: Results) -> Iterator[Target]:
    own = rows(results, "tiyao").values()
    exact = sum(row["exact"] for row in own)
    pieces = exact + sum(row[name] for row in own for name in ("inexact", "elsewhere", "nowhere"))
    yield Target("all evidence exact", f"{exact:,} of {pieces:,} pieces", exact == pieces)


def _altered(results: Results) -> Iterator[Target]:
    for row in results.get("altered", ()):
        if row["peer"] == "tiyao" and row["sort"] != "stitched":
            through = row["claims_let_through"]
            yield Target(f"let through, {row['sort']}: none", f"{through} of {row['claims']}", through == 0)


def _lost(results: Results) -> Iterator[Target]:
    faults = [row for row in results.get("faults", ()) if row["peer"] == "tiyao"]
    if faults:
        silent = [row for row in faults if row["gone"] and not row["told"]]
        told = [
            f"{row['sort']}: {row['gone']} of {row['items']} gone{', told' if row['told'] else ''}" for row in faults
        ]
        yield Target("nothing lost silently", "; ".join(told), not silent)
    for row in results.get("kills", ()):
        if row["peer"] == "tiyao":
            again = row["kept_asked_again"]
            yield Target("no committed answer asked for again", f"{again} of {row['kept']}", again == 0)


def _range(values: list[float]) -> str:
    return f"{min(values):.2f}–{max(values):.2f}"
