"""Which kinds are taken for which, counted over reports."""

from collections import Counter
from collections.abc import Iterable

from eval.values import Scored

MISSED = "missed"
SPURIOUS = "spurious"


def confusion(scored: Iterable[Scored]) -> dict[tuple[str, str], int]:
    """Items by gold kind and candidate kind; (kind, "missed") and ("spurious", kind) for those without a partner."""
    return dict(
        Counter((pair.gold_kind or SPURIOUS, pair.candidate_kind or MISSED) for one in scored for pair in one.pairs)
    )
