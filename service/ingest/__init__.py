"""Files to source text: one module a format; formats that need a parser are read in a process that can be stopped."""

from service.ingest.encoding import decode
from service.ingest.kinds import Hint, hint, kind_of
from service.ingest.reader import Reader
from service.ingest.sandbox import Limits

__all__ = ["Hint", "Limits", "Reader", "decode", "hint", "kind_of"]
