"""The overview and the doubles: the engine's where its overview says what its lines say, else the embedded engine's."""

from collections.abc import Sequence

from schemas.document import Document
from schemas.draft import Condensed, Draft
from service.deadline import Deadline
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Engine, Line, Notice, Tally
from service.errors import ModelError
from service.extraction import why
from service.language import claims, direction, mentions, negation, printed

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
    named = [lines[n].text for n in found.items if 0 <= n < len(lines)]
    if len(named) == len(found.items) and supported(found.overview, named):
        return found
    tally.notices.append(Notice("overview_fell_back", {"reason": "unsupported"}))
    return (await fallback.condense(lines, document.title, tally))._replace(doubles=found.doubles)


def supported(text: str, lines: Sequence[str]) -> bool:
    """Whether a text says nothing but what the lines say: each number as printed there, nothing turned, denied or named
    anew, half of its bigrams theirs, and no word to a machine."""
    claim, *evidence = claims.normalized([text, *lines])
    said = "。".join(evidence)
    own = claims.own_words(claim, said)
    turned = printed.misprints(own, said) or direction.turned(own, said) or negation.denied(own, said)
    strange = mentions.unnamed(claim, said) or claims.is_instruction(claim)
    return not turned and not strange and claims.contained(claim, said) >= MIN_CONTAINED


def without_doubles(drafts: Sequence[Draft], condensed: Condensed) -> tuple[tuple[Draft, ...], Condensed]:
    """The drafts without the doubles that condensing found, where they look it; the first of each group stays, and stands
    for the others."""
    stands: dict[int, int] = {}
    for group in condensed.doubles:
        same = [n for n in sorted(set(group)) if 0 <= n < len(drafts)]
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
