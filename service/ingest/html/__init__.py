"""Web pages to source text. Imports its parsers: only the parsing process may import it."""

from service.ingest.html.reading import read

__all__ = ["read"]
