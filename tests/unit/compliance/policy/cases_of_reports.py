"""Cases of the rules about write-back, reports, suits and retention, by rule and title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from orders import ACCOUNT, make_card

from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.actor import ActorFacts
from skiptrace.compliance.policy.facts.data import Act, DatumFacts, Tag
from skiptrace.compliance.policy.facts.debt import ClaimKind, DebtFacts, NoticeFacts, Period
from skiptrace.compliance.policy.facts.reported import ReportFacts
from skiptrace.compliance.policy.facts.suit import Residence, Service, SuitFacts
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.model.actor import Role
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import EntityKind, PersonName, Subject
from tests.unit.compliance.policy.rule_cases import (
    BLOCK,
    FLAG,
    HOLD,
    NO,
    RUN,
    UNKNOWN,
    YES,
    Case,
    call,
    facts,
)

NOV = date(2026, 11, 1)
LEGAL_TEAM = ActorFacts(roles=frozenset({Role.LEGAL}))


def furnish(day: int, **traits: Any) -> Facts:
    """Furnishing on a day of November 2026; days of mail are days of that month."""
    back = tuple(date(2026, 11, d) for d in traits.pop("returned", ()))
    dates = {k: date(2026, 11, d) for k, d in traits.items() if k != "furnishing"}
    furnishing = traits.get("furnishing", True)
    notice = NoticeFacts(returned=back, furnishing=furnishing, **dates)
    return facts(today=date(2026, 11, day), notice=notice)


def says(**traits: Any) -> Facts:
    """A statement of a report; `actor` is who reads it."""
    actor = traits.pop("actor", ActorFacts())
    return facts(report=ReportFacts(**traits), actor=actor)


def datum(act: Act = Act.USE, tag: Tag | None = None, **traits: Any) -> Facts:
    """A datum of the account, bought for it; `more` changes the facts themselves."""
    more = traits.pop("more", {})
    known = {"account_id": "acc_1", "purposes": frozenset({"GLB-1"}), **traits}
    return facts(datum=DatumFacts(act, tag, **known), **more)


HOME = Residence("OH", "Franklin", RUN, 2)
NOWHERE = replace(HOME, county="")
COMPANY = Subject("sub_9", kind=EntityKind.ORGANIZATION, organization="ELM BAKERY LLC")
SUED = SuitFacts(
    state="TX",
    residences=(HOME,),
    certificate=RUN,
    service=Service.NOT_ON_DUTY,
    bankruptcy_checked=RUN,
)


def suit(*codes: str, debt: DebtFacts | None = None, **traits: Any) -> Facts:
    """A suit in Texas upon a written claim of 2024, in order in every way, with changes."""
    owed = debt or DebtFacts(claim=ClaimKind.WRITTEN, accrued=date(2024, 1, 10))
    return facts(*codes, suit=replace(SUED, **traits), debt=owed)


def claim(accrued: date | None, kind: ClaimKind | None = ClaimKind.WRITTEN, **more: Any) -> Facts:
    """A suit upon a claim that accrued on a day."""
    return suit(debt=DebtFacts(claim=kind, accrued=accrued, **more))


YEAR = (Period(date(2023, 1, 1), date(2023, 12, 31)),)
CASES: dict[tuple[str, str], list[Case]] = {
    ("R14", "returned mail"): [
        Case(furnish(11, mailed=1, returned=[10]), FLAG),
        Case(furnish(11, mailed=1), None),
        Case(furnish(13, mailed=1, returned=[10], resent=12), None),
        Case(furnish(21, mailed=1, returned=[10, 20], resent=12), FLAG),
        Case(furnish(11, mailed=1, returned=[10]), FLAG, Stage.INTAKE),
        Case(facts(), None),
        Case(facts(notice=NoticeFacts()), None),
        Case(facts(account=replace(ACCOUNT, notice_undelivered=True)), FLAG),
        Case(
            facts(
                account=replace(ACCOUNT, notice_undelivered=True),
                notice=NoticeFacts(date(2026, 11, 1), (date(2026, 11, 10),), date(2026, 11, 12)),
            ),
            None,
        ),
    ],
    ("R15", "the wait before furnishing"): [
        Case(furnish(14, mailed=1), BLOCK),
        Case(furnish(15, mailed=1), None),
        Case(furnish(15, mailed=1, returned=[10]), BLOCK),
        Case(furnish(25, mailed=1, returned=[10], resent=12), BLOCK),
        Case(furnish(26, mailed=1, returned=[10], resent=12), None),
        Case(furnish(26, mailed=1, returned=[10, 20], resent=12), BLOCK),
        Case(furnish(26, mailed=1, returned=[12], resent=12), None),
        Case(furnish(9, mailed=1, spoken=9), None),
        Case(furnish(9, mailed=1, spoken=10), BLOCK),
        Case(furnish(20, mailed=1, returned=[10], spoken=11), None),
        Case(furnish(20), BLOCK),
        Case(furnish(20, furnishing=False), None),
        Case(facts(), None),
    ],
    ("R31", "address discrepancies"): [
        Case(says(), None),
        Case(says(discrepancy=YES), HOLD),
        Case(says(discrepancy=UNKNOWN), HOLD),
        Case(says(discrepancy=YES, matched=NO), HOLD),
        Case(says(discrepancy=YES, matched=YES), None),
        Case(says(discrepancy=YES), HOLD, Stage.REPORT),
    ],
    ("R32", "adverse action"): [
        Case(says(), None),
        Case(says(terms_changed=YES), FLAG),
        Case(says(terms_changed=UNKNOWN), FLAG),
    ],
    ("R35", "medical debts"): [
        Case(says(fields=frozenset({"diagnosis"})), BLOCK),
        Case(says(fields=frozenset({"name"})), None),
        Case(datum(field="provider"), BLOCK, Stage.REPORT),
        Case(datum(field="address"), None, Stage.WRITE_BACK),
        Case(
            call(
                make_card(),
                "MEDICAL",
                of={"fields": SearchFields(names=(PersonName("A", "", "PRAIRIE CARD BANK"),))},
            ),
            BLOCK,
        ),
        Case(call(make_card(), "MEDICAL", of={"labels": ("for Prairie Card Bank",)}), BLOCK),
        Case(call(of={"labels": ("for Prairie Card Bank",)}), None),
        Case(call(of={"labels": ("Prairie Card Bank",)}, debt=DebtFacts(medical=YES)), BLOCK),
        Case(call(make_card(), "MEDICAL"), None),
    ],
    ("R36", "reuse of bought data"): [
        Case(datum(tag=Tag.GLBA), None),
        Case(datum(tag=Tag.GLBA, account_id="acc_2"), BLOCK),
        Case(datum(tag=Tag.GLBA, purposes=frozenset({"GLB-3"})), BLOCK),
        Case(datum(Act.SHARE, Tag.GLBA, account_id="acc_2"), BLOCK),
        Case(datum(tag=Tag.PUBLIC, account_id="acc_2"), None),
        Case(datum(Act.DISPOSE, Tag.GLBA, account_id="acc_2"), None),
        Case(datum(tag=Tag.GLBA, account_id="acc_2"), BLOCK, Stage.WRITE_BACK),
    ],
    ("R44", "restricted vehicle records"): [
        *(
            Case(datum(tag=Tag.DPPA, field=name), BLOCK)
            for name in ("photo", "ssn", "medical", "disability")
        ),
        Case(datum(tag=Tag.DPPA, field="ssn", consented=YES), None),
        Case(datum(tag=Tag.DPPA, field="ssn", consented=UNKNOWN), BLOCK),
        Case(datum(tag=Tag.DPPA, field="ssn", purposes=frozenset({"DPPA-B4"})), None),
        Case(datum(tag=Tag.DPPA, field="ssn", purposes=frozenset({"DPPA-B3"})), BLOCK),
        Case(datum(tag=Tag.DPPA, field="address"), None),
        Case(datum(tag=Tag.GLBA, field="ssn"), None),
    ],
    ("R52", "deaths are shown to the certified"): [
        Case(datum(tag=Tag.LADMF, died=date(2024, 2, 10)), BLOCK),
        Case(datum(tag=Tag.LADMF, died=date(2023, 1, 1)), BLOCK),
        Case(datum(tag=Tag.LADMF, died=date(2022, 12, 31)), None),
        Case(datum(tag=Tag.LADMF), BLOCK),
        Case(
            datum(
                tag=Tag.LADMF,
                died=date(2024, 2, 10),
                more={"actor": ActorFacts(sees_deaths=YES)},
            ),
            None,
        ),
        Case(
            datum(
                tag=Tag.LADMF, died=date(2024, 2, 10), more={"actor": ActorFacts(sees_deaths=NO)}
            ),
            BLOCK,
        ),
        Case(datum(tag=Tag.PUBLIC, died=date(2024, 2, 10)), None),
    ],
    ("R64", "social security numbers"): [
        Case(says(ssn_digits=4), None),
        Case(says(ssn_digits=5), BLOCK),
        Case(says(ssn_digits=9, unmask_reason="affidavit"), BLOCK),
        Case(
            says(
                ssn_digits=9,
                unmask_reason="affidavit",
                actor=LEGAL_TEAM,
            ),
            None,
        ),
        Case(
            says(ssn_digits=9, unmask_reason=" ", actor=LEGAL_TEAM),
            BLOCK,
        ),
        Case(
            says(
                ssn_digits=9, unmask_reason="x", actor=ActorFacts(roles=frozenset({Role.COLLECTOR}))
            ),
            BLOCK,
        ),
        Case(facts(), None),
    ],
    ("R65", "truthful reports"): [
        Case(says(), None),
        Case(says(verified=True), BLOCK),
        Case(says(verified=True, evidence_class="deed"), BLOCK),
        Case(says(verified=True, evidence_on=RUN), BLOCK),
        Case(says(verified=True, evidence_class="deed", evidence_on=RUN), None),
        Case(says(owns=True), BLOCK),
        Case(says(threatens=True), BLOCK),
        Case(says(exempt=YES), BLOCK),
        Case(says(exempt=YES, exempt_said=True), None),
        Case(says(exempt=UNKNOWN), FLAG),
        Case(facts(), None),
    ],
    ("R18", "debts past their limitation"): [
        Case(claim(date(2022, 11, 24)), FLAG),
        Case(claim(date(2022, 11, 23)), BLOCK),
        Case(claim(None), HOLD),
        Case(claim(date(2024, 1, 1), None), HOLD),
        Case(claim(date(2024, 1, 1), tolled=None), HOLD),
        Case(claim(date(2021, 12, 1), tolled=YEAR), FLAG),
        Case(claim(date(2021, 11, 23), tolled=YEAR), BLOCK),
        Case(claim(date(2021, 12, 1), tolled=YEAR + YEAR), FLAG),
        Case(claim(date(2021, 11, 20), tolled=YEAR + YEAR), BLOCK),
        Case(claim(date(2022, 6, 1), tolled=(Period(date(2026, 1, 1)),)), FLAG),
        Case(claim(date(2022, 6, 1), last_payment=date(2026, 1, 1)), BLOCK),
        Case(suit(state="ZZ"), HOLD),
        Case(
            suit("JUDGMENT", debt=DebtFacts(claim=ClaimKind.WRITTEN, accrued=date(2017, 1, 1))),
            FLAG,
        ),
        Case(
            suit("JUDGMENT", debt=DebtFacts(claim=ClaimKind.WRITTEN, accrued=date(2016, 1, 1))),
            BLOCK,
        ),
        Case(replace(claim(date(2010, 1, 1)), suit=replace(SUED, is_proof_of_claim=True)), None),
        Case(facts(), None),
    ],
    ("R20", "venue"): [
        Case(suit(), None),
        Case(suit(residences=()), HOLD),
        Case(suit(residences=(), contract_place="Franklin County, OH"), None),
        Case(suit(residences=(HOME, Residence("OH", "Delaware", RUN, 1))), HOLD),
        Case(suit(residences=(HOME, replace(HOME, sources=1))), None),
        Case(suit(residences=(NOWHERE,)), None),
        Case(suit(residences=(NOWHERE, replace(NOWHERE, sources=1))), HOLD),
        Case(replace(suit(residences=()), subject=COMPANY), None),
        Case(suit(residences=(replace(HOME, on=None),)), HOLD),
        Case(suit(residences=(replace(HOME, sources=0),)), HOLD),
        Case(facts(), None),
    ],
    ("R46", "default affidavits"): [
        Case(suit(), None),
        Case(suit(certificate=None), HOLD),
        Case(suit(certificate=None, affidavit=True), BLOCK),
        Case(suit(certificate=date(2026, 11, 22), affidavit=True), BLOCK),
        Case(suit(certificate=RUN, affidavit=True), None),
        Case(replace(suit(certificate=None, service=None), subject=COMPANY), None),
        Case(suit(certificate=date(2026, 11, 24), affidavit=True), BLOCK),
        Case(suit(certificate=date(2026, 10, 24)), None),
        Case(suit(certificate=date(2026, 10, 23)), HOLD),
        Case(suit(service=Service.INCONCLUSIVE), FLAG),
        Case(suit(service=None), FLAG),
        Case(facts(), None),
    ],
    ("R47", "those who serve"): [
        Case(suit(service=Service.ON_DUTY), HOLD),
        Case(suit(), None),
        Case(facts(), None),
    ],
    ("D-SCREEN", "a docket screen before a suit"): [
        Case(suit(), None),
        Case(suit(bankruptcy_checked=None), HOLD),
        Case(suit(bankruptcy_checked=date(2026, 10, 24)), None),
        Case(suit(bankruptcy_checked=date(2026, 10, 23)), HOLD),
        Case(suit(bankruptcy_checked=date(2026, 11, 24)), HOLD),
        Case(facts(), None),
    ],
    ("R19", "only a lien is left"): [
        Case(suit(), None),
        Case(suit(lien_only=YES), HOLD),
        Case(suit(lien_only=UNKNOWN, debt=DebtFacts(lien=YES)), HOLD),
        Case(suit(lien_only=YES, debt=DebtFacts(lien=YES)), None),
        Case(suit(lien_only=YES, debt=DebtFacts(lien=NO)), HOLD),
        Case(facts(), None),
    ],
    ("R41", "evidence is kept"): [
        Case(datum(Act.DISPOSE, evidence=NO), None),
        Case(datum(Act.DISPOSE), HOLD),
        Case(datum(Act.DISPOSE, evidence=YES), HOLD),
        Case(datum(Act.DISPOSE, evidence=YES, active=date(2023, 11, 24)), BLOCK),
        Case(datum(Act.DISPOSE, evidence=YES, active=date(2023, 11, 23)), None),
        Case(datum(Act.USE, evidence=YES), None),
        Case(facts(), None),
    ],
    ("R40", "data are disposed of"): [
        Case(datum(used=date(2024, 11, 23)), BLOCK),
        Case(datum(used=date(2024, 11, 24)), FLAG),
        Case(datum(used=date(2024, 1, 1), legal_hold=YES), None),
        Case(datum(used=date(2024, 1, 1), evidence=YES), None),
        Case(datum(), None),
        Case(datum(Act.DISPOSE, used=date(2020, 1, 1)), None),
        Case(datum(used=date(2024, 2, 29)), BLOCK),
    ],
    ("R61", "records of sanctions"): [
        Case(datum(Act.DISPOSE, field="sanctions"), HOLD),
        Case(datum(Act.DISPOSE, field="sanctions", used=date(2016, 11, 24)), BLOCK),
        Case(datum(Act.DISPOSE, field="sanctions", used=date(2016, 11, 23)), None),
        Case(datum(Act.DISPOSE, field="phone", used=date(2026, 1, 1)), None),
        Case(datum(Act.USE, field="sanctions", used=date(2026, 1, 1)), None),
    ],
    ("D-HOLD", "a legal hold wins"): [
        Case(datum(Act.DISPOSE, legal_hold=YES), BLOCK),
        Case(datum(Act.DISPOSE, legal_hold=UNKNOWN), HOLD),
        Case(datum(Act.DISPOSE, legal_hold=NO), None),
        Case(datum(Act.USE, legal_hold=YES), None),
        Case(facts(), None),
    ],
    ("R45", "redisclosure of vehicle records"): [
        Case(datum(Act.SHARE, Tag.DPPA), BLOCK),
        Case(datum(Act.SHARE, Tag.DPPA, recipient="Lee LLP"), BLOCK),
        Case(datum(Act.SHARE, Tag.DPPA, recipient="Lee LLP", logged=YES), None),
        Case(datum(Act.SHARE, Tag.DPPA, recipient=" ", logged=YES), BLOCK),
        Case(datum(Act.SHARE, Tag.GLBA), None),
        Case(datum(Act.DISPOSE, Tag.DPPA, recipient="x", used=date(2021, 11, 24)), BLOCK),
        Case(datum(Act.DISPOSE, Tag.DPPA, recipient="x", used=date(2021, 11, 23)), None),
        Case(datum(Act.SHARE, Tag.DPPA), BLOCK, Stage.WRITE_BACK),
    ],
    ("R60", "requests of consumers"): [
        Case(datum(Act.CONSUMER_REQUEST), HOLD),
        *(
            Case(datum(Act.CONSUMER_REQUEST, tag, residence="CT"), BLOCK)
            for tag in (Tag.FCRA, Tag.GLBA, Tag.DPPA)
        ),
        Case(datum(Act.CONSUMER_REQUEST, Tag.PUBLIC, residence="CT"), FLAG),
        Case(datum(Act.USE, Tag.PUBLIC), None),
    ],
    ("R60", "the deletion platform"): [
        Case(
            datum(we_sell_data=YES, platform_request=NOV, more={"state": "CA"}),
            FLAG,
        ),
        Case(datum(we_sell_data=NO, platform_request=NOV, more={"state": "CA"}), None),
        Case(datum(we_sell_data=UNKNOWN, platform_request=NOV, more={"state": "CA"}), HOLD),
        Case(datum(we_sell_data=YES, platform_request=NOV, more={"state": "OH"}), None),
        Case(datum(we_sell_data=YES, more={"state": "CA"}), None),
        Case(
            datum(
                we_sell_data=YES,
                platform_request=date(2026, 7, 1),
                more={"today": date(2026, 7, 31), "account": replace(ACCOUNT, state="CA")},
            ),
            None,
        ),
    ],
}
