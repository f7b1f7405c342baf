"""One record weighed for one subject: exact sums, vetoes, proof, silence about people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from config.default_model import TRACE_MODEL
from matching.rank.candidates import Thresholds, probability_of
from matching.rank.ranking import Limits, rank
from matching.score.constraints.rules import KINDS_APART
from matching.score.person_model import load_model
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import MatchingError
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import (
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)

AS_OF = date(2026, 11, 1)
MODEL = load_model(TRACE_MODEL)
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


def scored(**facts: object) -> Candidate:
    return scored_for(SUBJECT, **facts)


def scored_for(subject: Subject, **facts: object) -> Candidate:
    record = replace(RECORD, **facts)  # type: ignore[arg-type]
    (found,) = rank(subject, [record], MODEL, AS_OF, Limits(Thresholds(0.9, 0.5)))
    return found


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
    ("facts", "decision"),
    [
        ({"dob": BORN, "ssn": "4321"}, Decision.ACCEPT),
        ({"dob": BORN, "addresses": at(HOME)}, Decision.ACCEPT),
        ({"addresses": at(HOME), "phones": (Reported("2024561414"),)}, Decision.ACCEPT),
        ({"dob": BORN, "emails": (Reported("ALAN@example.com"),)}, Decision.ACCEPT),
        ({"names": (), "dob": BORN, "ssn": "4321", "addresses": at(HOME)}, Decision.REVIEW),
    ],
)
def test_a_name_needs_a_second_field_and_a_field_a_name(
    facts: dict[str, object], decision: Decision
) -> None:
    assert scored(**facts).decision is decision


@pytest.mark.parametrize("facts", [{}, {"dob": PartialDate(1980)}, {"addresses": at(AWAY)}])
def test_a_name_alone_is_never_accepted(facts: dict[str, object]) -> None:
    assert scored(**facts).decision is not Decision.ACCEPT


@pytest.mark.parametrize(
    ("facts", "veto"),
    [
        ({"names": named("Alan", generation="SR"), "dob": BORN}, "generational suffixes conflict"),
        ({"dob": PartialDate(1951, 7, 2), "addresses": at(HOME)}, "births a generation apart"),
        ({"dob": PartialDate(1970, 7, 2), "addresses": at(HOME)}, "dates of birth contradict"),
        ({"names": named("Brenda"), "addresses": at(HOME)}, "a relative of the same household"),
        ({"names": named("Brian"), "dob": BORN}, "a sibling born on the same day"),
        (
            {"names": named("Omar", "Quill"), "addresses": at(HOME)},
            "no name in common",
        ),
    ],
)
def test_a_contradiction_vetoes_whatever_else_agrees(facts: dict[str, object], veto: str) -> None:
    found = scored(**facts)
    assert (found.veto, found.decision) == (veto, Decision.REJECT)


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
    assert found.probability > 0.5


def test_missing_data_weighs_nothing() -> None:
    missing = [term for term in scored().terms if term.level == "no data"]
    assert {term.name for term in missing} >= {"birth", "ssn", "place", "phone", "email"}
    assert {term.weight for term in missing} == {0.0}


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = replace(SUBJECT, names=(PersonName("John", "", "Smith"),))
    rare = replace(SUBJECT, names=(PersonName("Alan", "", "Wexford"),))
    many = scored_for(common, names=named("John", "Smith"), addresses=at(HOME))
    few = scored_for(rare, names=named("Alan"), addresses=at(HOME))
    assert many.weight < few.weight - 2


def test_the_best_of_several_names_counts() -> None:
    married = replace(
        SUBJECT, names=(PersonName("Ann", "", "Quill"), PersonName("Ann", "", "Wexford"))
    )
    levels = {t.name: t.level for t in scored_for(married, names=named("Ann"), dob=BORN).terms}
    assert (levels["surname"], levels["given"]) == ("exact", "exact")


def test_sets_of_phones_and_addresses_are_compared_and_not_single_values() -> None:
    facts = {
        "phones": (Reported("202-456-1111"), Reported("(202) 456-1414")),
        "addresses": (*at(AWAY), *at(HOME)),
    }
    levels = {term.name: term.level for term in scored(**facts).terms}
    assert (levels["phone"], levels["place"]) == ("agree", "same delivery point")


def test_a_company_that_lists_a_person_is_not_that_person() -> None:
    found = scored(kind=EntityKind.ORGANIZATION, organization="Wexford LLC", addresses=at(HOME))
    assert (found.decision, found.veto) == (Decision.REJECT, KINDS_APART.words)
    assert found.probability <= KINDS_APART.ceiling


def test_an_organization_is_compared_by_its_own_name() -> None:
    firm = Subject(
        "s2",
        EntityKind.ORGANIZATION,
        organization="Elm Holdings LLC",
        addresses=(KnownContact(HOME),),
    )
    same = {
        "kind": EntityKind.ORGANIZATION,
        "organization": "Elm Holdings, L.L.C.",
        "names": (),
        "addresses": at(HOME),
    }
    other = same | {"organization": "Oak Farms Inc"}
    assert scored_for(firm, **same).probability > 0.95
    assert scored_for(firm, **other).probability <= 0.05
    assert scored_for(firm, **other).decision is Decision.REJECT
    assert sum(t.weight for t in scored_for(firm, **same).terms) == scored_for(firm, **same).weight


def test_a_birth_after_today_counts_as_missing() -> None:
    levels = {term.name: term.level for term in scored(dob=PartialDate(2027, 1, 1)).terms}
    assert levels["birth"] == "no data"


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
