"""What must have answered before enough is enough: a business's home registers, what is still owed.

Each case is one night after others: what is known from them, which source is in trouble now, who
was asked and how the order ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from candidates import OAK, at, call, make_record
from fakes import FakeConnector, Script, fails, says
from orders import SUBJECT, TODAY

from config.waterfall import WaterfallFile, waterfalls
from skiptrace.model.card import ConnectorCard
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import OrderState
from skiptrace.model.record import SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, Subject
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.ending import still_owed
from skiptrace.tracing.state import Known
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, carried, nightly

DONE, INCOMPLETE = OrderState.DONE, OrderState.INCOMPLETE
DOWN = fails(Outcome.FAILED, "SourceUnavailable: down")
A = "ALVERA ROOFING LLC"
FIRM = replace(
    SUBJECT, id="", kind=EntityKind.ORGANIZATION, names=(), organization=A.title(), dob=None,
    ssn="", addresses=(KnownContact(OAK),),
)  # fmt: skip
OF_ALL: dict[str, Any] = {
    "accepts": FREE.accepts | {"organization"},
    "requires": (frozenset({"names"}), frozenset({"organization"})),
}
REGISTERS = FREE.yields | {FindingKind.REGISTRATION.value}
COURT = replace(FREE, id="court", lineage="court", **OF_ALL)
ROLL = replace(FREE, id="roll", lineage="roll", **OF_ALL)
HOME = replace(FREE, **OF_ALL, jurisdiction="US-TX", yields=REGISTERS)
ABROAD = replace(HOME, jurisdiction="US-CO")
NATIONAL = replace(HOME, jurisdiction="US")
SOLD = replace(HOME, cost=PAID.cost)
TIERS = [
    {"name": "screen", "connectors": ["court"], "screens": True},
    {"name": "free", "connectors": ["register", "roll"]},
    {"name": "paid", "connectors": ["broker"]},
]
ENOUGH = waterfalls(
    WaterfallFile.model_validate(
        {
            "locate": {"stop_when": ["phone"], "stop_probability": 0.95, "tiers": TIERS},
            "assets": {"stop_when": [], "stop_probability": 0.95, "tiers": TIERS},
            "actions": {"full_trace": {"tiers": ["screen", "free", "paid"]}},
        }
    )
)


def phone_of(kind: EntityKind) -> SourceRecord:
    """A record that is enough by itself."""
    phones = (call(role="wireless"),)
    if kind is EntityKind.PERSON:
        return hers(phones=phones)
    return make_record(
        "unnamed", "F-1", kind=kind, names=(), dob=None, organization=A, phones=phones,
        addresses=(at(OAK, role="principal"),),
    )  # fmt: skip


def heard_before(desk: Desk, kind: EntityKind) -> Sequence[SourceRecord]:
    """That record as the court told it of another account's debtor of the same name."""
    order = desk.placed(entry_of("10002", subject=subject_of(kind)))
    [trace] = desk.trace([order], FakeConnector(COURT, says(phone_of(kind))))
    assert [record.source for record in trace.records] == ["court"]
    return trace.records


def subject_of(kind: EntityKind) -> Subject:
    return FIRM if kind is EntityKind.ORGANIZATION else replace(SUBJECT, id="")


PERSON, BUSINESS = EntityKind.PERSON, EntityKind.ORGANIZATION
KNOWN, NOTHING = True, False


@dataclass
class Case:
    """What is known and owed, what each source says, how often each is asked, and the end."""

    what: str
    kind: EntityKind
    is_known: bool
    ends: OrderState
    asked: Mapping[str, int]
    owed: frozenset[str] = frozenset()
    register: ConnectorCard = HOME
    says: Mapping[str, str] = field(default_factory=dict)


CASES = [
    Case("enough is known and nothing owed", PERSON, KNOWN, DONE, {"court": 1}),
    Case("owed, and it answers", PERSON, KNOWN, DONE, {"court": 1, "register": 1},
         owed=frozenset({"register"})),
    Case("owed, and in trouble again", PERSON, KNOWN, INCOMPLETE, {"court": 1, "register": 1},
         owed=frozenset({"register"}), says={"register": "down"}),
    Case("two are owed, one in trouble", PERSON, KNOWN, INCOMPLETE,
         {"court": 1, "register": 1, "roll": 1}, owed=frozenset({"register", "roll"}),
         says={"roll": "down"}),
    Case("what is owed costs, and enough is known", PERSON, KNOWN, DONE, {"court": 1},
         owed=frozenset({"broker"})),
    Case("owed, and another source found enough before it", PERSON, NOTHING, DONE, {"court": 1},
         owed=frozenset({"register"}), says={"court": "enough", "register": "down"}),
    Case("owed, and another one of its tier found enough", PERSON, NOTHING, DONE,
         {"court": 1, "register": 1, "roll": 1}, owed=frozenset({"register"}),
         says={"roll": "enough", "register": "down"}),
    Case("owed, and the court tells again what was carried", PERSON, KNOWN, INCOMPLETE,
         {"court": 1, "register": 1}, owed=frozenset({"register"}),
         says={"court": "enough", "register": "down"}),
    Case("nothing is enough, and it is in trouble", PERSON, NOTHING, INCOMPLETE,
         {"court": 1, "register": 1, "roll": 1, "broker": 1}, says={"register": "down"}),
    Case("a business: its home register is asked all the same", BUSINESS, KNOWN, DONE,
         {"court": 1, "register": 1}),
    Case("a business: its home register is in trouble", BUSINESS, KNOWN, INCOMPLETE,
         {"court": 1, "register": 1}, says={"register": "down"}),
    Case("a business: another one of the tier has enough, its home register is in trouble",
         BUSINESS, NOTHING, INCOMPLETE, {"court": 1, "register": 1, "roll": 1},
         says={"roll": "enough", "register": "down"}),
    Case("a business: a national register", BUSINESS, KNOWN, INCOMPLETE,
         {"court": 1, "register": 1}, register=NATIONAL, says={"register": "down"}),
    Case("a business: the register of another state", BUSINESS, KNOWN, DONE, {"court": 1},
         register=ABROAD, says={"register": "down"}),
    Case("a business: another state's in trouble, enough in the tier", BUSINESS, NOTHING, DONE,
         {"court": 1, "register": 1, "roll": 1}, register=ABROAD,
         says={"roll": "enough", "register": "down"}),
    Case("a business: a register that costs is not bought", BUSINESS, KNOWN, DONE, {"court": 1},
         register=SOLD, says={"register": "down"}),
    Case("a business: another source is in trouble, enough in the tier", BUSINESS, NOTHING, DONE,
         {"court": 1, "register": 1, "roll": 1}, says={"register": "enough", "roll": "down"}),
    Case("a business: the screen is silent", BUSINESS, KNOWN, INCOMPLETE, {"court": 1},
         says={"court": "down"}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_enough_is_enough_once_what_must_answer_did(sqlite_desk: Desk, case: Case) -> None:
    sqlite_desk.waterfalls = ENOUGH
    scripts: dict[str, Script] = {
        "down": DOWN, "enough": says(phone_of(case.kind)), "": says(),
    }  # fmt: skip
    cards = {"court": COURT, "register": case.register, "roll": ROLL}
    cards["broker"] = replace(PAID, **OF_ALL)
    sources = {i: FakeConnector(c, scripts[case.says.get(i, "")]) for i, c in cards.items()}
    order = sqlite_desk.placed(entry_of(subject=subject_of(case.kind)))
    records = heard_before(sqlite_desk, case.kind) if case.is_known else []
    known = {order.id: Known(records, owed=case.owed)}
    [trace] = sqlite_desk.trace([order], *sources.values(), known=known)
    assert not trace.fault
    assert {i: s.calls for i, s in sources.items() if s.calls} == case.asked
    assert sqlite_desk.state(order) is case.ends


HIT, NO_HIT, FAILED, BLOCKED = Outcome.HIT, Outcome.NO_HIT, Outcome.FAILED, Outcome.BLOCKED


@pytest.mark.parametrize(
    ("nights", "owed"),
    [
        ([], set()),
        ([{"a": FAILED, "b": HIT}], {"a"}),
        ([{"a": FAILED}, {"a": NO_HIT, "b": FAILED}], {"b"}),
        ([{"a": FAILED}, {"b": FAILED}], {"a", "b"}),
        ([{"a": FAILED}, {"a": Outcome.SKIPPED}], {"a"}),
        ([{"a": BLOCKED}], {"a"}),
        ([{"a": Outcome.SKIPPED, "b": Outcome.IN_DOUBT}], set()),
    ],
)
def test_what_was_in_trouble_stays_owed_until_it_answered(
    nights: Sequence[Mapping[str, Outcome]], owed: set[str]
) -> None:
    steps = [[StepOutcome("o", "free", i, o) for i, o in night.items()] for night in nights]
    assert still_owed(steps) == owed


def test_what_a_night_had_in_trouble_is_owed_to_the_next_past_a_silent_screen(
    sqlite_desk: Desk,
) -> None:
    """The register fails, then the screen is silent: the third night still owes the register."""
    sqlite_desk.waterfalls = ENOUGH
    sqlite_desk.taken_in(entry_of())
    court, silent = FakeConnector(COURT, says()), FakeConnector(COURT, DOWN)
    register, roll = FakeConnector(HOME, DOWN), FakeConnector(ROLL, says())
    broker = FakeConnector(replace(PAID, **OF_ALL), says())
    for days, screen in enumerate((court, silent)):
        form = replace(FORM, as_of=TODAY + timedelta(days=days))
        nightly(sqlite_desk, screen, register, roll, broker, form=form)
    assert register.calls == 1
    with sqlite_desk.case.read() as tx:
        entry = sqlite_desk.case.accounts.find(tx, "10001")
        assert entry is not None
        [last] = sqlite_desk.case.orders.incomplete(tx, [entry.subject.id], FORM.scope).values()
    assert len(last) == 2
    for days, owed in ((2, {"register", "court"}), (30, {"register", "court"}), (31, {"court"})):
        later = replace(last[-1], id="later", as_of=TODAY + timedelta(days=days))
        assert carried(sqlite_desk).known([later])["later"].owed == owed
