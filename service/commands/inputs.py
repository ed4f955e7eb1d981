"""Which reports the arguments name, and their text."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from service.errors import NoReports, NotFound, TiyaoError, TooLong, UnreadableFile
from service.ingest.plain import decode

STDIN = "-"
SUFFIXES = (".txt", ".md")
_MAX_BYTES_A_CHARACTER = 4


class Source(NamedTuple):
    """A report to read. `path` is None for stdin; `place` is where its output goes below an output folder, without
    suffix; `error` says why there is nothing to read."""

    name: str
    path: Path | None
    place: Path
    error: TiyaoError | None = None


def find(arguments: Sequence[str], skip: Path | None = None) -> list[Source]:
    """The reports of files, folders and stdin, in order, each once.

    Folders are searched through, hidden files and folders left out, and so is the folder `skip` (the output of a run
    before). What cannot be found comes back as a source with its error.
    """
    found: dict[object, Source] = {}
    for argument in arguments:
        for source in _named(argument, skip):
            found.setdefault(source.path.resolve() if source.path else source.name, source)
    return list(found.values())


def single(argument: str) -> Source:
    """The one report of a file or stdin."""
    if argument == STDIN:
        return Source("stdin", None, Path("stdin"))
    return Source(argument, Path(argument), Path(Path(argument).stem))


def read(source: Source, max_characters: int) -> str:
    """The text of a source. Raises what is wrong with it; no more than a report's longest form is read."""
    if source.error:
        raise source.error
    most = max_characters * _MAX_BYTES_A_CHARACTER + _MAX_BYTES_A_CHARACTER
    try:
        if source.path is None:
            data = _read(sys.stdin.buffer, most)
        else:
            with source.path.open("rb") as stream:
                data = _read(stream, most)
    except FileNotFoundError as error:
        raise NotFound(what=source.name) from error
    except OSError as error:
        raise UnreadableFile(path=source.name, reason=error.strerror) from error
    if len(data) > most:
        raise TooLong(characters=f">{max_characters}", limit=max_characters)
    return decode(data)


def _read(stream: BinaryIO, most: int) -> bytes:
    return stream.read(most + 1)


def _named(argument: str, skip: Path | None) -> Iterator[Source]:
    if argument != STDIN and Path(argument).is_dir():
        yield from _folder(Path(argument), skip)
    else:
        yield single(argument)


def _folder(folder: Path, skip: Path | None) -> Iterator[Source]:
    failed: list[OSError] = []
    empty = True
    for root, folders, files in os.walk(folder, onerror=failed.append):
        here = Path(root)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != skip)
        for file in sorted(files):
            path = here / file
            # A pipe or a device would be waited for without end.
            if not file.startswith(".") and path.suffix.lower() in SUFFIXES and path.is_file():
                empty = False
                yield Source(str(path), path, path.relative_to(folder).with_suffix(""))
    for error in failed:
        where = str(error.filename)
        yield Source(where, Path(where), Path(), UnreadableFile(path=where, reason=error.strerror))
    if empty and not failed:
        none = NoReports(path=str(folder), suffixes=" ".join(SUFFIXES))
        yield Source(str(folder), folder, Path(), none)
