"""What stands beside a name in a name field is no part of it, and never a person."""

from __future__ import annotations

import pytest

from matching.parse.party.asides import without_asides
from matching.parse.party.read import PartyKind, PartyRole, read_parties
from matching.parse.person.name_order import NameOrder

ROLES = [
    "Debtor: John Tester", "DEBTOR JOHN TESTER", "Co-Debtor John Tester", "Primary: John Tester",
    "Patient: John Tester", "Resp Party John Tester", "Defendant John Tester", "Name: John Tester",
    "Spouse John Tester", "John Tester - Spouse", "John Tester - Co-signer", "John Tester (spouse)",
    "John Tester, Spouse", "John Tester, Guarantor", "JOHN TESTER GUARANTOR",
    "John Tester - Debtor 2",
    "John Tester, Plaintiff", "John Tester, President", "John Tester VP", "John Tester, Owner",
    "John Tester Owner/Operator", "John Tester sole prop", "John Tester (Managing Member)",
    "John Tester, individually and as guarantor", "John Tester, an individual", "John Tester - Son",
    "John Tester (Primary)", "Borrower 2: John Tester", "Joint Borrower - John Tester",
]  # fmt: skip
NUMBERS = [
    "John Tester 555-0100", "John Tester (212) 555-0100", "John Tester ph 212-555-0100",
    "John Tester #123", "John Tester 01/02/1970", "John Tester DOB 01/02/1970",
    "John Tester SSN 900-11-2222", "John Tester SSN xxx-xx-2222", "John Tester Acct 12345",
    "12345 John Tester", "#12345 - John Tester", "John Tester 45", "John Tester MRN: 00012345",
    "John Tester jtester@example.com", "John Tester <jtester@example.com>",
]  # fmt: skip


@pytest.mark.parametrize("text", [*ROLES, *NUMBERS])
def test_a_role_or_a_number_is_no_part_of_a_name(text: str) -> None:
    (party,) = read_parties(text, NameOrder.UNKNOWN)
    assert party.kind is PartyKind.PERSON
    name = party.name
    read = (name.given.upper(), name.middle, name.surname.upper(), name.generation)
    assert read == ("JOHN", "", "TESTER", "")


@pytest.mark.parametrize(
    ("text", "generation"),
    [("John Tester the third", "III"), ("John Tester, the 3rd", "III"),
     ("JOHN TESTER THE SECOND", "II"), ("John Tester the Fourth", "IV")],
)  # fmt: skip
def test_a_generation_in_words(text: str, generation: str) -> None:
    (party,) = read_parties(text, NameOrder.UNKNOWN)
    assert (party.name.surname.upper(), party.name.generation) == ("TESTER", generation)


UNNAMED = [
    "Wife of John Tester", "SPOUSE OF JOHN TESTER", "Parents of John Tester", "Son of John Tester",
    "Parent or Guardian of John Tester", "Guardian for John Tester", "Minor child of John Tester",
    "To the parents of John Tester", "Widow of John Tester", "Attorney for John Tester",
    "Parent/Guardian of John Tester", "Parent(s) of John Tester", "Next of kin of John Tester",
]  # fmt: skip


@pytest.mark.parametrize("text", UNNAMED)
def test_who_is_told_by_a_relative_alone_is_nobody_by_name(text: str) -> None:
    """The debtor is not the one named: JOHN TESTER's wife is never traced as John Tester."""
    (party,) = read_parties(text, NameOrder.UNKNOWN)
    assert party.kind is PartyKind.OCCUPANT


ACTING = {
    "Mary Tester by John Roe her guardian": PartyRole.GUARDIAN,
    "Mary Tester by and through her guardian John Roe": PartyRole.GUARDIAN,
    "Mary Tester, a minor, by her next friend John Roe": PartyRole.GUARDIAN,
    "Mary Tester by John Roe POA": PartyRole.ATTORNEY,
    "Mary Tester by her attorney-in-fact John Roe": PartyRole.ATTORNEY,
    "Mary Tester, by her mother and natural guardian, John Roe": PartyRole.GUARDIAN,
}


@pytest.mark.parametrize(("text", "role"), ACTING.items())
def test_who_acts_for_somebody_is_not_mixed_with_them(text: str, role: PartyRole) -> None:
    ward, agent = read_parties(text, NameOrder.UNKNOWN)
    assert (ward.name.given, ward.name.surname, ward.role) == ("Mary", "Tester", PartyRole.OWNER)
    assert (agent.name.given, agent.name.surname, agent.role) == ("John", "Roe", role)


@pytest.mark.parametrize("text", ["John Roe obo Mary Tester", "John Roe on behalf of Mary Tester"])
def test_on_behalf_of(text: str) -> None:
    agent, ward = read_parties(text, NameOrder.UNKNOWN)
    assert (agent.name.surname, agent.role) == ("Roe", PartyRole.ATTORNEY)
    assert (ward.name.surname, ward.role) == ("Tester", PartyRole.OWNER)


NOBODY = [
    "JTester@example.com", "VOID", "VOIDED", "DUPLICATE", "DUPLICATE ACCOUNT", "SEE NOTES",
    "See attached", "DO NOT USE John Tester", "Account Holder", "CASH CUSTOMER", "DELETED",
    "Do not call", "Cardholder", "WALK-IN",
]  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_a_creditors_note_names_nobody(text: str) -> None:
    assert read_parties(text, NameOrder.UNKNOWN) == ()


@pytest.mark.parametrize(
    "text",
    ["Executor of John Tester", "John Tester DECD 2020", "John Tester DECD 01/02/2020",
     "Administrator of the Estate of John Tester", "JOHN TESTER DECEASED 2020"],
)  # fmt: skip
def test_the_dead_are_estates_whatever_stands_behind(text: str) -> None:
    (party,) = read_parties(text, NameOrder.UNKNOWN)
    assert (party.kind, party.name.surname.upper()) == (PartyKind.ESTATE, "TESTER")


@pytest.mark.parametrize(
    ("text", "chapter"),
    [("John Tester BK", "?"), ("(BK) John Tester", "?"), ("BK: John Tester", "?"),
     ("John Tester - Bankruptcy", "?"), ("John Tester BK 13", "13"), ("John Tester CH 7", "7"),
     ("(CH 13) John Tester", "13"), ("John Tester (Chapter 7 Bankruptcy)", "7"),
     ("**BANKRUPT** John Tester", "?"), ("Bankruptcy - John Tester", "?"),
     ("BK Tester", ""), ("John BK Tester", ""), ("CH Tester", ""), ("John Tester", "")],
)  # fmt: skip
def test_a_note_of_bankruptcy_is_told_and_is_no_name(text: str, chapter: str) -> None:
    bare = without_asides(text)
    assert bare.bankruptcy == chapter
    assert bare.text == ("John Tester" if chapter else text)


ORGANIZATIONS = [
    "Tester Trustee Services", "First Trustee Company of Ohio",
    "Debtor Services LLC", "Guarantor Bank", "Local 1234", "VFW Post 9876", "Studio 54",
    "Acme LLC, Guarantor", "Debtor: Acme LLC", "Guardian of Florida Inc", "Mother of Mercy Church",
    "Attorney for Children LLC", "Friends of Dayton Library", "Sons of Italy",
    "Photos By John Tester",
    "Tester 2020 Investments LLC", "Child Support Division",
]  # fmt: skip


@pytest.mark.parametrize("text", ORGANIZATIONS)
def test_an_organisation_with_such_words_stays_one(text: str) -> None:
    assert {p.kind for p in read_parties(text, NameOrder.UNKNOWN)} == {PartyKind.ORGANIZATION}


KEPT = [
    ("Nguyen Van Son", "Son", "Nguyen"), ("Smith, Parent", "Parent", "Smith"),
    ("See Vang", "See", "Vang"), ("John Partner", "John", "Partner"), ("Wu, Son", "Son", "Wu"),
    ("Manager, John", "John", "Manager"), ("Mary By", "Mary", "By"), ("Kim By Park", "Kim", "Park"),
    ("Tester, Mason", "Mason", "Tester"), ("SMITH JOHN A 1/12", "JOHN", "SMITH"),
    ("John Tester 50%", "John", "Tester"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "given", "surname"), KEPT)
def test_a_word_that_is_somebodys_name_stays(text: str, given: str, surname: str) -> None:
    (party,) = read_parties(text, NameOrder.UNKNOWN)
    assert (party.name.given, party.name.surname) == (given, surname)


def test_a_trust_keeps_its_date() -> None:
    (trust,) = read_parties("Smith Family Trust dated 1/2/2003", NameOrder.UNKNOWN)
    assert (trust.kind, trust.written) == (PartyKind.TRUST, "Smith Family Trust dated 1/2/2003")


def test_a_name_without_its_asides_shows_no_name_in_its_repr() -> None:
    assert "Tester" not in repr(without_asides("John Tester BK"))
