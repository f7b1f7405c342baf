"""The asset report as an XLSX workbook: one sheet a section, one row for each cited record."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from skiptrace.reports.content import AssetReport, Exhibit, Line, Section
from skiptrace.reports.wording import phone_words, printable, without_zero_width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | None
CELL_LIMIT = 32_767  # characters that a cell can hold in the XLSX format
_CUT = " ... [cut here; whole in the JSON]"
_LINE_COLUMNS = (
    ("Kind", 18),
    ("What is recorded", 44),
    ("Details", 44),
    ("Status", 24),
    ("Reported", 24),
    ("Match", 9),
    ("Exhibit", 8),
    ("Source", 32),
    ("Record reference", 24),
    ("Role", 16),
    ("First seen", 12),
    ("Last seen", 12),
    ("Retrieved", 12),
    ("Finding", 24),
)
_OBLIGOR = ("Obligor", 28)
_EXHIBIT_COLUMNS = (
    ("Exhibit", 8),
    ("Source", 32),
    ("Class of evidence", 20),
    ("Record reference", 24),
    ("Place in the answer", 20),
    ("Retrieved", 26),
    ("SHA-256 of the answer", 68),
    ("Match", 9),
    ("Permit", 28),
    ("Connector", 24),
)


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Format
    text: Format
    share: Format


def render_workbook(report: AssetReport) -> bytes:
    """The report as XLSX; the same report gives the same bytes.

    Text is always written as text, so a value that looks like a formula, a number or a link stays
    what the source said; only match probabilities are numbers.
    """
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": report.title,
                "author": "skiptrace",
                "created": report.prepared.astimezone(UTC).replace(tzinfo=None),
            }
        )
        _write(book, report)
    return held.getvalue()


def _write(book: Workbook, report: AssetReport) -> None:
    wrap = {"text_wrap": True, "valign": "top"}
    styles = _Styles(
        head=book.add_format({"bold": True, "bg_color": "#F1F4F7", "bottom": 2, **wrap}),
        text=book.add_format({**wrap, "num_format": "@"}),
        share=book.add_format({"num_format": "0.00%", "valign": "top"}),
    )
    cover: list[tuple[Cell, ...]] = [(field.label, field.value) for field in report.header]
    cover += [("What an asset indicator is", text) for text in report.explanation]
    _sheet(book.add_worksheet("Report"), styles, (("Field", 26), ("Value", 100)), cover)
    for section in (*report.sections, report.unconfirmed):
        rows = [*_line_rows(section), *_statement_rows(section)]
        _sheet(book.add_worksheet(_sheet_name(section)), styles, _columns(section), rows)
    _logs(book, styles, report)


def _logs(book: Workbook, styles: _Styles, report: AssetReport) -> None:
    searched = [(s.source, s.source_class, s.result, s.cost) for s in report.searched]
    columns = (("Source", 40), ("Class of evidence", 26), ("Result", 48), ("Cost (USD)", 12))
    _sheet(book.add_worksheet("Searched"), styles, columns, searched)
    missed = [(gap.source, gap.why, gap.rule) for gap in report.not_searched]
    columns_missed = (("Source", 40), ("Why", 80), ("Rule", 10))
    _sheet(book.add_worksheet("Not searched"), styles, columns_missed, missed)
    exhibits: list[tuple[Cell, ...]] = [
        (*_origin(e), e.retrieved, e.sha256, e.probability, e.permit, e.connector)
        for e in report.exhibits
    ]
    _sheet(book.add_worksheet("Exhibits"), styles, _EXHIBIT_COLUMNS, exhibits)


def _origin(exhibit: Exhibit) -> tuple[Cell, ...]:
    where = (exhibit.record_ref, exhibit.locator)
    return (exhibit.mark, exhibit.source, exhibit.source_class, *where)


def _columns(section: Section) -> tuple[tuple[str, int], ...]:
    """The columns of a section's sheet; labelled facts have each one of their own, in front."""
    facts = ((label, 28) for label in _fact_labels(section))
    is_joint = any(line.whose for line in section.lines)
    kind, what, *rest = _LINE_COLUMNS
    return (kind, what, *facts, *rest, *([_OBLIGOR] if is_joint else []))


def _fact_labels(section: Section) -> list[str]:
    return list(dict.fromkeys(fact.label for line in section.lines for fact in line.facts))


def _fact(line: Line, label: str) -> str:
    """The values of a labelled fact, several on lines of their own."""
    return "\n".join(fact.value for fact in line.facts if fact.label == label)


def _line_rows(section: Section) -> Iterable[tuple[Cell, ...]]:
    labels = _fact_labels(section)
    for line in section.lines:
        facts = (_fact(line, label) for label in labels)
        told = ("\n".join(line.details), line.status, line.reported)
        lead = (line.label, phone_words(line.value), *facts, *told)
        for c in line.citations:
            source = (c.mark, c.source, c.record_ref, c.role)
            days = (c.first_seen, c.last_seen, c.retrieved)
            yield (*lead, line.probability, *source, *days, line.finding_id, line.whose)


def _statement_rows(section: Section) -> Iterable[tuple[Cell, ...]]:
    return (("Note", statement) for statement in section.statements)


def _sheet_name(section: Section) -> str:
    return section.code.replace("_", " ").capitalize()


def _sheet(
    sheet: Worksheet,
    styles: _Styles,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[tuple[Cell, ...]],
) -> None:
    for index, (name, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, name, styles.head)
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            _write_cell(sheet, styles, (number, index), cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Worksheet, styles: _Styles, at: tuple[int, int], cell: Cell) -> None:
    if isinstance(cell, float):
        sheet.write_number(*at, cell, styles.share)
    elif cell:
        sheet.write_string(*at, _fitting(cell), styles.text)


def _fitting(text: str) -> str:
    shown = "\n".join(printable(part) for part in without_zero_width(text).split("\n"))
    return shown if len(shown) <= CELL_LIMIT else shown[: CELL_LIMIT - len(_CUT)] + _CUT
