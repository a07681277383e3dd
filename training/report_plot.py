"""Plots as inline SVG: axes, lines, dots and whiskers in data coordinates; colours come from the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.metrics import Estimate
from training.report_html import Html, element, joined

Point = tuple[float, float]
TENTHS = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Axes:
    """A plot's area: ``x`` and ``y`` are the ranges of the data, sizes are in pixels of the drawing."""

    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    width: int = 180
    height: int = 150
    left: int = 34
    right: int = 10
    top: int = 8
    bottom: int = 24

    def place(self, point: Point) -> Point:
        """Where a point of the data stands in the drawing; what is out of range stands on the rim."""
        across = self._share(point[0], self.x) * (self.width - self.left - self.right)
        up = self._share(point[1], self.y) * (self.height - self.top - self.bottom)
        return self.left + across, self.height - self.bottom - up

    @staticmethod
    def _share(value: float, bounds: tuple[float, float]) -> float:
        low, high = bounds
        return min(1.0, max(0.0, (value - low) / ((high - low) or 1.0)))


def line(axes: Axes, points: Sequence[Point], kind: str = "line") -> Html:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(axes.place, points))
    return element("polyline", points=path, class_=kind)


def dot(axes: Axes, point: Point, radius: float, said: str, kind: str = "dot") -> Html:
    """A dot that says what it stands for when it is pointed at."""
    x, y = axes.place(point)
    return element(
        "circle", element("title", said), cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius:.1f}", class_=kind
    )


def whisker(axes: Axes, x: float, low: float, high: float) -> Html:
    """An upright interval."""
    return line(axes, [(x, low), (x, high)], "whisker")


def ticks(axes: Axes, xs: Sequence[tuple[float, str]], ys: Sequence[tuple[float, str]]) -> Html:
    """The grid with its labels."""
    parts = []
    for value, said in xs:
        x, floor = axes.place((value, axes.y[0]))
        parts.append(line(axes, [(value, axes.y[0]), (value, axes.y[1])], "grid"))
        parts.append(element("text", said, x=f"{x:.1f}", y=f"{floor + 14:.1f}", text_anchor="middle"))
    for value, said in ys:
        left, y = axes.place((axes.x[0], value))
        parts.append(line(axes, [(axes.x[0], value), (axes.x[1], value)], "grid"))
        parts.append(element("text", said, x=f"{left - 5:.1f}", y=f"{y + 4:.1f}", text_anchor="end"))
    return joined(parts)


def named(values: Sequence[float], digits: int = 1) -> list[tuple[float, str]]:
    """Ticks that are labelled by their value."""
    return [(value, f"{value:.{digits}f}") for value in values]


def axis_names(axes: Axes, across: str, up: str) -> Html:
    """What the axes stand for: below, and along the left side."""
    middle = axes.left + (axes.width - axes.left - axes.right) / 2
    centre = axes.top + (axes.height - axes.top - axes.bottom) / 2
    return joined(
        [
            element("text", across, x=f"{middle:.1f}", y=axes.height - 4, text_anchor="middle"),
            element("text", up, transform=f"translate(11 {centre:.1f}) rotate(-90)", text_anchor="middle"),
        ]
    )


def plot(axes: Axes, content: Sequence[Html], title: str) -> Html:
    """A drawing of its axes' size that shrinks with its column; ``title`` is read out for it."""
    return element(
        "svg",
        *content,
        viewBox=f"0 0 {axes.width} {axes.height}",
        style=f"max-width:{axes.width}px",
        role="img",
        aria_label=title,
    )


def panel(axes: Axes, content: Sequence[Html], caption: object, title: str) -> Html:
    """A drawing under its caption."""
    return element("figure", element("figcaption", caption), plot(axes, content, title))


def strip(value: Estimate | None, low: float = 0.0) -> Html:
    """An interval with its value between ``low`` and 1, as small as a line of text; empty without one."""
    if value is None:
        return Html("")
    axes = Axes(x=(low, 1.0), width=120, height=14, left=4, right=4, top=0, bottom=0)
    content = [
        line(axes, [(low, 0.5), (1.0, 0.5)], "grid"),
        line(axes, [(value.low, 0.5), (value.high, 0.5)], "whisker"),
        dot(axes, (value.value, 0.5), 3.0, f"{value.value:.3f}"),
    ]
    return element("svg", *content, viewBox="0 0 120 14", class_="strip", aria_hidden="true")
