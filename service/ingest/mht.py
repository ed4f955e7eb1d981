"""A page saved as one file (mht), also under the name of a .doc: its html part is what is read."""

from email import message_from_bytes, policy

from schemas.source import SourceText
from service.errors import EmptyText
from service.ingest import html


def read(data: bytes, charset: str | None = None) -> SourceText:
    """The text of the first html part; `charset` is worth less than the part's own. Raises what `html.read` raises."""
    for part in message_from_bytes(data, policy=policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            assert isinstance(page, bytes)  # noqa: S101  # a part of type text is no message
            return html.read(page, part.get_content_charset() or charset)
    raise EmptyText()
