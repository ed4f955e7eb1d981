"""Which bots are set up, what is wrong with their settings, and that their addresses open nothing else."""

import json
import subprocess
import sys
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.errors import ConfigurationError
from service.logs import JsonLines, _secrets
from tests.app.conftest import ROOT, settings
from tests.app.keyed import keyed
from tests.chat.bots.slack import PATH, SECRET, FakeSlack, signed
from tests.chat.bots.wecom import FakeWeCom

SLACK = {"slack_bot_token": "xoxb-token", "slack_signing_secret": SECRET}
WECOM = {f"wecom_{name}": value for name, value in FakeWeCom.secrets.items()}


@pytest.mark.parametrize(
    ("given", "setting", "reason"),
    [
        ({"slack_bot_token": "x"}, "TIYAO_SLACK_SIGNING_SECRET", "reason_bot_part"),
        ({"feishu_app_id": "x", "feishu_app_secret": "y"}, "TIYAO_FEISHU_ENCRYPT_KEY", "reason_bot_part"),
        ({"dingtalk_client_secret": "x"}, "TIYAO_DINGTALK_CLIENT_ID", "reason_bot_part"),
        ({**WECOM, "wecom_encoding_aes_key": "short"}, "TIYAO_WECOM_ENCODING_AES_KEY", "reason_bot_key"),
    ],
)
def test_half_a_setup_is_told(given: dict[str, Any], setting: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        create_app(settings(**given))
    assert (told.value.details["setting"], told.value.details["reason"]) == (setting, reason)


def test_blank_is_no_setup() -> None:
    app = create_app(settings(**dict.fromkeys(SLACK, " ")))
    with TestClient(app) as client:
        assert client.post(PATH, content=b"{}").status_code == 404


def test_lists_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIYAO_SLACK_TENANTS", " T1, T2 ,")
    assert settings().slack_tenants == ("T1", "T2")


def test_a_platform_needs_no_key_and_opens_nothing_else() -> None:
    body = json.dumps(FakeSlack.message(_Numbers(), "u", "T", "1", text="help")).encode()  # type: ignore[arg-type]
    with TestClient(create_app(keyed(**SLACK)), raise_server_exceptions=False) as client:
        assert client.post(PATH, content=body, headers=signed(body)).status_code == 200
        wrong = client.post(PATH, content=body)
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_signature")
        assert client.get("/chat/shared/slack%3Ax/" + "0" * 32 + "/x").status_code == 404
        assert client.get("/chat/shared/feishu%3Ax/" + "0" * 32 + "/x").status_code == 404
        for path in (
            "/chat/slack/",
            "/chat",
            "/chat/dingtalk",
            "/chat/shared",
            "/v1/jobs",
            "/chat/shared/../../v1/jobs",
        ):
            assert client.get(path, follow_redirects=False).status_code in (401, 404, 307), path
            assert "jobs" not in client.get(path, follow_redirects=False).text.replace("/v1/jobs", ""), path


class _Numbers:
    numbers = iter(range(9))


def test_secrets_are_covered_in_the_log() -> None:
    import logging

    of = settings(**SLACK, **WECOM)
    line = logging.LogRecord("service", logging.INFO, "", 0, f"it is {SECRET}, app-secret and callback-token", (), None)
    told = JsonLines(_secrets(of)).format(line)
    assert "it is ***, *** and ***" in told


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "[]"),
        (SLACK, "['slack_bolt']"),
    ],
)
def test_a_platforms_package_is_loaded_only_where_its_bot_is_set_up(given: dict[str, str], expected: str) -> None:
    code = (
        "import sys; from service.app import create_app; from service.settings import Settings; "
        f"create_app(Settings(_env_file=None, **{given!r})); "
        "print([name for name in ('lark_oapi', 'dingtalk_stream', 'slack_bolt') if name in sys.modules])"
    )
    assert python(code).stdout.strip() == expected


def test_a_missing_package_is_told() -> None:
    code = (
        "import sys; sys.modules['slack_bolt'] = None\n"
        "from service.app import create_app; from service.settings import Settings; from service.errors import *\n"
        f"try: create_app(Settings(_env_file=None, **{SLACK!r}))\n"
        "except ConfigurationError as error: print(error.details)"
    )
    assert "'reason_bot_extra', 'bound': 'slack'" in python(code).stdout


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run in a process of its own, in which nothing is loaded yet."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
