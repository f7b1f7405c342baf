"""A row without what it needs is rejected with its reason; any other is taken, less the field."""

from __future__ import annotations

import csv
import stat

import pytest

from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import IntakeTally, read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.rejects import RejectFiles, without_rejects
from tests.unit.intake import broken_rows

_SEED = 26


def _read(path, settings):
    return list(read_intake(path, guess_mapping(read_header(path)).mapping(), settings))


def test_there_are_at_least_thirty_kinds():
    kinds = {**broken_rows.KINDS, **broken_rows.SIDE_KINDS, **broken_rows.DUPLICATES}
    assert len(kinds) >= 55


def test_hundreds_of_broken_rows_of_all_kinds(put, settings):
    file = broken_rows.broken_file(_SEED, bad=400, good=400, side=200)
    items = _read(put(bytes(file.data)), settings)
    rejects = {item.row: item for item in items if isinstance(item, Reject)}
    taken = {item.row: item for item in items if isinstance(item, IntakeRow)}
    assert {line: item.account.number for line, item in taken.items()} == file.good
    assert {line for line, item in taken.items() if item.warnings} == file.side.keys()
    for line, kind in file.side.items():
        named = {(problem.field, problem.code) for problem in taken[line].warnings}
        assert broken_rows.expected(kind) in named, f"line {line}: {kind}: {named}"
    assert rejects.keys() == file.bad.keys()
    for line, kind in file.bad.items():
        named = {(problem.field, problem.code) for problem in rejects[line].problems}
        assert broken_rows.expected(kind) in named, f"line {line}: {kind}: {named}"
        assert all(problem.expectation for problem in rejects[line].problems)


@pytest.mark.parametrize("kind", [*broken_rows.KINDS, *broken_rows.SIDE_KINDS])
def test_one_broken_row_harms_no_neighbour(kind, put, settings):
    kinds = {**broken_rows.KINDS, **broken_rows.SIDE_KINDS}
    rng = broken_rows.Random(kind)
    first, broken, last = (broken_rows.good_row(rng, n) for n in (1, 2, 3))
    data = b"".join(
        (
            broken_rows.encoded(broken_rows.COLUMNS),
            broken_rows.encoded(list(first.values())),
            kinds[kind].break_row(broken),
            broken_rows.encoded(list(last.values())),
        )
    )
    items = _read(put(data), settings)
    is_side = kind in broken_rows.SIDE_KINDS
    assert [type(item) for item in items] == [
        IntakeRow,
        IntakeRow if is_side else Reject,
        IntakeRow,
    ]
    named = items[1].warnings if is_side else items[1].problems
    assert broken_rows.expected(kind) in {(p.field, p.code) for p in named}
    assert not items[0].warnings + items[2].warnings


def test_the_reject_files_name_everything_and_hold_the_rows(put, settings):
    file = broken_rows.broken_file(_SEED + 1, bad=120, good=80, side=50)
    path = put(bytes(file.data))
    header, tally = read_header(path), IntakeTally(frozenset({"open"}))
    mapping = guess_mapping(header).mapping()
    with RejectFiles(path, header) as files:
        taken = list(without_rejects(read_intake(path, mapping, settings), files, tally))
    summary = tally.summary()
    assert (len(taken), summary.taken, summary.rejected) == (80, 80, 120)
    with files.reasons_path.open(newline="", encoding="utf-8") as stream:
        reasons = list(csv.DictReader(stream))
    assert {int(line["row"]) for line in reasons} == set(file.bad)
    assert {line["file"] for line in reasons} == {"mail.csv"}
    with files.rows_path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][2:] == broken_rows.COLUMNS
    assert {int(row[0]) for row in rows[1:]} == set(file.bad)
    with files.warnings_path.open(newline="", encoding="utf-8") as stream:
        warned = list(csv.DictReader(stream))
    assert list(warned[0]) == list(reasons[0])
    assert {int(line["row"]) for line in warned} == set(file.side)
    for written in (files.reasons_path, files.rows_path, files.warnings_path):
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
        assert written.stat().st_size < 300_000


def test_reasons_never_hold_what_the_rows_hold(put, settings):
    file = broken_rows.broken_file(_SEED + 2, bad=200, good=205, side=200)
    items = _read(put(bytes(file.data)), settings)
    said = " ".join(f"{item.reasons} {item!r}" for item in items if isinstance(item, Reject))
    said += " ".join(f"{item.warnings!r}" for item in items if isinstance(item, IntakeRow))
    for secret in ("Example Credit", "Maria", "000-12-3456", "555-01", "Main St", "m@example"):
        assert secret not in said
