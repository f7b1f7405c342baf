"""HTTP for connectors: free calls are repeated within bounds, paid calls leave exactly once.

No message, log line or exception chain of this module holds a URL's query or a request body.
"""

from __future__ import annotations

import logging
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NewConnectionError,
    ProxyError,
)
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from connectors.pace import Pace
from connectors.reply import Reply
from skiptrace.model.errors import ConnectorError, InDoubt, SourceChanged, SourceUnavailable

USER_AGENT = "skiptrace"
_LONGEST_RETRY_AFTER = 30.0
_LARGEST_BODY = 64 * 1024 * 1024
_CHUNK = 16 * 1024
_QUERY = re.compile(r"\?\S*")
_REPEATED = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Site:
    """Where a source is and how it is asked: `headers` may hold secrets and never show."""

    base_url: str
    headers: Mapping[str, str]
    timeout_seconds: float
    concurrency: int = 1

    def __repr__(self) -> str:
        return f"Site({self.base_url})"


@dataclass(frozen=True, slots=True)
class Post:
    """One paid request: its path, its JSON body, the headers that only it has."""

    path: str
    body: object
    headers: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Post({self.path})"


class HttpClient:
    """Asks one source; safe for several threads, which share one pace.

    A body longer than 64 MiB is SourceChanged. Redirects are not followed: a key never travels to
    another host, and a source that moved is one that changed.
    """

    def __init__(self, site: Site, pace: Pace) -> None:
        self._site = site
        self._pace = pace
        self._free = _session(site, _FreeRetry.for_gets(pace))
        self._paid = _session(site, Retry(0, read=False))
        _strip_queries_from_logs()

    def get(self, path: str, params: Mapping[str, str], call: str) -> Reply:
        """The reply to a free call, whatever its status, after up to three repetitions.

        `call` describes it without the query. Raises SourceUnavailable when no reply came.
        """
        self._pace.wait()
        try:
            response = self._send(self._free, "GET", path, params=dict(params))
        except requests.RequestException as error:
            trouble = _unreached(error, call)
        else:
            return self._read(response, call)
        raise trouble

    def post_once(self, post: Post, call: str, leave: Callable[[], None]) -> Reply:
        """The reply to a paid call, whatever its status; a cut body comes back with `whole` False.

        `leave` is called once the source's pace lets the call go; what it raises keeps it here.

        Raises SourceUnavailable only when the request cannot have left; InDoubt when it may have
        left and no reply came. Each paid call has its own connection, since one kept alive can be
        closed by the source just as the request leaves.
        """
        self._pace.wait()
        sent = {"Accept-Encoding": "identity", "Connection": "close", **post.headers}
        leave()
        try:
            response = self._send(self._paid, "POST", post.path, json=post.body, headers=sent)
        except requests.RequestException as error:
            trouble = _unreached(error, call) if never_left(error) else _lost(error, call)
        else:
            return self._read(response, call)
        raise trouble

    def _send(
        self, session: requests.Session, method: str, path: str, **parts: Any
    ) -> requests.Response:
        timeout = self._site.timeout_seconds
        return session.request(
            method,
            self._site.base_url + path,
            timeout=(min(timeout, 10.0), timeout),
            allow_redirects=False,
            stream=True,
            **parts,
        )

    def _read(self, response: requests.Response, call: str) -> Reply:
        body, whole = _body(response, time.monotonic() + 4 * self._site.timeout_seconds)
        if len(body) > _LARGEST_BODY:
            raise SourceChanged(f"{call}: the answer is larger than {_LARGEST_BODY >> 20} MiB")
        media_type = response.headers.get("Content-Type", "application/octet-stream")
        return Reply(call, response.status_code, body, media_type, whole)


def _session(site: Site, retry: Retry) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"User-Agent": USER_AGENT, **site.headers})
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry, pool_maxsize=site.concurrency))
    return session


class _FreeRetry(Retry):
    """Repeats GETs at the source's pace, and waits as Retry-After says up to our bound."""

    _pace: Pace

    @classmethod
    def for_gets(cls, pace: Pace) -> _FreeRetry:
        retry = cls(
            total=3,
            backoff_factor=0.2,
            backoff_max=8.0,
            status_forcelist=_REPEATED,
            allowed_methods={"GET"},
            raise_on_status=False,
            redirect=0,
            raise_on_redirect=False,
        )
        retry._pace = pace
        return retry

    def new(self, **parts: Any) -> Self:
        again = super().new(**parts)
        again._pace = self._pace
        return again

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        super().sleep(response)
        self._pace.wait()

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        return method == "GET" and status_code in _REPEATED

    def increment(self, *args: Any, **parts: Any) -> Self:
        response: BaseHTTPResponse | None = parts.get("response")
        wait = self.get_retry_after(response) if response is not None else None
        if wait is not None and wait > _LONGEST_RETRY_AFTER:
            raise MaxRetryError(parts["_pool"], "", _WaitTooLong())
        return super().increment(*args, **parts)


class _WaitTooLong(HTTPError):
    """The source asks us to wait longer than a run waits; its reply is returned as it is."""


def never_left(error: requests.RequestException) -> bool:
    """Whether the request certainly never reached the source: the connection was not made."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    return any(
        isinstance(
            cause,
            NewConnectionError | ConnectTimeoutError | ProxyError | ssl.SSLCertVerificationError,
        )
        for cause in _causes(error)
    )


def _causes(error: BaseException) -> list[BaseException]:
    """The error and everything that it wraps, in its arguments or as its reason."""
    found: list[BaseException] = [error]
    for item in found:
        inner = [*item.args, getattr(item, "reason", None)]
        found += [e for e in inner if isinstance(e, BaseException) and e not in found]
    return found


def _unreached(error: requests.RequestException, call: str) -> ConnectorError:
    words = "no answer in time" if isinstance(error, requests.Timeout) else "no connection"
    return SourceUnavailable(f"{call}: {words} ({type(error).__name__})")


def _lost(error: requests.RequestException, call: str) -> ConnectorError:
    return InDoubt(f"{call}: it may have left, and no answer came ({type(error).__name__})")


def _body(response: requests.Response, until: float) -> tuple[bytes, bool]:
    """What could be read of the body, and whether that is all of it."""
    parts: list[bytes] = []
    size = 0
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    try:
        for part in response.raw.stream(_CHUNK, decode_content=packed):
            parts.append(part)
            size += len(part)
            if size > _LARGEST_BODY or time.monotonic() > until:
                return b"".join(parts), False
    except (HTTPError, OSError):
        return b"".join(parts), False
    finally:
        response.close()
    return b"".join(parts), True


def _strip_queries_from_logs() -> None:
    """Makes urllib3's own log lines name paths only; adding the same filter again does nothing."""
    for name in ("urllib3.connectionpool", "urllib3.util.retry"):
        logging.getLogger(name).addFilter(_without_queries)


def _without_queries(record: logging.LogRecord) -> bool:
    record.msg = _QUERY.sub("?...", record.getMessage())
    record.args = None
    return True
