"""What is told is told by the holds of that moment, and a stored answer by all that it may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
from skiptrace.model.account import ObligorRole
from skiptrace.model.errors import SubjectHeld
from skiptrace.model.kinds import FindingKind
from tests.walk.people import LEDGER, PEOPLE
from tests.walk.watch import words_of
from tests.walk.world import Answers, World, new_world

COLLECTOR, LEGAL, COMPLIANCE = 0, 1, 2
COUPLE, ALONE = "4410004", "4410008"
BESIDE_ONE_WHO_DOES_NOT_OWE = "4410006"


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


def finding(world: World, kind: FindingKind, number: str = ALONE) -> str:
    with world.case.read() as tx:
        found = world.case.findings.current(tx, f"acc_{number}")
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


def notes(world: World, number: str) -> tuple[str, tuple[str, ...]]:
    told = notes_of(world.office, world.actor(COLLECTOR), number)
    return "\n".join(note.text for note in told.notes), told.kept_back


def test_notes_on_an_obligor_are_kept_back_with_what_is_told_of_them(world: World) -> None:
    """A hold about the second obligor alone; then one about the account."""
    first, second = PEOPLE[1], PEOPLE[2]
    traced(world, COUPLE)
    text, kept_back = notes(world, COUPLE)
    assert first.surname in text and second.surname in text and not kept_back
    asked = HoldAsked(COUPLE, "DEC-SUSP", utc_now().date(), "a letter", obligor=2)
    place_hold(world.office, world.actor(LEGAL), asked)
    text, kept_back = notes(world, COUPLE)
    assert first.surname in text and second.surname not in text
    assert ["R21" in words for words in kept_back] == [True]
    place_hold(world.office, world.actor(LEGAL), replace(asked, obligor=1))
    with pytest.raises(SubjectHeld, match="R21"):
        notes(world, COUPLE)


def test_notes_on_somebody_who_is_not_on_the_account_go_with_those_of_any(world: World) -> None:
    """An order of an earlier state of the account: whose note it is cannot be said any more."""
    traced(world, COUPLE)
    with world.case.write() as tx:
        world.case.notes.add(tx, f"acc_{COUPLE}", "ord_unknown", "of whom?", utc_now())
    assert "of whom?" in notes(world, COUPLE)[0]
    asked = HoldAsked(COUPLE, "DEC-SUSP", utc_now().date(), "a letter", obligor=2)
    place_hold(world.office, world.actor(LEGAL), asked)
    assert "of whom?" not in notes(world, COUPLE)[0]


def test_who_does_not_owe_keeps_nothing_back_of_who_does(world: World) -> None:
    """R23 bars what is told of the second one, and says nothing against the debt of the first."""
    traced(world, BESIDE_ONE_WHO_DOES_NOT_OWE)
    assert PEOPLE[3].surname in notes(world, BESIDE_ONE_WHO_DOES_NOT_OWE)[0]
    mailed = NoticeFacts(mailed=date(2026, 1, 5))
    said = ask_notice(world.office, world.actor(COMPLIANCE), BESIDE_ONE_WHO_DOES_NOT_OWE, mailed)
    assert "R23" not in {word.rule for word in said.words}


def test_notes_of_a_trace_of_one_who_turned_out_not_to_owe_are_kept_back(world: World) -> None:
    traced(world, COUPLE)
    first, second = LEDGER.by_number[COUPLE].entries()
    with world.case.write() as tx:
        world.case.accounts.add(tx, [first, replace(second, role=ObligorRole.NON_OBLIGOR)])
    text, kept_back = notes(world, COUPLE)
    assert PEOPLE[1].surname in text and PEOPLE[2].surname not in text
    assert ["R23" in words for words in kept_back] == [True]


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


@pytest.mark.parametrize(("code", "rule"), [("DEC-SUSP", "R21"), ("ACP", "R54")])
@pytest.mark.parametrize("number", [COUPLE, BESIDE_ONE_WHO_DOES_NOT_OWE])
def test_an_answer_that_may_name_another_on_the_account_is_kept_back_with_either(
    world: World, number: str, code: str, rule: str
) -> None:
    """Whether or not the other one owes, whom nothing else keeps back."""
    traced(world, number)
    phone = finding(world, FindingKind.PHONE, number)
    assert answers_behind(world.office, world.actor(COLLECTOR), number, phone)
    asked = HoldAsked(number, code, utc_now().date(), "a letter", obligor=2)
    place_hold(world.office, world.actor(LEGAL), asked)
    with pytest.raises(SubjectHeld, match=rule):
        answers_behind(world.office, world.actor(COLLECTOR), number, phone)


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
