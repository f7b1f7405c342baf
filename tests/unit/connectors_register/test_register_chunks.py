"""What a register finds of somebody, and how it is ranked, hangs on the register alone.

Whoever else is asked for in the chunk, or was asked for before, changes nothing of it: how many
bear a name is counted as the register is loaded, never over a chunk.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.default_model import TRACE_MODEL
from connectors.register import known_names
from connectors.register.connector import RegisterConnector
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, Search, rank_all
from matching.score.person_model import load_model
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.match import Candidate
from skiptrace.model.record import Answer
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, Subject
from tests.inquiries import make_address, make_inquiry
from tests.unit.connectors_register.register_files import property_csv, property_row, register

SURNAMES = ("TESTER", "SMITH", "SMYTHE", "GARCIA", "GARCIA LOPEZ", "NGUYEN", "OTHER")
GIVEN = ("WILMA", "WILLIAM", "BILL", "JOHN", "JON", "MARY ANN", "VAN")
STREETS = ("MAIN ST", "OAK AVE", "ELM ST APT 4")
ZIPS = ("34801", "34821")
LIMITS = Limits(Thresholds(0.95, 0.5))


def rows() -> list[dict[str, str]]:
    """Some names that hundreds bear, and some that hardly anybody does."""
    chance = random.Random(3)
    weights = [1, 200, 20, 50, 10, 30, 3]
    return [
        property_row(
            parcel_id=f"P-{n:04d}",
            owner_1=f"{chance.choices(SURNAMES, weights)[0]} {chance.choice(GIVEN)}",
            mail_line=f"{chance.randrange(1, 30)} {chance.choice(STREETS)}",
            mail_zip=chance.choice(ZIPS),
        )
        for n in range(900)
    ]


def inquiries() -> list[Inquiry]:
    chance = random.Random(4)
    found = []
    for n in range(36):
        line = f"{chance.randrange(1, 30)} {chance.choice(STREETS)}"
        places = (make_address(line, "Port Alvera", "FL", chance.choice(ZIPS)),) if n % 3 else ()
        name = PersonName(
            chance.choice(GIVEN).title()[: None if n % 5 else 1], "", chance.choice(SURNAMES)
        )
        found.append(make_inquiry(f"q{n}", names=(name,), addresses=places))
    return found


ASKED = inquiries()


def connector(folder: Path) -> RegisterConnector:
    return register("county_property_roll", property_csv(rows()), folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("county")


@pytest.fixture(scope="module")
def alone(folder: Path) -> list[Answer]:
    """Each asked by itself, of a register that nobody asked before."""
    answers = [next(iter(connector(folder).search([one]))) for one in ASKED]
    assert sum(bool(answer.records) for answer in answers) > 20
    assert any("rows agree" in answer.reason for answer in answers)
    return answers


def order_of(kind: str) -> list[int]:
    numbers = list(range(len(ASKED)))
    if kind == "turned":
        return numbers[::-1]
    if kind == "mixed":
        random.Random(5).shuffle(numbers)
    return numbers


@pytest.mark.parametrize("kind", ["as they came", "turned", "mixed"])
@pytest.mark.parametrize(("size", "known"), [(2, 1 << 17), (7, 1 << 17), (36, 1 << 17), (7, 4)])
def test_a_search_hangs_on_the_register_alone(
    folder: Path,
    alone: list[Answer],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    size: int,
    known: int,
) -> None:
    """With as many words of names known as may be, and with hardly any."""
    monkeypatch.setattr(known_names, "_MOST", known)
    asked, order = connector(folder), order_of(kind)
    for at in range(0, len(order), size):
        some = order[at : at + size]
        assert list(asked.search([ASKED[n] for n in some])) == [alone[n] for n in some]


def search_of(number: int, answer: Answer) -> Search:
    fields = ASKED[number].fields
    known = tuple(map(KnownContact, fields.addresses))
    subject = Subject(f"s{number}", EntityKind.PERSON, fields.names, addresses=known)
    return Search(subject, answer.records, date(2026, 12, 1))


def ranked(searches: Sequence[Search]) -> list[tuple[Candidate, ...]]:
    return rank_all(searches, load_model(TRACE_MODEL), LIMITS)


@pytest.mark.parametrize("kind", ["as they came", "turned", "mixed"])
def test_a_ranking_hangs_on_the_subject_s_own_records_alone(alone: list[Answer], kind: str) -> None:
    searches = [search_of(n, answer) for n, answer in enumerate(alone)]
    wanted = [ranked([search])[0] for search in searches]
    assert {candidate.decision for found in wanted for candidate in found}
    for size in (5, 36):
        order = order_of(kind)
        for at in range(0, len(order), size):
            some = order[at : at + size]
            assert ranked([searches[n] for n in some]) == [wanted[n] for n in some]


def test_namesakes_in_the_chunk_crowd_nobody(folder: Path, alone: list[Answer]) -> None:
    """Beside thirty who are asked for by the same name, and beside one."""
    asked = connector(folder)
    for namesakes in (1, 30):
        twins = [replace(ASKED[1], id=f"twin{n}") for n in range(namesakes)]
        (first, *_) = asked.search([ASKED[1], *twins])
        assert first == alone[1]
