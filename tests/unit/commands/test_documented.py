"""The exit codes that the READMEs and the help page tell are those that there are."""

import re

import pytest

from service.commands.words import WORDS
from service.errors import EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, TABLE
from tests.test_house import ROOT

INTERRUPTED, PIPE_CLOSED = 130, 141
CODES = {EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, INTERRUPTED, PIPE_CLOSED} | {row.exit for row in TABLE.values()}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_exit_code_stands_in_the_table(name: str) -> None:
    rows = re.findall(r"(?m)^\| (\d+) \|", (ROOT / name).read_text("utf-8"))
    assert [int(row) for row in rows] == sorted(CODES)


def test_every_exit_code_stands_on_the_help_page() -> None:
    for text in WORDS["epilog"]:
        assert {int(code) for code in re.findall(r"\d+", text)} == CODES
