"""Waterfall charts of match weights as SVG: from the prior to the final weight, bar by bar."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from skiptrace.model.match import Candidate
from skiptrace.reports.explanation_drawing import add, pixels
from skiptrace.reports.explanation_panel import WIDTH, Panel
from skiptrace.reports.explanation_steps import Addend, by_group, steps_of


@dataclass(frozen=True, slots=True)
class ChartedMatch:
    """A match to draw: its title, its terms, the weight they sum to, and its veto if any."""

    title: str
    terms: Sequence[Addend]
    weight: float
    veto: str = ""


def waterfall_svg(candidate: Candidate, title: str = "Match of one record") -> str:
    """The waterfall chart of a candidate as SVG text: the same candidate gives the same bytes.

    `title` and the words of the terms are all that it says of the record.
    """
    match = ChartedMatch(title, candidate.terms, candidate.weight, candidate.veto)
    return waterfalls_svg([match])


def waterfalls_svg(matches: Sequence[ChartedMatch]) -> str:
    """One SVG text with a waterfall chart of each match, one below the other.

    It is 800 pixels wide, needs no script, font or style from elsewhere, and tells a screen reader
    in `title` and `desc` everything that it shows.
    """
    panels = [
        Panel.of(match.title, by_group(steps_of(match.terms, match.weight)), match.veto)
        for match in matches
    ]
    root = _root(panels)
    top = 0.0
    for panel in panels:
        place = {"class": "match", "transform": f"translate(0 {pixels(top)})"}
        panel.draw(add(root, "g", place))
        top += panel.height
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _root(panels: Sequence[Panel]) -> ElementTree.Element:
    """The document with its size, its white ground and what a screen reader reads out.

    The ids come from what is told, so that several charts can stand in one page.
    """
    title = "; ".join(panel.title for panel in panels)
    told = " ".join(panel.told for panel in panels)
    mark = hashlib.sha256(f"{title}\n{told}".encode()).hexdigest()[:8]
    height = pixels(sum(panel.height for panel in panels))
    look = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": str(WIDTH),
        "height": height,
        "viewBox": f"0 0 {WIDTH} {height}",
        "role": "img",
        "aria-labelledby": f"title-{mark} desc-{mark}",
        "font-family": "Helvetica, Arial, 'Liberation Sans', sans-serif",
        "fill": "#1a1a1a",
    }
    root = ElementTree.Element("svg", look)
    add(root, "title", {"id": f"title-{mark}"}, title)
    add(root, "desc", {"id": f"desc-{mark}"}, told)
    add(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    return root
