"""Every broken row is rejected with its row, field and reason; every good one comes through."""

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
    assert len(broken_rows.KINDS) + len(broken_rows.DUPLICATES) >= 30


def test_hundreds_of_broken_rows_of_all_kinds(put, settings):
    file = broken_rows.broken_file(_SEED, bad=600, good=200)
    items = _read(put(bytes(file.data)), settings)
    rejects = {item.row: item for item in items if isinstance(item, Reject)}
    taken = {item.row: item.account.number for item in items if isinstance(item, IntakeRow)}
    assert taken == file.good
    assert rejects.keys() == file.bad.keys()
    for line, kind in file.bad.items():
        named = {(problem.field, problem.code) for problem in rejects[line].problems}
        assert broken_rows.expected(kind) in named, f"line {line}: {kind}: {named}"
        assert all(problem.expectation for problem in rejects[line].problems)


@pytest.mark.parametrize("kind", broken_rows.KINDS)
def test_one_broken_row_harms_no_neighbour(kind, put, settings):
    rng = broken_rows.Random(kind)
    first, broken, last = (broken_rows.good_row(rng, n) for n in (1, 2, 3))
    data = b"".join(
        (
            broken_rows.encoded(broken_rows.COLUMNS),
            broken_rows.encoded(list(first.values())),
            broken_rows.KINDS[kind].break_row(broken),
            broken_rows.encoded(list(last.values())),
        )
    )
    items = _read(put(data), settings)
    assert [type(item) for item in items] == [IntakeRow, Reject, IntakeRow]
    assert broken_rows.expected(kind) in {(p.field, p.code) for p in items[1].problems}


def test_the_reject_files_name_everything_and_hold_the_rows(put, settings):
    file = broken_rows.broken_file(_SEED + 1, bad=120, good=30)
    path = put(bytes(file.data))
    header, tally = read_header(path), IntakeTally()
    mapping = guess_mapping(header).mapping()
    with RejectFiles(path, header) as files:
        taken = list(without_rejects(read_intake(path, mapping, settings), files, tally))
    summary = tally.summary()
    assert (len(taken), summary.taken, summary.rejected) == (30, 30, 120)
    with files.reasons_path.open(newline="", encoding="utf-8") as stream:
        reasons = list(csv.DictReader(stream))
    assert {int(line["row"]) for line in reasons} == set(file.bad)
    assert {line["file"] for line in reasons} == {"mail.csv"}
    with files.rows_path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][2:] == broken_rows.COLUMNS
    assert {int(row[0]) for row in rows[1:]} == set(file.bad)
    for written in (files.reasons_path, files.rows_path):
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
        assert written.stat().st_size < 300_000


def test_reasons_never_hold_what_the_rows_hold(put, settings):
    file = broken_rows.broken_file(_SEED + 2, bad=200, good=5)
    rejects = [i for i in _read(put(bytes(file.data)), settings) if isinstance(i, Reject)]
    said = " ".join(f"{reject.reasons} {reject!r}" for reject in rejects)
    for secret in ("Example Credit", "Maria", "000-12-3456", "555-01", "Main St", "m@example"):
        assert secret not in said
