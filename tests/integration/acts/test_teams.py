"""What is assigned by portfolio and to a team: seen by who is in it, as long as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete

from skiptrace.acts.account_state import StateReader
from skiptrace.acts.accounts import AccountsAsked, AccountsReader, list_accounts
from skiptrace.acts.holds import HoldAsked, place_hold, release_hold
from skiptrace.acts.office import Office
from skiptrace.acts.users import assign, assign_to_team, change_team, review_users
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.tables.users import user_assignment
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor, Assignment, Coverage, User
from skiptrace.model.errors import CaseFileError, NotAllowed
from tests.integration.acts.standing import add, at_work, number, office
from tests.integration.acts.test_allowed import may, register
from tests.integration.casefile.samples import make_entry
from tests.laws import POLICY

ON = date(2026, 11, 23)
SPRING = Assignment(Coverage.PORTFOLIO, "spring  2026")


@pytest.fixture
def desk(case: CaseFile, keyring: Keyring) -> Iterator[Office]:
    """Account 1 is of a portfolio, account 2 of another, account 3 of none."""
    for n, name in enumerate(("Spring 2026", "Spring", ""), start=1):
        entry = make_entry(n)
        add(case, replace(entry, account=replace(entry.account, portfolio=name), holds=()))
    yield office(case, keyring)


def administrator(desk: Office) -> Actor:
    return at_work(register(desk.case, "admin", "administrator"))


def seen(desk: Office, user: User) -> list[str]:
    """The numbers of the accounts that a list shows to a user."""
    reader = AccountsReader(desk.case, StateReader(POLICY, {}, ON))
    return [line.account for line in list_accounts(desk, at_work(user), reader, AccountsAsked())]


def test_a_portfolio_opens_its_accounts_and_no_other(desk: Office) -> None:
    boss, ann = administrator(desk), register(desk.case, "ann", "collector")
    assign(desk, boss, ann.id, SPRING, True)
    assert seen(desk, ann) == [number(1)]
    assert may(desk, at_work(ann), Act.SHOW_ACCOUNT)
    assign(desk, boss, ann.id, SPRING, False)
    assert seen(desk, ann) == []
    assign(desk, boss, ann.id, Assignment(Coverage.PORTFOLIO, "SPRING"), True)
    assert seen(desk, ann) == [number(2)]
    assert not may(desk, at_work(ann), Act.SHOW_ACCOUNT)


def test_an_account_of_no_portfolio_is_of_no_assignment_without_a_name(desk: Office) -> None:
    boss, ann = administrator(desk), register(desk.case, "ann", "collector")
    assign(desk, boss, ann.id, Assignment(Coverage.PORTFOLIO, ""), True)
    assert seen(desk, ann) == []


def test_who_is_in_a_team_has_what_is_its_as_long_as_they_are(desk: Office) -> None:
    boss = administrator(desk)
    ann, lee = (register(desk.case, name, "collector") for name in ("ann", "lee"))
    with pytest.raises(CaseFileError, match="nobody is in a team"):
        assign_to_team(desk, boss, "East", SPRING, True)
    change_team(desk, boss, ann.id, "East", True)
    assert assign_to_team(desk, boss, " east ", SPRING, True) == "East"
    assert (seen(desk, ann), seen(desk, lee)) == ([number(1)], [])
    change_team(desk, boss, lee.id, "EAST", True)
    assert (seen(desk, ann), seen(desk, lee)) == ([number(1)], [number(1)])
    shown = {view.id: view.assigned for view in review_users(desk, boss)}
    assert shown[lee.id] == shown[ann.id] == ("portfolio spring  2026",)
    with pytest.raises(CaseFileError, match="in the team already"):
        change_team(desk, boss, lee.id, "east", True)
    change_team(desk, boss, ann.id, "east", False)
    assert (seen(desk, ann), seen(desk, lee)) == ([], [number(1)])
    assign_to_team(desk, boss, "East", SPRING, False)
    assert seen(desk, lee) == []
    with pytest.raises(CaseFileError, match="not assigned there"):
        assign_to_team(desk, boss, "East", SPRING, False)


def test_a_colleague_of_the_team_is_another_who_could_release(desk: Office) -> None:
    boss = administrator(desk)
    ann, lee = (register(desk.case, name, "legal") for name in ("ann", "lee"))
    change_team(desk, boss, ann.id, "East", True)
    assign_to_team(desk, boss, "East", SPRING, True)
    asked = HoldAsked(number(1), "ATTY", ON, "letter")
    place_hold(desk, at_work(ann), asked)
    release_hold(desk, at_work(ann), asked)
    change_team(desk, boss, lee.id, "East", True)
    place_hold(desk, at_work(ann), asked)
    with pytest.raises(NotAllowed, match="let another user"):
        release_hold(desk, at_work(ann), asked)
    release_hold(desk, at_work(lee), asked)


def test_what_was_assigned_to_a_team_and_deleted_by_hand_opens_nothing(desk: Office) -> None:
    boss, ann = administrator(desk), register(desk.case, "ann", "collector")
    change_team(desk, boss, ann.id, "East", True)
    assign_to_team(desk, boss, "East", SPRING, True)
    with desk.case.write() as tx:
        tx.execute(delete(user_assignment))
    with pytest.raises(CaseFileError, match="not all that were written"):
        seen(desk, ann)
