"""A file that holds nobody who looks like its subjects is believed where a rule would not."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from config.default_model import LINK_MODEL
from jobs.linkage.link import Detail, LinkFiles, LinkSettings, link_files
from jobs.linkage.link_summary import Summary
from matching.score.lookalikes import MOST_LIFTED
from matching.score.person_model import load_model
from matching.score.wrong_share import FILE, LIFTED
from tests.unit.jobs.test_linking_decided import GIVENS, Row, father, person, write

SETTINGS = LinkSettings(load_model(LINK_MODEL), date(2026, 1, 1), detail=Detail.TERMS)
HERE, RENAMED, AWAY = 420, 60, 40
"""Subjects that a record has as they are, under another given name, and not at all."""

Table = list[Row]


def of_one_house(row: Row, random: Random) -> Row:
    """Somebody of the same surname, house and day of birth, with another given name."""
    return {**row, "first_name": random.choice([n for n in GIVENS if n[0] != row["first_name"][0]])}


def village(*, siblings: float, fathers: int = 0) -> tuple[Table, Table]:
    """Subjects and records; that share of those who are there has a twin there too.

    Of so many more who are away the father of the same name is there.
    """
    random = Random(11)
    subjects, records = [], []
    for n in range(HERE + RENAMED + AWAY + fathers):
        one = {**person(random), "address": f"{n + 1} Juniper Hollow Rd"}
        subjects.append({"subject_id": f"S{n:03d}", **one})
        if n < HERE:
            records.append({"record_id": f"R{n:03d}", **one})
            if random.random() < siblings:
                records.append({"record_id": f"T{n:03d}", **of_one_house(one, random)})
        elif n < HERE + RENAMED:
            records.append({"record_id": f"N{n:03d}", **of_one_house(one, random)})
        elif n >= HERE + RENAMED + AWAY:
            records.append({"record_id": f"F{n:03d}", **father(one)})
    return subjects, records


Linking = Callable[[Sequence[Row], Sequence[Row]], tuple[Summary, Table]]


@pytest.fixture
def linking(tmp_path: Path) -> Linking:
    """Links two tables; the summary and the pairs that were written."""

    def run(subjects: Sequence[Row], records: Sequence[Row]) -> tuple[Summary, Table]:
        sides = (write(tmp_path / f"{n}.csv", t) for n, t in (("s", subjects), ("r", records)))
        files = LinkFiles(*sides, tmp_path / "o.csv")
        summary = link_files(files, SETTINGS, lambda total: lambda done: None)
        with files.out.open(newline="", encoding="utf-8") as rows:
            return summary, list(csv.DictReader(rows))

    return run


def renamed(rows: Table) -> Table:
    """The rows of a subject with the record of its own number, under another given name."""
    named = [row for row in rows if row["record_id"][0] == "N"]
    return [row for row in named if row["record_id"][1:] == row["subject_id"][1:]]


def test_where_no_one_found_has_a_twin_another_given_name_is_a_slip(linking: Linking) -> None:
    summary, rows = linking(*village(siblings=0.0))
    raised = renamed(rows)
    assert len(raised) == RENAMED <= summary.decided.lifted
    assert sum(float(row["probability"]) for row in raised) > 0.88 * RENAMED
    for row in raised:
        assert 0.8 < float(row["probability"]) <= MOST_LIFTED
        assert row["decision"] == "review"
        terms = json.loads(row["terms"])
        assert [t["name"] for t in terms if t["level"] == LIFTED] == [FILE]
        assert sum(term["bits"] for term in terms) == float(row["weight_bits"])


@pytest.mark.parametrize(("siblings", "most"), [(0.1, 0.65), (0.3, 0.4), (0.5, 0.4)])
def test_where_those_found_have_twins_too_it_may_be_one(
    linking: Linking, siblings: float, most: float
) -> None:
    _, rows = linking(*village(siblings=siblings))
    assert len(renamed(rows)) == RENAMED
    assert max(float(row["probability"]) for row in renamed(rows)) <= most


def dateless(many: int, *, fathers: int) -> tuple[Table, Table]:
    """The village, with so many subjects of no known date of birth, whose records have an initial.

    Of so many others who are there a father with that initial is there too.
    """
    subjects, records = village(siblings=0.0)
    for n in range(many):
        one = {name: told for name, told in subjects[HERE + n].items() if name != "subject_id"}
        subjects[HERE + n]["dob"] = ""
        by_initial = {**one, "first_name": one["first_name"][0], "dob": "", "phone": ""}
        at = next(i for i, row in enumerate(records) if row["record_id"] == f"N{HERE + n}")
        records[at] = {"record_id": f"N{HERE + n}", **by_initial}
    for n in range(fathers):
        one = father(subjects[n])
        one = {**one, "first_name": one["first_name"][0], "phone": ""}
        one.pop("subject_id", None)
        records.append({"record_id": f"F{n:03d}", **one})
    return subjects, records


@pytest.mark.parametrize(("fathers", "lifts"), [(0, True), (200, False)])
def test_the_found_show_whom_those_without_a_date_of_birth_would_meet(
    linking: Linking, fathers: int, *, lifts: bool
) -> None:
    """None of them is found, so that those whose date is known stand in, as if it were not."""
    many = 12
    _, rows = linking(*dateless(many, fathers=fathers))
    asked = {f"S{HERE + n}" for n in range(many)}
    of_them = [row for row in renamed(rows) if row["subject_id"] in asked]
    assert len(of_them) == many
    assert {row["decision"] for row in of_them} == {"review"}
    levels = [{term["level"] for term in json.loads(row["terms"])} for row in of_them]
    raised = sum(LIFTED in told for told in levels)
    assert (raised >= many - 2) if lifts else raised == 0


def test_where_the_blind_link_finds_others_nothing_is_lifted(linking: Linking) -> None:
    summary, rows = linking(*village(siblings=0.0, fathers=200))
    assert summary.decided.moved < 0
    assert summary.decided.lifted == 0
    assert max(float(row["probability"]) for row in renamed(rows)) <= 0.4


def test_whatever_is_lifted_a_subjects_persons_share_one_whole(
    linking: Linking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four namesakes in four towns, of whom one at most is the subject."""
    subjects, records = village(siblings=0.0)
    nameless = {**subjects[-1], "dob": "", "address": "", "phone": ""}
    subjects[-1] = nameless
    towns = ("Salem", "Bend", "Eugene", "Medford")
    places = [f"{n} Tamarack Ave" for n in range(1, 5)]
    for n, (town, place) in enumerate(zip(towns, places, strict=True)):
        one = {k: v for k, v in nameless.items() if k != "subject_id"}
        records.append({"record_id": f"Q{n:03d}", **one, "address": place, "city": town})
    monkeypatch.setattr(
        "matching.engine.without_found.lifts",
        lambda seen, found: np.full(len(seen.weight), 5000, dtype=np.int32),
    )
    _, rows = linking(subjects, records)
    of_one = [row for row in rows if row["subject_id"] == nameless["subject_id"]]
    assert len({row["person"] for row in of_one}) > 1
    assert sum(float(row["probability"]) for row in of_one) <= 1.001


def test_in_a_small_file_nothing_is_lifted(linking: Linking) -> None:
    subjects, records = village(siblings=0.0)
    summary, rows = linking(subjects[200:], records)
    assert summary.decided.lifted == 0
    assert max(float(row["probability"]) for row in renamed(rows)) <= 0.4


def test_what_another_subject_has_more_claim_to_is_not_lifted(linking: Linking) -> None:
    """The twins are subjects themselves, so the records are theirs."""
    subjects, records = village(siblings=0.0)
    twins = [
        {**row, "record_id": f"T{row['record_id'][1:]}"}
        for row in records
        if row["record_id"][0] == "N"
    ]
    twins = [{"subject_id": row.pop("record_id"), **row} for row in twins]
    _, rows = linking([*subjects, *twins], records)
    theirs = [row for row in renamed(rows) if row["subject_id"][0] == "S"]
    assert all(float(row["probability"]) <= 0.4 for row in theirs)
