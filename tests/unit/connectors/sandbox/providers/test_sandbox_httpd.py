"""The server itself: kept-alive connections, its name on every answer, bodies, files."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.sandbox.providers.files import BulkFiles
from connectors.sandbox.providers.httpd import _Conversation
from connectors.sandbox.providers.messages import Request
from connectors.sandbox.providers.renaming import renamed


def raw(url: str, *requests_: bytes) -> bytes:
    """Everything the server says to bytes sent on one connection."""
    port = int(url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"".join(requests_))
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_every_answer_names_the_sandbox(serve_tiny: Any) -> None:
    url = serve_tiny({"/files/": [{"every": 1, "kind": "500"}]})
    for path in ("/", "/files/x", "/court/search", "/enformion/x", "/socrata/x"):
        assert requests.get(url + path, timeout=5).headers["Server"] == "skiptrace-sandbox"
    assert b"Server: skiptrace-sandbox" in raw(url, b"BREW / HTTP/1.1\r\n\r\n")


def test_connections_are_kept_and_answers_do_not_wait_for_nagle(
    serve_tiny: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once: list[int] = []
    finish = _Conversation.finish

    def looked_at(self: _Conversation) -> None:
        at_once.append(self.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        finish(self)

    monkeypatch.setattr(_Conversation, "finish", looked_at)
    url = serve_tiny()
    kept = b"GET /none HTTP/1.1\r\n\r\n"
    last = b"GET /none HTTP/1.1\r\nConnection: close\r\n\r\n"
    answers = raw(url, *[kept] * 50, last)
    assert answers.count(b"HTTP/1.1 404") == 51
    assert answers.count(b"Connection: keep-alive") == 50
    assert at_once == [1]


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: 99999999", b"Content-Length: x", b"Transfer-Encoding: chunked"],
)
def test_a_body_of_unknown_or_huge_size_is_refused(serve_tiny: Any, head: bytes) -> None:
    answer = raw(serve_tiny(), b"POST /enformion/PersonSearch HTTP/1.1\r\n" + head + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413")


def test_files_are_served_whole_and_only_from_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "dmf.txt").write_bytes(b"A" * 100 + b"\n")
    (tmp_path / "town.sqlite").write_bytes(b"secret")
    files = BulkFiles(folder)
    found = files.answer(Request("GET", "/files/dmf.txt"))
    assert (found.status, found.body) == (200, b"A" * 100 + b"\n")
    same = {"if-none-match": dict(found.headers)["ETag"]}
    assert files.answer(Request("GET", "/files/dmf.txt", {}, same)).status == 304
    for path in ("/files/../town.sqlite", "/files/none", "/files/", "/files/..", "/files/.x"):
        assert files.answer(Request("GET", path)).status == 404


@pytest.mark.parametrize(
    ("body", "kind", "changed"),
    [
        (b"a,b\r\n1,2\r\n", "text/csv; charset=utf-8", b"a,b_new\n1,2\r\n"),
        (b"[]", "application/json;charset=utf-8", b"[]"),
        (b"plain", "text/plain", b"plain"),
        (b"<p>no table</p>", "text/html", b"<p>no table</p>"),
        (b'{"a":1,"b":{"b":2}}', "application/json", b'{"a":1,"b_new":{"b_new":2}}'),
    ],
)
def test_renaming(body: bytes, kind: str, changed: bytes) -> None:
    assert renamed(body, kind, "") == changed
