"""Every code has its words, the same in both languages."""

import importlib
import pkgutil
import re
import string

import pytest

import service
from service.chat.bots.words import WORDS as BOT_WORDS
from service.commands.findings import FINDINGS
from service.commands.words import WORDS
from service.engines.llm import answers
from service.errors import TABLE, InvalidRequest, TiyaoError, TooLong, meaning
from service.messages import MESSAGES, Text, language_of, say
from service.render.labels import LABELS

WARNINGS = (
    "other_genre",
    "no_report_structure",
    "truncated_report",
    "scanned_pages",
    "no_items",
    "chunk_fell_back",
    "repair_failed",
    "overview_fell_back",
    "points_fell_back",
    "replies_failed",
)


def errors() -> list[type[TiyaoError]]:
    """Every class of error, those that a door defines for itself among them."""
    for module in pkgutil.walk_packages(service.__path__, "service."):
        importlib.import_module(module.name)
    found, left = [], [TiyaoError]
    while left:
        found.append(left.pop())
        left += found[-1].__subclasses__()
    return found


@pytest.mark.parametrize("reason", sorted(answers.REASONS))
def test_why_a_models_answer_was_of_no_use_is_told_in_both_languages(reason: str) -> None:
    for language in ("zh", "en"):
        why = say(f"why_{reason}", language)  # type: ignore[arg-type]
        assert why != say("internal", language)  # type: ignore[arg-type]
        assert why in say("chunk_fell_back", language, reason=reason)  # type: ignore[arg-type]


def test_what_a_reason_names_is_told_too() -> None:
    told = say("chunk_fell_back", "en", reason="server", status=503, words="loading")
    assert "HTTP 503: loading" in told


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", [*TABLE, *WARNINGS])
def test_every_code_has_words(code: str) -> None:
    assert code in MESSAGES


def test_every_error_has_words_and_a_meaning() -> None:
    for error in errors():
        assert error.code in MESSAGES, error
        assert meaning(error.__new__(error)).status >= 400


def test_every_code_in_the_source_is_known() -> None:
    """A notice is made with a literal code: one without words would read as an internal error."""
    import inspect

    from service import intake, pipeline

    for module in (intake, pipeline):
        for code in re.findall(r'Notice\("(\w+)"', inspect.getsource(module)):
            assert code in WARNINGS, code


@pytest.mark.parametrize("table", [MESSAGES, LABELS, WORDS, FINDINGS, BOT_WORDS])
def test_both_languages_say_the_same(table: dict[str, Text]) -> None:
    for code, text in table.items():
        assert text.zh, code
        assert placeholders(text.zh) == placeholders(text.en), code
        assert not re.search("[\u4e00-\u9fff]", text.en), code


def test_details_fill_the_message() -> None:
    told = say("too_long", "en", characters=5, limit=4)
    assert "has 5 characters" in told
    assert "limit of 4" in told
    assert "limit of limit" in say("too_long", "en", characters=5)
    assert say("nonsense", "en") == MESSAGES["internal"].en


def test_a_subclass_without_a_row_means_what_its_parent_means() -> None:
    class Longer(TooLong):
        code = "longer"

    class Odd(InvalidRequest):
        code = "odd"

    assert meaning(Longer()) == TABLE["too_long"]
    assert meaning(Odd()).exit == 64


@pytest.mark.parametrize(
    ("preference", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("C", "zh"),
        ("fr", "zh"),
        ("en", "en"),
        ("en_US.UTF-8", "en"),
        ("zh-TW, en;q=0.9", "zh"),
        ("en;q=0.9, zh;q=0.8", "en"),
        ("fr, en;q=0.1", "en"),
        ("en;q=0", "zh"),
        ("en;q=x, zh;q=0.1", "zh"),
    ],
)
def test_language(preference: str | None, language: str) -> None:
    assert language_of(preference) == language
