"""A business and the entries of registers: legal names, numbers of one place, formation, EIN."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from config.default_model import TRACE_MODEL
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, rank
from matching.score.person_model import load_model
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.registration import Registration
from skiptrace.model.subject import (
    EntityKind,
    KnownContact,
    PostalAddress,
    RegisterNumber,
    Subject,
)

HOME = PostalAddress("1 HARBOR DR", "PORT ALVERA", "FL", "34801")
IN_TOWN = PostalAddress("9 OAK AVE", "PORT ALVERA", "FL", "34801")
IN_DENVER = PostalAddress("77 QUAY RD", "DENVER", "CO", "80202")
OLD, NEW = "Alvera Roofing LLC", "KEEL COMPANY LLC"
PROVENANCE = Provenance(
    "harbor", "1", "x", datetime(2026, 1, 1, tzinfo=UTC), "0" * 64, "row 1", "p"
)
ENTRY = Registration("L77001", NEW, formed_in="FL", place="US-FL")
IN_COLORADO = {"place": "US-CO", "formed_in": "CO"}
ASKED = Subject(
    "s", EntityKind.ORGANIZATION, organization=OLD, addresses=(KnownContact(HOME),), ein="123456780"
)
RENAMED = replace(
    ASKED, organization=NEW, former_names=(OLD,), ein="", formed_in="FL",
    registered=(RegisterNumber("US-FL", "L77001"),),
)  # fmt: skip
MERGED = Subject(
    "s", EntityKind.ORGANIZATION, organization=NEW, registered=(RegisterNumber("US-FL", "L99001"),)
)
FORMER = {"former_names": (OLD.upper(),)}
TRADE = {"trade_names": ("ALVERA ROOFING",)}
A, V, R = Decision.ACCEPT, Decision.REVIEW, Decision.REJECT


def weighed(subject: Subject, at: PostalAddress, **changes: object) -> Candidate:
    record = SourceRecord(
        "harbor", "x", EntityKind.ORGANIZATION, PROVENANCE, organization=NEW,
        addresses=(Reported(at, role="principal"),), registration=replace(ENTRY, **changes),
    )  # fmt: skip
    limits = Limits(Thresholds(0.95, 0.2), 20_000)
    return rank(subject, [record], load_model(TRACE_MODEL), date(2026, 11, 30), limits)[0]


def levels(found: Candidate) -> dict[str, str]:
    return {term.name: term.level for term in found.terms}


@pytest.mark.parametrize(
    ("what", "place", "changes", "decision"),
    [
        ("renamed, at its address", HOME, FORMER, A),
        ("renamed, moved in town, same EIN", IN_TOWN, FORMER | {"ein": "123456780"}, A),
        ("renamed, at its address, another EIN", HOME, FORMER | {"ein": "990000005"}, R),
        ("renamed, moved, and nothing else known", IN_TOWN, FORMER, V),
        ("of another state, renamed", IN_DENVER, FORMER | IN_COLORADO, R),
        ("of another state, of that very name", IN_DENVER, {"name": OLD.upper()} | IN_COLORADO, R),
        ("trades under its name, at its address", HOME, TRADE, V),
        ("trades under its name, elsewhere: a franchise", IN_TOWN, TRADE, V),
        ("another at its address", HOME, {}, R),
    ],
)
def test_an_entry_is_the_debtor_s_by_a_legal_name_and_something_beside_it(
    what: str, place: PostalAddress, changes: dict[str, object], decision: Decision
) -> None:
    assert weighed(ASKED, place, **changes).decision is decision, what


@pytest.mark.parametrize(
    ("what", "subject", "place", "changes", "decision", "level"),
    [
        ("its entry", RENAMED, HOME, {}, A, "agree"),
        ("its entry, moved in town", RENAMED, IN_TOWN, {}, A, "agree"),
        ("another entry of the register", RENAMED, HOME, {"number": "L88001"}, R, "different"),
        ("the number in another state", RENAMED, IN_DENVER, IN_COLORADO, R, "no data"),
        ("abroad, at its address", RENAMED, HOME, {"place": "US-CO", "number": "F9001"}, A,
         "no data"),
        ("a namesake formed elsewhere", RENAMED, HOME,
         {**IN_COLORADO, "number": "F9001"}, R, "no data"),
        ("the successor by number", MERGED, IN_DENVER, {"number": "L99001"}, V, "agree"),
        ("the number, another name", MERGED, IN_DENVER,
         {"number": "L99001", "name": "DRIFT LLC"}, R, "agree"),
        ("the name, another number", MERGED, IN_DENVER, {}, R, "different"),
        ("the name, of no known register", MERGED, IN_DENVER, {"place": ""}, V, "no data"),
    ],
)  # fmt: skip
def test_numbers_agree_or_differ_in_one_place_s_register_only(
    what: str,
    subject: Subject,
    place: PostalAddress,
    changes: dict[str, object],
    decision: Decision,
    level: str,
) -> None:
    found = weighed(subject, place, **changes)
    assert (found.decision, levels(found)["register number"]) == (decision, level), what


@pytest.mark.parametrize(
    ("what", "sources", "level"),
    [
        ("one register", ["harbor"], "one"),
        ("four sources, each with one", ["harbor", "court", "roll", "licences"], "one"),
        ("one of three with two", ["harbor", "harbor", "court", "roll"], "two"),
        ("one register four times", ["harbor"] * 4, "four"),
    ],
)
def test_that_several_sources_have_it_is_no_sign_against_it(
    what: str, sources: list[str], level: str
) -> None:
    entry = replace(ENTRY, name=OLD)
    records = [
        SourceRecord(
            source, f"{source}-{n}", EntityKind.ORGANIZATION, PROVENANCE, organization=OLD,
            addresses=(Reported(HOME, role="principal"),), registration=entry,
        )
        for n, source in enumerate(sources)
    ]  # fmt: skip
    limits = Limits(Thresholds(0.95, 0.2), 20_000)
    found = rank(ASKED, records, load_model(TRACE_MODEL), date(2026, 11, 30), limits)
    assert {levels(one)["records"] for one in found} == {level}, what
    if level == "one":
        assert {one.decision for one in found} == {Decision.ACCEPT}
