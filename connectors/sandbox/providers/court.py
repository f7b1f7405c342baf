"""A county court's case search, as a web site for people: form, results by tens, case pages.

`GET /court/search` starts a session (cookie) and shows the form, whose hidden token belongs to the
session. `POST /court/search` redirects to `GET /court/results?page=N`, which shows the session's
last search; `GET /court/case/{id}` shows a case. Without a live session, or with another token,
every page but the form says that the session has expired.
"""

from __future__ import annotations

import re

from connectors.sandbox.providers.court_cases import CourtCases
from connectors.sandbox.providers.court_pages import (
    case_page,
    expired_page,
    missing_page,
    results_page,
    search_page,
)
from connectors.sandbox.providers.court_sessions import COOKIE, CourtSearch, CourtSessions
from connectors.sandbox.providers.messages import Request, Response, html_response
from connectors.sandbox.providers.throttle import Rate, Throttle, retry_after
from connectors.sandbox.providers.town import Town

PAGE_SIZE = 10
IDLE_SECONDS = 20 * 60
RATE = Rate(per_second=500, burst=1000)
_CASE = re.compile(r"/court/case/([A-Za-z0-9_.-]{1,64})")
_LEAST_LETTERS = 2


class CourtPortal:
    """Answers with the portal's pages."""

    def __init__(self, town: Town, idle_seconds: float = IDLE_SECONDS, rate: Rate = RATE) -> None:
        self._cases = CourtCases(town)
        self._sessions = CourtSessions(idle_seconds)
        self._throttle = Throttle()
        self._rate = rate

    def answer(self, request: Request) -> Response:
        """The page asked for, or the one that says why not."""
        if wait := self._throttle.wait_for("", self._rate):
            return html_response(
                429, "<html><body>Too many requests</body></html>\n", retry_after(wait)
            )
        session = request.cookie(COOKIE)
        live = bool(session) and self._sessions.is_live(session)
        if request.path == "/court/search" and request.method == "GET":
            return self._form(session if live else "")
        if not live:
            return html_response(200, expired_page())
        if request.path == "/court/search":
            return self._search(session, request)
        if request.path == "/court/results" and request.method == "GET":
            return self._results(session, request)
        found = _CASE.fullmatch(request.path)
        return self._case(found.group(1)) if found else html_response(404, missing_page())

    def _form(self, session: str) -> Response:
        if session:
            return html_response(200, search_page(self._sessions.token(session)))
        session = self._sessions.begin()
        cookie = ("Set-Cookie", f"{COOKIE}={session}; Path=/court; HttpOnly; SameSite=Lax")
        return html_response(200, search_page(self._sessions.token(session)), (cookie,))

    def _search(self, session: str, request: Request) -> Response:
        form = request.form()
        if not self._sessions.is_token(session, form.get("__VIEWSTATE", "")):
            return html_response(200, expired_page())
        search = CourtSearch(
            *(_plain(form.get(n, "")) for n in ("lastName", "firstName", "organization"))
        )
        if (
            len(search.last.rstrip("*")) < _LEAST_LETTERS
            and len(search.organization) < _LEAST_LETTERS
        ):
            trouble = "Enter at least two letters of a last name or of an organization."
            return html_response(200, search_page(self._sessions.token(session), trouble))
        self._sessions.remember(session, search)
        return html_response(302, "", (("Location", "/court/results?page=1"),))

    def _results(self, session: str, request: Request) -> Response:
        search = self._sessions.search_of(session)
        if search is None:
            return html_response(302, "", (("Location", "/court/search"),))
        number = request.params.get("page", "1")
        if not re.fullmatch(r"[1-9]\d{0,5}", number):
            return html_response(404, missing_page())
        found = self._cases.page(search, int(number), PAGE_SIZE)
        if found.total and not found.cases:
            return html_response(404, missing_page())
        return html_response(200, results_page(search, found, int(number), PAGE_SIZE))

    def _case(self, case_id: str) -> Response:
        found = self._cases.case(case_id)
        if found is None:
            return html_response(404, missing_page())
        return html_response(200, case_page(found))


def _plain(text: str) -> str:
    return " ".join(text.upper().split())
