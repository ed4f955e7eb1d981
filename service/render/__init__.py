"""A summary as people read it: pure functions from a ReportSummary and a language to text."""

from service.render.markdown import markdown
from service.render.text import text

__all__ = ["markdown", "text"]
