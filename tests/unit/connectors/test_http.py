"""HTTP for connectors: what is repeated, what never is, and what no message may hold."""

from __future__ import annotations

import logging
import socket
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from types import SimpleNamespace

import pytest

from connectors.engine.transport.http import Call, HttpClient, Site
from connectors.engine.transport.reply import Came, reply_of
from connectors.kit.loopback import Says, closed_url, dripping, provider
from connectors.pace import UNLIMITED
from skiptrace.model.errors import (
    ConnectorError,
    InDoubt,
    LeaseLost,
    PermitExpired,
    SourceUnavailable,
)
from tests.inquiries import clock

SECRET_QUERY = {"$where": "upper(agent_last) = 'QUILLFEATHER'"}
OK = Says(body=[{"id": "1"}])
BUY = Call("POST", "/buy", "POST /buy", body=b'{"a": 1}')


def client(url: str, timeout: float = 2.0) -> HttpClient:
    return HttpClient(Site(url, {"X-App-Token": "token-1"}, timeout), UNLIMITED)


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
        reply = client(running.url).ask(Call("GET", "/rows.json", "GET /rows.json", SECRET_QUERY))
        assert (len(running.asked), reply.status) == (calls, status)
        assert running.asked[0].query == SECRET_QUERY
        assert running.asked[0].headers["x-app-token"] == "token-1"


def test_a_retry_waits_as_the_source_says(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    clock = SimpleNamespace(sleep=slept.append)
    monkeypatch.setattr("connectors.engine.transport.http.time", clock)
    with provider([Says(429, headers={"Retry-After": "7"}), OK]) as running:
        assert client(running.url).ask(Call("GET", "/", "GET /")).status == 200
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
        reply = client(running.url).ask_once(BUY)
        assert (len(running.asked), reply.status) == (1, script[0].status)


@pytest.mark.parametrize("error", [LeaseLost("over"), PermitExpired("old")])
def test_a_paid_call_without_leave_is_kept_here_after_the_connection_was_made(
    error: Exception,
) -> None:
    asked: list[bool] = []

    def leave() -> None:
        asked.append(True)
        raise error

    with provider([OK]) as running:
        with pytest.raises(type(error)):
            client(running.url).ask_once(BUY, leave)
        assert (running.asked, asked) == ([], [True])


def test_the_leave_is_asked_as_the_last_thing_before_the_bytes_go() -> None:
    asked: list[str] = []
    with provider([OK]) as running:
        made = client(running.url)
        made.ask_once(BUY, lambda: asked.append("leave"))
        assert len(running.asked) == 1
    assert len(asked) >= 1


@pytest.mark.parametrize("script", [[Says(reset=True), OK], [Says(hold=0.8), OK]])
def test_a_paid_call_that_may_have_left_is_in_doubt(script: list[Says]) -> None:
    with provider(script) as running:
        with pytest.raises(InDoubt):
            client(running.url, timeout=0.3).ask_once(BUY)
        assert len(running.asked) == 1


def test_a_paid_call_never_goes_on_a_connection_that_was_kept_alive() -> None:
    """The source answers, says nothing of the connection, and ends it when it is used again."""
    with ending_at_the_second(OK.raw) as url:
        made = client(url)
        for _ in range(3):
            assert made.ask_once(BUY).status == 200


@contextmanager
def ending_at_the_second(body: bytes) -> Iterator[str]:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    made: list[socket.socket] = []

    def converse(connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as sent, suppress(OSError):
            while sent.readline().strip():
                pass
            sent.read(2)
            connection.sendall(f"{head}\r\n\r\n".encode() + body)
            sent.read(1)

    def listen() -> None:
        with suppress(OSError):
            while True:
                made.append(listener.accept()[0])
                Thread(target=converse, args=made[-1:], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listening = Thread(target=listen, daemon=True)
        listening.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        listening.join()
        for one in made:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def test_a_paid_call_that_was_given_up_before_it_left_is_not_in_doubt() -> None:
    """The time is up while the lease is looked at, with the connection made."""
    with provider([OK]) as running:
        made = client(running.url, timeout=0.2)
        with pytest.raises(SourceUnavailable, match="no answer in time"):
            made.ask_once(BUY, lambda: time.sleep(0.5))
        assert running.asked == []


def test_a_paid_call_that_never_left_may_be_tried_again() -> None:
    with pytest.raises(SourceUnavailable):
        client(closed_url()).ask_once(BUY)


def test_a_handshake_that_fails_is_no_call() -> None:
    """The other side speaks no TLS: not a byte of the request was sent."""
    with provider([OK]) as running:
        url = running.url.replace("http://", "https://")
        with pytest.raises(SourceUnavailable):
            client(url).ask_once(BUY)
        assert running.asked == []


@pytest.mark.parametrize(
    ("location", "status"), [("http://[", 302), ("http://\xff", 302), ("//:x", 308)]
)
def test_a_redirect_is_not_looked_at(location: str, status: int) -> None:
    """Nothing in it can turn a paid call that arrived into one that never left."""
    with provider([Says(status, b"", headers={"Location": location})]) as running:
        reply = client(running.url).ask_once(BUY)
        assert (reply.status, len(running.asked)) == (status, 1)


HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIPS = {
    "status line": (b"HTTP/1.1", b" "),
    "header": (HEADERS + b"X-Slow: ", b"a"),
    "body": (HEADERS + b"Content-Length: 100000\r\n\r\n[", b" "),
    "body to the end of the connection": (HEADERS + b"\r\n[", b" "),
    "chunks": (HEADERS + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_paid_call_has_one_deadline_to_its_last_byte(drip: str) -> None:
    """However often a byte comes: the call ends, in doubt or cut, and the connection is closed."""
    with dripping(*DRIPS[drip]) as source:
        made = client(source.url, timeout=0.5)
        try:
            reply = made.ask_once(BUY)
        except InDoubt as doubt:
            assert "no answer in time" in str(doubt)
        else:
            assert reply.came is Came.CUT
        assert source.shut.wait(10)
        assert source.connections == 1


def test_a_free_call_ends_at_its_deadline_too() -> None:
    with dripping(*DRIPS["status line"]) as source:
        with pytest.raises(SourceUnavailable, match="no answer in time"):
            client(source.url, timeout=0.2).ask(Call("GET", "/", "GET /"))
        assert source.connections == 4


def test_a_connection_that_was_kept_alive_is_under_the_deadline_too() -> None:
    with provider([OK, Says(body=b" " * 100, drip=0.05)]) as running:
        made = client(running.url, timeout=0.5)
        assert made.ask(Call("GET", "/", "GET /")).came is Came.WHOLE
        late = made.ask(Call("GET", "/", "GET /"))
        assert (late.came, len(late.body) < 100) == (Came.CUT, True)


def test_a_handshake_is_under_the_deadline_and_is_no_call() -> None:
    """A record of TLS whose bytes come one by one: no request was sent."""
    with dripping(b"\x16\x03\x03\x3f\xff", b"\x02") as source:
        url = source.url.replace("http://", "https://")
        with pytest.raises(SourceUnavailable, match="no answer in time"):
            client(url, timeout=0.5).ask_once(BUY)
        assert source.shut.wait(10)


def test_of_a_body_over_the_limit_the_beginning_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.engine.transport.http.LARGEST_BODY", 100_000)
    monkeypatch.setattr("connectors.engine.transport.http.KEPT_OF_TOO_LARGE", 1_000)
    with provider([Says(body=b"[" + b" " * 200_000)]) as running:
        reply = client(running.url).ask_once(BUY)
    assert (reply.came, len(reply.body)) == (Came.TOO_LARGE, 1_000)
    again = reply_of(reply.snapshot(clock()))
    assert again == reply


@pytest.mark.parametrize(("body", "cut_at"), [(b'[{"id": "1"}, {"id"', 8), (b"x" * 70_000, 66_000)])
def test_what_came_of_a_cut_paid_answer_is_kept(body: bytes, cut_at: int) -> None:
    with provider([Says(body=body, cut_at=cut_at)]) as running:
        reply = client(running.url).ask_once(BUY)
        assert (reply.body, reply.came) == (body[:cut_at], Came.CUT)


def test_neither_errors_nor_logs_hold_the_query(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    with provider([Says(reset=True), Says(500), OK]) as running:
        client(running.url).ask(Call("GET", "/rows.json", "GET /rows.json", SECRET_QUERY))
    for url in (closed_url(), running.url):
        try:
            client(url).ask(Call("GET", "/rows.json", "GET /rows.json", SECRET_QUERY))
        except ConnectorError as error:
            said += [str(error), *traceback.format_exception(error), repr(error.__context__)]
    assert "GET /rows.json" in "".join(said)
    assert "/rows.json?..." in caplog.text
    for text in (*said, caplog.text):
        assert "QUILLFEATHER" not in text.upper()
        assert "agent_last" not in text


def test_a_reply_without_end_is_given_up() -> None:
    with provider([Says(body=b"[1]", headers={"Content-Length": "99"}, hold=0)]) as running:
        reply = client(running.url, timeout=0.3).ask(Call("GET", "/", "GET /"))
        assert reply.came is Came.CUT


def test_a_site_never_shows_its_keys() -> None:
    assert "token-1" not in repr(Site("http://127.0.0.1", {"X-App-Token": "token-1"}, 1.0))
