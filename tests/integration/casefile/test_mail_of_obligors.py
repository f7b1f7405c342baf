"""What came back from one obligor's address decides nothing of another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.casefile.account_rows import mail_row
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import insert_all
from skiptrace.casefile.tables.accounts import returned_mail
from skiptrace.model.account import Account, NextAction, ObligorRole, ReturnedMail
from tests.integration.casefile.samples import make_entry, make_subject

MOVED = ReturnedMail("", "NIXIE", "K", NextAction.FULL_TRACE, date(2026, 11, 2))
REFUSED = ReturnedMail("", "NIXIE", "R", NextAction.WAIT, date(2026, 11, 5))
VACANT = ReturnedMail("", "NIXIE", "V", NextAction.FULL_TRACE, date(2026, 11, 9))


def sides(
    primary: ReturnedMail | None, guarantor: ReturnedMail | None
) -> tuple[AccountEntry, AccountEntry]:
    first = make_entry(returned_mail=primary)
    role = ObligorRole.GUARANTOR
    return first, replace(first, subject=make_subject(2), role=role, returned_mail=guarantor)


def codes(case: CaseFile) -> dict[str, str]:
    """The code by which each obligor is worked."""
    with case.read() as tx:
        entries = case.accounts.obligors(tx, case.accounts.account_id(make_entry().account.number))
    return {e.role.value: e.returned_mail.code if e.returned_mail else "" for e in entries}


@pytest.mark.parametrize(
    ("primary", "guarantor", "worked_by"),
    [
        (MOVED, REFUSED, ("K", "R")),
        (REFUSED, MOVED, ("R", "K")),
        (VACANT, None, ("V", "V")),
        (None, VACANT, ("V", "V")),
        (None, None, ("", "")),
    ],
)
def test_each_obligor_is_worked_by_its_own_piece(
    case: CaseFile,
    primary: ReturnedMail | None,
    guarantor: ReturnedMail | None,
    worked_by: tuple[str, str],
) -> None:
    with case.write() as tx:
        case.accounts.add(tx, sides(primary, guarantor))
    assert codes(case) == dict(zip(("primary", "guarantor"), worked_by, strict=True))


def test_a_later_piece_of_its_own_counts_and_the_others_does_not_change(case: CaseFile) -> None:
    for later in ((MOVED, REFUSED), (VACANT, None), (None, MOVED)):
        with case.write() as tx:
            case.accounts.add(tx, sides(*later))
    assert codes(case) == {"primary": "V", "guarantor": "K"}


def test_what_nobody_knows_whose_it_is_counts_for_everybody_until_their_own_comes(
    case: CaseFile,
) -> None:
    """As rows of before the column was there."""
    with case.write() as tx:
        case.accounts.add(tx, sides(None, None))
        account_id = case.accounts.account_id(make_entry().account.number)
        row = {
            "account_id": account_id,
            "code_list": "NIXIE",
            "code": "R",
            "action": NextAction.WAIT.value,
            "returned_on": date(2026, 11, 5),
            "subject_id": None,
        }
        insert_all(tx, returned_mail, [row])
    assert codes(case) == {"primary": "R", "guarantor": "R"}
    with case.write() as tx:
        case.accounts.add(tx, sides(VACANT, None)[:1])
    assert codes(case) == {"primary": "V", "guarantor": "R"}


def test_a_piece_that_another_obligor_is_worked_by_becomes_not_its_own(case: CaseFile) -> None:
    with case.write() as tx:
        case.accounts.add(tx, sides(VACANT, None))
    with case.write() as tx:
        account_id = case.accounts.account_id(make_entry().account.number)
        added = case.accounts.add(tx, case.accounts.obligors(tx, account_id))
        owners = set(tx.execute(select(returned_mail.c.subject_id)).scalars())
    assert owners == {case.accounts.subject_id(account_id, ObligorRole.PRIMARY)}
    assert (added.changed, added.unchanged) == (0, 2)


def test_taking_the_same_pieces_in_again_changes_nothing(case: CaseFile) -> None:
    for expected in (2, 0):
        with case.write() as tx:
            added = case.accounts.add(tx, sides(MOVED, REFUSED))
            count = len(tx.execute(select(returned_mail.c.seq)).all())
        assert (added.new + added.changed > 0) is (expected > 0)
        assert count == 2


ARRIVED = replace(REFUSED, undelivered=False)
LOST = replace(VACANT, undelivered=True)


@pytest.mark.parametrize(
    ("primary", "guarantor", "undelivered"),
    [
        (LOST, ARRIVED, (True, False)),
        (ARRIVED, LOST, (False, True)),
        (LOST, None, (True, False)),
        (None, LOST, (False, True)),
        (LOST, LOST, (True, True)),
        (MOVED, ARRIVED, (True, False)),
        (None, None, (False, False)),
    ],
)
def test_a_notice_that_did_not_arrive_is_that_obligors_alone(
    case: CaseFile,
    primary: ReturnedMail | None,
    guarantor: ReturnedMail | None,
    undelivered: tuple[bool, bool],
) -> None:
    given = [replace(side, account=quiet(side)) for side in sides(primary, guarantor)]
    with case.write() as tx:
        case.accounts.add(tx, given)
    assert notices(case) == undelivered
    with case.write() as tx:
        case.accounts.add(tx, [replace(side, returned_mail=None) for side in given])
    assert notices(case) == undelivered, "a later row without mail takes nothing back"


def quiet(side: AccountEntry) -> Account:
    return replace(side.account, notice_undelivered=False)


def notices(case: CaseFile) -> tuple[bool, ...]:
    with case.read() as tx:
        entries = case.accounts.obligors(tx, case.accounts.account_id(make_entry().account.number))
    return tuple(entry.account.notice_undelivered for entry in entries)


def test_of_a_piece_that_may_be_anybodys_the_notice_reached_nobody_for_sure(case: CaseFile) -> None:
    both = [replace(side, account=quiet(side)) for side in sides(ARRIVED, ARRIVED)]
    with case.write() as tx:
        case.accounts.add(tx, both)
        [account_id] = {entry.account.id for entry in map(case.accounts.identify, both)}
        unowned = replace(LOST, account_id=account_id, subject_id="")
        insert_all(tx, returned_mail, [mail_row(unowned)])
    assert notices(case) == (True, True)
