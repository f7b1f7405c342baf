"""A subject's records ranked: persons, competition, widening, order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime

import pytest

from config.default_model import TRACE_MODEL
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, Search, rank, rank_all
from matching.score.constraints.rules import KINDS_APART
from matching.score.person_model import load_model
from skiptrace.model.dates import PartialDate
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject

MODEL = load_model(TRACE_MODEL)
LIMITS = Limits(Thresholds(accept=0.95, review=0.5))
OLD = PostalAddress("22 Elm St", "Barre", "VT", "05641")
NEW = PostalAddress("900 Oak Ave", "Plano", "TX", "75074")
ELSEWHERE = PostalAddress("5 Bay Rd", "Salem", "OR", "97301")
BORN = PartialDate(1980, 3, 14)
NAME = PersonName("Alan", "", "Wexford")
SUBJECT = Subject("s1", names=(NAME,), dob=BORN, addresses=(KnownContact(OLD),))


def record(ref: str, **facts: object) -> SourceRecord:
    source = str(facts.pop("source", "roll"))
    provenance = Provenance(source, "1", ref, datetime(2026, 1, 1), "", "", "")  # noqa: DTZ001
    plain = SourceRecord(source, ref, EntityKind.PERSON, provenance, names=(NAME,))
    return replace(plain, **facts)  # type: ignore[arg-type]


def at(*addresses: PostalAddress) -> tuple[Reported[PostalAddress], ...]:
    return tuple(Reported(address) for address in addresses)


def ranked(*records: SourceRecord, subject: Subject = SUBJECT) -> dict[str, Candidate]:
    found = rank(subject, records, MODEL, date(2026, 11, 1), LIMITS)
    assert all(sum(t.weight for t in c.terms) == c.weight for c in found)
    return {candidate.record.ref: candidate for candidate in found}


BUREAU = record("b1", source="bureau", dob=BORN, addresses=at(OLD, NEW), ssn="900124321")


def test_a_record_of_the_new_address_is_reached_through_the_bureau() -> None:
    deed = record("p1", addresses=at(NEW))
    alone, found = ranked(deed), ranked(BUREAU, deed)
    assert alone["p1"].decision is not Decision.ACCEPT
    assert found["p1"].decision is Decision.ACCEPT
    assert "via bureau" in {term.name for term in found["p1"].terms}
    assert found["p1"].probability <= found["b1"].probability
    assert found["p1"].person == found["b1"].person


def test_widening_goes_one_hop_only() -> None:
    deed = record("p1", source="deeds", addresses=at(NEW, ELSEWHERE))
    far = record("f1", addresses=at(ELSEWHERE))
    assert ranked(BUREAU, deed, far)["f1"].decision is not Decision.ACCEPT


def test_a_relative_is_not_reached_through_the_bureau() -> None:
    wife = record("w1", names=(PersonName("Brenda", "", "Wexford"),), addresses=at(NEW))
    assert ranked(BUREAU, wife)["w1"].decision is Decision.REJECT


def test_a_veto_on_the_own_facts_stays_when_a_lender_agrees() -> None:
    father = record("f1", dob=PartialDate(1951, 7, 2), addresses=at(NEW))
    found = ranked(BUREAU, father)["f1"]
    assert (found.decision, bool(found.veto)) == (Decision.REJECT, True)


@pytest.mark.parametrize("address", [OLD, NEW])
def test_a_relative_with_the_subjects_phone_is_no_rival_of_the_subject(
    address: PostalAddress,
) -> None:
    """Who shares the household is told apart by the given name; only the competition is shared."""
    phone = "202-456-1414"
    subject = replace(SUBJECT, dob=None, phones=(KnownContact(phone),))
    own = record("1", addresses=at(OLD))
    wife = record(
        "w1",
        names=(PersonName("Brenda", "", "Wexford"),),
        addresses=at(address),
        phones=(Reported(phone),),
    )
    alone, beside = ranked(own, subject=subject), ranked(own, wife, subject=subject)
    kept = [term for term in beside["1"].terms if term.name != "competition"]
    assert kept == list(alone["1"].terms)
    assert (beside["w1"].decision, bool(beside["w1"].veto)) == (Decision.REJECT, True)


def test_two_equal_namesakes_get_at_most_half_each() -> None:
    subject = replace(SUBJECT, addresses=())
    one = record("1", dob=BORN, ssn="900121111", addresses=at(NEW))
    two = record("2", dob=BORN, ssn="900127894", addresses=at(ELSEWHERE))
    found = ranked(one, two, subject=subject)
    assert found["1"].person != found["2"].person
    assert all(c.probability <= 0.5 for c in found.values())
    assert all("competition" in {t.name for t in c.terms} for c in found.values())


def test_namesakes_of_a_common_name_get_at_most_half_each() -> None:
    name = PersonName("John", "", "Smith")
    subject = Subject("s1", names=(name,))
    one = record("1", names=(name,), addresses=at(NEW))
    found = ranked(one, record("2", names=(name,), addresses=at(ELSEWHERE)), subject=subject)
    assert all(c.probability <= 0.5 for c in found.values())
    assert {c.decision for c in found.values()} <= {Decision.REVIEW, Decision.REJECT}


def test_records_of_one_person_do_not_compete() -> None:
    copies = [replace(BUREAU, ref=f"b{n}", source=f"bureau{n}") for n in range(5)]
    found = ranked(*copies)
    assert {c.person for c in found.values()} == {0}
    assert all(c.decision is Decision.ACCEPT for c in found.values())


def test_father_and_son_at_one_address_are_two_people() -> None:
    subject = replace(SUBJECT, names=(replace(NAME, generation="JR"),), dob=None)
    son = record("jr", names=(replace(NAME, generation="JR"),), dob=BORN, addresses=at(OLD))
    father = record("sr", names=(replace(NAME, generation="SR"),), addresses=at(OLD))
    found = ranked(son, father, subject=subject)
    assert found["jr"].person != found["sr"].person
    assert found["sr"].decision is Decision.REJECT
    assert found["jr"].decision is Decision.ACCEPT


def test_a_name_alone_is_never_accepted_however_rare() -> None:
    subject = Subject("s", names=(PersonName("Zebulon", "Quincy", "Wexfordshire"),))
    found = ranked(record("1", names=subject.names), subject=subject)
    assert found["1"].decision is Decision.REVIEW


def test_the_order_of_the_records_does_not_matter() -> None:
    records = [
        BUREAU,
        record("p1", addresses=at(NEW)),
        record("p2", dob=PartialDate(1951, 7, 2)),
        record("p3", addresses=at(OLD)),
        record("p0", addresses=at(ELSEWHERE)),
        record("p1", source="court", addresses=at(ELSEWHERE)),
    ]
    first = rank(SUBJECT, records, MODEL, date(2026, 11, 1), LIMITS)
    for seed in range(5):
        random.Random(seed).shuffle(records)
        assert rank(SUBJECT, records, MODEL, date(2026, 11, 1), LIMITS) == first
    keys = [(-c.probability, c.record.source, c.record.ref) for c in first]
    assert keys == sorted(keys)


def test_only_the_subject_s_own_mail_counts_as_such() -> None:
    own, other, plain = (
        record(name, addresses=at(OLD), of_subject=of)
        for name, of in (("own", "s1"), ("other", "s2"), ("plain", ""))
    )
    weights = {name: ranked(one)[name].weight for name, one in
               (("own", own), ("other", other), ("plain", plain))}  # fmt: skip
    assert weights["own"] - 3.0 == weights["other"] == weights["plain"]


ACME = Subject(
    "s2", EntityKind.ORGANIZATION, organization="Acme Roofing LLC", addresses=(KnownContact(OLD),)
)


@pytest.mark.parametrize(
    ("subject", "kind", "taken"),
    [
        (SUBJECT, EntityKind.PERSON, True),
        (SUBJECT, EntityKind.ORGANIZATION, False),
        (ACME, EntityKind.ORGANIZATION, True),
        (ACME, EntityKind.PERSON, False),
    ],
)
def test_a_record_of_another_kind_is_never_the_subject_s(
    subject: Subject, kind: EntityKind, taken: bool
) -> None:
    name = "Acme Roofing LLC" if subject is ACME else ""
    whole = record("r", kind=kind, organization=name, dob=BORN, addresses=at(OLD), ssn="900124321")
    found = ranked(whole, subject=subject)["r"]
    assert (found.decision is Decision.ACCEPT) is taken
    assert (found.veto == KINDS_APART.words) is not taken
    assert (found.probability <= KINDS_APART.ceiling) is not taken


def test_what_is_searched_beside_it_changes_no_answer() -> None:
    """Namesakes at one address, of several subjects, none of whose records are the other's."""
    today = date(2026, 11, 1)
    other = replace(SUBJECT, id="s3", dob=PartialDate(1951, 7, 2))
    records = [
        record("p1", addresses=at(NEW), of_subject="s1"),
        record("p2", dob=PartialDate(1951, 7, 2), addresses=at(OLD)),
        record("p3", addresses=at(OLD), names=(PersonName("Alma", "", "Wexford"),)),
        BUREAU,
    ]
    firm = record("f1", kind=EntityKind.ORGANIZATION, organization="Acme Roofing LLC")
    firm = replace(firm, names=(), addresses=at(OLD))
    searches = [
        Search(SUBJECT, records, today),
        Search(ACME, [firm, *records], today),
        Search(other, records, today),
        Search(other, [], today),
        Search(SUBJECT, records[1:], today),
        Search(SUBJECT, records, date(1979, 1, 1)),
        Search(ACME, [firm], today),
    ]
    alone = [rank(s.subject, s.records, MODEL, s.as_of, LIMITS) for s in searches]
    assert rank_all(searches, MODEL, LIMITS) == alone
    assert rank_all(searches[::-1], MODEL, LIMITS) == alone[::-1]
    assert len({tuple(c.weight for c in found) for found in alone}) == len(searches)
    assert any(term.name == "via bureau" for c in alone[0] for term in c.terms)


def test_no_records_no_candidates() -> None:
    assert rank(SUBJECT, [], MODEL, date(2026, 11, 1), LIMITS) == ()
    assert rank_all([], MODEL, LIMITS) == []


@pytest.mark.parametrize(("accept", "review"), [(0.5, 0.9), (1.2, 0.5), (0.9, -0.1)])
def test_thresholds_out_of_order_are_refused(accept: float, review: float) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        Thresholds(accept, review)
