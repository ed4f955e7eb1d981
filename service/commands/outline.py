"""`tiyao outline`: the tree that the service sees in a report."""

import json
import sys
from contextlib import closing
from typing import Literal

from service import build
from service.commands import inputs
from service.commands import settings as setting
from service.commands.terminal import emit, in_colour
from service.commands.tree import drawn, nested
from service.messages import Language
from service.settings import ASKING, SERVING
from service.stages.outline import outline


def run(argument: str, clauses: bool, format: Literal["text", "json"], language: Language) -> None:
    """Print the outline of one file."""
    source = inputs.single(argument)
    with closing(build.reader(setting.load(SERVING | ASKING))) as reader:
        document = outline(inputs.read(source, reader).text)
    if format == "json":
        emit(json.dumps(nested(document, clauses=clauses), ensure_ascii=False, indent=2) + "\n")
    else:
        emit(drawn(document, language, clauses=clauses, coloured=in_colour(sys.stdout)))
