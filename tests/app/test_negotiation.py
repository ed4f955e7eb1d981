"""Media types and weights, as tables."""

import pytest

from service.api.negotiation import MediaType, choose, media_type

OFFERED = ("application/json", "text/markdown")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("*", "application/json"),
        ("application/*", "application/json"),
        ("text/markdown", "text/markdown"),
        ("TEXT/Markdown; charset=utf-8", "text/markdown"),
        ("text/*", "text/markdown"),
        ("text/markdown;q=0.5, application/json;q=0.4", "text/markdown"),
        ("text/markdown, */*;q=0.1", "text/markdown"),
        ("text/markdown, application/json", "application/json"),
        ("application/json;q=0, */*", "text/markdown"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/json;q=nan", None),
        ("application/json;q=many", None),
        (",;=,", None),
    ],
)
def test_accept(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (None, MediaType("", None)),
        ("text/plain", MediaType("text/plain", None)),
        ('Text/Plain ; Charset="GBK"', MediaType("text/plain", "gbk")),
        ("text/plain; format=flowed; charset=utf-8", MediaType("text/plain", "utf-8")),
        (";;charset", MediaType("", "")),
    ],
)
def test_content_type(header: str | None, found: MediaType) -> None:
    assert media_type(header) == found
