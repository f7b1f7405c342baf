"""Rows that name another debtor under an account's number: nobody is lost, nobody becomes another.

Each file is taken in by the command, as a user does; what stands in the case file then is who the
account has, by role.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skiptrace.app.setup import create_installation, starting_settings
from skiptrace.cli.main import root
from skiptrace.cli.session import opened

HEAD = "Account Number,Debtor Name,Address,City,State,Zip,Status,Return Code List,Return Code"
REST = "12 Elm St,Larkspur,TX,75001,open,NIXIE,V"
JOHN, MARY, CARL = (f"A1,{name},{REST}" for name in ("John Lee", "Mary Lee", "Carl Poe"))
JON = f"A1,Jon Lee,{REST}"
FIRM, OTHER_FIRM = f"A1,Acme Roofing LLC,{REST}", f"A1,Zenith Towing Inc,{REST}"
JOINT, JOINT_WITH_SUE = f"A1,John & Mary Lee,{REST}", f"A1,John & Sue Lee,{REST}"


@pytest.fixture
def config(tmp_path: Path) -> str:
    create_installation(tmp_path, starting_settings())
    return str(tmp_path / "skiptrace.toml")


def take_in(config: str, file: Path, another: str) -> Result:
    mapping = file.with_suffix(".toml")
    draft = run(config, file, "--guess")
    mapping.write_text(
        draft.stdout.replace("[formats]", f'[formats]\nanother_debtor = "{another}"')
    )
    return run(config, file, "--map", str(mapping))


def run(config: str, file: Path, *args: str) -> Result:
    result = CliRunner().invoke(
        root, ["--config", config, "intake", str(file), *args], standalone_mode=False
    )
    assert result.exception is None, result.exception
    return result


def debtors(config: str) -> dict[str, str]:
    """Who is on the account: name and role of each, and by name the id."""
    with opened(config) as session, session.case.read() as tx:
        found = session.case.accounts.find(tx, "A1")
        everybody = session.case.accounts.obligors(tx, found.account.id) if found else []
    return {
        f"{one.subject.organization or one.subject.names[0].full}, {one.role}": one.subject.id
        for one in everybody
    }


@dataclass(frozen=True)
class Case:
    """Files one after the other under one answer of the mapping, and who stands there at the end.

    `rejected` are the rows that the last file lost.
    """

    files: tuple[tuple[str, ...], ...]
    another: str
    stands: tuple[str, ...]
    rejected: tuple[int, ...] = ()


OWES, ALSO = "John Lee, primary", "Mary Lee, co_obligor"
CASES = {
    "two rows, nobody said what the second is": Case(((JOHN, MARY),), "", (OWES,), (3,)),
    "nobody said it, and the file has the other order": Case(
        ((JOHN,), (MARY, JOHN)), "", (OWES,), (2,)
    ),
    "two rows owe together": Case(((JOHN, MARY),), "co_obligor", (OWES, ALSO)),
    "the second is a guarantor": Case(
        ((JOHN, MARY),), "guarantor", (OWES, "Mary Lee, guarantor")
    ),
    "the second does not owe": Case(
        ((JOHN, MARY),), "non_obligor", (OWES, "Mary Lee, non_obligor")
    ),
    "three rows": Case(
        ((JOHN, MARY, CARL),), "co_obligor", (OWES, ALSO, "Carl Poe, co_obligor")
    ),
    "the other order the next day": Case(
        ((JOHN, MARY, CARL), (CARL, MARY, JOHN)), "co_obligor",
        (OWES, ALSO, "Carl Poe, co_obligor"),
    ),
    "the second alone the next day": Case(((JOHN,), (MARY,)), "co_obligor", (OWES, ALSO)),
    "another debtor the next day, nobody said it": Case(((JOHN,), (CARL,)), "", (OWES,), (2,)),
    "a spelling the next day": Case(((JOHN,), (JON,)), "", ("Jon Lee, primary",)),
    "a new name of the debtor": Case(((JOHN,), (CARL,)), "same_debtor", ("Carl Poe, primary",)),
    "a new name within a file is none": Case(((JOHN, CARL),), "same_debtor", (OWES,), (3,)),
    "another company the next day": Case(
        ((FIRM,), (OTHER_FIRM,)), "", ("Acme Roofing LLC, primary",), (2,)
    ),
    "a company and a person": Case(
        ((FIRM, JOHN),), "guarantor", ("Acme Roofing LLC, primary", "John Lee, guarantor")
    ),
    "joint debtors of whom one is another the next day": Case(
        ((JOINT,), (JOINT_WITH_SUE,)), "", (OWES, ALSO, "Sue Lee, co_obligor")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_nobody_is_lost_and_nobody_becomes_another(name: str, config: str, tmp_path: Path) -> None:
    case = CASES[name]
    known: dict[str, str] = {}
    for number, rows in enumerate(case.files):
        file = tmp_path / f"mail{number}.csv"
        file.write_text("\n".join((HEAD, *rows, "")))
        take_in(config, file, case.another)
        now = debtors(config)
        assert now.items() >= {who: i for who, i in known.items() if who in case.stands}.items()
        known = now
    assert tuple(known) == case.stands
    assert len(set(known.values())) == len(known)
    rejects = file.with_name(f"{file.stem}.rejects.csv")
    lines = rejects.read_text().splitlines()[1:] if rejects.exists() else []
    assert tuple(int(line.partition(",")[0]) for line in lines) == case.rejected


def test_the_rejects_given_again_as_they_are_take_nobodys_place(
    config: str, tmp_path: Path
) -> None:
    file = tmp_path / "mail.csv"
    file.write_text("\n".join((HEAD, JOHN, MARY, "")))
    result = run(config, file, "--yes")
    assert "1 rows name another debtor under an account's number" in result.stderr
    before = debtors(config)
    rejects = tmp_path / "mail.rejects.csv"
    dry = run(config, rejects, "--dry-run")
    again = run(config, rejects, "--yes")
    assert "0 taken in, 1 rejected" in again.stderr
    assert "0 would be taken in, 1 rejected" in dry.stderr
    assert debtors(config) == before
    assert "another_debtor" in (tmp_path / "mail.rejects.reasons.csv").read_text()
    take_in(config, rejects, "co_obligor")
    assert debtors(config) == before | {ALSO: debtors(config)[ALSO]}
