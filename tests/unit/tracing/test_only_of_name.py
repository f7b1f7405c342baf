"""The only entry of a business's name in its state's register, and what keeps it unsettled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from candidates import make_record

from config.default_model import TRACE_MODEL
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, rank
from matching.score.person_model import load_model
from skiptrace.model.dates import PartialDate
from skiptrace.model.match import Decision
from skiptrace.model.record import Reported, SourceRecord
from skiptrace.model.registration import Registration, Standing
from skiptrace.model.subject import EntityKind, KnownContact, PostalAddress, RegisterNumber, Subject
from skiptrace.tracing.only_of_name import SURE, OnlyOfName

HERE = PostalAddress("12 OAK ST", "NAPLES", "FL", "34102")
AWAY = PostalAddress("900 BAY RD", "TAMPA", "FL", "33601")
THERE = PostalAddress("5 PEACH ST", "ATLANTA", "GA", "30303")
DEBTOR = Subject(
    id="sub_1", kind=EntityKind.ORGANIZATION, names=(), organization="Gulf Heron Roofing LLC",
    addresses=(KnownContact(HERE),),
)  # fmt: skip
ENTRY = Registration(
    number="L11000012345", name="GULF HERON ROOFING LLC", status="Active",
    standing=Standing.ACTIVE, formed=PartialDate(2011, 3, 1), principal=AWAY, place="US-FL",
)  # fmt: skip
LIMITS = Limits(Thresholds(accept=0.95, review=0.30))
REGISTERS = OnlyOfName({"roll": "US-FL", "registry": "US-FL", "peach": "US-GA"})
OPENED = date(2020, 5, 4)


def row(source: str = "roll", **changes: object) -> SourceRecord:
    """An entry's record, at its principal office."""
    entry = replace(ENTRY, **changes)  # type: ignore[arg-type]
    address = entry.principal
    return make_record(
        source, entry.number, kind=EntityKind.ORGANIZATION, names=(), organization=entry.name,
        dob=None, addresses=(Reported(address, role="principal"),) if address else (),
        registration=entry,
    )  # fmt: skip


@dataclass(frozen=True)
class Case:
    """The records, the debtor, and the entries accepted as the only ones of the name."""

    records: tuple[SourceRecord, ...]
    accepted: tuple[str, ...] = ()
    debtor: Subject = DEBTOR
    opened: date | None = OPENED


OTHER = {"number": "L99000099999", "principal": THERE}
CASES = {
    "the only entry": Case((row(),), ("L11000012345",)),
    "the only one of each of two registers": Case(
        (row(), row("registry", number="BR-7")), ("L11000012345", "BR-7")
    ),
    "delinquent, but there": Case((row(standing=Standing.IMPAIRED),), ("L11000012345",)),
    "dissolved": Case((row(standing=Standing.INACTIVE),)),
    "a word that no table has": Case((row(standing=Standing.UNKNOWN),)),
    "a second of the name": Case((row(), row(**OTHER))),
    "a second of the name, dissolved": Case((row(), row(**OTHER, standing=Standing.INACTIVE))),
    "a second of the words with another form": Case(
        (row(), row(**OTHER, name="GULF HERON ROOFING INC"))
    ),
    "one that was called so": Case(
        (row(), row(**OTHER, name="BLUE TERN LLC", former_names=("GULF HERON ROOFING LLC",)))
    ),
    "one that trades by it": Case(
        (row(), row(**OTHER, name="BLUE TERN LLC", trade_names=("GULF HERON ROOFING",)))
    ),
    "one of its town beside it": Case(
        (row(), row(**OTHER, name="GULF HERON ROOFING OF OCALA LLC")), ("L11000012345",)
    ),
    "another state has one too": Case((row(), row("peach", **OTHER, place="US-GA"))),
    "another state had one": Case(
        (row(), row("peach", **OTHER, place="US-GA", standing=Standing.INACTIVE)),
        ("L11000012345",),
    ),
    "a register that leaves some out": Case((row("yellow pages"),)),
    "an incomplete register has another": Case((row(), row("yellow pages", **OTHER))),
    "the debtor is of another state": Case(
        (row(),), debtor=replace(DEBTOR, addresses=(KnownContact(THERE),))
    ),
    "the debtor is of two states": Case(
        (row(),), debtor=replace(DEBTOR, addresses=(KnownContact(HERE), KnownContact(THERE)))
    ),
    "the debtor was formed elsewhere": Case((row(),), debtor=replace(DEBTOR, formed_in="GA")),
    "the debtor is of this state, the entry of another": Case(
        (row(formed_in="GA"),), debtor=replace(DEBTOR, formed_in="FL")
    ),
    "the creditor knows another number": Case(
        (row(),), debtor=replace(DEBTOR, registered=(RegisterNumber("US-FL", "L88000088888"),))
    ),
    "the creditor leaves the form out": Case(
        (row(),), debtor=replace(DEBTOR, organization="Gulf Heron Roofing")
    ),
    "the creditor has another form": Case(
        (row(),), debtor=replace(DEBTOR, organization="Gulf Heron Roofing Inc")
    ),
    "the form written another way": Case(
        (row(),), ("L11000012345",), replace(DEBTOR, organization="GULF HERON ROOFING, L.L.C.")
    ),
    "a slip in the name": Case(
        (row(),), debtor=replace(DEBTOR, organization="Gulf Herron Roofing LLC")
    ),
    "formed after the debt": Case((row(formed=PartialDate(2021, 1, 1)),)),
    "nobody knows since when": Case((row(formed=None),), ("L11000012345",), opened=None),
    "another employer number": Case(
        (row(ein="591234567"),),
        debtor=replace(DEBTOR, ein="597654321"),
    ),
    "an employer number that only nearly agrees": Case(
        (row(ein="591234567"),), debtor=replace(DEBTOR, ein="591234568")
    ),
    "so many that some may be missing": Case(
        (row(), *(row(number=f"L{n}", name=f"GULF HERON {n} LLC") for n in range(20)))
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_only_entry_of_a_name(name: str) -> None:
    case = CASES[name]
    model = load_model(TRACE_MODEL)
    ranked = rank(case.debtor, case.records, model, date(2026, 11, 22), LIMITS)
    assert all(c.decision is not Decision.ACCEPT for c in ranked), "nothing but the name tells"
    found = REGISTERS.settled(case.debtor, ranked, case.opened, LIMITS.thresholds)
    accepted = [c for c in found if c.decision is Decision.ACCEPT]
    assert {c.record.ref for c in accepted} == set(case.accepted)
    for candidate in accepted:
        assert candidate.probability == pytest.approx(SURE)
        assert sum(term.weight for term in candidate.terms) == pytest.approx(candidate.weight)
        assert "the only entry of this name" in candidate.terms[-1].words


def test_a_register_is_complete_only_where_its_card_says_so() -> None:
    """Without such a card nothing is settled by the name."""
    model = load_model(TRACE_MODEL)
    ranked = rank(DEBTOR, (row(),), model, date(2026, 11, 22), LIMITS)
    assert OnlyOfName().settled(DEBTOR, ranked, OPENED, LIMITS.thresholds) == ranked


def test_who_wants_to_be_surer_gets_no_more_than_a_candidate() -> None:
    model = load_model(TRACE_MODEL)
    ranked = rank(DEBTOR, (row(),), model, date(2026, 11, 22), LIMITS)
    strict = Thresholds(accept=0.99, review=0.30)
    assert REGISTERS.settled(DEBTOR, ranked, OPENED, strict) == ranked
