"""Column mappings: read strictly, guessed from headers, bound to files."""

from __future__ import annotations

import tomllib

import pytest

from config.columns import column_tables
from skiptrace.intake.guess import guess_mapping, render_guess
from skiptrace.intake.mapping import Mapping, bind, load_mapping, mapping_toml
from skiptrace.model.errors import ConfigError, IntakeError

MINIMAL = {"account_number": "Acct", "last_name": "Last", "address": "Street"}


def test_a_mapping_file_comes_back_as_written(put):
    written = Mapping(
        columns=MINIMAL,
        formats={
            "dates": ["D/M/YYYY"],
            "empty": ['"none"', "N/A"],
            "dates_of": {"dob": ["YY-M-D"]},
        },
        defaults={"account_status": "open"},
    )
    assert load_mapping(put(mapping_toml(written), "map.toml")) == written
    assert tomllib.loads(mapping_toml(written))["columns"] == MINIMAL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[columns]\nacount_number = "A"', "did you mean account_number"),
        ("[columns]\nlast_name = 5", "columns.last_name"),
        ('[column]\nlast_name = "A"', "columns: Field required"),
        ('[columns]\n[formats]\nenkoding = "x"', "formats.enkoding"),
        ('[columns]\n[formats]\nencoding = "klingon"', "formats.encoding"),
        ('[columns]\n[formats]\ndelimiter = "xx"', "formats.delimiter"),
        ('[columns]\n[formats]\ndates = ["M/D"]', "formats.dates"),
        ('[columns]\n[formats]\ndates = ["M/D/YYYY", "D/M/YYYY"]', "two dates"),
        ('[columns]\n[formats]\ndates_of = { zip = ["YYYY"] }', "dates_of"),
        ('[columns]\n[defaults]\nroll = "primary"', "did you mean role"),
        ("[columns", "not valid TOML"),
    ],
)
def test_a_wrong_mapping_names_file_and_key(text, words, put):
    with pytest.raises(ConfigError, match=r"map\.toml") as caught:
        load_mapping(put(text, "map.toml"))
    assert words in str(caught.value)


def test_binding_names_every_column_that_is_not_there():
    mapping = Mapping(columns=MINIMAL | {"zip": "Zip"})
    with pytest.raises(IntakeError) as caught:
        bind("f.csv", mapping, ["Acct", "Last", "Streets", "Last"])
    message = str(caught.value)
    assert "address = 'Street': no such column (did you mean 'Streets'?)" in message
    assert "zip = 'Zip': no such column" in message
    assert "last_name = 'Last': this column is there twice" in message


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"last_name": "a", "address": "b"}, "account_number"),
        ({"account_number": "a", "address": "b"}, "a name"),
        ({"account_number": "a", "last_name": "b"}, "the address or the return code"),
    ],
)
def test_required_targets(columns, words):
    with pytest.raises(IntakeError, match=words):
        bind("f.csv", Mapping(columns=columns), ["a", "b"])


def test_columns_that_are_not_read_are_listed():
    binding = bind("f.csv", Mapping(columns=MINIMAL), ["Acct", "Fax", "Last", "Street", "Note"])
    assert binding.unmapped == ("Fax", "Note")


def test_a_default_stands_for_a_column():
    mapping = Mapping(
        columns={"account_number": "a", "last_name": "b"}, defaults={"return_code": "V"}
    )
    assert bind("f.csv", mapping, ["a", "b"]).unmapped == ()


def test_every_target_is_known_by_its_own_name():
    targets = list(column_tables().intake)
    guess = guess_mapping(targets)
    assert [(c.target, c.column) for c in guess.choices] == [(t, t) for t in targets]
    assert (guess.confidence, guess.unmapped, guess.doubtful) == (1.0, (), ())


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Acct #", "account_number"),
        ("DebtorLastName", "last_name"),
        ("Date of Birth", "dob"),
        ("Social Security #", "ssn"),
        ("Mailing Addres", "address"),
        ("Zip Code", "zip"),
        ("ST", "address_state"),
        ("Nixie Code", "return_code"),
        ("Date Returned", "return_date"),
        ("New Address", "forward_address"),
    ],
)
def test_headers_of_real_files_are_guessed(header, target):
    guess = guess_mapping([header])
    assert [choice.target for choice in guess.choices] == [target]


def test_a_column_that_could_be_two_things_is_neither():
    guess = guess_mapping(["Acct #", "Account No", "Last", "Address"])
    assert "account_number" not in guess.mapping().columns
    assert dict(guess.doubtful) == {
        "Acct #": ("account_number",),
        "Account No": ("account_number",),
    }
    assert guess.confidence == 0.0
    assert any("account_number" in words for words in guess.missing)


def test_the_guess_is_shown_for_confirmation():
    shown = render_guess(guess_mapping(["Acct #", "Last", "Address", "State", "Favourite Colour"]))
    assert "account_number    <- 'Acct #'" in shown
    assert "address_state     <- 'State' (95%" in shown
    assert "not read: 'Favourite Colour'" in shown
    assert "no account_status: every account will be held" in shown


def test_a_lone_state_is_the_addresss():
    guess = guess_mapping(["account_number", "last_name", "address", "city", "state", "zip"])
    assert guess.mapping().columns["address_state"] == "state"
    both = guess_mapping(["account_number", "last_name", "state", "address_state", "address"])
    assert both.mapping().columns["state"] == "state"
