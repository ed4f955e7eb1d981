"""Files good and bad at both doors: each is answered as the documentation says, and the service is there afterwards."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from schemas.summary import ReportSummary
from service.app import create_app
from service.errors import TABLE, ParsingStopped, TooManyPages, meaning
from service.messages import MESSAGES
from tests.app import errors_page
from tests.app.bad_files import CASES, GOOD, MIB, REPORT, Case, page
from tests.app.bad_requests import BOUNDARY, FORM, REQUESTS, Request, form, part
from tests.app.conftest import serving, settings

PATH = "/v1/summaries"
MAX_SECONDS = 20
TIYAO = str(Path(sys.executable).with_name("tiyao"))
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8"}
BINARY = {"Content-Type": "application/octet-stream"}
FILES = [pytest.param(case, id=case.en) for case in CASES]


@cache
def made(case: str) -> bytes:
    """The file of the case with this English name; some take seconds to make."""
    return next(known for known in CASES if known.en == case).make()


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with serving(create_app(settings())) as address:
        yield address


def posted(address: str, data: bytes, **headers: str) -> httpx.Response:
    return httpx.post(address + PATH, content=data, headers={**BINARY, **headers}, timeout=60)


def uploaded(address: str, name: str, data: bytes, **fields: str) -> httpx.Response:
    return httpx.post(address + PATH, files={"file": (name, data)}, data=fields, timeout=60)


def is_alive(address: str) -> None:
    found = ReportSummary.model_validate_json(uploaded(address, "a.html", GOOD["a.html"]()).content)
    assert found.report.region == "沅溪县"


def tiyao(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [TIYAO, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**ENVIRONMENT, **environment}, timeout=60)


def checked(response: httpx.Response, code: str) -> dict[str, Any]:
    told: dict[str, Any] = response.json()
    assert (response.status_code, told["code"]) == (TABLE[code].status, code), told
    assert told["type"] == f"/problems/{code}"
    assert "{" not in told["detail"]
    return told


# over HTTP


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_a_problem_and_the_service_lives_on(case: Case, service: str) -> None:
    data, began = made(case.en), time.monotonic()
    if case.settings:
        with serving(create_app(settings(**dict(case.settings)))) as address:
            checked(uploaded(address, case.name, data), case.error.code)
            assert httpx.get(f"{address}/healthz").status_code == 200
        return
    checked(uploaded(service, case.name, data), case.error.code)
    assert time.monotonic() - began < MAX_SECONDS
    is_alive(service)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.en) for case in REQUESTS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_request_is_a_problem(case: Request, language: str, service: str) -> None:
    headers = {"Content-Type": case.media} if case.media else {}
    response = httpx.post(service + PATH, content=case.body, headers={**headers, "Accept-Language": language})
    checked(response, case.code)
    assert response.headers["content-language"] == language


def test_several_files_are_pointed_to_batches(service: str) -> None:
    several = next(case for case in REQUESTS if case.en == "a form of several files")
    told = checked(httpx.post(service + PATH, content=several.body, headers={"Content-Type": FORM}), "invalid_request")
    assert "tiyao summarize" in told["detail"]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_read_whatever_its_name(name: str, service: str) -> None:
    data = GOOD[name]()
    for response in (
        uploaded(service, name, data),
        posted(service, data),
        posted(service, data, **{"Content-Type": "application/pdf"}),
    ):
        found = ReportSummary.model_validate_json(response.content)
        assert found.report.title == REPORT.split("\n")[0]
        assert found.source
        for item in found.items():
            for evidence in item.evidence:
                assert found.source[evidence.start : evidence.end] == evidence.text
                assert evidence.page == (1 if data.startswith(b"%PDF") else None)
        assert "326件" in found.achievements[0].text


def test_options_of_a_form(service: str) -> None:
    data = GOOD["a.docx"]()
    found = ReportSummary.model_validate_json(
        uploaded(service, "a.docx", data, script="hant", include_source="false", engine="extractive").content
    )
    assert found.source is None
    assert "案件326件" in found.achievements[0].text
    assert "處罰" in found.achievements[0].text
    checked(uploaded(service, "a.docx", data, engine="llm"), "invalid_request")
    assert ReportSummary.model_validate_json(uploaded(service, "a.docx", data, engine="").content).source


def test_a_form_has_its_options_in_its_fields(service: str) -> None:
    body = form(part("file", REPORT.encode(), "a.txt"))
    response = httpx.post(f"{service}{PATH}?script=hant", content=body, headers={"Content-Type": FORM})
    checked(response, "invalid_request")


def test_a_file_as_long_as_may_be_is_taken_alone_and_in_a_form() -> None:
    data = REPORT.encode()
    with serving(create_app(settings(max_file_bytes=len(data)))) as address:
        assert posted(address, data).status_code == 200
        assert uploaded(address, "a.txt", data).status_code == 200
        checked(posted(address, data + b"\n"), "file_too_large")
        checked(uploaded(address, "a.txt", data + b"\n"), "file_too_large")


def test_a_long_upload_is_not_read_to_its_end(service: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'.encode()
        while sent < 300 * MIB:
            sent += MIB
            yield b"x" * MIB

    with suppress(httpx.TransportError):  # the server may hang up while we are still sending
        checked(
            httpx.post(service + PATH, content=endless(), headers={"Content-Type": FORM}, timeout=60), "file_too_large"
        )
    assert sent < 100 * MIB
    is_alive(service)


def test_the_service_is_awake_while_files_are_parsed() -> None:
    """Two files that run into their limit of time hold both parsers; health, posted texts and the next file do not wait long."""
    slow = page("<p>办理案件</p>" * 600_000)
    with serving(create_app(settings(parser_timeout_seconds=2))) as address, httpx.Client(timeout=60) as client:
        posting = [threading.Thread(target=posted, args=(address, slow)) for _ in range(2)]
        for thread in posting:
            thread.start()
        time.sleep(0.5)
        began = time.monotonic()
        assert client.get(f"{address}/healthz").status_code == 200
        assert client.post(address + PATH, json={"text": REPORT}).status_code == 200
        assert time.monotonic() - began < 1.5
        is_alive(address)
        for thread in posting:
            thread.join()


# on the command line


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_has_its_exit_code_and_its_words(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(made(case.en))
    environment = {f"TIYAO_{name.upper()}": value for name, value in case.settings}
    ran = tiyao("summarize", path, **environment)
    told = ran.stderr.decode()
    assert (ran.returncode, ran.stdout) == (meaning(case.error()).exit, b"")
    assert told.count("\n") == 1
    assert MESSAGES[case.error.code].zh.split("{")[0] in told


def test_a_folder_of_all_kinds(tmp_path: Path) -> None:
    """What can be read is summarized, what cannot is named, and what belongs to a saved page is neither."""
    reports = tmp_path / "in"
    for name, make in GOOD.items():
        path = reports / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(make())
    for name in ("scan.JPG", "old.wps", "x.ofd", "a_files/logo.png", "a.files/b.htm", "~$a.docx", "data.csv"):
        path = reports / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(
            b"\xff\xd8\xff\xe0" if name == "scan.JPG" else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        )
    ran = tiyao("summarize", reports, "-o", tmp_path / "out")
    told = ran.stderr.decode().splitlines()
    assert ran.returncode == 1
    assert len(list((tmp_path / "out").rglob("*.json"))) == len(GOOD)
    failed = [line.split(":")[0].split("/")[-1] for line in told if line.startswith("  ")]
    assert sorted(failed) == ["old.wps", "scan.JPG", "x.ofd"]


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "lying.html"])
def test_stdin_is_read_by_its_content(name: str) -> None:
    ran = subprocess.run([TIYAO, "summarize", "-"], input=GOOD[name](), capture_output=True, env=ENVIRONMENT)
    assert ReportSummary.model_validate_json(ran.stdout).report.region == "沅溪县"


def test_a_text_pays_for_no_parser(tmp_path: Path) -> None:
    """Neither in the command's own process, nor by a process started beside it."""
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    code = (
        "import sys, subprocess\n"
        "def none(*a, **k): raise AssertionError('a process was started')\n"
        "sys.addaudithook(lambda name, _: none() if name == 'subprocess.Popen' else None)\n"
        "from service.cli import main\n"
        f"sys.argv = ['tiyao', 'summarize', {str(path)!r}, '-o', {str(tmp_path / 'a.json')!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stderr
    assert not {"trafilatura", "lxml", "pypdfium2", "docx", "chardet"} & set(ran.stdout.split())


# the documentation


def test_the_page_says_what_is_so() -> None:
    assert errors_page.PAGE.read_text("utf-8") == errors_page.page(), "python -m tests.app.errors_page"


def test_the_page_has_a_row_for_every_error_of_a_file() -> None:
    of_requests = {case.code for case in REQUESTS}
    elsewhere = {
        "invalid_input",
        "not_found",
        "unreadable_file",
        "no_reports",
        "unknown_ending",
    }  # of no file; tests/app/test_cli.py
    # tests/app/test_jobs.py, tests/app/test_cache.py, tests/app/test_results.py
    elsewhere |= {
        "not_acceptable",
        "batch_too_large",
        "too_many_reports",
        "no_reports_posted",
        "key_reused",
        "not_failed",
        "unconfirmed",
        "changed_meanwhile",  # tests/app/test_corrections.py
        "too_many_to_compare",
        "slow_body",  # tests/app/test_hostile.py
    }
    told = {case.error.code for case in CASES} | of_requests | elsewhere
    assert {code for code in TABLE if TABLE[code].exit in (64, 65, 66)} <= told
    assert {ParsingStopped, TooManyPages} <= {case.error for case in CASES}
