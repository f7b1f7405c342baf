"""A suit is asked about before it is brought: what is known, what is stated, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from jobs.pre_suit import Stated, last_screened
from skiptrace.acts.holds import HoldAsked, place_hold
from skiptrace.acts.suits import SuitAsked, SuitView, check_suit
from skiptrace.acts.traces import TraceAsked, report_assets
from skiptrace.app.installation import utc_now
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.listing import orders_of
from skiptrace.compliance.policy.facts.debt import ClaimKind, Period
from skiptrace.compliance.policy.facts.suit import Service
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.model.errors import NotAllowed
from skiptrace.model.waterfall import Outcome
from tests.walk.people import PEOPLE
from tests.walk.world import CARDS, Answers, World, new_world

COLLECTOR, LEGAL = 0, 1
NUMBER, MATTER = "4410008", "26-CV-118"
PERSON = PEOPLE[5]


@pytest.fixture
def world(tmp_path: Path, empty_sqlite: Path, keyring: Keyring) -> Iterator[World]:
    made = new_world(tmp_path / "town", empty_sqlite, keyring)
    yield made
    made.case.close()


def today() -> date:
    return utc_now().date()


def searched(world: World) -> str:
    """The report's section on suits after a search."""
    world.answers.setdefault(PERSON, Answers(has_parcel=False, knows_home=False))
    asked = TraceAsked(NUMBER, today())
    made = report_assets(world.office, world.actor(LEGAL), asked, MATTER).report
    [section] = [one for one in made.sections if one.code == "suit"]
    return "\n".join(section.statements)


def check(world: World, **stated: Any) -> SuitView:
    asked = SuitAsked(NUMBER, MATTER, Stated(**stated))
    [view] = check_suit(world.office, world.actor(LEGAL), asked)
    return view


def whole(**changes: Any) -> dict[str, Any]:
    """Everything a suit needs to be stated."""
    known = {
        "claim": ClaimKind.WRITTEN,
        "accrued": today() - timedelta(days=400),
        "tolled": (),
        "certificate": today(),
        "service": Service.NOT_ON_DUTY,
    }
    return {**known, **changes}


def test_what_nobody_knows_holds_and_is_said_in_the_report(world: World) -> None:
    said = searched(world)
    assert "HOLD (R18): whether the limitation period has run cannot be computed." in said
    assert "HOLD (R46): no certificate of military service is on file." in said
    assert "unable to determine whether the defendant is in military service" in said
    assert "R20" not in said and "docket screen" not in said, "both are known by the search"


OLD = timedelta(days=6 * 366)


@pytest.mark.parametrize(
    ("stated", "rule", "words"),
    [
        ({}, "", ""),
        ({"claim": None}, "R18", "cannot be computed"),
        ({"tolled": None}, "R18", "cannot be computed"),
        ({"accrued": today() - OLD}, "R18", "ran out on"),
        ({"accrued": today() - OLD, "tolled": (Period(today() - OLD / 2),)}, "", ""),
        ({"state": "WY"}, "R18", "cannot be computed"),
        ({"certificate": None}, "R46", "no certificate of military service"),
        ({"certificate": today() - timedelta(days=31)}, "R46", "is too old"),
        ({"certificate": today() - timedelta(days=1), "affidavit": True}, "R46", "affidavit's day"),
        ({"service": Service.ON_DUTY}, "R47", "on active duty"),
        ({"lien_only": True}, "R19", "no enforceable lien is known"),
        ({"lien_only": True, "lien": Truth.YES}, "", ""),
    ],
)
def test_what_is_stated_decides(
    world: World, stated: dict[str, Any], rule: str, words: str
) -> None:
    searched(world)
    view = check(world, **whole(**stated))
    restraints = [word for word in view.words if word.severity != "flag"]
    assert view.allows is not bool(rule)
    assert [word.rule for word in restraints] == ([rule] if rule else [])
    assert not rule or words in restraints[0].words


def test_without_a_search_neither_residence_nor_docket_is_known(world: World) -> None:
    rules = {word.rule for word in check(world, **whole()).words if word.severity == "hold"}
    assert rules == {"R20", "R18", "D-SCREEN"}, "the place decides which period it is"


def test_residences_that_conflict_leave_the_venue_open(world: World) -> None:
    world.answers[PERSON] = Answers()
    assert "HOLD (R20): residences conflict: venue is open." in searched(world)


def test_a_screen_that_did_not_answer_is_none(world: World) -> None:
    world.answers[PERSON] = Answers(knows_home=False, court=Outcome.FAILED)
    searched(world)
    assert "D-SCREEN" in {word.rule for word in check(world, **whole()).words}


@pytest.mark.parametrize(("holes", "is_screened"), [("", True), ("a part of all dockets", False)])
def test_a_source_that_leaves_it_open_screens_nobody(
    world: World, holes: str, is_screened: bool
) -> None:
    searched(world)
    cards = {i: replace(card, holes=holes) for i, card in CARDS.items()}
    with world.case.read() as tx:
        days = [
            last_screened(world.case, tx, (entry.account.id, placed.subject_id), cards)
            for entry in world.case.accounts.page(tx, ("", ""), 50)
            for placed in orders_of(tx, entry.account.id)
        ]
    assert (today() in days) is is_screened


@pytest.mark.parametrize(
    ("code", "rule", "severity"),
    [
        ("BK13-OPEN", "R48", "block"),
        ("BK-DISCH", "R50", "block"),
        ("TBAR", "R18", "block"),
        ("SCRA-AD", "R47", "hold"),
        ("ATTY", "R06", "legal"),
    ],
)
def test_a_hold_that_came_since_the_search_restrains(
    world: World, code: str, rule: str, severity: str
) -> None:
    searched(world)
    asked = HoldAsked(NUMBER, code, today(), "a letter")
    place_hold(world.office, world.actor(COLLECTOR), asked)
    first = check(world, **whole()).words[0]
    assert (first.rule, first.severity) == (rule, severity)


def test_only_the_legal_role_asks_and_what_was_stated_is_named_in_the_trail(world: World) -> None:
    with pytest.raises(NotAllowed):
        check_suit(world.office, world.actor(COLLECTOR), SuitAsked(NUMBER, MATTER))
    check(world, accrued=today())
    with world.case.read() as tx:
        event = list(world.case.audit.export(tx))[-1]
    assert (event["kind"], event["fields"]) == ("suit.check", ["accrued"])
