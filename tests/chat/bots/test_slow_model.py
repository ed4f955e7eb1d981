"""A model that takes its time: platforms are acknowledged at once, repeat themselves all the same, and get one answer."""

import threading
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.chat.bots.gateway import PATIENCE_SECONDS, Gateway
from tests.chat.bots.house import PLATFORMS, house
from tests.chat.bots.test_talk import REPORT, TITLE
from tests.scripted.obedient import obedient
from tests.scripted.replies import Reply
from tests.scripted.server import Request, ScriptedServer

_AT_ONCE_SECONDS = 3.0
# A report of its own for each: what the model answered once is not asked again.
_PLACES = {"dingtalk": "清溪县", "feishu": "青山县", "slack": "白水县", "wecom": "云岫县"}


class Slow(NamedTuple):
    """Bots over a model that answers when it is `free`."""

    gateways: dict[str, Gateway]
    free: threading.Event


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slow]:
    free = threading.Event()

    def held(request: Request) -> Reply:
        free.wait(PATIENCE_SECONDS)
        return obedient(request)

    with (
        ScriptedServer(held) as model,
        house(tmp_path_factory.mktemp("slow"), base_url=model.base_url, model="scripted", api_key="none") as fakes,
    ):
        yield Slow(fakes, free)
        free.set()


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_it_is_acknowledged_at_once_and_answered_once(slow: Slow, name: str) -> None:
    gateway, report = slow.gateways[name], REPORT.replace("云岫县", _PLACES[name])
    event = gateway.event()
    slow.free.clear()
    seconds = [gateway.say(report, event=event) for _ in range(4)]
    assert min(seconds) < _AT_ONCE_SECONDS
    (waiting,) = gateway.heard(1)
    assert "已收到报告" in waiting.text, "acknowledged, and told so, before the model has answered anything"
    slow.free.set()
    assert TITLE.replace("云岫县", _PLACES[name]) in gateway.summary(1)
    number = len(gateway.said)
    gateway.say(report, event=event)
    gateway.say("帮助", user="after")
    gateway.heard(1, number)
    assert len(gateway.said) == number + 1
    assert sum("已收到报告" in one.text for one in gateway.said) == 1
    assert sum(bool(one.links) for one in gateway.said) == 1
