"""The overview and the doubles: the engine's where its overview says what its lines say, else the embedded engine's."""

from collections.abc import Sequence

from schemas.document import Document
from schemas.draft import Condensed, Draft
from service.deadline import Deadline
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Engine, Line, Notice, Tally
from service.errors import ModelError
from service.extraction import why
from service.language import bindings, claims, cues, printed, support

# An overview condenses: it joins its lines by words of its own, more than a line does its clauses.
MIN_CONTAINED = 0.5
MIN_ALIKE = 0.5


async def condensed(
    engine: Engine,
    fallback: ExtractiveEngine,
    document: Document,
    drafts: Sequence[Draft],
    tally: Tally,
    deadline: Deadline,
) -> Condensed:
    """An overview that is borne out by the lines that it names, and the groups of doubles."""
    lines = [Line(draft.kind, draft.topic, draft.text) for draft in drafts]
    if not lines:
        return Condensed("", ())
    if isinstance(engine, ExtractiveEngine):
        return await engine.condense(lines, document.title, tally)
    try:
        found = await deadline.keep(engine.condense(lines, document.title, tally))
    except ModelError as failure:
        tally.notices.append(Notice("overview_fell_back", why(failure)))
        tally.failures.append(failure)
        return await fallback.condense(lines, document.title, tally)
    named = [lines[n] for n in found.items if 0 <= n < len(lines)]
    own = [name for name in (document.title, document.issuer, document.region) if name]
    if len(named) == len(found.items) and supported(found.overview, named, own):
        return found
    tally.notices.append(Notice("overview_fell_back", {"reason": "unsupported"}))
    return (await fallback.condense(lines, document.title, tally))._replace(doubles=found.doubles)


def supported(text: str, lines: Sequence[Line], names: Sequence[str] = ()) -> bool:
    """Whether a text says nothing but what the lines say, each of them a point of its own, and no word to a machine. The
    report's own `names` may stand in it. Where it tells of plans, it says that they are."""
    claim, *known = claims.normalized([text, *(line.text for line in lines), *names])
    evidence, own = known[: len(lines)], known[len(lines) :]
    ground = support.Ground(f"。{bindings.BLOCK}".join(evidence), MIN_CONTAINED, own="\n".join(own))
    plans = any(line.kind == "plan" for line in lines)
    if plans and not cues.speaks_ahead(claim):
        return False
    return not claims.is_instruction(claim) and support.fault(claim, ground, ahead=plans) is None


def without_doubles(drafts: Sequence[Draft], condensed: Condensed) -> tuple[tuple[Draft, ...], Condensed]:
    """The drafts without the doubles that condensing found, where they look it; the first that a group names stays,
    and stands for the others."""
    stands: dict[int, int] = {}
    for group in condensed.doubles:
        same = [n for n in dict.fromkeys(group) if 0 <= n < len(drafts) and n not in stands]
        for n in same[1:]:
            if _is_double(drafts[n], drafts[same[0]]):
                stands[n] = same[0]
    kept = [n for n in range(len(drafts)) if n not in stands]
    place = {old: new for new, old in enumerate(kept)}
    named = dict.fromkeys(
        place[stands.get(n, n)] for n in condensed.items if 0 <= n < len(drafts) and stands.get(n, n) in place
    )
    return tuple(drafts[n] for n in kept), Condensed(condensed.overview, tuple(named))


def _is_double(draft: Draft, first: Draft) -> bool:
    """Whether nothing is lost with a draft: it is of the same kind, says half of what the first says, and no number that
    the first does not. A model's word alone would be enough to empty a summary."""
    if draft.kind != first.kind:
        return False
    one, other = claims.normalized([draft.text, first.text])
    alike = claims.contained(one, other) >= MIN_ALIKE or not set(draft.clauses).isdisjoint(first.clauses)
    return alike and not printed.misprints(one, other)
