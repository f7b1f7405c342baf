"""What was found of somebody who turns out not to owe is shown to nobody (R23)."""

from __future__ import annotations

from dataclasses import replace

from candidates import at
from fakes import FakeConnector, says

from jobs.reporting import ReportWriter
from skiptrace.model.account import ObligorRole
from skiptrace.reports.trace_report import build_trace_report
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers
from tests.laws import POLICY


def test_no_finding_of_a_non_obligor_is_shown(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed()
    found = says(hers(addresses=(at(),)))
    sqlite_desk.trace([order], FakeConnector(FREE, says()), FakeConnector(PAID, found))
    cards = {card.id: card for card in (FREE, PAID)}
    reports = ReportWriter(cards, POLICY, sqlite_desk.clock)
    owing = build_trace_report(reports.of_order(sqlite_desk.case, order))
    assert owing.contacts
    other = replace(order, role=ObligorRole.NON_OBLIGOR)
    shown = build_trace_report(reports.of_order(sqlite_desk.case, other))
    assert shown.contacts == shown.others == ()
    assert shown.withheld
    assert all("R23" in words for words in shown.withheld)
