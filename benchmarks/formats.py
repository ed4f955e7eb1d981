"""What each format costs: the same reports as web pages, pdfs, docx files and in old encodings, item F1 of each.

`python -m benchmarks.formats` measures and writes docs/results/formats.md. The makers of files are those of the tests;
two more pdfs come from an office suite and a browser where the machine has them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from benchmarks import printing
from eval import dataset
from eval.values import GoldReport
from schemas.source import SourceText
from service import build
from service.ingest import Reader
from service.settings import Settings
from tests.formats import docx, encoded, html, pdf
from tests.formats.scoring import Cost, cost

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
RESULTS = ROOT / "docs" / "results" / "formats.md"
BOUND = 0.03

BIG5 = "text, Big5 (Traditional reports)"
BY_PARAGRAPHS = (None, "clean", "unnumbered", "interleaved", "scraped")
"""The forms of our own gold whose lines are paragraphs; a line of the others is none, and no file would have it so."""

Make = Callable[[str], bytes]
FORMATS: dict[str, Make] = {
    **{f"html, {name}": make for name, make in html.LAYOUTS.items()},
    "pdf, document library": pdf.laid_out,
    "pdf, document library, heads and page numbers": lambda text: pdf.laid_out(text, pdf.HEADED),
    "pdf, document library, spaced paragraphs": lambda text: pdf.laid_out(text, pdf.SPACED),
    **({"pdf, office suite, heads and page numbers": printing.office} if printing.OFFICE else {}),
    **({"pdf, browser, from a web page": lambda text: printing.browser(html.modern(text))} if printing.BROWSER else {}),
    "docx, typed numbers": docx.laid_out,
    "docx, automatic numbers": docx.counted,
    "text, GB18030": encoded.gb18030,
    "text, UTF-16": encoded.utf16,
    BIG5: encoded.big5,
}


class Row(NamedTuple):
    """One report in one format, beside the plain text."""

    format: str
    report: str
    plain: Cost
    cost: Cost


def measured(reports: Sequence[GoldReport], texts: Mapping[str, str], reader: Reader) -> Iterator[Row]:
    """Every report in every format."""
    for gold in reports:
        text = texts[gold.id]
        plain = cost(SourceText(text), gold, text)
        for name, make in FORMATS.items():
            if name != BIG5 or gold.script == "hant":
                yield Row(name, gold.id, plain, cost(reader.read(make(text)), gold, text))


def table(rows: list[Row]) -> str:
    """The formats as a Markdown table: means over the reports, and the report that loses most."""
    lines = [
        "| format | reports | item F1, plain | item F1, format | difference | lowest difference | soft F1, difference | text kept |",
        "| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |",
    ]
    for name in FORMATS:
        own = [row for row in rows if row.format == name]
        if own:
            lines.append(_line(name, own))
    return "\n".join(lines)


def _line(name: str, rows: list[Row]) -> str:
    plain, here = mean(row.plain.f1 for row in rows), mean(row.cost.f1 for row in rows)
    worst = min(rows, key=lambda row: row.cost.f1 - row.plain.f1)
    lost = worst.cost.f1 - worst.plain.f1
    shown = f"{lost:+.3f} ({worst.report})" if lost < 0 else "none loses"
    soft = mean(row.cost.soft_f1 - row.plain.soft_f1 for row in rows)
    kept = mean(row.cost.kept for row in rows)
    return f"| {name} | {len(rows)} | {plain:.3f} | {here:.3f} | {here - plain:+.3f} | {shown} | {soft:+.4f} | {kept:.1%} |"


def main() -> None:
    reader = build.reader(Settings(_env_file=None))  # type: ignore[call-arg]
    parts = []
    try:
        for title, folder, texts in (
            ("The five real reports", SHARED / "gold", SHARED / "reports"),
            ("Our own gold, the reports whose lines are paragraphs", dataset.OWN, None),
        ):
            if folder.is_dir():
                data = dataset.load(folder, texts)
                rows = list(measured([gold for gold in data.reports if gold.form in BY_PARAGRAPHS], data.texts, reader))
                parts.append(f"## {title}\n\n{table(rows)}\n")
                print(parts[-1])
    finally:
        reader.close()
    RESULTS.write_text(_HEAD + "\n".join(parts), encoding="utf-8")


_HEAD = f"""# Formats

What a format costs a summary. Written by `python -m benchmarks.formats`; do not edit by hand.

Each report's plain text is made into a file of each format (`tests/formats`, `benchmarks/printing.py`), the file goes
through the door of ingest as an upload does, and the embedded engine summarizes what comes out. The gold speaks of the
plain text. So the text of the file is aligned with the plain text, blanks aside: whole clauses first, then character by
character between them; the evidence is carried over, and the usual scorer (`docs/metrics.md`) matches the items. A
character of evidence without a counterpart counts for nothing. *Text kept* is the share of the plain text's characters
that the file's text has. *Soft F1* counts a hit as much as the two items are alike, and so tells smaller differences.
The bound is {BOUND} below the plain text's item F1.

"""

if __name__ == "__main__":
    main()
