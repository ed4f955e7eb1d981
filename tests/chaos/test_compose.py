"""compose.yaml without a container engine: what it names is there, and its services, run as programs, work together."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from dockerfile_parse import DockerfileParser

from service.jobs.worker import _HANDING_BACK_SECONDS
from service.settings import Settings
from tests.app.command import tiyao
from tests.app.conftest import ROOT
from tests.chaos.house import House, Program, answers, free_port, report, until

COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "tiyao"}
OF_COMPOSE = {"TIYAO_DB_PASSWORD"}
"""What is put into its own text, and is no setting."""
REPORTS = 6


def of_image() -> dict[str, str]:
    """The environment that the image gives."""
    found: dict[str, str] = DockerfileParser(str(ROOT / "Dockerfile")).envs
    return {name: value for name, value in found.items() if name.startswith("TIYAO_")}


def test_every_name_is_a_settings() -> None:
    known = {f"TIYAO_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"TIYAO_[A-Z_]+", COMPOSE)) | set(of_image())
    assert named - OF_COMPOSE <= known
    assert {"TIYAO_DATABASE_URL", "TIYAO_MODEL"} <= named


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one(name: str) -> None:
    program, *arguments = OURS[name]["command"]
    assert program == "tiyao"
    assert tiyao(*arguments, "--help").returncode == 0
    assert tiyao(*arguments, "--no-such-option", "--help").returncode != 0, "or the line before says nothing"


@pytest.mark.parametrize("name", OURS)
def test_nobody_is_killed_before_he_has_handed_back(name: str) -> None:
    grace = int(OURS[name]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings.model_fields["stop_grace_seconds"].default + _HANDING_BACK_SECONDS


def test_whoever_is_waited_for_is_there() -> None:
    for service in SERVICES.values():
        for name, condition in service.get("depends_on", {}).items():
            assert condition["condition"] in ("service_healthy", "service_completed_successfully")
            assert condition["condition"] != "service_healthy" or "healthcheck" in SERVICES[name]


def test_its_services_work_together(postgres_url: str, tmp_path: Path) -> None:
    house = House(postgres_url, tmp_path, {**of_image(), "TIYAO_DATABASE_URL": postgres_url})

    def started(name: str, number: int = 0, **given: str) -> Program:
        folder = str(tmp_path / f"data-of-{name}-{number}")
        return house.start(*OURS[name]["command"][1:], **{"TIYAO_DATA_FOLDER": folder, **given})

    try:
        assert started("migrate").running.wait(60) == 0
        made = tiyao("keys", "create", "测试", TIYAO_DATABASE_URL=postgres_url)
        asked = {"Authorization": f"Bearer {made.stdout.strip()}", "Content-Type": "application/x-ndjson"}
        house.address = f"http://127.0.0.1:{free_port()}"
        web = started("web", TIYAO_PORT=house.address.rpartition(":")[2])
        until(lambda: answers(house.address), web)
        for number in range(OURS["worker"]["deploy"]["replicas"]):
            started("worker", number)
        lines = "\n".join(json.dumps({"text": report(n)}) for n in range(REPORTS))
        batch = httpx.post(f"{house.address}/v1/batches", content=lines, headers=asked).json()["id"]
        house.wait_until_done(batch, REPORTS)
        house.check_results(batch, REPORTS)
        assert httpx.get(f"{house.address}/v1/batches/{batch}").status_code == 401
    finally:
        house.close()
