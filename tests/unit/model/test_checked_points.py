"""What stands of a contact point when several sources checked it, and what they make of it."""

from __future__ import annotations

from datetime import UTC, datetime

from skiptrace.model.contact_check import (
    Checked,
    CheckedAddress,
    CheckedPhone,
    CheckedPoints,
    ContactCheck,
    Delivery,
    Line,
)
from skiptrace.model.kinds import FindingKind
from tests.tables import each

NUMBER = "+12395550101"
MOBILE, LAND = CheckedPhone(line=Line.WIRELESS), CheckedPhone(line=Line.LANDLINE)
SILENT = CheckedPhone(word="personal")


def check(source: str, day: int, said: Checked | None, key: str = NUMBER) -> ContactCheck:
    kind = said.kind if said is not None else FindingKind.PHONE
    at = datetime(2026, 11, day, tzinfo=UTC)
    named = (f"{source}{day}", "acc", "ord", kind, key, source, "1", at, "inq", "permit")
    return ContactCheck(*named, said)


def points(*checks: ContactCheck) -> CheckedPoints:
    return CheckedPoints(checks)


@each(
    ("checks", "lines"),
    [
        ((), set()),
        ((check("a", 1, MOBILE),), {Line.WIRELESS}),
        ((check("a", 1, SILENT),), set()),
        ((check("a", 1, None),), set()),
        ((check("a", 1, MOBILE), check("b", 2, SILENT)), {Line.WIRELESS}),
        ((check("a", 1, MOBILE), check("b", 2, LAND)), {Line.WIRELESS, Line.LANDLINE}),
        ((check("a", 1, MOBILE), check("a", 2, LAND)), {Line.LANDLINE}),
        ((check("a", 2, LAND), check("a", 1, MOBILE)), {Line.LANDLINE}),
        ((check("a", 1, MOBILE, "+12395550102"),), set()),
    ],
)
def test_the_last_word_of_each_source_says_the_line(
    checks: tuple[ContactCheck, ...], lines: set[Line]
) -> None:
    assert points(*checks).lines(NUMBER) == lines


@each(
    ("said", "trouble"),
    [
        (CheckedAddress(delivery=Delivery.CONFIRMED), ""),
        (CheckedAddress(delivery=Delivery.SECONDARY_MISSING), ""),
        (CheckedAddress(delivery=Delivery.NOT_CONFIRMED), "not deliverable"),
        (CheckedAddress(delivery=Delivery.CONFIRMED, vacant=True), "vacant"),
        (CheckedAddress(no_stat=True, cmra=True), ""),
        (CheckedAddress(), ""),
        (CheckedPhone(in_service=True, assigned=True), ""),
        (CheckedPhone(in_service=False), "not in service"),
        (CheckedPhone(assigned=False), "in a block that no carrier holds"),
        (CheckedPhone(activity=0), ""),
    ],
)
def test_only_what_a_source_says_is_trouble(said: Checked, trouble: str) -> None:
    assert said.trouble == trouble
    found = points(check("a", 1, said)).trouble(said.kind, NUMBER)
    assert (found is not None) is bool(trouble)


def test_one_source_is_enough_until_it_says_otherwise() -> None:
    gone, back = CheckedPhone(in_service=False), CheckedPhone(in_service=True)
    kind = FindingKind.PHONE
    assert points(check("a", 1, gone), check("b", 2, back)).trouble(kind, NUMBER) is not None
    assert points(check("a", 1, gone), check("a", 2, back)).trouble(kind, NUMBER) is None
