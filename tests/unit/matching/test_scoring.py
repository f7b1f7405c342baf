"""One record scored for one subject: exact sums, vetoes, ceilings, silence about people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from matching.model import load_model
from matching.profile import profile_of_record, profile_of_subject
from matching.score import Score, probability_of, score
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import MatchingError
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import (
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)

AS_OF = date(2026, 11, 1)
MODEL = load_model("person-2026-11")
HOME = PostalAddress("22 Elm St", "Barre", "VT", "05641")
AWAY = PostalAddress("900 Oak Ave", "Plano", "TX", "75074")
BORN = PartialDate(1980, 3, 14)
SUBJECT = Subject(
    "s1",
    names=(PersonName("Alan", "B", "Wexford", "JR"),),
    dob=BORN,
    ssn4="4321",
    addresses=(KnownContact(HOME),),
    phones=(KnownContact("202-456-1414"),),
    emails=(KnownContact("alan@example.com"),),
)
RECORD = SourceRecord(
    "roll",
    "1",
    EntityKind.PERSON,
    Provenance("roll", "1", "1", datetime(2026, 1, 1), "", "", ""),  # noqa: DTZ001
    names=(PersonName("Alan", "B", "Wexford"),),
)


def scored(**facts: object) -> Score:
    return scored_for(SUBJECT, **facts)


def scored_for(subject: Subject, **facts: object) -> Score:
    record = replace(RECORD, **facts)  # type: ignore[arg-type]
    return score(MODEL, profile_of_subject(subject), profile_of_record(record), AS_OF)


def at(address: PostalAddress) -> tuple[Reported[PostalAddress], ...]:
    return (Reported(address),)


def named(given: str, surname: str = "Wexford", generation: str = "") -> tuple[PersonName, ...]:
    return (PersonName(given, "", surname, generation),)


CASES: list[dict[str, object]] = [
    {},
    {"dob": BORN, "ssn": "4321", "addresses": at(HOME)},
    {"dob": PartialDate(1955), "ssn": "9999"},
    {"names": named("Al"), "phones": (Reported("(202) 456-1414"),)},
    {"names": (), "addresses": at(HOME)},
]


@pytest.mark.parametrize("facts", CASES)
def test_the_terms_sum_exactly_to_the_weight_in_any_order(facts: dict[str, object]) -> None:
    found = scored(**facts)
    assert sum(term.weight for term in found.terms) == found.weight
    assert sum(term.weight for term in reversed(found.terms)) == found.weight


@pytest.mark.parametrize(
    ("facts", "proved"),
    [
        ({"dob": BORN}, True),
        ({"ssn": "4321"}, True),
        ({"addresses": at(HOME)}, True),
        ({"phones": (Reported("2024561414"),)}, True),
        ({"emails": (Reported("ALAN@example.com"),)}, True),
        ({"dob": PartialDate(1980)}, False),
        ({"addresses": at(AWAY)}, False),
        ({}, False),
    ],
)
def test_a_name_needs_a_second_field_that_agrees(facts: dict[str, object], proved: bool) -> None:
    found = scored(**facts)
    assert found.proved is proved
    assert (found.probability > 0.95) is proved


def test_an_address_without_a_name_stays_under_the_ceiling() -> None:
    found = scored(names=(), addresses=at(HOME), phones=(Reported("2024561414"),), ssn="4321")
    assert not found.proved
    assert found.weight <= MODEL.unproved_ceiling


@pytest.mark.parametrize(
    ("facts", "veto"),
    [
        ({"names": named("Alan", generation="SR"), "dob": BORN}, "generational suffixes conflict"),
        ({"dob": PartialDate(1951, 7, 2), "addresses": at(HOME)}, "dates of birth contradict"),
        ({"ssn": "9876", "dob": BORN}, "social security numbers contradict"),
        ({"names": named("Brenda"), "addresses": at(HOME)}, "a relative at the same address"),
        ({"names": named("Brian"), "dob": BORN}, "a sibling born on the same day"),
        (
            {"names": named("Omar", "Quill"), "addresses": at(HOME)},
            "another person at the same address",
        ),
    ],
)
def test_a_contradiction_vetoes_whatever_else_agrees(facts: dict[str, object], veto: str) -> None:
    found = scored(**facts)
    assert found.veto == veto
    assert found.weight <= MODEL.veto_ceiling


@pytest.mark.parametrize(
    "facts",
    [
        {"ssn": "4312", "dob": BORN},
        {"ssn": "4326", "dob": BORN},
        {"dob": PartialDate(1980, 3, 15), "addresses": at(HOME)},
        {"names": named("Alan", generation="II"), "dob": BORN},
    ],
)
def test_a_typing_error_is_no_contradiction(facts: dict[str, object]) -> None:
    found = scored(**facts)
    assert found.veto == ""
    assert found.probability > 0.9


def test_missing_data_weighs_nothing() -> None:
    missing = [term for term in scored().terms if term.level == "no data"]
    assert {term.name for term in missing} >= {"dob", "ssn", "address", "phone", "email"}
    assert {term.weight for term in missing} == {0.0}


def test_a_rare_surname_says_more_than_a_common_one() -> None:
    common = replace(SUBJECT, names=(PersonName("Alan", "", "Smith"),))
    rare = scored(dob=BORN)
    assert scored_for(common, names=named("Alan", "Smith"), dob=BORN).weight < rare.weight - 5


def test_the_best_of_several_names_counts() -> None:
    married = replace(
        SUBJECT, names=(PersonName("Ann", "", "Quill"), PersonName("Ann", "", "Wexford"))
    )
    assert scored_for(married, names=named("Ann"), dob=BORN).probability > 0.95


def test_a_listed_person_of_a_company_is_compared_by_name() -> None:
    found = scored(kind=EntityKind.ORGANIZATION, organization="Wexford LLC", addresses=at(HOME))
    assert found.proved


def test_an_organization_is_compared_by_its_own_name() -> None:
    firm = Subject(
        "s2",
        EntityKind.ORGANIZATION,
        organization="Elm Holdings LLC",
        addresses=(KnownContact(HOME),),
    )
    same = {"organization": "Elm Holdings, L.L.C.", "names": (), "addresses": at(HOME)}
    other = same | {"organization": "Oak Farms Inc"}
    assert scored_for(firm, **same).probability > 0.95
    assert scored_for(firm, **other).probability < 0.01


def test_a_birth_after_today_counts_as_missing() -> None:
    levels = {term.name: term.level for term in scored(dob=PartialDate(2027, 1, 1)).terms}
    assert levels["dob"] == "no data"


def test_no_term_shows_a_personal_value() -> None:
    found = scored(dob=BORN, ssn="4321", addresses=at(HOME), phones=(Reported("2024561414"),))
    text = repr(found.terms).casefold()
    for value in ("wexford", "alan", "1980", "4321", "elm", "2024561414"):
        assert value not in text


@pytest.mark.parametrize(
    ("weight", "probability"), [(0.0, 0.5), (5000.0, 1.0), (-5000.0, 0.0), (1.0, 2 / 3)]
)
def test_weights_become_probabilities_at_the_edge(weight: float, probability: float) -> None:
    assert probability_of(weight) == pytest.approx(probability, abs=1e-12)


def test_an_unknown_model_is_an_error() -> None:
    with pytest.raises(MatchingError, match="person-1999-01"):
        load_model("person-1999-01")


def test_an_unknown_level_is_an_error_and_not_zero() -> None:
    with pytest.raises(MatchingError, match="dob"):
        MODEL.term("dob", "sometime")
