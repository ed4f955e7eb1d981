"""Whether a claim says nothing but what its evidence says: every check of words and numbers, in the order of their worth.

All texts are shadow text. The single checks live beside this module, each under the code of its fault:

    number     `printed` (digits, magnitude, unit, hedge, from and to), `bindings` (what each number counts)
    direction  `direction`: rising is not falling
    negation   `negation`: a denial is kept, and none is added
    name       `mentions`: 《titles》 and “quoted” names stand there word for word
    body       `mentions`: so do bodies and places
    actor      `actors`: who does it to whom
    hedge      `hedging`: what is aimed at, or done in part, is not told as done
    wording    `claims`: a share of the character pairs stands there, and some of each piece
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from service.language import actors, bindings, claims, direction, hedging, mentions, negation, printed

Code = Literal["number", "direction", "negation", "name", "body", "actor", "hedge", "wording"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a claim is held against. `around` are the headings above the evidence, a line each, with the titles of its
    points as `titles`: what they name may be named, and their words may be used. `own` names the body that reports and
    its region. `least` is the share of the claim's character pairs that the evidence must have."""

    evidence: str
    least: float
    around: str = ""
    titles: str = ""
    own: str = ""


def fault(claim: str, ground: Ground, *, ahead: bool) -> tuple[Code, list[str]] | None:
    """The first fault of the claim, in words for its author; None where it has none. `ahead` says that it is told as
    what is yet to come."""
    return next(((code, told) for code, told in _faults(claim, ground, ahead) if told), None)


def _faults(claim: str, ground: Ground, ahead: bool) -> Iterator[tuple[Code, list[str]]]:
    evidence = ground.evidence
    own = claims.own_words(claim, evidence)
    if own:
        yield "number", printed.misprints(own, evidence)
        yield "direction", direction.turned(own, evidence)
        yield "negation", negation.denied(own, evidence)
        yield "name", mentions.unnamed(claim, evidence)
        if mentions.doubtful(own, evidence):
            yield "body", mentions.strangers(own, f"{evidence}\n{ground.around}", ground.own)
        yield "actor", actors.exchanged(claim, evidence, ground.own)
        yield "hedge", hedging.dropped(claim, evidence, ahead=ahead)
        yield "wording", claims.unfounded(own, evidence, ground.titles)
        yield "wording", _strange(claim, ground)
    if own or not claims.runs_on(claim, evidence):
        yield "number", bindings.misplaced(claim, evidence, ground.titles)


def _strange(claim: str, ground: Ground) -> list[str]:
    share = claims.contained(claim, ground.evidence)
    return [f"只有{share:.0%}的文字见于所引句子，请用文中的话"] if share < ground.least else []
