"""A drafted mapping: it loads, names every target, shows nothing personal, asks what it must."""

from __future__ import annotations

import pytest

from config.columns import column_tables
from skiptrace.intake.draft import draft_mapping
from skiptrace.intake.formats import FORMAT_WORDS, Formats
from skiptrace.intake.mapping import load_mapping, told_by
from skiptrace.intake.read import read_intake

HEAD = "Acct No,Debtor Name,Address,City,State,Zip"
ROW = "00123,Ann Lee,1 Elm St,Naples,FL,34102"


def drafted(put, text, told=()):
    path = put(text)
    return path, draft_mapping(path, told_by(told))


def test_a_draft_is_a_mapping_of_its_file(put, settings):
    path, text = drafted(put, f"Placement of today,,,,,\n{HEAD}\n{ROW}\n")
    mapping = load_mapping(put(text, "map.toml"))
    assert mapping.columns["full_name"] == "Debtor Name"
    (item,) = read_intake(path, mapping, settings)
    assert item.account.number == "00123"


def test_every_target_and_format_is_there(put):
    _, text = drafted(put, f"{HEAD}\n{ROW}\n")
    lines = text.splitlines()
    for target in column_tables().intake:
        assert any(line.removeprefix("# ").startswith(f"{target} = ") for line in lines), target
    for key in FORMAT_WORDS:
        assert any(line.removeprefix("# ").startswith(f"{key} = ") for line in lines), key
    assert FORMAT_WORDS.keys() == Formats.model_fields.keys()
    for table in ("columns", "formats", "defaults", "status_words", "return_words"):
        assert f"[{table}]" in lines


def test_personal_values_are_shown_by_their_shape(put):
    head = f"{HEAD},SSN,DOB,Phone,Email,Balance,Status,Shoe Size"
    row = f"{ROW},900-12-3456,3/14/1961,239-555-0123,ann@example.com,88.10,ACTIVE,Extra Wide"
    _, text = drafted(put, f"{head}\n{row}\n")
    for secret in ("Ann", "Lee", "Elm", "900-12", "3456", "1961", "0123", "ann@", "88.10", "Wide"):
        assert secret not in text.replace("00123", ""), secret
    for shown in ("999-99-9999", "9/99/9999", '"ACTIVE"', '"FL"', "Xxx Xxx", "Xxxxx Xxxx"):
        assert shown in text


@pytest.mark.parametrize(
    ("more", "values", "words"),
    [
        ("Status", "ACTIVE", "1 rows have status words that nobody knows"),
        ("Status", "ACTIVE", '# "ACTIVE" = "open"  # 1 rows'),
        ("Note", "x", "No column has the status"),
        ("Note", "x", "No column has the debt's origin"),
        ("Return Code", "V", "1 return codes are of no list"),
        ("Code List,Return Code", "NIXIE,ZZ9", "1 return codes are unknown to their list"),
        ("Company", "Acme LLC", "1 rows name a person and an organisation"),
        ("Tax ID", "124567890", "1 tax numbers beside a person's name have no dashes"),
        ("DOB", "31/12/1980", 'dates_of = { dob = ["D/M/YYYY"'),
        ("Surname,Last Name", "Lee,Lee", "may be last_name"),
    ],
)
def test_what_only_a_person_can_say_is_asked(put, more, values, words):
    _, text = drafted(put, f"{HEAD},{more}\n{ROW},{values}\n")
    assert words in text
    load_mapping(put(text, "map.toml"))


def test_a_file_without_what_it_needs_is_drafted_too(put):
    _, text = drafted(put, "Kto,Wer\n1,x\n")
    assert "No column was found for account_number" in text
    told = ("account_number=Kto", "full_name=Wer")
    assert 'account_number = "Kto"' in drafted(put, "Kto,Wer,Address\n1,x,y\n", told)[1]


def test_account_numbers_that_look_like_keylines_and_come_again_are_asked_for(put):
    names = ("Ann Lee", "Bob Roe", "Cy Poe", "ANN LEE")
    rows = "".join(f"123456786,{name}{ROW[13:]}\n" for name in names)
    _, text = drafted(put, f"{HEAD}\n{rows}")
    assert "is the column a keyline?" in text
    assert "2 rows give another name under an account number" in text
    assert "See another_debtor" in text
    assert "1 rows give an account number that came before: a second row for a debtor" in text
