"""A finding that a later trace refutes falls; one that it merely did not see again stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import at
from fakes import FakeConnector, fails, says
from orders import SUBJECT

from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import FindingStatus
from skiptrace.model.waterfall import Outcome
from tests.integration.tracing.conftest import FREE, Desk, entry_of, hers


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ("her record, which her new birth date contradicts", FindingStatus.SUPERSEDED),
        ("nothing", FindingStatus.VERIFIED),
        ("a failure", FindingStatus.VERIFIED),
    ],
)
def test_only_what_came_again_and_was_rejected_falls(
    desk: Desk, second: str, status: FindingStatus
) -> None:
    record = hers(addresses=(at(role="residence"),))
    first = desk.placed()
    desk.trace([first], FakeConnector(FREE, says(record)))
    with desk.case.read() as tx:
        [before] = desk.case.findings.current(tx, first.account.id)
    assert before.status is FindingStatus.VERIFIED

    subject = replace(SUBJECT, id="", dob=PartialDate(1951, 2, 3), ssn="900998877")
    changed = desk.taken_in(entry_of(subject=subject))
    again = replace(
        first, id="order-again", subject=changed.subject, as_of=first.as_of.replace(day=23)
    )
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [again])
    script = {
        "nothing": says(),
        "a failure": fails(Outcome.FAILED, "SourceUnavailable: down"),
    }.get(second, says(record))
    desk.trace([again], FakeConnector(FREE, script))
    with desk.case.read() as tx:
        [after] = desk.case.findings.current(tx, first.account.id)
    assert after.status is status
