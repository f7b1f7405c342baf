"""Fields that hold more than a name: the kind and role of every party."""

from __future__ import annotations

import pytest

from matching.parse.organization.read import read_organization
from matching.parse.party.read import NameOrder, PartyKind, read_names, read_parties
from tests.tables import each

UNKNOWN = NameOrder.UNKNOWN
FIELDS = [
    ("Ann Roe c/o Dan Wolfe", ["Ann Roe person owner", "Dan Wolfe person care_of"]),
    ("ROE ANN % DAN WOLFE", ["ANN ROE person owner", "DAN WOLFE person care_of"]),
    ("Ann Roe c/o Holt Bank NA", ["Ann Roe person owner", "Holt Bank NA organization care_of"]),
    ("Ann Roe DBA Thorne Tree", ["Ann Roe person owner", "Thorne Tree organization trade_name"]),
    ("Ann Roe aka Annie Roe", ["Ann Roe person owner", "Annie Roe person alias"]),
    ("Ann Roe fka Ann Lund", ["Ann Roe person owner", "Ann Lund person former"]),
    ("Estate of Ann Roe", ["Ann Roe estate owner"]),
    ("ROE ANN EST OF", ["ANN ROE estate owner"]),
    ("Ann Roe, Dec'd", ["Ann Roe estate owner"]),
    ("Unknown heirs of Ann Roe", ["Ann Roe estate owner"]),
    ("Roe Family Trust", ["Roe trust owner"]),
    ("ROE ANN & DAN TRS", ["ANN ROE person trustee", "DAN ROE person trustee"]),
    (
        "Ann Roe, Trustee of the Roe Family Trust",
        ["Ann Roe person trustee", "Roe trust owner"],
    ),
    (
        "Ann Roe, Executor of the Estate of Dan Roe",
        ["Ann Roe person representative", "Dan Roe estate owner"],
    ),
    ("ROE ANN CUST DAN ROE UTMA/TX", ["ANN ROE person custodian", "DAN ROE person owner"]),
    ("Ann Roe, guardian of Dan Roe", ["Ann Roe person guardian", "Dan Roe person owner"]),
    ("Ann Roe POA for Dan Roe", ["Ann Roe person attorney", "Dan Roe person owner"]),
    (
        "Holt Bank as Trustee for Ann Roe",
        ["Holt Bank organization trustee", "Ann Roe person benef"],
    ),
    ("Unknown Spouse of Ann Roe", ["Ann Roe occupant owner"]),
    ("Current Resident", ["Current Resident occupant owner"]),
    ("Ann Roe or Occupant", ["Ann Roe person owner", "Occupant occupant owner"]),
    ("Granite Peak LLC", ["Granite Peak LLC organization owner"]),
    ("Smith & Daughters Plumbing", ["Smith & Daughters Plumbing organization owner"]),
    ("Frank Church", ["Frank Church person owner"]),
    ("John Michael Glass", ["John Michael Glass person owner"]),
    ("Ngo Thi Hoa", ["Hoa Thi Ngo person owner"]),
    ("First Baptist Church", ["First Baptist Church organization owner"]),
    ("John Minor", ["John Minor person owner"]),
    ("SMITH, TOD", ["TOD SMITH person owner"]),
    ("王伟", ["王伟 unreadable owner"]),
    ("A" * 601, [" unreadable owner"]),
    ("N/A", []),
    ("😀 \x00 & ,", []),
]


@each(("text", "parties"), FIELDS)
def test_every_party_has_a_kind_and_a_role(text: str, parties: list[str]) -> None:
    found = read_parties(text, UNKNOWN)
    told = [f"{p.name.full or p.name.original} {p.kind.value} {p.role.value[:14]}" for p in found]
    assert [line.replace("beneficiary", "benef") for line in told] == parties


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("SMITH JOHN A & MARY B", ["JOHN A SMITH", "MARY B SMITH"]),
        ("SMITH JOHN & JONES MARY B ETAL", ["JOHN SMITH", "MARY B JONES"]),
        ("John and Mary Smith", ["John Smith", "Mary Smith"]),
        ("John Smith & Mary", ["John Smith", "Mary Smith"]),
        ("John, Mary and Sue Smith", ["John Smith", "Mary Smith", "Sue Smith"]),
        ("John Hall, Jane Doe and Bob Roe", ["John Hall", "Jane Doe", "Bob Roe"]),
        ("Mr. and Mrs. John Smith", ["John Smith"]),
        ("SMITH JOHN ET UX MARY", ["JOHN SMITH", "MARY SMITH"]),
        ("SMITH MARY ET VIR JOHN", ["MARY SMITH", "JOHN SMITH"]),
        ("SMITH JOHN & MARY JT TEN", ["JOHN SMITH", "MARY SMITH"]),
        ("John Smith and Mary Jones, Tenants in Common", ["John Smith", "Mary Jones"]),
        ("SMITH JOHN 50%", ["JOHN SMITH"]),
        ("O'Neil, Pat/O'Neil, Sue", ["Pat O'Neil", "Sue O'Neil"]),
        ("GARCIA JOSE LUIS & MARIA ELENA", ["JOSE LUIS GARCIA", "MARIA ELENA GARCIA"]),
        ("Smith, John & Jones, Mary", ["John Smith", "Mary Jones"]),
        ("Ann Roe DBA Thorne Tree", ["Ann Roe"]),
        ("c/o Ann Roe", []),
    ],
)
def test_joint_owners_in_an_unknown_order(text: str, people: list[str]) -> None:
    assert [name.full for name in read_names(text, UNKNOWN)] == people


HOSTILE = [
    "\x00" * 50,
    "\u202eJohn Smith\u202c",
    "A" * 1_000_000,
    "," * 10_000,
    "& " * 300,
    "'" * 600,
    "(" * 600,
    '"' * 599,
    "C/O " * 150,
    "TRUST " * 100,
    "1/2 " * 150,
    "OF " * 200,
    "'; DROP TABLE subject; --",
    "\ud800 Smith",
    "13/45/9999",
    "Trust dated 99/99/99",
    "JR MD ESQ",
    "LLC LLC LLC",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_fields_never_raise(text: str) -> None:
    for order in NameOrder:
        read_parties(text, order)
    read_organization(text)


def test_a_party_shows_no_name_in_its_repr() -> None:
    (party,) = read_parties("Ann Roe", UNKNOWN)
    assert "Roe" not in repr(party)


@pytest.mark.parametrize("text", ["A" * 601, "A" * 1_000_000])
def test_a_field_too_long_to_be_a_name_says_so(text: str) -> None:
    assert [party.kind for party in read_parties(text, UNKNOWN)] == [PartyKind.UNREADABLE]
    assert read_organization(text).role == "unreadable"
    assert read_names(text, UNKNOWN) == ()
