"""Confidence: independent lineages raise it, borrowed and repeated facts do not."""

from __future__ import annotations

from datetime import date

import pytest
from candidates import OAK, at, make_candidate, make_record, seen

from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate
from skiptrace.tracing.confidence import Confidence, is_outdated, latest, years_before
from skiptrace.tracing.facts import Fact


def fact(
    source: str,
    role: str = "agent",
    probability: float = 0.99,
    lender: str = "",
    last: str = "2026-10",
) -> Fact:
    """An address fact; by default a registered agent's address (reliability 0.70)."""
    record = make_record(source, addresses=(at(OAK, last, role),))
    candidate: Candidate = make_candidate(record, probability, lender=lender)
    return Fact(
        FindingKind.ADDRESS,
        "key",
        "9 OAK AVE",
        "9 Oak Ave",
        candidate,
        role,
        last_seen=seen(last) if last else None,
    )


@pytest.mark.parametrize(
    ("facts", "independent", "probability"),
    [
        ([fact("broker")], 1, 0.99 * 0.70),
        ([fact("broker"), fact("court")], 2, 0.99 * (1 - 0.3 * 0.3)),
        ([fact("broker"), fact("reseller")], 1, 0.99 * 0.70),
        ([fact("county"), fact("tax_roll"), fact("court")], 2, 0.99 * (1 - 0.3 * 0.3)),
        ([fact("broker"), fact("broker", role="residence")], 1, 0.99 * 0.97),
        (
            [fact("broker", probability=0.45), fact("court", probability=0.9)],
            2,
            0.9 * (1 - 0.3 * (1 - 0.70 / 2)),
        ),
        ([fact("broker"), fact("court", lender="broker")], 1, 0.99 * 0.70),
        ([fact("court", lender="broker")], 1, 0.99 * 0.70),
        ([fact("court", lender="x"), fact("county", lender="x")], 2, 0.99 * 0.91),
    ],
    ids=[
        "one source",
        "two lineages raise it",
        "a reseller of the same lineage counts once",
        "two registers of one county and a court",
        "the best role of a lineage counts",
        "the best identity counts, a record half as sure counts half",
        "a borrowed fact does not count beside its lender",
        "a borrowed fact alone counts",
        "two borrowed facts alone count",
    ],
)
def test_probability_and_independent_sources(
    confidence: Confidence, facts: list[Fact], independent: int, probability: float
) -> None:
    assert confidence.independent(facts) == independent
    assert confidence.probability(facts) == pytest.approx(probability)
    assert confidence.probability(facts[::-1]) == pytest.approx(probability)


def test_a_source_that_no_card_describes_is_a_lineage_of_its_own(confidence: Confidence) -> None:
    assert confidence.independent([fact("stranger"), fact("other stranger")]) == 2


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2024", "2023-12-31"], "2024"),
        (["2024-05-01", "2024-05"], "2024-05"),
        (["", "2019"], "2019"),
        (["", ""], None),
        ([], None),
    ],
)
def test_the_latest_sighting_counts_a_partial_date_by_its_last_day(
    days: list[str], expected: str | None
) -> None:
    found = latest(fact("broker", last=day) for day in days)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("day", "years"),
    [("2026-11-22", 0.0), ("2027", 0.0), ("2026", 0.0), ("2025-11-22", 1.0), ("2023-11", 2.98)],
)
def test_the_age_of_a_sighting_is_never_negative(day: str, years: float) -> None:
    assert years_before(seen(day), date(2026, 11, 22)) == pytest.approx(years, abs=0.01)


@pytest.mark.parametrize(
    ("day", "newest", "outdated"),
    [
        ("2026-01", "2026-10", False),
        ("2025-12", "2026-10", True),
        ("2026-10", "2020", False),
        ("2026", "2026-12-31", False),
    ],
    ids=["within the lag of sources", "clearly earlier", "later than the other", "the same year"],
)
def test_an_address_is_outdated_when_another_was_seen_clearly_later(
    day: str, newest: str, outdated: bool
) -> None:
    assert is_outdated(seen(day), seen(newest)) is outdated
