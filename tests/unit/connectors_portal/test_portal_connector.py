"""The portal connector against a tiny court on loopback: what a user sees of each answer."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.kit import check_connector
from connectors.kit.loopback import closed_url, dripping
from connectors.portal import crawling
from connectors.portal.connector import PortalConnector
from connectors.portal.starter import Crawl, CrawlStarter
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Answer
from skiptrace.model.subject import EntityKind, PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
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


def test_pages_bounds_former_names_and_organisations(
    court: CourtSite, portal: PortalConnector
) -> None:
    """One crawl of four different inquiries."""
    court.cases = [CourtCase(f"P{n}", (CourtParty("PAGED", "WILMA"),)) for n in range(23)]
    court.cases += [CourtCase(f"M{n}", (CourtParty("MANY", "WILMA"),)) for n in range(45)]
    names = ("LOPEZ", "DIAZ", "FORMER")
    court.cases += [CourtCase(name, (CourtParty(name, "WILMA"),)) for name in names]
    court.cases.append(CourtCase("O1", (BANK, TESTER), "JUDGMENT"))
    double = (PersonName("Wilma", "", "Lopez Diaz"), PersonName("Wilma", "", "Former"))
    bank = {"entity": EntityKind.ORGANIZATION, "organization": "Gulf Card Services, L.L.C."}
    chunk = [ask("PAGED", inquiry_id="paged"), ask("MANY", inquiry_id="many")]
    chunk += [make_inquiry("double", names=double), make_inquiry("bank", **bank)]
    answers = {answer.inquiry_id: answer for answer in portal.search(chunk)}
    assert {r.ref for r in answers["paged"].records} == {f"P{n}" for n in range(23)}
    assert "GET /court/results page 3 -> 200" in [s.request for s in answers["paged"].snapshots]
    assert len(answers["many"].records) == 40
    assert answers["many"].reason == "45 cases listed, the first 40 read"
    assert {r.ref for r in answers["double"].records} == set(names)
    (record,) = answers["bank"].records
    assert (record.organization, record.names) == (BANK.organization, ())
    assert record.indicators[0].kind is FindingKind.COURT_CASE


def test_every_kind_of_trouble_in_one_crawl(court: CourtSite, portal: PortalConnector) -> None:
    """The page of the results of A1 is a challenge, the case A2 moved away, and so on."""
    names = ["CHALLENGE", "MOVED", "RENAMED", "REFUSED", "DOWN", "ENDED", "FINE"]
    court.cases = [CourtCase(name, (CourtParty(name, "WILMA"),)) for name in names]
    spoilt: dict[str, tuple[str, str | int]] = {
        "CHALLENGE": (SEARCH, CHALLENGE),
        "MOVED": ("GET /court/case/MOVED", "<html><body>We moved</body></html>"),
        "RENAMED": (SEARCH, "<html><body><table id='results'></table></body></html>"),
        "REFUSED": ("GET /court/case/REFUSED", 403),
        "DOWN": ("GET /court/case/DOWN", 500),
        "ENDED": (SEARCH, EXPIRED),
    }
    court.spoil = lambda call, page: next(
        (bad for name, (at, bad) in spoilt.items() if call == at and name in page), None
    )
    chunk = [ask(name, inquiry_id=name) for name in [*names, "NOBODY"]]
    answers = {answer.inquiry_id: answer for answer in portal.search(chunk)}
    assert {name: (a.outcome, a.reason.partition(":")[0]) for name, a in answers.items()} == {
        "CHALLENGE": (Outcome.BLOCKED, "BotChallenge"),
        "MOVED": (Outcome.FAILED, "SourceChanged"),
        "RENAMED": (Outcome.FAILED, "SourceChanged"),
        "REFUSED": (Outcome.BLOCKED, "SourceRefused"),
        "DOWN": (Outcome.FAILED, "SourceUnavailable"),
        "ENDED": (Outcome.FAILED, "SourceUnavailable"),
        "FINE": (Outcome.HIT, ""),
        "NOBODY": (Outcome.NO_HIT, ""),
    }


def test_an_ended_session_is_begun_once_more(court: CourtSite, portal: PortalConnector) -> None:
    court.cases = [CourtCase("A1", (TESTER,))]
    court.spoil = lambda call, _: EXPIRED if court.calls[call] == 1 and call == SEARCH else None
    answer = only(portal, ask("TESTER"))
    assert [record.ref for record in answer.records] == ["A1"]
    assert court.calls[SEARCH] == 2
    assert portal.read(ask("TESTER"), answer.snapshots).records == answer.records


def test_a_busy_portal_is_asked_again(court: CourtSite, portal: PortalConnector) -> None:
    busy = {f"GET /court/case/A{status}": status for status in (408, 429, 500, 503)}
    court.cases = [CourtCase(f"A{status}", (TESTER,)) for status in busy.values()]
    court.spoil = lambda call, _: busy.get(call) if court.calls[call] == 1 else None
    assert len(only(portal, ask("TESTER")).records) == len(busy)


def test_robots_txt_is_obeyed(court: CourtSite, portal: PortalConnector) -> None:
    court.robots = "User-agent: *\nDisallow: /court/"
    answer = only(portal, ask("TESTER"))
    assert (answer.outcome, answer.snapshots) == (Outcome.BLOCKED, ())
    assert "robots.txt" in answer.reason
    assert court.calls[SEARCH] == 0


def test_a_crawl_is_killed_at_its_deadline_and_keeps_what_it_had(
    court: CourtSite, court_card: LoadedCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline passes while the answer to SLOW is awaited: after QUICK was answered."""
    deadlines: list[tuple[float, Callable[[], None]]] = []
    over = threading.Event()

    class ByHand(threading.Timer):
        def __init__(self, seconds: float, passes: Callable[[], None]) -> None:
            super().__init__(3600, passes)
            deadlines.append((seconds, passes))

    def held(call: str, page: str) -> None:
        if "SLOW" in page:
            over.wait(60)

    monkeypatch.setattr(crawling, "Timer", ByHand)
    court.spoil = held
    names = ("QUICK", "SLOW", "AFTER")
    court.cases = [CourtCase(name, (CourtParty(name, "WILMA"),)) for name in names]
    section = {**court_card.section, "deadline_seconds": 2.5, "deadline_per_inquiry": 0.0}
    card = replace(court_card, section=section, card=replace(court_card.card, concurrency=1))
    portal = PortalConnector(card, SourceSettings(court.url, tmp_path, clock))
    answers = {}
    for answer in portal.search([ask(name, inquiry_id=name) for name in names]):
        answers[answer.inquiry_id] = answer
        if answer.inquiry_id == "QUICK":
            [(seconds, passes)] = deadlines
            passes()
    over.set()
    assert seconds == 2.5
    assert answers["QUICK"].outcome is Outcome.HIT
    for name in ("SLOW", "AFTER"):
        assert answers[name].outcome is Outcome.FAILED
        assert "deadline of 2.5 s" in answers[name].reason


def test_a_portal_that_is_down_fails_every_inquiry(court_card: LoadedCard, tmp_path: Path) -> None:
    portal = PortalConnector(court_card, SourceSettings(closed_url(), tmp_path, clock))
    answers = list(portal.search([ask("ALPHA", inquiry_id="1"), ask("BRAVO", inquiry_id="2")]))
    assert [a.outcome for a in answers] == [Outcome.FAILED] * 2
    assert all(a.reason.startswith("SourceUnavailable: GET /court/search: no ans") for a in answers)


ENDS = """
import socket, sys
from connectors.portal import crawl, starter
crawl.main = lambda: sys.exit(7)
starter.serve(socket.socket(fileno=int(sys.argv[1])))
"""
"""What starts crawls that end at once."""


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (ENDS, "the crawl ended early (exit code 1)"),
        ("raise SystemExit(7)", "no crawl can be started"),
    ],
)
def test_a_crawl_that_dies_fails_every_inquiry(
    program: str, reason: str, portal: PortalConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = CrawlStarter((sys.executable, "-c", program))
    monkeypatch.setattr(crawling, "STARTER", starter)
    answer = only(portal, ask("TESTER"))
    starter.end()
    assert answer.outcome is Outcome.FAILED
    assert answer.reason == f"SourceUnavailable: {reason}"


def test_crawls_go_on_once_the_process_behind_them_is_killed(
    court: CourtSite, portal: PortalConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = CrawlStarter()
    monkeypatch.setattr(crawling, "STARTER", starter)
    court.cases = [CourtCase("A1", (BANK, TESTER), "LIEN")]
    assert only(portal, ask("TESTER")).outcome is Outcome.HIT
    server = starter._server
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    assert only(portal, ask("TESTER")).outcome is Outcome.HIT
    assert starter._server is not server
    starter.end()


def listening(pid: int) -> set[str]:
    """The sockets of a process that wait for connections, by inode."""
    tables = (Path(f"/proc/{pid}/net/{name}").read_text().splitlines() for name in ("tcp", "tcp6"))
    rows = [line.split() for table in tables for line in table[1:]]
    waiting = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    return waiting & {str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir()}


def test_the_child_ends_with_the_reader_sees_no_name_in_its_arguments_and_serves_nobody(
    court: CourtSite, portal: PortalConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Crawl] = []
    begin = crawling.STARTER.begin

    def spy() -> Crawl:
        started.append(begin())
        return started[-1]

    monkeypatch.setattr(crawling.STARTER, "begin", spy)
    court.delay = 0.05
    answers = portal.search([ask(f"NAME{n}", inquiry_id=str(n)) for n in range(40)])
    next(answers)
    (child,) = started
    if Path("/proc/self/net/tcp").exists():
        assert b"NAME1" not in Path(f"/proc/{child.pid}/cmdline").read_bytes()
        assert b"NAME1" not in Path(f"/proc/{child.pid}/environ").read_bytes()
        assert listening(child.pid) == set()
    answers.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


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


def test_a_page_that_drips_is_given_up_at_the_card_s_time(
    court_card: LoadedCard, tmp_path: Path
) -> None:
    """Scrapy counts its timeout from the request to the last byte."""
    card = replace(court_card, card=replace(court_card.card, timeout_seconds=0.2))

    def given_up(dripped: tuple[bytes, bytes]) -> tuple[Answer, bool]:
        with dripping(*dripped) as source:
            settings = SourceSettings(source.url, tmp_path, clock)
            answer = only(PortalConnector(card, settings), ask("Tester"))
            return answer, source.shut.wait(60)

    dripped = (
        (b"HTTP/1.1", b" "),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", b" "),
    )
    with ThreadPoolExecutor() as together:
        for answer, was_shut in together.map(given_up, dripped):
            assert was_shut
            assert (answer.outcome, answer.records) == (Outcome.FAILED, ())
            assert answer.reason.startswith("SourceUnavailable: GET /")
            assert "deadline" not in answer.reason
