"""Registers and the court portal against the sandbox: contract, recall by the truth, faults."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import load_card
from connectors.kit import check_answers, check_connector
from connectors.registry import discover
from connectors.sandbox.build import build_town
from connectors.sandbox.serve import serving
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_address, make_inquiry

REGISTRY = discover(plugins=["sandbox"])
ROLLS = {
    "county_property_roll": ("roll_property", "property_roll.csv"),
    "sunbiz_corporations": ("roll_sunbiz", "sunbiz.txt"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated town of 1,500 people, built once."""
    folder = tmp_path_factory.mktemp("registers") / "town"
    build_town(folder, seed=11, people=1500, accounts=200)
    return folder


@pytest.fixture(scope="module")
def debtors(built: Path) -> list[Inquiry]:
    """Every person who owes, as the creditor's file has them, by account number."""
    with (built / "intake" / "returned_mail.csv").open(encoding="utf-8", newline="") as file:
        return [_inquiry(row) for row in csv.DictReader(file) if row["last_name"]]


def _inquiry(row: dict[str, str]) -> Inquiry:
    given, middle = row["first_name"], row["middle_name"]
    names = [PersonName(given, middle, row["last_name"], row["suffix"])]
    if row["former_last_name"]:
        names.append(PersonName(given, middle, row["former_last_name"]))
    place = make_address(row["address"], row["city"], row["address_state"], row["zip"][:5])
    ssn = row["ssn"] if len(row["ssn"]) == 9 else ""
    number = row["account_number"]
    return make_inquiry(number, names=tuple(names), addresses=(place,), ssn=ssn)


def _true_records(town: Path, dataset: str) -> set[tuple[str, str]]:
    """Account number and reference of every record that is really about a consumer."""
    query = """SELECT account_number, record_ref FROM truth_record
               JOIN truth_account USING (person_id) WHERE dataset = ? AND part = 'consumer'"""
    with closing(sqlite3.connect(town / "truth.sqlite")) as truth:
        return set(truth.execute(query, (dataset,)))


def _found(answers: list[Answer]) -> set[tuple[str, str]]:
    return {(a.inquiry_id, r.ref.partition("/")[0]) for a in answers for r in a.records}


@pytest.mark.parametrize("source", sorted(ROLLS))
def test_a_roll_finds_what_is_the_debtors(
    built: Path, debtors: list[Inquiry], tmp_path: Path, source: str
) -> None:
    dataset, file = ROLLS[source]
    options = {"path": str(built / "files" / file)}
    settings = SourceSettings("", tmp_path / source, clock, options=options)
    connector = REGISTRY.build(source, settings)
    answers = list(connector.search(debtors))
    assert check_answers(connector, debtors, answers) == []
    true, found = _true_records(built, dataset), _found(answers)
    assert len(true) > 3
    assert len(true & found) >= 0.93 * len(true)


@pytest.mark.parametrize("certified_until", ["", "2027-06-30"])
def test_the_death_file_finds_the_dead_by_their_number(
    built: Path, debtors: list[Inquiry], tmp_path: Path, certified_until: str
) -> None:
    options = {
        "path": str(built / "files" / "dmf.txt"),
        "ladmf_certified_until": certified_until,
    }
    settings = SourceSettings("", tmp_path, clock, options=options)
    connector = REGISTRY.build("death_master_file", settings)
    numbered = [
        make_inquiry(str(place), ssn=line[1:10])
        for place, line in enumerate((built / "files" / "dmf.txt").read_text().splitlines())
    ]
    answers = list(connector.search(numbered))
    assert check_answers(connector, numbered, answers) == []
    counts = Counter(answer.outcome for answer in answers)
    recent = sum(line.ssn_year >= 2023 for line in _deaths(built))
    assert recent > 0
    assert counts[Outcome.BLOCKED] == (0 if certified_until else recent)
    assert counts[Outcome.HIT] + counts[Outcome.BLOCKED] == len(numbered)
    alive = [inquiry for inquiry in debtors if inquiry.fields.ssn]
    assert check_connector(connector, alive) == []


class _Death:
    """One record of the file: the year of death at its published place."""

    def __init__(self, line: str) -> None:
        self.ssn_year = int(line[69:73])


def _deaths(town: Path) -> list[_Death]:
    return [_Death(line) for line in (town / "files" / "dmf.txt").read_text().splitlines()]


def test_rolls_are_downloaded_from_the_publisher(
    built: Path, debtors: list[Inquiry], tmp_path: Path
) -> None:
    with serving(built) as port:
        for source in ROLLS:
            settings = SourceSettings(f"http://127.0.0.1:{port}", tmp_path / source, clock)
            connector = REGISTRY.build(source, settings)
            assert any(a.outcome is Outcome.HIT for a in connector.search(debtors))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("renamed_column", "SourceChanged"),
        ("html", "SourceChanged"),
        ("truncated", "SourceChanged"),
        ("500", "SourceUnavailable"),
        ("403", "SourceRefused"),
    ],
)
def test_a_damaged_download_is_no_register(
    built: Path, debtors: list[Inquiry], tmp_path: Path, kind: str, reason: str
) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps({"/files": [{"nth": 1, "kind": kind}]}))
    with serving(built, 0, faults) as port:
        settings = SourceSettings(f"http://127.0.0.1:{port}", tmp_path / "data", clock)
        loaded = load_card(REGISTRY.find("county_property_roll").file)
        section = {**loaded.section, "min_rows": 400}
        changed = replace(loaded, section=section)
        connector = replace(REGISTRY, cards={"register": changed}).build("register", settings)
        (first,), (second,) = (list(connector.search(debtors[:1])) for _ in range(2))
    assert first.reason.startswith(reason)
    assert second.outcome in {Outcome.HIT, Outcome.NO_HIT}


def test_the_court_finds_the_debtors_cases(
    built: Path, debtors: list[Inquiry], tmp_path: Path
) -> None:
    with serving(built) as port:
        settings = SourceSettings(f"http://127.0.0.1:{port}", tmp_path, clock)
        connector = REGISTRY.build("county_court", settings)
        answers = list(connector.search(debtors))
    assert sorted(a.inquiry_id for a in answers) == sorted(i.id for i in debtors)
    assert {a.outcome for a in answers} == {Outcome.HIT, Outcome.NO_HIT}
    with closing(sqlite3.connect(built / "town.sqlite")) as town:
        numbers = dict(town.execute("SELECT case_id, case_number FROM court_case"))
    true = {(a, numbers[ref]) for a, ref in _true_records(built, "court_case")}
    assert len(true & _found(answers)) >= 0.9 * len(true)


def test_faults_of_the_court_are_never_a_no_hit(
    built: Path, debtors: list[Inquiry], tmp_path: Path
) -> None:
    """The first three pages of results are spoiled, and the columns of all that follow.

    One question at a time of debtors who are asked by one name, so that three are struck.
    """
    asked = [d for d in debtors if len(d.fields.names) == 1]
    asked = [d for d in asked if re.fullmatch(r"\w+", d.fields.names[0].surname)][:30]
    faults = tmp_path / "faults.json"
    once = [{"nth": n, "kind": k} for n, k in enumerate(("challenge", "html", "truncated"), 1)]
    rules = [*once, {"every": 1, "kind": "renamed_column"}]
    faults.write_text(json.dumps({"/court/results": rules}))
    with serving(built, 0, faults) as port:
        settings = SourceSettings(f"http://127.0.0.1:{port}", tmp_path, clock)
        loaded = REGISTRY.find("county_court")
        one = replace(loaded, card=replace(loaded.card, concurrency=1))
        connector = replace(REGISTRY, cards={"court": one}).build("court", settings)
        answers = list(connector.search(asked))
    assert check_answers(connector, asked, answers) == []
    said = Counter((a.outcome, a.reason.rpartition(": ")[2]) for a in answers)
    renamed = said.pop((Outcome.FAILED, "column 'Status' is missing"))
    assert renamed > 3
    assert said == {
        (Outcome.BLOCKED, "the portal asked for proof of a human"): 1,
        (Outcome.FAILED, "a web page came instead of data (200)"): 1,
        (Outcome.FAILED, "the page was cut off"): 1,
        (Outcome.NO_HIT, ""): 30 - 3 - renamed,  # a page that found nothing has no columns
    }
