"""What a source's reply means: status and body become rows, or an error that says what to do.

No message holds a URL's query, a header or a part of the body: only the method's path and status.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isinf
from typing import NoReturn

from connectors.reading import Unreadable, storable
from skiptrace.model.errors import (
    BotChallenge,
    ConnectorError,
    QuotaExhausted,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)
from skiptrace.model.record import Snapshot

LARGEST_BODY = 32 * 1024 * 1024
KEPT_OF_TOO_LARGE = 1024 * 1024
"""Of a body that is longer than `LARGEST_BODY` only so many bytes are kept: nobody reads it."""

_CHALLENGE = re.compile(
    rb"captcha|cf-chl|challenge-platform|challenge-form|are you (?:a )?(?:human|robot)"
    rb"|unusual traffic|verify (?:that )?you are",
    re.IGNORECASE,
)
_PAGE = rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script"
_HTML = re.compile(_PAGE + rb")", re.IGNORECASE)
_MARKUP = re.compile(_PAGE + rb"|!doctype|\?xml)", re.IGNORECASE)
_REQUEST = re.compile(r"(?P<call>.+) -> (?P<status>\d{3})(?: (?P<came>cut|too large))?")
_LONGEST_MEDIA_TYPE = 200
_CLOSERS = {b"[": b"]", b"{": b"}"}
_BY_STATUS: dict[int, tuple[type[ConnectorError], str]] = {
    401: (SourceRefused, "our credentials were refused"),
    402: (QuotaExhausted, "the account has no credit left"),
    403: (SourceRefused, "our account is not entitled to this"),
    404: (SourceChanged, "there is nothing at the address on the card"),
    408: (SourceUnavailable, "the source ran out of time"),
    410: (SourceChanged, "the source was withdrawn"),
    429: (SourceUnavailable, "too many calls"),
}


class Came(StrEnum):
    """How a body ended: with its last byte, before it, or beyond what we take."""

    WHOLE = ""
    CUT = "cut"
    TOO_LARGE = "too large"


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: `call` is `GET /path page 2`, without the query."""

    call: str
    status: int
    body: bytes
    media_type: str
    came: Came = Came.WHOLE

    def snapshot(self, retrieved: datetime) -> Snapshot:
        """The reply as a stored answer, whose request reads `GET /path page 2 -> 200`."""
        request = f"{self.call} -> {self.status} {self.came}".rstrip()
        media_type = storable(self.media_type)[:_LONGEST_MEDIA_TYPE]
        return Snapshot(self.body, media_type, request, retrieved)


def reply_of(snapshot: Snapshot) -> Reply:
    """The reply that a stored answer was; SourceChanged when another connector wrote it."""
    found = _REQUEST.fullmatch(snapshot.request)
    if found is None:
        raise SourceChanged("the stored answer was not written by an HTTP connector")
    status, came = int(found["status"]), Came(found["came"] or "")
    return Reply(found["call"], status, snapshot.body, snapshot.media_type, came)


def check_reply(reply: Reply, expected: str = "") -> None:
    """Raises the error that the status or an HTML body stands for; returns for a usable reply.

    `expected` is `xml` or `html` where the source answers in markup: then XML is no web page, or a
    web page is one only when it asks for proof of a human.
    """
    if is_challenge(reply) or (expected != "html" and is_page(reply, expected)):
        _raise_page(reply)
    if reply.status >= 500:
        raise SourceUnavailable(f"{reply.call}: the source failed ({reply.status})")
    if reply.status in _BY_STATUS:
        kind, words = _BY_STATUS[reply.status]
        raise kind(f"{reply.call}: {words} ({reply.status})")
    if reply.status >= 300:
        words = "moved" if reply.status < 400 else "did not accept our query"
        raise SourceChanged(f"{reply.call}: the source {words} ({reply.status})")


def read_json(reply: Reply) -> object:
    """The JSON value of a usable reply.

    Raises as `check_reply` and `parse_json`.
    """
    check_reply(reply)
    return parse_json(reply)


def parse_json(reply: Reply) -> object:
    """The JSON value of the body, whatever the status.

    Raises SourceUnavailable for a body that was cut, SourceChanged for one that is too large or
    not JSON, Unreadable for one that nests too deeply or holds a number beyond all bounds.
    """
    check_size(reply)
    if not reply.body.strip() or is_cut(reply):
        raise SourceUnavailable(f"{reply.call}: the answer was cut off")
    return json_value(reply.body, reply.call)


def check_size(reply: Reply) -> None:
    """Raises SourceChanged for a body that is longer than what we take."""
    if reply.came is Came.TOO_LARGE:
        raise SourceChanged(f"{reply.call}: the answer is larger than {LARGEST_BODY >> 20} MiB")


def json_value(text: bytes, call: str) -> object:
    """The JSON value of these bytes; raises SourceChanged and Unreadable as `parse_json`."""
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise SourceChanged(f"{call}: the answer is not JSON") from None
    except (ValueError, RecursionError) as error:
        kind = type(error).__name__
        raise Unreadable(f"{call}: JSON that no program can hold ({kind})") from None
    return value


def is_page(reply: Reply, expected: str = "") -> bool:
    """Whether the reply is a web page, by its declared type or its first bytes.

    Where XML is `expected`, by its first bytes alone.
    """
    if expected == "xml":
        return _HTML.match(reply.body) is not None
    return "html" in reply.media_type.lower() or _MARKUP.match(reply.body) is not None


def is_challenge(reply: Reply) -> bool:
    """Whether the reply is a page that asks for proof of a human."""
    return is_page(reply) and _CHALLENGE.search(reply.body) is not None


def is_cut(reply: Reply) -> bool:
    """Whether a JSON body lost its end: it opens a list or an object and does not close it."""
    body = reply.body.strip()
    closer = _CLOSERS.get(body[:1])
    return reply.came is not Came.WHOLE or (closer is not None and not body.endswith(closer))


def _raise_page(reply: Reply) -> NoReturn:
    if is_challenge(reply):
        raise BotChallenge(f"{reply.call}: the source asked for proof of a human ({reply.status})")
    if reply.status >= 500 or reply.status == 429:
        raise SourceUnavailable(f"{reply.call}: the source failed ({reply.status})")
    if reply.status in (401, 403):
        raise SourceRefused(f"{reply.call}: the source refused us ({reply.status})")
    raise SourceChanged(f"{reply.call}: a web page came instead of data ({reply.status})")


def _finite(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise ValueError("a number that no program can hold")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
