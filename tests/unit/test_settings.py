"""Settings as they come from the environment."""

import pytest
from pydantic import ValidationError

from service.settings import Settings


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[arg-type, call-arg]


@pytest.mark.parametrize(
    ("given", "body"), [("", {}), (" ", {}), ('{"a": {"b": false}}', {"a": {"b": False}}), ("{}", {})]
)
def test_extra_body_is_json(given: str, body: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIYAO_EXTRA_BODY", given)
    assert settings().extra_body == body


@pytest.mark.parametrize("given", ["not json", "[1]", "1", '"a"'])
def test_extra_body_that_is_none_is_told(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIYAO_EXTRA_BODY", given)
    with pytest.raises(ValidationError) as told:
        settings()
    assert told.value.errors()[0]["loc"] == ("extra_body",)


@pytest.mark.parametrize(
    "name", ["temperature", "report_timeout_seconds", "requests_per_minute", "tokens_per_minute", "base_url", "model"]
)
def test_blank_is_unset(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"TIYAO_{name.upper()}", "  ")
    assert getattr(settings(), name) is None
