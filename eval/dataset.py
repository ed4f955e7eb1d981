"""Reading a dataset: canonical JSONL as `eval.build_gold` writes it, or a folder of annotations, one JSON a report.

eval/gold/            dataset.json, gold.jsonl, reports/*.txt
../shared/gold/       *.json, the texts in a folder of their own
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from eval.annotations import Unlocated, digest, gold_report
from eval.values import Dataset, GoldReport, Split

JSONL = "gold.jsonl"
CARD = "dataset.json"
OWN = Path(__file__).parent / "gold"


class Unusable(ValueError):
    """A dataset that cannot be read, or whose texts are not those that were annotated. The message is for people."""


def load(folder: Path = OWN, reports: Path | None = None, split: Split | None = None) -> Dataset:
    """The dataset of a folder; `reports` is where the texts are, `split` takes only that part of it.

    Raises Unusable.
    """
    texts_in = reports or _texts_beside(folder)
    if (folder / JSONL).is_file():
        rows = [(report, _text(texts_in, report.file)) for report in _canonical_rows(folder / JSONL)]
    else:
        rows = _annotated(folder, texts_in)
    if not rows:
        raise Unusable(f"{folder}: no {JSONL} and no annotations")
    for report, text in rows:
        _check(report, text)
    rows.sort(key=lambda row: row[0].id)
    if len({report.id for report, _ in rows}) != len(rows):
        raise Unusable(f"{folder}: two reports have one id")
    identity = sha256(jsonl(report for report, _ in rows).encode("utf-8")).hexdigest()
    name, version = _card(folder, identity)
    chosen = [row for row in rows if split is None or row[0].split == split]
    if not chosen:
        raise Unusable(f"{folder}: no report is of the split {split!r}")
    return Dataset(
        name=name,
        version=version,
        sha256=identity,
        reports=tuple(report for report, _ in chosen),
        texts={report.id: text for report, text in chosen},
    )


def canonical(report: GoldReport) -> str:
    """The report as one line of JSON: keys sorted, no blanks, no escapes."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def jsonl(reports: Iterable[GoldReport]) -> str:
    """The canonical file, reports sorted by id."""
    return "".join(canonical(report) + "\n" for report in sorted(reports, key=lambda report: report.id))


def read_text(path: Path) -> str:
    """The text of a report as it stands, line ends kept. Raises Unusable."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path}: {error}") from error


def _canonical_rows(path: Path) -> list[GoldReport]:
    # Lines end at \n alone: str.splitlines would cut at U+2028, which a report may well hold.
    lines = [line for line in read_text(path).split("\n") if line]
    try:
        return [GoldReport.model_validate_json(line) for line in lines]
    except ValidationError as error:
        raise Unusable(f"{path}: {error}") from error


def _annotated(folder: Path, texts_in: Path) -> list[tuple[GoldReport, str]]:
    rows = []
    for path in sorted(folder.glob("*.json")):
        if path.name == CARD:
            continue
        try:
            annotation = json.loads(read_text(path))
            text = _text(texts_in, annotation["file"])
            rows.append((gold_report(annotation, text), text))
        except (Unlocated, ValidationError, json.JSONDecodeError, KeyError, TypeError) as error:
            raise Unusable(f"{path}: {error!r}") from error
    return rows


def _texts_beside(folder: Path) -> Path:
    for texts in (folder / "reports", folder.parent / "reports"):
        if texts.is_dir():
            return texts
    return folder


def _text(folder: Path, file: str) -> str:
    return read_text(folder / file)


def _check(report: GoldReport, text: str) -> None:
    if digest(text) != report.sha256:
        raise Unusable(f"{report.file}: not the text that was annotated (SHA-256 differs)")
    for item in report.items:
        for start, end in (span for spans in (item.evidence, *item.alternatives) for span in spans):
            if not 0 <= start < end <= len(text):
                raise Unusable(f"{report.id} {item.id}: evidence {start}:{end} is not inside the text")


def _card(folder: Path, identity: str) -> tuple[str, str]:
    """Name and version; a folder without a card goes by its own name and the first digits of its contents' hash."""
    path = folder / CARD
    if not path.is_file():
        return folder.resolve().name, identity[:12]
    card = json.loads(read_text(path))
    return card["name"], card["version"]
