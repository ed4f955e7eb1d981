"""What the service gives a browser: the page in its language, its files, and what they may do."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.render.labels import LABELS
from service.web.words import WORDS, table
from tests.app.conftest import ROOT, settings
from tests.app.keyed import keyed

ASSETS = ROOT / "service" / "web" / "assets"
MODULES = sorted(ASSETS.glob("*.js"))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings())) as client:
        yield client


@pytest.mark.parametrize(
    ("headers", "lang", "word"),
    [
        ({}, "zh-Hans", "生成"),
        ({"Accept-Language": "zh-TW"}, "zh-Hans", "历史"),
        ({"Accept-Language": "en-GB,en;q=0.8"}, "en", "History"),
        ({"Accept-Language": "en", "Cookie": "tiyao_language=zh"}, "zh-Hans", "历史"),
        ({"Accept-Language": "zh", "Cookie": "tiyao_language=en"}, "en", "History"),
        ({"Accept-Language": "en", "Cookie": "tiyao_language=<script>"}, "en", "History"),
    ],
)
def test_it_speaks_the_language_that_is_asked_for(
    client: TestClient, headers: dict[str, str], lang: str, word: str
) -> None:
    response = client.get("/", headers=headers)
    assert f'<html lang="{lang}"' in response.text
    assert word in response.text or word in response.content.decode("unicode_escape")
    assert response.headers["content-language"] == ("en" if lang == "en" else "zh")
    assert "Cookie" in response.headers["vary"]


@pytest.mark.parametrize(("cookie", "shown"), [("dark", ' data-scheme="dark"'), ("light", ' data-scheme="light"')])
def test_the_chosen_scheme_is_there_from_the_first_paint(client: TestClient, cookie: str, shown: str) -> None:
    assert shown in client.get("/", headers={"Cookie": f"tiyao_scheme={cookie}"}).text


def test_another_scheme_is_none(client: TestClient) -> None:
    assert "data-scheme" not in client.get("/", headers={"Cookie": 'tiyao_scheme="><script>'}).text


def test_the_policy_allows_its_own_files_and_nothing_else(client: TestClient) -> None:
    response = client.get("/")
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert not re.search(r"<script(?![^>]*(src=|application/json))|<style|\son\w+=|style=", response.text)


def test_every_file_it_names_is_there_and_may_be_kept(client: TestClient) -> None:
    named = set(re.findall(r'"(assets/[^"]+)"', client.get("/").text))
    assert len(named) > len(MODULES)
    for path in named:
        response = client.get(f"/{path}")
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
        assert response.headers["x-content-type-options"] == "nosniff"
        again = client.get(f"/{path}", headers={"If-None-Match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(f"/{path}").headers["etag"] == response.headers["etag"]


@pytest.mark.parametrize("path", ["/assets/x/main.js", "/assets/x/y", "/assets/../page.py", "/assets/%2e%2e/page.py"])
def test_there_are_no_others(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_page_needs_no_key_and_what_it_asks_for_does() -> None:
    with TestClient(create_app(keyed())) as client:
        page = client.get("/")
        assert page.status_code == 200
        asset = re.search(r'"(assets/[^"]+main\.js)"', page.text)
        assert asset
        assert client.get(f"/{asset.group(1)}").status_code == 200
        assert client.post(f"/{asset.group(1)}").status_code == 401
        assert client.get("/v1/summaries").status_code == 401


def test_every_word_is_there_in_both_languages() -> None:
    assert not set(LABELS) & set(WORDS)
    for name, text in WORDS.items():
        assert text.zh
        assert text.en
        assert set(re.findall(r"\{\w+\}", text.zh)) == set(re.findall(r"\{\w+\}", text.en)), name


USED = re.compile(r"""\bword(?:Or)?\((?:"(\w+)"|`(\w+)\$)""")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_word_that_a_module_uses_is_there(module: object) -> None:
    words = table("zh")
    for name, prefix in USED.findall(module.read_text("utf-8")):  # type: ignore[attr-defined]
        assert name in words or (prefix and any(word.startswith(prefix) for word in words)), name or prefix


def test_no_word_is_there_for_nothing() -> None:
    said = "".join(path.read_text("utf-8") for path in [*MODULES, ASSETS.parent / "templates" / "page.html"])
    built = {prefix for _, prefix in USED.findall(said) if prefix}
    idle = {n for n in WORDS if not re.search(rf"\b{n}\b", said) and not any(n.startswith(p) for p in built)}
    assert {n for n in idle if not n.endswith("_tab")} == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_module_makes_markup_of_text(module: object) -> None:
    text = module.read_text("utf-8")  # type: ignore[attr-defined]
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", text
    )
    assert len(text.splitlines()) <= 200
