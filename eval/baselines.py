"""What no engine at all would score: the first sentences of a report, and sentences drawn by lot.

Both take one sentence in every CHARACTERS_AN_ITEM characters, about the density of the gold, and go through the same
assembling as an engine's lines, so that evidence and figures are sound and only the choice is poor. `lead` calls all of
them achievements, the most frequent kind; `random` draws the kind as well.
"""

import random
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import get_args

from schemas.document import Clause, Document, Kind
from schemas.draft import Draft
from schemas.summary import Overview, ReportSummary, Usage
from service.stages import assemble
from service.stages.outline import outline

CHARACTERS_AN_ITEM = 120
_MAX_TEXT = 60
_CUT_NUMBER = re.compile(r"[\d.,百千万亿]+$")
_KINDS: tuple[Kind, ...] = get_args(Kind)

Baseline = Callable[[str], ReportSummary]


def lead(text: str) -> ReportSummary:
    """The first sentences, all as achievements."""
    document = outline(text)
    sentences = _sentences(document)[: _wanted(text)]
    return _summary(document, [_draft(document, "achievement", sentence) for sentence in sentences], "lead")


def at_random(text: str, seed: int = 0) -> ReportSummary:
    """Sentences by lot, in the order of the text; the same for the same text and seed."""
    document = outline(text)
    lot = random.Random(f"{seed}:{text}")
    sentences = _sentences(document)
    chosen = sorted(lot.sample(range(len(sentences)), min(_wanted(text), len(sentences))))
    return _summary(document, [_draft(document, lot.choice(_KINDS), sentences[at]) for at in chosen], "random")


BASELINES: dict[str, Baseline] = {"lead": lead, "random": at_random}


def _wanted(text: str) -> int:
    return max(1, round(len(text) / CHARACTERS_AN_ITEM))


def _sentences(document: Document) -> list[Sequence[Clause]]:
    body = (clause for clause in document.clauses if not clause.heading)
    return [tuple(clauses) for _, clauses in groupby(body, key=lambda clause: clause.sentence)]


def _draft(document: Document, kind: Kind, sentence: Sequence[Clause]) -> Draft:
    """The clauses of a sentence as far as they fit; the first is cut where it alone is too long."""
    cited, text = [sentence[0]], document.shown(sentence[0]).strip()
    for clause in sentence[1:]:
        if len(longer := text + document.shown(clause).strip()) > _MAX_TEXT:
            break
        cited.append(clause)
        text = longer
    if len(text) > _MAX_TEXT:
        text = _CUT_NUMBER.sub("", text[:_MAX_TEXT])
    return Draft(kind, "other", text.strip("，。；、 ") or text, tuple(c.number for c in cited))


def _summary(document: Document, drafts: Sequence[Draft], name: str) -> ReportSummary:
    ordered = sorted(drafts, key=lambda draft: _KINDS.index(draft.kind))
    assembler = assemble.Assembler(document, "hans")
    return assemble.summary(
        assemble.report_info(document, assembler.show),
        Overview(text="", items=()),
        assembler.items(ordered),
        assemble.quality(document, ordered, 0, 0, []),
        Usage.nothing(name),
        None,
    )
