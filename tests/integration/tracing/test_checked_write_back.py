"""What a checked contact leaves the house with, and what does not leave as good."""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import at, call
from fakes import FakeChecker, FakeConnector, says

from jobs.write_back import ContactReader
from skiptrace.model.contact_check import (
    Checked,
    CheckedAddress,
    CheckedPhone,
    Delivery,
    Line,
)
from skiptrace.model.record import Reported
from skiptrace.writeback.contacts import WriteBackPlan
from skiptrace.writeback.plan import plan
from tests.integration.tracing.conftest import PAID, Desk, hers
from tests.integration.tracing.test_checking import LOOKUP, NUMBER, POSTAL
from tests.laws import POLICY

FAR = replace(at().value, line="9 OAK AVE", original="9 OAK AVE, LARKSPUR, TX 75001")


def planned(
    desk: Desk, phone: Reported[str], number: CheckedPhone | None, place: CheckedAddress | None
) -> WriteBackPlan:
    """The write-back after a trace that found a number and an address, and checked both."""
    facts: tuple[dict[str, Checked], dict[str, Checked]] = ({}, {})
    if number is not None:
        facts[0][NUMBER] = number
    if place is not None:
        facts[1]["9 OAK AVE"] = place
    desk.checkers = (FakeChecker(LOOKUP, facts[0]), FakeChecker(POSTAL, facts[1]))
    record = hers(phones=(phone,), addresses=(replace(at(), value=FAR),))
    desk.trace([desk.placed()], FakeConnector(PAID, says(record)))
    reader = ContactReader(desk.case, POLICY, desk.clock().date())
    return plan(reader.contacts(), 0.9)


MOBILE = CheckedPhone(line=Line.WIRELESS, word="mobile")
LAND = CheckedPhone(line=Line.LANDLINE)


@pytest.mark.parametrize(
    ("word", "said", "line", "dialled"),
    [
        ("", None, "line unknown: as wireless", False),
        ("landline", None, "line landline", True),
        ("landline", MOBILE, "line wireless", False),
        ("wireless connected", LAND, "line landline", True),
        ("", CheckedPhone(word="personal"), "line unknown: as wireless", False),
    ],
)
def test_the_checked_line_binds_and_not_the_one_that_a_source_names_beside(
    desk: Desk, word: str, said: CheckedPhone | None, line: str, dialled: bool
) -> None:
    """A mobile needs consent for dialers (R24); a line that nobody knows counts as one."""
    made = planned(desk, call("2145550177", role=word), said, None)
    [change] = [c for c in made.changes if c.fact == "phone"]
    assert line in change.limits
    assert ("no dialled calls (R24)" in change.limits) is not dialled
    told = [words for words in change.limits if words.startswith("checked: ")]
    assert len(told) == 1 and "on 2026-11-22 by lookup" in told[0]


@pytest.mark.parametrize(
    ("number", "place", "left"),
    [
        (None, CheckedAddress(delivery=Delivery.CONFIRMED), {}),
        (None, CheckedAddress(delivery=Delivery.SECONDARY_MISSING, no_stat=True), {}),
        (
            None,
            CheckedAddress(delivery=Delivery.NOT_CONFIRMED),
            {"address": "found, and of no use: not deliverable, checked on 2026-11-22 by postal"},
        ),
        (
            None,
            CheckedAddress(delivery=Delivery.CONFIRMED, vacant=True),
            {"address": "deliverable; vacant, checked on 2026-11-22 by postal"},
        ),
        (
            CheckedPhone(in_service=False),
            None,
            {"phone": "not in service, checked on 2026-11-22 by lookup"},
        ),
    ],
)
def test_a_contact_that_reaches_nobody_is_left_out_with_its_reason(
    desk: Desk,
    number: CheckedPhone | None,
    place: CheckedAddress | None,
    left: dict[str, str],
) -> None:
    made = planned(desk, call("2145550177"), number, place)
    reasons = {one.fact: one.reason for one in made.left_out}
    assert reasons.keys() == left.keys()
    assert all(words in reasons[fact] for fact, words in left.items())
    assert {c.fact for c in made.changes} == {"address", "phone"} - left.keys()
