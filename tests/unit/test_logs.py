"""What the log tells, and what it never tells."""

import io
import json
import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sqlalchemy import create_engine, text

from service import credentials, logs
from service.errors import StoreError
from service.settings import Settings

SECRET_TEXT = "云岫县全年办理行政复议案件一百二十六件"  # noqa: S105


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


@pytest.fixture
def as_it_was() -> Iterator[None]:
    """The logging of the test run, put back."""
    names = ("", *logs.OURS, "dbos")
    before = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).level) for name in names}
    propagating = logging.getLogger("dbos").propagate
    yield
    for name, (handlers, level) in before.items():
        logging.getLogger(name).handlers[:] = handlers
        logging.getLogger(name).setLevel(level)
    logging.getLogger("dbos").propagate = propagating
    logging.captureWarnings(False)


def line(formatter: logging.Formatter, message: str, error: BaseException | None = None, **extra: Any) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("service.x", logging.WARNING, __file__, 1, message, None, exc_info)
    vars(record).update(extra)
    return formatter.format(record)


def raised(make: Any) -> BaseException:
    try:
        make()
    except BaseException as error:
        return error
    raise AssertionError("it was to fail")


def test_a_line_is_one_json_object_with_what_belongs_to_it() -> None:
    with logs.bound(request="r1"), logs.bound(job="j1"):
        told = json.loads(line(logs.JsonLines(), "办好了", seconds=0.5, path=None))
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "warning",
        "logger": "service.x",
        "message": "办好了",
        "request": "r1",
        "job": "j1",
        "seconds": 0.5,
    }
    assert "job" not in json.loads(line(logs.JsonLines(), "x"))


@given(st.text(), st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.binary()))
def test_whatever_is_told_stays_one_line(message: str, extra: dict[str, Any]) -> None:
    record = logging.LogRecord("service.x", logging.INFO, __file__, 1, message, None, None)
    for name, value in extra.items():
        if not hasattr(record, name):
            setattr(record, name, value)
    told = logs.JsonLines().format(record)
    assert len(told.splitlines()) == 1 or "\n" not in told
    assert json.loads(told)["message"] == message


def test_text_for_a_terminal() -> None:
    assert line(logs.TextLines(), "办好了", status=200).endswith("WARNING 办好了 status=200")
    assert isinstance(logs.formatter("auto", terminal=True), logs.TextLines)
    assert isinstance(logs.formatter("auto", terminal=False), logs.JsonLines)
    assert isinstance(logs.formatter("json", terminal=True), logs.JsonLines)
    assert isinstance(logs.formatter("text", terminal=False), logs.TextLines)


class _Model(BaseModel):
    number: int


def _chained() -> None:
    try:
        raise ValueError(SECRET_TEXT)
    except ValueError as error:
        raise RuntimeError(f"while reading {SECRET_TEXT}") from error


def _database() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:said)"), {"said": SECRET_TEXT})


QUOTING = [
    lambda: {}[SECRET_TEXT],  # type: ignore[var-annotated]
    lambda: int(SECRET_TEXT),
    lambda: SECRET_TEXT.encode("ascii"),
    lambda: _Model.model_validate({"number": SECRET_TEXT}),
    lambda: json.loads(SECRET_TEXT),
    _chained,
    _database,
]


@pytest.mark.parametrize("make", QUOTING)
@pytest.mark.parametrize("formatter", [logs.JsonLines(), logs.TextLines()])
def test_no_traceback_quotes_what_a_report_says(make: Any, formatter: logging.Formatter) -> None:
    error = raised(make)
    told = line(formatter, "it failed", error)
    assert SECRET_TEXT[-6:] in f"{error!r}{error.args}{error.__cause__!r}{vars(error)}", (
        "the test has something to find"
    )
    assert SECRET_TEXT[-6:] not in told
    assert json.dumps(SECRET_TEXT[-6:])[1:-1] not in told
    assert type(error).__name__ in told
    assert "test_logs.py" in told


def test_errors_of_ours_and_of_the_system_keep_their_words() -> None:
    assert "disk I/O error" in line(logs.TextLines(), "x", raised(lambda: _raise(StoreError(reason="disk I/O error"))))
    assert "No such file" in line(logs.TextLines(), "x", raised(lambda: os.open("/nowhere/at/all", os.O_RDONLY)))


def _raise(error: Exception) -> None:
    raise error


def test_secrets_are_covered_wherever_they_come_from(as_it_was: None) -> None:  # noqa: ARG001
    stream = io.StringIO()
    given = settings(
        api_key='sk-0123"456789', database_url="postgresql://tiyao:pass%20word@127.0.0.1/tiyao", log_format="json"
    )
    logs.configure(given, stream)
    one = credentials.issue()
    log = logging.getLogger("service.test")
    log.info("with %s", one.token, extra={"header": f"Bearer {one.token}", "key": 'sk-0123"456789'})
    log.warning("could not reach postgresql://tiyao:pass%20word@127.0.0.1/tiyao with pass word")
    told = stream.getvalue()
    assert len(told.splitlines()) == 2
    for secret in (one.secret, "456789", "pass%20word", "pass word"):
        assert secret not in told
    assert f"tiyao_{one.id}_***" in told


def test_other_packages_tell_only_warnings_whatever_the_level(as_it_was: None) -> None:  # noqa: ARG001
    stream = io.StringIO()
    logs.configure(settings(log_level="debug"), stream)
    for name in ("openai", "httpx", "sqlalchemy.engine", "dbos", "asyncio"):
        logging.getLogger(name).info("a request in full")
        logging.getLogger(name).debug("a request in full")
        logging.getLogger(name).warning("%s warns", name)
    logging.getLogger("service.api.logs").debug("ours")
    told = [json.loads(one)["message"] for one in stream.getvalue().splitlines()]
    assert told == [f"{name} warns" for name in ("openai", "httpx", "sqlalchemy.engine", "dbos", "asyncio")] + ["ours"]


@pytest.mark.parametrize(("level", "lines"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_the_level_is_that_of_the_services_own_log(level: str, lines: int, as_it_was: None) -> None:  # noqa: ARG001
    stream = io.StringIO()
    logs.configure(settings(log_level=level), stream)
    for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logging.getLogger("service.x").log(number, "x")
    assert len(stream.getvalue().splitlines()) == lines
