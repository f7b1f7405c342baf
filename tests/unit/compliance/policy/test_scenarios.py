"""The acceptance scenarios of the compliance reference, as the policy and the gate decide them.

The run date is 23 November 2026 unless a scenario says otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

from orders import ACCOUNT, SUBJECT, make_card, make_hold, make_order

from config.counsel import CounselTables
from config.law import Deaths, Licence, LicenceTable, Vendor, VendorTable
from skiptrace.compliance.gate import Gate
from skiptrace.compliance.policy.decision import Decision, Severity, Stage
from skiptrace.compliance.policy.facts.actor import ActorFacts, MatterFacts
from skiptrace.compliance.policy.facts.contact import (
    AskOthers,
    Attempt,
    Consent,
    Medium,
    Origin,
    Party,
    Place,
)
from skiptrace.compliance.policy.facts.data import Act, DatumFacts, Tag
from skiptrace.compliance.policy.facts.debt import (
    ClaimKind,
    Collector,
    DebtFacts,
    NoticeFacts,
)
from skiptrace.compliance.policy.facts.screened import Screened, ScreenKind
from skiptrace.compliance.policy.facts.suit import Residence, Service, SuitFacts
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import CallFacts, Facts
from skiptrace.compliance.policy.notices import notice_standing
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.model.account import ObligorRole
from skiptrace.model.actor import Role
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import Recipient
from skiptrace.model.contact_check import Line, Reassigned
from skiptrace.model.inquiry import Inquiry, Refusal, SearchFields
from tests.inquiries import SIGNER
from tests.laws import SHIPPED
from tests.tables import each
from tests.unit.compliance.policy.rule_cases import (
    BLOCK,
    FLAG,
    HOLD,
    LEGAL,
    NO,
    RUN,
    UNKNOWN,
    YES,
    bureau,
    call,
    contact,
    facts,
    living_in,
)

NIGHT = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
LICENSED = replace(
    SHIPPED,
    licences=LicenceTable(
        required=("TX", "WA"),
        held={
            "TX": Licence(number="TX-1", expires=date(2027, 6, 30)),
            "WA": Licence(number="WA-1", expires=date(2026, 11, 22)),
        },
    ),
)
LEGAL_TEAM = ActorFacts("legal-1", frozenset({Role.LEGAL}))
MATTER = MatterFacts("26-CV-118", YES)


def decide(stage: Stage, asked: Facts, law: CounselTables = SHIPPED) -> Decision:
    return Policy(RULES, law).evaluate(stage, asked)


def ask(order, card, law=LICENSED):  # type: ignore[no-untyped-def]
    events: list[AuditEvent] = []
    gate = Gate(Policy(RULES, law), lambda: NIGHT, lambda data: sha256(data).hexdigest(), SIGNER)
    return gate.permit(order, card, events.append), events


# 1


def test_an_open_account_is_searched_with_one_event_and_nothing_of_the_debt() -> None:
    account = replace(ACCOUNT, balance=Decimal(4210))
    order = make_order(account=account, purposes=frozenset({"GLB-3"}), as_of=RUN)
    said, events = ask(order, make_card(accepts=frozenset({"names", "ssn", "addresses"})))
    assert isinstance(said, Inquiry)
    assert said.permit.purposes == ("GLB-3",)
    assert len(events) == 1
    assert SUBJECT.ssn not in repr(events[0])
    assert said.fields.filled() == {"names", "ssn", "addresses"}
    texts = " ".join((*(n.full for n in said.fields.names), said.fields.addresses[0].one_line))
    assert not {"10001", "Prairie", "4210"} & set(texts.split())


# 3


def test_a_bankruptcy_found_midway_blocks_every_later_call_and_the_co_debtor() -> None:
    order = make_order(as_of=RUN)
    before, _ = ask(order, make_card())
    assert isinstance(before, Inquiry)
    filed = make_hold("BK13-OPEN", since=date(2026, 11, 20))
    after, events = ask(replace(order, holds=(filed,)), make_card())
    assert isinstance(after, Refusal)
    assert (after.rule, after.is_hold) == ("R48", False)
    assert [event.rule for event in events] == ["R48"]
    joint = make_hold("BK-CODEBTOR", since=date(2026, 11, 20))
    doe = replace(order, role=ObligorRole.CO_OBLIGOR, holds=(joint,))
    said, _ = ask(doe, make_card())
    assert isinstance(said, Refusal)
    assert (said.rule, said.is_hold) == ("R49", False)
    quarantined = decide(Stage.WRITE_BACK, facts(holds=(filed,)))
    assert (quarantined.rule, quarantined.severity) == ("R48", BLOCK)


# 5


SUED = SuitFacts(
    state="TX",
    residences=(Residence("TX", "Collin", RUN, 2),),
    certificate=RUN,
    service=Service.NOT_ON_DUTY,
    bankruptcy_checked=RUN,
)
CAR_LOAN = DebtFacts(
    claim=ClaimKind.WRITTEN,
    accrued=date(2024, 1, 10),
    lien=YES,
    told_discharged=YES,
)
LIEN = replace(SUED, lien_only=YES)


@each(
    ("changes", "rule", "severity"),
    [
        ({"suit": SUED}, "R50", BLOCK),
        ({"suit": LIEN}, "R50", LEGAL),
        ({"suit": LIEN, "actor": LEGAL_TEAM, "matter": MATTER}, "", FLAG),
        ({"suit": LIEN, "actor": LEGAL_TEAM}, "R50", LEGAL),
        ({"suit": LIEN, "actor": ActorFacts("c", frozenset({Role.COLLECTOR}))}, "R50", LEGAL),
        ({"suit": LIEN, "actor": LEGAL_TEAM, "matter": MatterFacts("", YES)}, "R50", LEGAL),
        ({"suit": LIEN, "matter": MATTER}, "R50", LEGAL),
        (
            {
                "suit": LIEN,
                "matter": MATTER,
                "actor": ActorFacts("c", frozenset({Role.COLLECTOR})),
            },
            "R50",
            LEGAL,
        ),
        ({"suit": LIEN, "debt": replace(CAR_LOAN, told_discharged=UNKNOWN)}, "R50", BLOCK),
        ({"suit": LIEN, "debt": replace(CAR_LOAN, lien=NO)}, "R50", BLOCK),
    ],
)
def test_a_discharged_debt_is_not_sued_upon_and_its_lien_is_for_the_legal_role(
    changes: dict[str, object], rule: str, severity: Severity
) -> None:
    asked = facts("BK-DISCH", state="TX", debt=CAR_LOAN)
    said = decide(Stage.SUIT, replace(asked, **changes))  # type: ignore[arg-type]
    assert (said.rule, said.severity) == (rule, severity)


# 7


def test_who_is_represented_is_reached_through_the_attorney_and_silence_is_no_leave() -> None:
    employer = AskOthers(asks=frozenset({"employer"}), names_consumer=YES, says_location=YES)
    asked = replace(contact("ATTY", party=Party.THIRD_PARTY), others=employer)
    said = decide(Stage.CONTACT, asked)
    assert (said.rule, said.severity) == ("R06", BLOCK)
    assert decide(Stage.CONTACT, contact("ATTY", party=Party.ATTORNEY, medium=Medium.MAIL)).allows
    silent = contact("ATTY", medium=Medium.MAIL, attorney_written=date(2026, 10, 9))
    waiting = decide(Stage.CONTACT, silent)
    assert (waiting.rule, waiting.severity) == ("R06", HOLD)
    assert "compliance decides" in waiting.words


# 9


DMF = make_card(purposes=frozenset({"DMF-BUS"}))


@each(
    ("died", "sees", "shown"),
    [
        (date(2024, 2, 10), NO, False),
        (date(2024, 2, 10), UNKNOWN, False),
        (date(2024, 2, 10), YES, True),
        (date(2021, 5, 1), NO, True),
        (date(2021, 5, 1), YES, True),
    ],
)
def test_a_late_death_is_shown_to_the_certified_alone(died: date, sees: Truth, shown: bool) -> None:
    death = DatumFacts(Act.USE, Tag.LADMF, "deceased", died=died)
    said = decide(Stage.REPORT, facts(datum=death, actor=ActorFacts(sees_deaths=sees)))
    assert said.allows is shown
    if not shown:
        assert (said.rule, said.words) == ("R52", "verify deceased")


def test_a_certification_that_ended_yesterday_asks_no_more() -> None:
    certified = {}
    for until in (date(2027, 3, 31), date(2026, 11, 22)):
        settings = SHIPPED.settings.model_copy(update={"deaths": Deaths(certified_until=until)})
        law = replace(SHIPPED, settings=settings)
        certified[until] = decide(Stage.CALL, call(DMF, purposes=frozenset({"DMF-BUS"})), law)
    assert certified[date(2027, 3, 31)].allows
    assert (certified[date(2026, 11, 22)].rule, certified[date(2026, 11, 22)].severity) == (
        "R51",
        BLOCK,
    )


# 11


def test_identity_theft_is_rejected_and_a_claim_in_california_waits() -> None:
    noticed = make_hold("IDT-605B", since=date(2026, 11, 1))
    said = decide(Stage.INTAKE, facts(holds=(noticed,), today=date(2026, 11, 22)))
    assert (said.rule, said.severity) == ("R33", BLOCK)
    claim = decide(Stage.INTAKE, facts("IDT-CLAIM", state="CA"))
    assert (claim.rule, claim.severity) == ("R33", HOLD)
    assert "written determination" in claim.words


# 13


def test_a_returned_notice_was_not_sent_and_furnishing_waits_anew() -> None:
    days = SHIPPED.settings.days
    first = NoticeFacts(date(2026, 11, 1), (date(2026, 11, 10),))
    assert notice_standing(first, days).sent is None
    assert notice_standing(first, days).resend
    again = replace(first, resent=date(2026, 11, 12), furnishing=True)
    standing = notice_standing(again, days)
    assert (standing.sent, standing.furnish_from) == (date(2026, 11, 12), date(2026, 11, 26))
    assert standing.validation_ends == date(2026, 12, 19)
    for day, allowed in ((date(2026, 11, 25), False), (date(2026, 11, 26), True)):
        assert decide(Stage.WRITE_BACK, facts(today=day, notice=again)).allows is allowed
    back = replace(again, returned=(*again.returned, date(2026, 11, 20)))
    assert notice_standing(back, days).furnish_from is None
    said = decide(Stage.WRITE_BACK, facts(today=date(2026, 11, 26), notice=back))
    assert (said.rule, [reason.rule for reason in said.duties]) == ("R15", ["R14"])


# 15


def _left(made: tuple[Attempt, ...], day: date) -> int:
    """How many more calls are allowed on that day."""
    tried = 0
    while tried < 20:
        asked = contact(attempts=made + (Attempt(day),) * tried, more={"today": day})
        if not decide(Stage.CONTACT, asked).allows:
            return tried
        tried += 1
    raise AssertionError("no cap")


def test_misdirected_calls_are_backed_out_and_a_talk_stops_calls_for_seven_days() -> None:
    calls = tuple(Attempt(date(2026, 11, day)) for day in range(16, 21))
    wrong = tuple(replace(attempt, wrong=True) for attempt in calls)
    assert _left(wrong, date(2026, 11, 21)) == 7
    assert _left(calls, date(2026, 11, 21)) == 2
    talk = (Attempt(date(2026, 11, 18), talked=True),)
    assert _left(talk, date(2026, 11, 24)) == 0
    assert _left(talk, date(2026, 11, 25)) == 7


# 17


def test_new_york_city_counts_every_channel_by_account_and_by_the_rule_of_the_day() -> None:
    bank = DebtFacts(collector=Collector.FIRST_PARTY)
    brooklyn = (Place("NY", "11201"),)

    def said(account: str, month: int, first: int, today: date, debt: DebtFacts) -> Decision:
        made = (
            Attempt(date(2026, month, first), Medium.EMAIL, account=account),
            Attempt(date(2026, month, first + 1), account=account),
            Attempt(date(2026, month, first + 2), account=account),
        )
        at = datetime(today.year, today.month, today.day, 17, tzinfo=UTC)
        more = {"today": today, "debt": debt}
        return decide(
            Stage.CONTACT, contact(attempts=made, places=brooklyn, state="NY", at=at, more=more)
        )

    november, august = date(2026, 11, 23), date(2026, 8, 30)
    blocked = said("acc_1", 11, 19, november, bank)
    assert (blocked.rule, blocked.severity) == ("R57", BLOCK)
    assert "3 attempts in 7 days in NYC" in blocked.words
    assert said("acc_2", 11, 19, november, bank).allows
    assert said("acc_1", 8, 26, august, bank).allows, "the former rule bound collectors only"
    older = said("acc_1", 8, 26, august, DebtFacts(collector=Collector.THIRD_PARTY))
    assert "2 attempts in 7 days in NYC" in older.words


# 19


@each(
    ("answer", "allowed"),
    [(Reassigned.YES, False), (Reassigned.NO, True), (Reassigned.NO_DATA, False), (None, False)],
)
def test_consent_is_relied_on_only_where_the_database_says_no(
    answer: Reassigned | None, allowed: bool
) -> None:
    consent = Consent(date(2023, 6, 1), reassigned=answer, asked=RUN)
    dialled = contact(automated=YES, line=Line.WIRELESS, origin=Origin.CREDITOR, consent=consent)
    said = decide(Stage.CONTACT, dialled)
    assert said.allows is allowed
    assert [r.rule for r in said.reasons] == ["R25"]
    assert said.severity is (FLAG if allowed else BLOCK)


# 21


def test_a_tow_deficiency_buys_no_report_and_opens_the_county() -> None:
    tow = replace(ACCOUNT, debt_origin="involuntary", state="AZ", balance=Decimal(1900))
    vendor = Vendor(contract="subscriber 1", certified_until=date(2027, 1, 1))
    law = replace(SHIPPED, vendor_table=VendorTable(vendors={"broker": vendor}))
    purposes = frozenset({"FCRA-3A-COLL", "PUB"})
    there = {"account": tow, "subject": living_in("AZ"), "purposes": purposes}
    report = decide(Stage.CALL, call(bureau(), **there), law)
    assert (report.rule, report.severity) == ("R28", BLOCK)
    county = make_card(recipient=Recipient.PUBLIC_RECORD, purposes=frozenset({"PUB"}))
    assert decide(Stage.CALL, call(county, **there), law).allows


# 23


@each(
    "changes",
    [
        {"account": replace(ACCOUNT, id="")},
        {"actor": ActorFacts("c", assigned=NO)},
        {"actor": ActorFacts("c", is_subject=YES)},
    ],
)
def test_who_searches_a_neighbour_or_themselves_is_blocked_and_told(
    changes: dict[str, object],
) -> None:
    said = decide(Stage.CALL, call(**changes))
    assert (said.rule, said.severity) == ("R29", BLOCK)
    assert said.alarms
    assert not decide(Stage.CALL, call()).alarms


# 25


DMV = make_card(purposes=frozenset({"DPPA-B4"}))


@each(("matter", "rule"), [(MatterFacts(), "R43"), (MatterFacts("26-CV-118"), "R43"), (MATTER, "")])
def test_a_vehicle_record_for_litigation_needs_an_approved_matter(
    matter: MatterFacts, rule: str
) -> None:
    asked = call(DMV, purposes=frozenset({"DPPA-B4"}), matter=matter, actor=LEGAL_TEAM)
    assert decide(Stage.CALL, asked).rule == rule
    log = DatumFacts(Act.DISPOSE, Tag.DPPA, recipient="court", used=RUN, evidence=NO)
    kept = decide(Stage.RETENTION, facts(datum=log))
    assert (kept.rule, "2031-11-23" in kept.words) == ("R45", True)


# 27


def test_an_old_certificate_blocks_a_default_and_not_found_is_unable_to_determine() -> None:
    debt = DebtFacts(claim=ClaimKind.WRITTEN, accrued=date(2024, 1, 10))
    old = replace(SUED, certificate=date(2026, 8, 1), affidavit=True)
    said = decide(Stage.SUIT, facts(suit=old, debt=debt))
    assert (said.rule, said.severity) == ("R46", BLOCK)
    unclear = replace(SUED, service=Service.INCONCLUSIVE, affidavit=True)
    printed = decide(Stage.SUIT, facts(suit=unclear, debt=debt))
    assert printed.allows
    assert any(flag.words.startswith("unable to determine") for flag in printed.flags)


# 29


def test_a_silent_screen_holds_everything_downstream() -> None:
    silent = (Screened(ScreenKind.BANKRUPTCY),)
    for stage in (Stage.CALL, Stage.WRITE_BACK, Stage.REPORT):
        said = decide(stage, facts(screens=silent))
        assert (said.rule, said.severity) == ("D-SCREEN", HOLD), stage


def test_a_lapsed_licence_rejects_its_state_only() -> None:
    lapsed = decide(Stage.INTAKE, facts(state="WA"), LICENSED)
    assert (lapsed.rule, lapsed.severity) == ("R56", BLOCK)
    assert decide(Stage.INTAKE, facts(state="TX"), LICENSED).allows
    assert decide(Stage.INTAKE, facts(state="OH"), LICENSED).allows


def test_a_payment_that_posts_midway_stops_the_calls_that_are_left() -> None:
    order = make_order(as_of=RUN)
    assert isinstance(ask(order, make_card())[0], Inquiry)
    said, _ = ask(replace(order, account=replace(ACCOUNT, status="paid")), make_card())
    assert isinstance(said, Refusal)
    assert (said.rule, said.is_hold) == ("R19", False)


# New law: coerced debts, from 19 March 2026


def test_a_coerced_debt_ceases_tells_bureaus_and_is_reviewed_in_time() -> None:
    received = make_hold("COERCED", since=date(2026, 11, 2))
    for stage in (Stage.INTAKE, Stage.CALL, Stage.WRITE_BACK):
        said = decide(stage, facts(holds=(received,), state="NY", zip5="14201"))
        assert (said.rule, said.severity) == ("R67", HOLD)
        assert {reason.due for reason in said.duties} == {date(2026, 11, 17), date(2026, 12, 2)}


def test_a_payload_says_nothing_of_the_debt_in_any_label() -> None:
    asked = CallFacts(make_card(), SearchFields(names=SUBJECT.names), labels=("ref 10001",))
    said = decide(Stage.CALL, facts(call=asked))
    assert (said.rule, said.severity) == ("R05", BLOCK)
