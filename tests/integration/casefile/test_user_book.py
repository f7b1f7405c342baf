"""The user book on both engines: known by login or token, assigned, seen last, changed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select, text

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.tables.users import user_assignment, users
from skiptrace.casefile.users import Entry
from skiptrace.model.actor import Assignment, Coverage, Role, User, signed_id
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile.samples import NOW
from tests.tables import each

DAY = date(2026, 11, 2)
ANN = User("usr_0a", "Ann Example", frozenset({Role.COLLECTOR}), DAY, login="ann")
LEE = User("usr_0b", "Lee Sample", frozenset({Role.LEGAL, Role.COMPLIANCE}), DAY, has_token=True)
BY = Entry(NOW, "usr_0f")
BANK = Assignment(Coverage.CREDITOR, "Prairie Card Bank")
ALL = Assignment(Coverage.EVERYTHING)


@pytest.fixture
def filled(case: CaseFile) -> CaseFile:
    """Ann, known by her login; Lee, known by a token."""
    with case.write() as tx:
        case.users.enter(tx, ANN, BY)
        case.users.enter(tx, LEE, BY, "lees-token")
    return case


def test_a_user_is_known_by_login_or_token_and_by_nothing_else(filled: CaseFile) -> None:
    book = filled.users
    with filled.read() as tx:
        assert not book.has_assignments(tx)
        assert book.all(tx) == [ANN, LEE]
        assert (book.by_login(tx, "ann"), book.by_token(tx, "lees-token")) == (ANN, LEE)
        assert book.by_token(tx, "ann") is book.by_login(tx, "lees-token") is None
        assert book.by_login(tx, "") is book.by_token(tx, "") is None


def test_a_later_version_counts_and_its_token_stays(filled: CaseFile) -> None:
    ended = replace(LEE, active_to=DAY)
    with filled.write() as tx:
        filled.users.enter(tx, ended, BY)
        filled.users.enter(tx, replace(ANN, login="ann2"), BY)
    with filled.read() as tx:
        assert filled.users.by_token(tx, "lees-token") == ended
        assert filled.users.by_login(tx, "ann") is None
        assert filled.users.by_login(tx, "ann2") == replace(ANN, login="ann2")
    assert [ended.is_active(DAY + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]


@each(
    ("user", "token"),
    [(replace(ANN, id="usr_0c"), ""), (replace(LEE, id="usr_0c"), "lees-token")],
)
def test_a_login_and_a_token_are_one_users(filled: CaseFile, user: User, token: str) -> None:
    with pytest.raises(CaseFileError, match="another user"), filled.write() as tx:
        filled.users.enter(tx, user, BY, token)


def test_the_login_of_a_user_who_has_ended_may_be_another_users(filled: CaseFile) -> None:
    """So that somebody whose roles change is registered anew."""
    anew = replace(ANN, id="usr_00", roles=frozenset({Role.LEGAL}))
    with pytest.raises(CaseFileError, match="another user"), filled.write() as tx:
        filled.users.enter(tx, replace(ANN, active_to=NOW.date()), BY)
        filled.users.enter(tx, anew, BY)
    with filled.write() as tx:
        filled.users.enter(tx, replace(ANN, active_to=NOW.date() - timedelta(days=1)), BY)
        filled.users.enter(tx, anew, BY)
    with filled.read() as tx:
        assert filled.users.by_login(tx, "ann") == anew


def test_what_was_assigned_ends_and_begins_again(filled: CaseFile) -> None:
    book = filled.users
    expected = [
        (BANK, True, {BANK}),
        (ALL, True, {BANK, ALL}),
        (BANK, False, {ALL}),
        (ALL, False, set()),
        (BANK, True, {BANK}),
    ]
    for one, is_given, then in expected:
        with filled.write() as tx:
            book.assign(tx, ANN.id, one, is_given, BY)
        with filled.read() as tx:
            assert book.assigned(tx, [ANN.id, LEE.id]) == {ANN.id: then, LEE.id: frozenset()}
            assert book.has_assignments(tx), "taking the last one away opens nothing"


def test_the_last_day_is_the_latest_and_is_entered_once(filled: CaseFile) -> None:
    for later in (0, 3, 1, 3):
        with filled.write() as tx:
            filled.users.used(tx, ANN.id, DAY + timedelta(days=later))
    with filled.read() as tx:
        assert [one.day for one in filled.users.last_uses(tx)] == [DAY + timedelta(days=3), None]
        assert filled.users.is_used(tx, ANN.id, DAY)
        assert not filled.users.is_used(tx, LEE.id, DAY)
        assert filled.check(tx).faults == ()


EDITS = {
    "a role": "UPDATE users SET roles = 'administrator' WHERE id = 'usr_0a'",
    "the last day": "UPDATE users SET active_to = NULL WHERE id = 'usr_0b' AND version = 2",
    "another's login": "UPDATE users SET login_index = NULL WHERE id = 'usr_0a'",
    "a user gone": "DELETE FROM users WHERE id = 'usr_0a'",
    "the end gone": "DELETE FROM users WHERE id = 'usr_0b' AND version = 2",
    "an assignment": "UPDATE user_assignment SET coverage = 'everything'",
    "an end of one": "DELETE FROM user_assignment WHERE seq = 2",
    "every assignment": "DELETE FROM user_assignment",
    "a last use": "UPDATE user_use SET day = '2026-11-29'",
    "a use gone": "DELETE FROM user_use",
}


@pytest.mark.parametrize("edit", sorted(EDITS))
def test_a_row_changed_by_hand_is_found(filled: CaseFile, edit: str) -> None:
    with filled.write() as tx:
        filled.users.enter(tx, replace(LEE, active_to=DAY), BY)
        filled.users.assign(tx, ANN.id, BANK, True, BY)
        filled.users.assign(tx, ANN.id, BANK, False, BY)
        filled.users.used(tx, ANN.id, DAY)
    with filled.write() as tx:
        assert filled.check(tx).faults == ()
        tx.execute(text(EDITS[edit]))
    with filled.read() as tx:
        table = next(word for word in EDITS[edit].split() if word.startswith("user"))
        assert any(table in fault.where for fault in filled.check(tx).faults)
        if table == "users":
            assert not opens(filled, tx)


def opens(case: CaseFile, tx: Connection) -> bool:
    """Whether both users are let in by what was theirs."""
    try:
        both = case.users.by_login(tx, "ann"), case.users.by_token(tx, "lees-token")
        return None not in both
    except CaseFileError:
        return False


def test_without_its_assignments_a_case_file_opens_no_account(filled: CaseFile) -> None:
    with filled.write() as tx:
        filled.users.assign(tx, ANN.id, BANK, True, BY)
    with filled.write() as tx:
        tx.execute(text("DELETE FROM user_assignment"))
    with filled.read() as tx, pytest.raises(CaseFileError, match="not all that were written"):
        filled.users.has_assignments(tx)


def test_names_logins_tokens_and_assignments_are_not_in_clear(filled: CaseFile) -> None:
    with filled.write() as tx:
        filled.users.assign(tx, ANN.id, BANK, True, BY)
        rows = [*tx.execute(select(users)), *tx.execute(select(user_assignment))]
    told = repr([tuple(row) for row in rows])
    for word in ("Ann", "Example", "Sample", "'ann'", "lees-token", "Prairie"):
        assert word not in told
    assert "collector" in told


@each(
    ("signature", "expected"),
    [("usr_0a Ann Example", "usr_0a"), ("usr_0a", "usr_0a"), ("Ann usr_0a", ""), ("", "")],
)
def test_a_signature_names_its_user_by_id(signature: str, expected: str) -> None:
    assert signed_id(signature) == expected
