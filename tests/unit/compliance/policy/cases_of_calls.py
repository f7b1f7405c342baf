"""Cases of the rules that are asked before a call and at intake, by rule and title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from orders import ACCOUNT, SUBJECT, make_card, make_hold

from config.law import (
    Deaths,
    Foreign,
    House,
    Licence,
    LicenceTable,
    Vendor,
    VendorTable,
    VoterTable,
)
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.actor import ActorFacts, MatterFacts
from skiptrace.compliance.policy.facts.contact import ContactFacts, Medium
from skiptrace.compliance.policy.facts.data import Output
from skiptrace.compliance.policy.facts.debt import Collector, DebtFacts, DebtPurpose
from skiptrace.compliance.policy.facts.reported import ReportFacts
from skiptrace.compliance.policy.facts.screened import Screened, ScreenKind
from skiptrace.compliance.policy.facts.whole import Method
from skiptrace.model.account import ObligorRole, Reach
from skiptrace.model.actor import Role
from skiptrace.model.card import Cost, Recipient
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress, Subject
from tests.laws import SHIPPED
from tests.unit.compliance.policy.rule_cases import (
    BLOCK,
    FLAG,
    HOLD,
    LEGAL,
    NO,
    RUN,
    UNKNOWN,
    YES,
    Case,
    ask_others,
    bureau,
    call,
    facts,
    living_in,
)

COMPANY = Subject(id="sub-2", kind=EntityKind.ORGANIZATION, organization="MARSH FEED LLC")
SETTINGS = SHIPPED.settings


def _law(**tables: object):  # type: ignore[no-untyped-def]
    return replace(SHIPPED, **tables)  # type: ignore[arg-type]


def _settings(**parts: object):  # type: ignore[no-untyped-def]
    return _law(settings=SETTINGS.model_copy(update=parts))


def _vendor(**traits: object):  # type: ignore[no-untyped-def]
    known = {"contract": "subscriber 1", "certified_until": RUN, **traits}
    return _law(vendor_table=VendorTable(vendors={"broker": Vendor(**known)}))  # type: ignore[arg-type]


def _at(line: str) -> SearchFields:
    return SearchFields(addresses=(PostalAddress(line, "Larkspur", "TX"),))


def _licensed(place: str, expires: date | None):  # type: ignore[no-untyped-def]
    held = {place: Licence(number="L-1", expires=expires)} if expires else {}
    return _law(licences=LicenceTable(required=("TX", "WA", "NYC"), held=held))


def _born(year: int, month: int | None = None, day: int | None = None, **more: object):  # type: ignore[no-untyped-def]
    return facts(subject=replace(living_in("OH"), dob=PartialDate(year, month, day)), **more)


def _opened(on: date | None):  # type: ignore[no-untyped-def]
    return replace(ACCOUNT, opened=on)


def _house(**traits: object):  # type: ignore[no-untyped-def]
    return _settings(house=House(**traits))  # type: ignore[arg-type]


REQUIRED = ("collector", "purpose", "creditor", "default_date")
DMV = make_card(purposes=frozenset({"DPPA-B3", "DPPA-B4"}))
DEATHS = make_card(purposes=frozenset({"DMF-OPEN", "DMF-BUS", "DMF-FRAUD"}))
POST = make_card(purposes=frozenset({"SERVE", "PUB"}))
VOTERS = make_card(id="oh_voters", jurisdiction="US-OH", purposes=frozenset({"PUB"}))
B3, B4 = frozenset({"DPPA-B3"}), frozenset({"DPPA-B4"})
BUS = frozenset({"DMF-BUS"})
COLL, JUDG = frozenset({"FCRA-3A-COLL"}), frozenset({"FCRA-3A-JUDG"})
MATTER = MatterFacts("26-CV-118", YES)


def _screen(*days: date | None):  # type: ignore[no-untyped-def]
    return facts(screens=tuple(Screened(ScreenKind.BANKRUPTCY, day) for day in days))


CASES: dict[tuple[str, str], list[Case]] = {
    ("R22", "minors and guardians"): [
        Case(_born(2008, 11, 23), None),
        Case(_born(2008, 11, 24), HOLD),
        Case(_born(2008), HOLD),
        Case(_born(2007), None),
        Case(facts(subject=replace(living_in("OH"), dob=None)), None),
        Case(_born(2012, 3, 1, as_of=date(2040, 1, 1)), HOLD),
        Case(_born(2012, 3, 1), HOLD, Stage.CALL),
    ],
    ("R22", "debts of minors"): [
        Case(_born(2000, 5, 1, account=_opened(date(2018, 4, 30))), HOLD),
        Case(_born(2000, 5, 1, account=_opened(date(2018, 5, 1))), None),
        Case(_born(2000, account=_opened(date(2018, 6, 1))), HOLD),
        Case(_born(2000, 5, 1, account=_opened(None)), None),
    ],
    ("R23", "who does not owe"): [
        Case(facts(role=ObligorRole.NON_OBLIGOR), BLOCK),
        Case(facts(role=ObligorRole.NON_OBLIGOR), BLOCK, Stage.WRITE_BACK),
        Case(facts(role=ObligorRole.NON_OBLIGOR), BLOCK, Stage.REPORT),
        Case(facts(role=ObligorRole.NON_OBLIGOR), BLOCK, Stage.CONTACT),
        *(
            Case(facts(role=role), None)
            for role in (ObligorRole.PRIMARY, ObligorRole.CO_OBLIGOR, ObligorRole.GUARANTOR, None)
        ),
    ],
    ("R28", "debts that no credit transaction made"): [
        Case(call(bureau()), None),
        Case(call(bureau(), account=replace(ACCOUNT, debt_origin="involuntary")), BLOCK),
        Case(call(bureau(), account=replace(ACCOUNT, debt_origin="tow lot?")), HOLD),
        Case(call(bureau(), "INVOL"), BLOCK),
        Case(call(bureau(), "INVOL", "JUDGMENT"), LEGAL),
        Case(
            call(
                bureau(),
                account=replace(ACCOUNT, debt_origin="involuntary", status=" Judgment "),
            ),
            LEGAL,
        ),
        Case(call(make_card(), "INVOL"), None),
        Case(call(bureau(), holds=(make_hold("INVOL", reach=Reach.SAME_PERSON),)), None),
        Case(call(bureau(), holds=(make_hold("INVOL", released=RUN),)), None),
    ],
    ("R29", "nobody snoops"): [
        Case(facts(), None),
        Case(facts(account=replace(ACCOUNT, id="")), BLOCK),
        Case(facts(actor=ActorFacts(assigned=YES)), None),
        Case(facts(actor=ActorFacts(assigned=NO)), BLOCK),
        Case(facts(actor=ActorFacts(assigned=NO)), BLOCK, Stage.REPORT),
        Case(facts(actor=ActorFacts(is_subject=YES)), BLOCK),
        Case(facts(actor=ActorFacts(is_subject=YES, roles=frozenset({Role.COMPLIANCE}))), BLOCK),
        Case(facts(actor=ActorFacts(is_coworker=YES)), BLOCK),
        Case(facts(actor=ActorFacts(is_coworker=YES, roles=frozenset({Role.COLLECTOR}))), BLOCK),
        Case(facts(actor=ActorFacts(is_coworker=YES, roles=frozenset({Role.COMPLIANCE}))), None),
        Case(facts(actor=ActorFacts(is_coworker=UNKNOWN, is_subject=NO)), None),
    ],
    ("R30", "no use for eligibility"): [
        Case(facts(), None),
        Case(facts(report=ReportFacts()), None),
        Case(facts(report=ReportFacts(output=None)), HOLD),
        *(
            Case(facts(report=ReportFacts(output=use)), BLOCK)
            for use in Output
            if use is not Output.COLLECTION
        ),
        Case(facts(report=ReportFacts(output=Output.CREDIT)), BLOCK, Stage.REPORT),
    ],
    ("D-SCREEN", "screens come first"): [
        Case(facts(), None),
        Case(_screen(), None),
        Case(_screen(RUN), None),
        Case(_screen(date(2026, 10, 24)), None),
        Case(_screen(date(2026, 10, 23)), HOLD),
        Case(_screen(date(2026, 11, 24)), HOLD),
        Case(_screen(RUN, None), HOLD),
        Case(_screen(None), HOLD, Stage.WRITE_BACK),
        Case(_screen(None), HOLD, Stage.REPORT),
    ],
    ("P-MISSING", "a purpose"): [
        Case(facts(), None),
        Case(facts(purposes=frozenset()), BLOCK),
    ],
    ("P-UNKNOWN", "a known purpose"): [
        Case(facts(), None),
        Case(facts(purposes=frozenset({"GLB-1", "GLB-2"})), BLOCK),
    ],
    ("P-CARD", "a purpose that the source allows"): [
        Case(facts(), None),
        Case(call(), None),
        Case(call(purposes=frozenset({"PUB"})), BLOCK),
        Case(call(purposes=frozenset()), BLOCK),
    ],
    ("R05", "nothing of the debt leaves"): [
        Case(call(), None),
        Case(call(of={"labels": ("request 17",)}), None),
        Case(call(of={"labels": ("re acct 10001",)}), BLOCK),
        Case(call(of={"labels": ("Prairie card BANK",)}), BLOCK),
        Case(call(of={"fields": SearchFields(names=(PersonName("A", "", "PAST DUE"),))}), BLOCK),
        Case(call(of={"fields": SearchFields(emails=("debt@example.com",))}), BLOCK),
        Case(call(of={"fields": SearchFields(organization="COLLECTIONS LLC")}), BLOCK),
        *(
            Case(call(of={"fields": SearchFields(organization=name)}), None)
            for name in (
                "Balance Fitness LLC",
                "BALANCE FITNESS, LLC",
                "Balance Fitness",
                "New Balance Naples Inc.",
                "Gulf Balance Yoga LLC",
                "Bridal Collections LLC",
                "The Collection Boutique",
            )
        ),
        *(
            Case(call(of={"fields": SearchFields(organization=name)}), BLOCK)
            for name in (
                "Acme LLC balance",
                "Acme LLC - balance 500",
                "Acme (collections)",
                "Acme balance",
                "Balance due Acme LLC",
                "Balance owed Acme",
                "Balance 500 Acme LLC",
                "Acme past due LLC",
                "Acme Debtor LLC",
                "Collections: Acme LLC",
                "Collection of Acme",
            )
        ),
        Case(call(of={"fields": _at("12 Balance Way")}), None),
        Case(call(of={"fields": _at("12 N Collection Ave")}), None),
        Case(call(of={"fields": _at("12 Elm St balance")}), BLOCK),
        Case(call(of={"fields": _at("Collections Dept 12 Elm St")}), BLOCK),
        Case(call(of={"fields": _at("10001 Elm St")}), None),
        Case(call(of={"fields": _at("12 Elm St Apt 10001")}), None),
        Case(call(of={"fields": _at("PO BOX 10001")}), None),
        Case(call(of={"fields": _at("12 State Rd 10001")}), None),
        Case(call(of={"fields": _at("210001 Elm St")}), None),
        Case(call(of={"fields": _at("12 Elm St acct 10001")}), BLOCK),
        Case(call(of={"fields": _at("10001 Elm St acct 10001")}), BLOCK),
        Case(call(of={"fields": _at("10001 Prairie Card Bank")}), BLOCK),
        Case(call(of={"fields": SearchFields(emails=("a10001@example.com",))}), BLOCK),
        Case(
            call(account=replace(ACCOUNT, number="5500012"), of={"fields": _at("5500012 Elm St")}),
            BLOCK,
        ),
        Case(
            call(account=replace(ACCOUNT, number="A-77"), of={"fields": _at("A-77 Elm St")}), BLOCK
        ),
        Case(call(bureau(), of={"labels": ("acct 10001",)}), None),
        Case(call(account=replace(ACCOUNT, number="12"), of={"labels": ("a 12",)}), None),
    ],
    ("R27", "a consumer report's purpose"): [
        Case(call(bureau(), purposes=COLL), None),
        Case(call(bureau(), purposes=frozenset({"GLB-1"})), BLOCK),
        Case(call(bureau(), purposes=JUDG), LEGAL),
        Case(call(bureau(), purposes=JUDG, matter=MatterFacts("m", UNKNOWN)), LEGAL),
        Case(call(bureau(), purposes=JUDG, matter=MATTER), None),
        Case(call(bureau(), purposes=COLL | JUDG), None),
        Case(call(bureau(), purposes=COLL, subject=COMPANY), BLOCK),
        Case(call(make_card(), purposes=frozenset({"GLB-1"})), None),
    ],
    ("R62", "contracts with agencies"): [
        Case(call(bureau(), purposes=COLL), BLOCK),
        Case(call(bureau(), purposes=COLL), None, law=_vendor()),
        Case(call(bureau(), purposes=COLL), BLOCK, law=_vendor(certified_until=date(2026, 11, 22))),
        Case(call(bureau(), purposes=COLL), BLOCK, law=_vendor(codes={"FCRA-3A-JUDG": "9"})),
        Case(call(bureau(), purposes=COLL), None, law=_vendor(codes={"FCRA-3A-COLL": "9"})),
        Case(call(), None),
        Case(call(), BLOCK, law=_vendor(codes={"GLB-3": "3"})),
        Case(call(), None, law=_vendor(codes={"GLB-1": "1"})),
        Case(call(make_card(codes=(("GLB-1", "1"),))), None),
        Case(call(make_card(codes=(("GLB-3", "3"),))), BLOCK),
        Case(call(make_card(codes=(("GLB-3", "3"),))), None, law=_vendor(codes={"GLB-1": "1"})),
        Case(call(make_card(codes=(("GLB-1", "1"),))), BLOCK, law=_vendor(codes={"GLB-3": "3"})),
        Case(call(make_card(certify=frozenset({"GLB"}))), BLOCK),
        Case(call(make_card(certify=frozenset({"GLB"}), codes=(("GLB-1", "1"),))), None),
        Case(call(make_card(certify=frozenset({"GLB"}))), None, law=_vendor(codes={"GLB-1": "1"})),
        Case(call(make_card(certify=frozenset({"DPPA"}), codes=(("GLB-1", "1"),))), BLOCK),
    ],
    ("R63", "countries of concern"): [
        Case(call(), None),
        Case(call(actor=ActorFacts(country="US")), None),
        Case(call(actor=ActorFacts(country="CN")), BLOCK),
        Case(call(), BLOCK, law=_vendor(country="RU")),
        Case(call(), None, law=_vendor(country="IE")),
        Case(
            call(actor=ActorFacts(country="CN")), None, law=_settings(foreign=Foreign(concern=()))
        ),
    ],
    ("R36", "header data"): [
        Case(call(), None),
        Case(call(make_card(purposes=frozenset({"GLB-1", "PUB"}))), None),
        Case(
            call(make_card(purposes=frozenset({"GLB-1", "PUB"})), purposes=frozenset({"PUB"})),
            BLOCK,
        ),
        Case(
            call(
                make_card(purposes=frozenset({"GLB-1", "PUB"}), recipient=Recipient.PUBLIC_RECORD),
                purposes=frozenset({"PUB"}),
            ),
            None,
        ),
        Case(call(make_card(purposes=frozenset({"PUB"})), purposes=frozenset({"PUB"})), None),
        Case(call(bureau(), purposes=COLL), None),
    ],
    ("R37", "pretexting"): [
        *(
            Case(call(make_card(yields=frozenset({kind}))), BLOCK)
            for kind in ("bank_account", "bank_balance", "call_records")
        ),
        Case(call(make_card(yields=frozenset({"bank_account"})), matter=MATTER), BLOCK),
        Case(
            call(
                make_card(yields=frozenset({"bank_account"})),
                matter=replace(MATTER, process="subpoena 7"),
            ),
            None,
        ),
        Case(call(), None),
    ],
    ("R13", "deception"): [
        Case(call(), None),
        *(
            Case(call(of={"method": method}), BLOCK)
            for method in Method
            if method is not Method.ASKED_OPENLY
        ),
    ],
    ("R42", "vehicle records"): [
        Case(call(DMV, purposes=B3), HOLD),
        Case(call(DMV, purposes=B3, of={"submitted": NO}), BLOCK),
        Case(call(DMV, purposes=B3, of={"submitted": YES}), None),
        Case(call(DMV, purposes=B3 | B4, of={"submitted": NO}), None),
        Case(call(DMV, purposes=B4), None),
        Case(call(), None),
    ],
    ("R43", "vehicle records in litigation"): [
        Case(call(DMV, purposes=B4), BLOCK),
        Case(call(DMV, purposes=B4, matter=MatterFacts("26-CV-118")), BLOCK),
        Case(call(DMV, purposes=B4, matter=MatterFacts("26-CV-118", NO)), BLOCK),
        Case(call(DMV, purposes=B4, matter=MATTER), None),
        Case(call(DMV, purposes=B4, matter=replace(MATTER, solicits=YES)), BLOCK),
        Case(call(DMV, purposes=B4, matter=replace(MATTER, solicits=UNKNOWN)), BLOCK),
        Case(call(DMV, purposes=B3), None),
    ],
    ("R51", "limited-access deaths"): [
        Case(call(DEATHS, purposes=BUS), BLOCK),
        Case(call(DEATHS, purposes=frozenset({"DMF-FRAUD"})), BLOCK),
        Case(call(DEATHS, purposes=BUS | {"DMF-OPEN"}), None),
        Case(call(DEATHS, purposes=frozenset({"DMF-OPEN"})), None),
        Case(call(DEATHS, purposes=BUS), None, law=_settings(deaths=Deaths(certified_until=RUN))),
        Case(
            call(DEATHS, purposes=BUS),
            BLOCK,
            law=_settings(deaths=Deaths(certified_until=date(2026, 11, 22))),
        ),
        Case(call(), None),
    ],
    ("R53", "voters"): [
        Case(call(VOTERS), BLOCK),
        Case(call(VOTERS), None, law=_law(voter=VoterTable(forbidden=(), allowed={"OH": "x"}))),
        Case(call(VOTERS), BLOCK, law=_law(voter=VoterTable(forbidden=(), allowed={"TX": "x"}))),
        Case(call(replace(VOTERS, jurisdiction="US-CA-Kern")), BLOCK),
        Case(call(replace(VOTERS, id="x", title="Voter roll")), BLOCK),
        Case(call(), None),
    ],
    ("R55", "the post"): [
        Case(call(POST), HOLD),
        Case(call(POST, purposes=frozenset({"SERVE"})), HOLD),
        Case(call(POST, purposes=frozenset({"SERVE"}), matter=MATTER), HOLD),
        Case(
            call(POST, purposes=frozenset({"SERVE"}), matter=replace(MATTER, process="form")), None
        ),
        Case(call(), None),
    ],
    ("R16", "disputes in the validation period"): [
        Case(call(purposes=frozenset({"SEND_VERIFICATION"})), None),
        Case(
            call(make_card(yields=frozenset({"phone"})), purposes=frozenset({"SEND_VERIFICATION"})),
            HOLD,
        ),
        Case(call(make_card(yields=frozenset({"phone"}))), None),
    ],
    ("POLICY", "the house's own policy"): [
        Case(call(make_card(), "SMALLBAL"), HOLD),
        Case(call(make_card(cost=Cost()), "SMALLBAL"), None),
        Case(call(make_card(cost=Cost(per_call=Decimal("0.01"))), "SMALLBAL"), HOLD),
        Case(call(make_card()), None),
    ],
    ("R01", "what an account must say"): [
        Case(facts(), None),
        Case(facts(), HOLD, law=_house(required=("collector",))),
        Case(facts(), HOLD, law=_house(required=("purpose",), collector="buyer")),
        Case(
            facts(debt=DebtFacts(collector=Collector.BUYER, purpose=DebtPurpose.CONSUMER)),
            None,
            law=_house(required=("collector", "purpose")),
        ),
        Case(facts("COMMERCIAL"), None, law=_house(required=("purpose",))),
        Case(facts(account=replace(ACCOUNT, creditor=" ")), HOLD, law=_house(required=REQUIRED)),
        Case(facts(), HOLD, law=_house(required=("default_date",))),
        Case(
            facts(debt=DebtFacts(defaulted=date(2026, 1, 1))),
            None,
            law=_house(required=("default_date", "creditor")),
        ),
        Case(facts(), HOLD, Stage.CALL, law=_house(required=("default_date",))),
    ],
    ("R56", "licences and bonds"): [
        Case(facts(state="TX"), None),
        Case(facts(state="TX"), BLOCK, law=_licensed("TX", None)),
        Case(facts(state="TX"), None, law=_licensed("TX", RUN)),
        Case(facts(state="TX"), BLOCK, law=_licensed("TX", date(2026, 11, 22))),
        Case(facts(state="OH"), None, law=_licensed("TX", None)),
        Case(facts(state="NY", zip5="11201"), BLOCK, law=_licensed("TX", RUN)),
        Case(facts(state="NY", zip5="14201"), None, law=_licensed("TX", RUN)),
        Case(facts(subject=living_in("", area="214")), BLOCK, law=_licensed("TX", None)),
        Case(facts(state="TX"), BLOCK, Stage.CALL, law=_licensed("TX", None)),
        Case(facts(state="", subject=None), HOLD, law=_licensed("TX", None)),
        Case(facts(state="", subject=None), None),
    ],
    ("R59", "disputes in Texas"): [
        Case(facts("DISP-OTHER", state="TX"), HOLD),
        Case(facts("DISP-VP", state="TX"), HOLD),
        Case(facts("OC-REQUEST", state="TX"), HOLD),
        Case(facts("DISP-OTHER", state="OH"), None),
        Case(facts(state="TX"), None),
        Case(facts(state="TX", holds=(make_hold("DISP-OTHER", reach=Reach.SAME_PERSON),)), None),
        Case(facts("DISP-OTHER", subject=living_in("", area="214")), HOLD, Stage.CALL),
    ],
    ("R59", "disputes in New York City"): [
        Case(facts("DISP-OTHER", state="NY", zip5="11201"), HOLD),
        Case(facts("DISP-OTHER", state="NY", zip5="14201"), None),
        Case(facts("DISP-OTHER", state="NY"), HOLD),
        Case(facts(state="NY", zip5="11201"), None),
    ],
    ("R59", "small commercial debts in California"): [
        Case(facts("COMMERCIAL", state="CA"), FLAG),
        Case(
            facts("COMMERCIAL", account=replace(ACCOUNT, state="CA", balance=Decimal(500_000))),
            FLAG,
        ),
        Case(
            facts("COMMERCIAL", account=replace(ACCOUNT, state="CA", balance=Decimal(500_001))),
            None,
        ),
        Case(facts("COMMERCIAL", state="CA", subject=COMPANY), None),
        Case(facts(state="CA"), None),
        Case(facts("COMMERCIAL", state="OH"), None),
        Case(facts("COMMERCIAL", state="CA", today=date(2025, 6, 30)), None),
    ],
    ("R33", "claims of identity theft in California"): [
        Case(facts("IDT-CLAIM", state="CA"), HOLD),
        Case(facts("IDT-CLAIM", state="OH"), None),
        Case(facts(state="CA"), None),
    ],
    ("R67", "coerced debts"): [
        Case(facts("COERCED"), FLAG),
        Case(facts(), None),
        Case(
            facts(holds=(make_hold("COERCED", since=date(2026, 3, 1)),), today=date(2026, 3, 18)),
            None,
        ),
        Case(
            facts(holds=(make_hold("COERCED", since=date(2026, 3, 1)),), today=date(2026, 3, 19)),
            FLAG,
        ),
    ],
    ("R61", "possible sanctions are reported"): [
        Case(facts("OFAC-POSSIBLE"), FLAG),
        Case(facts(), None),
    ],
    ("R02", "what others are asked"): [
        Case(facts(), None, Stage.CONTACT),
        Case(ask_others(), None),
        Case(ask_others(asks=frozenset({"abode", "phone at abode", "employer"})), None),
        Case(ask_others(asks=frozenset({"abode", "mobile"})), BLOCK),
        Case(ask_others(names_consumer=NO), BLOCK),
        Case(ask_others(names_consumer=UNKNOWN), HOLD),
        Case(ask_others(says_location=NO), BLOCK),
        Case(ask_others(says_location=UNKNOWN), HOLD),
        Case(ask_others(mentions_debt=YES), BLOCK),
        Case(ask_others(mentions_debt=UNKNOWN), HOLD),
        Case(ask_others(names_employer=YES), BLOCK),
        Case(ask_others(names_employer=UNKNOWN), BLOCK),
        Case(ask_others(names_employer=YES, employer_asked=YES), None),
        Case(replace(ask_others(), contact=ContactFacts(Medium.POSTCARD)), BLOCK, Stage.CONTACT),
    ],
    ("R03", "others are asked once"): [
        Case(facts(), None),
        Case(ask_others(), None),
        Case(ask_others(asked_before=YES), BLOCK),
        Case(ask_others(asked_before=UNKNOWN), HOLD),
        Case(ask_others(asked_before=YES, they_asked=YES), None),
        Case(ask_others(asked_before=YES, basis="moved since, told so on 11-02"), None),
        Case(ask_others(asked_before=YES, basis=" "), BLOCK),
    ],
    ("R04", "nobody is asked what is known"): [
        Case(facts(), None),
        Case(ask_others(), None),
        Case(ask_others(location_known=YES), BLOCK),
        Case(ask_others(location_known=UNKNOWN), HOLD),
    ],
    ("R58", "others in Massachusetts"): [
        Case(ask_others(state="MA"), None),
        Case(ask_others(state="MA", tried_consumer=NO), HOLD),
        Case(ask_others(state="MA", tried_consumer=UNKNOWN), HOLD),
        Case(ask_others(state="MA", tried_consumer=NO, in_household=YES), None),
        Case(ask_others(state="MA", tried_consumer=NO, in_household=UNKNOWN), HOLD),
        Case(ask_others(state="OH", tried_consumer=NO), None),
        Case(facts(state="MA"), None),
    ],
    ("KIND", "a source knows the kind of subject"): [
        Case(call(), None),
        Case(call(subject=COMPANY), HOLD),
        Case(call(make_card(requires=(frozenset({"organization"}),)), subject=SUBJECT), HOLD),
        Case(call(make_card(requires=(frozenset({"phones"}),)), subject=COMPANY), None),
        Case(facts(), None),
    ],
}
