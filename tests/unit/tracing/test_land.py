"""Parcels and burdens: what a later deed took away is never called owned, nor a release a lien."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from candidates import make_candidate, make_record, seen
from orders import SUBJECT, make_order

from skiptrace.model.asset import ParcelRef
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Indicator
from skiptrace.model.subject import EntityKind, PersonName, Subject
from skiptrace.model.title import Holding
from skiptrace.tracing.findings import Background, FindingMaker
from skiptrace.tracing.holding import Event, Move, Silence, holding
from skiptrace.tracing.land import land_known
from tests.tables import each

PARCEL, LIEN = FindingKind.REAL_PROPERTY, FindingKind.LIEN
GOT, GAVE = Move.GAINED, Move.LOST
BANK = "PALM COASTAL BANK NA"
ACCEPT, REVIEW, REJECT = Decision.ACCEPT, Decision.REVIEW, Decision.REJECT
ME = PersonName("DANA", "Q", "HOLLOWAY")
MARY = PersonName("MARY", "", "HOLLOWAY")


def event(move: Move, on: str = "", document: str = "", sure: bool = True) -> Event:
    return Event(move, seen(on) if on else None, document, "recorder", sure)


@each(
    ("events", "verdict"),
    [
        ([], "held"),
        ([event(GOT, "2019-05-01", "1")], "held"),
        ([event(GOT)], "held"),
        ([event(GOT, "2019-05-01", "1"), event(GAVE, "2022-03-04", "2")], "conveyed"),
        ([event(GAVE, "2022-03-04", "2")], "conveyed"),
        ([event(GOT, "2019"), event(GAVE, "2022", "2")], "conveyed"),
        ([event(GOT, "2022"), event(GAVE, "2022-03-04", "2")], "unclear"),
        ([event(GOT, "2022-03-04", "1"), event(GAVE, "2022-03-04", "2")], "unclear"),
        ([event(GOT, "", "1"), event(GAVE, "2022-03-04", "2")], "unclear"),
        ([event(GOT, "2019-05-01", "1"), event(GAVE, "", "2")], "unclear"),
        ([event(GAVE, "", "2")], "unclear"),
        ([event(GAVE, "2022-03-04", "2"), event(GOT, "2023-01-02", "3")], "held"),
        ([event(GAVE, "2022-03-04", "2"), event(GOT, "2022-03-20", "3")], "unclear"),
        (
            [
                event(GOT, "2019-05-01", "1"),
                event(GAVE, "2022-03-04", "2"),
                event(GOT, "2023-01-02", "3"),
                event(GAVE, "2024-01-02", "4"),
            ],
            "conveyed",
        ),
        ([event(GAVE, "2022-03-04", "2"), event(GOT, "2022-03-04", "2")], "held"),
        (
            [event(GAVE, "2022-03-04", "2", sure=False), event(GOT, "2022-03-04", "2")],
            "unclear",
        ),
        ([event(GOT, "2019-05-01"), event(GAVE, "2022-03-04", "2", sure=False)], "unclear"),
        ([event(GOT, "2023-05-01"), event(GAVE, "2022-03-04", "2", sure=False)], "held"),
        ([event(GOT, "2019-05-01"), event(GAVE, "", "2", sure=False)], "unclear"),
        ([event(GAVE, "9999-12-31", "2"), event(GOT, "2022-03-04", "1")], "conveyed"),
        ([event(GAVE, "2022-03-04", "2"), event(GOT, "9999-12-31", "3")], "held"),
    ],
)
def test_who_holds_a_parcel(events: list[Event], verdict: str) -> None:
    for order in permutations(events):
        found = holding(order)
        assert found.holding is Holding(verdict)
        assert bool(found.words) is (verdict != "held")


def listed(year: str, on: str = "2019-05-01") -> Event:
    return Event(Move.LISTED, seen(on) if on else None, as_of=seen(year) if year else None)


@each(
    ("events", "verdict"),
    [
        ([], "held"),
        ([event(GOT, "2019-05-01", "1")], "unclear"),
        ([event(GOT, "", "1")], "unclear"),
        ([event(GOT, "2025", "1")], "unclear"),
        ([event(GOT, "2026", "1")], "held"),
        ([event(GOT, "2026-02-03", "1")], "held"),
        ([listed("2026")], "held"),
        ([listed("2025")], "unclear"),
        ([listed("")], "unclear"),
        ([event(GOT, "2019-05-01", "1"), listed("2026")], "held"),
        ([event(GOT, "2019-05-01", "1"), event(GAVE, "2022-03-04", "2")], "conveyed"),
    ],
)
def test_a_roll_of_2026_that_leaves_a_parcel_out(events: list[Event], verdict: str) -> None:
    for order in permutations(events):
        assert holding(order, Silence("roll", date(2026, 1, 1))).holding is Holding(verdict)


def document(
    word: str, party: str, on: str = "2019-05-01", number: str = "D-1", **detail: str
) -> Indicator:
    """A recorded document on parcel P-7 as an index gives it."""
    said = {"document": number, "document_type": word, "party": party, **detail}
    dated = seen(on) if on else None
    return Indicator(PARCEL, f"named as {party} in a deed", "P-7", dated, said)


def roll(on: str = "2019-05-01") -> Indicator:
    """A parcel of an assessor's roll, with the day of the owner's deed."""
    return Indicator(PARCEL, "parcel at 9 OAK AVE", "P 7", seen(on) if on else None)


def said(
    *indicators: Indicator, by: str = "county", decision: Decision = ACCEPT, name: PersonName = ME
) -> Candidate:
    numbers = "-".join(i.detail.get("document", "roll") for i in indicators)
    record = make_record(by, f"{numbers}-{name.given}", names=(name,), indicators=indicators)
    probability = {ACCEPT: 0.999, REVIEW: 0.6, REJECT: 0.01}[decision]
    return make_candidate(record, probability, decision)


def found_by(
    maker: FindingMaker, *candidates: Candidate, subject: Subject = SUBJECT, **more: Any
) -> dict[FindingKind, Finding]:
    order = make_order(subject=subject)
    findings = maker.findings(order, candidates, Background({}, **more))
    assert len({f.kind for f in findings}) == len(findings)
    return {finding.kind: finding for finding in findings}


SOLD = document("WARRANTY DEED", "grantor", "2022-03-04", "D-2")
BOUGHT = document("WARRANTY DEED", "grantee")


@pytest.mark.parametrize(
    ("candidates", "status", "reason"),
    [
        ([said(BOUGHT)], "verified", "1 independent source"),
        ([said(roll())], "verified", "1 independent source"),
        ([said(BOUGHT), said(SOLD)], "former", "conveyed on 2022-03-04, document D-2"),
        (
            [said(roll(), by="tax_roll"), said(SOLD)],
            "former",
            "formerly held: conveyed on 2022-03-04, document D-2",
        ),
        ([said(SOLD)], "former", "conveyed on 2022-03-04"),
        ([said(roll(""), by="tax_roll"), said(SOLD)], "candidate", "ownership unclear"),
        ([said(roll("2023-06-01"), by="tax_roll"), said(SOLD)], "verified", "independent source"),
        (
            [said(BOUGHT), said(replace(SOLD, dated=None))],
            "candidate",
            "ownership unclear: a deed away, document D-2 bears no date",
        ),
        ([said(BOUGHT), said(SOLD, decision=REVIEW)], "former", "conveyed on 2022-03-04"),
        (
            [said(BOUGHT), said(SOLD, decision=REJECT)],
            "candidate",
            "ownership unclear: a deed away, document D-2 (county) of 2022-03-04 names a grantor",
        ),
        ([said(BOUGHT), said(SOLD, decision=REJECT, name=MARY)], "verified", "1 independent"),
        (
            [said(BOUGHT, decision=REVIEW), said(SOLD, decision=REVIEW)],
            "candidate",
            "; ownership unclear",
        ),
        (
            [said(BOUGHT), said(document("MORTGAGE", "grantee", "2022-03-04", "D-2"))],
            "verified",
            "1 independent",
        ),
        (
            [
                said(BOUGHT),
                said(document("QUITCLAIM DEED", "grantor", "2022-03-04", "D-3")),
                said(document("QUITCLAIM DEED", "grantee", "2022-03-04", "D-3"), by="tax_roll"),
                said(
                    document("QUITCLAIM DEED", "grantor", "2022-03-04", "D-3"),
                    decision=REJECT,
                    name=MARY,
                ),
            ],
            "verified",
            "1 independent",
        ),
        (
            [said(document("DEED", "", "2019-05-01"))],
            "candidate",
            "does not say on which side",
        ),
    ],
    ids=[
        "bought",
        "on the roll",
        "bought and sold",
        "a roll older than the deed away",
        "sold, and nothing else known",
        "a roll without a deed's date",
        "a roll with a later deed",
        "a deed away without a date",
        "a deed away that a person should look at",
        "a deed away by somebody of the name",
        "a deed away by somebody else",
        "nothing accepted",
        "a mortgage in which the subject is the lender",
        "a spouse taken in",
        "no side",
    ],
)
def test_what_a_parcel_s_finding_says(
    maker: FindingMaker, candidates: list[Candidate], status: str, reason: str
) -> None:
    findings = maker.findings(make_order(), candidates, Background({}))
    parcel = next(f for f in findings if f.kind is PARCEL and "document" not in f.key)
    assert parcel.status is FindingStatus(status)
    assert reason in parcel.reason
    if status == "former":
        assert "D-2" in {getattr(row.asset, "number", None) for row in parcel.evidence}


def test_a_person_s_word_does_not_give_back_what_was_conveyed(maker: FindingMaker) -> None:
    key = (PARCEL, found_by(maker, said(BOUGHT))[PARCEL].key)
    word = {"confirmed": {key: "confirmed by P on 2026-01-01"}}
    assert found_by(maker, said(BOUGHT), said(SOLD), **word)[PARCEL].status == "former"
    doubtful = said(SOLD, decision=REJECT)
    assert found_by(maker, said(BOUGHT), doubtful, **word)[PARCEL].status == "verified"


def test_a_source_that_is_down_gives_nothing_back(maker: FindingMaker) -> None:
    before = found_by(maker, said(BOUGHT), said(SOLD))[PARCEL]
    later = {"land": land_known([before], before.subject_id)}
    today = found_by(maker, said(roll(), by="tax_roll"), **later)[PARCEL]
    assert (today.status, today.reason) == ("former", before.reason)
    back = said(roll("2024-01-02"), by="tax_roll")
    assert found_by(maker, back, **later)[PARCEL].status == "verified"
    assert not land_known([before], "another subject").deeds


def test_a_parcel_goes_on_under_the_key_that_the_case_file_has(maker: FindingMaker) -> None:
    stored = found_by(maker, said(BOUGHT))[PARCEL]
    [row] = stored.evidence
    was = replace(row.asset, ref=ParcelRef("P-7"))
    before = replace(
        stored, key="real_property:US-TX:p7", title=None, evidence=(replace(row, asset=was),)
    )
    land = {"land": land_known([before], before.subject_id)}
    assert found_by(maker, said(BOUGHT), **land)[PARCEL].key == before.key
    assert found_by(maker, said(roll(), by="tax_roll"), **land)[PARCEL].key == stored.key
    sold = found_by(maker, said(BOUGHT), said(SOLD), **land)[PARCEL]
    assert (sold.key, sold.status) == (before.key, "former")


@each(
    ("status", "deed", "today"),
    [
        (FindingStatus.FORMER, SOLD, "former"),
        (FindingStatus.CANDIDATE, SOLD, "candidate"),
        (FindingStatus.VERIFIED, BOUGHT, "verified"),
        (FindingStatus.SUPERSEDED, SOLD, "verified"),
        (FindingStatus.REJECTED, SOLD, "verified"),
    ],
)
def test_what_earlier_deeds_say_while_their_source_is_down(
    maker: FindingMaker, status: FindingStatus, deed: Indicator, today: str
) -> None:
    before = replace(found_by(maker, said(deed))[PARCEL], status=status)
    land = {"land": land_known([before], before.subject_id)}
    assert found_by(maker, said(roll(), by="tax_roll"), **land)[PARCEL].status == today


def test_an_organisation_s_parcels_are_read_alike(maker: FindingMaker) -> None:
    firm = Subject("s", EntityKind.ORGANIZATION, organization="ACME HOMES LLC")

    def of(indicator: Indicator, decision: Decision = ACCEPT, name: str = "ACME HOMES LLC") -> Any:
        one = said(indicator, decision=decision)
        record = replace(one.record, kind=EntityKind.ORGANIZATION, names=(), organization=name)
        return replace(one, record=record)

    assert found_by(maker, of(BOUGHT), of(SOLD), subject=firm)[PARCEL].status == "former"
    doubt = of(SOLD, REJECT)
    assert found_by(maker, of(BOUGHT), doubt, subject=firm)[PARCEL].status == "candidate"
    other = of(SOLD, REJECT, "GULF TIMBER INC")
    assert found_by(maker, of(BOUGHT), other, subject=firm)[PARCEL].status == "verified"


MORTGAGE = document("MORTGAGE", "grantor", "2019-05-02", "M-1", counterparty=BANK)


def release(
    word: str = "SATISFACTION", on: str = "2021-01-02", lender: str = BANK, **detail: str
) -> Indicator:
    return document(word, "grantee", on, "S-1", counterparty=lender, **detail)


@pytest.mark.parametrize(
    ("indicators", "status", "reason"),
    [
        ([MORTGAGE], "verified", "1 independent source"),
        ([MORTGAGE, release()], "former", "satisfied: a release recorded on 2021-01-02, docu"),
        ([MORTGAGE, release(on="2018-01-02")], "verified", "1 independent source"),
        ([MORTGAGE, release(lender="OTHER BANK NA")], "candidate", "it may be satisfied"),
        ([MORTGAGE, release(lender="OTHER BANK NA", refers_to="M-1")], "former", "satisfied"),
        ([MORTGAGE, release("PARTIAL RELEASE")], "candidate", "wholly or in part"),
        ([MORTGAGE, release(on="")], "candidate", "a release without a date"),
    ],
    ids=[
        "owed",
        "satisfied",
        "satisfied before it was made",
        "satisfied by another lender",
        "satisfied by its number",
        "partly released",
        "undated",
    ],
)  # fmt: skip
def test_what_a_mortgage_s_finding_says(
    maker: FindingMaker, indicators: list[Indicator], status: str, reason: str
) -> None:
    findings = maker.findings(make_order(), [said(*indicators)], Background({}))
    mortgage = next(f for f in findings if f.kind is LIEN and f.value.startswith("mortgage"))
    assert mortgage.value == f"mortgage recorded on parcel P-7, lender {BANK}"
    assert mortgage.status is FindingStatus(status)
    assert reason in mortgage.reason
    [parcel] = [f for f in findings if f.kind is PARCEL]
    assert (parcel.status, parcel.value) == ("candidate", "parcel P-7, COLLIN County TX")
    assert "only a mortgage tells of it that the subject gave" in parcel.reason
    if status != "verified":
        assert {getattr(r.asset, "number", None) for r in mortgage.evidence} == {"M-1", "S-1"}


def test_one_release_of_two_mortgages_leaves_both_in_doubt(maker: FindingMaker) -> None:
    second = replace(MORTGAGE, detail={**MORTGAGE.detail, "document": "M-2"})
    both = said(MORTGAGE, second, release())
    assert mortgages_of(maker, both) == ["candidate", "candidate"]
    named = said(MORTGAGE, second, release(refers_to="M-2"))
    assert mortgages_of(maker, named) == ["former", "verified"]


def mortgages_of(maker: FindingMaker, *candidates: Candidate) -> list[str]:
    findings = maker.findings(make_order(), candidates, Background({}))
    return sorted(f.status for f in findings if f.kind is LIEN)


@pytest.mark.parametrize(
    ("candidates", "parcels"),
    [
        ([said(MORTGAGE)], ["candidate"]),
        ([said(MORTGAGE, decision=REVIEW)], ["candidate"]),
        ([said(MORTGAGE, decision=REJECT)], []),
        ([said(MORTGAGE, decision=REVIEW), said(BOUGHT, decision=REJECT)], ["candidate"]),
        ([said(BOUGHT), said(MORTGAGE)], ["verified"]),
        ([said(BOUGHT), said(MORTGAGE, by="another county's recorder")], ["verified"]),
        ([said(roll()), said(MORTGAGE)], ["verified"]),
        ([said(BOUGHT), said(SOLD), said(MORTGAGE)], ["former"]),
        ([said(replace(MORTGAGE, reference=""))], []),
        ([said(document("MORTGAGE", "", "2019-05-02", "M-1"))], ["candidate"]),
    ],
    ids=[
        "alone", "alone, for review", "another's", "beside a deed too unsure", "beside a deed",
        "beside a deed of another source", "beside a roll", "of a parcel that was sold",
        "of no parcel", "of no side",
    ],
)  # fmt: skip
def test_a_parcel_that_only_a_mortgage_tells_of_is_shown_and_not_held(
    maker: FindingMaker, candidates: list[Candidate], parcels: list[str]
) -> None:
    findings = maker.findings(make_order(), candidates, Background({}))
    assert [f.status for f in findings if f.kind is PARCEL] == parcels


@pytest.mark.parametrize(
    ("word", "kind", "value"),
    [
        ("EASEMENT", PARCEL, "recorded document: easement on parcel P-7"),
        ("ASSIGNMENT", PARCEL, "recorded document: assignment on parcel P-7"),
        ("LIS PENDENS", LIEN, "recorded document: lis pendens on parcel P-7"),
        ("CLAIM OF LIEN", LIEN, "recorded document: lien on parcel P-7"),
        ("SATISFACTION", LIEN, "recorded document: release or satisfaction on parcel P-7"),
        ("WRTY DD", PARCEL, "recorded document of unknown type (WRTY DD) on parcel P-7"),
        ("", PARCEL, "recorded document of unknown type on parcel P-7"),
    ],
)
@pytest.mark.parametrize("party", ["grantor", "grantee"])
def test_a_document_that_is_no_deed_is_shown_and_never_verified(
    maker: FindingMaker, word: str, kind: FindingKind, value: str, party: str
) -> None:
    [finding] = maker.findings(
        make_order(), [said(document(word, party, counterparty="ROE RITA"))], Background({})
    )
    assert (finding.kind, finding.value) == (kind, value)
    assert finding.status is FindingStatus.CANDIDATE
    assert finding.reason
    alone = found_by(maker, said(BOUGHT))[PARCEL]
    both = maker.findings(
        make_order(), [said(BOUGHT), said(document(word, party, "2023-01-02", "D-9"))],
        Background({}),
    )  # fmt: skip
    assert next(f for f in both if f.key == alone.key).status is FindingStatus.VERIFIED


def test_the_other_side_of_a_deed_is_named_nowhere(maker: FindingMaker) -> None:
    sold = document("DEED", "grantor", counterparty="ROE RITA")
    finding = found_by(maker, said(sold))[PARCEL]
    assert "ROE" not in f"{finding.value} {finding.reason}"


def test_a_mortgage_in_which_the_subject_lends_is_no_burden(maker: FindingMaker) -> None:
    lent = document("MORTGAGE", "grantee", counterparty="ROE RITA")
    finding = found_by(maker, said(lent))[PARCEL]
    assert finding.status is FindingStatus.CANDIDATE
    assert "named as the lender" in finding.reason
    assert "ROE" not in f"{finding.value} {finding.reason}"


@pytest.mark.parametrize(
    ("surname", "status"),
    [
        ("HOLLOWAY", "verified"),
        ("HOLOWAY", "verified"),
        ("HOLLOWAY-REYES", "candidate"),
        ("REYES", "candidate"),
    ],
)
def test_a_roll_under_a_surname_that_was_not_asked_leaves_ownership_unclear(
    maker: FindingMaker, surname: str, status: str
) -> None:
    """Who married may have sold by the new name, under which nobody searched for deeds."""
    owner = replace(ME, surname=surname)
    rolled = said(roll(), by="tax_roll", name=owner)
    finding = found_by(maker, said(BOUGHT), rolled)[PARCEL]
    assert finding.status == FindingStatus(status)
    assert ("another surname" in finding.reason) is (status == "candidate")
    known_by = replace(SUBJECT, names=(*SUBJECT.names, owner))
    assert found_by(maker, said(BOUGHT), rolled, subject=known_by)[PARCEL].status == "verified"
