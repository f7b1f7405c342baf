"""HTTP for connectors: what is repeated, what never is, and what no message may hold."""

from __future__ import annotations

import logging
import socket
import ssl
import time
import traceback
from types import SimpleNamespace

import pytest
import requests
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import (
    MaxRetryError,
    NameResolutionError,
    ProtocolError,
    ProxyError,
    SSLError,
)

from connectors.http import HttpClient, Site, never_left
from connectors.pace import Pace
from skiptrace.model.errors import ConnectorError, InDoubt, SourceUnavailable
from tests.loopback import Says, closed_url, provider

SECRET_QUERY = {"$where": "upper(agent_last) = 'QUILLFEATHER'"}
OK = Says(body=[{"id": "1"}])


def client(url: str, timeout: float = 2.0) -> HttpClient:
    return HttpClient(Site(url, {"X-App-Token": "token-1"}, timeout), Pace(()))


@pytest.mark.parametrize(
    ("script", "calls", "status"),
    [
        ([OK], 1, 200),
        ([Says(500), OK], 2, 200),
        ([Says(503), Says(503), OK], 3, 200),
        ([Says(429, headers={"Retry-After": "0"}), OK], 2, 200),
        ([Says(429, headers={"Retry-After": "3600"}), OK], 1, 429),
        ([Says(500)], 4, 500),
        ([Says(400)], 1, 400),
        ([Says(401)], 1, 401),
        ([Says(302, headers={"Location": "http://127.0.0.1:1/login"})], 1, 302),
        ([Says(reset=True), OK], 2, 200),
    ],
)
def test_a_free_call_is_repeated_within_bounds(script: list[Says], calls: int, status: int) -> None:
    with provider(script) as running:
        reply = client(running.url).get("/rows.json", SECRET_QUERY, "GET /rows.json")
        assert (len(running.asked), reply.status) == (calls, status)
        assert running.asked[0].query == SECRET_QUERY
        assert running.asked[0].headers["x-app-token"] == "token-1"


def test_a_retry_waits_as_the_source_says(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    clock = SimpleNamespace(sleep=slept.append, time=time.time)
    monkeypatch.setattr("urllib3.util.retry.time", clock)
    with provider([Says(429, headers={"Retry-After": "7"}), OK]) as running:
        assert client(running.url).get("/", {}, "GET /").status == 200
    assert slept == [7]


@pytest.mark.parametrize(
    "script",
    [
        [Says(500), OK],
        [Says(503), OK],
        [Says(429, headers={"Retry-After": "0"}), OK],
        [Says(200, b"[{", cut_at=1), OK],
    ],
)
def test_a_paid_call_leaves_once_whatever_comes_back(script: list[Says]) -> None:
    with provider(script) as running:
        reply = client(running.url).post_once("/buy", {"a": 1}, {}, "POST /buy")
        assert (len(running.asked), reply.status) == (1, script[0].status)


@pytest.mark.parametrize("script", [[Says(reset=True), OK], [Says(hold=0.8), OK]])
def test_a_paid_call_that_may_have_left_is_in_doubt(script: list[Says]) -> None:
    with provider(script) as running:
        with pytest.raises(InDoubt):
            client(running.url, timeout=0.3).post_once("/buy", {}, {}, "POST /buy")
        assert len(running.asked) == 1


def test_a_paid_call_that_never_left_may_be_tried_again() -> None:
    with pytest.raises(SourceUnavailable):
        client(closed_url()).post_once("/buy", {}, {}, "POST /buy")


def wrapped(reason: Exception) -> requests.ConnectionError:
    pool = HTTPConnectionPool("127.0.0.1")
    return requests.ConnectionError(MaxRetryError(pool, "/", reason))


@pytest.mark.parametrize(
    ("error", "safe"),
    [
        (wrapped(NameResolutionError("h", None, socket.gaierror())), True),  # type: ignore[arg-type]
        (wrapped(ProxyError("refused", OSError())), True),
        (wrapped(SSLError(ssl.SSLCertVerificationError("expired"))), True),
        (wrapped(SSLError(ssl.SSLError("eof while reading"))), False),
        (wrapped(ProtocolError("aborted", ConnectionResetError())), False),
        (requests.ReadTimeout(), False),
        (requests.ConnectTimeout(), True),
        (requests.exceptions.ContentDecodingError(), False),
    ],
)
def test_only_a_failure_before_sending_is_safe(
    error: requests.RequestException, safe: bool
) -> None:
    assert never_left(error) is safe


@pytest.mark.parametrize(("body", "cut_at"), [(b'[{"id": "1"}, {"id"', 8), (b"x" * 70_000, 66_000)])
def test_what_came_of_a_cut_paid_answer_is_kept(body: bytes, cut_at: int) -> None:
    with provider([Says(body=body, cut_at=cut_at)]) as running:
        reply = client(running.url).post_once("/buy", {}, {}, "POST /buy")
        assert (reply.body, reply.whole) == (body[:cut_at], False)


def test_neither_errors_nor_logs_hold_the_query(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    with provider([Says(reset=True), Says(500), OK]) as running:
        client(running.url).get("/rows.json", SECRET_QUERY, "GET /rows.json")
    for url in (closed_url(), running.url):
        try:
            client(url).get("/rows.json", SECRET_QUERY, "GET /rows.json")
        except ConnectorError as error:
            said += [str(error), *traceback.format_exception(error), repr(error.__context__)]
    assert "GET /rows.json" in "".join(said)
    assert "/rows.json?..." in caplog.text
    for text in (*said, caplog.text):
        assert "QUILLFEATHER" not in text.upper()
        assert "agent_last" not in text


def test_a_reply_without_end_is_given_up() -> None:
    with provider([Says(body=b"[1]", headers={"Content-Length": "99"}, hold=0)]) as running:
        reply = client(running.url, timeout=0.3).get("/", {}, "GET /")
        assert not reply.whole


def test_a_site_never_shows_its_keys() -> None:
    assert "token-1" not in repr(Site("http://127.0.0.1", {"X-App-Token": "token-1"}, 1.0))
