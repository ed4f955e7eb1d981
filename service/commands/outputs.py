"""Where results go, and writing them so that a file is either the old one or the new one, whole."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import Literal, TextIO

from service.commands.inputs import Source
from service.output_errors import OutputError, OverwriteError, UnknownEnding

Format = Literal["json", "markdown", "text", "docx"]
SUFFIX: dict[Format, str] = {"json": ".json", "markdown": ".md", "text": ".txt", "docx": ".docx"}
LINES = ".jsonl"
_FORMAT: dict[str, Format] = {
    ".json": "json",
    LINES: "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".docx": "docx",
}


def is_folder(output: str, arguments: Sequence[str]) -> bool:
    """Whether the output is a folder: one that is there, one named with a slash, or, for more than one report, what is
    not there yet and not named like a file."""
    path = Path(output)
    if output.endswith(("/", os.sep)) or os.path.isdir(path):  # of a name that cannot be, pathlib raises
        return True
    return is_many(arguments) and not os.path.exists(path) and path.suffix.lower() not in _FORMAT


def is_lines(output: Path | None) -> bool:
    """Whether the output is one file for the JSON of many reports, one a line."""
    return output is not None and output.suffix.lower() == LINES


def is_many(arguments: Sequence[str]) -> bool:
    """Whether the arguments may name several reports; a folder does, whatever is in it."""
    return len(arguments) > 1 or any(map(os.path.isdir, arguments))


def format_of(asked: Format | None, output: str | None, on_terminal: bool) -> Format:
    """The format asked for, else the one the output's name tells, else text for a terminal and JSON for a program.

    Raises UnknownEnding for a name that ends like a format, but like none that there is.
    """
    if asked:
        return asked
    if output is None:
        return "text" if on_terminal else "json"
    ending = Path(output).suffix.lower()
    if ending and ending not in _FORMAT:
        raise UnknownEnding(path=output, endings=" ".join(_FORMAT))
    return _FORMAT.get(ending, "json")


def targets(sources: Sequence[Source], folder: Path, suffix: str) -> list[Path]:
    """A file for each source below the folder, at the place the source had below its own.

    Of several with one name the first keeps it, the others become NAME-2, NAME-3 …; names that differ in case only
    count as one, since some file systems do not tell them apart.
    """
    names = [folder / f"{source.place}{suffix}" for source in sources]
    taken = {_key(name) for name in names}
    given: set[str] = set()
    result = []
    for source, name in zip(sources, names, strict=True):
        numbers = count(2)
        if _key(name) in given:
            tries = (folder / f"{source.place}-{n}{suffix}" for n in numbers)
            name = next(other for other in tries if _key(other) not in taken)
        taken.add(_key(name))
        given.add(_key(name))
        result.append(name)
    return result


def spare(path: Path | None, inputs: frozenset[Path]) -> None:
    """Raises OverwriteError for one of the inputs (resolved paths)."""
    if path and path.resolve() in inputs:
        raise OverwriteError(path=str(path))


def write(path: Path, content: str | bytes, inputs: frozenset[Path]) -> None:
    """Write the file whole or not at all, its folders made where they are missing.

    Raises OverwriteError for one of the inputs (resolved paths), OutputError where the system refuses.
    """
    path = path.resolve()
    spare(path, inputs)
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.exists(path) and not os.path.isfile(path):
            path.write_bytes(data)  # a pipe or a device: nothing to replace
        else:
            _replace(path, data)
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror) from error


@contextmanager
def collected(path: Path) -> Iterator[Callable[[str], None]]:
    """Takes texts one by one; the file is there when the last one is, or, after Ctrl-C, with those that came, if any.

    Raises OutputError where the system refuses.
    """
    path = path.resolve()
    interrupted: KeyboardInterrupt | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _part(path) as stream:
            try:
                yield lambda text: _add(stream, text, path)
            except KeyboardInterrupt as error:
                if not stream.tell():
                    raise
                interrupted = error
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror) from error
    if interrupted:
        raise interrupted


def _add(stream: TextIO, text: str, path: Path) -> None:
    try:
        stream.write(text)
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror) from error


def _replace(path: Path, data: bytes) -> None:
    with _part(path) as stream:
        stream.buffer.write(data)


@contextmanager
def _part(path: Path) -> Iterator[TextIOWrapper]:
    """A file beside the path, which takes its place when the context ends well."""
    part = path.with_name(f".tiyao-{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _key(path: Path) -> str:
    return str(path).casefold()
