"""The benchmark's scorer and layouts on cases worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.benchmarks.linkage.layouts import LAYOUTS, relaid
from tests.benchmarks.linkage.report import Row, broken_promises, markdown, rows
from tests.benchmarks.linkage.scorer import (
    Scored,
    Task,
    accepted_at,
    figures,
    oracle,
    read_predictions,
    read_task,
    scored,
    top_candidates,
)

Pairs = list[tuple[str, str, float]]

TASK = Task(("D1", "D2", "D3", "D4"), frozenset({("D1", "R1"), ("D1", "R2"), ("D2", "R3")}))
"""Four subjects, two of them findable, one of those with two records."""

PERFECT: Pairs = [("D1", "R1", 1.0), ("D1", "R2", 1.0), ("D2", "R3", 1.0), ("D3", "R9", 0.0)]
HALF: Pairs = [("D1", "R1", 0.9), ("D3", "R9", 0.8), ("D2", "R3", 0.7), ("D2", "R8", 0.1)]
WRONG: Pairs = [("D1", "R9", 0.9), ("D3", "R8", 0.9)]


def many(right: int, wrong: int) -> Scored:
    """As many subjects: the wrong answers at 0.9, the right ones below them at 0.8."""
    subjects = [f"D{i}" for i in range(right + wrong)]
    task = Task(tuple(subjects), frozenset((s, f"R{s}") for s in subjects))
    bad = [(s, "R?", 0.9) for s in subjects[:wrong]]
    return scored(task, [*bad, *((s, f"R{s}", 0.8) for s in subjects[wrong:])])


@pytest.mark.parametrize(
    ("pairs", "best_f1", "threshold", "completeness", "recall_at_99"),
    [
        (PERFECT, 1.0, 1.0, 1.0, 1.0),
        # at 0.7: two of three predicted are right, of three true ones
        (HALF, 2 / 3, 0.7, 2 / 3, 1 / 3),
        (WRONG, 0.0, 0.9, 0.0, 0.0),
        ([], 0.0, 1.0, 0.0, 0.0),
    ],
)
def test_pair_figures(
    pairs: Pairs, best_f1: float, threshold: float, completeness: float, recall_at_99: float
) -> None:
    found = figures(scored(TASK, pairs))
    assert found.best_f1 == pytest.approx(best_f1)
    assert found.best_f1_threshold == threshold
    assert found.pair_completeness == pytest.approx(completeness)
    assert found.recall_at_99 == pytest.approx(recall_at_99)


@pytest.mark.parametrize(
    ("pairs", "brier", "ece"),
    [
        (PERFECT, 0.0, 0.0),
        # tops: D1 0.9 right, D3 0.8 wrong, D2 0.7 right, D4 none
        (HALF, (0.01 + 0.64 + 0.09) / 4, (0.1 + 0.8 + 0.3) / 4),
        # 0.9 falls into one bin twice: said 0.9, true 0
        (WRONG, (0.81 * 2) / 4, 0.9 * 2 / 4),
        # a subject without a candidate was said to be absent with certainty, and counts as such
        ([], 0.0, 0.0),
    ],
)
def test_calibration_counts_every_subject(pairs: Pairs, brier: float, ece: float) -> None:
    found = figures(scored(TASK, pairs))
    assert found.brier == pytest.approx(brier)
    assert found.ece == pytest.approx(ece)
    assert sum(b.count for b in found.bins) == len(TASK.subjects)


@pytest.mark.parametrize(
    ("threshold", "accepted", "reached", "wrong"),
    [(0.95, 0, 0.0, 0.0), (0.85, 1, 0.5, 0.0), (0.75, 2, 0.5, 0.5), (0.7, 3, 1.0, 1 / 3)],
)
def test_a_fixed_threshold_accepts_what_is_at_or_above_it(
    threshold: float, accepted: int, reached: float, wrong: float
) -> None:
    found = accepted_at(scored(TASK, HALF), threshold)
    assert (found.accepted, found.reached) == (accepted, reached)
    assert found.wrong == pytest.approx(wrong)


@pytest.mark.parametrize(
    ("right", "wrong", "accepted", "reached"),
    [
        (99, 1, 100, 0.99),  # one in a hundred is just within the limit
        (98, 2, 0, 0.0),  # two are not, and no higher threshold leaves them out
        (1, 0, 1, 1.0),
    ],
)
def test_the_oracle_takes_most_with_one_in_a_hundred_wrong(
    right: int, wrong: int, accepted: int, reached: float
) -> None:
    found = oracle([many(right, wrong)])
    assert found.accepted == accepted
    assert found.reached == pytest.approx(reached)
    assert found.wrong <= 0.01


def test_the_oracle_accepts_nothing_where_nothing_is_sure() -> None:
    found = oracle([scored(TASK, WRONG)])
    assert found.accepted == 0
    assert accepted_at(scored(TASK, WRONG), found.threshold).accepted == 0


def test_one_threshold_for_several_tasks_keeps_the_limit_over_all_of_them() -> None:
    good, bad = many(300, 0), many(0, 2)
    assert oracle([bad]).accepted == 0
    assert oracle([good, bad]).accepted == 302


def test_a_tie_at_the_top_counts_against_the_linker() -> None:
    tied = scored(TASK, [("D1", "R1", 0.9), ("D1", "R9", 0.9)])
    assert top_candidates(tied).right.tolist() == [False]


def test_a_pair_that_is_listed_twice_counts_once_at_its_best() -> None:
    twice = scored(TASK, [("D1", "R1", 0.2), ("D1", "R1", 0.9), ("D1", "R1", 0.4)])
    assert twice.probability.tolist() == [0.9]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("D1", "R1", 1.5), "not from 0 to 1"),
        (("D1", "R1", float("nan")), "not from 0 to 1"),
        (("D9", "R1", 0.5), "not of this task"),
    ],
)
def test_bad_predictions_are_refused(pair: tuple[str, str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scored(TASK, [pair])


@pytest.mark.parametrize("column", ["debtor_id", "subject_id"])
def test_files_give_what_the_rows_say(tmp_path: Path, column: str) -> None:
    debtors, truth, out = (tmp_path / f"{name}.csv" for name in ("debtors", "truth", "out"))
    debtors.write_text("debtor_id,zip\nD1,\nD2,\n")
    truth.write_text("debtor_id,record_id\nD2,R3\n")
    out.write_text(f"record_id,probability,{column}\nR3,0.75,D2\n")
    task = read_task(debtors, truth)
    answer = read_predictions(out, task)
    assert (task.subjects, task.findable) == (("D1", "D2"), frozenset({"D2"}))
    assert (answer.subject.tolist(), answer.right.tolist()) == ([1], [True])


def test_the_table_judges_by_thresholds_from_dev_and_says_what_is_missed() -> None:
    dev, other = scored(TASK, HALF), scored(TASK, [("D1", "R1", 0.95), ("D2", "R9", 0.9)])
    (row,) = rows("x", {"movers": dev}, {"check": {"movers": other}})
    assert (row.own.threshold, row.own.accepted, row.own.wrong) == (0.9, 2, 0.5)
    assert markdown([row]).splitlines()[2].startswith("| x | movers | check | 2 | 0.3333 |")
    missed = broken_promises([row])
    assert "movers check: wrong at dev 0.5000, promised <= 0.012" in missed


def test_several_splits_get_a_mean_and_kept_promises_no_sentence() -> None:
    good = scored(TASK, PERFECT)
    table: list[Row] = rows("x", {"movers": good}, {"a": {"movers": good}, "b": {"movers": good}})
    assert [line.split(" | ")[2] for line in markdown(table).splitlines()[2:]] == ["a", "b", "mean"]
    assert broken_promises(table) == []


ROW = {
    "first_name": "Anna",
    "middle_initial": "b",
    "last_name": "O'Hara",
    "dob": "1980-02-03",
    "phone": "2065550100",
    "street_number": "12",
    "street_name": "n oak street",
    "unit_number": "apt 3",
    "city": "Elk Ford",
    "zip": "98101",
}


@pytest.mark.parametrize(
    ("layout", "changes", "expected"),
    [
        (
            "capitals",
            {},
            {
                "first_name": "ANNA",
                "middle_initial": "B",
                "last_name": "O'HARA",
                "street_name": "N OAK STREET",
                "unit_number": "APT 3",
                "city": "ELK FORD",
            },
        ),
        (
            "lower_case",
            {},
            {"first_name": "anna", "last_name": "o'hara", "city": "elk ford"},
        ),
        ("turned_suffixes", {}, {"street_name": "north oak st"}),
        ("turned_suffixes", {"street_name": "Oak Ave"}, {"street_name": "Oak Avenue"}),
        ("turned_suffixes", {"street_name": "W ELM ROAD SW"}, {"street_name": "WEST ELM RD SW"}),
        ("turned_suffixes", {"street_name": "st"}, {"street_name": "st"}),
        ("turned_suffixes", {"street_name": "north st"}, {"street_name": "north street"}),
        ("punctuated_phones", {}, {"phone": "(206) 555-0100"}),
        ("punctuated_phones", {"phone": "20655501"}, {"phone": "20655501"}),
        ("international_phones", {}, {"phone": "+1 206-555-0100"}),
        ("american_dates", {}, {"dob": "02/03/1980"}),
        ("american_dates", {"dob": "1980"}, {"dob": "1980"}),
        ("compact_dates", {}, {"dob": "19800203"}),
        ("zip_plus_four", {}, {"zip": "98101-1444"}),
        ("zip_plus_four", {"zip": "9810"}, {"zip": "9810"}),
        ("no_middle_names", {}, {"middle_initial": ""}),
        (
            "trailing_spaces",
            {"phone": "", "city": ""},
            {
                "first_name": "Anna" + " " * 16,
                "last_name": "O'Hara" + " " * 14,
                "street_name": "n oak street ",
                "zip": "98101 ",
                "dob": "1980-02-03 ",
            },
        ),
    ],
)
def test_a_layout_rewrites_its_fields_and_no_other(
    layout: str, changes: dict[str, str], expected: dict[str, str]
) -> None:
    row = {**ROW, **changes}
    assert LAYOUTS[layout](row) == {**row, **expected}


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_layout_takes_empty_fields(layout: str) -> None:
    empty = dict.fromkeys(ROW, "")
    assert LAYOUTS[layout](empty) == empty


def test_a_file_is_rewritten_in_the_order_of_its_layouts(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    with source.open("w", newline="") as out:
        writer = csv.DictWriter(out, ["record_id", *ROW])
        writer.writeheader()
        writer.writerow({"record_id": "R1", **ROW})
    relaid(source, target, ("capitals", "turned_suffixes"))
    with target.open(newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["record_id"] == "R1"
    assert row["street_name"] == "NORTH OAK ST"
    with pytest.raises(KeyError):
        relaid(source, target, ("upside_down",))
