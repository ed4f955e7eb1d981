"""Summaries and sources as rows hold them: a summary as JSON without its source, a source in UTF-8, compressed by zlib."""

import zlib

from schemas.summary import ReportSummary


def said(summary: ReportSummary) -> bytes:
    """What is kept of a summary, before it is packed."""
    return summary.model_dump_json(exclude={"source"}).encode()


def pack(data: bytes) -> bytes:
    return zlib.compress(data)


def summary(data: bytes) -> ReportSummary:
    """A packed summary."""
    return ReportSummary.model_validate_json(zlib.decompress(data))


def text(data: bytes) -> str:
    """A packed source, to the code point."""
    return zlib.decompress(data).decode()
