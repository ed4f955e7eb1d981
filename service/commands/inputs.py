"""Which reports the arguments name, and their text."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from schemas.source import SourceText
from service.errors import NoReports, NotFound, TiyaoError, UnreadableFile
from service.ingest import Reader, hint
from service.ingest.kinds import NAMED_SUFFIXES, READ_SUFFIXES

STDIN = "-"
_PASSED_OVER = (".", "~$")  # hidden files, and what a word processor keeps beside a document that is open
_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_SAVED_BESIDE = ("_files", ".files")
# A folder's documents and scans of other kinds are tried, so that nobody takes them for summarized.
_TAKEN = frozenset((*READ_SUFFIXES, *NAMED_SUFFIXES))


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


def read(source: Source, reader: Reader) -> SourceText:
    """The text of a source, read as what its content is. Raises what is wrong with it."""
    return reader.read(load(source, reader.max_bytes), hint(source.name if source.path else None))


def load(source: Source, max_bytes: int) -> bytes:
    """The bytes of a source; one more than `max_bytes` of what is longer. Raises what is wrong with it."""
    if source.error:
        raise source.error
    try:
        if source.path is None:
            return _read(sys.stdin.buffer, max_bytes)
        with source.path.open("rb") as stream:
            return _read(stream, max_bytes)
    except FileNotFoundError as error:
        raise NotFound(what=source.name) from error
    except OSError as error:
        raise UnreadableFile(path=source.name, reason=error.strerror) from error


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
        belonging = _saved_beside(files)
        folders[:] = sorted(f for f in folders if _is_searched(f, belonging) and (here / f).resolve() != skip)
        for file in sorted(files):
            path = here / file
            # A pipe or a device would be waited for without end.
            if not file.startswith(_PASSED_OVER) and path.suffix.lower() in _TAKEN and path.is_file():
                empty = False
                yield Source(str(path), path, path.relative_to(folder).with_suffix(""))
    for error in failed:
        where = str(error.filename)
        yield Source(where, Path(where), Path(), UnreadableFile(path=where, reason=error.strerror))
    if empty and not failed:
        none = NoReports(path=str(folder), suffixes=" ".join(READ_SUFFIXES))
        yield Source(str(folder), folder, Path(), none)


def _saved_beside(files: Sequence[str]) -> frozenset[str]:
    """The folders in which a browser has put the pictures and scripts of pages that it saved."""
    pages = (Path(file).stem for file in files if Path(file).suffix.lower() in _PAGES)
    return frozenset(page + ending for page in pages for ending in _SAVED_BESIDE)


def _is_searched(folder: str, belonging: frozenset[str]) -> bool:
    return not folder.startswith(".") and folder not in belonging
