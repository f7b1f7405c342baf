"""What a reply means: rows, or the error that says what to do."""

from __future__ import annotations

import pytest

from connectors.engine.transport.reply import Came, Reply, read_json, reply_of
from skiptrace.model.errors import (
    BotChallenge,
    QuotaExhausted,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)
from skiptrace.model.record import Snapshot
from tests.inquiries import NOW
from tests.tables import each

HTML = b"<!DOCTYPE html><html><body>We will be back shortly</body></html>"
CAPTCHA = b'<html><div id="captcha">Please verify you are human</div></html>'
JSON = "application/json"


@each(
    ("status", "body", "media_type", "error"),
    [
        (200, HTML, "text/html; charset=utf-8", SourceChanged),
        (200, HTML, JSON, SourceChanged),
        (200, CAPTCHA, "text/html", BotChallenge),
        (403, CAPTCHA, "text/html", BotChallenge),
        (503, CAPTCHA, "text/html", BotChallenge),
        (403, HTML, "text/html", SourceRefused),
        (502, HTML, "text/html", SourceUnavailable),
        (401, b'{"error": true}', JSON, SourceRefused),
        (402, b"{}", JSON, QuotaExhausted),
        (403, b'{"message": "log in"}', JSON, SourceRefused),
        (404, b"{}", JSON, SourceChanged),
        (400, b'{"code": "query.soql.no-such-column"}', JSON, SourceChanged),
        (301, b"", JSON, SourceChanged),
        (429, b"{}", JSON, SourceUnavailable),
        (500, b"{}", JSON, SourceUnavailable),
        (200, b"", JSON, SourceUnavailable),
        (200, b'[{"a": "1"}, {"a', JSON, SourceUnavailable),
        (200, b'{"a": ["1"]', JSON, SourceUnavailable),
        (200, b"nonsense", JSON, SourceChanged),
        (200, b"[1,]", JSON, SourceChanged),
        (200, b"[NaN]", JSON, SourceChanged),
        (200, b"[" * 90_000 + b"]" * 90_000, JSON, SourceChanged),
        (200, b"\xff\xfe[]", JSON, SourceChanged),
    ],
)
def test_an_unusable_reply_is_an_error_that_says_what_to_do(
    status: int, body: bytes, media_type: str, error: type[Exception]
) -> None:
    reply = Reply("GET /rows.json page 1", status, body, media_type)
    with pytest.raises(error, match=r"GET /rows\.json page 1"):
        read_json(reply)


@pytest.mark.parametrize(("status", "body"), [(200, b"[]"), (200, b' {"a": [1]}\n'), (206, b"[]")])
def test_a_usable_reply_is_read(status: int, body: bytes) -> None:
    assert read_json(Reply("GET /", status, body, JSON)) in ([], {"a": [1]})


@pytest.mark.parametrize("came", Came)
def test_a_stored_reply_means_what_it_meant(came: Came) -> None:
    reply = Reply("POST /PersonSearch", 500, b"{}", JSON, came)
    assert reply_of(reply.snapshot(NOW)) == reply


def test_another_connectors_snapshot_is_no_reply() -> None:
    with pytest.raises(SourceChanged):
        reply_of(Snapshot(b"", "text/csv", "row 7 of roll.csv", NOW))
