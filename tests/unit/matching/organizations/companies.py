"""Pairs of organisations, written as what differs, weighed as `link` and as a trace weigh them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import duckdb
import numpy as np

from config.default_model import ORGANIZATION_MODEL, TRACE_MODEL
from matching.compare.organizations.pairs import LEVELS, Crowds, compare_organizations
from matching.compare.words import word_facts
from matching.encode.batch import Words
from matching.encode.layout import Layout, OrganizationColumns, PlaceColumns
from matching.encode.organizations import OrganizationBatch, OrganizationNames
from matching.encode.tabular import Rows, read_organizations
from matching.engine.organizations import (
    OrganizationSource,
    organizations_in_context,
    scored_organizations,
    source_of,
)
from matching.explain import linked_terms
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, Search, rank_all
from matching.score.constraints.held import organizations_held
from matching.score.organization_model import load_organization_model
from matching.score.person_model import load_model
from skiptrace.model.match import Candidate, Term
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, PostalAddress, Subject

Facts = Mapping[str, str]

COMPANY: Facts = {
    "name": "WINKELMAN ROOFING LLC", "dba": "", "former": "", "ein": "07-3456780",
    "register": "L19000123456", "formation": "OR", "officer": "HERBERT WINKELMAN",
    "phone": "2025550142", "email": "office@winkelmanroofing.example.com",
    "address": "100 N MAIN ST", "city": "SALEM", "state": "OR", "zip": "97301",
    "agent": "", "agent_city": "", "agent_state": "", "agent_zip": "",
}  # fmt: skip
TODAY = date(2026, 11, 1)
ACCEPT = 0.95
LAYOUT = Layout(
    places=(
        PlaceColumns(line="address", city="city", state="state", zip="zip"),
        PlaceColumns(line="agent", city="agent_city", state="agent_state", zip="agent_zip"),
    ),
    phones=("phone",),
    emails=("email",),
    organization=OrganizationColumns(
        names=("name",), trades=("dba",), formers=("former",), eins=("ein",),
        registers=("register",), formations=("formation",), officers=("officer",), agents=(1,),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What subject and record have in place of COMPANY's facts, and what that stands for."""

    what: str
    record: Facts
    subject: Facts = field(default_factory=dict)

    def sides(self) -> tuple[dict[str, str], dict[str, str]]:
        """Subject and record, whole; the record has the subject's facts where it names no other."""
        subject = {**COMPANY, **self.subject}
        return subject, {**subject, **self.record}


def only(*kept: str, **changes: str) -> dict[str, str]:
    """A record with the name and those of the subject's facts alone, and with changes."""
    return {name: "" for name in COMPANY if name not in ("name", *kept)} | changes


ELSEWHERE = {"address": "771 ORCHARD RD", "city": "DENVER", "state": "CO", "zip": "80202"}
ACROSS_TOWN = {"address": "771 ORCHARD RD"}
HOUSE = ("address", "city", "state", "zip")


def linked(cases: Sequence[Case]) -> dict[str, tuple[float, tuple[Term, ...]]]:
    """The probability of each case's pair as `link` has it for two files of one row each.

    By what the case is, with the terms. No case competes with another, and every address, phone
    and e-mail counts as that of one record.
    """
    model = load_organization_model(ORGANIZATION_MODEL)
    subjects, source = _sides(cases)
    every = np.arange(len(cases))
    kept, levels = scored_organizations(model, subjects, source, every, every)
    weighed = organizations_in_context(model, kept, levels, source)
    found: dict[str, tuple[float, tuple[Term, ...]]] = {case.what: (0.0, ()) for case in cases}
    for row, at in enumerate(weighed.found.subject.tolist()):
        terms = linked_terms(model, weighed, row)
        found[cases[at].what] = (float(weighed.probability[row]), terms)
    return found


def levels_of(cases: Sequence[Case]) -> dict[str, dict[str, str]]:
    """The level of every comparison of each case, by what the case is, and the rule `held`."""
    subjects, source = _sides(cases)
    every = np.arange(len(cases))
    levels = compare_organizations(source.facts, subjects, every, source.organizations, every)
    rules = organizations_held(levels)
    found = {}
    for at, case in enumerate(cases):
        rule = rules.rule(at)
        told = {name: LEVELS[name][int(column[at])] for name, column in levels.items()}
        found[case.what] = told | {"held": rule.name if rule else ""}
    return found


def _sides(cases: Sequence[Case]) -> tuple[OrganizationBatch, OrganizationSource]:
    words, names = Words(), OrganizationNames()
    pairs = [case.sides() for case in cases]
    with duckdb.connect() as con:
        subjects, records = (
            _organizations(con, [pair[side] for pair in pairs], words, names) for side in (0, 1)
        )
    return subjects, _each_alone(source_of(word_facts(words), names, records, batch=False))


def _each_alone(source: OrganizationSource) -> OrganizationSource:
    records, facts = source.organizations, source.facts
    ones = [np.ones(len(bag.values), np.uint8) for bag in (records.people.phones,
                                                          records.people.emails)]  # fmt: skip
    crowd = np.minimum(records.people.places.house, 1).astype(np.uint8)
    shares = replace(facts.shares, crowd=crowd)
    return replace(source, facts=replace(facts, shares=shares, crowds=Crowds(*ones)))


def _organizations(
    con: duckdb.DuckDBPyConnection, rows: Sequence[Facts], words: Words, names: OrganizationNames
) -> OrganizationBatch:
    columns = ", ".join(f"{name} VARCHAR" for name in COMPANY)
    con.execute(f"CREATE OR REPLACE TABLE companies (no INTEGER, {columns})")
    marks = ", ".join("?" * (1 + len(COMPANY)))
    con.executemany(
        f"INSERT INTO companies VALUES ({marks})",  # noqa: S608
        [[at, *(row[name] or None for name in COMPANY)] for at, row in enumerate(rows)],
    )
    found = read_organizations(con, Rows("companies", LAYOUT, range(len(rows))), words, names)
    assert len(found.row) == len(rows)
    return found.batch


def all_ranked(cases: Sequence[Case]) -> list[Candidate]:
    """The record of each case as a candidate of a trace of its own."""
    limits = Limits(Thresholds(ACCEPT, 0.3))
    found = rank_all([_search(case) for case in cases], load_model(TRACE_MODEL), limits)
    return [candidate for (candidate,) in found]


def _search(case: Case) -> Search:
    subject, record = case.sides()
    provenance = Provenance("roll", "1", "1", datetime(2026, 1, 1), "", "", "")  # noqa: DTZ001
    found = SourceRecord(
        "roll", "1", EntityKind.ORGANIZATION, provenance, organization=_name(record),
        addresses=tuple(Reported(place) for place in _places(record)),
        phones=tuple(Reported(text) for text in filter(None, [record["phone"]])),
        emails=tuple(Reported(text) for text in filter(None, [record["email"]])),
    )  # fmt: skip
    asked = Subject(
        "s", EntityKind.ORGANIZATION, organization=_name(subject),
        addresses=tuple(KnownContact(place) for place in _places(subject)),
        phones=tuple(KnownContact(text) for text in filter(None, [subject["phone"]])),
        emails=tuple(KnownContact(text) for text in filter(None, [subject["email"]])),
    )  # fmt: skip
    return Search(asked, [found], TODAY)


def _name(row: Facts) -> str:
    marks = (("", row["name"]), ("DBA", row["dba"]), ("FKA", row["former"]))
    return " ".join(f"{mark} {text}".strip() for mark, text in marks if text)


def _places(row: Facts) -> tuple[PostalAddress, ...]:
    parts = row["address"], row["city"], row["state"], row["zip"]
    return (PostalAddress(*parts),) if any(parts) else ()
