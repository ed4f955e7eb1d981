"""Writing to the terminal or a pipe."""

import os
import sys
from collections.abc import Sequence
from typing import TextIO

import typer

from service.errors import TiyaoError
from service.messages import Language, say
from service.output_errors import OutputError

_EXIT_PIPE_CLOSED = 141  # as a shell tells of a program ended by SIGPIPE


def emit(text: str) -> None:
    """Write to stdout at once. A reader that has gone away (`| head`) ends the command without a word."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        # What is still buffered would be written again when the interpreter closes: let it go nowhere.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        raise typer.Exit(_EXIT_PIPE_CLOSED) from error
    except OSError as error:
        raise OutputError(path="stdout", reason=error.strerror or str(error)) from error


def in_colour(stream: TextIO) -> bool:
    """Whether to colour: on a terminal that can, unless NO_COLOR is set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def tell_failed(failed: Sequence[tuple[str, TiyaoError]], total: int, language: Language) -> None:
    """Which of so many reports failed, by name, and why: to stderr."""
    typer.echo(say("some_failed", language, failed=len(failed), total=total), err=True)
    for name, error in failed:
        typer.echo(f"  {name}: {say(error.code, language, **error.details)}", err=True)
