"""Accounts as they stand: each state with its reason, the same whatever the filter and page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from skiptrace.acts import accounts
from skiptrace.acts.account_state import AccountState
from skiptrace.acts.accounts import AccountLine, AccountsAsked, list_accounts
from skiptrace.casefile import account_entries, creditor_keys
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.account import Hold, ObligorRole
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState
from skiptrace.model.waterfall import Outcome
from tests.integration.acts.standing import (
    LATER,
    ROWS,
    add,
    at_work,
    fill,
    guarantor,
    number,
    office,
    order,
    reader,
    step,
    with_hold,
    with_status,
)
from tests.integration.casefile.samples import TODAY, make_entry

S = AccountState


def lines(case: CaseFile, **asked: object) -> list[AccountLine]:
    return list(reader(case).lines(replace(AccountsAsked(), **asked)))


def numbers(case: CaseFile, **asked: object) -> list[str]:
    return [line.account for line in lines(case, **asked)]


def test_every_account_stands_in_its_state_and_says_why(case: CaseFile) -> None:
    rows = fill(case)
    found = lines(case)
    assert [line.account for line in found] == list(rows), "in order of intake"
    for line in found:
        row = rows[line.account]
        assert line.standing.state is row.state, (line.account, line.standing)
        told = line.standing.whys
        assert any(row.words in why.words for why in told), (line.account, told)
        for name, value in row.why.items():
            assert value in [getattr(why, name) for why in told], (line.account, name, told)
        if row.state is S.HELD and "minor" not in row.words:
            assert all(why.release for why in told), "who can release it"


def test_a_filter_by_state_gives_what_stands_so_and_nothing_else(case: CaseFile) -> None:
    rows = fill(case)
    for state in AccountState:
        expected = [n for n, row in rows.items() if row.state is state]
        assert expected, f"no row is {state}"
        assert numbers(case, states=frozenset({state})) == expected
    pair = frozenset({S.DUE, S.NO_MAIL})
    assert numbers(case, states=pair) == [n for n, row in rows.items() if row.state in pair]


@pytest.mark.parametrize("size", [1, 3, len(ROWS)])
def test_pages_of_any_size_give_each_account_once(
    case: CaseFile, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = list(fill(case))
    monkeypatch.setattr(accounts, "_PAGE", size)
    assert numbers(case) == everybody
    whole = lines(case)
    for line in whole[:: max(1, len(whole) // 4)]:
        rest = everybody[everybody.index(line.account) + 1 :]
        assert numbers(case, after=line.place) == rest


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_pages_of_a_filtered_list_leave_out_nobody_and_go_on_where_one_ended(
    case: CaseFile, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = fill(case)
    monkeypatch.setattr(accounts, "_FIRST", size)
    monkeypatch.setattr(accounts, "_PAGE", size)
    for states in (frozenset({S.HELD}), frozenset({S.DUE}), frozenset({S.HELD, S.DUE})):
        expected = [n for n, row in rows.items() if row.state in states]
        found = lines(case, states=states)
        assert [line.account for line in found] == expected
        for line in found:
            behind = expected[expected.index(line.account) + 1 :]
            assert numbers(case, states=states, after=line.place) == behind


def test_no_more_than_a_page_is_read_at_once(
    case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(case)
    monkeypatch.setattr(accounts, "_FIRST", 2)
    monkeypatch.setattr(accounts, "_PAGE", 2)
    sizes: list[int] = []
    everybody = case.accounts.everybody
    monkeypatch.setattr(
        case.accounts,
        "everybody",
        lambda tx, ids: (sizes.append(len(ids)), everybody(tx, ids))[1],
    )
    first = next(iter(reader(case).lines(AccountsAsked())))
    assert first.account == number(1)
    assert sizes == [2]


def test_a_list_of_one_creditor_opens_no_other_account(
    case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(case)
    other = make_entry(9)
    add(case, replace(other, account=replace(other.account, creditor="Elm Street Lenders")))
    opened: list[str] = []
    for module in (creditor_keys, account_entries):

        def reading(tx: Tx, ids: list[str], read: Any = module.read_accounts) -> Any:
            opened.extend(ids)
            return read(tx, ids)

        monkeypatch.setattr(module, "read_accounts", reading)
    assert numbers(case, creditor="ELM street") == [number(9)]
    assert len(set(opened)) == 2, "one of each creditor, and those that are shown"


def test_an_account_is_found_by_hold_creditor_source_and_day(case: CaseFile) -> None:
    rows = fill(case)
    assert numbers(case, hold="ATTY") == [number(3)]
    assert numbers(case, hold="DISP") == [], "it is released"
    assert numbers(case, creditor="prairie CARD") == list(rows)
    assert numbers(case, creditor="Prairie Card Bank of") == []
    other = make_entry(3)
    add(case, replace(other, account=replace(other.account, creditor="Elm Street Lenders")))
    assert numbers(case, creditor="lenders") == [number(3)]
    assert numbers(case, creditor="Prairie Card") == [n for n in rows if n != number(3)]
    unanswered = {S.INCOMPLETE, S.AWAITING, S.IN_DOUBT}
    assert numbers(case, source="bureau") == [n for n, r in rows.items() if r.state in unanswered]
    assert numbers(case, source="court") == []
    ordered = [line.account for line in lines(case) if line.standing.order_id]
    assert numbers(case, ordered_from=TODAY, ordered_to=TODAY) == ordered
    assert numbers(case, ordered_from=LATER) == []
    assert numbers(case, ordered_to=date(2026, 11, 21)) == []
    add(case, make_entry(3), replace(make_entry(3), holds=()))
    with case.write() as tx:
        entry = case.accounts.find(tx, number(3))
        assert entry is not None
        mine = next(h for h in entry.holds if h.code == "ATTY")
        case.accounts.add_holds(tx, [replace(mine, released=TODAY, release_evidence="letter")])
    assert numbers(case, hold="ATTY") == []


def test_the_day_of_the_last_order_counts_not_that_of_an_earlier_one(case: CaseFile) -> None:
    entry = add(case, make_entry(1))
    order(case, entry, OrderState.INCOMPLETE, step("bureau", Outcome.FAILED, "down"))
    order(case, entry, OrderState.DONE, step("bureau", Outcome.HIT), on=LATER)
    assert numbers(case, ordered_to=TODAY) == numbers(case, source="bureau") == []
    assert numbers(case, states=frozenset({S.INCOMPLETE})) == []
    (line,) = lines(case, ordered_from=LATER)
    assert (line.standing.state, line.standing.as_of) == (S.DONE, LATER)


def test_a_hold_of_another_account_of_the_person_holds_and_says_where_to_release(
    case: CaseFile,
) -> None:
    add(case, with_hold("BK13-OPEN")(make_entry(1)))
    same = replace(make_entry(2), subject=make_entry(1).subject, holds=())
    add(case, same)
    assert numbers(case, states=frozenset({S.DUE})) == []
    held = lines(case, states=frozenset({S.HELD}))
    assert [line.account for line in held] == [number(1), number(2)]
    own, borne = (line.standing.whys[0] for line in held)
    assert own.release != borne.release
    assert "where it stands" in borne.release
    assert "another account of the same person" in borne.words


def test_a_hold_reaches_along_a_chain_of_people_whatever_the_filter(case: CaseFile) -> None:
    """1 and 3 share nothing themselves; 2 shares a key with each."""
    one, two, three = (make_entry(n) for n in (1, 2, 3))
    middle = replace(two.subject, names=one.subject.names, ssn=one.subject.ssn)
    middle = replace(middle, ssn4=one.subject.ssn4, dob=one.subject.dob)
    last = replace(middle, ssn="", ssn4="", dob=None, phones=two.subject.phones)
    add(case, with_hold("BK13-OPEN")(one))
    add(case, replace(two, subject=middle, holds=()))
    last = replace(last, addresses=two.subject.addresses)
    add(case, replace(three, subject=last, holds=()))
    unfiltered = {line.account for line in lines(case) if line.standing.state is S.HELD}
    assert set(numbers(case, states=frozenset({S.HELD}))) == unfiltered
    assert {number(1), number(2)} <= unfiltered


def test_an_account_of_several_stands_as_the_most_pressing_who_owes(case: CaseFile) -> None:
    first = add(case, make_entry(1), guarantor(2, of=1))
    order(case, first, OrderState.DONE, step("bureau", Outcome.HIT))
    (line,) = lines(case)
    assert (line.obligors, line.standing.state) == (2, S.DUE), "the guarantor is due"
    with case.read() as tx:
        second = case.accounts.obligors(tx, first.account.id)[1]
    order(case, second, OrderState.DONE, step("bureau", Outcome.HIT))
    (line,) = lines(case)
    assert line.standing.state is S.DONE
    third = replace(guarantor(3, of=1), role=ObligorRole.NON_OBLIGOR)
    add(case, third)
    (line,) = lines(case)
    assert (line.obligors, line.standing.state) == (3, S.DONE), "who does not owe is not counted"


def test_a_closed_account_is_closed_whatever_else(case: CaseFile) -> None:
    entry = add(case, with_hold("ATTY")(make_entry(1)))
    order(case, entry, OrderState.IN_DOUBT, step("bureau", Outcome.IN_DOUBT))
    assert numbers(case, states=frozenset({S.IN_DOUBT})) == [number(1)]
    add(case, with_status("settled")(make_entry(1)))
    assert numbers(case, states=frozenset({S.CLOSED})) == [number(1)]
    assert numbers(case, states=frozenset({S.IN_DOUBT, S.HELD})) == []


def test_a_released_hold_makes_a_held_account_due_again(case: CaseFile) -> None:
    entry = add(case, with_hold("ATTY")(make_entry(1)))
    order(case, entry, OrderState.HELD, step("bureau", Outcome.BLOCKED, "an attorney", "R06"))
    held = next(h for h in entry.holds if h.code == "ATTY")
    with case.write() as tx:
        case.accounts.add_holds(tx, [replace(held, released=TODAY, release_evidence="letter")])
    (line,) = lines(case, states=frozenset({S.DUE}))
    assert "a hold was released since the order of 2026-11-22" in line.standing.whys[0].words


def test_who_lists_is_in_the_trail_and_what_was_asked_for_is_not(case: CaseFile) -> None:
    fill(case)
    asked = AccountsAsked(states=frozenset({S.DUE}), creditor="Prairie")
    assert len(list(list_accounts(office(case), at_work(), reader(case), asked))) == 2
    with case.read() as tx:
        event = list(case.audit.export(tx))[-1]
    assert (event["kind"], event["actor"]) == ("accounts.list", at_work().signature)
    assert event["fields"] == ["states", "creditor"]
    assert "Prairie" not in str(event)


def test_an_order_that_was_changed_by_hand_is_not_listed_as_it_stands(case: CaseFile) -> None:
    entry = add(case, make_entry(1))
    order(case, entry, OrderState.DONE)
    with case.write() as tx:
        tx.execute(text("UPDATE trace_order SET state = 'held'"))
    with pytest.raises(CaseFileError, match="audit verify"):
        lines(case)


def test_a_hold_row_that_was_deleted_by_hand_is_not_overlooked(case: CaseFile) -> None:
    add(case, replace(make_entry(1), holds=(Hold("", "ATTY", TODAY, "creditor"),)))
    with case.write() as tx:
        tx.execute(text("DELETE FROM hold"))
    with pytest.raises(CaseFileError, match="hold rows"):
        lines(case)
