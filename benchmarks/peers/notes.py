"""Why a row is as it is, and what would change it: prose without figures, so that a new run cannot make it wrong."""

LOST = {
    "IncompleteOutputException": "one answer for the whole report does not fit the model's answer limit; a model with a larger one, or chunks, would change it",
    "JSONDecodeError": "the one answer was cut at the model's answer limit and is no JSON; chunks, or reading what there is of it, would change it",
    "context_length_exceeded": "the whole report does not fit the model's context; chunks would change it",
    "maximum context length": "the whole report does not fit the model's context; chunks would change it",
    "LengthFinishReasonError": "one chunk's answer was cut, and the batch ends with the first failure; `return_exceptions` and own code for what is missing would change it",
    "OutputParserException": "one chunk's answer was no JSON, and the batch ends with the first failure; a retry around the model would change it",
    "OUTPUT_PARSING": "one chunk's answer was no JSON, and the batch ends with the first failure; a retry around the model would change it",
    "ValidationError": "one chunk's answer was no JSON, and the batch ends with the first failure; a retry around the model would change it",
    "not finished": "ended by us; a longer wait would change it",
    "not run": "left out for its time",
}
"""By what stands in the error, in this order."""

BETTER = {
    "seconds": "a run of few, large calls on a fast model waits for one answer; tiyao asks for its overview only when all lines are there, and that call is part of its time",
    "first_seconds": "LangChain hands over each chunk as it comes; tiyao gives the report whole, since it checks lines across chunks and drops doubles before any leaves it",
    "prompt_tokens": "one call sends the instructions once; tiyao sends them with every chunk, and a number with every clause",
    "total_tokens": "the instructions and clause numbers of many small chunks; tiyao's chunks hold at most 96 clauses, well below their budget of tokens",
    "cpu_seconds": "these do not check anything that the model says: no outline, no numbering, no figures compared, nothing kept for a later run",
    "peak_mebibytes": "they load no tokenizer, no script conversion and no database",
    "calls": "one call for the whole report",
}
"""By the measure in which a peer is better."""

MISSED = {
    "tokens at most half": "the bare text and our answers alone come near that half or above it; what is over is instructions, sent with every chunk, and clause numbers. Chunks hold at most 96 clauses, so they are about half as large as their budget of tokens allows: longer ones would save the most",
    "wall time": "our own work between the calls, and what the machine did beside: compare the load",
    "own processor time": "the HTTP client of the model calls is the largest part, which langextract pays as well; then the outline, the marks of where a line is expected, grounding, and keeping the answers. langextract grounds no text, and its aligner finds an exact quote in little time",
    "memory": "where it is not told, no text was read that is long enough to add memory; else see the tables by length",
    "let through": "see below",
    "nothing lost": "see below",
    "no committed": "see below",
    "all evidence": "in texts of joined copies the same clause stands several times, and a line may be given the evidence of its twin (`elsewhere`); every piece is exact to the character where it stands",
    "completion tokens": "see the tables by length",
}
"""Why a target is missed, by how it begins."""

WORTH = """
* **Ideal answers.** The model says what the gold says, in each format, without a slip; real models slip, and more so where they have to copy. So tokens, times and losses
  are told here, and not quality. A real model's table: `python -m benchmarks.peers --document --real URL` with a server at URL; a small one takes minutes a report and peer on two cores.
* **The pace** is fast on purpose: the faster the model, the more a client's own work shows in the wall time.
* **langextract gives no overview**; tiyao, LangChain and the single calls give one, and pay a call or some tokens for it.
* **An item with several pieces of evidence** is several extractions to langextract, joined by a number, as its guide to relations has it.
* **Reworded and gone** in tiyao's rows without a fault: ideal lines that its checks turn away, since the gold words some more freely than the cited clauses do. The embedded engine then words the same clauses; a line is gone
  where that cites less than half of the gold's. Each such line is a repair that the ideal model leaves unanswered, and a call more.
* **Joined reports** beyond the length of all gold reports come again with other figures. A clause without a figure then stands there several times, and a quote of it may be found at another place:
  `elsewhere`. In single reports that is rare. They also mix layouts that one report never mixes (lines broken at a fixed width among lines that are not, numbered headings below others'), which tiyao's outline reads once for a
  whole text: a figure parted by such a line end, or a plan read as of the section before it, is then turned away. That is most of what is gone from 100,000 characters on; of each report alone nothing is.
* **The LangChain cache**: a cache of answers can be set up there in one line, in memory, or on disk by a package of the community's; langextract, instructor's calls and the client alone have none
  that holds failures and successes of one report apart. None is set up here, as none is by default.
* **Stitched claims**: half of one line and half of another, with the evidence of both. tiyao's evidence stays verbatim, each piece in its own place; that the two halves belong together is a claim that no check of words
  can refute where each half stands in the cited clauses.
"""
