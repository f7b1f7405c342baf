"""Spellings of one delivery point are one finding, under a key that the case file keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from candidates import at, sighting
from orders import SUBJECT, make_order

from matching.compare.address.relate import AddressVerdict, compare_addresses
from matching.parse.address.parts import address_parts
from matching.parse.address.read import normalize_address
from skiptrace.model.account import NextAction
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate
from skiptrace.model.subject import ContactStatus, KnownContact, PostalAddress
from skiptrace.tracing.dropped import dropped_by
from skiptrace.tracing.findings import Background, FindingMaker
from skiptrace.tracing.judged import background_of
from skiptrace.tracing.spellings import StoredAddress, stored_addresses
from skiptrace.tracing.state import OrderTrace
from tests.unit.matching.compare.address_grid import grid, lists

HOME = PostalAddress("14 Alder St", "Barre", "VT", "05641")
SLIP = replace(HOME, line="14 Aldre St")
NO_ZIP = replace(HOME, zip5="")
OTHER_ZIP = replace(HOME, zip5="05640")
OTHER_TOWN = replace(HOME, city="Rutland")
UNIT = replace(HOME, line="14 Alder St Apt 4")
SOURCES = ("broker", "county", "court", "registry")


def key(address: PostalAddress) -> str:
    return normalize_address(address).key


def told(*addresses: PostalAddress) -> list[Candidate]:
    """Each address as a registered agent's, by a source of its own: 0.70 alone, 0.91 by two."""
    pairs = zip(SOURCES, addresses, strict=False)
    return [sighting(source, addresses=(at(one, role="agent"),)) for source, one in pairs]


def stored(address: PostalAddress, name: str = "", is_standing: bool = True) -> StoredAddress:
    return StoredAddress(name or key(address), normalize_address(address), is_standing)


def word(address: PostalAddress, verdict: Verdict, day: int = 1) -> Judgement:
    on = datetime(2026, 11, day, 12, tzinfo=UTC)
    return Judgement("acc_1", FindingKind.ADDRESS, key(address), verdict, "p.ortega", on, "rang")


def shown(findings: Sequence[Finding]) -> dict[str, tuple[str, int]]:
    return {f.key: (f.status.value, len(f.evidence)) for f in findings}


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ((HOME, SLIP), {key(HOME): ("verified", 2)}),
        ((HOME, replace(HOME, line="14 Alder Street", zip4="2367")), {key(HOME): ("verified", 2)}),
        ((HOME, NO_ZIP), {key(HOME): ("verified", 2)}),
        ((HOME, UNIT), {key(HOME): ("candidate", 1), key(UNIT): ("candidate", 1)}),
        (
            (HOME, NO_ZIP, OTHER_ZIP),
            {key(one): ("candidate", 1) for one in (HOME, NO_ZIP, OTHER_ZIP)},
        ),
        (
            (HOME, OTHER_TOWN),
            {key(HOME): ("candidate", 1), f"{key(HOME)}|RUTLAND VT": ("candidate", 1)},
        ),
    ],
    ids=["a slip", "written out", "no ZIP code", "a unit", "between two", "one key, two towns"],
)
def test_only_the_same_delivery_point_is_one_finding(
    maker: FindingMaker, addresses: tuple[PostalAddress, ...], expected: dict[str, tuple[str, int]]
) -> None:
    for some in permutations(told(*addresses)):
        assert shown(maker.findings(make_order(), some, Background({}))) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], key(HOME)),
        ([stored(SLIP)], key(SLIP)),
        ([stored(SLIP), stored(HOME)], key(HOME)),
        ([stored(SLIP, is_standing=False)], key(HOME)),
        ([stored(NO_ZIP)], key(NO_ZIP)),
        ([stored(UNIT)], key(HOME)),
        ([stored(HOME, "a key of an older reading")], "a key of an older reading"),
    ],
    ids=["none", "one", "two", "superseded", "another spelling", "another place", "older"],
)
def test_a_finding_goes_on_under_the_key_that_the_case_file_has(
    maker: FindingMaker, known: list[StoredAddress], expected: str
) -> None:
    findings = maker.findings(make_order(), told(HOME, SLIP), Background({}, stored=known))
    assert shown(findings) == {expected: ("verified", 2)}


def test_a_stored_finding_whose_spelling_went_over_into_another_is_superseded(
    maker: FindingMaker,
) -> None:
    order = make_order()
    before = [f for one in told(HOME, SLIP) for f in maker.findings(order, [one], Background({}))]
    known = stored_addresses(before, order.subject.id)
    trace = OrderTrace(order, candidates=tuple(told(HOME, SLIP)), addresses=known)
    trace.findings = maker.findings(order, trace.candidates, Background({}, stored=known))
    [gone] = dropped_by(trace, before)
    assert (gone.key, gone.status) == (key(SLIP), FindingStatus.SUPERSEDED)
    assert shown(trace.findings) == {key(HOME): ("verified", 2)}


@pytest.mark.parametrize(
    ("words", "known", "status"),
    [
        ([word(SLIP, Verdict.BAD)], [stored(SLIP)], "rejected"),
        ([word(SLIP, Verdict.WRONG_PARTY)], [stored(SLIP, is_standing=False)], "rejected"),
        ([word(SLIP, Verdict.RIGHT_PARTY)], [stored(SLIP)], "verified"),
        ([word(HOME, Verdict.BAD)], [], "rejected"),
        ([word(UNIT, Verdict.BAD)], [stored(UNIT)], "candidate"),
        ([word(UNIT, Verdict.RIGHT_PARTY)], [stored(UNIT)], "verified"),
        (
            [word(SLIP, Verdict.BAD, 1), word(HOME, Verdict.RIGHT_PARTY, 2)],
            [stored(SLIP), stored(HOME)],
            "verified",
        ),
        (
            [word(SLIP, Verdict.RIGHT_PARTY, 1), word(HOME, Verdict.BAD, 2)],
            [stored(SLIP), stored(HOME)],
            "rejected",
        ),
    ],
)
def test_a_persons_word_counts_in_any_spelling_and_the_latest_counts(
    maker: FindingMaker, words: list[Judgement], known: list[StoredAddress], status: str
) -> None:
    order = make_order()
    candidates = [sighting(source, addresses=(at(HOME),)) for source in SOURCES]
    [finding] = maker.findings(order, candidates, background_of(order, words, known))
    assert finding.status == status


WITHOUT = [
    (
        [word(HOME, Verdict.BAD), word(OTHER_ZIP, Verdict.WRONG_PARTY),
         word(NO_ZIP, Verdict.RIGHT_PARTY, 2)],
        {HOME: "rejected", OTHER_ZIP: "rejected", NO_ZIP: "verified"},
    ),
    (
        [word(HOME, Verdict.RIGHT_PARTY), word(NO_ZIP, Verdict.BAD, 2)],
        {HOME: "verified", OTHER_ZIP: "candidate", NO_ZIP: "rejected"},
    ),
    (
        [word(NO_ZIP, Verdict.WRONG_PARTY)],
        {HOME: "candidate", OTHER_ZIP: "candidate", NO_ZIP: "rejected"},
    ),
]  # fmt: skip
"""A town may have several ZIP codes: a word on an address without one is on none that has one."""


@pytest.mark.parametrize(("words", "expected"), WITHOUT)
def test_a_word_on_an_address_without_its_zip_code_is_on_no_other(
    maker: FindingMaker, words: list[Judgement], expected: dict[PostalAddress, str]
) -> None:
    known = [stored(one) for one in (HOME, OTHER_ZIP, NO_ZIP)]
    found = {}
    for address in expected:
        candidates = [sighting(source, addresses=(at(address),)) for source in SOURCES]
        [finding] = maker.findings(
            make_order(), candidates, background_of(make_order(), words, known)
        )
        found[address] = finding.status
    assert found == expected


def test_of_two_words_at_one_moment_the_one_against_counts(maker: FindingMaker) -> None:
    known = [stored(SLIP), stored(HOME)]
    candidates = [sighting(source, addresses=(at(HOME),)) for source in SOURCES]
    for words in permutations([word(SLIP, Verdict.BAD), word(HOME, Verdict.RIGHT_PARTY)]):
        [finding] = maker.findings(
            make_order(), candidates, background_of(make_order(), words, known)
        )
        assert finding.status == "rejected"


def test_what_a_person_confirmed_in_another_spelling_is_verified_whatever_the_score(
    maker: FindingMaker,
) -> None:
    order = make_order()
    known = [stored(SLIP, is_standing=False)]
    background = background_of(order, [word(SLIP, Verdict.RIGHT_PARTY)], known)
    [finding] = maker.findings(order, told(HOME), background)
    assert finding.status == FindingStatus.VERIFIED


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (NextAction.FULL_TRACE, {key(HOME): ("rejected", 2)}),
        (NextAction.REPAIR_ADDRESS, {key(HOME): ("candidate", 1), key(SLIP): ("rejected", 1)}),
    ],
)
def test_a_better_spelling_of_an_insufficient_address_is_not_joined_with_it(
    maker: FindingMaker, action: NextAction, expected: dict[str, tuple[str, int]]
) -> None:
    subject = replace(SUBJECT, addresses=(KnownContact(SLIP, ContactStatus.BAD),))
    order = make_order(subject=subject, action=action)
    assert shown(maker.findings(order, told(HOME, SLIP), background_of(order, (), ()))) == expected


def test_findings_are_one_exactly_where_the_comparison_says_so(maker: FindingMaker) -> None:
    unlike: list[tuple[str, str]] = []
    for a, b in [*grid(), *lists()]:
        pair = [PostalAddress(one.line, one.city, one.state, one.zip5) for one in (a, b)]
        one, other = map(normalize_address, pair)
        if not (one.key and other.key):
            continue
        is_one = compare_addresses(one, other).relation is AddressVerdict.SAME_DELIVERY_POINT
        is_one = is_one or address_parts(one) == address_parts(other)
        findings = maker.findings(make_order(), told(*pair), Background({}))
        if len(findings) != 2 - is_one or sum(len(f.evidence) for f in findings) != 2:
            unlike.append((a.whole, b.whole))
    assert unlike == []
