"""What was found is released only while every screen of the last trace answered, and lately."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from candidates import OAK, at
from fakes import FakeConnector, Script, fails, says
from orders import TODAY

from config.counsel import shipped_counsel
from jobs.screened import screens_of
from jobs.write_back import ContactReader
from skiptrace.compliance.policy.facts.screened import ScreenKind
from skiptrace.model.card import Recipient
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.writeback.plan import plan
from tests.integration.tracing.conftest import FREE, PAID, Desk, hers
from tests.integration.tracing.test_batches import FORM, nightly
from tests.integration.tracing.test_screening import BOTH, COURTS, DEATHS, Withholding, screened_by
from tests.laws import POLICY

HOME = hers(addresses=(at(OAK, role="residence"),))
DOWN = fails(Outcome.FAILED, "SourceUnavailable: down")
DEATH_CARD = replace(DEATHS, yields=("deceased",))
COURT_CARD = replace(COURTS, yields=("court_case", "bankruptcy"))
CARDS = {card.id: card for card in (DEATH_CARD, COURT_CARD, FREE, PAID)}
SCREENS = screens_of(BOTH, CARDS)
DAY = timedelta(days=1)
YOUNG = shipped_counsel().settings.days.screen


@pytest.fixture
def desk(sqlite_desk: Desk) -> Desk:
    return replace(sqlite_desk, waterfalls=BOTH)


def traced(desk: Desk, deaths: FakeConnector, courts: FakeConnector, days: int = 0) -> None:
    others = FakeConnector(FREE, says()), FakeConnector(PAID, says(HOME))
    nightly(desk, deaths, courts, *others, form=replace(FORM, as_of=TODAY + days * DAY))


def answering(*script: Script) -> tuple[FakeConnector, FakeConnector]:
    said = script or (says(), says())
    return FakeConnector(DEATHS, said[0]), FakeConnector(COURTS, said[1])


def released(desk: Desk, days: int = 0) -> tuple[int, set[str]]:
    """How many changes a write-back has, so many days on, and why others are left out."""
    on = desk.clock().date() + days * DAY
    made = plan(ContactReader(desk.case, POLICY, on, SCREENS).contacts(), 0.9)
    return len(made.changes), {one.reason for one in made.left_out if "D-SCREEN" in one.reason}


def test_screens_are_the_sources_of_tiers_that_screen_and_say_what_they_look_for() -> None:
    assert SCREENS == {"deaths": ScreenKind.DEATH, "courts": ScreenKind.BANKRUPTCY}
    other = {**CARDS, "deaths": replace(DEATHS, yields=("custody",))}
    assert screens_of(BOTH, other)["deaths"] is ScreenKind.OTHER
    assert screens_of(screened_by("deaths", "gone"), CARDS).keys() == {"deaths"}


@pytest.mark.parametrize(("days", "changes"), [(0, 1), (YOUNG, 1), (YOUNG + 1, 0)])
def test_an_answer_serves_as_long_as_counsel_says(desk: Desk, days: int, changes: int) -> None:
    desk.placed()
    traced(desk, *answering())
    made, why = released(desk, days)
    assert (made, len(why)) == (changes, 1 - changes)
    assert all("bankruptcy, death" in words for words in why)


AGAIN = {
    "it is down": (DOWN, "death"),
    "it answers later": (fails(Outcome.PENDING, "SourceUnavailable: later"), "death"),
}


@pytest.mark.parametrize("what", AGAIN)
def test_a_screen_that_is_silent_in_the_last_trace_keeps_back_what_was_found_before(
    desk: Desk, what: str
) -> None:
    silent, named = AGAIN[what]
    desk.placed()
    traced(desk, *answering())
    assert released(desk) == (1, set())
    with desk.case.read() as tx:
        [entry] = desk.case.accounts.page(tx, ("", ""), 9)
    order = replace(FORM, as_of=TODAY + DAY).order(entry, desk.clock)
    with desk.case.write() as tx:
        assert desk.case.orders.place(tx, [order]) == 1
    desk.trace([order], *answering(silent, says()), FakeConnector(FREE, says()))
    made, why = released(desk)
    assert (made, len(why)) == (0, 1)
    assert all(f"screen {named}" in words for words in why)


@pytest.mark.parametrize(
    "screen",
    [
        FakeConnector(replace(DEATHS, requires=(frozenset({"organization"}),)), says()),
        FakeConnector(DEATHS, says()),
    ],
    ids=["nothing to ask", "no hit"],
)
def test_a_screen_that_had_nothing_to_ask_keeps_nothing_back(
    desk: Desk, screen: FakeConnector
) -> None:
    desk.placed()
    traced(desk, screen, FakeConnector(COURTS, says()))
    assert released(desk) == (1, set())


KEPT_BACK = {
    "no contract": {
        "purposes": frozenset({"FCRA-3A-COLL", "GLB-3"}),
        "recipient": Recipient.CONSUMER_REPORTING_AGENCY,
    },
    "no certificate": {"purposes": frozenset({"DMF-BUS"})},
}


@pytest.mark.parametrize("why_not", KEPT_BACK)
def test_one_that_a_rule_of_its_own_kept_back_did_not_answer(desk: Desk, why_not: str) -> None:
    desk.placed()
    traced(desk, *answering())
    with desk.case.read() as tx:
        [entry] = desk.case.accounts.page(tx, ("", ""), 9)
    order = replace(FORM, as_of=TODAY + DAY).order(entry, desk.clock)
    order = replace(order, purposes=order.purposes | {"DMF-BUS"})
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [order])
    agency = FakeConnector(replace(DEATHS, **KEPT_BACK[why_not]), says())
    register = FakeConnector(FREE, says())
    desk.trace([order], agency, FakeConnector(COURTS, says()), register)
    assert (agency.calls, register.calls) == (0, 0)
    made, why = released(desk)
    assert (made, len(why)) == (0, 1)


def test_a_source_that_kept_back_a_death_answered_once_a_person_settled_it(desk: Desk) -> None:
    """While it is not settled the hold keeps everything back, by its own rule."""
    desk = replace(desk, waterfalls=screened_by("deaths"))
    withholding = Withholding(DEATHS, says()), FakeConnector(COURTS, says())
    desk.placed()
    traced(desk, *withholding)
    with desk.case.write() as tx:
        [hold] = desk.case.accounts.page(tx, ("", ""), 9)[0].holds
        settled = replace(hold, released=TODAY, release_evidence="spoke to her")
        desk.case.accounts.add_holds(tx, [settled])
    traced(desk, *withholding, days=1)
    assert released(desk) == (1, set())


def test_one_that_was_silent_of_another_name_leaves_something_unknown(desk: Desk) -> None:
    order = desk.placed()
    traced(desk, *answering())
    silent = StepOutcome(order.id, "screen (2)", "deaths", Outcome.FAILED, reason="down")
    with desk.case.write() as tx:
        desk.case.steps.add(tx, [silent])
    made, why = released(desk)
    assert (made, len(why)) == (0, 1)


def test_without_screens_nothing_waits_for_them(desk: Desk) -> None:
    desk.placed()
    traced(desk, *answering())
    old = desk.clock().date() + 400 * DAY
    assert len(plan(ContactReader(desk.case, POLICY, old).contacts(), 0.9).changes) == 1
