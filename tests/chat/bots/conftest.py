"""One service with all four bots for the tests that leave nothing behind but summaries."""

from collections.abc import Iterator

import pytest

from tests.chat.bots.gateway import Gateway
from tests.chat.bots.house import PLATFORMS, house


# Not for longer: its worker draws on `random` in a thread, which property tests of other files would mistake for theirs.
@pytest.fixture(scope="module")
def gateways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Gateway]]:
    with house(tmp_path_factory.mktemp("bots")) as fakes:
        yield fakes


@pytest.fixture(params=sorted(PLATFORMS))
def gateway(request: pytest.FixtureRequest, gateways: dict[str, Gateway]) -> Gateway:
    return gateways[request.param]
