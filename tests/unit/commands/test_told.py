"""What a worker sees is told over a connection, and a worker that is killed in the middle of a word holds nobody up."""

import os
from multiprocessing import Pipe
from threading import Thread

from service.commands.told import hear, telling
from service.engines.protocol import Notice, Tally
from service.errors import ModelUnreachable


class Listener:
    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def stage(self, name: str, seconds: float) -> None:
        self.heard.append((name, seconds))

    def report(self, engine: str, tally: Tally, error: str | None) -> None:
        self.heard.append((engine, tally, error))


def test_everything_arrives_in_its_order() -> None:
    reading, writing = Pipe(duplex=False)
    listener = Listener()
    hearing = Thread(target=hear, args=(reading, listener))
    hearing.start()
    tally = Tally(calls=3, notices=[Notice("repaired", {"what": object})], failures=[ModelUnreachable()])
    with telling(writing) as teller:
        teller.stage("outline", 0.5)
        teller.report("llm", tally, None)
        teller.report("llm", Tally(), "model_wrong_key")
    writing.close()
    hearing.join(10)
    told = Tally(calls=3, notices=[Notice("repaired", {})])
    assert listener.heard == [("outline", 0.5), ("llm", told, None), ("llm", Tally(), "model_wrong_key")]


def test_half_a_word_is_the_end() -> None:
    reading, writing = Pipe(duplex=False)
    os.write(writing.fileno(), b"\0\0\0\x10half")
    writing.close()
    listener = Listener()
    hear(reading, listener)
    assert listener.heard == []


def test_nobody_waits_for_a_web_process_that_is_gone() -> None:
    reading, writing = Pipe(duplex=False)
    reading.close()
    with telling(writing) as teller:
        for _ in range(100_000):
            teller.stage("outline", 0.5)
