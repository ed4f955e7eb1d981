"""A model that does what it is told, for any report: it copies clauses, and its answer depends on the prompt alone."""

import re
from typing import Any

from tests.scripted.replies import Reply, answer
from tests.scripted.server import Request

_NUMBERED = re.compile(r"(?m)^[^\d\n#]{0,12}(\d+):(.+)$")
_LONGEST = 60


def obedient(request: Request, delay: float = 0.0) -> Reply:
    """A line for every clause; no doubles, nothing mended."""
    return answer(_content(request), prompt_tokens=len(request.user), completion_tokens=50, delay=delay)


def _content(request: Request) -> dict[str, Any]:
    shown = [(int(number), text) for number, text in _NUMBERED.findall(request.user)]
    if request.name == "lines":
        rows = [{"t": "other", "x": text[:_LONGEST].rstrip("，。；"), "c": [number]} for number, text in shown]
        return {"achievements": rows, "problems": [], "plans": []}
    if request.name == "condensed":
        return {"overview": shown[0][1], "items": [shown[0][0]], "doubles": []}
    return {"items": []}
