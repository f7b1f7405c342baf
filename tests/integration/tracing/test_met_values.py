"""The explanation of a trace says which values met; a hold on contact keeps them back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import at, call
from fakes import FakeConnector, says
from orders import make_hold

from jobs.reporting import ReportWriter
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator
from skiptrace.reports.explanation import explain, explanation_json
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers
from tests.laws import POLICY

LIEN = Indicator(FindingKind.LIEN, "lien of a contractor", "L-7")
CONTACT = ("OAK AVE", "555-0142")


@pytest.mark.parametrize(
    ("code", "told", "rule"),
    [("", True, ""), ("JUDGMENT", True, ""), ("FRAUD-ALERT", False, "R34")],
)
def test_contact_data_under_a_hold_is_in_no_explanation_of_an_asset(
    sqlite_desk: Desk, code: str, told: bool, rule: str
) -> None:
    order = sqlite_desk.placed()
    record = hers(addresses=(at(),), phones=(call(),), indicators=(LIEN,))
    sqlite_desk.trace([order], FakeConnector(FREE, says()), FakeConnector(PAID, says(record)))
    cards = {card.id: card for card in (FREE, PAID)}
    reports = ReportWriter(cards, POLICY, sqlite_desk.clock)
    held = replace(order, holds=(make_hold(code),) if code else ())
    case = reports.of_order(sqlite_desk.case, held)
    lien = next(f for f in case.findings if f.kind is FindingKind.LIEN)
    found = explain(case, lien.id)
    (one,) = found.records
    assert {"name", "ssn"} <= {met.kind for met in one.met} or not told
    assert bool(one.untold) is not told
    assert all(rule in words for words in one.untold)
    text = explanation_json(found).upper()
    assert "900112233" not in text and "00-11-2233" not in text
    if not told:
        assert not any(word in text for word in CONTACT)
