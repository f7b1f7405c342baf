"""Was the number given up since the debtor was last known there? Asked by number and day.

The keeper of the Reassigned Numbers Database answers yes, no, or that it has no data.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from candidates import call
from fakes import FakeChecker, FakeConnector, says
from orders import make_order

from jobs.write_back import ContactReader
from skiptrace.compliance.gate import PointAsked
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import CheckedPhone, Line, Reassigned
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry, PointInquiry, Refusal
from skiptrace.model.record import Reported
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.checking import Wanted, steps_of
from skiptrace.writeback.contacts import WriteBackPlan
from skiptrace.writeback.plan import plan
from tests.integration.tracing.conftest import PAID, Desk, entry_of, hers
from tests.integration.tracing.test_checking import LOOKUP, MOBILE, NUMBER, POINT, phone_card
from tests.laws import POLICY

RND = phone_card(id="rnd", needs_since=True)
DAY = date(2026, 3, 2)
GIVEN_UP = CheckedPhone(reassigned=Reassigned.YES, since=DAY)
HELD = CheckedPhone(reassigned=Reassigned.NO, since=DAY, safe_harbour=True)
NO_DATA = CheckedPhone(reassigned=Reassigned.NO_DATA, since=DAY)
SEEN = PartialDate(2026, 3, 2)


def rnd(said: CheckedPhone = HELD) -> FakeChecker:
    return FakeChecker(RND, {NUMBER: said})


def days_of(checker: FakeChecker) -> list[date | None]:
    """As of which day each question to the source was asked."""
    return [one.point.since for one in checker.asked if isinstance(one, PointInquiry)]


def asked(desk: Desk, since: date | None, card: ConnectorCard) -> Inquiry | Refusal:
    events: list[AuditEvent] = []
    words = PointAsked(replace(POINT, since=since), "words")
    made = desk.gate.permit_check(make_order(), card, words, events.append)
    assert len(events) == 1
    return made


@pytest.mark.parametrize(
    ("back", "words"),
    [(None, "no day is known"), (0, "just now"), (-1, "just now")],
    ids=["no day", "today", "a day to come"],
)
def test_nothing_leaves_without_a_day_that_is_past(
    desk: Desk, back: int | None, words: str
) -> None:
    since = None if back is None else desk.clock().date() - timedelta(days=back)
    no = asked(desk, since, RND)
    assert isinstance(no, Refusal)
    assert (no.rule, words in no.reason) == ("INPUT", True)


def test_the_day_leaves_to_the_source_that_needs_it_and_to_no_other(desk: Desk) -> None:
    for card, leaves in ((RND, DAY), (LOOKUP, None)):
        made = asked(desk, DAY, card)
        assert isinstance(made, PointInquiry)
        assert made.point.since == leaves


@pytest.mark.parametrize(
    ("seen", "days"),
    [
        ([SEEN], [DAY]),
        ([PartialDate(2025, 1, 9), SEEN, None], [DAY]),
        ([PartialDate(2026, 3)], [date(2026, 3, 1)]),
        ([None], []),
    ],
    ids=["a day", "the last of several", "a month from its first day", "never dated"],
)
def test_a_found_number_is_asked_about_as_of_the_last_day_it_was_seen_with_the_debtor(
    desk: Desk, seen: list[PartialDate | None], days: list[date]
) -> None:
    phones = tuple(replace(call("2145550177"), last_seen=day, first_seen=None) for day in seen)
    desk.checkers = (checker := rnd(),)
    desk.trace([desk.placed()], FakeConnector(PAID, says(hers(phones=phones))))
    assert days_of(checker) == days


def checked(desk: Desk, since: date, checker: FakeChecker, number: str) -> tuple[Outcome, int]:
    with desk.run() as run:
        wanted = [Wanted(desk.placed(entry_of(number)), replace(POINT, since=since))]
        [step] = steps_of(desk.checking(checker).check(wanted, run))
    return step.outcome, checker.calls


def test_another_day_is_another_question_and_the_same_one_is_bought_once(desk: Desk) -> None:
    assert checked(desk, DAY, rnd(), "10001") == (Outcome.HIT, 1)
    assert checked(desk, DAY, rnd(), "10002") == (Outcome.HIT, 0)
    assert checked(desk, DAY + timedelta(days=1), rnd(), "10003") == (Outcome.HIT, 1)


@pytest.mark.parametrize(
    ("said", "lookups"), [(HELD, 1), (NO_DATA, 1), (GIVEN_UP, 0)], ids=["no", "no data", "yes"]
)
def test_what_the_line_is_is_asked_of_a_number_that_was_not_given_up(
    desk: Desk, said: CheckedPhone, lookups: int
) -> None:
    """Neither answer stands for the other: a known line leaves it open whose it is."""
    lookup = FakeChecker(LOOKUP, {NUMBER: MOBILE})
    wanted = [Wanted(desk.placed(), replace(POINT, since=DAY))]
    with desk.run() as run:
        desk.checking(rnd(said), lookup).check(wanted, run)
    assert lookup.calls == lookups
    again = FakeChecker(RND, {NUMBER: said})
    fresh = [Wanted(desk.placed(entry_of("10002"), anew=True), replace(POINT, since=DAY))]
    with desk.run() as run:
        desk.checking(FakeChecker(LOOKUP, {NUMBER: MOBILE}), again).check(fresh, run)
    assert again.calls == 1


def written(desk: Desk, said: CheckedPhone) -> WriteBackPlan:
    phone: Reported[Any] = replace(call("2145550177"), last_seen=SEEN)
    desk.checkers = (rnd(said),)
    desk.trace([desk.placed()], FakeConnector(PAID, says(hers(phones=(phone,)))))
    return plan(ContactReader(desk.case, POLICY, desk.clock().date()).contacts(), 0.9)


def test_a_number_that_was_given_up_is_not_written_back(desk: Desk) -> None:
    made = written(desk, GIVEN_UP)
    [left] = [one for one in made.left_out if one.fact == "phone"]
    assert "permanently disconnected since 2026-03-02, and maybe another's now" in left.reason
    assert "checked on 2026-11-22 by rnd" in left.reason
    assert not [one for one in made.changes if one.fact == "phone"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (HELD, "not given up since 2026-03-02, an answer to rely on (47 CFR 64.1200(m)(2))"),
        (NO_DATA, "no data whether it was given up since 2026-03-02"),
        (replace(HELD, safe_harbour=None, line=Line.LANDLINE), "not given up since 2026-03-02,"),
    ],
    ids=["no", "no data", "no, without a word of the harbour"],
)
def test_any_other_answer_goes_with_the_number_and_gives_no_consent(
    desk: Desk, said: CheckedPhone, words: str
) -> None:
    made = written(desk, said)
    [change] = [one for one in made.changes if one.fact == "phone"]
    assert any(words in one for one in change.limits)
    if said.line is None:
        assert "no dialled calls (R24)" in change.limits
