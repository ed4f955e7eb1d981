"""Parsing in a process that can be stopped: bounded in time, memory and output, and replaced when it dies."""

import os
import signal
import struct
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from service.errors import BrokenText, DamagedFile, ParsingStopped, TooLong, UnsafeFile
from service.ingest import frames
from service.ingest.sandbox import Limits, Sandbox
from tests.unit.ingest.pages import LINES, TITLE, editor

MIB = 1024 * 1024
LIMITS = Limits(seconds=30, memory_bytes=1024 * MIB, pages=100, characters=100_000)
GOOD = editor().encode()
SLOW = editor(["办理案件"] * 400_000).encode()


@pytest.fixture
def opened() -> Iterator[Callable[..., Sandbox]]:
    made: list[Sandbox] = []

    def make(workers: int = 1, **limits: float) -> Sandbox:
        made.append(Sandbox(LIMITS._replace(**limits), workers))
        return made[-1]

    yield make
    for sandbox in made:
        sandbox.close()


def children() -> set[int]:
    """The parsing processes that this one has started, by their ids."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue  # gone in the meantime
        if parent == os.getpid() and b"service.ingest" in command:
            found.add(int(status.parent.name))
    return found


def reads(sandbox: Sandbox) -> None:
    assert sandbox.read("html", GOOD).text.startswith(f"{TITLE}\n{LINES[0]}\n")


def test_no_process_is_started_before_a_file_needs_one(opened: Callable[..., Sandbox]) -> None:
    before = children()
    sandbox = opened(workers=3)
    assert children() == before
    reads(sandbox)
    reads(sandbox)
    (worker,) = children() - before
    sandbox.close()
    assert worker not in children()


def test_a_file_that_takes_too_long_is_stopped(opened: Callable[..., Sandbox]) -> None:
    sandbox = opened(seconds=2.0)
    reads(sandbox)
    began = time.monotonic()
    with pytest.raises(ParsingStopped) as told:
        sandbox.read("html", SLOW)
    assert time.monotonic() - began < 4
    assert told.value.details == {"format": "html"}
    reads(sandbox)


def test_a_file_that_takes_too_much_memory_is_stopped(opened: Callable[..., Sandbox]) -> None:
    sandbox = opened(memory_bytes=250 * MIB)
    reads(sandbox)
    with pytest.raises(ParsingStopped):
        sandbox.read("html", SLOW)
    reads(sandbox)


def test_a_text_too_long_never_comes_over(opened: Callable[..., Sandbox]) -> None:
    sandbox = opened(characters=1_000)
    with pytest.raises(TooLong) as told:
        sandbox.read("html", editor(LINES * 10).encode())
    assert told.value.details["limit"] == 1_000
    reads(sandbox)


@pytest.mark.parametrize("when", ["idle", "at work"])
def test_a_process_that_dies_is_replaced(opened: Callable[..., Sandbox], when: str) -> None:
    before = children()
    sandbox = opened()
    reads(sandbox)
    (worker,) = children() - before
    if when == "idle":
        os.kill(worker, signal.SIGKILL)
        time.sleep(0.2)
    else:
        threading.Timer(0.5, os.kill, (worker, signal.SIGKILL)).start()
        with pytest.raises(ParsingStopped):
            sandbox.read("html", SLOW)
    reads(sandbox)


def test_errors_come_over_with_their_details(opened: Callable[..., Sandbox]) -> None:
    sandbox = opened()
    with pytest.raises(DamagedFile) as damaged:
        sandbox.read("pdf", b"%PDF-1.7\nnothing")
    assert damaged.value.details == {"format": "pdf"}
    with pytest.raises(UnsafeFile) as unsafe:
        sandbox.read("html", b"<html>" + b"<div>" * 50_000)
    assert unsafe.value.details == {"format": "html", "reason": "nesting"}
    with pytest.raises(BrokenText) as broken:
        sandbox.read("html", GOOD.replace(b"326", b"3\xff6"))
    assert broken.value.details["offset"] == GOOD.index(b"326") + 1


def test_several_files_at_one_time(opened: Callable[..., Sandbox]) -> None:
    sandbox = opened(workers=2)
    failed: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(5):
                reads(sandbox)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    before = children()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(children() - before) <= 2


def test_closing_ends_a_file_at_work(opened: Callable[..., Sandbox]) -> None:
    sandbox = opened()
    reads(sandbox)
    threading.Timer(0.5, sandbox.close).start()
    began = time.monotonic()
    with pytest.raises(ParsingStopped):
        sandbox.read("html", SLOW)
    assert time.monotonic() - began < 3


def test_a_process_gets_no_environment(opened: Callable[..., Sandbox], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIYAO_API_KEY", "geheim")
    before = children()
    reads(opened())
    (worker,) = children() - before
    assert b"geheim" not in Path(f"/proc/{worker}/environ").read_bytes()


# messages


def test_a_message_comes_back_as_it_was_sent() -> None:
    pipe = BytesIO()
    frames.write(pipe, {"kind": "html", "charset": None}, b"\0\xff")
    frames.write(pipe, {})
    pipe.seek(0)
    assert frames.read(pipe, 2) == ({"kind": "html", "charset": None}, b"\0\xff")
    assert frames.read(pipe, 2) == ({}, b"")
    with pytest.raises(EOFError):
        frames.read(pipe, 2)


@pytest.mark.parametrize(("head", "body"), [(2**31, 0), (2, 3), (2, 2**60)])
def test_a_message_that_claims_too_much_is_not_read(head: int, body: int) -> None:
    with pytest.raises(frames.TooLarge):
        frames.read(BytesIO(struct.pack(">IQ", head, body) + b"{}abc"), 2)
