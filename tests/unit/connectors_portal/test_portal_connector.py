"""The portal connector against a tiny court on loopback: what a user sees of each kind of answer."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.kit import check_connector
from connectors.portal import crawling
from connectors.portal.connector import PortalConnector
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Answer
from skiptrace.model.subject import EntityKind, PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
from tests.loopback import closed_url
from tests.unit.connectors_portal.court_site import (
    CHALLENGE,
    EXPIRED,
    CourtCase,
    CourtParty,
    CourtSite,
)

SEARCH, RESULTS, CASE = "POST /court/search", "GET /court/results", "GET /court/case/A1"
BANK = CourtParty("", "", "PLAINTIFF", organization="GULF CARD SERVICES LLC", line="")
TESTER = CourtParty("TESTER", "WILMA")


def ask(surname: str, given: str = "WILMA", inquiry_id: str = "q") -> Inquiry:
    return make_inquiry(inquiry_id, names=(PersonName(given, "", surname),))


def only(portal: PortalConnector, inquiry: Inquiry) -> Answer:
    (answer,) = portal.search([inquiry])
    return answer


def test_a_case_becomes_a_record_of_the_party_that_was_asked_for(
    court: CourtSite, portal: PortalConnector
) -> None:
    court.cases = [CourtCase("A1", (BANK, TESTER), "JUDGMENT")]
    answer = only(portal, ask("Tester"))
    assert (answer.outcome, answer.reason) == (Outcome.HIT, "")
    (record,) = answer.records
    assert (record.ref, record.kind, record.dob) == ("A1", EntityKind.PERSON, PartialDate(1980))
    assert record.names == (PersonName("WILMA", "", "TESTER"),)
    (address,) = record.addresses
    assert address.value.one_line == "12 Main St, Port Alvera, FL 34801"
    assert (address.role, address.last_seen) == ("defendant", PartialDate(2024, 1, 2))
    (found,) = record.indicators
    assert (found.kind, found.reference) == (FindingKind.JUDGMENT, "A1")
    assert found.detail["role"] == "DEFENDANT"
    assert found.detail["amount"] == "$1,250.00"
    assert found.dated == PartialDate(2024, 1, 2)


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
    (record,) = only(portal, ask("TESTER")).records
    (found,) = record.indicators
    assert found.kind is expected
    assert found.detail.get("chapter") == chapter


def test_a_chunk_is_one_crawl_with_a_session_for_each_search(
    court: CourtSite, portal: PortalConnector
) -> None:
    names = ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO"]
    court.cases = [CourtCase(f"A{n}", (CourtParty(name, "WILMA"),)) for n, name in enumerate(names)]
    chunk = [ask(name, inquiry_id=name) for name in [*names, "NOBODY"]]
    answers = {answer.inquiry_id: answer for answer in portal.search(chunk)}
    assert {n: [r.ref for r in a.records] for n, a in answers.items()} == {
        **{name: [f"A{n}"] for n, name in enumerate(names)},
        "NOBODY": [],
    }
    assert answers["NOBODY"].outcome is Outcome.NO_HIT
    assert len(court.cookies) == len(chunk)


def test_pages_are_followed_to_the_end(court: CourtSite, portal: PortalConnector) -> None:
    court.cases = [CourtCase(f"A{n}", (TESTER,)) for n in range(23)]
    answer = only(portal, ask("TESTER"))
    assert {record.ref for record in answer.records} == {f"A{n}" for n in range(23)}
    assert court.calls[RESULTS] == 2
    assert "GET /court/results page 3 -> 200" in [s.request for s in answer.snapshots]


def test_what_lies_over_the_cards_bounds_is_said(court: CourtSite, portal: PortalConnector) -> None:
    court.cases = [CourtCase(f"A{n}", (TESTER,)) for n in range(45)]
    answer = only(portal, ask("TESTER"))
    assert len(answer.records) == 40
    assert answer.reason == "45 cases listed, the first 40 read"


def test_former_names_and_parts_of_a_double_surname_are_asked_too(
    court: CourtSite, portal: PortalConnector
) -> None:
    court.cases = [CourtCase(n, (CourtParty(n, "WILMA"),)) for n in ("LOPEZ", "DIAZ", "FORMER")]
    names = (PersonName("Wilma", "", "Lopez Diaz"), PersonName("Wilma", "", "Former"))
    answer = only(portal, make_inquiry("q", names=names))
    assert {record.ref for record in answer.records} == {"LOPEZ", "DIAZ", "FORMER"}


def test_an_organisation_is_asked_by_its_name(court: CourtSite, portal: PortalConnector) -> None:
    court.cases = [CourtCase("A1", (BANK, TESTER), "JUDGMENT")]
    name = "GULF CARD SERVICES LLC"
    asked = make_inquiry("q", entity=EntityKind.ORGANIZATION, organization=name)
    (record,) = only(portal, asked).records
    assert (record.kind, record.organization, record.names) == (EntityKind.ORGANIZATION, name, ())
    assert record.indicators[0].kind is FindingKind.COURT_CASE


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
    answer = only(portal, asked)
    assert (answer.outcome, answer.records) == (outcome, ())
    assert answer.reason.startswith(reason)
    assert "tester" not in answer.reason.lower()
    again = portal.read(asked, answer.snapshots)
    assert (again.outcome, again.reason) == (answer.outcome, answer.reason)


def test_an_ended_session_is_begun_once_more(court: CourtSite, portal: PortalConnector) -> None:
    court.cases = [CourtCase("A1", (TESTER,))]
    court.spoil = lambda call, _: EXPIRED if court.calls[call] == 1 and call == SEARCH else None
    answer = only(portal, ask("TESTER"))
    assert [record.ref for record in answer.records] == ["A1"]
    assert court.calls[SEARCH] == 2
    assert portal.read(ask("TESTER"), answer.snapshots).records == answer.records


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_portal_is_asked_again(
    court: CourtSite, portal: PortalConnector, status: int
) -> None:
    court.cases = [CourtCase("A1", (TESTER,))]
    court.spoil = lambda call, _: status if court.calls[call] == 1 and call == CASE else None
    assert only(portal, ask("TESTER")).outcome is Outcome.HIT


def test_robots_txt_is_obeyed(court: CourtSite, portal: PortalConnector) -> None:
    court.robots = "User-agent: *\nDisallow: /court/"
    answer = only(portal, ask("TESTER"))
    assert (answer.outcome, answer.snapshots) == (Outcome.BLOCKED, ())
    assert "robots.txt" in answer.reason
    assert court.calls[SEARCH] == 0


def test_a_crawl_is_killed_at_its_deadline_and_keeps_what_it_had(
    court: CourtSite, court_card: LoadedCard, tmp_path: Path
) -> None:
    court.cases = [CourtCase("A1", (CourtParty("QUICK", "WILMA"),))]
    court.spoil = lambda call, page: time.sleep(60) if "SLOW" in page else None  # type: ignore[func-returns-value]
    court.cases.append(CourtCase("A2", (CourtParty("SLOW", "WILMA"),)))
    section = {**court_card.section, "deadline_seconds": 2.5, "deadline_per_inquiry": 0.0}
    card = replace(court_card, section=section, card=replace(court_card.card, concurrency=1))
    portal = PortalConnector(card, SourceSettings(court.url, tmp_path, clock))
    began = time.monotonic()
    chunk = [ask(name, inquiry_id=name) for name in ("QUICK", "SLOW", "AFTER")]
    answers = {answer.inquiry_id: answer for answer in portal.search(chunk)}
    assert time.monotonic() - began < 8
    assert answers["QUICK"].outcome is Outcome.HIT
    for name in ("SLOW", "AFTER"):
        assert answers[name].outcome is Outcome.FAILED
        assert "deadline of 2.5 s" in answers[name].reason


def test_a_portal_that_is_down_fails_every_inquiry(court_card: LoadedCard, tmp_path: Path) -> None:
    portal = PortalConnector(court_card, SourceSettings(closed_url(), tmp_path, clock))
    answers = list(portal.search([ask("ALPHA", inquiry_id="1"), ask("BRAVO", inquiry_id="2")]))
    assert [a.outcome for a in answers] == [Outcome.FAILED] * 2
    assert all(a.reason.startswith("SourceUnavailable: GET /court/search: no ans") for a in answers)


def test_a_crawl_that_dies_fails_every_inquiry(
    court: CourtSite, portal: PortalConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling, "_COMMAND", (*crawling._COMMAND[:1], "-c", "raise SystemExit(7)"))
    answer = only(portal, ask("TESTER"))
    assert answer.outcome is Outcome.FAILED
    assert answer.reason == "SourceUnavailable: the crawl ended early (exit code 7)"


def test_the_child_ends_with_the_reader_and_sees_no_name_in_its_arguments(
    court: CourtSite, portal: PortalConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def spy(*args: object, **parts: object) -> subprocess.Popen[bytes]:
        started.append(real(*args, **parts))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(crawling.subprocess, "Popen", spy)
    court.delay = 0.05
    answers = portal.search([ask(f"NAME{n}", inquiry_id=str(n)) for n in range(40)])
    next(answers)
    (child,) = started
    assert not any("NAME" in part for part in child.args)  # type: ignore[union-attr]
    answers.close()  # type: ignore[attr-defined]
    assert child.poll() is not None


def test_a_name_too_short_for_the_form_is_not_asked(
    court: CourtSite, portal: PortalConnector
) -> None:
    answer = only(portal, ask("X"))
    assert answer.outcome is Outcome.SKIPPED
    assert not court.calls


def test_the_contract_of_a_connector(court: CourtSite, portal: PortalConnector) -> None:
    two = CourtCase("A2", (TESTER, CourtParty("TESTER", "WALTER")))
    court.cases = [CourtCase("A1", (BANK, TESTER), "LIEN"), two]
    assert check_connector(portal, [ask("TESTER", inquiry_id="1"), ask("NOBODY")]) == []


def test_an_installation_without_an_address_is_refused(
    court_card: LoadedCard, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="base_url"):
        PortalConnector(court_card, SourceSettings("", tmp_path, clock))
