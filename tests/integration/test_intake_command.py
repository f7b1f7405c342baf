"""`skiptrace intake` on files as creditors write them: headers, questions, --map."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skiptrace.app.setup import create_installation, starting_settings
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root
from skiptrace.cli.session import opened

HEADER = (
    "Acct #", "FName", "MI", "L_NAME", "Gen", "Birth Yr", "House No", "Street Name", "Apt", "Town",
    "ST", "Zip5", "Zip+4", "Area Code", "Home Phone", "Cell", "E-Mail", "Shoe Size",
)  # fmt: skip
ROW = ("10001", "Dana", "Q", "Holloway", "Jr", "1984", "12", "Elm St", "4", "Larkspur", "TX",
       "75001", "0123", "214", "634-1212", "(787) 721-7000", "dana@example.com", "44")  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> str:
    create_installation(tmp_path, starting_settings())
    return str(tmp_path / "skiptrace.toml")


def run(config: str, header: tuple[str, ...], *args: str) -> Result:
    file = Path(config).parent / "mail.csv"
    file.write_text("\n".join((",".join(header), ",".join(ROW), "")))
    return CliRunner().invoke(
        root, ["--config", config, "intake", str(file), *args], standalone_mode=False
    )


def entry(config: str) -> AccountEntry:
    with opened(config) as session, session.case.read() as tx:
        found = session.case.accounts.find(tx, "10001")
    assert found is not None
    return found


def test_headers_as_people_write_them_are_read(config: str) -> None:
    result = run(config, HEADER, "--yes")
    assert result.return_value == Exit.DONE, result.stderr
    assert "columns nobody reads: Shoe Size" in result.stderr
    subject = entry(config).subject
    (name,) = subject.names
    assert (name.given, name.middle, name.surname, name.generation) == (
        "Dana",
        "Q",
        "Holloway",
        "JR",
    )
    assert str(subject.dob) == "1984"
    (address,) = (contact.value for contact in subject.addresses)
    assert (address.line, address.city, address.state) == ("12 Elm St # 4", "Larkspur", "TX")
    assert (address.zip5, address.zip4) == ("75001", "0123")
    assert [phone.value for phone in subject.phones] == ["+12146341212", "+17877217000"]
    assert [mail.value for mail in subject.emails] == ["dana@example.com"]


def test_two_columns_of_one_thing_are_asked_for_and_told_with_map(config: str) -> None:
    header = tuple("Surname" if name == "MI" else name for name in HEADER)
    result = run(config, header, "--yes")
    assert "? 'Surname' and 'L_NAME' could each be last_name: not read" in result.stderr
    assert "a name" in str(result.exception)
    done = run(config, header, "--yes", "--map", "last_name=L_NAME", "--map", "ignore=Surname")
    assert done.return_value == Exit.DONE, done.stderr
    assert entry(config).subject.names[0].surname == "Holloway"


def test_a_mapping_file_may_be_mended_by_map(config: str) -> None:
    folder = Path(config).parent
    run(config, HEADER, "--dry-run", "--save-map", str(folder / "map.toml"))
    header = tuple("Family" if name == "L_NAME" else name for name in HEADER)
    told = ("--map", str(folder / "map.toml"), "--map", "last_name=Family")
    assert run(config, header, *told).return_value == Exit.DONE
    assert entry(config).subject.names[0].surname == "Holloway"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("shoe=Shoe Size",), "shoe is not a target"),
        (("absent.toml",), "no file absent.toml"),
        (("dob",), "expected TARGET=COLUMN or a file"),
    ],
)
def test_what_map_cannot_mean_is_wrong_usage(
    config: str, told: tuple[str, ...], words: str
) -> None:
    args = [word for one in told for word in ("--map", one)]
    assert words in str(run(config, HEADER, "--yes", *args).exception)


def test_a_column_that_is_not_there_is_named(config: str) -> None:
    assert "no such column" in str(run(config, HEADER, "--yes", "--map", "dob=born").exception)


EVERYDAY = """Placement of today,,,,,,,
Account,Debtor Name,Address,City,State,Zip,Phone,Status
10001,"Dana & Lou Holloway DBA Holloway Foods c/o Pat Roe",1 A St,Naples,FL,34102,555-01,WIP
10002,Gulf Coast Roofing LLC,1 A St,Naples,FL,34102,(cell),WIP
10003,,1 A St,Naples,FL,34102,,open
Total,,,,,,,3
"""


def take_in(config: str, text: str, *args: str) -> Result:
    file = Path(config).parent / "placed.csv"
    file.write_text(text)
    return CliRunner().invoke(
        root, ["--config", config, "intake", str(file), *args], standalone_mode=False
    )


def test_an_everyday_file_is_taken_in_and_says_what_it_left(config: str) -> None:
    done = take_in(config, EVERYDAY, "--yes")
    assert done.return_value == Exit.DONE_WITH_FAILURES, done.stderr
    for words in (
        "3 rows: 2 taken in, 1 rejected",
        "left out, phone: 1",
        "obligors by their names: 2 people, 1 organisations",
        "2 accounts are held by the unknown status 'WIP'",
        "1 rows are totals or headers",
        "1 rows above the header are not read",
        "placed.warnings.csv",
    ):
        assert words in done.stderr, words
    warned = (Path(config).parent / "placed.warnings.csv").read_text().splitlines()
    assert warned[0] == "file,row,field,expectation,code"
    assert [line.split(",")[:3] for line in warned[1:]] == [
        ["placed.csv", "3", "phone"], ["placed.csv", "6", "(row)"],
    ]  # fmt: skip


def test_the_obligors_of_one_row_are_in_the_case_file(config: str) -> None:
    take_in(config, EVERYDAY, "--yes")
    with opened(config) as session, session.case.read() as tx:
        found = session.case.accounts.obligors(tx, entry(config).account.id)
    assert [(one.role.value, one.subject.names[0].full) for one in found] == [
        ("primary", "Dana Holloway"), ("co_obligor", "Lou Holloway"),
    ]  # fmt: skip
    assert found[0].subject.trade_names == ("Holloway Foods",)
    assert found[0].subject.care_of == ("Pat Roe",)
    assert found[1].subject.addresses == found[0].subject.addresses
    again = take_in(config, EVERYDAY, "--yes")
    assert "accounts: 0 new, 0 changed, 3 known before" in again.stderr


def test_a_guess_is_a_mapping_to_be_answered(config: str) -> None:
    folder = Path(config).parent
    drafted = take_in(config, EVERYDAY, "--guess")
    assert drafted.return_value == Exit.DONE
    assert "Holloway" not in drafted.stdout
    answered = drafted.stdout.replace('# "WIP" = "open"', '"WIP" = "open"')
    (folder / "map.toml").write_text(answered)
    done = take_in(config, EVERYDAY, "--map", str(folder / "map.toml"))
    assert "unknown status" not in done.stderr
    assert entry(config).account.status == "open"
    saved = take_in(config, EVERYDAY, "--guess", "--save-map", str(folder / "kept.toml"))
    assert (saved.stdout, (folder / "kept.toml").read_text()) == ("", drafted.stdout)


def test_rejects_are_mended_and_given_again_under_the_same_mapping(config: str) -> None:
    folder = Path(config).parent
    (folder / "map.toml").write_text(take_in(config, EVERYDAY, "--guess").stdout)
    take_in(config, EVERYDAY, "--map", str(folder / "map.toml"))
    mended = (folder / "placed.rejects.csv").read_text().replace("10003,,", "10003,Ann Lee,")
    done = take_in(config, mended, "--map", str(folder / "map.toml"))
    assert "1 rows: 1 taken in, 0 rejected" in done.stderr
    assert done.return_value == Exit.DONE
