"""What a linking stands behind: its decisions, its own wrong share, and what it leaves alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from math import log
from pathlib import Path
from random import Random
from typing import Any

import pytest

from config.default_model import LINK_MODEL
from jobs.linkage import link_decided
from jobs.linkage.link import Detail, LinkFiles, LinkSettings, link_files, wrong_use
from jobs.linkage.link_summary import Summary
from matching.score.person_model import load_model
from matching.score.wrong_share import FILE, MOST_MOVED

Row = dict[str, str]
SETTINGS = LinkSettings(load_model(LINK_MODEL), date(2026, 1, 1))
SUBJECTS = 400

GIVENS = ("Ione", "Robert", "Marguerite", "Thaddeus", "Cordelia", "Ambrose", "Winifred", "Otis")
BEGIN = ("Ostran", "Quill", "Vander", "Mackle", "Thistle", "Holling", "Fother", "Brandy", "Els")
END = ("sloot", "feather", "man", "field", "by", "worth", "combe", "ings")
STREETS = ("Juniper Hollow Rd", "Cooper St", "Tamarack Ave", "Alder Ln", "Quarry Dr", "Mill Ct")


def person(random: Random) -> Row:
    """Somebody of a small town, born in full."""
    born = date(random.randint(1940, 1990), random.randint(1, 12), random.randint(1, 28))
    return {
        "first_name": random.choice(GIVENS),
        "last_name": random.choice(BEGIN) + random.choice(END),
        "dob": born.isoformat(),
        "phone": f"20655501{random.randint(0, 99):02d}" if random.random() < 0.3 else "",
        "address": f"{random.randint(1, 400)} {random.choice(STREETS)}",
        "city": "Salem",
        "state": "OR",
        "zip": "97301",
    }


def father(of: Row) -> Row:
    """His namesake at the same address, a generation older."""
    return {**of, "dob": f"{int(of['dob'][:4]) - 27}-02-19", "phone": ""}


def undated(row: Row, random: Random) -> Row:
    return row if random.random() < 0.6 else {**row, "dob": ""}


def town(there: float, fathers: float, seed: int = 5) -> tuple[list[Row], list[Row], set[str]]:
    """Subjects, records, and which pairs are one person; so many are there, or have a father."""
    random = Random(seed)
    subjects, records, truth = [], [], set()
    for n in range(SUBJECTS):
        one = person(random)
        subjects.append({"subject_id": f"S{n:03d}", **undated(one, random)})
        if random.random() < there:
            records.append({"record_id": f"R{n:03d}", **undated(one, random)})
            truth.add(f"S{n:03d} R{n:03d}")
        if random.random() < fathers:
            records.append({"record_id": f"F{n:03d}", **undated(father(one), random)})
    records += [{"record_id": f"X{n:03d}", **person(random)} for n in range(SUBJECTS)]
    return subjects, records, truth


def write(path: Path, table: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return path


Linking = Callable[..., tuple[Summary, list[Row]]]


@pytest.fixture
def linking(tmp_path: Path) -> Linking:
    """Links two tables; the summary and the pairs that were written."""

    def run(
        subjects: Sequence[Row], records: Sequence[Row], **changes: Any
    ) -> tuple[Summary, list[Row]]:
        files = LinkFiles(
            write(tmp_path / "s.csv", subjects),
            write(tmp_path / "r.csv", records),
            tmp_path / "o.csv",
        )
        summary = link_files(files, replace(SETTINGS, **changes), lambda total: lambda done: None)
        return summary, read(tmp_path / "o.csv")

    return run


def read(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def accepted(rows: Sequence[Row]) -> list[str]:
    return [f"{r['subject_id']} {r['record_id']}" for r in rows if r["decision"] == "accept"]


def test_only_a_subjects_likeliest_record_is_accepted(linking: Linking) -> None:
    subjects, records, _ = town(0.6, 0.2)
    records += [{**row, "record_id": row["record_id"] + "b"} for row in records]
    summary, rows = linking(subjects, records)
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["subject_id"], row)
    sure = [row for row in first.values() if float(row["probability"]) >= SETTINGS.accept]
    assert [f"{r['subject_id']} {r['record_id']}" for r in sure] == accepted(rows)
    assert len(accepted(rows)) == len(summary.decided.places) > 100
    assert {row["decision"] for row in rows} == {"accept", "review"}


@pytest.mark.parametrize(("there", "fathers"), [(0.6, 0.02), (0.6, 0.3), (0.4, 0.3)])
def test_the_true_wrong_share_is_in_the_interval(
    linking: Linking, there: float, fathers: float
) -> None:
    subjects, records, truth = town(there, fathers)
    summary, rows = linking(subjects, records)
    found, said = accepted(rows), summary.decided.accepted
    assert summary.decided.shares.doubt.checked
    assert said is not None
    assert len(found) == said.accepted > 20
    wrong = sum(pair not in truth for pair in found) / len(found)
    assert said.low <= wrong <= said.high


def test_more_namesakes_cast_doubt(linking: Linking) -> None:
    few, many = (linking(*town(0.6, fathers)[:2])[0] for fathers in (0.0, 0.5))
    few_said, many_said = (one.decided.shares.at(0.9).share for one in (few, many))
    assert many_said > 1.5 * few_said


@pytest.mark.parametrize(
    ("there", "fathers", "least", "most"),
    [(0.6, 0.0, -0.2, MOST_MOVED), (0.0, 0.6, -MOST_MOVED, -MOST_MOVED)],
)
def test_a_file_moves_its_own_probabilities_by_what_it_shows(
    linking: Linking, there: float, fathers: float, least: float, most: float
) -> None:
    subjects, records, _ = town(there, fathers)
    summary, rows = linking(subjects, records, detail=Detail.TERMS)
    by = summary.decided.moved
    assert least <= by <= most
    for row in rows:
        terms = json.loads(row["terms"])
        taken = [term["bits"] for term in terms if term["name"] == FILE]
        if by <= 0:
            assert taken == ([pytest.approx(by / log(2.0), abs=1 / 64)] if by else [])
        assert all(0 < bits <= by / log(2.0) + 1 / 64 for bits in taken) or by <= 0
        assert sum(term["bits"] for term in terms) == float(row["weight_bits"])


def test_an_organisation_among_people_changes_nothing_of_their_own_check(linking: Linking) -> None:
    subjects, records, _ = town(0.0, 0.6)
    alone, _ = linking(subjects, records)
    firm = {**subjects[0], "first_name": "", "last_name": "Harbor Light Bakery LLC", "dob": ""}
    bakery = {name: text for name, text in firm.items() if name != "subject_id"}
    beside, _ = linking(
        [*subjects, {"subject_id": "FIRM", **bakery}], [*records, {"record_id": "FIRM", **bakery}]
    )
    assert len(beside.decided.of_organizations) == 1
    assert beside.decided.moved == pytest.approx(alone.decided.moved, abs=0.01)
    assert alone.decided.moved < 0


def test_where_nobody_is_there_nobody_is_accepted(linking: Linking) -> None:
    """All that looks like a subject is his father, or a stranger."""
    subjects, records, _ = town(0.0, 0.6)
    summary, rows = linking(subjects, records, max_wrong=0.05)
    assert max(float(row["probability"]) for row in rows) > 0.9
    assert summary.decided.accepted is None
    assert accepted(rows) == []
    assert {one.share > 0.8 for one in summary.decided.shares.curve} == {True}


@pytest.mark.parametrize("limit", [0.02, 0.05])
def test_a_wish_sets_the_threshold(linking: Linking, limit: float) -> None:
    subjects, records, truth = town(0.6, 0.05)
    summary, rows = linking(subjects, records, max_wrong=limit)
    said, found = summary.decided.accepted, accepted(rows)
    assert said is not None
    assert said.share < limit
    lower = [one for one in summary.decided.shares.curve if one.threshold < said.threshold]
    assert all(one.share > 0.7 * limit for one in lower)
    assert sum(pair not in truth for pair in found) / len(found) <= limit + 0.01


@pytest.mark.parametrize("gone", ["dob", "subjects"])
def test_what_cannot_be_checked_is_said_and_not_guessed(linking: Linking, gone: str) -> None:
    subjects, records, _ = town(0.6, 0.1)
    if gone == "dob":
        records = [{**row, "dob": ""} for row in records]
    else:
        subjects = subjects[:30]
    summary, rows = linking(subjects, records, max_wrong=0.2)
    assert not summary.decided.shares.doubt.checked
    assert summary.decided.accepted is None
    assert accepted(rows) == []
    by_probability, rows = linking(subjects, records)
    assert not by_probability.decided.shares.doubt.checked
    assert accepted(rows) != []


def test_the_estimates_lie_beside_the_pairs(linking: Linking, tmp_path: Path) -> None:
    summary, _ = linking(*town(0.6, 0.2)[:2])
    table = read(tmp_path / "o.wrong_share.csv")
    assert list(table[0]) == ["threshold", "accepted", "wrong_share", "low", "high"]
    curve = summary.decided.shares.curve
    assert [int(row["accepted"]) for row in table] == [one.accepted for one in curve]
    assert all(
        float(row["low"]) <= float(row["wrong_share"]) <= float(row["high"]) for row in table
    )


def test_estimates_overwrite_no_file_that_is_read(tmp_path: Path) -> None:
    subjects, records, _ = town(0.6, 0.2)
    read_too = write(tmp_path / "o.wrong_share.csv", records)
    files = LinkFiles(write(tmp_path / "s.csv", subjects), read_too, tmp_path / "o.csv")
    assert wrong_use(files) == "o.wrong_share.csv: a file that is written would overwrite it"


def test_the_blind_link_changes_nothing_but_what_it_lowers(
    linking: Linking, monkeypatch: pytest.MonkeyPatch
) -> None:
    subjects, records, _ = town(0.6, 0.3)
    monkeypatch.setattr("matching.score.wrong_share.MOST_MOVED", 0.0)
    _, rows = linking(subjects, records)
    monkeypatch.setattr("jobs.linkage.link.blind_subjects", lambda con, count: None)
    summary, plain = linking(subjects, records)
    assert plain == rows
    assert summary.decided.shares.doubt.seen == 0


def test_of_many_subjects_some_are_linked_blind_whatever_their_order(
    linking: Linking, monkeypatch: pytest.MonkeyPatch
) -> None:
    subjects, records, _ = town(0.6, 0.3)
    whole = linking(subjects, records)[0].decided.shares.doubt.seen
    monkeypatch.setattr(link_decided, "BLIND", 200)
    some = [linking(table, records)[0] for table in (subjects, subjects[::-1])]
    doubts = [summary.decided.shares.doubt for summary in some]
    assert doubts[0] == doubts[1]
    assert 0.3 * whole < doubts[0].seen < 0.7 * whole


def test_threshold_zero_writes_all_that_was_compared(linking: Linking) -> None:
    subjects, records, _ = town(0.6, 0.3)
    usual, rows = linking(subjects, records, threshold=1e-6)
    summary, every = linking(subjects, records, threshold=0.0)
    assert summary.written == len(every) == summary.candidates.pairs > 2 * len(rows)
    told = {(row["subject_id"], row["record_id"]): row for row in every}
    assert [told[row["subject_id"], row["record_id"]] for row in rows] == rows
    assert summary.decided.shares.curve == usual.decided.shares.curve
    keys = [(row["subject_id"], -float(row["probability"])) for row in every]
    assert keys == sorted(keys)


def test_what_a_rule_holds_is_never_accepted(linking: Linking) -> None:
    """One initial fits a whole household, whatever else agrees."""
    subjects, records, _ = town(0.6, 0.0)
    whole = {**subjects[0], "dob": "", "phone": "2065550101"}
    initial = {**whole, "record_id": "INITIAL", "first_name": whole["first_name"][0]}
    subjects[0] = whole
    records = [row for row in records if row["record_id"] != "R000"]
    table = [{name: initial[name] for name in records[0]}, *records]
    _, rows = linking(subjects, table, accept=0.5)
    found = next(row for row in rows if row["record_id"] == "INITIAL")
    assert float(found["probability"]) > 0.5
    assert found["decision"] == "review"
