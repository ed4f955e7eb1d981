"""What stands in a page and is not shown: scripts, hidden elements, text made invisible by its style. It leaves the tree."""

import re
from collections.abc import Iterator

from lxml.etree import _Element
from lxml.html import HtmlElement

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "audio", "video", "map", "button", "input", "datalist", "select")
)  # fmt: skip
_NOTHING = r"(?:0+(?:\.0*)?|\.0+)"
_NO_SIZE = rf"(?<![-\w])(?:width|height|max-height|max-width):{_NOTHING}(?:px|em|%)?(?:!important)?(?:;|$)"
_HIDING = re.compile(
    rf"display:none|opacity[:=]{_NOTHING}%?(?![\d.])|clip:rect\({_NOTHING}|clip-path:inset\((?:50|100)%|scale\(0[,)]"
    # Far off the screen; a page of fixed width is often put into the middle by half of it to the left.
    r"|(?:left|top|right|text-indent):-(?:\d{4,}|\d{3,}(?:r?em|vw|vh|%))"
    rf"|{_NO_SIZE}.*overflow:hidden|overflow:hidden.*{_NO_SIZE}"
)
# These pass on to what is inside, which may take them back.
_INHERITED = (
    (re.compile(rf"font-size:(?:{_NOTHING}(?![\d.])|(?:0?\.\d+|1)p[xt])"), re.compile(r"font-size:|(?<![-\w])font:")),
    (re.compile(r"visibility:(?:hidden|collapse)"), re.compile(r"visibility:visible")),
    (re.compile(r"(?<![-\w])color:transparent"), re.compile(r"(?<![-\w])color:")),
)
_WHITE = r"(?:#fff(?:fff)?(?![0-9a-f])|white|rgba?\(255,255,255(?:,[\d.]+)?\))"
_WHITE_TEXT = re.compile(rf"(?<![-\w])color:{_WHITE}")
_ANY_COLOUR = re.compile(r"(?<![-\w])color:")
_GROUND = re.compile(rf"background(?:-color|-image)?:(?!{_WHITE}|none|transparent|inherit|initial)")
_SPACE = re.compile(r"\s+")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SELECTOR = re.compile(r"[a-z0-9]*([.#])([\w-]+)", re.I)
_SHEET_HIDING = re.compile(r"display:none|visibility:hidden")


def strip_hidden(tree: HtmlElement) -> None:
    """Take out of the tree what is not shown. Styles are those on the elements, and simple rules of the page's own sheet."""
    classes, names = _hidden_by_sheet(tree)
    for element in list(tree.iter(*_UNSEEN)):
        _drop(element)
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and _is_hidden(element, classes, names):
            _drop(element)
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and (element.get("style") or element.get("color")):
            _fade(element)


def _is_hidden(element: _Element, classes: frozenset[str], names: frozenset[str]) -> bool:
    if element.tag in ("html", "body"):
        return False  # shown once its script has run
    if element.get("hidden") is not None or element.get("id") in names:
        return True
    if classes and not classes.isdisjoint((element.get("class") or "").split()):
        return True
    style = _style(element)
    return bool(style) and _HIDING.search(style) is not None


def _fade(element: _Element) -> None:
    """Take away the text that an element's style makes invisible, but not of what is inside and has a style against it."""
    style = _style(element)
    for hides, takes_back in _INHERITED:
        if hides.search(style):
            _blank(element, takes_back)
    white = _WHITE_TEXT.search(style) or (element.tag == "font" and _is_white(element.get("color")))
    if white and not any(_has_ground(one) for one in (element, *element.iterancestors())):
        _blank(element, _ANY_COLOUR)


def _blank(element: _Element, takes_back: re.Pattern[str]) -> None:
    stack = [element]
    while stack:
        one = stack.pop()
        one.text = None
        for child in one:
            child.tail = None
            if not (takes_back.search(_style(child)) or _has_ground(child)):
                stack.append(child)


def _has_ground(element: _Element) -> bool:
    """Whether an element has a ground that is not white, on which white text is seen; one set by a class may be any."""
    return (
        bool(element.get("background"))
        or not _is_white(element.get("bgcolor") or "white")
        or (_GROUND.search(_style(element)) is not None)
    )


def _is_white(colour: str | None) -> bool:
    return re.fullmatch(_WHITE, (colour or "").strip().lower()) is not None


def _style(element: _Element) -> str:
    style = element.get("style") if isinstance(element.tag, str) else None
    return _SPACE.sub("", _COMMENT.sub("", style)).lower() if style else ""


def _hidden_by_sheet(tree: HtmlElement) -> tuple[frozenset[str], frozenset[str]]:
    """Classes and ids that the page's own sheets hide, by rules for one of them alone; rules for print count for nothing."""
    hidden: dict[str, set[str]] = {".": set(), "#": set()}
    for selector, body in _rules(tree):
        if _SHEET_HIDING.search(_SPACE.sub("", body).lower()):
            for one in selector.split(","):
                if found := _SELECTOR.fullmatch(one.strip()):
                    hidden[found.group(1)].add(found.group(2))
    return frozenset(hidden["."]), frozenset(hidden["#"])


def _rules(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for sheet in tree.iter("style"):
        text = _AT_BLOCK.sub("", _COMMENT.sub("", sheet.text or ""))
        for rule in _RULE.finditer(text):
            yield rule.group(1).strip(), rule.group(2)


def _drop(element: _Element) -> None:
    """Take an element out; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
