"""Tables that models are trained on: what is understood, what is refused, what order means."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from jobs.linkage.model_tables import TaskFiles, joint_fingerprint, read_task, verdicts
from skiptrace.model.errors import IntakeError
from skiptrace.model.judgement import Verdict

Rows = list[list[str]]

SUBJECTS: Rows = [
    ["debtor_id", "first_name", "last_name", "dob", "zip"],
    ["D2", "Rosa", "Quillon", "1971-05-02", "75001"],
    ["D1", "Alan", "Wexford", "1980-03-14", "05641"],
]
RECORDS: Rows = [
    ["record_id", "first_name", "last_name", "dob", "zip"],
    ["R3", "ROSA", "QUILLON", "05/02/1971", "75001"],
    ["R1", "Allan", "Wexford", "1980-03-14", "05641"],
    ["R2", "Unrelated", "Person", "", "99501"],
]
TRUTH: Rows = [["debtor_id", "record_id"], ["D1", "R1"], ["D2", "R3"]]


def written(folder: Path, subjects: Rows, records: Rows, said: Rows | None = None) -> TaskFiles:
    paths = []
    for name, rows in (("subjects", subjects), ("records", records), ("said", said or [])):
        paths.append(folder / f"{name}.csv")
        with paths[-1].open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return TaskFiles(paths[0], paths[1], paths[2] if said else None)


def test_pairs_are_found_and_known_by_the_order_of_ids(tmp_path: Path) -> None:
    task = read_task(written(tmp_path, SUBJECTS, RECORDS, TRUTH))
    assert task.subject_ids == ["D1", "D2"]
    pairs = set(zip(task.labelled.i.tolist(), task.labelled.j.tolist(), strict=True))
    assert {(0, 0), (1, 2)} <= pairs
    assert int(task.labelled.match.sum()) == 2
    assert task.truth.subject.tolist() == [0, 1]
    assert task.truth.record.tolist() == [0, 2]


def test_the_order_of_rows_and_columns_changes_nothing(tmp_path: Path) -> None:
    def turned(rows: Rows) -> Rows:
        return [list(reversed(row)) for row in (rows[0], *reversed(rows[1:]))]

    (tmp_path / "other").mkdir()
    one = read_task(written(tmp_path, SUBJECTS, RECORDS, TRUTH))
    other = read_task(written(tmp_path / "other", turned(SUBJECTS), turned(RECORDS), turned(TRUTH)))
    assert one.fingerprint == other.fingerprint
    assert one.labelled.i.tolist() == other.labelled.i.tolist()
    assert one.labelled.j.tolist() == other.labelled.j.tolist()
    assert joint_fingerprint([one, other]) == joint_fingerprint([other, one])


@pytest.mark.parametrize("place", [(1, 1), (2, 3), (2, 4)])
def test_any_changed_cell_changes_the_fingerprint(tmp_path: Path, place: tuple[int, int]) -> None:
    (tmp_path / "other").mkdir()
    changed = [list(row) for row in SUBJECTS]
    changed[place[0]][place[1]] = "1"
    one = read_task(written(tmp_path, SUBJECTS, RECORDS))
    other = read_task(written(tmp_path / "other", changed, RECORDS))
    assert one.fingerprint != other.fingerprint


def test_parquet_reads_as_csv_does(tmp_path: Path) -> None:
    import duckdb

    files = written(tmp_path, SUBJECTS, RECORDS, TRUTH)
    target = tmp_path / "subjects.parquet"
    duckdb.read_csv(str(files.subjects), all_varchar=True).write_parquet(str(target))
    assert files.said is not None
    other = read_task(TaskFiles(target, files.records, files.said))
    assert other.fingerprint == read_task(files).fingerprint


BROKEN = [
    ("no id", [["first_name", "zip"], ["Ann", ""]], RECORDS, TRUTH, "subjects.csv: no id"),
    (
        "nothing to compare",
        [["debtor_id", "x"], ["D1", ""]],
        RECORDS,
        TRUTH,
        "subjects.csv: no column",
    ),
    (
        "an id twice",
        [*SUBJECTS, SUBJECTS[1]],
        RECORDS,
        TRUTH,
        "subjects.csv: 1 rows cannot be read",
    ),
    (
        "an empty id",
        SUBJECTS,
        [*RECORDS, ["", "A", "B", "", ""]],
        TRUTH,
        "records.csv: 1 rows cannot be read",
    ),
    ("an unknown id", SUBJECTS, RECORDS, [*TRUTH, ["D9", "R1"]], "said.csv: 1 pairs name ids"),
    (
        "no record id",
        SUBJECTS,
        RECORDS,
        [["debtor_id", "x"], ["D1", ""]],
        "said.csv: no column record_id",
    ),
]


@pytest.mark.parametrize(
    ("subjects", "records", "said", "words"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN]
)
def test_what_cannot_be_read_is_named_by_file(
    tmp_path: Path, subjects: Rows, records: Rows, said: Rows, words: str
) -> None:
    with pytest.raises(IntakeError, match=words):
        read_task(written(tmp_path, subjects, records, said))


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    files = written(tmp_path, SUBJECTS, RECORDS)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"not parquet")
    with pytest.raises(IntakeError, match=r"broken\.parquet: line 1 is no header"):
        read_task(TaskFiles(broken, files.records))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("right_party", Verdict.RIGHT_PARTY), ("wrong_party", Verdict.WRONG_PARTY)],
)
def test_outcomes_are_verdicts(tmp_path: Path, word: str, expected: Verdict) -> None:
    said = [["subject_id", "record_id", "outcome"], ["D1", "R1", word]]
    task = read_task(written(tmp_path, SUBJECTS, RECORDS, said), outcomes=True)
    assert verdicts(task.said, "said.csv") == [expected]
    assert np.array_equal(task.truth.subject, [0])


def test_an_unknown_outcome_is_refused_without_saying_it(tmp_path: Path) -> None:
    said = [["subject_id", "record_id", "outcome"], ["D1", "R1", "Ann said so"]]
    task = read_task(written(tmp_path, SUBJECTS, RECORDS, said), outcomes=True)
    with pytest.raises(IntakeError, match=r"said\.csv: 1 outcomes are none of right_party") as told:
        verdicts(task.said, "said.csv")
    assert "Ann" not in str(told.value)
