"""The whole description against the whole service: whatever is sent to a documented route, the answer is documented."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from schemathesis import GenerationMode
from schemathesis.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from service.app import create_app
from service.settings import Settings
from tests.app.conftest import serving, settings
from tests.app.keyed import PUBLIC, bearer, keyed, make_key

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    allow_header_conformance,
]
EXAMPLES = 40
OPERATIONS = [
    (path, method) for path, methods in create_app(settings()).openapi()["paths"].items() for method in methods
]


class Described(NamedTuple):
    """A running service, its description read from it, and the headers of a key for everything."""

    schema: Any
    headers: dict[str, str]

    def each(self, path: str, method: str, examples: int, check: Callable[[Any], object]) -> None:
        """Check so many requests of an operation, well-formed and otherwise."""

        @trying(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
        @given(
            self.schema[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE)
            | self.schema[path][method].as_strategy(generation_mode=GenerationMode.NEGATIVE)
        )
        def checked(case: Any) -> None:
            check(case)

        checked()


@contextmanager
def described(of: Settings, headers: dict[str, str]) -> Iterator[Described]:
    with serving(create_app(of)) as address:
        yield Described(schemathesis.openapi.from_url(f"{address}/openapi.json"), headers)


@pytest.fixture(scope="module")
def open_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    with described(settings(data_folder=tmp_path_factory.mktemp("open")), {}) as service:
        yield service


@pytest.fixture(scope="module")
def keyed_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    of = keyed(data_folder=tmp_path_factory.mktemp("keyed"), key_requests_per_minute=None, key_cache_seconds=60)
    with described(of, bearer(make_key(of, "admin"))) as service:
        yield service


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_is_sent_the_answer_is_documented(path: str, method: str, open_service: Described) -> None:
    open_service.each(path, method, EXAMPLES, lambda case: case.call_and_validate(checks=CHECKS))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_so_it_is_with_a_key_and_no_route_forgets_to_ask_for_one(
    path: str, method: str, keyed_service: Described
) -> None:
    def check(case: Any) -> None:
        case.call_and_validate(headers=keyed_service.headers, checks=[*CHECKS, ignored_auth])

    keyed_service.each(path, method, EXAMPLES, check)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_without_one_every_route_refuses_as_documented(path: str, method: str, keyed_service: Described) -> None:
    def check(case: Any) -> None:
        response = case.call()
        case.validate_response(response, checks=[not_a_server_error, status_code_conformance, content_type_conformance])
        assert path in PUBLIC or response.status_code in (401, 405)

    keyed_service.each(path, method, 10, check)
