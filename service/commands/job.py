"""What one report of a run is to be: the values that go to whatever does it, a worker's process among them.

Light to import: a command that leaves the work to processes loads no engine itself.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from schemas.request import SummaryOptions
from schemas.summary import Usage
from service.commands import inputs, outputs
from service.commands.inputs import Source
from service.commands.outputs import Format
from service.errors import TiyaoError
from service.messages import Language

Progress = Callable[[str, int, int], None]


class Manner(NamedTuple):
    """How every report of a run is done. `indented`: JSON over several lines. `resume`: what is done already is left."""

    options: SummaryOptions
    format: Format
    indented: bool
    language: Language
    resume: bool


class Job(NamedTuple):
    """A report to do. `data` are the bytes of what is no file, read before; `target` is None for stdout."""

    source: Source
    target: Path | None
    data: bytes | None = None


class Done(NamedTuple):
    """What came of a job: its text, unless it was written to a file or skipped, and what it took."""

    text: str | None = None
    skipped: bool = False
    usage: Usage | None = None


def prepared(source: Source, target: Path | None, spared: frozenset[Path], max_bytes: int) -> Job:
    """The job of a source, with its error where the target is one of the files to be spared.

    What is no regular file (stdin, a pipe) is read at once, so that Ctrl-C ends the waiting.
    """
    try:
        outputs.spare(target, spared)
        if source.path and os.path.isfile(source.path):
            return Job(source, target)
        return Job(source, target, inputs.load(source, max_bytes))
    except TiyaoError as error:
        return Job(source._replace(error=error.with_traceback(None)), target)
