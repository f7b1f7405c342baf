"""Tables of field texts: what each becomes, or the code of what is wrong with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from connectors.sandbox.fiction import NUMBERS
from matching.parse.numbers import Numbers
from matching.parse.person.clean_name import clean_name
from matching.parse.person.name_order import NameOrder
from matching.parse.person.parts import read_person
from skiptrace.intake.fields import contact, holds, identifiers, names, place, text
from skiptrace.intake.fields.money import money_reader
from skiptrace.intake.problem import Partly, Wrong
from skiptrace.model.subject import PersonName
from tests.tables import each

TODAY = date(2026, 11, 22)


def outcome(value):
    return f"!{value.code}" if isinstance(value, Wrong) else value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234.50", "1234.50"),
        ("1,234.5", "1234.50"),
        ("$ 12", "12.00"),
        ("-$3.10", "-3.10"),
        ("$-3.10", "-3.10"),
        ("(3.10)", "-3.10"),
        ("3.10-", "-3.10"),
        (".5", "0.50"),
        ("12 USD", "12.00"),
        ("999999999.99", "999999999.99"),
    ],
)
def test_amounts(written, value):
    assert money_reader(".")(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "1.234,50",
        "12,34",
        "1e5",
        "NaN",
        "--3",
        "-(3)",
        "(3",
        "12.345",
        "€5",
        "",
        "1000000000",
        "5-5",
    ],
)
def test_what_is_no_amount(written):
    assert outcome(money_reader(".")(written)) == "!money"


def test_a_decimal_comma_is_read_only_when_mapped():
    assert money_reader(",")("1.234,50") == Decimal("1234.50")
    assert outcome(money_reader(",")("1,234.50")) == "!money"


@each(
    ("written", "fictional", "value"),
    [
        ("123-45-6780", False, ("123456780", "6780")),
        ("123 45 6780", False, ("123456780", "6780")),
        ("6780", False, ("", "6780")),
        ("XXX-XX-6780", False, ("", "6780")),
        ("***-**-6780", False, ("", "6780")),
        ("000-12-3456", True, ("000123456", "3456")),
        ("666123456", True, ("666123456", "3456")),
        ("987664321", True, ("987664321", "4321")),
        ("000-12-3456", False, "!ssn_never_issued"),
        ("666123456", False, "!ssn_never_issued"),
        ("987664321", False, "!ssn_never_issued"),
        ("123-00-4567", True, "!ssn_never_issued"),
        ("123-45-0000", True, "!ssn_never_issued"),
        ("0000", True, "!ssn_never_issued"),
        ("111-11-1111", True, "!ssn_never_issued"),
        ("123456789", True, "!ssn_never_issued"),
        ("078-05-1120", True, "!ssn_never_issued"),
        ("012-34-5678", True, "!ssn_never_issued"),
        ("457-55-5462", True, "!ssn_never_issued"),
        ("987-65-4321", True, "!ssn_never_issued"),
        ("12345678", True, "!ssn"),
        ("1.23E+08", True, "!ssn"),
        ("12-3456789", True, "!ssn"),
    ],
)
def test_ssn(written, fictional, value):
    read = outcome(identifiers.ssn(written, (NUMBERS if fictional else Numbers()).ssns))
    assert (read if isinstance(read, str) else (read.full, read.last_four)) == value


def test_an_ssn_never_shows_in_a_repr():
    assert "3456" not in repr(identifiers.ssn("000123456", NUMBERS.ssns))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("00123", "00123"),
        ("AB-12/3", "AB-12/3"),
        ("12E5", "12E5"),
        ("1.23E+11", "!excel_number"),
        ("1E+15", "!excel_number"),
        ("12345.0", "!excel_number"),
        ("5-Mar", "!excel_number"),
        ("Mar-05", "!excel_number"),
        ("0000", "!account_number"),
        ("x" * 65, "!account_number"),
        ("12;34", "!account_number"),
    ],
)
def test_account_numbers(written, value):
    assert outcome(identifiers.account_number(written)) == value


@pytest.mark.parametrize(
    ("written", "state", "value"),
    [
        ("34102", "FL", ("34102", "")),
        ("34102-1234", "FL", ("34102", "1234")),
        ("341021234", "", ("34102", "1234")),
        ("34102-", "FL", ("34102", "")),
        ("21341234", "MA", ("02134", "1234")),
        ("21341234", "FL", "!zip"),
        ("2134", "MA", ("02134", "")),
        ("601", "PR", ("00601", "")),
        ("2134", "FL", "!zip"),
        ("601", "MA", "!zip"),
        ("6390", "NY", ("06390", "")),
        ("6390", "CT", "!zip"),
        ("00000", "FL", "!zip"),
        ("99999", "FL", "!zip"),
        ("K1A 0B1", "", "!zip"),
        ("3410२", "FL", "!zip"),
    ],
)
def test_zip(written, state, value):
    assert outcome(place.zip_code(written, state)) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("fl", "FL"),
        ("N.Y.", "NY"),
        ("Puerto Rico", "PR"),
        ("AE", "AE"),
        ("Calif.", "CA"),
        ("N. Mex.", "NM"),
        ("ON", "!state"),
        ("F", "!state"),
    ],
)
def test_states(written, value):
    assert outcome(place.state(written)) == value


@pytest.mark.parametrize(
    ("written", "fictional", "value"),
    [
        ("(239) 555-0123", True, "+12395550123"),
        ("+1.239.555.0123", True, "+12395550123"),
        ("239-555-0123 x45", True, "+12395550123"),
        ("239-555-0123 xt 45", True, "+12395550123"),
        ("239-555-0123 ext#45", True, "+12395550123"),
        ("239-555-0123 poste 45", True, "+12395550123"),
        ("239-555-0123 x4O", True, "!phone"),
        ("239-555-0123 (cell)", True, "+12395550123"),
        ("call 239 555 0123", True, "+12395550123"),
        ("239-555-0123 wife", True, "!phone"),
        ("239-555-O123", True, "!phone"),
        ("239-555-0123", False, "!phone"),
        ("555-0123", True, "!phone"),
        ("(139) 555-0123", True, "!phone"),
        ("239-155-0123", True, "!phone"),
        ("911-555-0123", True, "!phone"),
        ("239-411-0123", True, "!phone"),
        ("2222222222", True, "!phone"),
        ("+44 20 7946 0000", True, "!phone"),
    ],
)
def test_phone(written, fictional, value):
    read = contact.phones(written, (NUMBERS if fictional else Numbers()).phones)
    assert outcome(read) == value if isinstance(read, Wrong) else read == (value,)


@pytest.mark.parametrize(
    ("written", "numbers", "code"),
    [
        ("239-555-0123; (239)555-0123;239-555-0144;", "23 44", ""),
        ("239-555-0123 / 239-555-0144 ext 7", "23 44", ""),
        ("H: 239-555-0123 C: 239-555-0144", "23 44", ""),
        ("239-555-0123 or 239-555-0144", "23 44", ""),
        ("239-555-0123, 239.555.0144", "23 44", ""),
        ("239-555-0123 239-555-0144", "23 44", ""),
        ("239-555-0123;none", "23", ""),
        ("239-555-0123; 555-0144", "23", "phone"),
        ("239-555-0123 or 0144", "23", "phone"),
        ("911-555-0100; 239-555-0123", "23", "phone"),
    ],
)
def test_several_phones_of_a_cell(written, numbers, code):
    read = contact.phones(written, NUMBERS.phones)
    value, wrong = (read.value, read.wrong.code) if isinstance(read, Partly) else (read, "")
    assert (value, wrong) == (tuple(f"+123955501{n}" for n in numbers.split()), code)


@pytest.mark.parametrize(
    ("written", "good"),
    [
        ("a@example.com", True),
        ("a.b+c@mail.example.co", True),
        ("a@example", False),
        ("a b@example.com", False),
        ("a@@example.com", False),
        ("a..b@example.com", False),
        ("a@-example.com", False),
        ("none@none.com", False),
        ("a" * 250 + "@example.com", False),
        ("@example.com", False),
    ],
)
def test_email(written, good):
    assert outcome(contact.emails(written)) == ((written,) if good else "!email")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a@example.com;b@example.com", ("a@example.com", "b@example.com")),
        ("a@example.com b@example.com", ("a@example.com", "b@example.com")),
        ("Ann Lee <a@example.com>", ("a@example.com",)),
        ("a@example.com; none", ("a@example.com",)),
    ],
)
def test_e_mails_of_a_cell(written, value):
    assert contact.emails(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Maria", "Maria"),
        ("O'Neil-Smith", "O'Neil-Smith"),
        ("Иванова", "Иванова"),
        ("王", "王"),
        ("محمد", "محمد"),
        ("Smith 3rd", "Smith 3rd"),
        ("Anderson", "Anderson"),
        ("Or", "Or"),
        ("John and Mary", "!name"),
        ("John & Mary", "!name"),
        ("John/Mary", "!name"),
        ("J0hn", "!name"),
        ("34102", "!name"),
        ("...", "!name"),
        ("<b>", "!name"),
        ("N/A", "!name"),
        ("A" * 101, "!too_long"),
    ],
)
def test_names(written, value):
    assert outcome(names.name_part(written)) == value


SUFFIXES = {
    "JR": "JR Jr. jr J.R. Junior JNR JR,MD JR/JR",
    "SR": "SR Sr. SENIOR SNR",
    "I": "I 1st",
    "II": "II 2nd 2ND. 2 ll Il",
    "III": "III iii 3rd THE/3RD 3 III/ESQ.",
    "IV": "IV iv 4TH",
    "V": "V 5TH",
    "": "ESQ Esq. ESQUIRE MD M.D. M./D. PhD Ph.D. Ph./D. RN CPA DO LPN RN,BSN USMC/RET MAJ",
    "!suffix": "VI 6TH IIII JR/SR JR/III THE DECEASED XJ SMITH ANN N/A NONE . - 0 1 7",
}
"""By the outcome, spellings of a suffix between blanks; a stroke stands for a blank within one."""


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (one if one == "N/A" else one.replace("/", " "), value)
        for value, spellings in SUFFIXES.items()
        for one in spellings.split()
    ],
)
def test_a_suffix_is_read_by_the_reader_of_names(written, value):
    assert outcome(names.generation(written)) == value
    if value not in ("", "!suffix"):
        assert clean_name(PersonName("Ann", "", "Quill", value)).generation == value


@pytest.mark.parametrize("generation", ["JR", "SR", "II", "III", "IV"])
def test_a_suffix_column_and_a_whole_name_say_one_generation(generation):
    spellings = SUFFIXES[generation].replace(",", "/").split()
    for one in (spelled for spelled in spellings if spelled not in ("ll", "Il")):
        written = one.replace("/", " ")
        whole = read_person(f"Ann Mary Quill, {written}", NameOrder.GIVEN_FIRST).generation
        assert whole == outcome(names.generation(written)), written


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("bk13-open@2026-01-02", [("BK13-OPEN", date(2026, 1, 2))]),
        (
            "ATTY; XQ-LEGACY@2025-05-05;",
            [("ATTY", holds.SINCE_EVER), ("XQ-LEGACY", date(2025, 5, 5))],
        ),
        ("ATTY;ATTY", [("ATTY", holds.SINCE_EVER)]),
        ("ATTY@2026-02-30", "!holds"),
        ("ATTY@2027-01-01", "!holds"),
        ("ATTY@yesterday", "!holds"),
        ("has attorney", "!holds"),
    ],
)
def test_holds(written, value):
    read = outcome(holds.holds(written, TODAY))
    assert (read if isinstance(read, str) else [(h.code, h.since) for h in read]) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("  a \t b\r\nc ", "a b c"),
        ("Jose\u0301", "José"),
        ("a\u00a0b", "a b"),
        ("\ufeffa\u200b", "a"),
        ("'=1+1", "=1+1"),
        ("'Neil", "'Neil"),
    ],
)
def test_cleaned(raw, value):
    assert text.cleaned(raw) == value


@pytest.mark.parametrize(
    ("written", "signed", "code"),
    [
        ("=1+1", True, "formula"),
        ("@SUM(A1)", True, "formula"),
        ("+1", False, "formula"),
        ("-", False, "formula"),
        ("+1 239", True, None),
        ("-12.00", True, None),
        ("#N/A", False, "excel_error"),
        ("#####", False, "excel_error"),
        ("#4 Main St", False, None),
    ],
)
def test_what_a_spreadsheet_would_compute(written, signed, code):
    fault = text.spreadsheet_fault(written, signed)
    assert (fault.code if fault else None) == code
