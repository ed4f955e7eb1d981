"""Plots as inline SVG, drawn with classes so that the style sheet colours them, light or dark."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from eval.report.markup import Markup, element
from eval.runs import Aggregate

_WIDTH = 640
_LABEL = 110
_ROW = 18


class Bar(NamedTuple):
    """A value from 0 to 1 with what to call it; `style` is a class of the style sheet."""

    label: str
    value: float
    style: str


def bars(groups: Mapping[str, Sequence[Bar]]) -> Markup:
    """Groups of horizontal bars, one colour a style."""
    parts: list[Markup] = []
    at, span = 6.0, _WIDTH - _LABEL - 60
    for name, group in groups.items():
        middle = at + _ROW * len(group) / 2 - 2
        called = element(
            "text", name, x=_LABEL - 10, y=middle, class_="name", text_anchor="end", dominant_baseline="central"
        )
        parts.append(called)
        for bar in group:
            parts.append(element("rect", x=_LABEL, y=at, width=span, height=_ROW - 4, class_="track"))
            parts.append(element("rect", x=_LABEL, y=at, width=span * bar.value, height=_ROW - 4, class_=bar.style))
            told = f"{bar.value:.3f} {bar.label}"
            parts.append(
                element("text", told, x=_LABEL + 6, y=at + (_ROW - 4) / 2, class_="told", dominant_baseline="central")
            )
            at += _ROW
        at += 12
    return _svg(at, *parts)


def span(value: Aggregate, beside: Sequence[float]) -> Markup:
    """A mean with its interval on a line from 0 to 1; ticks for the baselines."""
    width, height = 160, 16
    parts = [element("line", x1=0, x2=width, y1=8, y2=8, class_="axis")]
    parts += [element("line", x1=width * b, x2=width * b, y1=3, y2=13, class_="base") for b in beside]
    if value.low is not None and value.high is not None:
        low, high = max(0.0, value.low), min(1.0, value.high)
        parts.append(
            element("rect", x=width * low, y=5, width=max(1.0, width * (high - low)), height=6, class_="range")
        )
    parts.append(element("circle", cx=width * min(1.0, max(0.0, value.mean)), cy=8, r=4, class_="dot"))
    return element("svg", *parts, viewBox=f"-5 0 {width + 10} {height}", class_="span", role="img", aria_hidden="true")


def scatter(points: Sequence[tuple[float, float, str]], x_name: str, y_name: str) -> Markup:
    """Points (x from 0, y from 0 to 1, name) with axes."""
    height, left, bottom = 260.0, 50.0, 225.0
    most = max((x for x, _, _ in points), default=0.0) or 1.0
    right = _WIDTH - 20
    parts = [
        element("line", x1=left, x2=right, y1=bottom, y2=bottom, class_="axis"),
        element("line", x1=left, x2=left, y1=15, y2=bottom, class_="axis"),
        element("text", x_name, x=right, y=bottom + 28, class_="told", text_anchor="end"),
        element("text", y_name, x=left + 6, y=20, class_="told"),
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = bottom - share * (bottom - 25)
        parts.append(element("text", f"{share:g}", x=left - 8, y=y + 4, class_="told", text_anchor="end"))
        x = left + share * (right - left)
        parts.append(element("text", f"{share * most:,.0f}", x=x, y=bottom + 14, class_="told", text_anchor="middle"))
    for x, y, name in points:
        title = element("title", f"{name}: {y:.3f}, {x:,.0f}")
        parts.append(
            element(
                "circle", title, cx=left + x / most * (right - left), cy=bottom - y * (bottom - 25), r=4, class_="dot"
            )
        )
    return _svg(height, *parts)


def _svg(height: float, *parts: Markup) -> Markup:
    return element("svg", *parts, viewBox=f"0 0 {_WIDTH} {height:g}", class_="plot", role="img")
