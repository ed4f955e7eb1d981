"""What people corrected is a gold set: `tiyao eval` reads it as it comes, and whoever answers it is perfect."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from eval.dataset import load
from eval.metrics import DISPLAY, score
from eval.perfect import summary as perfect
from schemas.gold import GoldReport
from schemas.request import SummaryOptions
from service import build
from service.storage.database import Database, located
from tests.app import stored
from tests.app.command import tiyao
from tests.app.conftest import SAMPLE, settings
from tests.app.test_api import problem
from tests.unit.storage.filled import keep
from tests.unit.test_correction import GOLD, same, summarized

SAMPLE_TEXT = SAMPLE.read_bytes().decode()
SOURCES = [SAMPLE_TEXT, *(GOLD.texts[name] for name in ("binyan-2024", "lingshuo-2021", "hongyang-2022"))]
folder = pytest.fixture(stored.folder, scope="module")
client = pytest.fixture(stored.client, scope="module")


@pytest.fixture(scope="module")
def corrected(folder: Path, client: TestClient) -> list[str]:
    """Summaries that somebody corrected: the last line of each list is dropped."""
    database = Database(located(None, folder), 10.0)
    ids = [keep(database, summarized(text).summary, source=text) for text in SOURCES]
    keep(database, summarized(SAMPLE_TEXT).summary, source=SAMPLE_TEXT)
    keep(database, summarized(SAMPLE_TEXT).summary, "somebody", source=SAMPLE_TEXT)
    database.close()
    for id, text in zip(ids, SOURCES, strict=True):
        lists = {
            name: [one.model_dump() for one in items[:-1]] for name, items in same(summarized(text).summary).items()
        }
        assert client.put(f"/v1/summaries/{id}/correction", json=lists).status_code == 200
    return ids


def unpacked(client: TestClient, folder: Path) -> Path:
    told = client.get("/v1/gold", params={"format": "zip"})
    assert told.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(told.content)) as archive:
        archive.extractall(folder)
    return folder


def test_one_example(client: TestClient, corrected: list[str]) -> None:
    path = f"/v1/summaries/{corrected[0]}/gold"
    gold = GoldReport.model_validate_json(client.get(path).content)
    assert gold.file == f"{gold.id}.txt" == f"{corrected[0]}.txt"
    machine = GoldReport.model_validate_json(client.get(path, params={"version": "machine"}).content)
    lists = summarized(SAMPLE_TEXT).summary
    assert len(machine.items) == len(lists.items())
    assert len(gold.items) == len(machine.items) - 3
    assert [(one.kind, one.text) for one in machine.items][:1] == [("achievement", lists.achievements[0].text)]
    assert (gold.title, gold.year, gold.level) == (lists.report.title, lists.report.year, lists.report.level)
    assert not gold.absent


def test_the_lines_are_all_that_was_corrected_and_nobody_elses(client: TestClient, corrected: list[str]) -> None:
    told = client.get("/v1/gold")
    assert told.headers["content-type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in told.text.split("\n") if line]
    assert [row["id"] for row in rows] == sorted(corrected)
    assert rows == [client.get(f"/v1/summaries/{id}/gold").json() for id in sorted(corrected)]
    problem(client.get("/v1/gold", headers={"Accept": "image/png"}), 406, "not_acceptable")
    assert client.get("/v1/gold", headers={"Accept": "application/zip"}).content[:2] == b"PK"


def test_a_perfect_engine_scores_one(client: TestClient, corrected: list[str], tmp_path: Path) -> None:
    dataset = load(unpacked(client, tmp_path))
    assert [report.id for report in dataset.reports] == sorted(corrected)
    assert sorted(dataset.texts.values()) == sorted(SOURCES)
    for report in dataset.reports:
        text = dataset.texts[report.id]
        found = score(text, report, perfect(report, text)).metrics
        assert found["item_f1"].value == found["evidence_f1"].value == found["text_dice"].value == 1.0
        lacking = {name for name, one in found.items() if one.value is not None and one.value < 1 - 1e-9}
        assert lacking <= {"bigram_support", "polarity"} | DISPLAY - {"rouge_l"}, "those that ask for no gold"


def test_the_lines_and_the_sources_are_the_same_set(client: TestClient, corrected: list[str], tmp_path: Path) -> None:
    """As a script puts it together that has no use for a zip."""
    by_hand = tmp_path / "by hand"
    (by_hand / "reports").mkdir(parents=True)
    (by_hand / "gold.jsonl").write_bytes(client.get("/v1/gold").content)
    for id in corrected:
        (by_hand / "reports" / f"{id}.txt").write_bytes(client.get(f"/v1/summaries/{id}/source").content)
    assert load(by_hand).sha256 == load(unpacked(client, tmp_path / "zip")).sha256


@pytest.mark.usefixtures("corrected")
def test_eval_run_measures_an_engine_on_it(client: TestClient, tmp_path: Path) -> None:
    dataset = unpacked(client, tmp_path / "own")
    done = tiyao("eval", "run", "--engine", "extractive", "--dataset", str(dataset), "-o", str(tmp_path / "run.json"))
    assert done.returncode == 0, done.stderr
    assert "item_recall" in json.dumps(json.loads((tmp_path / "run.json").read_text("utf-8")))


def test_traditional_lines_become_simplified_ones(folder: Path, client: TestClient) -> None:
    text = GOLD.texts["lingshuo-2021"]
    made = asyncio.run(build.pipeline(settings(), "extractive").summarize(text, SummaryOptions(script="source")))
    database = Database(located(None, folder), 10.0)
    id = keep(database, made, source=text)
    database.close()
    told: Any = client.get(f"/v1/summaries/{id}/gold", params={"version": "machine"}).json()
    simplified = summarized(text).summary
    assert [one["text"] for one in told["items"]] == [one.text for one in simplified.items()]


def test_what_is_not_there(client: TestClient, folder: Path) -> None:
    database = Database(located(None, folder), 10.0)
    id = keep(database, summarized(SAMPLE_TEXT).summary, source=SAMPLE_TEXT)
    theirs = keep(database, summarized(SAMPLE_TEXT).summary, "somebody", source=SAMPLE_TEXT)
    database.close()
    problem(client.get(f"/v1/summaries/{id}/gold"), 404, "not_found")
    for version in ("machine", "corrected"):
        problem(client.get(f"/v1/summaries/{theirs}/gold", params={"version": version}), 404, "not_found")
