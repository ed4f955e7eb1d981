"""A running service, keys for it, and what its clients send."""

from collections.abc import Iterator

import pytest

from service.app import create_app
from service.settings import Settings
from tests.app.conftest import SAMPLE, serving
from tests.app.keyed import keyed, make_key

TEXT = SAMPLE.read_bytes().decode()
OTHER_YEAR = TEXT.replace("2024年", "2025年").replace("168件", "190件").replace("云岫", "云麓")


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return keyed(data_folder=tmp_path_factory.mktemp("chat"))


@pytest.fixture(scope="module")
def service(of: Settings) -> Iterator[str]:
    """The address of a running service with keys on."""
    with serving(create_app(of)) as address:
        yield address


@pytest.fixture(scope="module")
def key(of: Settings) -> str:
    return make_key(of, "summarize", "read")


@pytest.fixture(scope="module")
def other_key(of: Settings) -> str:
    return make_key(of, "summarize", "read")
