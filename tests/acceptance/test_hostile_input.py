"""Hostile text in every field: nothing raises, nothing hangs, every row is written or rejected."""

from __future__ import annotations

import csv
import json
import re
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root
from tests.benchmarks.bench_hostile import ALLOWED_RATIO, KEPT_MOST, kept_bytes
from tests.hostile_corpus import broken_strings, hostile_strings, repeated
from tests.hostile_readers import (
    COMPARISONS,
    LINK_HEADER,
    NORMALISERS,
    RANKED,
    WHOLE_HEADER,
    ranked,
    shipped_model,
    write_link_files,
    write_table,
)
from tests.work import ALLOWED_LINES, counted

CELL = 20_000
"""The longest cell of most rows of a file."""
ORDERLESS = ("compare_addresses", "compare_names", "compare_organizations", "relate_ssn")
SLOWEST = (",", "(", "; ", " ", "1", "A", "aka A ", "Apt 1 ", "12 Elm St, ", "\u00bd", "\ufb03")
CODES = (Exit.DONE, Exit.DONE_WITH_FAILURES)


@cache
def corpus() -> tuple[str, ...]:
    """The fixed corpus and broken fields, 1,000 in all; the benchmark has 100,000."""
    return tuple(hostile_strings(1_000))


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Each text beside the next."""
    return tuple(pairwise(corpus()))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without an installation."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", NORMALISERS)
def test_a_normaliser_reads_anything(name: str) -> None:
    read = NORMALISERS[name]
    read("warm")
    for text in corpus():
        read(text)


def answer(found: object) -> object:
    """What a comparison says, without the rule that was met first."""
    return getattr(found, "verdict", getattr(found, "relation", found))


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_answers_for_anything(name: str) -> None:
    relate = COMPARISONS[name]
    for a, b in pairs():
        found = relate(a, b)
        if name in ORDERLESS:
            assert answer(found) == answer(relate(b, a)), (ascii(a[:80]), ascii(b[:80]))


@given(st.text(), st.text())
@settings(max_examples=100, deadline=None)
def test_no_text_at_all_raises(a: str, b: str) -> None:
    for read in NORMALISERS.values():
        read(a)
    for relate in COMPARISONS.values():
        relate(a, b)


def test_records_of_hostile_text_are_ranked() -> None:
    texts = list(broken_strings(6 * RANKED * 25, seed=2))
    found = [call() for call in ranked(texts, shipped_model())]
    assert len(found) == 25
    for candidates in found:
        assert sorted(c.record.ref for c in candidates) == sorted(
            {c.record.ref for c in candidates}
        )
        assert len(candidates) == RANKED
        for candidate in candidates:
            assert 0.0 <= candidate.probability <= 1.0
            assert sum(term.weight for term in candidate.terms) == candidate.weight


@pytest.mark.parametrize("name", NORMALISERS)
@pytest.mark.parametrize(("less", "more"), [(60, 600), (100_000, 1_000_000)])
def test_ten_times_the_text_takes_about_ten_times_the_work(name: str, less: int, more: int) -> None:
    """What it takes in seconds is measured by tests.benchmarks.bench_hostile."""
    read = NORMALISERS[name]
    read("12 Elm St, Barre VT 05641")
    for unit in SLOWEST:
        texts = (f"Ann{size} {repeated(unit, size)}"[:size] for size in (less, more))
        short, long = (counted(partial(read, text))[1] for text in texts)
        assert long <= ALLOWED_RATIO * short + ALLOWED_LINES, (unit, short, long)


def test_the_square_of_the_length_is_seen_as_such() -> None:
    def squared(text: str) -> int:
        return sum(a == b for a in text for b in text)

    short, long = (counted(partial(squared, "a" * size))[1] for size in (60, 600))
    assert long > ALLOWED_RATIO * short + ALLOWED_LINES


@pytest.mark.parametrize("name", NORMALISERS)
def test_long_texts_are_not_kept(name: str) -> None:
    assert kept_bytes(NORMALISERS[name]) <= KEPT_MOST


def run(*args: str) -> Result:
    result = CliRunner().invoke(root, args, standalone_mode=False)
    assert result.exception is None, result.exc_info
    assert result.return_value in CODES
    assert "Traceback" not in result.stderr
    return result


def cells_of(path: Path) -> list[list[str]]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as stream:
        return list(csv.reader(stream))[1:]


def line_ends(row: tuple[str, ...]) -> int:
    return len(re.findall("\r\n|\r|\n", "".join(row)))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A file of hostile rows, and the line where each id's row begins."""
    path = tmp_path_factory.mktemp("hostile") / "in.csv"
    texts = [text if at % 40 == 0 else text[:CELL] for at, text in enumerate(corpus()[:1_500])]
    rows = [(f"row{at}", a, b, "", "", "") for at, (a, b) in enumerate(pairwise(texts))]
    write_table(path, ("id", "a", "b", "c", "d", "e"), rows)
    begins, line = {}, 2
    for row in rows:
        begins[row[0]] = line
        line += 1 + line_ends(row)
    return path, begins


@pytest.mark.parametrize(
    "verb",
    [
        "normalize address", "normalize person", "normalize organization", "normalize phone",
        "compare address", "compare person", "compare organization",
    ],
)  # fmt: skip
def test_every_row_is_written_or_rejected(
    here: Path, table: tuple[Path, dict[str, int]], verb: str
) -> None:
    path, begins = table
    columns = ["--column", "a"] if verb.startswith("normalize") else ["--a", "a", "--b", "b"]
    run(*verb.split(), str(path), *columns, "--out", "out.csv")
    written = [row[0] for row in cells_of(here / "out.csv")]
    rejects = here / "out.rejects.csv"
    rejected = {int(row[0]) for row in cells_of(rejects)} if rejects.exists() else set()
    assert len(written) == len(set(written))
    assert set(written) <= set(begins)
    assert {begins[id] for id in begins if id not in set(written)} <= rejected
    assert len(written) >= 0.99 * len(begins)


@pytest.mark.parametrize("header", [LINK_HEADER, WHOLE_HEADER], ids=["parts", "whole"])
def test_files_of_hostile_rows_are_linked(here: Path, header: tuple[str, ...]) -> None:
    rows = write_link_files(here, [text[:CELL] for text in corpus()], header)
    args = ("--subjects", "s.csv", "--records", "r.csv", "--out", "o.csv", "--stats", "o.json")
    run("link", *args, "--explain", "--threshold", "0")
    told = json.loads((here / "o.json").read_text())
    for role in ("subjects", "records"):
        assert told[role] + told["rejected"][role] == rows
    pairs = cells_of(here / "o.csv")
    subjects, records = ({f"{sign}{at}" for at in range(rows)} for sign in "DR")
    assert {pair[0] for pair in pairs} <= subjects
    assert {pair[1] for pair in pairs} <= records
    for _, _, probability, decision, weight, _, terms, met in pairs:
        assert decision in ("accept", "review")
        assert all(one["ours"] and one["theirs"] for one in json.loads(met))
        assert 0.0 <= float(probability) <= 1.0
        assert sum(term["bits"] for term in json.loads(terms)) == float(weight)
