"""Facts: what a record states, keyed so that two reports of one thing meet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import (
    ELM,
    OAK,
    PHONE,
    at,
    bankruptcy,
    call,
    make_candidate,
    make_record,
    seen,
)

from connectors.sandbox.fiction import NUMBERS
from matching.parse.phone.read import PhonePolicy
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator, SourceRecord
from skiptrace.model.subject import PostalAddress
from skiptrace.tracing.facts import Fact, FactReader

PLACES = {"county": "US-TX-COLLIN", "tax_roll": "US-TX-COLLIN", "court": "US-TX"}


def facts_of(record: SourceRecord, phones: PhonePolicy = NUMBERS.phones) -> list[Fact]:
    return list(FactReader(phones, PLACES).facts(make_candidate(record)))


def keys(*records: SourceRecord) -> set[tuple[FindingKind, str]]:
    return {(fact.kind, fact.key) for record in records for fact in facts_of(record)}


def deed(source: str, reference: str) -> SourceRecord:
    parcel = Indicator(FindingKind.REAL_PROPERTY, "a parcel", reference)
    return make_record(source, indicators=(parcel,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"addresses": (at(OAK),)}, {"addresses": (at(replace(OAK, line="9 Oak Avenue")),)}),
        ({"phones": (call(PHONE),)}, {"phones": (call("1-214-555-0142"),)}),
        ({"emails": (call("Dana@Example.com"),)}, {"emails": (call("dana@example.com"),)}),
        ({"employers": (call("Larkspur Tools, Inc."),)}, {"employers": (call("LARKSPUR TOOLS"),)}),
        ({"death": seen("2024-03")}, {"death": seen("2024")}),
    ],
    ids=["address", "phone", "e-mail", "employer", "death"],
)
def test_two_spellings_of_one_thing_have_one_key(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert len(keys(make_record("broker", **one))) == 1
    assert keys(make_record("broker", **one)) == keys(make_record("court", **other))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (deed("county", "P-0012/3"), deed("tax_roll", "p 00123"), True),
        (deed("county", "P-0012/3"), deed("court", "P-0012/3"), False),
        (deed("county", "P-1"), deed("county", "P-2"), False),
        (deed("county", ""), deed("tax_roll", ""), False),
        (deed("stranger", "P-1"), deed("county", "P-1"), False),
    ],
    ids=[
        "two registers of one county",
        "another place's numbering",
        "another parcel",
        "without a number",
        "a source without a place",
    ],
)
def test_indicators_meet_by_place_and_number(
    one: SourceRecord, other: SourceRecord, meet: bool
) -> None:
    assert (keys(one) == keys(other)) is meet


@pytest.mark.parametrize(
    "record",
    [
        make_record("broker"),
        make_record("broker", addresses=(at(PostalAddress()),)),
        make_record("broker", phones=(call(""), call("call me"))),
        make_record("broker", emails=(call("not an address"),)),
        make_record("broker", employers=(call("  "),)),
    ],
    ids=["nothing stated", "empty address", "no number in it", "no e-mail", "blank employer"],
)
def test_what_cannot_be_read_is_no_fact(record: SourceRecord) -> None:
    assert facts_of(record) == []


def test_one_field_with_two_numbers_is_two_facts_with_the_same_original() -> None:
    written = "(214) 555-0142; (214) 555-0143"
    facts = facts_of(make_record("broker", phones=(call(written),)))
    assert [fact.key for fact in facts] == ["+12145550142", "+12145550143"]
    assert {fact.original for fact in facts} == {written}


@pytest.mark.parametrize(
    ("policy", "unusable"),
    [(PhonePolicy(), "the number is fictional"), (NUMBERS.phones, "")],
)
def test_a_fictional_number_is_a_contact_in_a_sandbox_only(
    policy: PhonePolicy, unusable: str
) -> None:
    [fact] = facts_of(make_record("broker", phones=(call(),)), policy)
    assert fact.unusable == unusable


@pytest.mark.parametrize(
    ("role", "caveat"),
    [
        ("wireless connected", ""),
        ("wireless disconnected", "the source reports the number disconnected"),
        ("undeliverable", "the source reports the address undeliverable"),
        ("", ""),
    ],
)
def test_a_source_can_speak_against_a_contact(role: str, caveat: str) -> None:
    assert facts_of(make_record("broker", phones=(call(role=role),)))[0].caveat == caveat


def test_a_fact_keeps_the_words_dates_and_role_of_its_source() -> None:
    written = replace(ELM, original="12 Elm Str., Larkspur")
    [fact] = facts_of(make_record("broker", addresses=(at(written, "2026-02", "mailing"),)))
    assert (fact.original, fact.role) == ("12 Elm Str., Larkspur", "mailing")
    assert fact.last_seen == seen("2026-02")
    assert fact.value == "12 ELM ST, LARKSPUR TX 75001"


def test_an_indicator_keeps_its_detail() -> None:
    [fact] = facts_of(make_record("court", indicators=(bankruptcy("7", "open"),)))
    assert fact.detail == {"chapter": "7", "status": "open"}
    assert (fact.value, fact.original) == ("bankruptcy case (open)", "26-10001")


def test_a_bureaus_flag_and_a_register_of_deaths_meet_in_one_finding() -> None:
    flag = Indicator(FindingKind.DECEASED, "bureau flag deceased", "G-1")
    register = make_record("deaths", death=seen("2024-03"))
    assert keys(make_record("broker", indicators=(flag,))) == keys(register)
