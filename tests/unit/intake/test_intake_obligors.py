"""Rows whose name or number is not what its column says: what is taken, held, and left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skiptrace.intake.debtors import Item
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.formats import Formats
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import IntakeTally, read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.settings import IntakeSettings
from skiptrace.model.subject import EntityKind

BASE = {
    "Account Number": "00123", "Address": "1 A St", "Zip": "34102", "Account Status": "open",
    "Return Code List": "NIXIE", "Return Code": "V",
}  # fmt: skip
P, COMPANY = EntityKind.PERSON, EntityKind.ORGANIZATION
Read = Callable[..., IntakeRow | Reject]


@pytest.fixture
def read(put: Callable[..., Path], settings: IntakeSettings) -> Read:
    """The one row of a file with these columns, mapped by the guess from its header."""

    def one(cells: dict[str, str], mapped: dict[str, str] | None = None) -> IntakeRow | Reject:
        text = io.StringIO()
        writer = csv.DictWriter(text, [*BASE, *cells], lineterminator="\n")
        writer.writeheader()
        writer.writerow(BASE | cells)
        path = put(text.getvalue())
        mapping = guess_mapping(read_header(path)).mapping()
        mapping = mapping.model_copy(update={"columns": {**mapping.columns, **(mapped or {})}})
        (item,) = read_intake(path, mapping, settings)
        return item

    return one


def taken(item: Item) -> IntakeRow:
    assert isinstance(item, IntakeRow), item
    return item


@pytest.mark.parametrize(
    ("cells", "kind", "who", "holds"),
    [
        ({"First Name": "Ann", "Last Name": "Lee"}, P, "Ann Lee", []),
        ({"First Name": "", "Last Name": "Acme Roofing LLC"}, COMPANY, "Acme Roofing LLC", []),
        ({"First Name": "Acme Roofing", "Last Name": "LLC"}, COMPANY, "Acme Roofing LLC", []),
        ({"First Name": "4th & A", "Last Name": "Tow Inc"}, COMPANY, "4th & A Tow Inc", []),
        ({"First Name": "Ac", "Last Name": "Me", "Suffix": "LLC"}, COMPANY, "Ac Me LLC", []),
        ({"Name": "Acme Roofing, Inc."}, COMPANY, "Acme Roofing, Inc.", []),
        ({"Company": "Acme Roofing"}, COMPANY, "Acme Roofing", []),
        ({"Company": "Estate of Ann Lee"}, P, "Ann Lee", ["DEC-SUSP"]),
        ({"Name": "Estate of Ann Lee"}, P, "Ann Lee", ["DEC-SUSP"]),
        ({"First Name": "Ann", "Last Name": "Lee Estate"}, P, "Ann Lee", ["DEC-SUSP"]),
        ({"First Name": "Ann", "Last Name": "Lee (deceased)"}, P, "Ann Lee", ["DEC-SUSP"]),
        ({"Name": "Lee Family Trust"}, P, "Lee", ["NAME-KIND"]),
        ({"First Name": "Ann", "Last Name": "Lee Trustee"}, P, "Ann Lee", ["NAME-KIND"]),
        ({"First Name": "", "Last Name": "Occupant"}, P, "", ["NAME-KIND"]),
        ({"First Name": "小明", "Last Name": "王"}, P, "", ["NAME-KIND"]),
        ({"Name": "Acme Roofing LLC", "DOB": "1980-02-03"}, P, "", ["NAME-KIND"]),
        ({"Name": "Acme LLC", "Former Last Name": "Lee"}, P, "", ["NAME-KIND"]),
    ],
    ids=str,
)  # fmt: skip
def test_who_is_searched_and_who_is_held(
    read: Read, cells: dict[str, str], kind: EntityKind, who: str, holds: list[str]
) -> None:
    row = taken(read(cells))
    subject = row.subject
    assert subject.kind is kind
    assert (subject.organization or subject.names[0].full) == who
    assert [hold.code for hold in row.own_holds] == holds
    assert row.holds == ()
    assert all(hold.subject_id == subject.id for hold in row.stated_holds())
    assert bool(subject.left_out) is bool(holds)


def test_who_does_not_owe_holds_nobody_s_account(read: Read) -> None:
    row = taken(read({"Name": "Lee Family Trust", "Role": "authorized user"}))
    assert row.stated_holds() == ()
    assert row.subject.left_out


@pytest.mark.parametrize(
    ("cells", "numbers", "left_out"),
    [
        ({"Name": "Ann Lee", "Tax ID": "12-4567890"}, ("", "", "124567890"), ""),
        ({"Name": "Ann Lee", "Tax ID": "124567890"}, ("", "", ""), "no dash"),
        ({"Name": "Ann Lee", "Tax ID": "900-55-1234"}, ("900551234", "1234", ""), ""),
        ({"Name": "Ann Lee", "SSN": "900551234"}, ("900551234", "1234", ""), ""),
        ({"Name": "Ann Lee", "SSN": "12-4567890"}, ("", "", "124567890"), ""),
        ({"Name": "Acme LLC", "SSN": "124567890"}, ("", "", "124567890"), ""),
        ({"Name": "Acme LLC", "SSN": "900-55-1234"}, ("", "", ""), "organisation has none"),
        ({"Name": "Acme LLC", "Tax ID": "124567890"}, ("", "", "124567890"), ""),
        ({"Name": "Acme LLC", "FEIN": "124567890"}, ("", "", "124567890"), ""),
        ({"Company": "Acme", "Tax ID": "124567890", "DOB": "1980"}, ("", "", "124567890"), "birth"),
        (
            {"Name": "Ann Lee", "SSN": "900551234", "Tax ID": "900-55-9999"},
            ("900551234", "1234", ""),
            "a second tax number",
        ),
        (
            {"Name": "Ann Lee", "SSN": "1234", "Tax ID": "900-55-9999"},
            ("", "1234", ""),
            "a second tax number",
        ),
        (
            {"Name": "Ann Lee", "SSN": "1234", "Tax ID": "900-55-1234"},
            ("900551234", "1234", ""),
            "",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_which_number_is_taken(
    read: Read, cells: dict[str, str], numbers: tuple[str, str, str], left_out: str
) -> None:
    subject = taken(read(cells)).subject
    assert (subject.ssn, subject.ssn4, subject.ein) == numbers
    assert left_out in " ".join(subject.left_out)
    assert bool(subject.left_out) is bool(left_out)


def test_a_saved_mapping_does_not_make_a_tax_id_an_ssn(read: Read) -> None:
    row = taken(read({"Name": "Ann Lee", "Tax ID": "124567890"}, {"ssn": "Tax ID"}))
    assert (row.subject.ssn, row.subject.ssn4) == ("", "")
    assert row.subject.left_out


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"First Name": "Ann", "Last Name": "L33"}, "last_name"),
        ({"First Name": "", "Last Name": "=Acme LLC"}, "last_name"),
        ({"Name": "Ann L33"}, "full_name"),
        ({"Name": "Ann Lee", "Role": "friend"}, "role"),
    ],
    ids=str,
)
def test_a_fault_is_still_a_fault(read: Read, cells: dict[str, str], field: str) -> None:
    item: Any = read(cells)
    assert [problem.field for problem in item.problems] == [field]


def test_an_intake_counts_what_it_did_not_take_by_the_reason(read: Read) -> None:
    tally = IntakeTally(frozenset({"open"}))
    for name in ("Lee Family Trust", "Roe Family Trust", "Ann Lee"):
        tally.count(read({"Name": name}))
    assert tally.summary().left_out == {"the name is a trust's": 2}


def test_the_numbers_of_a_business_and_of_the_person_beside_it(
    put: Callable[..., Path], settings: IntakeSettings
) -> None:
    head = "Acct,Name,Company,SSN,Tax ID,DOB,Phone,Address,Zip"
    row = "A1,Ann Lee,Acme LLC,900-12-3456,12-4567890,1961-03-14,239-555-0123,1 A St,34102"
    path = put(f"{head}\n{row}\n")
    mapping = guess_mapping(read_header(path)).mapping(Formats(person_beside_business="guarantor"))
    company, person = map(taken, read_intake(path, mapping, settings))
    one, other = company.subject, person.subject
    assert (one.ein, one.ssn, one.ssn4, one.dob) == ("124567890", "", "", None)
    assert (other.ein, other.ssn, str(other.dob)) == ("", "900123456", "1961-03-14")
    assert (len(one.phones), len(other.phones)) == (1, 0)
    assert one.addresses == other.addresses
    assert (one.left_out, other.left_out) == ((), ())
    assert company.warnings == ()


def test_nothing_of_a_value_is_in_what_was_left_out(read: Read) -> None:
    cells = {"Name": "Acme Roofing LLC", "DOB": "1980-02-03", "Tax ID": "124567890"}
    words = " ".join(taken(read(cells)).subject.left_out)
    assert words
    assert not [value for value in ("Acme", "1980", "1245", "890") if value in words]
