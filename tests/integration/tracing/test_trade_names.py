"""A business's trade names are asked for where a card says so, and alone they prove nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from candidates import OAK, PINE, at, make_record
from fakes import FakeConnector, Reply
from orders import SUBJECT

from jobs.carried import brought_by
from jobs.reporting import ReportWriter
from skiptrace.model.account import Hold
from skiptrace.model.card import ConnectorCard, Cost
from skiptrace.model.finding import FindingStatus
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import SourceRecord
from skiptrace.model.registration import Registration, Standing
from skiptrace.model.subject import EntityKind, PostalAddress, Subject
from skiptrace.model.waterfall import Outcome
from skiptrace.reports.explanation import explain
from skiptrace.tracing.following import MOST_TRADE_NAMES
from tests.integration.tracing.conftest import FREE, Desk, entry_of
from tests.integration.tracing.test_followed import (
    BROKER,
    FAR,
    REGISTER,
    A,
    debtor_of,
    named,
    names_asked,
)
from tests.laws import POLICY

COVE, REEF, PIER, DOCK = "GULF COVE ROOFING", "REEF ROOFS", "PIER ROOFS", "DOCK ROOFS"
EIN = "900000001"
LICENCES = replace(REGISTER, by_trade_name=True)
FREE_BROKER = replace(BROKER, cost=Cost())
PAID_LICENCES = replace(BROKER, by_trade_name=True)


def licensed(ref: str, office: PostalAddress | None, name: str = COVE, **told: Any) -> SourceRecord:
    """A licence in that name, which is no entry of a register of businesses unless it says so."""
    return make_record(
        FREE.id, ref, kind=EntityKind.ORGANIZATION, names=(), dob=None, organization=name,
        addresses=(at(office, role="licensed"),) if office else (), **told,
    )  # fmt: skip


def order_of(desk: Desk, *trade: str, subject: Subject | None = None) -> TraceOrder:
    return desk.placed(entry_of(subject=subject or replace(debtor_of(A), trade_names=trade)))


@dataclass(frozen=True)
class Asked:
    """The source, the debtor's trade names, and under which names the source is asked."""

    card: ConnectorCard
    trade: tuple[str, ...]
    names: tuple[str, ...]
    subject: Subject | None = None


PERSON = replace(SUBJECT, id="", trade_names=(COVE,))
ASKED = {
    "the card says so": Asked(LICENCES, (COVE,), (A, COVE)),
    "no trade name is known": Asked(LICENCES, (), (A,)),
    "the card does not": Asked(REGISTER, (COVE,), (A,)),
    "it costs": Asked(PAID_LICENCES, (COVE,), (A,)),
    "two of them": Asked(LICENCES, (COVE, REEF), (A, COVE, REEF)),
    "more than are asked": Asked(
        LICENCES, (COVE, REEF, PIER, DOCK), (A, *(COVE, REEF, PIER, DOCK)[:MOST_TRADE_NAMES])),
    "the legal name in another spelling": Asked(LICENCES, ("Alvera Roofing, L.L.C.",), (A,)),
    "the same twice": Asked(LICENCES, (COVE, COVE.title()), (A, COVE)),
}  # fmt: skip


@pytest.mark.parametrize("what", ASKED)
def test_a_trade_name_is_sent_where_a_free_source_s_card_says_so(
    sqlite_desk: Desk, what: str
) -> None:
    case = ASKED[what]
    source = FakeConnector(case.card, named({}))
    [trace] = sqlite_desk.trace([order_of(sqlite_desk, *case.trade)], source)
    assert tuple(names_asked(source)) == case.names
    assert not trace.fault
    assert len({i.id for i in source.asked}) == len({i.permit.id for i in source.asked})
    assert len({i.id for i in source.asked}) == len(case.names)


def test_a_source_whose_card_does_not_say_so_is_not_asked_beside_one_that_does(
    sqlite_desk: Desk,
) -> None:
    says, silent = FakeConnector(LICENCES, named({})), FakeConnector(FREE_BROKER, named({}))
    sqlite_desk.trace([order_of(sqlite_desk, COVE)], says, silent)
    assert (names_asked(says), names_asked(silent)) == ([A, COVE], [A])


def test_a_sole_proprietor_is_a_person_and_never_asked_for_as_a_business(
    sqlite_desk: Desk,
) -> None:
    both = replace(LICENCES, accepts=frozenset({"names", "organization"}),
                   requires=(frozenset({"names"}), frozenset({"organization"})))  # fmt: skip
    source = FakeConnector(both, named({}))
    sqlite_desk.trace([order_of(sqlite_desk, subject=PERSON)], source)
    assert [(i.entity, i.fields.organization) for i in source.asked] == [(EntityKind.PERSON, "")]


def test_under_a_trade_name_nothing_else_of_the_debtor_leaves_than_under_its_own(
    sqlite_desk: Desk,
) -> None:
    source = FakeConnector(LICENCES, named({}))
    sqlite_desk.trace([order_of(sqlite_desk, COVE)], source)
    own, trade = source.asked
    assert trade.fields == replace(own.fields, organization=COVE)
    assert trade.fields.filled() == {"organization"}


def test_the_gate_is_asked_for_each_name_and_a_hold_that_came_meanwhile_stops_it(
    desk: Desk,
) -> None:
    order = order_of(desk, COVE)

    def hold_then_answer(inquiry: Inquiry) -> Reply:
        with desk.case.write() as tx:
            desk.case.accounts.add_holds(
                tx, [Hold(order.account.id, "CEASE", order.as_of, "a letter")]
            )
        return Reply()

    source = FakeConnector(LICENCES, hold_then_answer)
    [trace] = desk.trace([order], source)
    assert names_asked(source) == [A]
    assert [s.outcome for s in trace.steps if s.tier == "free, name 2"] == [Outcome.BLOCKED]


def test_the_trail_says_that_a_trade_name_was_asked_and_the_step_by_which(desk: Desk) -> None:
    order = order_of(desk, COVE)
    desk.trace([order], FakeConnector(LICENCES, named({COVE: [licensed("N-1", OAK)]})))
    with desk.case.read() as tx:
        events = desk.case.audit.for_order(tx, order.id)
    [told] = [e for e in events if e.kind == "name.followed"]
    assert told.text == "trade name: by the creditor"
    assert COVE not in str(told)
    assert [e.kind for e in events if e.connector_id == FREE.id].count("gate.allow") == 2
    steps = {s.tier: s for s in desk.steps(order) if s.connector_id == FREE.id}
    assert steps["free"].outcome is Outcome.NO_HIT
    assert steps["free, name 2"].reason.startswith(f"asked as {COVE}, a trade name")


def entry(number: str, office: PostalAddress, **told: Any) -> SourceRecord:
    """The entry of another company, which trades by that name."""
    known = Registration(number, "TERN HOLDINGS LLC", status="active", standing=Standing.ACTIVE,
                         place="US-TX", trade_names=(COVE,), **told)  # fmt: skip
    return licensed(number, office, "TERN HOLDINGS LLC", registration=known)


FOUND: dict[str, tuple[Sequence[SourceRecord], dict[str, str]]] = {
    "at the debtor's address, with its EIN": ([entry("L1", OAK, ein=EIN)], {"L1": "accept"}),
    "at the debtor's address": ([licensed("N-1", OAK)], {"N-1": "review"}),
    "the trade name alone": ([licensed("N-1", None)], {"N-1": "reject"}),
    "in the debtor's town": ([licensed("N-1", PINE)], {"N-1": "review"}),
    "far away": ([licensed("N-1", FAR)], {"N-1": "reject"}),
    "a franchise's other shop beside it": (
        [licensed("N-1", OAK), licensed("N-2", FAR)], {"N-1": "review", "N-2": "reject"}),
    "another company that trades by it elsewhere": ([entry("L1", FAR)], {"L1": "reject"}),
    "the debtor's own name at its address": ([licensed("N-1", OAK, A)], {"N-1": "accept"}),
}  # fmt: skip


@pytest.mark.parametrize("what", FOUND)
def test_an_answer_by_trade_name_is_the_debtor_s_only_where_more_agrees(
    sqlite_desk: Desk, what: str
) -> None:
    records, decided = FOUND[what]
    subject = replace(debtor_of(A), trade_names=(COVE,), ein=EIN)
    order = order_of(sqlite_desk, subject=subject)
    [trace] = sqlite_desk.trace([order], FakeConnector(LICENCES, named({COVE: records})))
    assert {c.record.ref: c.decision.value for c in trace.candidates} == decided
    mine = {ref for ref, decision in decided.items() if decision == "accept"}
    verified = {e.provenance.record_ref for f in trace.findings for e in f.evidence
                if f.status is FindingStatus.VERIFIED}  # fmt: skip
    assert verified <= mine
    assert {c.record.provenance.asked_as for c in trace.candidates} == {COVE}


def test_provenance_says_by_which_name_and_the_debtor_s_own_goes_first(sqlite_desk: Desk) -> None:
    order = order_of(sqlite_desk, COVE)
    same, other = licensed("N-1", OAK, A), licensed("N-2", OAK, A)
    source = FakeConnector(LICENCES, named({A: [same], COVE: [same, other]}))
    [trace] = sqlite_desk.trace([order], source)
    by_ref = {c.record.ref: c.record.provenance.asked_as for c in trace.candidates}
    assert by_ref == {"N-1": "", "N-2": COVE}
    [office] = [f for f in trace.findings if f.kind is FindingKind.ADDRESS]
    asked = {e.provenance.record_ref: e.provenance.asked_as for e in office.evidence}
    assert asked == by_ref


def test_what_a_trade_name_brought_is_still_known_to_the_next_order(sqlite_desk: Desk) -> None:
    first = order_of(sqlite_desk, COVE)
    source = FakeConnector(LICENCES, named({COVE: [licensed("N-1", OAK)]}))
    sqlite_desk.trace([first], source)
    later = replace(first, id=f"{first.id}-later", as_of=first.as_of + timedelta(days=1))
    with sqlite_desk.case.write() as tx:
        assert sqlite_desk.case.orders.place(tx, [later]) == 1
        known = brought_by(sqlite_desk.case, tx, first, first.purposes)
    down = Reply(outcome=Outcome.FAILED, reason="SourceUnavailable: down")
    silent = FakeConnector(LICENCES, lambda inquiry: down)
    [trace] = sqlite_desk.trace([later], silent, known={later.id: known})
    assert [c.record.provenance.asked_as for c in trace.candidates] == [COVE]


def test_the_explanation_says_by_which_trade_name_the_source_was_asked(sqlite_desk: Desk) -> None:
    order = order_of(sqlite_desk, COVE)
    source = FakeConnector(LICENCES, named({COVE: [licensed("N-1", OAK)]}))
    [trace] = sqlite_desk.trace([order], source)
    [office] = [f for f in trace.findings if f.kind is FindingKind.ADDRESS]
    reports = ReportWriter({FREE.id: LICENCES}, POLICY, sqlite_desk.clock)
    [record] = explain(reports.of_finding(sqlite_desk.case, office), office.id).records
    assert record.asked_as == COVE
