"""Pairs of a subject and a record, written as what differs, through a trace and through link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import duckdb
import numpy as np

from config.default_model import LINK_MODEL, TRACE_MODEL
from matching.compare.rarity import census_shares
from matching.compare.words import word_facts
from matching.encode.batch import PersonBatch, Words
from matching.encode.layout import Layout, NameColumns, PlaceColumns
from matching.encode.tabular import batch_of_table
from matching.engine.link import Source, in_context, scored_pairs
from matching.explain import linked_terms
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, Search, rank_all
from matching.score.person_model import load_model
from matching.score.population import REFERENCE
from skiptrace.model.dates import PartialDate
from skiptrace.model.match import Candidate
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject

Facts = Mapping[str, str]

PERSON: Facts = {
    "first_name": "HERBERT", "middle_name": "L", "last_name": "WINKELMAN", "suffix": "",
    "dob": "1958-04-17", "ssn": "900124321", "phone": "2025550142",
    "email": "winkelman@example.com", "address": "100 N MAIN ST", "city": "SALEM", "state": "OR",
    "zip": "97301",
}  # fmt: skip
TODAY = date(2026, 11, 1)
ACCEPT = 0.95


@dataclass(frozen=True)
class Case:
    """What the subject and the record have in place of PERSON's facts, and what that stands for."""

    family: str
    what: str
    record: Facts
    subject: Facts = field(default_factory=dict)

    @property
    def id(self) -> str:
        """A name for a test report."""
        return f"{self.family}: {self.what}"

    def sides(self) -> tuple[dict[str, str], dict[str, str]]:
        """Subject and record, whole; the record has the subject's facts where it names no other."""
        subject = {**PERSON, **self.subject}
        return subject, {**subject, **self.record}


def only(*kept: str, **changes: str) -> dict[str, str]:
    """A record with those of the subject's facts alone, and with changes."""
    names = ("first_name", "last_name")
    return {name: "" for name in PERSON if name not in (*names, *kept)} | changes


def ranked(case: Case) -> Candidate:
    """The record as a candidate of a trace of its own."""
    return all_ranked([case])[0]


def all_ranked(cases: Sequence[Case]) -> list[Candidate]:
    """The record of each case as a candidate of a trace of its own."""
    limits = Limits(Thresholds(ACCEPT, 0.3))
    found = rank_all([_search(case) for case in cases], load_model(TRACE_MODEL), limits)
    return [candidate for (candidate,) in found]


def _search(case: Case) -> Search:
    subject, record = case.sides()
    provenance = Provenance("roll", "1", "1", datetime(2026, 1, 1), "", "", "")  # noqa: DTZ001
    found = SourceRecord(
        "roll", "1", EntityKind.PERSON, provenance,
        names=_names(record), dob=_dob(record), ssn=record["ssn"],
        addresses=tuple(Reported(place) for place in _places(record)),
        phones=tuple(Reported(text) for text in _values(record, "phone")),
        emails=tuple(Reported(text) for text in _values(record, "email")),
    )  # fmt: skip
    asked = Subject(
        "s", names=_names(subject), dob=_dob(subject), ssn=subject["ssn"],
        addresses=tuple(KnownContact(place) for place in _places(subject)),
        phones=tuple(KnownContact(text) for text in _values(subject, "phone")),
        emails=tuple(KnownContact(text) for text in _values(subject, "email")),
    )  # fmt: skip
    return Search(asked, [found], TODAY)


def _names(row: Facts) -> tuple[PersonName, ...]:
    parts = [row[name] for name in ("first_name", "middle_name", "last_name", "suffix")]
    return (PersonName(*parts, original=" ".join(filter(None, parts))),) if any(parts) else ()


def _dob(row: Facts) -> PartialDate | None:
    return PartialDate.parse(row["dob"]) if row["dob"] else None


def _places(row: Facts) -> tuple[PostalAddress, ...]:
    parts = row["address"], row["city"], row["state"], row["zip"]
    return (PostalAddress(*parts),) if any(parts) else ()


def _values(row: Facts, name: str) -> tuple[str, ...]:
    return (row[name],) if row[name] else ()


def linked(cases: Sequence[Case]) -> dict[str, tuple[float, list[str]]]:
    """The probability of each case's pair as `link` has it for two files of one row each.

    By the case's id, with the names of the terms. All are weighed at once; no case competes with
    another, since each is of a subject of its own, and every address has one record.
    """
    model, words = load_model(LINK_MODEL), Words()
    pairs = [case.sides() for case in cases]
    with duckdb.connect() as con:
        subjects = _people(con, [subject for subject, _ in pairs], words)
        records = _people(con, [record for _, record in pairs], words)
    facts = word_facts(words)
    census = census_shares(facts, records)
    alone = np.minimum(records.places.house, 1).astype(np.uint8)
    source = Source(records, facts, replace(census, crowd=alone), REFERENCE, batch=False)
    every = np.arange(len(cases))
    kept, levels = scored_pairs(model, subjects, source, every, every)
    weighed = in_context(model, subjects, kept, levels, source)
    found: dict[str, tuple[float, list[str]]] = {case.id: (0.0, []) for case in cases}
    for row, at in enumerate(weighed.found.subject.tolist()):
        terms = [term.name for term in linked_terms(model, weighed, row)]
        found[cases[at].id] = (float(weighed.probability[row]), terms)
    return found


def _people(con: duckdb.DuckDBPyConnection, rows: Sequence[Facts], words: Words) -> PersonBatch:
    columns = ", ".join(f"{name} VARCHAR" for name in PERSON)
    con.execute(f"CREATE OR REPLACE TABLE people (no INTEGER, {columns})")
    marks = ", ".join("?" * (1 + len(PERSON)))
    con.executemany(
        f"INSERT INTO people VALUES ({marks})",  # noqa: S608
        [[at, *(row[name] or None for name in PERSON)] for at, row in enumerate(rows)],
    )
    return batch_of_table(con, "people", words, LAYOUT)


LAYOUT = Layout(
    names=(NameColumns("first_name", "middle_name", "last_name", "suffix"),),
    places=(PlaceColumns(line="address", city="city", state="state", zip="zip"),),
    phones=("phone",),
    emails=("email",),
    dob="dob",
    ssn="ssn",
    today=TODAY,
)
