"""The gate: what it refuses, by which rule, and what it lets out when it allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from orders import ACCOUNT, NOW, SUBJECT, TODAY, make_card, make_hold, make_order

from config.law import Vendor, VendorTable
from connectors.card import LoadedCard
from connectors.registry import discover
from skiptrace.compliance.gate import Gate
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.model.account import ObligorRole, Reach
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import Recipient
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry, Refusal
from skiptrace.model.order import Scope
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject
from tests.inquiries import SIGNER
from tests.laws import SHIPPED

CHILD = PartialDate(2012, 3, 1)


CONTRACT = Vendor(contract="subscriber 1", certified_until=date.max)
LAW = replace(SHIPPED, vendor_table=VendorTable(vendors={"broker": CONTRACT}))


def gate() -> Gate:
    return Gate(
        Policy(RULES, LAW),
        clock=lambda: NOW,
        fingerprint=lambda data: sha256(data).hexdigest(),
        signer=SIGNER,
    )


def ask(order: Any, card: Any) -> tuple[Inquiry | Refusal, list[AuditEvent]]:
    events: list[AuditEvent] = []
    return gate().permit(order, card, events.append), events


@pytest.mark.parametrize(
    ("code", "rule", "is_hold"),
    [
        ("BK07-OPEN", "R48", False),
        ("BK13-OPEN", "R48", False),
        ("BK-CODEBTOR", "R49", False),
        ("BK-DISCH", "R50", False),
        ("DEC-CONF", "R21", True),
        ("CEASE", "R07", True),
        ("ATTY", "R06", True),
        ("IDT-605B", "R33", False),
        ("IDT-CLAIM", "R33", True),
        ("PAID", "R19", False),
        ("SETTLED", "R19", False),
        ("DISP-VP", "R16", True),
        ("MINOR-NOW", "R22", True),
        ("a code nobody knows", "D-UNKNOWN", True),
    ],
)
def test_an_open_hold_refuses_and_names_its_rule(code: str, rule: str, is_hold: bool) -> None:
    said, events = ask(make_order(holds=(make_hold(code),)), make_card())
    assert isinstance(said, Refusal)
    assert (said.rule, said.is_hold) == (rule, is_hold)
    assert [e.rule for e in events] == [rule]
    assert events[0].fields == ()


@pytest.mark.parametrize(
    "hold",
    [
        make_hold("PAID", released=date(2026, 11, 1), release_evidence="docket 12"),
        make_hold("PAID", since=date(2026, 11, 23)),
        make_hold("FREEZE"),
    ],
    ids=["released", "not yet in force", "credit freeze"],
)
def test_a_hold_that_does_not_restrain_lets_the_inquiry_pass(hold: Any) -> None:
    assert isinstance(ask(make_order(holds=(hold,)), make_card())[0], Inquiry)


@pytest.mark.parametrize("codes", [("ATTY", "BK13-OPEN"), ("BK13-OPEN", "ATTY")])
def test_the_strictest_of_several_holds_is_named_and_none_is_forgotten(
    codes: tuple[str, ...],
) -> None:
    order = make_order(holds=tuple(map(make_hold, codes)))
    said, events = ask(order, make_card())
    assert isinstance(said, Refusal)
    assert (said.rule, said.is_hold) == ("R48", False)
    assert "R06" in said.reason
    assert events[0].text == said.reason


def test_the_strictest_of_several_rules_is_named_and_none_is_forgotten() -> None:
    strict = make_order(holds=(make_hold("ATTY"),), role=ObligorRole.NON_OBLIGOR)
    said, _ = ask(strict, make_card())
    assert isinstance(said, Refusal)
    assert (said.rule, said.is_hold) == ("R23", False)
    assert "R06" in said.reason
    lax = make_order(holds=(make_hold("BK13-OPEN"),), subject=replace(SUBJECT, dob=CHILD))
    said, _ = ask(lax, make_card())
    assert isinstance(said, Refusal)
    assert (said.rule, said.is_hold) == ("R48", False)
    assert "R22" in said.reason


def test_what_is_for_legal_only_is_a_hold_and_passes_for_the_matter_it_is_waived_for() -> None:
    order = make_order(scope=Scope.ASSETS, matter="26-CV-1", holds=(make_hold("DEC-CONF"),))
    said, _ = ask(order, make_card())
    assert isinstance(said, Refusal)
    assert (said.rule, said.is_hold) == ("R21", True)
    waived = make_hold("DEC-CONF", waived_for=frozenset({"26-CV-1"}))
    assert isinstance(ask(replace(order, holds=(waived,)), make_card())[0], Inquiry)
    assert isinstance(ask(make_order(holds=(waived,)), make_card())[0], Refusal)


@pytest.mark.parametrize("as_of", [TODAY, date(2040, 1, 1)])
def test_an_order_of_a_day_to_come_makes_no_child_an_adult(as_of: date) -> None:
    order = make_order(subject=replace(SUBJECT, dob=CHILD), as_of=as_of)
    said, _ = ask(order, make_card())
    assert isinstance(said, Refusal)
    assert said.rule == "R22"


def test_another_debts_involuntary_origin_is_not_this_debts() -> None:
    bureau = make_card(
        recipient=Recipient.CONSUMER_REPORTING_AGENCY, purposes=frozenset({"FCRA-3A-COLL"})
    )
    order = make_order(purposes=frozenset({"FCRA-3A-COLL"}))
    own, other = make_hold("INVOL"), make_hold("INVOL", reach=Reach.SAME_PERSON)
    assert isinstance(ask(replace(order, holds=(own,)), bureau)[0], Refusal)
    assert isinstance(ask(replace(order, holds=(other,)), bureau)[0], Inquiry)


def test_a_payload_has_at_most_a_few_values_of_a_field() -> None:
    many = replace(
        SUBJECT,
        names=tuple(PersonName("DANA", "", f"HOLLOWAY{n}") for n in "ABCDE"),
        addresses=tuple(
            KnownContact(PostalAddress(f"{n} ELM ST", "LARKSPUR", "TX", "75001")) for n in range(9)
        ),
        phones=tuple(KnownContact(f"21455501{n:02}") for n in range(9)),
        emails=tuple(KnownContact(f"dana{n}@example.com") for n in range(9)),
    )
    said, _ = ask(make_order(subject=many), make_card())
    assert isinstance(said, Inquiry)
    sent = said.fields
    assert (len(sent.names), len(sent.addresses), len(sent.phones), len(sent.emails)) == (
        3,
        3,
        3,
        2,
    )
    assert sent.names == many.names[:3]
    assert sent.addresses == tuple(known.value for known in many.addresses[:3])


@pytest.mark.parametrize(
    ("status", "rule"),
    [("paid", "R19"), ("", "D-UNKNOWN"), ("in limbo", "D-UNKNOWN")],
)
def test_a_closed_missing_or_unknown_status_restrains(status: str, rule: str) -> None:
    said, _ = ask(make_order(account=replace(ACCOUNT, status=status)), make_card())
    assert isinstance(said, Refusal)
    assert said.rule == rule


@pytest.mark.parametrize(
    ("purposes", "rule"),
    [(frozenset(), "P-MISSING"), ({"GLB-99"}, "P-UNKNOWN"), ({"PUB"}, "P-CARD")],
)
def test_no_inquiry_without_a_known_purpose_that_the_card_allows(purposes: Any, rule: str) -> None:
    said, _ = ask(make_order(purposes=frozenset(purposes)), make_card())
    assert isinstance(said, Refusal)
    assert said.rule == rule


@pytest.mark.parametrize(
    ("origin", "rule"), [("credit", ""), ("involuntary", "R28"), ("tow lot?", "R28")]
)
def test_a_consumer_report_needs_a_credit_transaction(origin: str, rule: str) -> None:
    bureau = make_card(
        recipient=Recipient.CONSUMER_REPORTING_AGENCY, purposes=frozenset({"FCRA-3A-COLL"})
    )
    order = make_order(
        account=replace(ACCOUNT, debt_origin=origin), purposes=frozenset({"FCRA-3A-COLL"})
    )
    said, _ = ask(order, bureau)
    assert (said.rule if isinstance(said, Refusal) else "") == rule


@pytest.mark.parametrize(
    ("dob", "allowed"),
    [
        (PartialDate(2008, 11, 22), True),
        (PartialDate(2008, 11, 23), False),
        (PartialDate(2012), False),
        (None, True),
    ],
)
def test_a_minor_is_never_searched(dob: PartialDate | None, allowed: bool) -> None:
    said, _ = ask(make_order(subject=replace(SUBJECT, dob=dob)), make_card())
    assert isinstance(said, Inquiry) is allowed


def test_somebody_who_does_not_owe_is_not_searched() -> None:
    said, _ = ask(make_order(role=ObligorRole.NON_OBLIGOR), make_card())
    assert isinstance(said, Refusal)
    assert said.rule == "R23"


@pytest.mark.parametrize(
    "surname", ["HOLLOWAY ACCT 10001", "Prairie Card Bank", "Holloway (past due)"]
)
def test_words_of_the_debt_never_leave_to_a_broker(surname: str) -> None:
    subject = replace(SUBJECT, names=(PersonName("DANA", "", surname),))
    said, _ = ask(make_order(subject=subject), make_card())
    assert isinstance(said, Refusal)
    assert said.rule == "R05"


WORDS = ("10001", "Prairie Card Bank", "past due", "Debtor")
COMPANY = Subject(id="sub-2", kind=EntityKind.ORGANIZATION, organization="Marsh Feed LLC")
OF_THE_DEBT = {
    "names": lambda words: replace(SUBJECT, names=(PersonName("DANA", words, "HOLLOWAY"),)),
    "a later name": lambda words: replace(
        SUBJECT, names=(*SUBJECT.names, PersonName("DANA", "", words))
    ),
    "organization": lambda words: replace(COMPANY, organization=f"Marsh {words} LLC"),
    "addresses: the line": lambda words: _at(PostalAddress(f"12 {words} St", "Larkspur", "TX")),
    "addresses: the city": lambda words: _at(PostalAddress("12 Elm St", words, "TX")),
    "emails": lambda words: replace(SUBJECT, emails=(KnownContact(f"{words}@example.com"),)),
}
"""A subject with words of the debt in each field that is text."""


def _at(address: PostalAddress) -> Subject:
    return replace(SUBJECT, addresses=(*SUBJECT.addresses[:1], KnownContact(address)))


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("place", OF_THE_DEBT)
def test_words_of_the_debt_are_looked_for_in_every_field(place: str, words: str) -> None:
    order = make_order(subject=OF_THE_DEBT[place](words))
    accepts = frozenset({"names", "organization", "addresses", "emails"})
    card = make_card(accepts=accepts, requires=(frozenset({"names"}), frozenset({"organization"})))
    said, _ = ask(order, card)
    assert isinstance(said, Refusal)
    assert said.rule == "R05"
    assert place.partition(":")[0].partition(" ")[0] in said.reason or place == "a later name"
    purposes = frozenset({"FCRA-3A-COLL"})
    bureau = replace(card, recipient=Recipient.CONSUMER_REPORTING_AGENCY, purposes=purposes)
    told, _ = ask(replace(order, purposes=purposes), bureau)
    if order.subject.kind is EntityKind.PERSON:
        assert isinstance(told, Inquiry), "a consumer reporting agency may know of the debt"
    else:
        assert isinstance(told, Refusal)
        assert "R05" not in told.reason


def test_a_permit_ends_a_day_after_it_was_given() -> None:
    said, _ = ask(make_order(), make_card())
    assert isinstance(said, Inquiry)
    assert (said.permit.granted, said.permit.expires) == (NOW, NOW + timedelta(days=1))


def test_an_inquiry_carries_only_what_the_card_accepts() -> None:
    card = make_card(accepts=frozenset({"names", "addresses", "ssn4"}))
    said, events = ask(make_order(), card)
    assert isinstance(said, Inquiry)
    assert said.fields.filled() == {"names", "addresses", "ssn4"}
    assert said.fields.ssn4 == "2233"
    assert events[0].fields == ("addresses", "names", "ssn4")
    assert "900112233" not in repr(events[0])


def test_the_source_that_needs_more_than_is_known_is_not_asked() -> None:
    card = make_card(requires=(frozenset({"names", "emails"}),))
    said, _ = ask(make_order(subject=replace(SUBJECT, emails=())), card)
    assert isinstance(said, Refusal)
    assert (said.rule, said.reason) == ("INPUT", "the source needs emails + names")


@pytest.mark.parametrize(
    ("need", "changes", "is_asked"),
    [
        ("names.given", {}, True),
        ("names.given", {"names": (PersonName("", "", "HOLLOWAY"),)}, False),
        ("names.surname", {"names": (PersonName("", "", "HOLLOWAY"),)}, True),
        ("dob.day", {"dob": PartialDate(1980, 5, 17)}, True),
        ("dob.day", {"dob": PartialDate(1980, 5)}, False),
        ("dob.month", {"dob": PartialDate(1980, 5)}, True),
        ("dob.day", {"dob": None}, False),
        ("addresses.line", {}, True),
        ("addresses.line", {"addresses": ()}, False),
    ],
)
def test_a_part_that_a_source_needs_is_asked_for_before_money_is_set_aside(
    need: str, changes: dict[str, Any], is_asked: bool
) -> None:
    card = make_card(requires=(frozenset({need}),), accepts=ANYTHING)
    said, _ = ask(make_order(subject=replace(SUBJECT, **changes)), card)
    assert isinstance(said, Inquiry) is is_asked
    if isinstance(said, Refusal):
        assert (said.rule, said.reason) == ("INPUT", f"the source needs {need}")


COMPANY = Subject(
    id="sub_2",
    kind=EntityKind.ORGANIZATION,
    names=(PersonName("DANA", "Q", "HOLLOWAY"),),
    organization="HOLLOWAY ROOFING LLC",
    dob=PartialDate(1980, 5, 17),
    ssn="124567890",
    ssn4="7890",
    ein="124567890",
    addresses=SUBJECT.addresses,
    phones=SUBJECT.phones,
)
ANYTHING = make_card().accepts | {"ein"}


@pytest.mark.parametrize(
    ("requires", "person", "company"),
    [
        ([{"names"}], "", "KIND"),
        ([{"names", "dob"}, {"ssn"}], "", "KIND"),
        ([{"ssn4", "addresses"}], "", "KIND"),
        ([{"organization"}], "KIND", ""),
        ([{"organization", "addresses"}], "KIND", ""),
        ([{"names"}, {"organization"}], "", ""),
        ([{"phones"}], "", ""),
        ([{"addresses"}, {"names"}], "", ""),
        ([{"names", "organization"}], "KIND", "KIND"),
    ],
    ids=["name", "birth", "address", "company", "its address", "either", "phone", "any", "both"],
)
def test_a_source_is_asked_only_for_a_kind_that_it_knows(
    requires: list[set[str]], person: str, company: str
) -> None:
    card = make_card(requires=tuple(map(frozenset, requires)), accepts=ANYTHING)
    for subject, rule in ((SUBJECT, person), (COMPANY, company)):
        said, events = ask(make_order(subject=subject), card)
        assert (said.rule if isinstance(said, Refusal) else "") == rule
        assert [event.rule for event in events] == [rule]


def test_nothing_of_a_person_leaves_for_an_organisation_nor_the_other_way_round() -> None:
    card = make_card(requires=(frozenset({"addresses"}),), accepts=ANYTHING)
    company, _ = ask(make_order(subject=COMPANY), card)
    assert isinstance(company, Inquiry)
    assert company.fields.filled() == {"organization", "ein", "addresses", "phones"}
    person, _ = ask(make_order(subject=replace(SUBJECT, organization="HOLLOWAY ROOFING LLC")), card)
    assert isinstance(person, Inquiry)
    assert "organization" not in person.fields.filled()
    assert person.fields.ssn == SUBJECT.ssn


@pytest.mark.parametrize("number", ["12-4567890", "12456789", "1245678901", "12456789X", "x"])
def test_what_is_no_ssn_never_leaves_as_one(number: str) -> None:
    card = make_card(requires=(frozenset({"names"}),))
    said, _ = ask(make_order(subject=replace(SUBJECT, ssn=number, ssn4=number)), card)
    assert isinstance(said, Inquiry)
    assert (said.fields.ssn, said.fields.ssn4) == ("", "")


@pytest.mark.parametrize(
    "loaded", discover(plugins=["sandbox"]).cards.values(), ids=lambda loaded: loaded.card.id
)
def test_every_shipped_source_says_by_what_it_needs_whom_it_knows(loaded: LoadedCard) -> None:
    """One that needs a name, a birth or a number is for people only, and so for both or neither."""
    card = loaded.card
    needs = {need.partition(".")[0] for need_set in card.requires for need in need_set}
    is_of_people = needs & {"names", "dob", "ssn", "ssn4"}
    assert (EntityKind.ORGANIZATION in card.subjects) or is_of_people
    purposes = frozenset({(min if card.certify else max)(card.purposes)})
    codes = dict.fromkeys(card.purposes, "its code") if card.certify else {}
    vendor = CONTRACT.model_copy(update={"codes": codes})
    law = replace(SHIPPED, vendor_table=VendorTable(vendors={card.id: vendor}))
    gate_of_law = Gate(
        Policy(RULES, law), lambda: NOW, lambda data: sha256(data).hexdigest(), SIGNER
    )
    for subject in (COMPANY, SUBJECT):
        order = make_order(subject=subject, purposes=purposes)
        said = gate_of_law.permit(order, card, lambda event: None)
        refused = said.rule if isinstance(said, Refusal) else ""
        is_barred = refused == "R53"  # whoever is asked about, until counsel opens a state
        assert is_barred is ("voter" in card.id)
        of_kind = ("KIND", "R27")  # a consumer report is of a natural person, by a rule of its own
        assert is_barred or (refused in of_kind) is (subject.kind not in card.subjects)


def test_every_decision_is_exactly_one_audit_event_with_its_purposes() -> None:
    for order in (make_order(), make_order(holds=(make_hold("PAID"),))):
        _, events = ask(order, make_card())
        assert len(events) == 1
        assert events[0].purposes == ("GLB-3", "PUB")
        assert (events[0].order_id, events[0].connector_id) == ("order_1", "broker")


def test_the_same_question_has_the_same_id_and_another_question_another() -> None:
    first, _ = ask(make_order(), make_card())
    again, _ = ask(make_order(), make_card())
    other, _ = ask(make_order(id="order_2"), make_card())
    assert isinstance(first, Inquiry)
    assert isinstance(again, Inquiry)
    assert isinstance(other, Inquiry)
    assert first.id == again.id != other.id


def test_a_permit_names_each_rule_that_was_asked_with_its_version() -> None:
    said, _ = ask(make_order(), make_card())
    assert isinstance(said, Inquiry)
    assert {"R05v1", "R23v1", "R48v1", "P-CARDv1"} <= set(said.permit.rules)


@pytest.mark.parametrize(
    ("codes", "purposes", "sent"),
    [
        ({}, ("GLB-1", "GLB-3"), ()),
        ({"GLB-3": "3"}, ("GLB-3",), ("3",)),
        ({"GLB-1": "1", "GLB-3": "3"}, ("GLB-1", "GLB-3"), ("1", "3")),
        ({"GLB-3": "3", "FCRA-3A-COLL": "c"}, ("GLB-3",), ("3",)),
    ],
)
def test_a_vendor_is_certified_the_purposes_that_it_has_codes_for(
    codes: dict[str, str], purposes: tuple[str, ...], sent: tuple[str, ...]
) -> None:
    vendor = CONTRACT.model_copy(update={"codes": codes})
    law = replace(SHIPPED, vendor_table=VendorTable(vendors={"broker": vendor}))
    events: list[AuditEvent] = []
    gate_of_law = Gate(
        Policy(RULES, law), lambda: NOW, lambda data: sha256(data).hexdigest(), SIGNER
    )
    order = make_order(purposes=frozenset({"GLB-1", "GLB-3", "PUB"}))
    said = gate_of_law.permit(order, make_card(), events.append)
    assert isinstance(said, Inquiry)
    permit = said.permit
    assert (permit.purposes, permit.codes, permit.contract) == (purposes, sent, "subscriber 1")
    assert events[0].text == f"{permit.id} under subscriber 1"


@pytest.mark.parametrize(
    ("contract", "sent"), [({}, (("GLB-3",), ("three",))), ({"GLB-1": "1"}, (("GLB-1",), ("1",)))]
)
def test_published_codes_are_certified_unless_a_contract_has_its_own(
    contract: dict[str, str], sent: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    vendor = CONTRACT.model_copy(update={"codes": contract})
    law = replace(SHIPPED, vendor_table=VendorTable(vendors={"broker": vendor} if contract else {}))
    gate_of_law = Gate(
        Policy(RULES, law), lambda: NOW, lambda data: sha256(data).hexdigest(), SIGNER
    )
    card = make_card(codes=(("GLB-3", "three"),), certify=frozenset({"GLB"}))
    order = make_order(purposes=frozenset({"GLB-1", "GLB-3", "PUB"}))
    said = gate_of_law.permit(order, card, lambda event: None)
    assert isinstance(said, Inquiry)
    assert (said.permit.purposes, said.permit.codes) == sent


def test_without_a_contract_nothing_is_certified_but_our_purposes() -> None:
    only = Gate(Policy(RULES, SHIPPED), lambda: NOW, lambda data: sha256(data).hexdigest(), SIGNER)
    said = only.permit(make_order(), make_card(), lambda event: None)
    assert isinstance(said, Inquiry)
    permit = said.permit
    assert (permit.purposes, permit.codes, permit.contract) == (("GLB-3",), (), "")


def test_an_asset_search_has_effects_of_its_own() -> None:
    held = (make_hold("SCRA-AD"),)
    assert isinstance(ask(make_order(holds=held), make_card())[0], Inquiry)
    said, _ = ask(make_order(holds=held, scope=Scope.ASSETS, matter="26-CV-1"), make_card())
    assert isinstance(said, Refusal)
    assert said.rule == "R47"
