"""Files as agencies export them: each of a table, with what is taken, warned of and rejected."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skiptrace.intake.debtors import Item
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.problem import NotAnAccount, Reject
from skiptrace.intake.read import IntakeTally, read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.rejects import RejectFiles, without_rejects
from skiptrace.intake.settings import IntakeSettings
from tests.unit.intake.everyday_files import FILES, File, written


def mapping_of(path: Path, file: File) -> Mapping:
    guessed = guess_mapping(read_header(path)).mapping().columns
    own = dict(file.mapping)
    told: dict[str, str] = own.pop("columns", {})
    kept = {target: name for target, name in guessed.items() if name not in told.values()}
    return Mapping(columns={**kept, **told}, **own)


def items_of(path: Path, file: File, settings: IntakeSettings) -> list[Item]:
    return list(read_intake(path, mapping_of(path, file), settings))


def who(item: IntakeRow) -> str:
    name = item.subject.organization or item.subject.names[0].full
    return f"{item.row} {item.role} {item.kind} {name}"


def warned(items: list[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, IntakeRow):
            yield from (f"{item.row} {warning.field}" for warning in item.warnings)
        elif isinstance(item, NotAnAccount):
            yield f"{item.row} {item.problem.field}"


def facts(item: IntakeRow) -> dict[str, Any]:
    subject, account, mail = item.subject, item.account, item.returned_mail
    address = subject.addresses[0].value if subject.addresses else None
    return {
        "number": account.number,
        "status": account.status,
        "balance": None if account.balance is None else str(account.balance),
        "dob": None if subject.dob is None else str(subject.dob),
        "ssn": subject.ssn,
        "ein": subject.ein,
        "phones": [contact.value for contact in subject.phones],
        "emails": [contact.value for contact in subject.emails],
        "trade_names": list(subject.trade_names),
        "care_of": list(subject.care_of),
        "zip": address.zip5 if address else "",
        "line": address.line if address else "",
        "mail": f"{mail.code_list} {mail.code} {mail.action}" if mail else "",
    }


def test_there_are_fifty_files() -> None:
    assert len(FILES) >= 50


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_it_comes(name: str, tmp_path: Path, settings: IntakeSettings) -> None:
    file = FILES[name]
    items = items_of(written(tmp_path, file), file, settings)
    taken = [item for item in items if isinstance(item, IntakeRow)]
    assert tuple(map(who, taken)) == file.taken
    assert tuple(warned(items)) == file.warned
    rejects = [item for item in items if isinstance(item, Reject)]
    assert tuple(f"{one.row} {one.problems[0].field}" for one in rejects) == file.rejected
    if taken:
        assert tuple(hold.code for hold in taken[0].stated_holds()) == file.holds
        found = facts(taken[0])
        assert {key: found[key] for key in file.facts} == file.facts


@pytest.mark.parametrize("name", FILES)
def test_rejected_rows_are_given_again_as_they_are(
    name: str, tmp_path: Path, settings: IntakeSettings
) -> None:
    """Under the mapping of the first file the same rows are rejected for the same reasons."""
    file = FILES[name]
    path = written(tmp_path, file)
    mapping = mapping_of(path, file)
    formats = mapping.formats.model_copy(
        update={"sheet": "Accounts" if "xlsx" in path.name else ""}
    )
    again = mapping.model_copy(update={"formats": formats})
    with RejectFiles(path, read_header(path)) as files:
        list(
            without_rejects(
                iter(items_of(path, file, settings)), files, IntakeTally(frozenset({"open"}))
            )
        )
    if not files.count or name == "the same account twice":
        return
    items = list(read_intake(files.rows_path, again, settings))
    rejects = [item for item in items if isinstance(item, Reject)]
    assert len(items) == len(rejects) == len(file.rejected)
    with files.reasons_path.open(newline="") as stream:
        fields = [line["field"] for line in csv.DictReader(stream)]
    assert [one.problems[0].field for one in rejects] == fields[: len(rejects)]
