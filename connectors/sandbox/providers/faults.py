"""Trouble on demand: which request fails and how, read from a faults file.

The file is JSON: `{path_prefix: [rule, ...]}`. A rule has one trigger, counted among the requests
under its prefix: `"nth": 3` (the third only), `"every": 50`, `"span": [20, 60]` (from the twentieth
to the sixtieth), or `"when"`: the SHA-256 hex digest of the request's `skiptrace-reference` header.
Its `kind` is one of

- `500`, `401`, `403`, `503` or `429` (with `retry_after` seconds, null for no such header): the
  provider is not asked;
- `slow`: the answer, piece by piece over `seconds`;
- `challenge`, `html`: a page instead of the answer; the provider is not asked;
- `timeout`: the provider answers, and bills, but the connection is held for `seconds` (60);
- `truncated`: half of the answer, as a whole message; `cut`: the same with the connection lost;
- `expired`: the provider sees no cookie, so that a session has ended;
- `renamed_column`: `column` (or the last one of the answer) has another name.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from connectors.sandbox.providers.messages import HTML, JSON, Request, Response
from connectors.sandbox.providers.renaming import renamed
from skiptrace.model.errors import ConfigError

Kind = Literal[
    "500", "401", "403", "503", "429", "challenge", "html",
    "timeout", "truncated", "cut", "expired", "renamed_column", "slow",
]  # fmt: skip
Ask = Callable[[Request], Response]
Seen = Callable[[Request, str], None]
"""Is told of each request and of the kind of its fault, '' for none."""

CHALLENGE_PAGE = (
    "<!DOCTYPE html><html><head><title>Security check</title></head><body>"
    "<h1>Please verify you are human</h1>"
    '<form method="post" action="/challenge"><div id="captcha"></div>'
    '<input type="hidden" name="challenge_id" value="1"><button>Continue</button></form>'
    "</body></html>"
)
MAINTENANCE_PAGE = (
    "<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body>"
    "<h1>We will be back shortly</h1><p>This service is being upgraded.</p></body></html>"
)


class FaultRule(BaseModel):
    """One rule of the faults file: a trigger, a kind, and what the kind needs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    nth: Annotated[int, Field(ge=1)] | None = None
    every: Annotated[int, Field(ge=1)] | None = None
    when: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    span: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]] | None = None
    retry_after: Annotated[int, Field(ge=0)] | None = 1
    seconds: Annotated[float, Field(gt=0)] = 60.0
    column: str = ""

    @model_validator(mode="after")
    def _one_trigger(self) -> Self:
        if sum(t is not None for t in (self.nth, self.every, self.when, self.span)) != 1:
            raise ValueError("a rule has exactly one of nth, every, when, span")
        return self

    def strikes(self, count: int, reference: str) -> bool:
        """Whether the `count`th request under the rule's prefix fails."""
        if self.nth is not None:
            return count == self.nth
        if self.every is not None:
            return count % self.every == 0
        if self.span is not None:
            return self.span[0] <= count <= self.span[1]
        return bool(reference) and hashlib.sha256(reference.encode()).hexdigest() == self.when


@dataclass(frozen=True, slots=True)
class _Refusal:
    status: int
    body: bytes
    content_type: str


_REFUSALS: Mapping[str, _Refusal] = {
    "500": _Refusal(500, b'{"error":true,"message":"Internal error"}', JSON),
    "401": _Refusal(401, b'{"error":true,"message":"Unauthorized"}', JSON),
    "403": _Refusal(403, b'{"error":true,"message":"Forbidden"}', JSON),
    "503": _Refusal(503, b'{"error":true,"message":"Service unavailable"}', JSON),
    "429": _Refusal(429, b'{"error":true,"message":"Too many requests"}', JSON),
    "challenge": _Refusal(200, CHALLENGE_PAGE.encode(), HTML),
    "html": _Refusal(200, MAINTENANCE_PAGE.encode(), HTML),
}


class FaultBook:
    """Counts requests by path prefix and lets the ones fail that its rules name; thread-safe."""

    def __init__(
        self, rules: Mapping[str, Sequence[FaultRule]], seen: Seen = lambda _, __: None
    ) -> None:
        self._seen = seen
        self._rules = {prefix: tuple(found) for prefix, found in rules.items()}
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def answer(self, request: Request, ask: Ask) -> Response:
        """The answer of `ask`, or the fault that a rule wants for this request."""
        rule = self._struck(request)
        self._seen(request, "" if rule is None else rule.kind)
        if rule is None:
            return ask(request)
        refusal = _REFUSALS.get(rule.kind)
        if rule.kind == "expired":
            return ask(replace(request, headers=_without_cookie(request.headers)))
        if refusal is None:
            return _spoiled(ask(request), rule)
        after = rule.retry_after if rule.kind == "429" else None
        headers = (("Retry-After", str(after)),) if after is not None else ()
        return Response(refusal.status, refusal.body, refusal.content_type, headers)

    def _struck(self, request: Request) -> FaultRule | None:
        """The first rule that wants this request to fail; every prefix of it counts it."""
        struck = None
        reference = request.header("skiptrace-reference")
        for prefix, rules in self._rules.items():
            if request.path.startswith(prefix):
                with self._lock:
                    self._counts[prefix] += 1
                    count = self._counts[prefix]
                struck = struck or next((r for r in rules if r.strikes(count, reference)), None)
        return struck


def _without_cookie(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in headers.items() if name != "cookie"}


def _spoiled(answer: Response, rule: FaultRule) -> Response:
    half = len(answer.body) // 2
    if rule.kind == "timeout":
        return replace(answer, hold_seconds=rule.seconds, cut_at=0)
    if rule.kind == "slow":
        return replace(answer, drip_seconds=rule.seconds)
    if rule.kind == "truncated":
        return replace(answer, body=answer.body[:half])
    if rule.kind == "cut":
        return replace(answer, cut_at=half)
    return replace(answer, body=renamed(answer.body, answer.content_type, rule.column))


def load_faults(path: Path | None, seen: Seen = lambda _, __: None) -> FaultBook:
    """The rules of a faults file; no file means no faults. `seen` is told of every request.

    Raises ConfigError naming the file and what is wrong in it.
    """
    if path is None:
        return FaultBook({}, seen)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        rules = TypeAdapter(dict[str, list[FaultRule]]).validate_python(found)
        return FaultBook(rules, seen)
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not a faults file: {error}") from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"{path}: {faults}") from None
