"""What keeps assets from the reader keeps a business's agent and officers from them too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from candidates import ELM, OAK, at, make_record
from fakes import FakeConnector, says
from orders import SUBJECT

from jobs.reporting import ReportWriter
from skiptrace.model.account import Hold, ObligorRole
from skiptrace.model.kinds import REGISTER_KINDS
from skiptrace.model.registration import RegisteredParty, Registration, Standing
from skiptrace.model.subject import EntityKind, KnownContact
from skiptrace.reports.trace_report import TraceReport, build_trace_report
from tests.integration.tracing.conftest import FREE, Desk, entry_of
from tests.laws import POLICY

FIRM = "Holloway Roofing LLC"
ENTRY = Registration(
    "L-77", FIRM, "active", Standing.ACTIVE,
    agent=RegisteredParty("FILE INC", "registered agent", ELM),
    officers=(RegisteredParty("BO LEE", "MGR"),),
)  # fmt: skip
CARD = replace(FREE, requires=(frozenset({"organization"}),))


@pytest.fixture
def shown(sqlite_desk: Desk) -> Callable[..., TraceReport]:
    """The trace report of an LLC that a register knows, with these changes to its order."""
    subject = replace(
        SUBJECT, id="", kind=EntityKind.ORGANIZATION, names=(), organization=FIRM, dob=None,
        ssn="", addresses=(KnownContact(OAK),),
    )  # fmt: skip
    record = make_record(
        FREE.id, kind=EntityKind.ORGANIZATION, organization=FIRM, names=(), dob=None,
        addresses=(at(OAK, role="principal"),), registration=ENTRY,
    )  # fmt: skip
    order = sqlite_desk.placed(entry_of(subject=subject))
    sqlite_desk.trace([order], FakeConnector(CARD, says(record)))
    reports = ReportWriter({CARD.id: CARD}, POLICY, sqlite_desk.clock)

    def report(**changes: object) -> TraceReport:
        case = reports.of_order(sqlite_desk.case, replace(order, **changes))
        return build_trace_report(case)

    return report


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, ""),
        ({"role": ObligorRole.NON_OBLIGOR}, "R23"),
        ({"holds": (Hold("", "BK13-OPEN", date(2026, 1, 1), "court"),)}, "R"),
    ],
    ids=["nothing", "it does not owe", "it is bankrupt"],
)
def test_an_entry_is_withheld_by_what_withholds_assets(
    shown: Callable[..., TraceReport], changes: dict[str, object], rule: str
) -> None:
    report = shown(**changes)
    kinds = {finding.kind for finding in report.registered}
    assert kinds == (set() if rule else REGISTER_KINDS)
    assert bool(report.withheld) == bool(rule)
    assert all(rule in words for words in report.withheld)
