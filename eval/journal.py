"""Results as they come, a line each in a file beside the run file, and folded into it at the end.

A process that is killed leaves every line that it finished; a last line cut short is dropped when the run goes on. Only
places in the file are kept in memory, so that a run of a thousand reports takes no more of it than one of ten.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from eval.runs import Header, ReportRun
from service.output_errors import OutputError

SUFFIX = ".partial.jsonl"


class Key(NamedTuple):
    """A report and which of its repeats."""

    report: str
    repeat: int


class Journal:
    """The open journal of a run; use it as a context. `header` is that of the run that began it."""

    def __init__(self, stream: IO[bytes], header: Header, places: dict[Key, int]) -> None:
        self.header = header
        self._stream = stream
        self._places = places

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._stream.close()

    @property
    def done(self) -> frozenset[Key]:
        return frozenset(self._places)

    def add(self, report: ReportRun) -> None:
        """Append a result; it is the system's when this returns."""
        place = self._stream.seek(0, os.SEEK_END)
        self._stream.write(report.model_dump_json().encode() + b"\n")
        self._stream.flush()
        self._places[Key(report.id, report.repeat)] = place

    def lines(self) -> Iterator[bytes]:
        """The results as they stand, by report and repeat."""
        for key in sorted(self._places):
            self._stream.seek(self._places[key])
            yield self._stream.readline().rstrip(b"\n")


def path_beside(run_file: Path) -> Path:
    return run_file.with_name(run_file.name + SUFFIX)


def begin(path: Path, header: Header) -> Journal:
    """A new journal; what was in the file is gone. Raises OutputError where the system refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("w+b")
        stream.write(header.model_dump_json().encode() + b"\n")
        stream.flush()
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror) from error
    return Journal(stream, header, {})


def resume(path: Path) -> Journal | None:
    """The journal that a run before left; None where there is none, or nothing whole in it."""
    if not path.exists():
        return None
    stream = path.open("r+b")
    head = stream.readline()
    if not head.endswith(b"\n"):
        stream.close()
        return None
    places: dict[Key, int] = {}
    whole = stream.tell()
    while (line := stream.readline()).endswith(b"\n"):
        row = json.loads(line)
        places[Key(row["id"], row["repeat"])] = whole
        whole = stream.tell()
    stream.truncate(whole)
    return Journal(stream, Header.model_validate_json(head), places)


def fold(journal: Journal, target: Path, summed: Mapping[str, object]) -> None:
    """Write the run file, whole or not at all: the header, `summed` (aggregates as JSON values), then the results."""
    part = target.with_name(f".{target.name}.part")
    head = {**journal.header.model_dump(mode="json"), **summed}
    try:
        with part.open("wb") as stream:
            stream.write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode())
            stream.write(b',\n "reports": [')
            for number, line in enumerate(journal.lines()):
                stream.write((b"," if number else b"") + b"\n  " + line)
            stream.write(b"\n ]\n}\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, target)
    except OSError as error:
        raise OutputError(path=str(target), reason=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)
