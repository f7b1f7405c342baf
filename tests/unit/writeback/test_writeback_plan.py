"""The plan: only verified, new, not-bad contact facts are written, and each once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from skiptrace.cli.writeback_view import print_plan
from skiptrace.model.account import ObligorRole
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import WriteBackError
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.receipt import Change, ChangeKind, Receipt
from skiptrace.model.subject import ContactStatus
from skiptrace.writeback.contacts import AccountContacts, KnownFact, WriteBackPlan
from skiptrace.writeback.diff import plan_json
from skiptrace.writeback.plan import plan

K, S = FindingKind, ContactStatus
FindingOf = Callable[..., Finding]
AT = datetime(2026, 11, 1, tzinfo=UTC)
PHONE = "+12025550143"
HOME = "77 Quarry Ln, Harbor City, FL 34994"
OLD = "14 Old Mill Rd, Harbor City, FL 34990"


def known(kind: FindingKind, value: str, status: ContactStatus, since: str = "") -> KnownFact:
    day = PartialDate.parse(since) if since else None
    return KnownFact(kind, value.casefold(), value, status, "ACS nixie K", day)


def judged(verdict: Verdict, kind: FindingKind, key: str, days: int = 0) -> Judgement:
    return Judgement("a", kind, key, verdict, "p.ortega", AT + timedelta(days=days), "called")


def receipt(change: Change, seconds: int = 0, undone: datetime | None = None) -> Receipt:
    return Receipt("b", "csv:x", change, "in the file", AT + timedelta(seconds=seconds), undone)


def signs(made: WriteBackPlan) -> list[tuple[str, str, str]]:
    return [(c.kind.value, c.fact, c.value) for c in made.changes]


def plan_one(threshold: float = 0.95, **traits: object) -> WriteBackPlan:
    account = AccountContacts("10001", **{"findings": (), **traits})  # type: ignore[arg-type]
    return plan([account], threshold)


@pytest.mark.parametrize(
    ("kind", "traits", "written"),
    [
        (K.PHONE, {}, True),
        (K.EMAIL, {}, True),
        (K.ADDRESS, {}, True),
        (K.EMPLOYER, {}, True),
        (K.REAL_PROPERTY, {}, False),
        (K.BANKRUPTCY, {}, False),
        (K.PHONE, {"probability": 0.95}, True),
        (K.PHONE, {"probability": 0.9499}, False),
        (K.PHONE, {"status": FindingStatus.CANDIDATE}, False),
        (K.PHONE, {"status": FindingStatus.REJECTED}, False),
        (K.PHONE, {"status": FindingStatus.QUARANTINED}, False),
        (K.PHONE, {"status": FindingStatus.SUPERSEDED}, False),
        (K.PHONE, {"sources": ()}, False),
    ],
)
def test_only_verified_contact_facts_over_the_threshold_are_written(
    finding_of: FindingOf, kind: FindingKind, traits: dict[str, object], written: bool
) -> None:
    made = plan_one(findings=(finding_of(kind, PHONE, **traits),))
    assert bool(made.changes) is written


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (S.GOOD, []),
        (S.UNKNOWN, []),
        (S.BAD, [("mark_bad", "phone", "(202) 555-0143")]),
    ],
)
def test_a_value_the_record_has_is_never_added_in_any_spelling(
    finding_of: FindingOf, status: ContactStatus, expected: list[tuple[str, str, str]]
) -> None:
    facts = (known(K.PHONE, "(202) 555-0143", status),)
    assert signs(plan_one(findings=(finding_of(K.PHONE, PHONE),), known=facts)) == expected


def test_the_returned_address_is_marked_bad_before_the_new_one_is_added(
    finding_of: FindingOf,
) -> None:
    facts = (known(K.ADDRESS, OLD, S.BAD, "2026-10-30"),)
    made = plan_one(findings=(finding_of(K.ADDRESS, HOME), finding_of(K.ADDRESS, OLD)), known=facts)
    assert signs(made) == [("mark_bad", "address", OLD), ("add", "address", HOME)]
    bad = made.changes[0]
    assert (bad.sources, bad.as_of, bad.finding_id) == (("ACS nixie K",), "2026-10-30", "")
    assert [left.reason for left in made.left_out] == ["known to be bad"]


@pytest.mark.parametrize("verdict", [Verdict.BAD, Verdict.WRONG_PARTY])
def test_what_a_person_judged_bad_is_not_written(finding_of: FindingOf, verdict: Verdict) -> None:
    words = (judged(verdict, K.PHONE, PHONE),)
    assert not plan_one(findings=(finding_of(K.PHONE, PHONE),), judgements=words).changes


@pytest.mark.parametrize(
    ("verdicts", "written"),
    [
        ([(Verdict.BAD, 0), (Verdict.RIGHT_PARTY, 1)], True),
        ([(Verdict.RIGHT_PARTY, 1), (Verdict.BAD, 0)], True),
        ([(Verdict.RIGHT_PARTY, 0), (Verdict.WRONG_PARTY, 1)], False),
    ],
)
def test_the_latest_judgement_counts(
    finding_of: FindingOf, verdicts: list[tuple[Verdict, int]], written: bool
) -> None:
    words = tuple(judged(verdict, K.PHONE, PHONE, days) for verdict, days in verdicts)
    made = plan_one(findings=(finding_of(K.PHONE, PHONE),), judgements=words)
    assert bool(made.changes) is written


@pytest.mark.parametrize(
    ("since", "marked"),
    [("2026-10-30", False), ("2026-11-06", True), ("2026-11-20", True), ("", True)],
)
def test_a_confirmation_clears_only_what_went_bad_before_it(since: str, marked: bool) -> None:
    facts = (known(K.ADDRESS, OLD, S.BAD, since),)
    words = (judged(Verdict.RIGHT_PARTY, K.ADDRESS, OLD.casefold(), days=5),)
    assert bool(plan_one(known=facts, judgements=words).changes) is marked


def test_a_phone_we_wrote_that_proves_wrong_is_marked_bad_once(finding_of: FindingOf) -> None:
    written = receipt(plan_one(findings=(finding_of(K.PHONE, PHONE),)).changes[0])
    words = (judged(Verdict.WRONG_PARTY, K.PHONE, PHONE, days=3),)
    made = plan_one(receipts=(written,), judgements=words)
    assert signs(made) == [("mark_bad", "phone", PHONE)]
    assert made.changes[0].sources == ("judgement wrong_party",)
    assert made.changes[0].as_of == "2026-11-04"
    again = (written, receipt(made.changes[0], seconds=1))
    assert not plan_one(receipts=again, judgements=words).changes


def test_a_plan_that_was_applied_plans_nothing(finding_of: FindingOf) -> None:
    traits = {
        "findings": (finding_of(K.PHONE, PHONE), finding_of(K.ADDRESS, HOME)),
        "known": (known(K.ADDRESS, OLD, S.BAD, "2026-10-30"),),
    }
    first = plan_one(**traits)
    assert len(first.changes) == 3
    applied = tuple(receipt(change) for change in first.changes)
    assert plan_one(**traits, receipts=applied).changes == ()
    undone = tuple(replace(r, undone=AT) for r in applied)
    assert plan_one(**traits, receipts=undone).changes == first.changes


def test_a_confirmed_value_that_we_marked_bad_is_added_again(finding_of: FindingOf) -> None:
    facts = (known(K.ADDRESS, OLD, S.BAD, "2026-10-30"),)
    marked = receipt(plan_one(known=facts).changes[0])
    words = (judged(Verdict.RIGHT_PARTY, K.ADDRESS, OLD.casefold(), days=9),)
    traits = {"findings": (finding_of(K.ADDRESS, OLD),), "known": facts, "judgements": words}
    made = plan_one(**traits, receipts=(marked,))
    assert signs(made) == [("add", "address", OLD)]
    done = (marked, receipt(made.changes[0], seconds=1))
    assert not plan_one(**traits, receipts=done).changes


def test_a_restrained_account_gets_nothing_new_but_its_bad_mark(finding_of: FindingOf) -> None:
    facts = (known(K.ADDRESS, OLD, S.BAD),)
    found = (finding_of(K.PHONE, PHONE),)
    made = plan_one(findings=found, known=facts, restrained="R07: cease request of 2026-11-02")
    assert signs(made) == [("mark_bad", "address", OLD)]
    assert made.left_out[0].reason.startswith("R07")


def test_two_obligors_of_one_account_share_their_ledger(finding_of: FindingOf) -> None:
    facts = (known(K.ADDRESS, OLD, S.BAD),)
    first = AccountContacts("10001", (finding_of(K.PHONE, PHONE, probability=0.96),), facts)
    second = AccountContacts(
        "10001", (finding_of(K.PHONE, PHONE), finding_of(K.ADDRESS, OLD)), facts
    )
    other = AccountContacts("10002", (finding_of(K.PHONE, PHONE),))
    made = plan([first, other, second], 0.95)
    assert [(c.account_number, c.kind.value, c.fact) for c in made.changes] == [
        ("10001", "mark_bad", "address"),
        ("10001", "add", "phone"),
        ("10002", "add", "phone"),
    ]


@pytest.mark.parametrize(("last_seen", "as_of"), [("2026-10", "2026-10"), ("", "2026-11-23")])
def test_a_change_names_its_finding_its_sources_and_its_day(
    finding_of: FindingOf, last_seen: str, as_of: str
) -> None:
    found = finding_of(K.PHONE, PHONE, sources=("roll", "bureau"), last_seen=last_seen)
    change = plan_one(findings=(found,)).changes[0]
    assert change.sources == ("bureau", "roll")
    assert (change.as_of, change.finding_id, change.probability) == (as_of, found.id, 0.99)


def test_text_no_target_can_keep_is_left_out_and_does_not_stop_the_rest(
    finding_of: FindingOf,
) -> None:
    facts = (known(K.ADDRESS, "bad\x00place", S.BAD),)
    found = (finding_of(K.EMAIL, "a\x07@example.com"), finding_of(K.PHONE, PHONE))
    made = plan_one(findings=found, known=facts)
    assert signs(made) == [("add", "phone", PHONE)]
    assert {left.fact for left in made.left_out} == {"address", "email"}


@pytest.mark.parametrize("threshold", [0, -0.1, 1.01, float("nan")])
def test_a_senseless_threshold_is_refused(threshold: float) -> None:
    with pytest.raises(WriteBackError, match="threshold"):
        plan([], threshold)


def test_the_diff_shows_signed_lines_and_counts(finding_of: FindingOf) -> None:
    weak = replace(
        finding_of(K.EMAIL, "x@example.com", probability=0.5), reason="seen by nobody else"
    )
    found = (finding_of(K.ADDRESS, HOME), weak)
    made = plan_one(findings=found, known=(known(K.ADDRESS, OLD, S.BAD),))
    stream = io.StringIO()
    print_plan(made, Console(file=stream, width=200))
    lines = stream.getvalue().splitlines()
    assert any(line.startswith("!") and OLD in line for line in lines)
    assert any(line.startswith("+") and HOME in line and "0.9900" in line for line in lines)
    assert any("1 to add, 1 to mark bad" in line for line in lines)
    at = lines.index("left out 1: below the write-back threshold")
    assert lines[at + 1] == "  1: seen by nobody else", "what decided, not only which rule"


def test_the_diff_is_json_too(finding_of: FindingOf) -> None:
    data = json.loads(plan_json(plan_one(findings=(finding_of(K.ADDRESS, HOME),))))
    assert data["changes"][0]["value"] == HOME and data["changes"][0]["kind"] == ChangeKind.ADD


def test_markup_in_a_value_has_no_effect_on_the_terminal(finding_of: FindingOf) -> None:
    stream = io.StringIO()
    made = plan_one(findings=(finding_of(K.EMPLOYER, "[red]Acme[/red] :smile:"),))
    print_plan(made, Console(file=stream, width=200, force_terminal=True))
    assert "[red]Acme[/red] :smile:" in stream.getvalue()


def test_each_change_says_whose_contact_it_is(finding_of: FindingOf) -> None:
    facts = (known(K.ADDRESS, OLD, S.BAD, "2026-10-30"),)
    primary = AccountContacts("10001", (), known=facts, obligor="Ann Lee")
    phone = finding_of(K.PHONE, PHONE)
    guarantor = AccountContacts(
        "10001", (phone,), role=ObligorRole.GUARANTOR, obligor="Bo Roe"
    )  # fmt: skip
    other = finding_of(K.PHONE, "+12025550144")
    spouse = AccountContacts(
        "10001", (other,), role=ObligorRole.NON_OBLIGOR, obligor="Cy Roe", restrained="R23: no"
    )
    made = plan([primary, guarantor, spouse], 0.95)
    assert [(c.kind.value, c.role, c.obligor) for c in made.changes] == [
        ("mark_bad", "primary", "Ann Lee"),
        ("add", "guarantor", "Bo Roe"),
    ]
    held = io.StringIO()
    print_plan(made, Console(file=held, width=200, color_system=None))
    assert "Bo Roe (guarantor)" in held.getvalue()
    assert "Cy Roe" not in held.getvalue()
    assert '"obligor":"Bo Roe","probability"' in plan_json(made)


MAY_BE_HELD = "may be an address of the system of record in another spelling: a person confirms it"
SPELLED = "77 Quarry Lane, Harbour City, FL 34994-1203"


@pytest.mark.parametrize(
    ("on_file", "status", "reason", "why"),
    [
        (SPELLED, S.GOOD, "already in the system of record", ""),
        (SPELLED, S.BAD, "known to be bad", ""),
        ("77 Quarry, Harbor City, FL 34994", S.GOOD, MAY_BE_HELD, "street suffix missing"),
        ("77 Quarry Ln Apt 4, Harbor City, FL 34994", S.UNKNOWN, MAY_BE_HELD, "unit missing"),
        ("77 Quarry Ln Apt 4, Harbor City, FL 34994", S.BAD, "", ""),
        ("PO Box 77, Harbor City, FL 34994", S.GOOD, "", ""),
        ("79 Quarry Ln, Harbor City, FL 34994", S.GOOD, "", ""),
        ("no address known", S.GOOD, "", ""),
    ],
)
def test_an_address_that_the_record_has_or_may_have_in_another_spelling_is_not_added(
    finding_of: FindingOf, on_file: str, status: ContactStatus, reason: str, why: str
) -> None:
    found = (finding_of(K.ADDRESS, HOME),)
    made = plan_one(findings=found, known=(known(K.ADDRESS, on_file, status),))
    assert ("add", "address", HOME) in signs(made) or reason
    assert [left.reason for left in made.left_out] == ([reason] if reason else [])
    assert why in "".join(left.why for left in made.left_out)


def test_an_address_in_doubt_is_added_once_a_person_confirmed_it(finding_of: FindingOf) -> None:
    facts = (known(K.ADDRESS, "77 Quarry, Harbor City, FL 34994", S.GOOD),)
    words = (judged(Verdict.RIGHT_PARTY, K.ADDRESS, HOME.casefold()),)
    made = plan_one(findings=(finding_of(K.ADDRESS, HOME),), known=facts, judgements=words)
    assert signs(made) == [("add", "address", HOME)]


def test_a_fuller_spelling_of_an_insufficient_address_is_added(finding_of: FindingOf) -> None:
    short = known(K.ADDRESS, HOME, S.UNKNOWN)
    found = (finding_of(K.ADDRESS, "77 Quarry Ln Apt 4, Harbor City, FL 34994"),)
    assert not plan_one(findings=found, known=(short,)).changes
    assert plan_one(findings=found, known=(replace(short, is_insufficient=True),)).changes


def test_two_findings_of_one_delivery_point_are_written_once(finding_of: FindingOf) -> None:
    found = (finding_of(K.ADDRESS, HOME), finding_of(K.ADDRESS, SPELLED, probability=0.98))
    made = plan_one(findings=found)
    assert signs(made) == [("add", "address", HOME)]
    assert [left.reason for left in made.left_out] == ["written before"]
    again = tuple(receipt(change) for change in made.changes)
    assert not plan_one(findings=found[1:], receipts=again).changes


@pytest.mark.parametrize(
    ("verdicts", "added"),
    [
        ([(Verdict.BAD, SPELLED, 0)], False),
        ([(Verdict.BAD, SPELLED, 0), (Verdict.RIGHT_PARTY, HOME, 1)], True),
        ([(Verdict.RIGHT_PARTY, HOME, 0), (Verdict.WRONG_PARTY, SPELLED, 1)], False),
    ],
)
def test_a_judgement_counts_in_any_spelling(
    finding_of: FindingOf, verdicts: list[tuple[Verdict, str, int]], added: bool
) -> None:
    rejected = finding_of(K.ADDRESS, SPELLED, status=FindingStatus.SUPERSEDED)
    words = tuple(judged(v, K.ADDRESS, text.casefold(), days) for v, text, days in verdicts)
    made = plan_one(findings=(finding_of(K.ADDRESS, HOME), rejected), judgements=words)
    assert signs(made) == ([("add", "address", HOME)] if added else [])


def test_an_address_we_wrote_in_another_spelling_is_marked_bad_when_judged(
    finding_of: FindingOf,
) -> None:
    written = receipt(plan_one(findings=(finding_of(K.ADDRESS, SPELLED),)).changes[0])
    words = (judged(Verdict.WRONG_PARTY, K.ADDRESS, HOME.casefold(), days=3),)
    found = (finding_of(K.ADDRESS, HOME),)
    made = plan_one(findings=found, receipts=(written,), judgements=words)
    assert signs(made) == [("mark_bad", "address", SPELLED)]


OAK = "12 Oak St, Springfield, IL"
OAK_701, OAK_704 = f"{OAK} 62701", f"{OAK} 62704"
TWICE = ("12 Oak St Apt 3, Springfield, IL 62701", "12 Oak Street # 3, Springfield, IL 62701")


@pytest.mark.parametrize(
    ("held", "words", "marked"),
    [
        ((OAK_701, OAK), {OAK: Verdict.BAD}, {OAK}),
        ((OAK, OAK_701, OAK_704), {OAK: Verdict.BAD}, {OAK}),
        ((OAK_701, OAK_704), {OAK_701: Verdict.BAD, OAK: Verdict.RIGHT_PARTY}, {OAK_701}),
        ((OAK_701, OAK), {OAK_701: Verdict.WRONG_PARTY}, {OAK_701}),
        (TWICE, {TWICE[0]: Verdict.BAD}, set(TWICE)),
        (("(202) 555-0143", PHONE), {}, set()),
    ],
)
def test_what_is_marked_is_every_spelling_of_what_was_judged_and_nothing_else(
    finding_of: FindingOf, held: tuple[str, ...], words: dict[str, Verdict], marked: set[str]
) -> None:
    kind = K.PHONE if PHONE in held else K.ADDRESS
    judgements = tuple(
        judged(verdict, kind, text.casefold(), days)
        for days, (text, verdict) in enumerate(words.items())
    )
    for order in (held, held[::-1]):
        facts = tuple(known(kind, text, S.UNKNOWN) for text in order)
        found = tuple(finding_of(kind, text, status=FindingStatus.REJECTED) for text in words)
        made = plan_one(findings=found, known=facts, judgements=judgements)
        assert {value for sign, _, value in signs(made) if sign == "mark_bad"} == marked


def test_what_is_marked_already_is_marked_no_second_time_and_its_other_spelling_is() -> None:
    facts = tuple(known(K.ADDRESS, text, S.UNKNOWN) for text in TWICE)
    words = (judged(Verdict.BAD, K.ADDRESS, TWICE[0].casefold()),)
    first = plan_one(known=facts, judgements=words).changes[0]
    made = plan_one(known=facts, judgements=words, receipts=(receipt(first),))
    assert signs(made) == [("mark_bad", "address", TWICE[1])]
