"""Small line charts as SVG, both axes by powers of ten."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]
WIDTH, HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 190, 34, 44
_COLOURS = ("#0b6e4f", "#c1121f", "#e07a5f", "#8d0801", "#3d5a80", "#7b2cbf", "#6c757d")


def chart(title: str, across: str, lines: Mapping[str, Points]) -> str:
    """The lines, each with its name; the first is drawn thicker. Points that are not above zero are left out."""
    drawn = {name: [(x, y) for x, y in points if x > 0 and y > 0] for name, points in lines.items()}
    drawn = {name: points for name, points in drawn.items() if points}
    xs = [log10(x) for points in drawn.values() for x, _ in points]
    ys = [log10(y) for points in drawn.values() for _, y in points]
    plane = _Plane(min(xs), max(xs), floor(min(ys)), ceil(max(ys)))
    parts = [*plane.grid(), *(part for n, line in enumerate(drawn.items()) for part in _line(plane, n, *line))]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text x="{_LEFT}" y="20" font-size="14">{escape(title)}</text>'
    )
    foot = (
        f'<text x="{(WIDTH + _LEFT - _RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text></svg>'
    )
    return "\n".join([head, *parts, foot]) + "\n"


class _Plane:
    """From decades to the drawing."""

    def __init__(self, left: float, right: float, low: float, high: float) -> None:
        self._left, self._width = left, max(right - left, 0.1)
        self._low, self._height = low, max(high - low, 1)

    def at(self, x: float, y: float) -> tuple[float, float]:
        across = _LEFT + (x - self._left) / self._width * (WIDTH - _LEFT - _RIGHT)
        up = HEIGHT - _BOTTOM - (y - self._low) / self._height * (HEIGHT - _TOP - _BOTTOM)
        return round(across, 1), round(up, 1)

    def grid(self) -> list[str]:
        parts = []
        for decade in range(int(self._low), int(self._low + self._height) + 1):
            x, y = self.at(self._left, decade)
            parts.append(f'<line x1="{x}" y1="{y}" x2="{WIDTH - _RIGHT}" y2="{y}" stroke="#ddd"/>')
            parts.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{_number(10.0**decade)}</text>')
        for decade in range(ceil(self._left), floor(self._left + self._width) + 1):
            x, y = self.at(decade, self._low)
            parts.append(f'<text x="{x}" y="{y + 16}" text-anchor="middle">{_number(10.0**decade)}</text>')
        return parts


def _line(plane: _Plane, number: int, name: str, points: Points) -> list[str]:
    colour = _COLOURS[number % len(_COLOURS)]
    places = [plane.at(log10(x), log10(y)) for x, y in points]
    path = " ".join(f"{x},{y}" for x, y in places)
    width = 3 if number == 0 else 1.5
    x, y = WIDTH - _RIGHT + 12, _TOP + 8 + 20 * number
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>',
        *(f'<circle cx="{a}" cy="{b}" r="3" fill="{colour}"/>' for a, b in places),
        f'<rect x="{x}" y="{y - 9}" width="12" height="9" fill="{colour}"/><text x="{x + 18}" y="{y}">{escape(name)}</text>',
    ]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
