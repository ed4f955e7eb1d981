"""A server's words, made fit for a user's eyes."""

import pytest

from service.engines.llm.faults import shorten

SENT = "●12:全年累计办件1.3万余件，调解成功率97.5%，群众满意度稳步上升。"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("model `x` not found", "model `x` not found"),
        ("Incorrect API key provided: sk-secret-1.\nSee docs", "Incorrect API key provided: ***. See docs"),
        ("<html><style>b {}</style><h1>502</h1> Bad <b>gateway</b></html>", "502 Bad gateway"),
        ("a" * 300, "a" * 199 + "…"),
        (f"invalid input: {SENT}", "invalid input: …"),
        ("", ""),
    ],
)
def test_shorten(words: str, shown: str) -> None:
    assert shorten(words, "sk-secret-1", SENT) == shown


def test_without_a_key_nothing_is_masked() -> None:
    assert shorten("none", "", SENT) == "none"
