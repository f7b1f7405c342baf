"""A disputed debt is disputed on every report of it (12 CFR 1006.18(c)(2), R17)."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

from candidates import at
from fakes import FakeConnector, says
from orders import make_hold
from rich.console import Console

from jobs.reporting import ReportWriter
from skiptrace.model.account import Hold
from skiptrace.model.order import Scope
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.content import ReportCase
from skiptrace.reports.trace_report import (
    build_trace_report,
    print_trace_report,
    trace_report_json,
)
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers
from tests.laws import POLICY

MARK = "DISPUTED (R17)"


def reported(desk: Desk, *holds: Hold) -> ReportCase:
    """What is reported of an order once its account is held so."""
    order = desk.placed()
    desk.trace(
        [order], FakeConnector(FREE, says()), FakeConnector(PAID, says(hers(addresses=(at(),))))
    )
    reports = ReportWriter({c.id: c for c in (FREE, PAID)}, POLICY, desk.clock)
    return reports.of_order(desk.case, replace(order, holds=holds))


def test_a_disputed_debt_is_marked_on_every_report(sqlite_desk: Desk) -> None:
    case = reported(sqlite_desk, make_hold("DISP-OTHER"))
    report = build_trace_report(case)
    held = StringIO()
    print_trace_report(report, Console(file=held, width=200, color_system=None))
    assert MARK in held.getvalue()
    assert MARK in trace_report_json(report)
    assets = replace(case, order=replace(case.order, scope=Scope.ASSETS, matter="26-CV-1"))
    header = {field.label: field.value for field in build_asset_report(assets).header}
    assert header["Marks"] == MARK


def test_a_debt_that_nobody_disputes_bears_no_mark(sqlite_desk: Desk) -> None:
    case = reported(sqlite_desk, make_hold("JUDGMENT"))
    assert build_trace_report(case).marks == ()
    assert "Marks" not in {field.label for field in build_asset_report(case).header}
