"""A screen that gives no answer holds everything after it; the order is due again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from candidates import OAK, at
from fakes import FakeConnector, Script, fails, says
from orders import TODAY

from config.waterfall import WaterfallFile, Waterfalls, shipped_waterfalls, waterfalls
from skiptrace.model.card import Recipient
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers
from tests.integration.tracing.test_batches import FORM, nightly

DEATHS = replace(FREE, id="deaths", lineage="deaths")
HOME = hers(addresses=(at(OAK, role="residence"),))
COURTS = replace(FREE, id="courts", lineage="courts")


TIERS = [
    {"name": "screen", "screens": True, "connectors": ["deaths"]},
    {"name": "free", "connectors": ["register"]},
    {"name": "paid", "connectors": ["broker"]},
]


def screened_by(*sources: str) -> Waterfalls:
    """Waterfalls whose first tier screens by these sources."""
    tiers = [{**TIERS[0], "connectors": list(sources)}, *TIERS[1:]]
    whole = {
        "locate": {"stop_when": ["phone"], "stop_probability": 0.95, "tiers": tiers},
        "assets": {"stop_when": [], "stop_probability": 0.95, "tiers": tiers},
        "actions": {"full_trace": {"tiers": ["screen", "free", "paid"]}},
    }
    return waterfalls(WaterfallFile.model_validate(whole))


SCREENED, BOTH = screened_by("deaths"), screened_by("deaths", "courts")


@pytest.fixture
def screened(sqlite_desk: Desk) -> Desk:
    return replace(sqlite_desk, waterfalls=SCREENED)


@pytest.mark.parametrize(
    ("says_what", "state"),
    [
        (fails(Outcome.FAILED, "SourceUnavailable: down"), OrderState.INCOMPLETE),
        (fails(Outcome.FAILED, "SourceChanged: a new column"), OrderState.INCOMPLETE),
        (fails(Outcome.PENDING, "SourceUnavailable: later"), OrderState.AWAITING),
        (fails(Outcome.IN_DOUBT, "InDoubt: nobody knows"), OrderState.IN_DOUBT),
    ],
    ids=["down", "changed", "pending", "in doubt"],
)
@pytest.mark.parametrize("scope", [Scope.LOCATE, Scope.ASSETS])
def test_nothing_is_asked_while_a_screen_is_silent(
    screened: Desk, says_what: Script, state: OrderState, scope: Scope
) -> None:
    register, broker = FakeConnector(FREE, says(HOME)), FakeConnector(PAID, says(HOME))
    order = screened.placed(scope=scope, matter="26-CV-1" if scope is Scope.ASSETS else "")
    screened.trace([order], FakeConnector(DEATHS, says_what), register, broker)
    assert (register.calls, broker.calls) == (0, 0)
    assert screened.state(order) is state
    held = [s for s in screened.steps(order) if s.rule == "D-SCREEN"]
    assert [(s.connector_id, s.outcome) for s in held] == [
        ("register", Outcome.BLOCKED),
        ("broker", Outcome.BLOCKED),
    ]
    assert all("deaths" in step.reason for step in held)
    with screened.case.read() as tx:
        events = screened.case.audit.for_order(tx, order.id)
    assert [e.connector_id for e in events if e.rule == "D-SCREEN"] == ["register", "broker"]


COURT = replace(FREE, id="court", lineage="court")
ENOUGH = waterfalls(
    WaterfallFile.model_validate(
        {
            scope: {
                "stop_when": ["address"],
                "stop_probability": 0.5,
                "tiers": [{**TIERS[0], "connectors": ["deaths", "court"]}, *TIERS[1:]],
            }
            for scope in ("locate", "assets")
        }
        | {"actions": {"full_trace": {"tiers": ["screen", "free", "paid"]}}}
    )
)
"""An address is enough, and a screen may give one."""


@pytest.mark.parametrize(
    ("silent", "state"),
    [
        (fails(Outcome.FAILED, "SourceUnavailable: down"), OrderState.INCOMPLETE),
        (fails(Outcome.BLOCKED, "SourceRefused: 401"), OrderState.INCOMPLETE),
        (fails(Outcome.PENDING, "SourceUnavailable: later"), OrderState.AWAITING),
        (says(), OrderState.DONE),
    ],
    ids=["down", "refused", "pending", "answers"],
)
@pytest.mark.parametrize("scope", [Scope.LOCATE, Scope.ASSETS])
def test_what_another_screen_found_is_not_enough_while_one_is_silent(
    sqlite_desk: Desk, silent: Script, state: OrderState, scope: Scope
) -> None:
    """Else an order would be done with a bankruptcy or a death unknown."""
    desk = replace(sqlite_desk, waterfalls=ENOUGH)
    order = desk.placed(scope=scope, matter="26-CV-1" if scope is Scope.ASSETS else "")
    broker = FakeConnector(PAID, says(HOME))
    desk.trace(
        [order],
        FakeConnector(DEATHS, silent),
        FakeConnector(COURT, says(HOME)),
        FakeConnector(FREE, says()),
        broker,
    )
    assert desk.state(order) is state
    assert broker.calls == 0


@pytest.mark.parametrize(
    "screen",
    [
        FakeConnector(DEATHS, says()),
        FakeConnector(replace(DEATHS, requires=(frozenset({"organization"}),)), says()),
        None,
    ],
    ids=["no hit", "nothing to ask", "not installed"],
)
def test_a_screen_that_answered_or_has_no_question_lets_the_order_pass(
    screened: Desk, screen: FakeConnector | None
) -> None:
    broker = FakeConnector(PAID, says(HOME))
    screens = [screen] if screen else []
    screened.trace([screened.placed()], *screens, FakeConnector(FREE, says()), broker)
    assert broker.calls == 1


@pytest.mark.parametrize("by", [SCREENED, BOTH], ids=["alone", "beside one that answered"])
def test_a_screen_that_the_purposes_do_not_allow_was_not_asked(
    screened: Desk, by: Waterfalls
) -> None:
    desk = replace(screened, waterfalls=by)
    broker, free = FakeConnector(PAID, says(HOME)), FakeConnector(FREE, says())
    card = replace(DEATHS, purposes=frozenset({"DMF-OPEN"}))
    order, courts = desk.placed(), FakeConnector(COURTS, says())
    desk.trace([order], FakeConnector(card, says()), courts, free, broker)
    assert broker.calls == 0
    assert desk.state(order) is OrderState.HELD


@pytest.mark.parametrize(
    ("traits", "rule"),
    [
        ({"purposes": frozenset({"DMF-BUS"})}, "R51"),
        ({"purposes": frozenset({"PUB"}), "title": "Voter roll"}, "R53"),
        (
            {
                "purposes": frozenset({"FCRA-3A-COLL"}),
                "recipient": Recipient.CONSUMER_REPORTING_AGENCY,
            },
            "R62",
        ),
    ],
    ids=["no certificate", "voters", "no contract"],
)
def test_a_screen_that_a_rule_about_itself_kept_back_was_not_asked(
    screened: Desk, traits: dict[str, Any], rule: str
) -> None:
    broker, screen = (
        FakeConnector(PAID, says(HOME)),
        FakeConnector(replace(DEATHS, **traits), says()),
    )
    purposes = frozenset({"GLB-3", "PUB", "DMF-BUS", "FCRA-3A-COLL"})
    order = screened.placed(purposes=purposes)
    screened.trace([order], screen, FakeConnector(FREE, says()), broker)
    assert (screen.calls, broker.calls) == (0, 0)
    assert {s.rule for s in screened.steps(order)} == {rule, "D-SCREEN"}
    with screened.case.read() as tx:
        assert screened.case.accounts.page(tx, ("", ""), 9)[0].holds == ()


class Withholding(FakeConnector):
    """A register that has a record and may not show it."""

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        for inquiry in inquiries:
            yield Answer(inquiry.id, Outcome.BLOCKED, reason="withheld", rule="R51")


def test_a_death_that_may_not_be_shown_is_suspected_until_a_person_settles_it(
    screened: Desk,
) -> None:
    broker, register = FakeConnector(PAID, says(HOME)), FakeConnector(FREE, says(HOME))
    screened.placed()
    nightly(screened, Withholding(DEATHS, says()), register, broker)
    assert (register.calls, broker.calls) == (0, 0)
    with screened.case.write() as tx:
        [hold] = screened.case.accounts.page(tx, ("", ""), 9)[0].holds
        assert (hold.code, hold.source) == ("DEC-SUSP", "withheld by deaths")
        released = replace(hold, released=TODAY, release_evidence="spoke to her")
        screened.case.accounts.add_holds(tx, [released])
    tomorrow = replace(FORM, as_of=TODAY + timedelta(days=1))
    nightly(screened, Withholding(DEATHS, says()), register, broker, form=tomorrow)
    assert broker.calls == 1


def test_the_order_goes_on_when_the_screen_answers(screened: Desk) -> None:
    screened.placed()
    broker, register = FakeConnector(PAID, says(HOME)), FakeConnector(FREE, says())
    down = FakeConnector(DEATHS, fails(Outcome.FAILED, "SourceUnavailable: down"))
    nightly(screened, down, register, broker)
    assert broker.calls == 0
    tomorrow = replace(FORM, as_of=TODAY + timedelta(days=1))
    nightly(screened, FakeConnector(DEATHS, says()), register, broker, form=tomorrow)
    assert broker.calls == 1


def test_the_shipped_waterfalls_screen_first() -> None:
    """For deaths, sanctions and bankruptcies; what screens is asked nowhere else."""
    for waterfall in shipped_waterfalls().by_scope.values():
        assert [tier.screens for tier in waterfall.tiers].index(True) == 0
        screens = waterfall.tiers[0].connectors
        assert screens == ("death_master_file", "ofac_sdn", "courtlistener")
        assert not any(set(screens) & set(tier.connectors) for tier in waterfall.tiers[1:])
