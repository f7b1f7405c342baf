"""Social security numbers: which could be issued, what is masked, and how two relate."""

from __future__ import annotations

import pytest

from matching.parse.identifier.read import (
    SsnRelation,
    SsnStatus,
    is_one_digit_off,
    read_ssn,
    relate_ssn,
    ssn_status,
)
from tests.tables import each

NEVER, ITIN, EMPTY = SsnStatus.NEVER_ISSUED, SsnStatus.ITIN, SsnStatus.EMPTY
PLACEHOLDER, MALFORMED = SsnStatus.PLACEHOLDER, SsnStatus.MALFORMED

STATUSES = [
    ("123-45-6780", SsnStatus.ISSUABLE),
    ("123 45 6780", SsnStatus.ISSUABLE),
    ("123456780", SsnStatus.ISSUABLE),
    ("123.45.6780", SsnStatus.ISSUABLE),
    ("123\u201345\u20136780", SsnStatus.ISSUABLE),
    ("SSN: 123-45-6780", SsnStatus.ISSUABLE),
    ("'123456780", SsnStatus.ISSUABLE),
    ("123456780.0", SsnStatus.ISSUABLE),
    ("\uff11\uff12\uff13456780", SsnStatus.ISSUABLE),
    ("734-01-0001", SsnStatus.ISSUABLE),
    ("000-12-3456", NEVER),
    ("666-12-3456", NEVER),
    ("123-00-4567", NEVER),
    ("123-45-0000", NEVER),
    ("900-12-3456", NEVER),
    ("987-64-4321", ITIN),
    ("987-65-4321", SsnStatus.ADVERTISED),
    ("457-55-5462", SsnStatus.ADVERTISED),
    ("123-12-1234", PLACEHOLDER),
    ("999-49-1234", NEVER),
    ("999-50-1234", ITIN),
    ("999-65-1234", ITIN),
    ("999-66-1234", NEVER),
    ("999-69-1234", NEVER),
    ("999-70-1234", ITIN),
    ("999-88-1234", ITIN),
    ("999-89-1234", NEVER),
    ("999-92-1234", ITIN),
    ("999-93-1234", SsnStatus.ATIN),
    ("999-94-1234", ITIN),
    ("999-99-1234", ITIN),
    ("078-05-1120", SsnStatus.ADVERTISED),
    ("219-09-9999", SsnStatus.ADVERTISED),
    ("000-00-0000", PLACEHOLDER),
    ("111-11-1111", PLACEHOLDER),
    ("999999999", PLACEHOLDER),
    ("123-45-6789", PLACEHOLDER),
    ("012-34-5678", PLACEHOLDER),
    ("0000", PLACEHOLDER),
    ("XXX-XX-0000", PLACEHOLDER),
    ("1234", SsnStatus.MASKED),
    ("XXX-XX-1234", SsnStatus.MASKED),
    ("***-**-1234", SsnStatus.MASKED),
    ("xxxxx1234", SsnStatus.MASKED),
    ("\u2022\u2022\u2022-\u2022\u2022-1234", SsnStatus.MASKED),
    ("last 4: 1234", SsnStatus.MASKED),
    ("12-3456789", SsnStatus.EMPLOYER),
    ("12345", SsnStatus.WRONG_LENGTH),
    ("12345678", SsnStatus.WRONG_LENGTH),
    ("1234567801", SsnStatus.WRONG_LENGTH),
    ("123-45-XXXX", MALFORMED),
    ("123-45-678O", MALFORMED),
    ("XX1234", MALFORMED),
    ("9" * 100, MALFORMED),
    ("", EMPTY),
    ("  ", EMPTY),
    ("XXX-XX-XXXX", EMPTY),
    ("refused", EMPTY),
    ("SSN:", EMPTY),
]


@each(("text", "status"), STATUSES)
def test_a_field_has_its_status(text: str, status: SsnStatus) -> None:
    assert ssn_status(text) is status


def test_every_status_is_reached() -> None:
    assert {status for _, status in STATUSES} == set(SsnStatus)


@each(("text", "status"), STATUSES)
def test_only_numbers_that_name_somebody_are_read(text: str, status: SsnStatus) -> None:
    found = read_ssn(text)
    if status is SsnStatus.MASKED:
        assert found is not None
        assert (found.full, found.last4, found.issuable) == ("", "1234", True)
    elif status in (SsnStatus.ISSUABLE, NEVER, ITIN, SsnStatus.ATIN):
        assert found is not None
        assert len(found.full) == 9
        assert found.last4 == found.full[5:]
        assert found.issuable is (status is SsnStatus.ISSUABLE)
    else:
        assert found is None


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("900-12-3456", "900123456", SsnRelation.SAME),
        ("900-12-3456", "XXX-XX-3456", SsnRelation.SAME_LAST4),
        ("3456", "XXX-XX-3456", SsnRelation.SAME_LAST4),
        ("900-12-3456", "900-12-3465", SsnRelation.TRANSPOSED),
        ("900-12-3456", "901-02-3456", SsnRelation.TRANSPOSED),
        ("900-12-3456", "900-12-3457", SsnRelation.ONE_DIGIT),
        ("900-12-3456", "3465", SsnRelation.TRANSPOSED),
        ("900-12-3456", "3457", SsnRelation.ONE_DIGIT),
        ("900-12-3456", "900-12-5436", SsnRelation.DIFFERENT),
        ("900-12-3456", "900-21-3465", SsnRelation.DIFFERENT),
        ("900-12-3456", "999-99-9999", SsnRelation.NO_DATA),
        ("", "900-12-3456", SsnRelation.NO_DATA),
    ],
)
def test_two_numbers_relate(a: str, b: str, relation: SsnRelation) -> None:
    assert relate_ssn(read_ssn(a), read_ssn(b)) is relation
    assert relate_ssn(read_ssn(b), read_ssn(a)) is relation


@pytest.mark.parametrize(
    ("a", "b", "off"),
    [
        ("1234", "1243", True),
        ("1234", "1235", True),
        ("1234", "4231", False),
        ("1234", "123", False),
        ("1234", "1234", False),
        ("", "", False),
    ],
)
def test_one_slip_apart(a: str, b: str, off: bool) -> None:
    assert is_one_digit_off(a, b) is off


def test_a_number_never_shows_itself() -> None:
    assert "6780" not in repr(read_ssn("123-45-6780"))
