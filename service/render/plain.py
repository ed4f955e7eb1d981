"""Report text made fit for one line that a person reads. The JSON output has the source verbatim; these do not touch it."""

import re

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])[^\S\n]*\n\s*(?=[{_WIDE}])")
_BLANKS = re.compile(r"\s+")
# Control characters (an escape sequence would drive the reader's terminal), bidirectional overrides and other
# invisible marks (they make a line read differently from what it says), lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def one_line(text: str) -> str:
    """The text on one line: line breaks between Chinese characters closed up, others a blank, unseen characters �."""
    return _BLANKS.sub(" ", _UNSEEN.sub("�", _BREAK_IN_CHINESE.sub("", text))).strip()
