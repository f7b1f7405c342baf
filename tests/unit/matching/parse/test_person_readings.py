"""Name fields of every kind in a table beside this file: rolls, tax bills, licences, exports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matching.parse.party.read import NameOrder, PartyKind, read_parties
from matching.parse.text import mended
from tests.tables import each

TABLE = Path(__file__).parent / "person_readings.tsv"


def _cases() -> Iterator[list[str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@each("case", [*_cases()])
def test_a_field_is_read(case: list[str]) -> None:
    kind, text, *parts = case
    first = read_parties(text, NameOrder.UNKNOWN)[0]
    name = first.name
    assert [first.kind.value, name.given, name.middle, name.surname, name.generation] == [
        kind, *parts, *[""] * (4 - len(parts)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("SMITH JOHN & MARY HW", ["JOHN SMITH owner", "MARY SMITH owner"]),
        ("SMITH JOHN & WF MARY", ["JOHN SMITH owner", "MARY SMITH owner"]),
        ("SMITH JOHN ETUX MARY JANE", ["JOHN SMITH owner", "MARY JANE SMITH owner"]),
        ("SMITH JOHN A/MARY B", ["JOHN A SMITH owner", "MARY B SMITH owner"]),
        ("JOHN/MARY SMITH", ["JOHN SMITH owner", "MARY SMITH owner"]),
        ("SMITH JOHN TR & MARY B TR", ["JOHN SMITH trustee", "MARY B SMITH trustee"]),
        ("SMITH JOHN ITF MARY SMITH", ["JOHN SMITH trustee", "MARY SMITH beneficiary"]),
        ("HOLT BANK NA TRUSTEE & JOHN ROE TRUSTEE", [" trustee", "JOHN ROE trustee"]),
        ("SMITH JOHN TRUSTEE & HIS SUCCESSORS", ["JOHN SMITH trustee"]),
    ],
)
def test_everybody_of_a_tax_bill_is_read(text: str, people: list[str]) -> None:
    found = read_parties(text, NameOrder.UNKNOWN)
    assert [f"{party.name.full} {party.role.value}" for party in found] == people


@pytest.mark.parametrize(
    "text",
    [
        "CURRENT TAXPAYER", "Taxpayer of Record", "CURRENT RESIDENT", "Resident or Current Owner",
        "Resident, Current", "UNKNOWN OWNER", "OWNER UNKNOWN", "UNKNOWN OWNER(S)", "Occupant/Owner",
        "OWNER OF RECORD", "Dear Neighbor", "Box Holder", "ANY AND ALL OCCUPANTS", "Occupant Apt 4",
        "Unknown, Unknown", "REPUTED OWNER", "CURRENT HOUSEHOLD",
    ],
)  # fmt: skip
def test_whoever_lives_or_pays_there_is_nobody_by_name(text: str) -> None:
    parties = read_parties(text, NameOrder.UNKNOWN)
    assert {party.kind for party in parties} == {PartyKind.OCCUPANT}
    assert not any(party.name.given or party.name.surname for party in parties)


@pytest.mark.parametrize(
    "text",
    [
        "NAME WITHHELD", "CONFIDENTIAL", "OWNER NAME NOT AVAILABLE", "NOT ON FILE", "No Owner",
        "N/A N/A", "NONE NONE", "XXXX", "Same as above", "TBD", "VACANT LAND", "Estate", "FNU LNU",
        "To whom it may concern",
    ],
)  # fmt: skip
def test_a_placeholder_names_nobody(text: str) -> None:
    assert read_parties(text, NameOrder.UNKNOWN) == ()


@pytest.mark.parametrize("text", ["John Owner", "Ann Tenant", "Holder", "Nan Land", "Ann None"])
def test_a_person_whose_name_is_such_a_word_is_named(text: str) -> None:
    (party,) = read_parties(text, NameOrder.UNKNOWN)
    assert party.kind is PartyKind.PERSON
    assert party.name.full == text


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ('Barbara "Bobbie" Loy (Cox)', "Cox"),
        ("LOY BARBARA (VAN DYKE)", "VAN DYKE"),
        ("Mary (Jones) Loy", "Jones"),
        ("Orrice Murdock (Abe)", ""),
        ("John Loy (Jr)", ""),
        ("John Loy (Ret)", ""),
    ],
)
def test_a_surname_in_brackets_is_kept(text: str, surname: str) -> None:
    (party,) = read_parties(text, NameOrder.UNKNOWN)
    assert party.bracketed == surname


def test_a_stated_maiden_name_is_the_former_surname() -> None:
    (party,) = read_parties("Mary Loy (maiden name Cox)", NameOrder.UNKNOWN)
    assert (party.name.full, party.former) == ("Mary Loy", "Cox")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("D&#x27;Angelo", "D'Angelo"),
        ("D&amp;#39;Angelo", "D'Angelo"),
        ("Quill &amp; Feather", "Quill & Feather"),
        ("D\x92Angelo \x96 Roe", "D'Angelo - Roe"),
        ("D\u00e2\u20ac\u2122Angelo", "D'Angelo"),
        ("Mu\u00c3\u00b1oz", "Muñoz"),
        ("Muñoz Â Ã", "Muñoz Â Ã"),
        ("AT&T; Roe", "AT&T; Roe"),
        ("&#999999999; &bogus;", "&#999999999; &bogus;"),
    ],
)
def test_a_damaged_text_is_mended(text: str, whole: str) -> None:
    assert mended(text) == whole
