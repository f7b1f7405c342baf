"""One account in full: everybody on it, what holds it, what stands beside it, what was written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skiptrace.acts.account_state import AccountState
from skiptrace.acts.account_view import AccountView, show_account
from skiptrace.acts.find import FindAsked, find_accounts
from skiptrace.app.build import desk
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.account import Hold, ObligorRole, Reach
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import FindingStatus
from skiptrace.model.order import OrderState
from skiptrace.model.waterfall import Outcome
from tests.integration.acts.standing import (
    add,
    at_work,
    found,
    guarantor,
    number,
    office,
    order,
    reader,
    step,
)
from tests.integration.casefile import filling
from tests.integration.casefile.samples import TODAY, make_entry, make_subject
from tests.laws import POLICY

HIT = step("bureau", Outcome.HIT)


def show(case: CaseFile, n: int = 1) -> AccountView:
    return show_account(office(case), at_work(), reader(case), desk(POLICY, {}), number(n))


def test_everybody_on_the_account_is_shown_with_what_was_found_of_each(case: CaseFile) -> None:
    other = replace(guarantor(3, of=1), role=ObligorRole.NON_OBLIGOR)
    first = add(case, make_entry(1), guarantor(2, of=1), other)
    found(case, order(case, first, OrderState.DONE, HIT), FindingStatus.VERIFIED)
    with case.read() as tx:
        third = case.accounts.obligors(tx, first.account.id)[2]
    order(case, third, OrderState.HELD)
    view = show(case)
    told = [(one.number, one.role.value, one.is_liable) for one in view.obligors]
    assert told == [(1, "primary", True), (2, "guarantor", True), (3, "non_obligor", False)]
    primary, second, associated = view.obligors
    assert primary.report is not None
    (contact,) = primary.report.contacts
    assert contact.status is FindingStatus.VERIFIED and contact.finding_id
    assert (second.report, associated.report) == (None, None)
    assert second.standing.state is view.standing.state is AccountState.DUE
    assert (primary.ssn, primary.born) == ("xxx-xx-0001", "1961-04-17")
    assert {c.kind for c in primary.contacts} == {"address", "phone", "email"}
    mail = view.obligors[0].returned_mail
    assert mail is not None and mail.code == "VAC"


def test_what_a_hold_keeps_back_is_not_shown(case: CaseFile) -> None:
    first = add(case, make_entry(1))
    found(case, order(case, first, OrderState.DONE, HIT), FindingStatus.VERIFIED)
    add(case, make_entry(1))
    with case.write() as tx:
        case.accounts.add_holds(tx, [Hold(first.account.id, "ATTY", TODAY, "clerk: letter")])
    view = show(case)
    (hold,) = view.holds
    assert (hold.code, hold.reach, hold.account) == ("ATTY", Reach.OWN, number(1))
    assert hold.source == "clerk: letter" and "attorney" in hold.words
    report = view.obligors[0].report
    assert report is not None
    assert report.contacts == () and "withheld by rule R06" in report.withheld[0]


@pytest.mark.parametrize(("code", "shown"), [("ACP", False), ("DANIEL", False), ("ATTY", True)])
def test_a_protected_place_is_not_shown_even_as_the_creditor_has_it(
    case: CaseFile, keyring: Keyring, code: str, shown: bool
) -> None:
    subject = make_subject(1, trade_names=("Elm Bakery",), care_of=("Ann Roe",))
    entry = add(case, replace(make_entry(1), subject=subject))
    with case.write() as tx:
        case.accounts.add_holds(tx, [Hold(entry.account.id, code, TODAY, "clerk: letter")])
    (obligor,) = show(case).obligors
    assert bool(obligor.contacts) is shown is not bool(obligor.protected)
    assert obligor.trade_names == ("Elm Bakery",)
    assert obligor.care_of == (("Ann Roe",) if shown else ())
    asked = FindAsked(account=number(1))
    (line,) = find_accounts(office(case, keyring), at_work(), reader(case), asked, 5).lines
    assert bool(line.place) is shown
    assert ("mail goes care of Ann Roe" in line.also) is shown


def test_the_debtors_other_accounts_stand_beside_it_the_surest_first(case: CaseFile) -> None:
    add(case, make_entry(1), guarantor(2, of=1))
    same = make_entry(1).subject
    add(case, replace(make_entry(3), subject=same))
    add(case, replace(make_entry(4), subject=replace(same, ssn="", ssn4="", dob=None)))
    add(case, replace(make_entry(5), subject=make_subject(5, dob=None, ssn4="", ssn="900777555")))
    add(case, replace(make_entry(6), subject=guarantor(2, of=1).subject))
    view = show(case)
    beside = {one.account: one.reach for one in view.beside}
    assert beside[number(3)] is beside[number(6)] is Reach.SAME_PERSON, "a guarantor's too"
    assert number(1) not in beside and number(5) not in beside
    assert [one.reach for one in view.beside] == sorted(
        (one.reach for one in view.beside), key=lambda reach: reach is Reach.MAYBE_PERSON
    )
    assert all(one.standing.state is AccountState.DUE for one in view.beside)
    back = show(case, 3)
    assert number(1) in {one.account for one in back.beside}


def test_who_does_not_owe_leads_to_no_other_account(case: CaseFile) -> None:
    add(case, make_entry(1), replace(guarantor(2, of=1), role=ObligorRole.NON_OBLIGOR))
    add(case, replace(make_entry(3), subject=make_subject(2, dob=None)))
    entry = make_entry(9)
    add(case, replace(entry, subject=guarantor(2, of=1).subject))
    assert number(9) not in {one.account for one in show(case).beside}


def test_what_was_written_back_and_how_many_notes_there_are(case: CaseFile) -> None:
    filling.trace(case)
    view = show(case)
    (written,) = view.written_back
    assert (written.batch, written.kind, written.fact) == ("batch-1", "add", "phone")
    assert view.notes == 1


def test_what_was_written_back_of_a_protected_person_is_not_told(case: CaseFile) -> None:
    filling.trace(case)
    [before] = show(case).written_back
    with case.write() as tx:
        found = case.accounts.find(tx, number(1))
        assert found is not None
        case.accounts.add_holds(tx, [Hold(found.account.id, "ACP", TODAY, "clerk: letter")])
    [after] = show(case).written_back
    assert after == replace(before, value="withheld by rule R54") != before


def test_a_look_is_in_the_trail_and_an_unknown_account_is_named(case: CaseFile) -> None:
    entry = add(case, make_entry(1))
    show(case)
    with case.read() as tx:
        event = list(case.audit.export(tx))[-1]
    assert (event["kind"], event["account_id"]) == ("accounts.show", entry.account.id)
    assert event["actor"] == at_work().signature
    with pytest.raises(CaseFileError, match="no account of that number"):
        show(case, 2)
