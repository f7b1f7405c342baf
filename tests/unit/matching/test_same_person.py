"""Whether two accounts are one person's: whatever leaves a doubt is doubtful, never different."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matching.same_person import (
    Sameness,
    are_two_debtors,
    identity_keys,
    identity_of,
    sameness,
)
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import (
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)
from tests.tables import each

HOME = PostalAddress("12 Elm Street Apt 4", "Larkspur", "TX", "75001")
SPELT = PostalAddress("12 ELM ST # 4", "LARKSPUR", "TX", "75001")
TOWN = PostalAddress("14 Alder St", "Barre", "VT", "05641")
SLIP = PostalAddress("14 Aldre St", "Barre", "VT", "05641")
UNIT = PostalAddress("12 Elm St Apt 5", "Larkspur", "TX", "75001")
AWAY = PostalAddress("77 Pine Rd", "Larkspur", "TX", "75001")
NAME = PersonName("Robert", "Quill", "Brathwaite")
BORN = PartialDate(1980, 5, 17)

FULL: dict[str, Any] = {"name": NAME, "dob": BORN, "ssn": "900112233", "at": HOME}
SAME, DOUBTFUL, DIFFERENT = Sameness.SAME, Sameness.DOUBTFUL, Sameness.DIFFERENT


def person(**facts: Any) -> Subject:
    """A subject of these facts and no other."""
    places = [facts[name] for name in ("at",) if facts.get(name)]
    names = [facts[name] for name in ("name", "former") if facts.get(name)]
    return Subject(
        "sub",
        names=tuple(names),
        dob=facts.get("dob"),
        ssn=facts.get("ssn", ""),
        ssn4=facts.get("ssn4", ""),
        addresses=tuple(KnownContact(place) for place in places),
        phones=tuple(KnownContact(number) for number in facts.get("phones", ())),
        emails=tuple(KnownContact(text) for text in facts.get("emails", ())),
    )


def given(text: str) -> PersonName:
    return replace(NAME, given=text)


def only(*names: str, **changes: Any) -> Subject:
    return person(**{name: FULL[name] for name in names}, **changes)


MIDDLE = {"middle": "", "original": ""}
CASES: dict[str, tuple[Subject, Subject, Sameness]] = {
    "all alike, four digits": (
        only("name", "dob", "at", ssn4="2233"), person(**FULL), SAME),
    "all alike, a nickname and another spelling": (
        person(**FULL), person(name=given("Bob"), dob=BORN, ssn4="2233", at=SPELT), SAME),
    "the number and the name": (only("name", "ssn"), only("name", "ssn"), SAME),
    "the number, another name": (
        only("name", "ssn"), person(name=PersonName("Ann", "", "Moss"), ssn="900112233"), DOUBTFUL),
    "the number and birth, another name": (
        only("name", "ssn", "dob"),
        person(name=PersonName("Ann", "", "Moss"), ssn="900112233", dob=BORN), SAME),
    "name and four digits, no birth date": (
        only("name", ssn4="2233"), only("name", ssn4="2233"), DOUBTFUL),
    "name and four digits, a birth date on one side": (
        only("name", "dob", ssn4="2233"), only("name", ssn4="2233"), DOUBTFUL),
    "name and birth": (only("name", "dob"), only("name", "dob"), DOUBTFUL),
    "name, birth and home": (only("name", "dob", "at"), only("name", "dob", at=SPELT), SAME),
    "name, birth and home with a slip": (
        only("name", "dob", at=TOWN), only("name", "dob", at=SLIP), SAME),
    "name, birth and home without its ZIP code": (
        only("name", "dob", at=TOWN), only("name", "dob", at=replace(TOWN, zip5="")), SAME),
    "name, birth and another unit": (
        only("name", "dob", "at"), only("name", "dob", at=UNIT), DOUBTFUL),
    "name, four digits and home": (
        only("name", "at", ssn4="2233"), only("name", at=SPELT, ssn4="2233"), SAME),
    "name, four digits and birth": (
        only("name", "dob", ssn4="2233"), only("name", "dob", ssn4="2233"), SAME),
    "name and home": (only("name", "at"), only("name", at=SPELT), DOUBTFUL),
    "name and phone": (
        only("name", phones=("2145550142",)), only("name", phones=("(214) 555-0142",)), DOUBTFUL),
    "name and e-mail": (
        only("name", emails=("rob@example.com",)),
        only("name", emails=("Rob@Example.com",)), DOUBTFUL),
    "a namesake": (only("name"), only("name"), DIFFERENT),
    "a namesake elsewhere": (only("name", "at"), only("name", at=AWAY), DIFFERENT),
    "a namesake of another birth": (
        only("name", "dob", "at"), only("name", "at", dob=PartialDate(1955, 1, 2)), DIFFERENT),
    "a namesake of another number": (
        only("name", "at", ssn4="2233"), only("name", "at", ssn4="8844"), DIFFERENT),
    "a namesake of the year": (
        only("name", dob=PartialDate(1980)), only("name", "dob"), DIFFERENT),
    "a slip in the number": (person(**FULL), person(**{**FULL, "ssn": "900112234"}), SAME),
    "another number, all else alike": (
        person(**FULL), person(**{**FULL, "ssn": "900887766"}), DOUBTFUL),
    "a slip in the birth date": (
        only("name", "dob", ssn4="2233"),
        only("name", ssn4="2233", dob=PartialDate(1981, 5, 17)), DOUBTFUL),
    "a new surname": (
        only("name", "dob", ssn4="2233"),
        person(name=PersonName("Robert", "", "Moss"), dob=BORN, ssn4="2233"), DOUBTFUL),
    "a new surname at home": (
        only("name", "dob", "at"),
        person(name=PersonName("Robert", "Quill", "Moss"), dob=BORN, at=SPELT), DOUBTFUL),
    "a former surname on record": (
        only("name", "dob", ssn4="2233"),
        person(name=PersonName("Robert", "", "Moss"), former=NAME, dob=BORN, ssn4="2233"), SAME),
    "given name and surname exchanged": (
        only("name", "dob", ssn4="2233"),
        person(name=PersonName("Brathwaite", "", "Robert"), dob=BORN, ssn4="2233"), SAME),
    "father and son": (
        only("at", name=replace(NAME, generation="SR")),
        only("at", name=replace(NAME, generation="JR")), DIFFERENT),
    "a son, on one side only": (
        only("at", "name"), only("at", name=replace(NAME, generation="JR")), DOUBTFUL),
    "a twin": (only("name", "dob", "at"), only("dob", "at", name=given("Ronald")), DIFFERENT),
    "a wife": (only("name", "at"), only("at", name=given("Margaret")), DIFFERENT),
    "nobody's number": (
        only("name", ssn="123456789"), only("name", ssn="123456789"), DIFFERENT),
}  # fmt: skip


@each(("a", "b", "expected"), CASES.values())
def test_who_is_who(a: Subject, b: Subject, expected: Sameness) -> None:
    left, right = identity_of(a), identity_of(b)
    assert sameness(left, right) is sameness(right, left) is expected
    if expected is not DIFFERENT:
        assert identity_keys(left) & identity_keys(right), "nobody would ever compare the two"


@each("a", CASES.values())
def test_keys_hold_no_single_fact_but_a_whole_number(
    a: tuple[Subject, Subject, Sameness],
) -> None:
    for subject in a[:2]:
        alone = {"1980-05-17", "2233", "BRATHWAITE", "ROBERT"}
        assert not identity_keys(identity_of(subject)) & alone


def company(name: str, at: PostalAddress | None = HOME) -> Subject:
    places = (KnownContact(at),) if at else ()
    return Subject("org", EntityKind.ORGANIZATION, organization=name, addresses=places)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (company("Elm Street Roofing LLC"), company("ELM STREET ROOFING, L.L.C.", SPELT), SAME),
        (company("Elm Street Roofing LLC"), company("Elm Street Roofing LLC", AWAY), DOUBTFUL),
        (company("Elm Street Roofing LLC"), company("Pine Road Paving LLC"), DIFFERENT),
        (company("Robert Brathwaite"), only("name", "at"), DIFFERENT),
    ],
    ids=["at one place", "elsewhere", "another", "a company and a person"],
)
def test_a_company_is_one_by_name_and_place(a: Subject, b: Subject, expected: Sameness) -> None:
    assert sameness(identity_of(a), identity_of(b)) is expected
    shared = identity_keys(identity_of(a)) & identity_keys(identity_of(b))
    assert bool(shared) is (expected is not DIFFERENT)


def said(full: str, kind: EntityKind = EntityKind.PERSON, **facts: Any) -> Subject:
    """Whom a row of an account names, with the address that all its debtors have."""
    if kind is EntityKind.ORGANIZATION:
        return replace(person(at=HOME), kind=kind, organization=full)
    given_name, surname = full.rsplit(" ", 1)
    return person(name=PersonName(given_name, "", surname, original=full), at=HOME, **facts)


COMPANY = EntityKind.ORGANIZATION
OTHER_DAY = PartialDate(1955, 1, 2)
DEBTORS = {
    "another given name": (said("John Lee"), said("Mary Lee"), True),
    "and the other's number by a slip of the file": (
        said("John Lee", ssn="900112233"), said("Mary Lee", ssn="900112233"), True,
    ),
    "and their birthday": (said("John Lee", dob=BORN), said("Mary Lee", dob=BORN), True),
    "nobody by that name": (said("John Lee"), said("Carl Poe"), True),
    "one name, nothing else known": (said("John Lee"), said("JOHN LEE"), False),
    "an initial": (said("J Lee"), said("John Lee"), False),
    "a nickname": (said("Bob Lee"), said("Robert Lee"), False),
    "a mended number": (
        said("John Lee", ssn="900112233"), said("John Lee", ssn="900998877"), False,
    ),
    "a mended birth date": (said("John Lee", dob=BORN), said("John Lee", dob=OTHER_DAY), False),
    "a father of one name": (
        said("John Lee", ssn="900112233", dob=OTHER_DAY),
        said("John Lee", ssn="900998877", dob=BORN), True,
    ),
    "married, by the number": (
        said("Mary Lee", ssn="900112233"), said("Mary Poe", ssn4="2233"), False,
    ),
    "married, by the birth date": (said("Mary Lee", dob=BORN), said("Mary Poe", dob=BORN), False),
    "perhaps married": (said("Mary Lee"), said("Mary Poe"), True),
    "wholly renamed, by number and birth date": (
        said("Mary Lee", ssn="900112233", dob=BORN), said("Ana Poe", ssn="900112233", dob=BORN),
        False,
    ),
    "another company": (said("Acme LLC", COMPANY), said("Zenith Towing LLC", COMPANY), True),
    "a company written otherwise": (
        said("Acme LLC", COMPANY), said("ACME, L.L.C.", COMPANY), False,
    ),
    "a person and a company": (said("Ann Acme"), said("Acme LLC", COMPANY), True),
    "one text read as a person and as a company": (
        said("Church Banks"), said("CHURCH BANKS", COMPANY), False,
    ),
}  # fmt: skip


@each(("a", "b", "two"), DEBTORS.values())
def test_debtors_of_one_account_are_told_apart_by_name(a: Subject, b: Subject, two: bool) -> None:
    assert are_two_debtors(identity_of(a), identity_of(b)) is two
    assert are_two_debtors(identity_of(b), identity_of(a)) is two
