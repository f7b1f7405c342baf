"""HTTP for connectors: free calls are repeated within bounds, paid calls leave exactly once.

No message, log line or exception chain of this module holds a URL's query or a request body.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import HTTPError

from connectors.engine.transport.exchange import Watch, may_leave, send_once, watched_session
from connectors.engine.transport.reply import KEPT_OF_TOO_LARGE, LARGEST_BODY, Came, Reply
from connectors.engine.transport.tls import Tls, refusal_in
from connectors.pace import Became, Leaving, Pace
from skiptrace.model.errors import (
    ConnectorError,
    InDoubt,
    LeaseLost,
    NoPermit,
    SourceRefused,
    SourceUnavailable,
)

USER_AGENT = "skiptrace"
_TRIES = 4
_FIRST_PAUSE = 0.2
_LONGEST_RETRY_AFTER = 30.0
_CHUNK = 16 * 1024
_TURNED_AWAY = "the source refused our certificate"
_QUERY = re.compile(r"\?\S*")
_REPEATED = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Site:
    """Where a source is and how it is asked: `headers` and `tls` hold secrets and never show."""

    base_url: str
    headers: Mapping[str, str]
    timeout_seconds: float
    concurrency: int = 1
    tls: Tls | None = None

    def __repr__(self) -> str:
        return f"Site({self.base_url})"


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """One request; `words` describe it without what is asked: `GET /rows page 2`.

    `path` goes behind the site's address and is quoted already. `codes` are what the source calls
    the purposes of the inquiry that it is made for.
    """

    method: str
    path: str
    words: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    codes: Mapping[str, str] = field(default_factory=dict)


class HttpClient:
    """Asks one source; safe for several threads, which share one pace.

    Every exchange has `timeout_seconds` in all, from connecting to the last byte. Of a body longer
    than 32 MiB only the first MiB is kept. Redirects are not followed: a key never travels to
    another host, and a source that moved is one that changed.
    """

    def __init__(self, site: Site, pace: Pace) -> None:
        self._site = site
        self._pace = pace
        self._free, self._paid = _session(site), _session(site)
        _strip_queries_from_logs()

    def ask(self, call: Call, leave: Callable[[], None] = may_leave) -> Reply:
        """The reply to a free call, whatever its status, after up to three repetitions.

        `leave` is asked before every try. Raises SourceUnavailable when no reply came,
        SourceRefused when the source turned our certificate away.
        """
        words = refusal = ""
        for attempt in range(_TRIES):
            pause = _FIRST_PAUSE * 2**attempt
            try:
                reply, asked_pause = self._exchange(self._free, call, call.headers, leave)
            except _NoReply as lost:
                words, refusal = lost.words, lost.refusal
            else:
                pause = pause if asked_pause is None else asked_pause
                is_last = attempt + 1 == _TRIES or pause > _LONGEST_RETRY_AFTER
                if reply.status not in _REPEATED or is_last:
                    return reply
            if refusal:
                break
            if attempt + 1 < _TRIES:
                time.sleep(pause)
        if refusal:
            raise SourceRefused(f"{call.words}: {_TURNED_AWAY} ({refusal})")
        raise SourceUnavailable(f"{call.words}: {words}")

    def ask_once(self, call: Call, leave: Callable[[], None] = may_leave) -> Reply:
        """The reply to a paid call, whatever its status; what came of a cut one is kept.

        `leave` is asked as the last thing before the bytes go; LeaseLost and NoPermit, which
        it may raise, are passed on, and then the source got no whole request.

        Raises SourceUnavailable only when no byte of the request was sent, or could have been;
        SourceRefused when the source turned our certificate away, and so served nothing; InDoubt
        when the request may have left and no reply came. Each paid call has its own connection,
        since one kept alive can be closed by the source just as the request leaves.
        """
        headers = {"Accept-Encoding": "identity", "Connection": "close", **call.headers}
        try:
            return self._exchange(self._paid, call, headers, leave)[0]
        except _NoReply as lost:
            if lost.refusal:
                words = f"{call.words}: {_TURNED_AWAY} ({lost.refusal})"
                trouble: ConnectorError = SourceRefused(words)
            elif not lost.has_left:
                trouble = SourceUnavailable(f"{call.words}: {lost.words}")
            else:
                words = f"{call.words}: it may have left, and no answer came: {lost.words}"
                trouble = InDoubt(words)
        raise trouble

    def _exchange(
        self,
        session: requests.Session,
        call: Call,
        headers: Mapping[str, str],
        leave: Callable[[], None],
    ) -> tuple[Reply, float | None]:
        """The reply and how long the source asks us to wait; raises _NoReply when none came.

        It takes a place in the source's limits, which is free again a window after the reply began.
        """
        request = requests.Request(
            call.method,
            self._site.base_url + call.path,
            params=dict(call.params),
            data=call.body,
            headers=dict(headers),
        )
        with self._pace.place() as place, self._watch(place, leave) as watch:
            try:
                response = send_once(session, request, watch)
            except (LeaseLost, NoPermit):
                place.over(_became(watch, is_late=False))
                raise
            except Exception as error:  # noqa: BLE001 - whatever broke, no reply came
                late = watch.passed or isinstance(error, requests.Timeout)
                place.over(_became(watch, late))
                words = "no answer in time" if late else "no connection"
                refusal = refusal_in(error)
                lost = _NoReply(f"{words} ({type(error).__name__})", watch.left, refusal)
            else:
                place.over(Became.ANSWERED)
                body, came = _body(response, watch)
                media_type = response.headers.get("Content-Type", "application/octet-stream")
                reply = Reply(call.words, response.status_code, body, media_type, came)
                return reply, _pause(response.headers.get("Retry-After", ""))
        raise lost

    def _watch(self, place: Leaving, leave: Callable[[], None]) -> Watch:
        def leaving() -> None:
            leave()
            place.go()

        return Watch(self._site.timeout_seconds, leaving)

    def rest(self) -> None:
        """Nothing more is to be asked for now: what the limits need not hold is given back."""
        self._pace.rest()


def _became(watch: Watch, is_late: bool) -> Became:
    """What became of a call without a reply: a source that ends the connection counted it by then.

    One whose time ran out it may still count.
    """
    if not watch.left:
        return Became.UNSENT
    return Became.LOST if is_late else Became.ANSWERED


class _NoReply(Exception):
    """No reply came; `has_left` says whether the request may have reached the source.

    `refusal` is the alert by which it turned our certificate away, if it did.
    """

    def __init__(self, words: str, has_left: bool, refusal: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.has_left = has_left
        self.refusal = refusal


def _session(site: Site) -> requests.Session:
    session = watched_session(site.concurrency, site.tls.context if site.tls else None)
    session.verify = site.tls.trust if site.tls else True
    session.headers.update({"User-Agent": USER_AGENT, **site.headers})
    return session


def _pause(retry_after: str) -> float | None:
    """Seconds as Retry-After says them or until its date; None for anything else."""
    text = retry_after.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0)


def _body(response: requests.Response, watch: Watch) -> tuple[bytes, Came]:
    """What could be read of the body, and how it ended."""
    parts: list[bytes] = []
    size = 0
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    try:
        for part in response.raw.stream(_CHUNK, decode_content=packed):
            parts.append(part)
            size += len(part)
            if size > LARGEST_BODY:
                return b"".join(parts)[:KEPT_OF_TOO_LARGE], Came.TOO_LARGE
    except (HTTPError, OSError, ValueError):
        return b"".join(parts), Came.CUT
    finally:
        response.close()
    return b"".join(parts), Came.CUT if watch.passed else Came.WHOLE


def _strip_queries_from_logs() -> None:
    """Makes urllib3's own log lines name paths only; adding the same filter again does nothing."""
    for name in ("urllib3.connectionpool", "urllib3.util.retry"):
        logging.getLogger(name).addFilter(_without_queries)


def _without_queries(record: logging.LogRecord) -> bool:
    record.msg = _QUERY.sub("?...", record.getMessage())
    record.args = None
    return True
