"""Messages between the service and its parsing process: a JSON head and bytes, each after its length.

JSON and not pickle: the process reads hostile files, and what it says is not trusted.
"""

import json
import struct
from collections.abc import Mapping
from typing import IO, Any

_LENGTHS = struct.Struct(">IQ")
_MAX_HEAD_BYTES = 1024 * 1024


class TooLarge(Exception):
    """A message longer than what was to be expected."""


def write(pipe: IO[bytes], head: Mapping[str, Any], body: bytes = b"") -> None:
    """Send a message. Raises OSError where nobody reads it."""
    packed = json.dumps(head).encode()
    pipe.write(_LENGTHS.pack(len(packed), len(body)))
    pipe.write(packed)
    pipe.write(body)
    pipe.flush()


def read(pipe: IO[bytes], max_bytes: int) -> tuple[dict[str, Any], bytes]:
    """The next message; its body has at most `max_bytes`.

    Raises EOFError where the other end is gone, TooLarge for what should not be read.
    """
    head, body = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if head > _MAX_HEAD_BYTES or body > max_bytes:
        raise TooLarge
    return json.loads(_exactly(pipe, head)), _exactly(pipe, body)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
