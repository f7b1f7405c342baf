"""The sessions of the court portal: a cookie, a form token bound to it, and the last search."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

COOKIE = "CourtSession"
_MOST_SESSIONS = 20_000


@dataclass(frozen=True, slots=True)
class CourtSearch:
    """A search as typed into the form, trimmed and in capitals."""

    last: str
    first: str
    organization: str


@dataclass(slots=True)
class _State:
    seen: float
    search: CourtSearch | None = None


class CourtSessions:
    """Sessions end `idle_seconds` after their last use, and with the server; thread-safe."""

    def __init__(self, idle_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle = idle_seconds
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._states: OrderedDict[str, _State] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self) -> str:
        """A new session's id."""
        session = secrets.token_hex(12)
        with self._lock:
            self._states[session] = _State(self._clock())
            while len(self._states) > _MOST_SESSIONS:
                self._states.popitem(last=False)
        return session

    def is_live(self, session: str) -> bool:
        """Whether the session exists and is not idle for too long; using it keeps it alive."""
        now = self._clock()
        with self._lock:
            state = self._states.get(session)
            if state is None:
                return False
            if now - state.seen > self._idle:
                del self._states[session]
                return False
            state.seen = now
            self._states.move_to_end(session)
            return True

    def token(self, session: str) -> str:
        """The hidden token of this session's forms."""
        mac = hmac.digest(self._secret, session.encode(), hashlib.sha256)
        return base64.b64encode(b"\xff\x01" + mac * 2).decode()

    def is_token(self, session: str, token: str) -> bool:
        """Whether the token is this session's."""
        return hmac.compare_digest(self.token(session), token)

    def remember(self, session: str, search: CourtSearch) -> None:
        """Makes this the search whose results the session pages through."""
        with self._lock:
            if state := self._states.get(session):
                state.search = search

    def search_of(self, session: str) -> CourtSearch | None:
        """The session's last search."""
        with self._lock:
            state = self._states.get(session)
            return state.search if state else None
