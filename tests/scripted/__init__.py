"""A model server for tests: real HTTP on the loopback, the OpenAI wire format, every reply by scenario."""

from tests.scripted.replies import Reply, answer, blank, cut, drip, failure, hang, html, raw, reset
from tests.scripted.server import Request, Scenario, ScriptedServer

__all__ = [
    "Reply",
    "Request",
    "Scenario",
    "ScriptedServer",
    "answer",
    "blank",
    "cut",
    "drip",
    "failure",
    "hang",
    "html",
    "raw",
    "reset",
]
