"""docs/benchmarks.md and its plots, from the results."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import log
from typing import Any

from benchmarks.embedded import slope
from benchmarks.peers import notes, plots
from benchmarks.peers.targets import targets

Results = dict[str, Any]
Row = dict[str, Any]
PLOTS = {
    "seconds": ("Wall time, seconds", "peers-seconds.svg"),
    "cpu_seconds": ("Own processor time, seconds", "peers-processor.svg"),
    "total_tokens": ("Tokens both ways, schemas counted", "peers-tokens.svg"),
    "peak_mebibytes": ("Peak memory, MiB", "peers-memory.svg"),
}
_COMPARED = ("calls", "prompt_tokens", "total_tokens", "seconds", "first_seconds", "cpu_seconds", "peak_mebibytes")


def page(results: Results) -> str:
    """The whole page."""
    parts = [_HEAD, _machine(results), _targets(results)]
    for name, sections in _SECTIONS.items():
        if results.get(name):
            parts += [section(results) for section in sections]
    return "\n".join([*parts, "## What to know\n" + notes.WORTH])


def plot_lines(results: Results, measure: str) -> dict[str, list[tuple[float, float]]]:
    """Points by peer, of the rows that came to an end."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in results["lengths"]:
        if not row["lost"]:
            lines.setdefault(row["peer"], []).append((row["characters"], _value(row, measure)))
    return lines


def drawings(results: Results) -> dict[str, str]:
    """The plots by file name."""
    return {file: plots.chart(title, "characters", plot_lines(results, name)) for name, (title, file) in PLOTS.items()}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Markdown; the first column is text, the others figures."""
    marks = ["---", *("---:" for _ in head[1:])]
    lines = [head, marks, *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _value(row: Row, measure: str) -> float:
    if measure == "total_tokens":
        return float(row["prompt_tokens"] + row["format_tokens"] + row["completion_tokens"])
    return float(row[measure])


def _machine(results: Results) -> str:
    machine, settings = results["machine"], results["settings"]
    pace = settings["pace"]
    peers = "".join(f"* **{name}**: {told}\n" for name, told in settings["peers"].items())
    versions = "; ".join(
        f"{name} " + ", ".join(f"{package} {version}" for package, version in packages.items())
        for name, packages in settings["versions"].items()
    )
    reports = "the five real reports and our own" if machine["real_reports"] else "our own reports"
    note = f"**{machine['note']}**\n\n" if machine.get("note") else ""
    return f"""## How it was measured
{note}{machine["cores"]} cores, Python {machine["python"]}, load {machine["load_before"][0]} before and {machine["load_after"][0]} after: a load above the number of cores makes wall times longer than they need be, and the last column tells it for each row. The text: {reports}, joined to each length. The scripted model runs in a process of its own; an answer takes
{pace["latency"]} s, {1000 * pace["completion_token"]:g} ms a token written and {1000 * pace["prompt_token"]:g} ms a token read. It takes at most {settings["context_tokens"]:,} tokens and writes at most {settings["answer_tokens"]:,}. All tokens are counted by it, in o200k_base. Rows up to 20,000 characters
are the run of median wall time of {settings["runs_short"]}. A run is ended after {settings["timeout_seconds"]} s. Before it is measured each client reads a report of three lines: what is loaded once is told as *start*.

{peers}
Versions, each peer in an environment of its own: {versions}.
"""


def _targets(results: Results) -> str:
    found = list(targets(results))
    rows = [(one.asked, one.found, "yes" if one.met else "**no**") for one in found]
    missed = [mark for mark in notes.MISSED if any(one.asked.startswith(mark) and not one.met for one in found)]
    reasons = "".join(f"* {mark} …: {notes.MISSED[mark]}.\n" for mark in missed)
    return (
        "## What was asked of tiyao\n"
        + table(("asked", "found", "met"), rows)
        + ("\nWhy some are missed:\n" + reasons if missed else "")
    )


def _drawings(_: Results) -> str:
    return "".join(f"![{title}](plots/{file})\n" for title, file in PLOTS.values())


def _by_length(results: Results) -> str:
    return "\n".join(_lengths(results))


def _lengths(results: Results) -> Iterator[str]:
    yield "## By length\nCritical: the least time that a peer's own calls need, packed without a gap. Processor and memory: of the client alone, without the model; *grown* is the peak above what it held at the start.\n"
    for length in dict.fromkeys(row["length"] for row in results["lengths"]):
        rows = [row for row in results["lengths"] if row["length"] == length]
        known = next((row for row in rows if "characters" in row), {})
        yield f"### {known.get('characters', length):,} characters, {known.get('items', 0):,} items\n"
        yield _costs(rows)
        yield _outcomes(rows)


def _costs(rows: Sequence[Row]) -> str:
    head = ("peer", "calls", "prompt", "schemas", "completion", "wall s", "critical s", "wall / critical", "first s")
    head += ("own processor s", "start s", "peak MiB", "grown MiB", "load")
    return table(head, [_cost(row) for row in rows])


def _cost(row: Row) -> list[str]:
    if "seconds" not in row:
        return [row["peer"], *(f"{row[name]:,}" if name in row else "–" for name in _BILL), *["–"] * 9]
    first = row.get("first_seconds")
    return [
        row["peer"] + (" (lost)" if row["lost"] else ""),
        *(f"{row[name]:,}" for name in _BILL),
        f"{row['seconds']:.2f}",
        f"{row['critical_seconds']:.2f}",
        f"{row['seconds'] / row['critical_seconds']:.2f}" if row["critical_seconds"] else "–",
        f"{first:.2f}" if first else "–",
        f"{row['cpu_seconds']:.2f}",
        f"{row['start_cpu_seconds']:.1f}",
        f"{row['peak_mebibytes']:.0f}",
        f"{row['peak_mebibytes'] - row['start_mebibytes']:.0f}",
        f"{row['load']:.0f}",
    ]


_BILL = ("calls", "prompt_tokens", "format_tokens", "completion_tokens")


def _outcomes(rows: Sequence[Row]) -> str:
    head = ("peer", "items as answered", "reworded", "gone", "evidence exact", "inexact", "elsewhere", "nowhere")
    head += ("character F1", "what was told or why it was lost")
    names = ("answered", "reworded", "lost_items", "exact", "inexact", "elsewhere", "nowhere")
    return table(
        head,
        [
            [row["peer"], *(f"{row[name]:,}" if name in row else "–" for name in names), _f1(row), _why(row)]
            for row in rows
        ],
    )


def _f1(row: Row) -> str:
    return f"{row['character_f1']:.2f}" if "character_f1" in row else "–"


def _why(row: Row) -> str:
    if not row["lost"]:
        return _plain(row.get("told", "")) or "–"
    reason = next((told for mark, told in notes.LOST.items() if mark in row["lost"]), "")
    return _plain(row["lost"].split("\n")[0][:90]) + (f": {reason}" if reason else "")


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _better(results: Results) -> str:
    rows = []
    for measure in _COMPARED:
        for length, peers in _ended(results).items():
            if own := peers.pop("tiyao", None):
                better = sorted(
                    (_value(row, measure), name)
                    for name, row in peers.items()
                    if _value(row, measure) < _value(own, measure)
                )
                told = ", ".join(f"{name} {_shown(value)}" for value, name in better)
                if told:
                    rows.append((measure.replace("_", " "), f"{length:,}", f"{_shown(_value(own, measure))}", told))
    shown = {row[0] for row in rows}
    reasons = "".join(
        f"* {name}: {told}\n" for key, told in notes.BETTER.items() if (name := key.replace("_", " ")) in shown
    )
    return "## Where a peer is better\n" + table(("measure", "length", "tiyao", "better"), rows) + "\nWhy:\n" + reasons


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _ended(results: Results) -> dict[int, dict[str, Row]]:
    found: dict[int, dict[str, Row]] = {}
    for row in results["lengths"]:
        if not row["lost"]:
            found.setdefault(row["length"], {})[row["peer"]] = row
    return found


def _altered(results: Results) -> str:
    head = (
        "peer",
        "slip",
        "claims",
        "claims let through",
        "pieces of evidence",
        "not in the source so",
        "of them not located",
        "lost",
    )
    rows = [
        (
            row["peer"],
            row["sort"],
            row["claims"],
            row["claims_let_through"],
            row["pieces"],
            row["quotes_not_in_source"],
            row["not_located"],
            _plain(row["lost"][:60]) or "–",
        )
        for row in results["altered"]
    ]
    return (
        "## What is let through\nEvery item has one slip. *Altered figure* and *turned*: the text says what its evidence does not. *Misquoted*: text and quote have the same wrong figure (a model that cites numbers cannot misquote; its text is wrong). *Stitched*: one claim and one quote sewn together from two.\n"
        + table(head, rows)
    )


def _faults(results: Results) -> str:
    head = ("peer", "fault", "items", "as answered", "reworded", "gone", "calls", "told")
    rows = [
        (
            row["peer"],
            _FAULTS[row["sort"]],
            row["items"],
            row["answered"],
            row["reworded"],
            row["gone"],
            row["calls"],
            _plain(row["told"][:120]) or "nothing",
        )
        for row in results["faults"]
    ]
    return "## One answer breaks\n" + table(head, rows)


_FAULTS = {"cut": "cut each time", "garbled": "no JSON, once"}


def _kills(results: Results) -> str:
    head = (
        "peer",
        "calls of a run",
        "answered before the kill",
        "of these kept",
        "answered, asked again",
        "kept, asked again",
    )
    rows = [
        (row["peer"], row["calls"], row["answered"], row["kept"], row["asked_again"], row["kept_asked_again"])
        for row in results["kills"]
    ]
    return (
        "## kill -9 when half of the calls are answered, then the same again\nA single call that is killed is asked again whole; tiyao may ask again what was answered and not yet kept.\n"
        + table(head, rows)
    )


def _growth(results: Results) -> str:
    """The power of the length by which a measure grows, least squares on logarithms, of peers with three rows or more."""
    rows = []
    for peer, points in plot_lines(results, "seconds").items():
        if len(points) >= 3:
            lines = [plot_lines(results, measure)[peer] for measure in _GROWING]
            rows.append((peer, len(points), *(_power(line) for line in lines)))
    return "## Growth\nThe power of the length by which each grows: 1 is in step with the text.\n" + table(
        ("peer", "lengths", "wall", "own processor", "tokens"), rows
    )


_GROWING = ("seconds", "cpu_seconds", "total_tokens")


def _power(points: Sequence[tuple[float, float]]) -> str:
    above = [(log(x), log(y)) for x, y in points if y > 0]
    return f"{slope([x for x, _ in above], [y for _, y in above]):.2f}" if len(above) > 1 else "–"


def _real(results: Results) -> str:
    names = ("characters", "seconds", "items", "pieces", "quotes_not_in_source", "character_f1")
    rows = [(row["peer"], *(row[name] for name in names), _plain(row["lost"][:80]) or "–") for row in results["real"]]
    head = ("peer", "characters", "s", "items", "pieces of evidence", "not in the source so", "character F1", "lost")
    return "## A real model\n" + table(head, rows)


def _seconds(one: Row, lengths: Iterable[str]) -> list[str]:
    return [f"{one['seconds'][length]:.2f}" if length in one["seconds"] else "–" for length in lengths]


def _split(results: Results, part: str, shown: Sequence[tuple[str, Callable[[Row], object]]], title: str) -> str:
    splitting = results["splitting"]
    lengths = list(splitting["lengths"])
    head = ("", *(f"{splitting['lengths'][length]:,}, s" for length in lengths), *(name for name, _ in shown))
    rows = [(name, *_seconds(one, lengths), *(get(one) for _, get in shown)) for name, one in splitting[part].items()]
    return title + table(head, rows)


def _chunkers(results: Results) -> str:
    told = results["splitting"]
    title = f"""## Chunkers
Seconds by length; the rest is of {told["judged"]:,} characters, budget {told["budget"]:,} tokens where a chunker takes one. A clause is cut where the cut follows no stop and no line end; evidence, of {told["evidence"]:,} pieces, where a cut lies inside. tiyao's time holds its whole outline.
"""
    shown = [
        (name.replace("_", " "), lambda one, name=name: one[name])
        for name in ("pieces", "over_budget", "largest", "clauses_cut", "evidence_cut")
    ]
    return _split(results, "chunks", shown, title)


def _sentences(results: Results) -> str:
    told = results["splitting"]
    title = f"""## Sentences and clauses
Evidence fits where it begins and ends with pieces, stops and blanks aside: of {told["evidence"]:,}. Characters not covered stand in no piece (tiyao marks furniture of web pages and leaves it out).
"""
    shown = [
        (name.replace("_", " "), lambda one, name=name: one[name])
        for name in ("pieces", "median", "largest", "evidence_fits", "not_covered")
    ]
    return _split(results, "sentences", shown, title)


def _aligners(results: Results) -> str:
    told = results["aligning"]
    rows = [
        (
            f"langextract, {name}",
            one["quotes"],
            one["right"],
            _plain(", ".join(f"{status} {n}" for status, n in one["statuses"].items())),
            one["milliseconds_each"],
        )
        for name, one in told["langextract"].items()
    ]
    own = told["tiyao"]
    rows.append(
        ("tiyao, numbers grounded and located", own["clauses"], own["clauses"], "by number", own["milliseconds_each"])
    )
    return (
        "## Aligning\nThe evidence of the five reports, quote by quote in a passage of a thousand characters, and tiyao's grounding of the same lines, all checks included.\n"
        + table(("", "pieces", "right", "how", "ms each"), rows)
    )


_SECTIONS: dict[str, tuple[Callable[[Results], str], ...]] = {
    "lengths": (_drawings, _by_length, _growth, _better),
    "altered": (_altered,),
    "faults": (_faults,),
    "kills": (_kills,),
    "splitting": (_chunkers, _sentences),
    "aligning": (_aligners,),
    "real": (_real,),
}
"""By the part of the results that they are written from; one that was not run is left out."""

_HEAD = """# Side by side

What tiyao costs and how fast it is, against what people would use instead. Written by `make bench-peers` from `docs/results/peers.json`; do not edit by hand.
"""
