"""Writes an asset report as PDF and workbook."""

from __future__ import annotations

from pathlib import Path

from skiptrace.cli.private import write_private
from skiptrace.reports.content import AssetReport
from skiptrace.reports.pdf import render_pdf
from skiptrace.reports.workbook import render_workbook


def write_report(report: AssetReport, pdf: Path | None, xlsx: Path | None) -> list[Path]:
    """Write the report to the files that were asked for, mode 0600; which ones."""
    if pdf is not None:
        write_private(pdf, render_pdf(report))
    if xlsx is not None:
        write_private(xlsx, render_workbook(report))
    return [path for path in (pdf, xlsx) if path is not None]
