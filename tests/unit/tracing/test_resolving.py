"""Resolving: records to findings with the real model, what is known bad, holds, the stop rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from candidates import ELM, OAK, PINE, at, bankruptcy, call, make_record, seen
from orders import ACCOUNT, SUBJECT, make_hold, make_order

from config.default_model import TRACE_MODEL
from matching.parse.address.read import normalize_address
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits
from matching.score.person_model import load_model
from skiptrace.model.account import NextAction
from skiptrace.model.finding import FindingStatus
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Decision
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.record import Reported, SourceRecord
from skiptrace.model.subject import ContactStatus, EntityKind, KnownContact, PostalAddress, Subject
from skiptrace.model.waterfall import Waterfall
from skiptrace.tracing.findings import FindingMaker
from skiptrace.tracing.judged import background_of, judged_bad, known_bad_of
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.screens import Screens
from skiptrace.tracing.state import OrderTrace
from tests.laws import POLICY

SSN = "900112233"
HOME = at(role="residence")
CELL = call(role="wireless")
BOTH = Waterfall(Scope.LOCATE, (), frozenset({"address", "phone"}), 0.95)


@pytest.fixture
def resolver(maker: FindingMaker) -> Resolver:
    """The shipped model and thresholds."""
    model = load_model(TRACE_MODEL)
    rules = POLICY
    return Resolver(
        model, Limits(Thresholds(accept=0.95, review=0.30)), maker, rules, Screens({}, accept=0.95)
    )


def hers(source: str = "broker", ref: str = "R-1", **facts: Any) -> SourceRecord:
    """A record with the subject's own number."""
    return make_record(source, ref, ssn=SSN, **facts)


def begun(order: TraceOrder, *records: SourceRecord) -> OrderTrace:
    return OrderTrace(order, records=list(records), fresh=bool(records))


def word(kind: FindingKind, key: str, verdict: Verdict) -> Judgement:
    at_noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    return Judgement("acc_1", kind, key, verdict, "collector-7", at_noon, "rang")


def statuses(trace: OrderTrace) -> dict[str, str]:
    return {finding.value: finding.status.value for finding in trace.findings}


def test_the_subjects_record_verifies_and_a_namesakes_does_not(resolver: Resolver) -> None:
    namesake = make_record("court", "C-9", dob=seen("1951-02-03"), addresses=(at(PINE),))
    own = hers(addresses=(HOME,), phones=(CELL,))
    trace = begun(make_order(), own, namesake)
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert statuses(trace) == {
        "9 OAK AVE, LARKSPUR TX 75001": "verified",
        "+12145550142": "verified",
    }
    assert trace.stopped
    assert not trace.fresh


def test_records_that_cannot_be_ranked_park_their_own_trace_alone(resolver: Resolver) -> None:
    broken = replace(hers(), phones=(Reported(None),))  # type: ignore[arg-type]
    traces = [begun(make_order(), hers(phones=(CELL,))), begun(make_order(), broken)]
    resolver.rank([*traces, begun(make_order())])
    sound, parked = traces
    assert (sound.fault, len(sound.candidates), sound.fresh) == ("", 1, False)
    assert parked.fault.endswith("Error while it was ranked")
    assert (parked.candidates, parked.stopped) == ((), True)


@pytest.mark.parametrize(
    ("facts", "when", "at_least", "stops"),
    [
        ({"addresses": (HOME,), "phones": (CELL,)}, {"address", "phone"}, 0.95, True),
        ({"addresses": (HOME,)}, {"address", "phone"}, 0.95, False),
        ({"addresses": (HOME,)}, {"address"}, 0.95, True),
        ({"addresses": (HOME,)}, {"address"}, 0.98, False),
        ({"addresses": (at(last="2019"),)}, {"address"}, 0.95, False),
        ({"addresses": (HOME,), "phones": (CELL,)}, set(), 0.95, False),
        ({}, {"address"}, 0.95, False),
    ],
    ids=["all", "half", "enough", "not sure enough", "too old", "no rule never stops", "nothing"],
)
def test_the_stop_rule(
    resolver: Resolver, facts: Any, when: set[str], at_least: float, stops: bool
) -> None:
    trace = begun(make_order(), hers(**facts))
    resolver.rank([trace])
    resolver.resolve(trace, Waterfall(Scope.LOCATE, (), frozenset(when), at_least), ())
    assert trace.stopped is stops


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.WRONG_PARTY, "rejected"),
        (Verdict.BAD, "rejected"),
        (Verdict.RIGHT_PARTY, "verified"),
    ],
)
def test_a_persons_word_outranks_the_score(
    resolver: Resolver, verdict: Verdict, status: str
) -> None:
    trace = begun(make_order(), hers(phones=(call(),)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, [word(FindingKind.PHONE, "+12145550142", verdict)])
    [finding] = trace.findings
    assert finding.status == status
    if status == "rejected":
        assert finding.reason == f"judged {verdict} on 2026-11-01"


def test_what_a_person_confirmed_is_verified_although_the_score_is_low(resolver: Resolver) -> None:
    key = normalize_address(OAK).key
    trace = begun(make_order(), hers(addresses=(at(OAK, "2019"),)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, [word(FindingKind.ADDRESS, key, Verdict.RIGHT_PARTY)])
    assert trace.findings[0].status == FindingStatus.VERIFIED


def test_returned_mail_and_bad_phones_are_never_verified(resolver: Resolver) -> None:
    bad = ContactStatus.BAD
    subject = replace(
        SUBJECT,
        addresses=(KnownContact(replace(ELM, line="12 Elm Street"), bad), KnownContact(PINE)),
        phones=(KnownContact("214-555-0142", bad),),
    )
    trace = begun(
        make_order(subject=subject), hers(addresses=(at(ELM), at(PINE)), phones=(call(),))
    )
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert statuses(trace) == {
        "12 ELM ST, LARKSPUR TX 75001": "rejected",
        "77 PINE RD, LARKSPUR TX 75001": "verified",
        "+12145550142": "rejected",
    }


def test_known_bad_facts_have_the_keys_of_findings() -> None:
    bad, good = ContactStatus.BAD, ContactStatus.GOOD
    subject = replace(
        SUBJECT,
        addresses=(KnownContact(ELM, bad), KnownContact(OAK, good)),
        phones=(KnownContact("214-555-0142 or 214-555-0143", bad), KnownContact("2145550144")),
    )
    assert known_bad_of(make_order(subject=subject)) == {
        (FindingKind.ADDRESS, normalize_address(ELM).key): "mail to this address came back",
        (FindingKind.PHONE, "+12145550142"): "the number is known to be bad",
        (FindingKind.PHONE, "+12145550143"): "the number is known to be bad",
    }


def test_only_words_against_a_fact_make_it_bad() -> None:
    words = [word(FindingKind.PHONE, v.value, v) for v in Verdict]
    assert {key for _, key in judged_bad(words)} == {"wrong_party", "bad"}


@pytest.mark.parametrize("kind", [FindingKind.PHONE, FindingKind.EMAIL, FindingKind.EMPLOYER])
@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_word_on_a_fact_of_any_kind_stands_alone(kind: FindingKind, order: int) -> None:
    first = word(kind, "one", Verdict.BAD)
    second = replace(word(kind, "one", Verdict.RIGHT_PARTY), at=first.at + timedelta(days=1))
    other = word(kind, "two", Verdict.WRONG_PARTY)
    known = background_of(make_order(), [first, second, other][::order], ())
    assert set(known.confirmed) == {(kind, "one")}
    assert set(known.known_bad) == {(kind, "two")}


def test_an_email_that_the_creditor_knows_to_be_bad_is_not_verified(resolver: Resolver) -> None:
    known = KnownContact("dana@example.com", ContactStatus.BAD)
    record = hers(emails=(call("Dana@example.com"),))
    trace = begun(make_order(subject=replace(SUBJECT, emails=(known,))), record)
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert trace.findings[0].status == FindingStatus.REJECTED


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("ATTY", "quarantined", "R06: an attorney represents the consumer"),
        ("a code nobody knows", "quarantined", "D-UNKNOWN: a hold code that no table knows"),
        ("DISP-OTHER", "quarantined", "R59: a dispute in Texas"),
        ("FREEZE", "verified", ""),
    ],
)
def test_a_hold_on_contact_quarantines_what_is_found(
    resolver: Resolver, code: str, status: str, reason: str
) -> None:
    trace = begun(make_order(holds=(make_hold(code),)), hers(addresses=(at(),)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    [finding] = trace.findings
    assert finding.status == status
    assert finding.reason.startswith(reason)


@pytest.mark.parametrize("status", ["paid", "", "in limbo"])
def test_the_status_of_the_account_quarantines_too(resolver: Resolver, status: str) -> None:
    order = make_order(account=replace(ACCOUNT, status=status))
    trace = begun(order, hers(addresses=(at(),)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert trace.findings[0].status == FindingStatus.QUARANTINED


def test_a_bankruptcy_found_restrains_at_once(resolver: Resolver) -> None:
    trace = begun(make_order(), hers(addresses=(at(),), indicators=(bankruptcy("13"),)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert [hold.code for hold in trace.found_holds] == ["BK13-OPEN"]
    assert trace.order.holds == tuple(trace.found_holds)
    status = {f.kind: f.status for f in trace.findings}
    assert status == {
        FindingKind.ADDRESS: FindingStatus.QUARANTINED,
        FindingKind.BANKRUPTCY: FindingStatus.VERIFIED,
    }
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert len(trace.found_holds) == 1


def test_records_that_come_later_are_ranked_with_the_earlier_ones(resolver: Resolver) -> None:
    trace = begun(make_order(), hers(addresses=(at(role="agent"),)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert statuses(trace) == {"9 OAK AVE, LARKSPUR TX 75001": "candidate"}
    trace.records.append(hers("court", "C-1", addresses=(at(role="party"),)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert len(trace.candidates) == 1
    trace.fresh = True
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert len(trace.candidates) == 2
    assert statuses(trace) == {"9 OAK AVE, LARKSPUR TX 75001": "verified"}


@pytest.mark.parametrize(
    ("returned", "found", "action", "status"),
    [
        ("487 SCHOOL DRV # 303", "487 SCHOOL DR LOT 303", NextAction.FULL_TRACE, "rejected"),
        ("487 SCHOOL DRV # 303", "487 SCHOOL DR LOT 303", NextAction.REPAIR_ADDRESS, "verified"),
        ("401 ORNAGE ST", "401 ORANGE ST", NextAction.FULL_TRACE, "rejected"),
        ("401 ORNAGE ST", "401 ORANGE ST", NextAction.REPAIR_ADDRESS, "verified"),
        ("401 SW ORANGE ST", "401 ORANGE ST", NextAction.FULL_TRACE, "candidate"),
        ("401 SW ORANGE ST", "401 ORANGE ST", NextAction.REPAIR_ADDRESS, "verified"),
        ("401 ORANGE ST", "401 Orange Street", NextAction.FULL_TRACE, "rejected"),
        ("401 ORANGE ST", "403 ORANGE ST", NextAction.FULL_TRACE, "verified"),
    ],
)
def test_the_returned_address_is_known_in_any_spelling(
    resolver: Resolver, returned: str, found: str, action: NextAction, status: str
) -> None:
    bad = KnownContact(PostalAddress(returned, "LARKSPUR", "TX", "75001"), ContactStatus.BAD)
    seen_at = at(PostalAddress(found, "LARKSPUR", "TX", "75001"), role="residence")
    order = make_order(subject=replace(SUBJECT, addresses=(bad,)), action=action)
    trace = begun(order, hers(addresses=(seen_at,)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, ())
    assert trace.findings[0].status == status


def test_a_hold_of_today_quarantines_what_an_order_of_an_earlier_day_finds(
    resolver: Resolver,
) -> None:
    since = date(2026, 11, 23)
    trace = begun(make_order(holds=(make_hold("CEASE", since=since),)), hers(phones=(CELL,)))
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, (), date(2026, 11, 22))
    assert statuses(trace) == {"+12145550142": "verified"}
    resolver.rank([trace])
    resolver.resolve(trace, BOTH, (), since)
    assert statuses(trace) == {"+12145550142": "quarantined"}


def test_a_bankruptcy_under_a_businesss_very_name_holds_though_its_record_is_rejected(
    resolver: Resolver,
) -> None:
    firm = Subject(
        "sub_firm",
        EntityKind.ORGANIZATION,
        organization="Hollow Creek Dairy LLC",
        ein="900112233",
    )
    case = make_record(
        "court",
        "C-1",
        kind=EntityKind.ORGANIZATION,
        names=(),
        dob=None,
        organization="HOLLOW CREEK DAIRY LLC",
        addresses=(at(PINE),),
        indicators=(bankruptcy("11", "open"),),
    )
    trace = begun(make_order(subject=firm), case)
    resolver.rank([trace])
    trace.ranked = tuple(replace(c, decision=Decision.REJECT) for c in trace.ranked)
    resolver.resolve(trace, BOTH, ())
    assert [hold.code for hold in trace.found_holds] == ["BK-SUSPECT"]
    assert "BK-SUSPECT" in {hold.code for hold in trace.order.holds}
