"""`hold`, `judge`, `writeback` and `intake` in one process: no restraint gets lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from orders import ACCOUNT, SUBJECT

from skiptrace.app.installation import utc_now
from skiptrace.app.setup import create_installation, starting_settings
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.cli.main import root
from skiptrace.cli.session import opened
from skiptrace.model.account import Hold, ObligorRole
from skiptrace.model.errors import SkiptraceError
from skiptrace.model.subject import PersonName
from tests.tables import each

WHY = ("--evidence", "letter of 20 November")
HEADER = (
    "account_number,account_status,last_name,first_name,dob,address,city,address_state,zip,holds"
)
MAYBE = replace(SUBJECT, id="", dob=None, ssn="", ssn4="2233", addresses=(), phones=(), emails=())


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one account, 10001, and another of the same person, 10002."""
    folder = tmp_path_factory.mktemp("installed")
    create_installation(folder, starting_settings())
    for number in ("10001", "10002"):
        add(str(folder / "skiptrace.toml"), number)
    return folder


@pytest.fixture
def config(fresh: Path, tmp_path: Path) -> str:
    """A copy of that installation."""
    shutil.copytree(fresh, tmp_path, dirs_exist_ok=True)
    return str(tmp_path / "skiptrace.toml")


def add(config: str, number: str, subject: object = SUBJECT, *holds: Hold) -> None:
    entry = AccountEntry(replace(ACCOUNT, id="", number=number), replace(subject, id=""))  # type: ignore[type-var]
    with opened(config) as session, session.case.write() as tx:
        session.case.accounts.add(tx, [replace(entry, holds=holds)])


def run(config: str, *args: str) -> Result:
    return CliRunner().invoke(root, ["--config", config, *args], standalone_mode=False)


def holds(config: str, number: str) -> list[Hold]:
    today = utc_now().date()
    with opened(config) as session, session.case.read() as tx:
        entry = session.case.accounts.find(tx, number)
    assert entry is not None
    return [hold for hold in entry.holds if hold.is_open(today)]


def codes(config: str, number: str) -> list[str]:
    return [hold.code for hold in holds(config, number)]


def events(config: str) -> list[tuple[str, str]]:
    with opened(config) as session, session.case.read() as tx:
        return [(row["kind"], row["rule"]) for row in session.case.audit.export(tx)]


def test_a_hold_is_in_force_from_receipt_and_frees_all_when_it_is_released(config: str) -> None:
    assert run(config, "hold", "add", "10001", "dec-conf", *WHY).exit_code == 0
    assert codes(config, "10001") == codes(config, "10002") == ["DEC-CONF"]
    elsewhere = run(config, "hold", "release", "10002", "DEC-CONF", *WHY)
    assert isinstance(elsewhere.exception, SkiptraceError)
    assert "another account of the same person" in str(elsewhere.exception)
    shown = run(config, "hold", "show", "10002")
    assert "10001" in shown.stdout and "10001" not in shown.stderr, "it was asked for"
    assert run(config, "hold", "release", "10001", "DEC-CONF", *WHY).exit_code == 0
    assert codes(config, "10001") == codes(config, "10002") == []
    assert [e for e in events(config) if e[0].startswith("hold")] == [
        ("hold.add", "DEC-CONF"),
        ("hold.show", ""),
        ("hold.release", "DEC-CONF"),
    ]


@pytest.mark.parametrize("subject", [SUBJECT, MAYBE], ids=["of one debt", "of one who may be her"])
def test_what_only_may_reach_an_account_is_released_there_alone(
    config: str, subject: object
) -> None:
    add(config, "10003", subject)
    assert run(config, "hold", "add", "10001", "ATTY", *WHY).exit_code == 0
    assert run(config, "hold", "release", "10003", "ATTY", *WHY).exit_code == 0
    assert codes(config, "10003") == []
    assert codes(config, "10001") == codes(config, "10002") == ["ATTY"]
    assert ("hold.waive", "ATTY") in events(config)


def test_legal_goes_on_with_one_matter(config: str) -> None:
    run(config, "hold", "add", "10001", "CEASE", *WHY)
    done = run(config, "hold", "release", "10001", "CEASE", "--matter", "26-CV-1", *WHY)
    assert done.exit_code == 0
    assert [hold.waived_for for hold in holds(config, "10001")] == [frozenset({"26-CV-1"})]
    run(config, "hold", "add", "10001", "IDT-605B", *WHY)
    for code in ("IDT-605B", "CEASE"):
        number = "10001" if code == "IDT-605B" else "10002"
        refused = run(config, "hold", "release", number, code, "--matter", "26-CV-1", *WHY)
        assert isinstance(refused.exception, SkiptraceError), code


def test_an_unknown_code_is_refused_with_the_nearest_ones(config: str) -> None:
    said = run(config, "hold", "add", "10001", "BK13OPEN", *WHY).exception
    assert isinstance(said, click.UsageError)
    assert "BK13-OPEN" in said.format_message()
    assert codes(config, "10001") == []


def test_a_day_to_come_is_refused(config: str) -> None:
    later = str(utc_now().date() + timedelta(days=1))
    for act in ("add", "release"):
        said = run(config, "hold", act, "10001", "ATTY", *WHY, "--as-of", later).exception
        assert isinstance(said, click.UsageError), act
        assert "up to today" in said.format_message()
    assert codes(config, "10001") == []


@each("blank", ["", "  ", "\u200b", "---", "\u00a0."])
@each(
    "args",
    [
        ("hold", "add", "10001", "ATTY", "--evidence", "?"),
        ("hold", "release", "10001", "CEASE", "--evidence", "?"),
        ("hold", "release", "10001", "CEASE", "--matter", "?", *WHY),
        ("judge", "10001", "f", "bad", "--reason", "?"),
        ("orders", "settle", "call-1", "--not-billed", "--evidence", "?"),
        ("orders", "retry", "order-1", "--evidence", "?"),
        ("assets", "10001", "--matter", "?"),
    ],
)
def test_why_is_told_in_words(config: str, args: tuple[str, ...], blank: str) -> None:
    said = run(config, *(blank if arg == "?" else arg for arg in args))
    assert isinstance(said.exception, click.BadParameter)
    assert "expected words" in said.exception.format_message()


def test_a_write_back_of_a_past_day_counts_the_holds_of_today(
    config: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skiptrace.app import write_back

    asked = []
    monkeypatch.setattr(write_back, "ContactReader", _recorder(asked))
    assert run(config, "writeback", "plan", "--as-of", "2020-01-01").exit_code == 0
    assert asked == [utc_now().date()]


def _recorder(asked: list[object]) -> object:
    class Reader:
        def __init__(self, case: object, rules: object, as_of: object, screens: object) -> None:
            asked.append(as_of)

        def contacts(self) -> list[object]:
            return []

    return Reader


ROW = "{number},open,HOLLOWAY,DANA,{dob},12 ELM ST,LARKSPUR,TX,75001,{holds}"
NAMELESS = ROW.replace("DANA", "D4NA")


def take_in(config: str, *rows: str, as_of: str = "", beside: str = "") -> Result:
    file = Path(config).parent / "mail.csv"
    file.write_text("\n".join((f"{HEADER}{beside}", *rows, "")))
    day = ("--as-of", as_of) if as_of else ()
    return run(config, "intake", str(file), "--yes", *day)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("Y,", ["BK-SUSPECT"]),
        ("ch 7,Jane Law Esq", ["ATTY", "BK07-OPEN"]),
        ("N,no", []),
        (",", []),
        ("unknown,", ["BK-SUSPECT"]),
        ("N\x07,", ["ROW-REJECTED"]),
        ("N", ["ROW-REJECTED"]),
    ],
)
@pytest.mark.parametrize("surname", ["HOLLOWAY", "H0LL0WAY"])
def test_a_column_that_restrains_holds_the_account_of_a_good_row_and_of_a_rejected_one(
    config: str, flags: str, expected: list[str], surname: str
) -> None:
    columns, row = ",Bankruptcy Flag,Attorney Name", ROW.format(number="20001", dob="", holds="")
    assert take_in(config, f"{row},,", beside=columns).exit_code == 0
    take_in(config, f"{row.replace('HOLLOWAY', surname)},{flags}", beside=columns)
    found = set(codes(config, "20001"))
    assert found - {"ROW-REJECTED"} == set(expected) - {"ROW-REJECTED"}
    assert ("ROW-REJECTED" in found) is ("ROW-REJECTED" in expected)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (NAMELESS.format(number="20001", dob="1980", holds="CEASE@2026-11-01"), ["CEASE"]),
        (NAMELESS.format(number="20001", dob="1980", holds="xq-new;ATTY"), ["XQ-NEW", "ATTY"]),
        (ROW.format(number="20001", dob="1980-05-17", holds="CEASE@2999-01-01"), ["ROW-REJECTED"]),
        (ROW.format(number="20001", dob="1980-05-17", holds="=CEASE"), ["ROW-REJECTED"]),
        (NAMELESS.format(number="20001", dob="1980", holds="ATTY;???"), ["ATTY", "ROW-REJECTED"]),
        (NAMELESS.format(number="20001", dob="1980", holds=""), []),
        ("20001,paid,HOLLOWAY,D4NA,,12 ELM ST,LARKSPUR,TX,75001,", ["ROW-REJECTED"]),
        ("20001,in limbo,HOLLOWAY,D4NA,,12 ELM ST,LARKSPUR,TX,75001,", ["ROW-REJECTED"]),
        ("20001,open,HOLLOWAY,DANA", ["ROW-REJECTED"]),
        ('20001,open,HOLLOWAY,"DANA', ["ROW-REJECTED"]),
    ],
    ids=[
        "a hold beside a fault",
        "an unknown code beside a fault",
        "a hold of a day to come",
        "a formula for a hold",
        "a hold beside one that cannot be read",
        "a fault alone",
        "paid beside a fault",
        "an unknown status beside a fault",
        "cells that are missing",
        "a quote that is never closed",
    ],
)
def test_a_rejected_row_of_a_known_account_does_not_lose_its_hold(
    config: str, row: str, expected: list[str]
) -> None:
    good = ROW.format(number="20001", dob="1980-05-17", holds="")
    assert take_in(config, good).exit_code == 0
    assert codes(config, "20001") == []
    done = take_in(config, row)
    assert done.return_value == 4
    assert sorted(codes(config, "20001")) == sorted(expected)
    assert ("are held" in done.stderr) is bool(expected)
    take_in(config, row)
    assert sorted(codes(config, "20001")) == sorted(expected)


@pytest.mark.parametrize(
    ("dob", "expected"),
    [("no date", ["ATTY", "CEASE"]), ("\x07", ["ATTY", "CEASE"]), ("#REF!", ["ATTY", "CEASE"])],
)
def test_a_row_that_is_taken_without_a_field_keeps_its_hold(
    config: str, dob: str, expected: list[str]
) -> None:
    take_in(config, ROW.format(number="20001", dob="1980-05-17", holds=""))
    done = take_in(config, ROW.format(number="20001", dob=dob, holds="CEASE@2026-11-01;ATTY"))
    assert done.return_value == 0
    assert "left out, dob: 1" in done.stderr
    assert "mail.warnings.csv" in done.stderr
    assert sorted(codes(config, "20001")) == expected


def test_a_keyline_names_the_account_of_a_rejected_hold(config: str) -> None:
    take_in(config, ROW.format(number="ID1234", dob="1980-05-17", holds=""))
    file = Path(config).parent / "mail.csv"
    row = NAMELESS.format(number="ID12343", dob="1980-05-17", holds="CEASE@2026-11-01")
    file.write_text("\n".join((HEADER, row, "")))
    told = ("--map", f"keyline={HEADER.partition(',')[0]}")
    assert run(config, "intake", str(file), "--yes", *told).return_value == 4
    assert codes(config, "ID1234") == ["CEASE"]


def test_the_hold_of_a_rejected_row_waits_for_its_account(config: str) -> None:
    fault = NAMELESS.format(number="20001", dob="1980", holds="CEASE@2026-11-01")
    take_in(config, fault)
    take_in(config, ROW.format(number="20001", dob="1980-05-17", holds=""))
    assert codes(config, "20001") == ["CEASE"]


def test_a_second_row_of_an_account_is_rejected_and_its_hold_entered(config: str) -> None:
    first = ROW.format(number="20001", dob="1980-05-17", holds="")
    second = ROW.format(number="20001", dob="1981-05-17", holds="OPTOUT-VOICE;IDT-605B")
    assert take_in(config, first, second).return_value == 4
    assert codes(config, "20001") == ["OPTOUT-voice", "IDT-605B"]


def test_a_rejected_hold_without_an_account_is_named(config: str) -> None:
    done = take_in(config, ROW.format(number="'=1", dob="1980-05-17", holds="CEASE"))
    assert "1 rejected rows carry a hold and no readable account number" in done.stderr


def test_a_file_of_a_day_to_come_holds_from_today(config: str) -> None:
    row = ROW.format(number="20001", dob="1980-05-17", holds="CEASE@2098-01-01")
    assert take_in(config, row, as_of="2099-01-01").exit_code == 0
    [hold] = holds(config, "20001")
    assert hold.since <= datetime.now(UTC).date()


def test_a_hold_about_one_obligor_is_added_shown_and_released_by_number(config: str) -> None:
    with opened(config) as session, session.case.write() as tx:
        account = replace(ACCOUNT, id="", number="10001")
        other = replace(SUBJECT, id="", names=(PersonName("ROY", "", "MARSH"),), ssn="900445566")
        role = ObligorRole.CO_OBLIGOR
        session.case.accounts.add(tx, [AccountEntry(account, replace(other, dob=None), role)])
    for number in ("1", "2"):
        done = run(config, "hold", "add", "10001", "DEC-SUSP", "--obligor", number, *WHY)
        assert done.exit_code == 0
    shown = run(config, "hold", "show", "10001").stdout
    assert "obligor 1" in shown and "obligor 2" in shown
    both = run(config, "hold", "release", "10001", "DEC-SUSP", *WHY).exception
    assert "about several obligors" in str(both)
    assert (
        run(config, "hold", "release", "10001", "DEC-SUSP", "--obligor", "2", *WHY).exit_code == 0
    )
    assert len(codes(config, "10001")) == 1
    assert "obligor 2" not in run(config, "hold", "show", "10001").stdout
    nobody = run(config, "hold", "add", "10001", "DEC-SUSP", "--obligor", "3", *WHY).exception
    assert "has 2 obligors" in str(nobody)
    again = run(config, "hold", "release", "10001", "DEC-SUSP", "--obligor", "2", *WHY).exception
    assert "no open hold DEC-SUSP about obligor 2" in str(again)
