"""The few SVG elements that charts are drawn with; lengths are in pixels."""

from __future__ import annotations

from xml.etree import ElementTree

Element = ElementTree.Element

Look = dict[str, str]
"""Attributes of an element beside its place and size."""

Point = tuple[float, float]
"""Pixels from the left and from the top."""


def add(parent: Element, tag: str, attributes: Look, text: str = "") -> Element:
    """A new element at the end of the parent; the text needs no escaping."""
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def add_text(parent: Element, said: str, at: Point, look: Look) -> None:
    """One line of text whose baseline is at the point."""
    add(parent, "text", {"x": pixels(at[0]), "y": pixels(at[1]), **look}, said)


def add_line(parent: Element, start: Point, end: Point, look: Look) -> None:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    ends = {"x1": pixels(x1), "y1": pixels(y1), "x2": pixels(x2), "y2": pixels(y2)}
    add(parent, "line", {**ends, **look})


def add_box(parent: Element, corner: Point, size: Point, look: Look) -> None:
    """A rectangle by its upper left corner, width and height."""
    place = {"x": pixels(corner[0]), "y": pixels(corner[1])}
    add(parent, "rect", {**place, "width": pixels(size[0]), "height": pixels(size[1]), **look})


def pixels(length: float) -> str:
    """A length with at most two decimals, written the same everywhere."""
    return f"{round(length, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
