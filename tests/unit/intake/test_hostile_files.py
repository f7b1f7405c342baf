"""Fifty further small files: what is taken, left out with its name, rejected, and no account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.problem import NotAnAccount, Reject
from skiptrace.intake.read import read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.settings import IntakeSettings
from tests.unit.intake.hostile_files import FILES, File

_HOME = "12 Oak St, Naples, FL 34102"


def written(folder: Path, file: File) -> Path:
    if callable(file.content):
        file.content(folder / "mail.xlsx")
        return folder / "mail.xlsx"
    content = file.content.encode() if isinstance(file.content, str) else file.content
    (folder / "mail.csv").write_bytes(content)
    return folder / "mail.csv"


def said_of(row: IntakeRow) -> str:
    """One obligor in words."""
    subject = row.subject
    name = subject.organization or subject.names[0].full or f"?{subject.names[0].original}"
    return ", ".join((f"{row.account.number} {row.role} {subject.kind} {name}", *_more(row)))


def _more(row: IntakeRow) -> Iterator[str]:
    subject, account, mail = row.subject, row.account, row.returned_mail
    yield from (f"dba {name}" for name in subject.trade_names)
    yield from ([f"born {subject.dob}"] if subject.dob else [])
    if subject.ssn or subject.ssn4:
        yield f"ssn {subject.ssn}" if subject.ssn else f"ssn4 {subject.ssn4}"
    yield from ([f"ein {subject.ein}"] if subject.ein else [])
    homes = [address.value.one_line for address in subject.addresses]
    yield from (f"at {home}" for home in homes if home != _HOME)
    yield from ([] if homes else ["nowhere"])
    yield from (f"tel {phone.value}" for phone in subject.phones)
    yield from ([f"owes {account.balance}"] if account.balance is not None else [])
    yield from ([f"opened {account.opened}"] if account.opened else [])
    yield from ([f"mail {mail.code_list or '?'} {mail.code}"] if mail else [])
    yield from (f"hold {hold.code}" for hold in row.stated_holds())


def test_there_are_fifty_files() -> None:
    assert len(FILES) >= 50


@pytest.mark.parametrize("name", FILES)
def test_what_becomes_of_a_file(name: str, tmp_path: Path, settings: IntakeSettings) -> None:
    file = FILES[name]
    path = written(tmp_path, file)
    mapping = guess_mapping(read_header(path)).mapping()
    items = list(read_intake(path, mapping, settings))
    taken = [item for item in items if isinstance(item, IntakeRow)]
    rejects = [item for item in items if isinstance(item, Reject)]
    assert tuple(map(said_of, taken)) == file.taken
    told = tuple(f"{row.row} {one.field}" for row in taken for one in row.warnings)
    assert tuple(one for one in told if not one.endswith("return_code_list")) == file.warned
    assert tuple(f"{one.row} {one.problems[0].code}" for one in rejects) == file.rejected
    assert tuple(one.row for one in items if isinstance(one, NotAnAccount)) == file.lines
