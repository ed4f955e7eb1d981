"""The exit codes and settings that are told are those that there are."""

import re

import pytest

from service.commands.words import WORDS
from service.errors import EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, TABLE
from service.settings import Settings
from tests.app import settings_page
from tests.test_house import ROOT

INTERRUPTED, PIPE_CLOSED = 130, 141
CODES = {EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, INTERRUPTED, PIPE_CLOSED} | {row.exit for row in TABLE.values()}


@pytest.mark.parametrize("name", ["usage.md", "usage.zh-CN.md"])
def test_every_exit_code_stands_in_the_table(name: str) -> None:
    rows = re.findall(r"(?m)^\| (\d+) \|", (ROOT / "docs" / name).read_text("utf-8"))
    assert [int(row) for row in rows] == sorted(CODES)


def test_every_exit_code_stands_on_the_help_page() -> None:
    for text in WORDS["epilog"]:
        assert {int(code) for code in re.findall(r"\d+", text)} == CODES


def test_the_page_of_settings_is_made_from_them() -> None:
    assert settings_page.PAGE.read_text("utf-8") == settings_page.page(), "python -m tests.app.settings_page"


def test_every_setting_stands_once_on_its_page_and_says_what_it_is() -> None:
    named = re.findall(r"(?m)^\| `TIYAO_(\w+)` \|", settings_page.page())
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)
    assert not [name for name, field in Settings.model_fields.items() if not field.description]
