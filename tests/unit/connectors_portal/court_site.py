"""A tiny county court on loopback: form with a token, session cookie, paging, detail pages."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from urllib.parse import parse_qsl

from connectors.engine.transport.reply import Reply
from skiptrace.model.record import Snapshot
from tests.inquiries import NOW

PAGE_ROWS = 10
CHALLENGE = "<html><body><div id='captcha'>Please verify you are human</div></body></html>"
EXPIRED = "<html><body><p class='session-expired'>Your session has ended.</p></body></html>"


@dataclass(frozen=True)
class CourtParty:
    """One row of a case's parties."""

    last: str
    first: str
    role: str = "DEFENDANT"
    organization: str = ""
    line: str = "12 Main St"
    birth_year: str = "1980"


@dataclass(frozen=True)
class CourtCase:
    """One case of the tiny court."""

    number: str
    parties: tuple[CourtParty, ...]
    kind: str = "CIVIL"


@dataclass
class CourtSite:
    """The court's cases, and what it does wrong: `spoil` may replace any page by its call."""

    cases: list[CourtCase] = field(default_factory=list)
    spoil: Callable[[str, str], str | int | None] = lambda call, page: None
    robots: str = ""
    delay: float = 0.0
    port: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    cookies: set[str] = field(default_factory=set)
    sessions: dict[str, list[CourtCase]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, call: str, query: str, form: str, cookie: str) -> tuple[int, str, str]:
        """Status, page and the cookie to set."""
        sleep(self.delay)
        with self.lock:
            self.calls[call] += 1
            if call == "GET /robots.txt":
                return (200 if self.robots else 404), self.robots, ""
            status, page, new = self._page(call, query, form, cookie)
            spoiled = self.spoil(call, page)
        if isinstance(spoiled, int):
            return spoiled, "<html><body>busy</body></html>", ""
        return status, page if spoiled is None else spoiled, new

    def _page(self, call: str, query: str, form: str, cookie: str) -> tuple[int, str, str]:
        if call == "GET /court/search":
            new = f"s{len(self.sessions)}"
            self.sessions[new] = []
            return 200, _form(new), new
        if cookie not in self.sessions:
            return 200, EXPIRED, ""
        self.cookies.add(cookie)
        if call == "POST /court/search":
            asked = dict(parse_qsl(form, keep_blank_values=True))
            if asked.get("token") != f"token-{cookie}" or asked.get("kind") != "all":
                return 400, "<html><body>bad token</body></html>", ""
            self.sessions[cookie] = [c for c in self.cases if _has(c, asked)]
            return 200, _results(self.sessions[cookie], 1), ""
        if call == "GET /court/results":
            return 200, _results(self.sessions[cookie], int(dict(parse_qsl(query))["page"])), ""
        case = next(c for c in self.cases if call == f"GET /court/case/{c.number}")
        return 200, _case(case), ""


def _begins(last: str, asked: str) -> bool:
    return last.startswith(asked[:-1]) if asked.endswith("*") else last == asked


def _has(case: CourtCase, asked: dict[str, str]) -> bool:
    return any(
        _begins(p.last.upper(), asked["lastName"].upper())
        and p.first.upper().startswith(asked["firstName"].upper())
        and p.organization.upper().startswith(asked["organization"].upper())
        and bool(p.organization) == bool(asked["organization"])
        for p in case.parties
    )


def _form(session: str) -> str:
    return (
        "<html><body><form id='searchForm' method='post' action='/court/search'>"
        f"<input type='hidden' name='token' value='token-{session}'>"
        "<input name='lastName'><input name='firstName'><input name='organization'>"
        "<select name='kind'><option value='all' selected>All</option></select>"
        "<button type='submit' name='go' value='1'>Search</button></form></body></html>"
    )


def _results(cases: list[CourtCase], number: int) -> str:
    if not cases:
        return "<html><body><p class='no-results'>No cases were found.</p></body></html>"
    shown = cases[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    rows = "".join(
        f"<tr><td><a class='case' href='/court/case/{c.number}'>{c.number}</a></td>"
        f"<td>County</td><td>{c.kind}</td><td>2024-01-02</td><td>x</td></tr>"
        for c in shown
    )
    more = (
        f"<a rel='next' href='/court/results?page={number + 1}'>next</a>"
        if number * PAGE_ROWS < len(cases)
        else ""
    )
    heads = "".join(
        f"<th>{h}</th>" for h in ("Case Number", "Caption", "Case Type", "Filed", "Status")
    )
    return (
        f"<html><body><p>Cases: <b id='total'>{len(cases)}</b></p><table id='results'>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}</body></html>"
    )


def _case(case: CourtCase) -> str:
    facts = {
        "Case Number": case.number,
        "Court": "County Court",
        "Case Type": case.kind,
        "Filed": "01/02/2024",
        "Status": "OPEN",
        "Disposition": "",
        "Amount": "$1,250.00",
    }
    pairs = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items())
    heads = "Role,Last Name,First Name,Middle Name,Suffix,Organization,Address,Year of Birth"
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _cells(party)) + "</tr>"
        for party in case.parties
    )
    ths = "".join(f"<th>{h}</th>" for h in heads.split(","))
    return (
        f"<html><body><dl id='case'>{pairs}</dl><table id='parties'><thead><tr>{ths}</tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>"
    )


def _cells(party: CourtParty) -> tuple[str, ...]:
    address = f"{party.line}, Port Alvera, FL 34801" if party.line else ""
    names = (party.role, party.last, party.first, "", "", party.organization)
    return (*names, address, party.birth_year)


def visited(site: CourtSite, last: str, first: str = "") -> list[Snapshot]:
    """What a visitor would have stored: form, results, every case on the first page."""
    form = f"token=token-s0&kind=all&lastName={last}&firstName={first}&organization="
    calls = [("GET /court/search", ""), ("POST /court/search", form)]
    site.sessions.clear()
    found: list[Snapshot] = []
    while calls:
        call, body = calls.pop(0)
        status, page, _ = site.answer(call, "", body, "s0")
        found.append(Reply(call, status, page.encode(), "text/html").snapshot(NOW))
        if call.startswith("POST") and "id='results'" in page:
            calls += [(f"GET /court/case/{c.number}", "") for c in site.sessions["s0"][:PAGE_ROWS]]
    return found


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: CourtSite

    def _converse(self) -> None:
        path, _, query = self.path.partition("?")
        form = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        cookie = (self.headers.get("Cookie") or "").removeprefix("sid=")
        status, page, new = self.site.answer(f"{self.command} {path}", query, form, cookie)
        body = page.encode()
        head = f"HTTP/1.1 {status} x\r\nContent-Type: text/html; charset=utf-8\r\n"
        head += f"Set-Cookie: sid={new}; Path=/\r\n" if new else ""
        self.wfile.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    do_GET = do_POST = _converse

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Says nothing of visitors that were killed."""


@contextmanager
def serving(site: CourtSite) -> Iterator[CourtSite]:
    """The site on a free loopback port."""
    conversation = type("Conversation", (_Conversation,), {"site": site})
    server = _Server(("127.0.0.1", 0), conversation)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    site.port = server.server_address[1]
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
