"""How jobs end for whoever waits for them; the tree of errors is drawn in `service/errors.py`."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.errors import TiyaoError


class JobCancelled(TiyaoError):
    """Job `id`."""

    code = "job_cancelled"


def restored(code: str, details: Mapping[str, Any]) -> TiyaoError:
    """The error that was stored as its code and details; one of a code that no class has any more is an internal one."""
    found = next((cls for cls in _tree(TiyaoError) if cls.code == code), TiyaoError)
    error = found.__new__(found)  # some are made from other things than their details
    TiyaoError.__init__(error, **details)
    return error


def _tree(root: type[TiyaoError]) -> Iterator[type[TiyaoError]]:
    yield root
    for below in root.__subclasses__():
        yield from _tree(below)
