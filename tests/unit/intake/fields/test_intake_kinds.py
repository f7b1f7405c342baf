"""What a name and a tax number of a row are: by their form and by whom they belong to."""

from __future__ import annotations

import pytest

from connectors.sandbox.fiction import NUMBERS
from matching.parse.numbers import Numbers
from skiptrace.intake.fields.parties import NameKind, read_name_in_parts, read_whole_name
from skiptrace.intake.fields.tax_numbers import TaxNumber, TaxNumberReader, target_of
from skiptrace.intake.problem import Wrong
from skiptrace.model.subject import PersonName
from tests.tables import each

PERSON, COMPANY, ESTATE, TRUST, UNSETTLED = NameKind


@each(
    ("written", "kind", "name"),
    [
        ("SMITH, JOHN A JR", PERSON, "JOHN A SMITH JR"),
        ("John A Smith", PERSON, "John A Smith"),
        ("Maria de la Cruz", PERSON, "Maria de la Cruz"),
        ("Maria Smith, MD", PERSON, "Maria Smith"),
        ("Frank Church", PERSON, "Frank Church"),
        ("John Smith DBA Smith Plumbing", PERSON, "John Smith"),
        ("Jane Doe c/o Bob Roe", PERSON, "Jane Doe"),
        ("Acme Roofing LLC", COMPANY, "Acme Roofing LLC"),
        ("SMITH AND SONS, INC.", COMPANY, "SMITH AND SONS, INC."),
        ("24 Hour Towing Inc", COMPANY, "24 Hour Towing Inc"),
        ("First Baptist Church", COMPANY, "First Baptist Church"),
        ("Estate of John Smith", ESTATE, "John Smith"),
        ("John Smith, deceased", ESTATE, "John Smith"),
        ("Heirs of Mary Roe", ESTATE, "Mary Roe"),
        ("The Smith Family Trust", TRUST, "Smith"),
        ("Mary Jones, Trustee", UNSETTLED, "Mary Jones"),
        ("John Smith custodian for Amy Smith", UNSETTLED, "John Smith"),
        ("Current Resident", UNSETTLED, ""),
        ("王小明", UNSETTLED, ""),
        ("Walmart LLC", COMPANY, "Walmart LLC"),
        ("Bank", UNSETTLED, ""),
    ],
)
def test_whom_a_whole_name_stands_for(written: str, kind: NameKind, name: str) -> None:
    read = read_whole_name(written)
    assert not isinstance(read, Wrong)
    (named,) = read
    assert (named.kind, named.organization or named.names[0].full) == (kind, name)
    if kind is COMPANY:
        assert named.names == ()
    if kind in (ESTATE, TRUST, UNSETTLED):
        assert named.left_out, "it says why"


@each(
    ("written", "named"),
    [
        ("John & Mary Smith", "John Smith+Mary Smith"),
        ("SMITH, JOHN A & MARY B", "JOHN A SMITH+MARY B SMITH"),
        ("John Smith or Jane Doe", "John Smith+Jane Doe"),
        ("John Smith; Jane Doe", "John Smith+Jane Doe"),
        ("Acme Roofing LLC and Ann Lee", "=Acme Roofing LLC+Ann Lee"),
        ("Acme Roofing LLC / Ann Lee", "=Acme Roofing LLC+Ann Lee"),
        ("Acme Roofing LLC, guarantor Ann Lee", "=Acme Roofing LLC+Ann Lee"),
        ("Ann Lee; Acme Roofing LLC", "=Acme Roofing LLC+Ann Lee"),
        ("Ann Lee and Acme Roofing LLC", "?"),
        ("Maria Garcia & Sons Inc", "=Maria Garcia & Sons Inc"),
        ("Acme Roofing, LLC", "=Acme Roofing, LLC"),
    ],
)
def test_several_of_one_name(written: str, named: str) -> None:
    read = read_whole_name(written)
    assert not isinstance(read, Wrong)
    said = [
        "?" if n.kind is UNSETTLED else f"={n.organization}" if n.organization else n.names[0].full
        for n in read
    ]
    assert "+".join(said) == named


@pytest.mark.parametrize("written", ["J0hn Smith", "N/A", "NONE", "?"])
def test_what_is_no_whole_name(written: str) -> None:
    read = read_whole_name(written)
    assert isinstance(read, Wrong)
    assert read.code == "name"


def test_other_names_trade_names_and_care_of_are_kept() -> None:
    read = read_whole_name("Mary Jones nee Smith aka Molly Jones DBA Jones Bakery c/o Bob Roe")
    assert not isinstance(read, Wrong)
    (named,) = read
    assert [name.full for name in named.names] == ["Mary Jones", "Mary Smith", "Molly Jones"]
    assert (named.trade_names, named.care_of) == (("Jones Bakery",), ("Bob Roe",))
    assert named.left_out == ()


def test_a_name_in_parts_stays_as_the_columns_have_it() -> None:
    given = PersonName("Maria", "", "Smith Jones", "JR", original="Maria Smith Jones Jr")
    read = read_name_in_parts(given)
    assert not isinstance(read, Wrong)
    assert read[0].names == (given,)


NO_DASH, NONE_OF_ITS, NO_SSN, NOT_ISSUED = (
    "no dash",
    "column for an EIN",
    "has none",
    "that is none",
)
SSN, EIN = TaxNumber("900551234", "1234"), TaxNumber(ein="124567890")
LAST = TaxNumber("", "1234")


@each(
    ("written", "target", "kind", "read"),
    [
        ("12-4567890", "tax_id", PERSON, EIN),
        ("12-4567890", "ssn", PERSON, EIN),
        ("12-4567890", "ssn", COMPANY, EIN),
        ("12-4567890", "tax_id", COMPANY, EIN),
        ("12-4567890", "ein", UNSETTLED, EIN),
        ("124567890", "tax_id", COMPANY, EIN),
        ("124567890", "ssn", COMPANY, EIN),
        ("124567890", "ein", PERSON, EIN),
        ("00-1234567", "tax_id", PERSON, "prefix is 00"),
        ("000000000", "tax_id", COMPANY, "prefix is 00"),
        ("900-55-1234", "tax_id", PERSON, SSN),
        ("900 55 1234", "tax_id", PERSON, SSN),
        ("900-55-1234", "ssn", PERSON, SSN),
        ("900551234", "ssn", PERSON, SSN),
        ("900551234", "ssn", ESTATE, SSN),
        ("900551234", "ssn", UNSETTLED, NO_DASH),
        ("900-55-1234", "ssn", UNSETTLED, SSN),
        ("900551234", "tax_id", PERSON, NO_DASH),
        ("900551234", "tax_id", ESTATE, NO_DASH),
        ("1234", "tax_id", PERSON, NO_DASH),
        ("1234", "ssn", PERSON, LAST),
        ("XXX-XX-1234", "tax_id", PERSON, LAST),
        ("1234", "tax_id", COMPANY, NO_DASH),
        ("900-55-1234", "tax_id", COMPANY, NO_SSN),
        ("900-55-1234", "ssn", COMPANY, NO_SSN),
        ("XXX-XX-1234", "ssn", COMPANY, NO_SSN),
        ("900-55-1234", "ein", PERSON, NONE_OF_ITS),
        ("123-00-4567", "tax_id", PERSON, NOT_ISSUED),
        ("12345", "tax_id", PERSON, "!tax_id"),
        ("12345", "ssn", PERSON, "!ssn"),
        ("12345", "ein", PERSON, "!ein"),
        ("12345", "tax_id", COMPANY, "!tax_id"),
    ],
)
def test_what_a_tax_number_is(
    written: str, target: str, kind: NameKind, read: TaxNumber | str
) -> None:
    found = TaxNumberReader(NUMBERS.ssns).read(written, target, kind)
    if isinstance(read, TaxNumber):
        assert found == read
    elif isinstance(found, Wrong):
        assert f"!{found.code}" == read
    else:
        assert read in found.left_out
        assert (found.ssn, found.ssn4, found.ein) == ("", "", "")


def test_an_itin_under_tax_id_is_no_ssn() -> None:
    found = TaxNumberReader(Numbers().ssns).read("912-70-1234", "tax_id", PERSON)
    assert isinstance(found, TaxNumber)
    assert (found.ssn, found.ssn4) == ("", "")
    assert NOT_ISSUED in found.left_out


@pytest.mark.parametrize(
    ("target", "header", "rules"),
    [
        ("ssn", "SSN", "ssn"),
        ("ssn", "Tax ID", "tax_id"),
        ("ssn", "TIN", "tax_id"),
        ("ssn", "", "ssn"),
        ("tax_id", "SSN", "tax_id"),
        ("ein", "Tax ID", "ein"),
    ],
)
def test_a_tax_id_column_stays_one_whatever_it_is_mapped_as(
    target: str, header: str, rules: str
) -> None:
    assert target_of(target, header) == rules


def test_numbers_never_show_in_a_repr() -> None:
    assert "1234" not in repr(SSN) + repr(read_whole_name("John Smith 1234"))
