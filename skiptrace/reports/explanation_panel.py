"""One waterfall: a heading, probabilities on top, a bar for each step, bits below, a legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from skiptrace.reports.explanation_axis import Axis, axis_over
from skiptrace.reports.explanation_drawing import Element, Look, add, add_box, add_line, add_text
from skiptrace.reports.explanation_steps import PRIOR, Step, Steps, chance, probability_of, written
from skiptrace.reports.explanation_text import fitted
from skiptrace.reports.wording import printable

WIDTH = 800

_LEFT, _PLOT, _PLOT_END, _RIGHT = 20.0, 352.0, 708.0, 780.0
_WORDS = _PLOT - _LEFT - 12
_LINE, _BAR, _GAP = 16.0, 14.0, 10.0
_HEAD, _FOOT = 92.0, 78.0
_TEXT, _LINES = 13.0, 3

_INK, _SOFT, _FAINT, _BAND = "#1a1a1a", "#595959", "#b3b3b3", "#f4f6f8"
_COLOURS = {"prior": "#8c8c8c", "for": "#0072b2", "against": "#d55e00", "final": _INK}
"""Blue and vermilion of Okabe and Ito's palette, which colour-blind readers tell apart."""

_LEGEND = (
    ("prior", "prior: where it starts"),
    ("for", "+ speaks for the match"),
    ("against", "\N{MINUS SIGN} speaks against the match"),
    ("final", "where it ends"),
)

_NOTE: Look = {"font-size": "11", "fill": _SOFT}
_CENTRED: Look = {**_NOTE, "text-anchor": "middle"}
_FLUSH: Look = {"text-anchor": "end"}


@dataclass(frozen=True, slots=True)
class Row:
    """A bar between two weights in bits, what stands beside it, and the whole in a sentence.

    `kind` is prior, for, against or final.
    """

    lines: tuple[str, ...]
    number: str
    start: float
    end: float
    kind: str
    full: str

    @property
    def height(self) -> float:
        """Pixels."""
        return _LINE * len(self.lines) + _GAP


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart, laid out; `told` is the chart in sentences."""

    title: str
    verdict: str
    rows: tuple[Row, ...]
    axis: Axis

    @classmethod
    def of(cls, title: str, told: Steps, veto: str) -> Panel:
        """The chart of the steps, with a bar for each and one for their sum."""
        rows = tuple(_rows(told))
        likely = chance(probability_of(told.total))
        verdict = f"final weight {rows[-1].number} bits, probability {likely}"
        if veto:
            verdict += f", forbidden: {printable(veto)}"
        ends = [edge for row in rows for edge in (row.start, row.end)]
        return cls(printable(title), verdict, rows, axis_over(ends, _PLOT, _PLOT_END))

    @property
    def told(self) -> str:
        """Everything that the chart shows."""
        bars = " ".join(f"{row.full}." for row in self.rows[:-1])
        return f"{self.title}. Weights in bits, log2 of the odds. {bars} Sum: {self.verdict}."

    @property
    def height(self) -> float:
        """Pixels."""
        return self._bottom + _FOOT

    @property
    def _bottom(self) -> float:
        return _HEAD + sum(row.height for row in self.rows)

    def draw(self, group: Element) -> None:
        """Add the chart to a group whose origin is the chart's upper left corner."""
        bold: Look = {"font-size": "17", "font-weight": "bold"}
        for line in fitted(self.title, 18, _RIGHT - _LEFT, 1):
            add_text(group, line, (_LEFT, 30), bold)
        for line in fitted(self.verdict, _TEXT, _RIGHT - _LEFT, 1):
            add_text(group, line, (_LEFT, 51), {"font-size": f"{_TEXT:g}", "fill": _SOFT})
        middles = list(self._middles())
        for row, middle in list(zip(self.rows, middles, strict=True))[1::2]:
            corner = (_LEFT - 8, middle - row.height / 2)
            add_box(group, corner, (_RIGHT - _LEFT + 16, row.height), {"fill": _BAND})
        self._draw_probabilities(group)
        self._draw_bits(group)
        for (row, middle), (_, below) in pairwise(zip(self.rows, middles, strict=True)):
            x = self.axis.x(row.end)
            ends = ((x, middle + _BAR / 2), (x, below - _BAR / 2))
            add_line(group, *ends, {"stroke": _SOFT, "class": "link"})
        for row, middle in zip(self.rows, middles, strict=True):
            _draw_row(group, row, middle, self.axis)
        _draw_legend(group, self._bottom + 56)

    def _middles(self) -> Iterator[float]:
        top = _HEAD
        for row in self.rows:
            yield top + row.height / 2
            top += row.height

    def _draw_probabilities(self, group: Element) -> None:
        """What the weights mean, on top, each with a dashed line through the plot."""
        top, bottom = _HEAD - 6, self._bottom
        add_text(group, "probability", (_LEFT, top - 7), _NOTE)
        add_text(group, "bits", (_RIGHT, top - 7), {**_NOTE, **_FLUSH})
        for mark in self.axis.probabilities(11):
            x = self.axis.x(mark.bits)
            even = mark.bits == 0
            look = {"stroke": _SOFT} if even else {"stroke": _FAINT, "stroke-dasharray": "3 3"}
            add_line(group, (x, top), (x, bottom), look)
            add_text(group, mark.text, (x, top - 7), {**_CENTRED, "class": "probability"})

    def _draw_bits(self, group: Element) -> None:
        """The axis below, with round weights."""
        y = self._bottom
        add_line(group, (_PLOT, y), (_PLOT_END, y), {"stroke": _SOFT})
        add_text(group, "weight in bits: one more doubles the odds", (_LEFT, y + 18), _NOTE)
        for mark in self.axis.ticks():
            x = self.axis.x(mark.bits)
            add_line(group, (x, y), (x, y + 5), {"stroke": _SOFT})
            add_text(group, mark.text, (x, y + 18), {**_CENTRED, "class": "tick"})


def _rows(told: Steps) -> Iterator[Row]:
    """A row for each step and one for the final weight."""
    numbers = written(told, 2)
    before = 0.0
    for step, number, after in zip(told.steps, numbers.weights, told.sums, strict=True):
        yield _row(_said(step), number, (before, float(after)), _kind(step))
        before = float(after)
    final = f"final weight: probability {chance(probability_of(told.total))}"
    yield _row(final, numbers.sums[-1] if numbers.sums else "+0.00", (0.0, before), "final")


def _row(words: str, number: str, span: tuple[float, float], kind: str) -> Row:
    words, number = printable(words), number.replace("-", "\N{MINUS SIGN}")
    lines = fitted(words, _TEXT, _WORDS, _LINES) or ("",)
    return Row(lines, number, *span, kind, f"{words}: {number} bits")


def _said(step: Step) -> str:
    if step.name == PRIOR:
        return f"prior: {step.words}"
    return step.words or step.label


def _kind(step: Step) -> str:
    if step.name == PRIOR:
        return "prior"
    return "for" if step.weight >= 0 else "against"


def _draw_row(group: Element, row: Row, middle: float, axis: Axis) -> None:
    bar = add(group, "g", {"class": "row"})
    add(bar, "title", {}, row.full)
    look: Look = {"font-size": f"{_TEXT:g}"}
    if row.kind == "final":
        look["font-weight"] = "bold"
    base = middle + _TEXT * 0.35
    first = base - (len(row.lines) - 1) * _LINE / 2
    for number, line in enumerate(row.lines):
        add_text(bar, line, (_LEFT, first + number * _LINE), look)
    low, high = sorted((axis.x(row.start), axis.x(row.end)))
    filled = {"fill": _COLOURS[row.kind], "class": f"bar {row.kind}"}
    add_box(bar, (low, middle - _BAR / 2), (high - low, _BAR), filled)
    add_text(bar, row.number, (_RIGHT, base), {**look, **_FLUSH, "class": "weight"})


def _draw_legend(group: Element, y: float) -> None:
    for number, (kind, said) in enumerate(_LEGEND):
        x = _LEFT + 200 * number
        add_box(group, (x, y - 10), (11, 11), {"fill": _COLOURS[kind]})
        add_text(group, said, (x + 17, y), {"font-size": "12", "fill": _SOFT})
