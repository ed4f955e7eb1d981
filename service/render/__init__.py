"""A summary as people read it: pure functions from a ReportSummary and a language to text, or to the bytes of a file.

The Word briefing is `service.render.docx`: it is imported only where one is asked for, since python-docx takes its time.
"""

from service.render.markdown import markdown
from service.render.text import text

__all__ = ["markdown", "text"]
