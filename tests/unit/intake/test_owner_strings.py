"""Hundreds of debtor names: none of a wrong kind, none lost."""

from __future__ import annotations

import pytest

from skiptrace.intake.fields.parties import NameKind, read_whole_name
from skiptrace.intake.problem import Wrong
from tests.unit.intake import owner_strings as names

PERSON, COMPANY = NameKind.PERSON, NameKind.ORGANIZATION
KINDS = {
    "people": (names.PEOPLE, (PERSON,)),
    "businesses": (names.BUSINESSES, (COMPANY,)),
    "couples": (names.COUPLES, (PERSON, PERSON)),
    "estates": (names.ESTATES, (NameKind.ESTATE,)),
    "trusts": (names.TRUSTS, (NameKind.TRUST,)),
}


def read(text: str) -> tuple[NameKind, ...]:
    found = read_whole_name(text)
    return () if isinstance(found, Wrong) else tuple(one.kind for one in found)


@pytest.mark.parametrize("what", KINDS)
def test_none_is_of_a_wrong_kind(what: str) -> None:
    texts, expected = KINDS[what]
    lines = texts.strip().splitlines()
    assert len(lines) > 10
    assert {line: kinds for line in lines if (kinds := read(line)) != expected} == {}


def test_there_are_five_hundred() -> None:
    everything = (*(texts for texts, _ in KINDS.values()), names.WAITING)
    assert sum(len(texts.strip().splitlines()) for texts in everything) > 500


def test_what_nobody_can_tell_waits_for_a_person() -> None:
    for line in names.WAITING.strip().splitlines():
        assert read(line) in ((), (NameKind.UNSETTLED,)), line


@pytest.mark.parametrize("text", ["MR & MRS JOHN SMITH", "Mr. and Mrs. John Smith"])
def test_whom_nobody_names_is_said(text: str) -> None:
    (one,) = read_whole_name(text)
    assert one.kind is PERSON
    assert one.left_out == ("a husband or wife beside the debtor (MR & MRS) whom nobody names",)
