"""Why pydantic does not take a value, by codes of ours."""

from collections.abc import Mapping
from typing import Any

_REASONS = {
    "int_parsing": ("reason_whole_number", ""),
    "int_type": ("reason_whole_number", ""),
    "int_from_float": ("reason_whole_number", ""),
    "float_parsing": ("reason_number", ""),
    "float_type": ("reason_number", ""),
    "finite_number": ("reason_number", ""),
    "bool_parsing": ("reason_switch", ""),
    "greater_than_equal": ("reason_at_least", "ge"),
    "greater_than": ("reason_more_than", "gt"),
    "less_than_equal": ("reason_at_most", "le"),
    "less_than": ("reason_less_than", "lt"),
}


def reason(wrong: Mapping[str, Any]) -> dict[str, Any]:
    """Details for a message: `reason`, a code, and the `bound` that it names. `wrong` is one of pydantic's errors.

    The value itself is never among them: it may be a secret.
    """
    code, named = _REASONS.get(wrong["type"], ("reason_invalid", ""))
    bound = wrong.get("ctx", {}).get(named)
    return {"reason": code, "bound": bound if bound is None else f"{bound:g}"}
