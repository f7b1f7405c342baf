"""A business's former names are asked for at courts, a person's other surname where it is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from candidates import OAK, PINE, at, bankruptcy, make_record
from fakes import FakeConnector, Reply
from orders import SUBJECT

from config.waterfall import WaterfallFile, Waterfalls, waterfalls
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import SourceRecord
from skiptrace.model.registration import Became
from skiptrace.model.subject import EntityKind, PersonName
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers
from tests.integration.tracing.test_followed import (
    REGISTER,
    A,
    B,
    debtor,
    firm,
    merged,
    named,
    names_asked,
    renamed,
)

COURT = replace(
    REGISTER, id="court", lineage="court", yields=frozenset({"bankruptcy", "court_case"})
)
WAS = "DUNE ROOFING LLC"


def tiers_of(*tiers: dict[str, Any]) -> Waterfalls:
    file: dict[str, Any] = {
        scope: {"stop_when": [], "stop_probability": 0.5, "tiers": list(tiers)}
        for scope in ("locate", "assets")
    }
    file["actions"] = {"full_trace": {"tiers": [tier["name"] for tier in tiers]}}
    return waterfalls(WaterfallFile.model_validate(file))


COURT_FIRST = tiers_of(
    {"name": "screen", "connectors": ["court"], "screens": True},
    {"name": "free", "connectors": ["register"]},
)


@dataclass
class Case:
    """What the register has of the debtor, and under which names the court is asked."""

    what: str
    entries: Sequence[SourceRecord]
    asked: Sequence[str]


CASES = [
    Case("no former name", [firm(A, "L77001")], [A]),
    Case("a former name", [firm(A, "L77001", former_names=(WAS,))], [A, WAS]),
    Case("two of them", [firm(A, "L77001", former_names=(WAS, B))], [A, WAS, B]),
    Case("its own in another spelling",
         [firm(A, "L77001", former_names=("ALVERA ROOFING L.L.C.",))], [A]),
    Case("a trade name", [firm(A, "L77001", trade_names=(WAS,))], [A]),
    Case("of an entry that may be another's", [firm(A, "L77001", PINE, former_names=(WAS,))], [A]),
    Case("renamed since: what it is called now first",
         [renamed(A, B)], [A, B]),
    Case("what it merged into had other names",
         [firm(A, "L77001", successor=merged(A, B, "L99001"))], [A, B]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_courts_are_asked_by_the_names_that_a_business_had(sqlite_desk: Desk, case: Case) -> None:
    desk = replace(sqlite_desk, waterfalls=COURT_FIRST)
    register = FakeConnector(REGISTER, named({A: case.entries}))
    court = FakeConnector(COURT, lambda inquiry: Reply())
    [trace] = desk.trace([debtor(desk)], register, court)
    assert names_asked(court) == list(case.asked)
    assert not {WAS} & {*names_asked(register)}, "no register by a name of before"
    assert not trace.fault


@pytest.mark.parametrize(("office", "code"), [(OAK, "BK07-OPEN"), (PINE, "BK-SUSPECT")])
def test_a_bankruptcy_under_a_former_name_holds(desk: Desk, office: Any, code: str) -> None:
    """At its own address it is the debtor's; elsewhere in the state it waits for a person."""
    ready = replace(desk, waterfalls=COURT_FIRST)
    case = make_record(
        "court", "26-10001", kind=EntityKind.ORGANIZATION, names=(), dob=None, organization=WAS,
        addresses=(at(office),), indicators=(bankruptcy(chapter="7"),),
    )  # fmt: skip
    register = FakeConnector(REGISTER, named({A: [firm(A, "L77001", former_names=(WAS,))]}))
    court = FakeConnector(COURT, named({WAS: [case]}))
    order = debtor(ready)
    [trace] = ready.trace([order], register, court)
    found = {hold.code for hold in trace.found_holds}
    assert found == {code}
    with ready.case.read() as tx:
        [told] = [e for e in ready.case.audit.for_order(tx, order.id) if e.kind == "name.followed"]
    assert told.text.startswith("formerly: record L77001")


ROLL = replace(FREE, id="roll", lineage="roll")
BUREAU_FIRST = tiers_of(
    {"name": "paid", "connectors": ["broker"]}, {"name": "free", "connectors": ["roll"]}
)
MARRIED = PersonName("DANA", "", "MARLOW")


def surnames(inquiries: Sequence[Inquiry]) -> list[str]:
    """The surname that each inquiry asks by first."""
    return [inquiry.fields.names[0].surname.upper() for inquiry in inquiries]


NAMES = [
    ("her own alone", (), ["HOLLOWAY"]),
    ("by marriage", (MARRIED,), ["HOLLOWAY", "MARLOW"]),
    ("with her middle name", (PersonName("DANA", "Q", "MARLOW"),), ["HOLLOWAY", "MARLOW"]),
    ("another spelling", (PersonName("DANA", "", "HOLOWAY"),), ["HOLLOWAY"]),
    ("somebody else of the record", (PersonName("PETER", "", "MARLOW"),), ["HOLLOWAY"]),
    ("an initial alone", (PersonName("D", "", "MARLOW"),), ["HOLLOWAY"]),
    ("joined to her own", (PersonName("DANA", "", "HOLLOWAY-MARLOW"),), ["HOLLOWAY"]),
]


def person(desk: Desk) -> TraceOrder:
    return desk.placed(purposes=frozenset({"PUB", "GLB-1"}))


@pytest.mark.parametrize(("what", "names", "asked"), NAMES, ids=[name for name, *_ in NAMES])
def test_free_sources_are_asked_by_a_surname_that_an_accepted_record_has(
    sqlite_desk: Desk, what: str, names: tuple[PersonName, ...], asked: list[str]
) -> None:
    desk = replace(sqlite_desk, waterfalls=BUREAU_FIRST)
    record = hers(names=(SUBJECT.names[0], *names), addresses=(at(OAK),))
    broker = FakeConnector(PAID, lambda inquiry: Reply((record,)))
    roll = FakeConnector(ROLL, lambda inquiry: Reply())
    [trace] = desk.trace([person(desk)], broker, roll)
    assert not trace.fault
    assert surnames(roll.asked) == asked
    assert surnames(broker.asked) == ["HOLLOWAY"], "nothing is bought under another name"


@pytest.mark.parametrize(
    ("what", "record"),
    [
        ("for review", make_record("broker", names=(SUBJECT.names[0], MARRIED), dob=None)),
        ("not by her own name", hers(names=(MARRIED,), dob=None)),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_record_that_is_not_surely_hers_leads_to_no_name(
    sqlite_desk: Desk, what: str, record: SourceRecord
) -> None:
    desk = replace(sqlite_desk, waterfalls=BUREAU_FIRST)
    broker = FakeConnector(PAID, lambda inquiry: Reply((record,)))
    roll = FakeConnector(ROLL, lambda inquiry: Reply())
    desk.trace([person(desk)], broker, roll)
    assert surnames(roll.asked) == ["HOLLOWAY"]


def test_what_is_found_under_the_other_surname_says_by_which_record(sqlite_desk: Desk) -> None:
    desk = replace(sqlite_desk, waterfalls=BUREAU_FIRST)
    record = hers(names=(SUBJECT.names[0], MARRIED), addresses=(at(OAK),))
    on_roll = make_record("roll", "P-1", names=(MARRIED,), dob=None, addresses=(at(OAK),))
    broker = FakeConnector(PAID, lambda inquiry: Reply((record,)))

    def answer(inquiry: Inquiry) -> Reply:
        return Reply((on_roll,) if surnames([inquiry]) == ["MARLOW"] else ())

    order = person(desk)
    [trace] = desk.trace([order], broker, FakeConnector(ROLL, answer))
    [found] = [c for c in trace.candidates if c.record.ref == "P-1"]
    [step] = found.record.provenance.followed
    assert (step.became, step.record_ref, step.person) == (Became.ALSO, "R-1", MARRIED)
    bureau = next(c for c in trace.candidates if c.record.ref == "R-1")
    assert found.probability <= bureau.probability
    steps = {step.tier: step.reason for step in desk.steps(order) if step.connector_id == "roll"}
    assert "is also called DANA MARLOW, by record R-1 of broker" in steps["free, name 2"]
