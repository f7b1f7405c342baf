"""What was let pass in spite of a hold: of that very hold, and until it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skiptrace.acts.holds import (
    HoldAsked,
    place_hold,
    release_hold,
    revoke_waiver,
    waive_for_matter,
)
from skiptrace.acts.traces import TraceAsked, report_assets, trace_account
from skiptrace.app.installation import utc_now
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.errors import CaseFileError, NotAllowed, SubjectHeld
from skiptrace.model.order import OrderState
from tests.walk.world import World, new_world

COLLECTOR, LEGAL, COMPLIANCE = 0, 1, 2
HELD, MAYBE_HERS, ALONE = "4410003", "4410001", "4410008"
MATTER = "26-CV-118"


@pytest.fixture
def world(tmp_path: Path, empty_sqlite: Path, keyring: Keyring) -> Iterator[World]:
    made = new_world(tmp_path / "town", empty_sqlite, keyring)
    yield made
    made.case.close()


def asked(number: str, code: str, words: str, matter: str = "") -> HoldAsked:
    return HoldAsked(number, code, utc_now().date(), words, matter)


def place(world: World, number: str, code: str, words: str) -> None:
    place_hold(world.office, world.actor(COLLECTOR), asked(number, code, words))


def is_traced(world: World, number: str) -> bool:
    request = TraceAsked(number, utc_now().date(), again=True)
    [end] = trace_account(world.office, world.actor(COLLECTOR), request).ends
    assert end in (OrderState.DONE, OrderState.HELD)
    return end is OrderState.DONE


def may_report(world: World) -> bool:
    try:
        request = TraceAsked(ALONE, utc_now().date())
        report_assets(world.office, world.actor(LEGAL), request, MATTER)
    except SubjectHeld:
        return False
    return True


def test_a_hold_that_was_said_not_to_reach_an_account_reaches_it_again(world: World) -> None:
    place(world, HELD, "ATTY", "letter 1")
    assert not is_traced(world, MAYBE_HERS)
    release_hold(world.office, world.actor(LEGAL), asked(MAYBE_HERS, "ATTY", "another person"))
    assert is_traced(world, MAYBE_HERS)
    revoke_waiver(world.office, world.actor(COMPLIANCE), asked(MAYBE_HERS, "ATTY", "a mistake"))
    assert not is_traced(world, MAYBE_HERS)
    release_hold(world.office, world.actor(LEGAL), asked(MAYBE_HERS, "ATTY", "looked again"))
    assert is_traced(world, MAYBE_HERS)


def test_a_later_hold_of_that_code_and_day_was_never_let_pass(world: World) -> None:
    place(world, HELD, "ATTY", "letter 1")
    release_hold(world.office, world.actor(LEGAL), asked(MAYBE_HERS, "ATTY", "another person"))
    place(world, HELD, "ATTY", "letter 2")
    assert not is_traced(world, MAYBE_HERS)


def test_a_matter_that_was_let_pass_passes_no_more(world: World) -> None:
    place(world, ALONE, "CEASE", "letter 1")
    assert not may_report(world)
    waive_for_matter(world.office, world.actor(LEGAL), asked(ALONE, "CEASE", "counsel", MATTER))
    assert may_report(world)
    with pytest.raises(NotAllowed):
        revoke_waiver(world.office, world.actor(COLLECTOR), asked(ALONE, "CEASE", "x", MATTER))
    revoke_waiver(world.office, world.actor(COMPLIANCE), asked(ALONE, "CEASE", "x", MATTER))
    assert not may_report(world)
    with world.case.read() as tx:
        kinds = [event["kind"] for event in world.case.audit.export(tx)]
    assert "hold.matter.revoke" in kinds


@pytest.mark.parametrize("matter", ["", MATTER])
def test_what_was_never_let_pass_is_not_taken_back(world: World, matter: str) -> None:
    place(world, ALONE, "CEASE", "letter 1")
    with pytest.raises(CaseFileError, match="nothing of CEASE is let pass here"):
        revoke_waiver(world.office, world.actor(LEGAL), asked(ALONE, "CEASE", "x", matter))
