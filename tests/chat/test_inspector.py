"""MCP by its inspector, the program with which people try servers out. It is an npm package: CI installs it
(`.ci/inspector`), elsewhere it is tried where it is there (`TIYAO_TEST_INSPECTOR` names its folder)."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.app.command import TIYAO, environment
from tests.chat.conftest import TEXT

FOLDER = os.environ.get("TIYAO_TEST_INSPECTOR", "")
INSPECTOR = Path(FOLDER) / "node_modules" / ".bin" / "mcp-inspector"
pytestmark = pytest.mark.skipif(not FOLDER, reason="TIYAO_TEST_INSPECTOR is not set: MCP Inspector is not installed")


def inspect(server: list[str], *arguments: str) -> Any:
    """What the inspector prints for one call, read as JSON."""
    told = [part for name, value in environment().items() for part in ("-e", f"{name}={value}")]
    command = [
        str(INSPECTOR),
        "--cli",
        *server,
        *arguments,
        "--connect-timeout",
        "60000",
        *(told if server[0] == TIYAO else ()),
    ]
    ran = subprocess.run(command, env=environment(), capture_output=True, timeout=120)
    assert ran.returncode == 0, ran.stderr.decode()
    return json.loads(ran.stdout)


def test_over_stdio() -> None:
    tools = inspect([TIYAO, "mcp"], "--method", "tools/list")["tools"]
    assert {tool["name"] for tool in tools} >= {"summarize_report", "compare_reports"}
    calling = ["--method", "tools/call", "--tool-name", "summarize_report", "--tool-arg", f"text={TEXT}"]
    made = inspect([TIYAO, "mcp"], *calling)
    assert len(made["structuredContent"]["summary"]["problems"]) == 4


def test_over_http(service: str, key: str) -> None:
    at = [f"{service}/mcp", "--transport", "http", "--header", f"Authorization: Bearer {key}"]
    found = inspect(at, "--method", "tools/call", "--tool-name", "search_summaries")
    assert found["structuredContent"]["more"] is False
    templates = inspect(at, "--method", "resources/templates/list")["resourceTemplates"]
    assert len(templates) == 2
