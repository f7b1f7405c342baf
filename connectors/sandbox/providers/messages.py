"""What a provider is asked and what it answers, free of sockets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl

JSON = "application/json;charset=utf-8"
HTML = "text/html; charset=utf-8"
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` without its query and decoded, header names in lower case.

    `params` are the query's parameters; of a repeated one the last counts.
    """

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        """A header's value by its lower-case name, or ''."""
        return self.headers.get(name, "")

    def form(self) -> dict[str, str]:
        """The fields of a posted form, by name."""
        text = self.body.decode("utf-8", "replace")
        return dict(parse_qsl(text, keep_blank_values=True))

    def cookie(self, name: str) -> str:
        """A cookie's value, or ''."""
        for part in self.header("cookie").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, and how it leaves.

    Before anything is sent, `hold_seconds` pass; `cut_at` bytes of the body are sent although all
    are announced, and the connection is closed. The body is sent in pieces over `drip_seconds`.
    """

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: Headers = ()
    hold_seconds: float = 0.0
    cut_at: int | None = None
    drip_seconds: float = 0.0


class Provider(Protocol):
    """One of the town's providers: answers every request under its path prefix."""

    def answer(self, request: Request) -> Response:
        """The answer; a wrong request is an answer too, in the provider's own error shape."""
        ...


def json_response(status: int, value: object, headers: Headers = ()) -> Response:
    """An answer whose body is `value` as compact JSON in UTF-8."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, JSON, headers)


def html_response(status: int, page: str, headers: Headers = ()) -> Response:
    """An answer whose body is an HTML page."""
    return Response(status, page.encode(), HTML, headers)
