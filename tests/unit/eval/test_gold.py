"""Our own gold, the check that keeps it, and how datasets are read."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from eval.annotations import Unlocated, gold_report
from eval.build_gold import built
from eval.dataset import JSONL, OWN, Unusable, canonical, load, read_text
from eval.gold_check import faults
from eval.metrics import DISPLAY, score
from eval.perfect import summary as perfect
from eval.values import GoldReport

DATASET = load()
REPORTS = {report.id: report for report in DATASET.reports}


def test_the_canonical_file_is_what_the_annotations_say() -> None:
    text, wrong = built(OWN)
    assert wrong == []
    assert read_text(OWN / JSONL) == text


def test_canonical_lines_come_back_as_they_went() -> None:
    lines = read_text(OWN / JSONL).splitlines()
    assert [canonical(GoldReport.model_validate_json(line)) for line in lines] == lines


def test_the_set_is_what_its_card_says() -> None:
    assert len(REPORTS) >= 16
    assert Counter(report.split for report in DATASET.reports) == {"dev": 11, "test": 7}
    assert {report.level for report in DATASET.reports} == {"province", "city", "county", "town", "department"}
    assert {report.script for report in DATASET.reports} == {"hans", "hant"}
    forms = {"clean", "flattened", "wrapped", "scraped", "unnumbered", "interleaved"}
    assert {report.form for report in DATASET.reports} == forms
    assert any(item.alternatives for report in DATASET.reports for item in report.items)
    assert all(1_500 <= len(text) <= 8_000 for text in DATASET.texts.values())


def test_splits_are_parts_of_one_set() -> None:
    dev, test = load(split="dev"), load(split="test")
    assert dev.sha256 == test.sha256 == DATASET.sha256
    assert sorted(report.id for report in (*dev.reports, *test.reports)) == sorted(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_a_summary_made_of_the_gold_is_perfect(name: str) -> None:
    gold, text = REPORTS[name], DATASET.texts[name]
    found = score(text, gold, perfect(gold, text)).metrics
    # The annotators word freely, and the words for a lack are not always the report's.
    wording = {"bigram_support", "polarity"}
    lacking = {metric for metric, one in found.items() if one.value is not None and one.value < 1 - 1e-9}
    assert lacking <= wording | DISPLAY - {"rouge_l"}


# Every rule of the check, by breaking it.

TEXT = "青禾县2024年报告\n查办案件128起，罚没210万元。\n执法力量不足。\n查办案件不多。\n关于我们\n"


def annotation() -> dict:
    return {
        "id": "x",
        "file": "x.txt",
        "title": "青禾县2024年报告",
        "issuer": "青禾县人民政府",
        "region": "青禾县",
        "level": "county",
        "year": 2024,
        "script": "hans",
        "split": "dev",
        "form": "clean",
        "absent": ["plan"],
        "boilerplate": ["关于我们"],
        "items": [
            {
                "kind": "achievement",
                "topic": "enforcement",
                "vital": True,
                "text": "查办案件128起，罚没210万元",
                "evidence": ["查办案件128起"],
                "alternatives": [["查办案件128起，罚没210万元"]],
                "figures": [{"name": "案件", "value": "128", "unit": "起", "direction": None, "change": None}],
            },
            {
                "kind": "problem",
                "topic": "enforcement",
                "vital": True,
                "text": "执法力量不足",
                "evidence": ["执法力量不足"],
                "figures": [],
            },
        ],
    }


def broken(path: str, value: object) -> dict:
    """The annotation with one field changed; a path like items.0.kind."""
    whole = place = annotation()
    *way, last = path.split(".")
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return whole


def test_a_good_annotation_has_no_faults() -> None:
    assert faults(annotation(), TEXT) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("level", "village", "level is"),
        ("script", "latin", "script is"),
        ("split", "train", "split is"),
        ("form", "torn", "form is"),
        ("year", "2024", "year is"),
        ("boilerplate", ["版权所有"], "boilerplate is not in"),
        ("absent", [], "plan has no items"),
        ("absent", ["plan", "problem"], "problem is named as absent"),
        ("items.0.kind", "success", "kind is"),
        ("items.0.topic", "sports", "topic is"),
        ("items.0.vital", "yes", "vital is"),
        ("items.0.text", "案件", "text has 2"),
        ("items.0.text", "查" * 61, "text has 61"),
        ("items.0.text", "執法力量與辦案經費不足", "traditional"),
        ("items.0.evidence", [], "no evidence"),
        ("items.0.evidence", ["查办案件"], "found 2 times"),
        ("items.0.evidence", ["查处案件128起"], "found 0 times"),
        ("items.0.evidence", ["查办案件128起", "128起，罚没"], "overlap"),
        ("items.1.evidence", ["关于我们"], "page furniture"),
        ("items.0.alternatives", [["查办案件"]], "found 2 times"),
        ("items.0.figures.0.value", "210万", "not in the evidence"),
        ("items.0.figures.0.value", "案件", "no number"),
        ("items.0.figures.0.name", "", "has the fields"),
        ("items.0.figures.0.direction", "left", "direction is"),
        ("items.0.figures.0.change", "over", "change is"),
        ("items.0.figures.0.change", "to", "without a direction"),
        ("items.1.text", "查办案件128起，罚没210万元", "two items read"),
    ],
)
def test_the_check_sees_what_is_wrong(path: str, value: object, said: str) -> None:
    assert any(said in fault for fault in faults(broken(path, value), TEXT))


def test_a_missing_field_is_named() -> None:
    whole = annotation()
    del whole["issuer"]
    assert faults(whole, TEXT) == ["no field issuer"]


def test_a_quote_that_is_not_there_once_stops_the_building() -> None:
    with pytest.raises(Unlocated, match="found 2 times"):
        gold_report(broken("items.0.evidence", ["查办案件"]), TEXT)


# Datasets by path.


def test_a_folder_of_annotations_is_a_dataset(tmp_path: Path) -> None:
    gold, texts = tmp_path / "golden", tmp_path / "texts"
    gold.mkdir()
    texts.mkdir()
    plain = annotation()
    for key in ("split", "form"):
        del plain[key]
    plain["items"][0]["figures"] = [{"name": "案件", "value": "128", "unit": "起"}]
    del plain["items"][0]["alternatives"]
    plain["notes"] = "no field of ours"
    (gold / "x.json").write_text(json.dumps(plain), "utf-8")
    (texts / "x.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    dataset = load(gold, texts)
    (report,) = dataset.reports
    assert dataset.name == "golden"
    assert report.has_directions is False
    start, end = report.items[0].evidence[0]
    assert dataset.texts["x"][start:end] == "查办案件128起"
    assert "\r\n" in dataset.texts["x"], "line ends are kept: offsets count them"


def copied(folder: Path) -> Path:
    shutil.copytree(OWN / "reports", folder / "reports")
    shutil.copy(OWN / JSONL, folder / JSONL)
    return folder


def test_a_changed_text_is_refused(tmp_path: Path) -> None:
    path = copied(tmp_path) / "reports" / "weidi-2024.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Unusable, match=r"weidi-2024\.txt: not the text"):
        load(tmp_path)


def test_evidence_outside_the_text_is_refused(tmp_path: Path) -> None:
    path = copied(tmp_path) / JSONL
    first, *rest = path.read_text("utf-8").splitlines()
    row = json.loads(first)
    row["items"][0]["evidence"] = [[0, 99_999]]
    path.write_text("\n".join((json.dumps(row), *rest)), "utf-8")
    with pytest.raises(Unusable, match="is not inside the text"):
        load(tmp_path)


def test_an_empty_folder_and_a_missing_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no annotations"):
        load(tmp_path)
    (tmp_path / "x.json").write_text(json.dumps(annotation()), "utf-8")
    with pytest.raises(Unusable, match=r"x\.txt"):
        load(tmp_path)
    (tmp_path / "x.txt").write_text(TEXT, "utf-8")
    with pytest.raises(Unusable, match="split 'test'"):
        load(tmp_path, split="test")
