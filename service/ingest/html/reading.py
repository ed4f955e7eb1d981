"""The text of a web page: the article and its title, without what a reader of the page does not see."""

import re

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from schemas.source import SourceText
from service.errors import EmptyText, UnsafeFile
from service.ingest.encoding import decode_with_holes
from service.ingest.html.block import main_block
from service.ingest.html.hidden import strip_hidden
from service.ingest.html.lines import Line, lines_of
from service.ingest.html.numbering import number_lists
from service.ingest.html.title import title_above, title_of

_HOLE = "\ufffd"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_CHARSET_WITHIN_BYTES = 4096
_NUL = "\0"
_TOO_DEEP = "ERR_RESOURCE_LIMIT"
_TITLE_WITHIN_LINES = 12
_BLANK = re.compile(r"\s+")


def read(data: bytes, charset: str | None = None) -> SourceText:
    """The article of a page; `charset` is the one that the server declared.

    Raises EmptyText for a page without text, UnsafeFile for one nested too deep to be read whole, BrokenText where
    bytes of the article itself cannot be read, UndecodableText where none can.
    """
    page = decode_with_holes(data, charset or declared(data))
    try:
        text = article(parsed(page.text))
    except (etree.XMLSyntaxError, etree.XPathEvalError) as error:
        # A forgiving parser and fixed paths fail for want of memory only.
        raise MemoryError from error
    if page.error and _HOLE in text:
        raise page.error
    return SourceText(text)


def declared(data: bytes) -> str | None:
    """The charset that a page says it is in."""
    found = _CHARSET.search(data[:_CHARSET_WITHIN_BYTES])
    return found.group(1).decode("ascii", "replace") if found else None


def parsed(page: str) -> HtmlElement:
    """The tree of a page, as forgiving as a browser."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(page.replace(_NUL, "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:  # nothing in it
        raise EmptyText() from error
    if any(entry.type_name == _TOO_DEEP or entry.level_name == "FATAL" for entry in parser.error_log):
        raise UnsafeFile(format="html", reason="nesting")
    return tree


def article(tree: HtmlElement) -> str:
    """The title and the lines of the article.

    The lines are those that trafilatura takes, where it takes every line of the block that holds the prose, links aside,
    and puts none of them twice or elsewhere; else the block's, since text that is left out can never be cited, while a page's furniture is told apart later.
    """
    strip_hidden(tree)
    number_lists(tree)
    body = _body(tree)
    block = lines_of(main_block(body))
    taken = [line.text for line in _taken(tree)]
    shown_lines = lines_of(body)
    whole = [line.text for line in shown_lines]
    if _holds(taken, [line.text for line in block if not line.is_link]) and _holds(whole, taken):
        # Its lines in our spelling: it keeps line ends of the markup as blanks.
        shown = dict(zip(map(_bare, whole), whole, strict=True))
        kept = [shown[_bare(text)] for text in taken]
    else:
        kept = [line.text for line in block]
    title = title_of(tree) or title_above([line.text for line in shown_lines if not line.is_link], kept)
    return "\n".join(_titled(title, kept))


def _body(tree: HtmlElement) -> HtmlElement:
    """The part that is shown; a page of frames has none, and may have words for who sees no frames."""
    body = tree.find("body")
    return tree if body is None else body


def _taken(tree: HtmlElement) -> list[Line]:
    """The lines of what trafilatura takes for the article; none where it finds none."""
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    body = getattr(found, "body", None)
    return lines_of(body) if body is not None else []


def _holds(lines: list[str], others: list[str]) -> bool:
    """Whether the lines have all the others among them, in their order, blanks aside."""
    left = map(_bare, lines)
    return all(_bare(other) in left for other in others)


def _titled(title: str | None, lines: list[str]) -> list[str]:
    """The lines with the title before them, unless it is among the first of them."""
    if title is None or _bare(title) in _bare("".join(lines[:_TITLE_WITHIN_LINES])):
        return lines
    return [title, *lines]


def _bare(text: str) -> str:
    return _BLANK.sub("", text)
