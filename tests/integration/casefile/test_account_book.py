"""Accounts: identified by number, versioned by insert, due when a letter came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from skiptrace.casefile.accounts import AccountEntry, Added
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.tables import accounts as t
from skiptrace.model.account import Hold, ObligorRole
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.subject import EntityKind, KnownContact, Subject
from tests.integration.casefile import samples
from tests.integration.casefile.filling import add_account, finish
from tests.integration.casefile.samples import TODAY, make_entry, make_order

TOMORROW = TODAY + timedelta(days=1)
PHONE = KnownContact("+18135550199")


def test_an_account_comes_back_whole_under_a_stable_id(
    case: CaseFile, case_url: str, keyring: Keyring
) -> None:
    found = add_account(case)
    assert found == case.accounts.identify(make_entry())
    assert found.account.id.startswith("acc_") and len(found.account.id) == 20
    assert found.subject.names[0].original == make_entry().subject.names[0].original
    assert {hold.account_id for hold in found.holds} == {found.account.id}
    again = open_case_file(case_url, keyring)
    with again.read() as tx:
        assert again.accounts.get(tx, found.account.id) == found
        assert again.accounts.find(tx, " ACCT-77000001 ") == found
        assert again.accounts.find(tx, "ACCT-0") is None
        assert again.accounts.get(tx, "acc_0") is None
    again.close()


def test_an_organisation_with_empty_fields_comes_back(case: CaseFile) -> None:
    firm = Subject(
        id="",
        kind=EntityKind.ORGANIZATION,
        organization="Larkspur Hollow LLC",
        ein="124567890",
        left_out=("a date of birth: an organisation has none", "a second number"),
    )
    bare = replace(make_entry(), subject=firm, holds=(), returned_mail=None)
    bare = replace(
        bare, account=replace(bare.account, balance=None, opened=None, notice_undelivered=False)
    )
    with case.write() as tx:
        case.accounts.add(tx, [bare])
        found = case.accounts.find(tx, bare.account.number)
        assert found == case.accounts.identify(bare)
        assert case.accounts.subjects_with(tx, "ein", "124567890") == {found.subject.id}
        assert not case.accounts.subjects_with(tx, "ssn", "124567890")


def test_a_second_addition_of_the_same_file_changes_nothing(case: CaseFile) -> None:
    entries = [make_entry(n) for n in range(5)]
    with case.write() as tx:
        assert case.accounts.add(tx, entries) == Added(new=5)
    with case.write() as tx:
        assert case.accounts.add(tx, entries) == Added(unchanged=5)
        assert case.accounts.add(tx, []) == Added()


CHANGES: dict[str, Callable[[AccountEntry], AccountEntry]] = {
    "balance": lambda e: replace(e, account=replace(e.account, balance=Decimal("9.99"))),
    "status": lambda e: replace(e, account=replace(e.account, status="paid")),
    "other phone": lambda e: replace(e, subject=replace(e.subject, phones=(PHONE,))),
    "no phone": lambda e: replace(e, subject=replace(e.subject, phones=())),
    "role": lambda e: replace(e, role=ObligorRole.NON_OBLIGOR),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_supersedes_and_leaves_the_earlier_version(
    case: CaseFile, change: Callable[[AccountEntry], AccountEntry]
) -> None:
    first = add_account(case)
    changed = change(first)
    with case.write() as tx:
        assert case.accounts.add(tx, [changed]) == Added(changed=1)
        assert case.accounts.find(tx, first.account.number) == changed
        versions = tx.execute(select(t.obligor.c.version).order_by(t.obligor.c.version))
        assert versions.scalars().all() == [1, 2]
        assert case.accounts.add(tx, [first]) == Added(changed=1)
        assert case.accounts.find(tx, first.account.number) == first


def test_obligors_of_one_account_stand_side_by_side_primary_first(case: CaseFile) -> None:
    book = case.accounts
    account_id = book.account_id(make_entry().account.number)
    others = [
        replace(
            make_entry(),
            role=ObligorRole.CO_OBLIGOR,
            subject=samples.make_subject(
                n, id=book.subject_id(account_id, ObligorRole.CO_OBLIGOR, n)
            ),
        )
        for n in (1, 2)
    ]
    with case.write() as tx:
        assert book.add(tx, [*others, make_entry()]).new == 3
        stored = book.obligors(tx, account_id)
        assert [entry.role.value for entry in stored] == ["primary", "co_obligor", "co_obligor"]
        assert len({entry.subject.id for entry in stored}) == 3
        assert tx.execute(select(func.count()).select_from(t.account)).scalar() == 1
        assert book.find(tx, make_entry().account.number) == stored[0]


def test_a_number_under_another_id_and_an_empty_number_are_errors(case: CaseFile) -> None:
    first = add_account(case)
    twin = replace(first, account=replace(first.account, id="acc_other"), holds=())
    with pytest.raises(CaseFileError, match="entry 2: its account") as caught, case.write() as tx:
        case.accounts.add(tx, [make_entry(2), twin])
    assert first.account.number not in str(caught.value)
    blank = make_entry()
    with pytest.raises(CaseFileError, match="number is empty"), case.write() as tx:
        case.accounts.add(tx, [replace(blank, account=replace(blank.account, number=" "))])


def test_ids_that_the_caller_gives_are_kept(case: CaseFile) -> None:
    mine = make_entry()
    mine = replace(
        mine,
        account=replace(mine.account, id="acc_mine"),
        subject=replace(mine.subject, id="sub_mine"),
    )
    with case.write() as tx:
        case.accounts.add(tx, [mine])
        found = case.accounts.get(tx, "acc_mine")
    assert found is not None and found.subject.id == "sub_mine"


def test_a_release_supersedes_its_hold(case: CaseFile) -> None:
    entry = add_account(case)
    opened = Hold(entry.account.id, "BK13-OPEN", date(2026, 10, 1), "court")
    released = replace(opened, released=date(2026, 11, 1), release_evidence="docket 44")
    with case.write() as tx:
        assert case.accounts.add_holds(tx, [opened]) == 1
        assert case.accounts.add_holds(tx, [opened, released]) == 1
        assert case.accounts.add_holds(tx, []) == 0
        after = case.accounts.get(tx, entry.account.id)
    assert after is not None
    assert after.holds == (*entry.holds, released)


def test_pages_bring_every_entry_once(case: CaseFile) -> None:
    ids = [add_account(case, n).account.id for n in range(7)]
    after, seen = ("", ""), []
    with case.read() as tx:
        entries = [entry for i in ids if (entry := case.accounts.get(tx, i)) is not None]
        while page := case.accounts.page(tx, after, 3):
            seen += page
            after = (page[-1].account.id, page[-1].subject.id)
    assert seen == sorted(entries, key=lambda e: e.account.id)


LOOK_UPS = (
    ("ssn", "900000001", True),
    ("phone", "+18135550101", True),
    ("email", " QUILLON.Brathwaite1@example.com", True),
    ("name", "quillon1 BRATHWAITE1", True),
    ("name", "Quillon1 Oxenford1", True),
    ("address", "1 larkspur  hollow rd 33601", True),
    ("ssn", "900000002", False),
    ("phone", "900000001", False),
)


def test_subjects_are_found_by_blind_index(case: CaseFile) -> None:
    entry = add_account(case)
    with case.read() as tx:
        for field, value, found in LOOK_UPS:
            expected = {entry.subject.id} if found else set()
            assert case.accounts.subjects_with(tx, field, value) == expected, (field, value)


def test_a_fact_that_was_superseded_is_no_longer_found(case: CaseFile) -> None:
    entry = add_account(case)
    with case.write() as tx:
        case.accounts.add(tx, [replace(entry, subject=replace(entry.subject, phones=()))])
        assert case.accounts.subjects_with(tx, "phone", "+18135550101") == frozenset()
        with pytest.raises(CaseFileError, match="'dob'"):
            case.accounts.subjects_with(tx, "dob", "1961-04-17")


CLOSED = frozenset({"paid", "settled"})


def due(case: CaseFile, day: date = TODAY, limit: int | None = None) -> list[str]:
    with case.read() as tx:
        return [entry.account.number for entry in case.accounts.due(tx, day, CLOSED, limit)]


def order(case: CaseFile, entry: AccountEntry, day: date, state: OrderState | None = None) -> None:
    placed = make_order(entry, id=f"o-{day}", as_of=day)
    with case.write() as tx:
        case.orders.place(tx, [placed])
        if state:
            finish(case, tx, [placed.id], state)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda e: e, True),
        (lambda e: replace(e, account=replace(e.account, status=" OPEN ")), True),
        (lambda e: replace(e, account=replace(e.account, status="paid")), False),
        (lambda e: replace(e, account=replace(e.account, status="")), True),
        (lambda e: replace(e, account=replace(e.account, status="in limbo")), True),
        (lambda e: replace(e, returned_mail=None), False),
    ],
)
def test_accounts_that_are_not_closed_and_have_returned_mail_are_due(
    case: CaseFile, change: Callable[[AccountEntry], AccountEntry], expected: bool
) -> None:
    entry = change(make_entry())
    with case.write() as tx:
        case.accounts.add(tx, [entry])
    assert due(case) == ([entry.account.number] if expected else [])


def test_due_accounts_come_in_the_order_of_intake_up_to_the_limit(case: CaseFile) -> None:
    for n in (3, 1, 2):
        add_account(case, n)
    numbers = [make_entry(n).account.number for n in (3, 1, 2)]
    assert due(case) == numbers
    assert due(case, limit=2) == numbers[:2]


NEW_PHONE = KnownContact("2145550188")


@pytest.mark.parametrize(
    ("change", "is_new"),
    [
        (lambda e: replace(e, account=replace(e.account, balance=Decimal(7))), False),
        (lambda e: replace(e, account=replace(e.account, status="active")), False),
        (lambda e: replace(e, account=replace(e.account, creditor="Another Bank")), False),
        (lambda e: _with(e, names=(replace(e.subject.names[0], given="DANNA"),)), False),
        (lambda e: _with(e, phones=(*e.subject.phones, NEW_PHONE)), True),
        (lambda e: _with(e, dob=PartialDate(1981, 1, 2)), True),
        (lambda e: _with(e, ssn="900778899"), True),
        (lambda e: _with(e, emails=(KnownContact("new@example.com"),)), True),
        (lambda e: replace(e, role=ObligorRole.GUARANTOR), True),
        (lambda e: replace(e, returned_mail=replace(e.returned_mail, on=TOMORROW)), True),
    ],
    ids=["balance", "status", "creditor", "name", "phone", "dob", "ssn", "email", "role", "mail"],
)
def test_what_a_search_rests_on_makes_an_account_due_again_and_nothing_else_does(
    case: CaseFile, change: Callable[[AccountEntry], AccountEntry], is_new: bool
) -> None:
    entry = add_account(case)
    order(case, entry, TODAY)
    assert due(case) == due(case, TOMORROW) == []
    changed = change(entry)
    with case.write() as tx:
        case.accounts.add(tx, [changed])
    assert due(case) == []
    assert due(case, TOMORROW) == ([entry.account.number] if is_new else [])
    order(case, changed, TOMORROW)
    assert due(case, TOMORROW + timedelta(days=1)) == []


def _with(entry: AccountEntry, **facts: Any) -> AccountEntry:
    return replace(entry, subject=replace(entry.subject, **facts))


def test_an_account_that_a_status_held_is_due_again_when_it_changed(case: CaseFile) -> None:
    entry = add_account(case)
    order(case, entry, TODAY, OrderState.HELD)
    assert due(case, TOMORROW) == []
    with case.write() as tx:
        case.accounts.add(tx, [replace(entry, account=replace(entry.account, status="active"))])
    assert due(case, TOMORROW) == [entry.account.number]


def test_an_asset_order_does_not_count_as_a_locate_order(case: CaseFile) -> None:
    entry = add_account(case)
    with case.write() as tx:
        case.orders.place(tx, [make_order(entry, scope=Scope.ASSETS, matter="M-1")])
    assert due(case) == [entry.account.number]


@pytest.mark.parametrize(
    ("released", "expected"),
    [(None, False), (TODAY - timedelta(days=1), False), (TODAY + timedelta(days=3), True)],
)
def test_an_order_that_ended_at_a_hold_is_due_again_after_the_release(
    case: CaseFile, released: date | None, expected: bool
) -> None:
    entry = add_account(case)
    hold = Hold(entry.account.id, "ATTY", date(2026, 10, 1), "creditor")
    with case.write() as tx:
        case.accounts.add_holds(tx, [hold])
    order(case, entry, TODAY, OrderState.HELD)
    with case.write() as tx:
        case.accounts.add_holds(tx, [replace(hold, released=released)])
    later = TODAY + timedelta(days=5)
    assert due(case, TODAY + timedelta(days=1)) == []
    assert due(case, later) == ([entry.account.number] if expected else [])
    order(case, entry, later, OrderState.DONE)
    assert due(case, later + timedelta(days=1)) == []
