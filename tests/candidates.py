"""Synthetic source records and candidates, as the matching would hand them on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from orders import NOW

from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.record import Indicator, Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress

OAK = PostalAddress("9 OAK AVE", "LARKSPUR", "TX", "75001")
ELM = PostalAddress("12 ELM ST", "LARKSPUR", "TX", "75001")
PINE = PostalAddress("77 PINE RD", "LARKSPUR", "TX", "75001")
PHONE = "(214) 555-0142"


def seen(text: str) -> PartialDate:
    """A partial date, short for a table of cases."""
    return PartialDate.parse(text)


def at(
    address: PostalAddress = OAK, last: str = "2026-10", role: str = ""
) -> Reported[PostalAddress]:
    """An address as a source reports it; `last` empty means undated."""
    return Reported(address, None, seen(last) if last else None, role)


def call(number: str = PHONE, last: str = "2026-10", role: str = "") -> Reported[str]:
    """A phone (or an e-mail, an employer) as a source reports it."""
    return Reported(number, None, seen(last) if last else None, role)


def bankruptcy(chapter: str = "13", status: str = "open", reference: str = "26-10001") -> Indicator:
    """A bankruptcy case as a court reports it; empty parts are left out."""
    said = {"chapter": chapter, "status": status}
    return Indicator(
        FindingKind.BANKRUPTCY,
        "bankruptcy case",
        reference,
        seen("2026-03-01"),
        {name: word for name, word in said.items() if word},
    )


def make_record(source: str = "broker", ref: str = "R-1", **changes: Any) -> SourceRecord:
    """A record of the usual subject that states nothing but the name and the birth date."""
    record = SourceRecord(
        source=source,
        ref=ref,
        kind=EntityKind.PERSON,
        provenance=Provenance(source, "1", ref, NOW, "0" * 64, "$", "permit_1"),
        names=(PersonName("DANA", "Q", "HOLLOWAY"),),
        dob=PartialDate(1980, 5, 17),
    )
    return replace(record, **changes)


def make_candidate(
    record: SourceRecord,
    probability: float = 0.999,
    decision: Decision = Decision.ACCEPT,
    lender: str = "",
) -> Candidate:
    """A scored record; `lender` names the source whose fact it matched by."""
    terms = [Term("prior", "prior", -3.0, "one in eight"), Term("dob", "exact", 12.0, "equal")]
    if lender:
        terms.append(Term(f"via {lender}", "exact", 4.0, "shares the lender's address"))
    return Candidate(record, 9.0, probability, tuple(terms), decision, "test-model")


def sighting(source: str, *, probability: float = 0.999, **facts: Any) -> Candidate:
    """An accepted candidate of that source whose record states these facts."""
    return make_candidate(make_record(source, f"{source}-1", **facts), probability)
