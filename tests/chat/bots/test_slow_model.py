"""A model that takes its time: platforms are acknowledged at once, repeat themselves all the same, and get one answer."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.chat.bots.gateway import Gateway
from tests.chat.bots.house import PLATFORMS, house
from tests.chat.bots.test_talk import REPORT, TITLE
from tests.scripted.obedient import obedient
from tests.scripted.server import ScriptedServer

_MODEL_SECONDS = 6.0
_AT_ONCE_SECONDS = 3.0


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Gateway]]:
    with (
        ScriptedServer(partial(obedient, delay=_MODEL_SECONDS)) as model,
        house(tmp_path_factory.mktemp("slow"), base_url=model.base_url, model="scripted", api_key="none") as fakes,
    ):
        yield fakes


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_it_is_acknowledged_at_once_and_answered_once(slow: dict[str, Gateway], name: str) -> None:
    gateway, event = slow[name], slow[name].event()
    seconds = [gateway.say(REPORT, event=event) for _ in range(4)]
    assert max(seconds) < _AT_ONCE_SECONDS
    assert not any(one.links for one in gateway.said)
    told = gateway.summary(0)
    assert told.startswith("已收到报告"), "who waits is told so"
    assert told.count("已收到报告") == 1
    assert TITLE in told
    number = len(gateway.said)
    gateway.say(REPORT, event=event)
    gateway.say("帮助", user="after")
    gateway.heard(1, number)
    assert len(gateway.said) == number + 1
    assert sum(bool(one.links) for one in gateway.said) == 1
