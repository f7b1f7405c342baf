"""Stored pages of a portal read again: what each means, and that only an empty one is no hit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from connectors.portal.connector import PortalConnector
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_inquiry
from tests.unit.connectors_portal.court_site import (
    CHALLENGE,
    EXPIRED,
    CourtCase,
    CourtParty,
    CourtSite,
    visited,
)

SEARCH, CASE = "POST /court/search", "GET /court/case/A1"
BANK = CourtParty("", "", "PLAINTIFF", organization="GULF CARD SERVICES LLC", line="")
TESTER = CourtParty("TESTER", "WILMA")


def ask(surname: str, given: str = "WILMA") -> Inquiry:
    return make_inquiry("q", names=(PersonName(given, "", surname),))


@pytest.mark.parametrize(
    ("kind", "role", "expected", "chapter"),
    [
        ("JUDGMENT", "DEFENDANT", FindingKind.JUDGMENT, None),
        ("JUDGMENT", "PLAINTIFF", FindingKind.COURT_CASE, None),
        ("LIEN", "DEBTOR", FindingKind.LIEN, None),
        ("LIEN", "CREDITOR", FindingKind.COURT_CASE, None),
        ("BANKRUPTCY CH 7", "DEBTOR", FindingKind.BANKRUPTCY, "7"),
        ("BANKRUPTCY CH 13", "DEBTOR", FindingKind.BANKRUPTCY, "13"),
        ("EVICTION", "DEFENDANT", FindingKind.COURT_CASE, None),
        ("A TYPE NOBODY KNOWS", "DEFENDANT", FindingKind.COURT_CASE, None),
    ],
)
def test_what_a_case_indicates(
    court: CourtSite,
    portal: PortalConnector,
    kind: str,
    role: str,
    expected: FindingKind,
    chapter: str | None,
) -> None:
    court.cases = [CourtCase("A1", (BANK, replace(TESTER, role=role)), kind)]
    (record,) = portal.read(ask("TESTER"), visited(court, "TESTER")).records
    (found,) = record.indicators
    assert found.kind is expected
    assert found.detail.get("chapter") == chapter


def _always(page: str | int, at: str) -> Callable[[str, str], str | int | None]:
    return lambda call, _: page if call == at else None


def _replace(old: str, new: str, at: str) -> Callable[[str, str], str | int | None]:
    return lambda call, page: page.replace(old, new) if call == at else None


def _cut(at: str) -> Callable[[str, str], str | int | None]:
    return lambda call, page: page[: len(page) * 2 // 3] if call == at else None


@pytest.mark.parametrize(
    ("spoil", "outcome", "reason"),
    [
        (_always(CHALLENGE, "GET /court/search"), Outcome.BLOCKED, "BotChallenge: "),
        (_always(CHALLENGE, SEARCH), Outcome.BLOCKED, "BotChallenge: "),
        (_always(CHALLENGE, CASE), Outcome.BLOCKED, "BotChallenge: "),
        (_always("<html><body>We moved</body></html>", SEARCH), Outcome.FAILED, "SourceChanged: "),
        (_always("<html><body>We moved</body></html>", CASE), Outcome.FAILED, "SourceChanged: "),
        (_always("<html></html>", "GET /court/search"), Outcome.FAILED, "SourceChanged: "),
        (_always("", SEARCH), Outcome.FAILED, "SourceChanged: "),
        (_always(403, SEARCH), Outcome.BLOCKED, "SourceRefused: "),
        (
            _always("<html><body><div id='searchForm'></div></body></html>", SEARCH),
            Outcome.FAILED,
            "SourceChanged: ",
        ),
        (_always(500, SEARCH), Outcome.FAILED, "SourceUnavailable: "),
        (_cut(SEARCH), Outcome.FAILED, "SourceUnavailable: POST /court/search: the page was cut"),
        (_cut(CASE), Outcome.FAILED, "SourceUnavailable: "),
        (_replace(">Caption<", ">Title<", SEARCH), Outcome.FAILED, "SourceChanged: "),
        (_replace(">Suffix<", ">Suffixes<", CASE), Outcome.FAILED, "SourceChanged: "),
        (_replace(">Court<", ">Venue<", CASE), Outcome.FAILED, "SourceChanged: "),
        (_replace(">DEFENDANT<", ">GARNISHEE<", CASE), Outcome.FAILED, "SourceChanged: "),
        (_replace(">1980<", ">80s<", CASE), Outcome.FAILED, "SourceChanged: "),
        (_replace("01/02/2024", "2 Jan 2024", CASE), Outcome.FAILED, "SourceChanged: "),
        (_replace("id='total'>1<", "id='total'>7<", SEARCH), Outcome.FAILED, "SourceChanged: "),
        (_always(EXPIRED, SEARCH), Outcome.FAILED, "SourceUnavailable: the portal ended the se"),
    ],
)
def test_nothing_but_an_empty_answer_is_no_hit(
    court: CourtSite,
    portal: PortalConnector,
    spoil: Callable[[str, str], str | int | None],
    outcome: Outcome,
    reason: str,
) -> None:
    court.cases = [CourtCase("A1", (BANK, TESTER))]
    court.spoil = spoil
    asked = ask("TESTER")
    answer = portal.read(asked, visited(court, "TESTER"))
    assert (answer.outcome, answer.records) == (outcome, ())
    assert answer.reason.startswith(reason)
    assert "tester" not in answer.reason.lower()


@pytest.mark.parametrize("missing", [0, 1, 2, -1])
def test_an_answer_with_a_page_missing_is_never_complete(
    court: CourtSite, portal: PortalConnector, missing: int
) -> None:
    court.cases = [CourtCase(f"A{n}", (TESTER,)) for n in range(3)]
    pages = visited(court, "TESTER")
    assert len(portal.read(ask("TESTER"), pages).records) == 3
    del pages[missing]
    assert portal.read(ask("TESTER"), pages).outcome is Outcome.FAILED


def test_an_empty_answer_is_a_no_hit_that_keeps_its_proof(
    court: CourtSite, portal: PortalConnector
) -> None:
    answer = portal.read(ask("NOBODY"), visited(court, "NOBODY"))
    assert answer.outcome is Outcome.NO_HIT
    assert b"No cases were found" in answer.snapshots[-1].body


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        ("TESTER", "WILMA", True),
        ("Tester", "W", True),
        ("TESTRE", "WILMA", True),
        ("TESTER", "BERTHA", False),
        ("TESTERMAN", "WALTER", False),
        ("O'TESTER", "WILMA", True),
        ("LESTERMAN", "WILMA", False),
    ],
)
def test_only_parties_that_can_be_the_subject_become_records(
    court: CourtSite, portal: PortalConnector, last: str, first: str, expected: bool
) -> None:
    court.cases = [CourtCase("A1", (CourtParty(last, first), TESTER, BANK))]
    records = portal.read(ask("TESTER"), visited(court, "TESTER")).records
    assert (last, first) in {(n.surname, n.given) for r in records for n in r.names} or not expected
    assert len(records) == (2 if expected else 1)
    assert len({record.ref for record in records}) == len(records)


@pytest.mark.parametrize(
    ("line", "birth_year", "addresses", "dob"),
    [("", "", [], None), ("PO Box 7", "1975", ["PO Box 7"], "1975")],
)
def test_what_a_clerk_left_out_stays_unknown(
    court: CourtSite,
    portal: PortalConnector,
    line: str,
    birth_year: str,
    addresses: list[str],
    dob: str | None,
) -> None:
    party = replace(TESTER, line=line, birth_year=birth_year)
    court.cases = [CourtCase("A1", (party,))]
    (record,) = portal.read(ask("TESTER"), visited(court, "TESTER")).records
    assert [a.value.line for a in record.addresses] == addresses
    assert (str(record.dob) if record.dob else None) == dob
