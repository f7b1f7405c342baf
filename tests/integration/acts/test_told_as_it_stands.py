"""What is told is told by the holds of that moment, and a stored answer by all that it may hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from skiptrace.acts.contacts import ask_notice
from skiptrace.acts.holds import HoldAsked, place_hold
from skiptrace.acts.reading import answers_behind, notes_of
from skiptrace.acts.traces import TraceAsked, trace_account
from skiptrace.app.installation import utc_now
from skiptrace.casefile.crypto import Keyring
from skiptrace.compliance.policy.facts.debt import NoticeFacts
from skiptrace.model.errors import SubjectHeld
from skiptrace.model.kinds import FindingKind
from tests.walk.people import PEOPLE
from tests.walk.watch import words_of
from tests.walk.world import Answers, World, new_world

COLLECTOR, LEGAL, COMPLIANCE = 0, 1, 2
COUPLE, ALONE = "4410004", "4410008"


@pytest.fixture
def world(tmp_path: Path, empty_sqlite: Path, keyring: Keyring) -> Iterator[World]:
    made = new_world(tmp_path / "town", empty_sqlite, keyring)
    yield made
    made.case.close()


def traced(world: World, number: str) -> list[str]:
    """What each obligor's report says."""
    asked = TraceAsked(number, utc_now().date())
    view = trace_account(world.office, world.actor(COLLECTOR), asked)
    return ["\n".join(words_of(report)) for report in view.reports]


def finding(world: World, kind: FindingKind) -> str:
    with world.case.read() as tx:
        found = world.case.findings.current(tx, f"acc_{ALONE}")
    return next(one.id for one in found if one.kind is kind)


def hold(world: World, code: str) -> None:
    asked = HoldAsked(ALONE, code, utc_now().date(), "a letter")
    place_hold(world.office, world.actor(LEGAL), asked)


def test_a_death_withholds_what_is_told_of_its_own_obligor_alone(world: World) -> None:
    first, second = PEOPLE[1], PEOPLE[2]
    world.answers[second] = Answers(is_dead=True)
    his, hers = traced(world, COUPLE)
    assert first.email in his and second.email not in hers
    assert second.email not in his and first.email not in hers
    assert "withheld by rule R21" in hers and "withheld by rule" not in his


def test_notes_tell_of_all_who_owe_and_are_kept_back_with_any_of_them(world: World) -> None:
    """A hold about the second obligor alone: the notes of both traces stand together."""
    traced(world, COUPLE)
    assert notes_of(world.office, world.actor(COLLECTOR), COUPLE)
    asked = HoldAsked(COUPLE, "DEC-SUSP", utc_now().date(), "a letter", obligor=2)
    place_hold(world.office, world.actor(LEGAL), asked)
    with pytest.raises(SubjectHeld, match="R21"):
        notes_of(world.office, world.actor(COLLECTOR), COUPLE)


def test_a_joint_debt_is_furnished_only_where_the_law_lets_it_be_of_all_who_owe(
    world: World,
) -> None:
    notice = NoticeFacts(mailed=date(2026, 1, 5))
    before = ask_notice(world.office, world.actor(COMPLIANCE), COUPLE, notice)
    assert "R21" not in {word.rule for word in before.words}
    asked = HoldAsked(COUPLE, "DEC-SUSP", utc_now().date(), "a letter", obligor=2)
    place_hold(world.office, world.actor(LEGAL), asked)
    after = ask_notice(world.office, world.actor(COMPLIANCE), COUPLE, notice)
    assert "R21" in {word.rule for word in after.words} and not after.may_furnish


def test_an_answer_that_may_tell_of_more_is_kept_back_with_it(world: World) -> None:
    assert PEOPLE[5].email in traced(world, ALONE)[0]
    phone = finding(world, FindingKind.PHONE)
    assert answers_behind(world.office, world.actor(COLLECTOR), ALONE, phone)
    hold(world, "TBAR")
    with pytest.raises(SubjectHeld, match="R18"):
        answers_behind(world.office, world.actor(COLLECTOR), ALONE, phone)


@pytest.mark.parametrize(("user", "may"), [(COLLECTOR, False), (LEGAL, True), (COMPLIANCE, True)])
def test_what_a_hold_rests_on_is_read_by_whoever_may_release_it(
    world: World, user: int, may: bool
) -> None:
    world.answers[PEOPLE[5]] = Answers(is_dead=True)
    assert PEOPLE[5].email not in traced(world, ALONE)[0]
    death = finding(world, FindingKind.DECEASED)
    if may:
        [answer] = answers_behind(world.office, world.actor(user), ALONE, death)
        assert b"2025" in answer.snapshot.body
    else:
        with pytest.raises(SubjectHeld, match="R21"):
            answers_behind(world.office, world.actor(user), ALONE, death)
