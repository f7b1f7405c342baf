"""What can go wrong with any source over HTTP, and the outcome that each fault must have.

Every fault changes the replies of a good example; `Fault.allowed` says how the answer may end. What
is never allowed: no hit that nothing earned, an exception, and a paid call that leaves twice.
"""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

from connectors.engine.paging import (
    CursorPages,
    NextPages,
    NumberedPages,
    OffsetPages,
    OidPages,
    OnePage,
)
from connectors.engine.paths import rows_at
from connectors.engine.record_map.rows import segments
from connectors.engine.section import EngineSection
from connectors.engine.transport.reply import Reply
from connectors.kit.loopback import Says
from skiptrace.model.waterfall import Outcome

Ends = frozenset[tuple[Outcome, str]]
"""How an answer may end: its outcome with the class of error in its reason, or '' for none."""

_UNAVAILABLE = (Outcome.FAILED, "SourceUnavailable")
_CHANGED = (Outcome.FAILED, "SourceChanged")
_REFUSED = (Outcome.BLOCKED, "SourceRefused")
_CHALLENGE = (Outcome.BLOCKED, "BotChallenge")
_DOUBT = (Outcome.IN_DOUBT, "InDoubt")
_HIT = (Outcome.HIT, "")
_PAGE = b"<html><head><title>Maintenance</title></head><body>Back soon</body></html>"
_HUMAN = b"<html><body><div id='captcha'>Are you a human?</div></body></html>"
_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]><r>&c;&x;</r>'
)
_BRAND_NEW = "brandNew"


@dataclass(frozen=True)
class Fault:
    """One fault: the replies in place of the good ones, and how a free and a paid call may end.

    `section` changes the card's table, where the fault needs smaller pages, and `seconds` is the
    time that a call has.
    """

    name: str
    says: tuple[Says, ...]
    free: Ends
    paid: Ends
    section: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 20.0


def faults_of(section: EngineSection, good: Sequence[Says]) -> list[Fault]:
    """Every fault that can befall a source of this card, made from the replies of its example."""
    made = [*_by_status(good), *_by_transport(good), *_by_body(good)]
    made += [*_by_columns(section, good), *_by_pages(section, good), *_later(section, good)]
    return [_as_the_card_says(fault, section) for fault in made]


def faults_of_file(good: Says) -> list[Fault]:
    """Every fault that can befall the download of a register, which is asked for once.

    How large it may be nobody says, so that none of them is about its size. One that is cut between
    two rows is what the card's `min_rows` is for; here it is cut within one.
    """
    end = good.raw.rfind(b"\n", 0, max(len(good.raw) // 2, 8)) - 3
    within = replace(good, body=good.raw[: end if end > 0 else len(good.raw) // 2])
    made = [*_by_status([good]), *_by_transport([good]), *_by_body([good])]
    unread = frozenset({_CHANGED, _UNAVAILABLE})
    other = {
        "429 with 0 s, then served": frozenset({_UNAVAILABLE}),
        "nothing": unread,
        "XML entities": unread,
        "slow body": frozenset({_UNAVAILABLE}),
    }
    seconds = {"slow body": 0.05, "timeout": 0.25}
    return [
        replace(
            f,
            says=(within,) if f.name == "truncated" else f.says,
            free=other.get(f.name, f.free),
            seconds=seconds.get(f.name, f.seconds),
        )
        for f in made
        if f.name not in ("50 MB", "zip bomb")
    ]


def _by_status(good: Sequence[Says]) -> list[Fault]:
    first = good[0]
    later = {"Retry-After": "900"}
    return [
        _fault("401", [Says(401, {"error": "x"})], _REFUSED, _REFUSED),
        _fault("403", [Says(403, {"error": "x"})], _REFUSED, _REFUSED),
        _fault("404", [Says(404, {"error": "x"})], _CHANGED, _CHANGED),
        _fault("429", [Says(429, {"error": "x"})], _UNAVAILABLE, _UNAVAILABLE),
        _fault("429 with 900 s", [Says(429, {}, headers=later)], _UNAVAILABLE, _UNAVAILABLE),
        _fault(
            "429 with 0 s, then served",
            [Says(429, {}, headers={"Retry-After": "0"}), *good],
            _HIT,
            _UNAVAILABLE,
        ),
        _fault("500", [Says(500, {"error": "x"})], _UNAVAILABLE, _DOUBT),
        _fault("503 with a page", [Says(503, _PAGE, "text/html")], _UNAVAILABLE, _DOUBT),
        _fault("moved", [replace(first, status=302)], _CHANGED, _CHANGED),
    ]


def _by_transport(good: Sequence[Says]) -> list[Fault]:
    first = good[0]
    return [
        _hasty("timeout", replace(first, hold=1.0)),
        _fault("reset", [replace(first, reset=True)], _UNAVAILABLE, _DOUBT),
        replace(
            _fault("slow body", [replace(first, drip=0.2)], _UNAVAILABLE, _DOUBT), seconds=0.25
        ),
        _fault("cut", [replace(first, cut_at=len(first.raw) // 2)], _UNAVAILABLE, _DOUBT),
    ]


def _by_body(good: Sequence[Says]) -> list[Fault]:
    first = good[0]
    half = first.raw[: len(first.raw) // 2]
    packed = {"Content-Encoding": "gzip"}
    changed = {_CHANGED, _UNAVAILABLE}
    return [
        _several("truncated", [replace(first, body=half)], changed, {_DOUBT}),
        _fault("nothing", [replace(first, body=b"")], _UNAVAILABLE, _DOUBT),
        _several("web page", [Says(200, _PAGE, "text/html")], changed, {_DOUBT}),
        _fault("challenge", [Says(200, _HUMAN, "text/html")], _CHALLENGE, _CHALLENGE),
        _fault("50 MB", [replace(first, body=first.raw + b" " * (50 << 20))], _CHANGED, _DOUBT),
        _fault("zip bomb", [replace(first, body=_bomb(), headers=packed)], _CHANGED, _DOUBT),
        _fault("XML entities", [Says(200, _ENTITIES, "text/xml")], _CHANGED, _DOUBT),
    ]


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    """A hundred MiB of zeros in half a MiB."""
    return gzip.compress(bytes(100 << 20), 1)


def _by_columns(section: EngineSection, good: Sequence[Says]) -> list[Fault]:
    """A renamed and a new column, and an unknown code, in whatever reply holds the first row."""
    found: list[Fault] = []
    required = min(section.required, default="") or section.reference[0]
    changes: dict[str, Callable[[bytes], bytes | None]] = {
        "renamed column": lambda raw: _renamed(raw, segments(required)[-1]),
        "new column": lambda raw: _with_new(raw, section),
    }
    signs = section.says.signs if section.says is not None else None
    for column in sorted({*section.codes, *((signs.column,) if signs is not None else ())}):
        changes[f"unknown code in {column}"] = partial(_with_code, section, column)
    for name, change in changes.items():
        says = [_changed_reply(one, change) for one in good]
        if any(new.raw != old.raw for new, old in zip(says, good, strict=True)):
            found.append(_fault(name, says, _CHANGED, _CHANGED))
    return found


def _later(section: EngineSection, good: Sequence[Says]) -> list[Fault]:
    """An answer that is asked for at once and does not come: it was asked, and is awaited."""
    if section.pending is None or not section.pending.at_once or len(good) < 2:
        return []
    first, last = good[0], good[1]
    half = replace(last, body=last.raw[: len(last.raw) // 2])
    troubles = {
        "401": Says(401, {"error": "x"}),
        "404": Says(404, {"error": "x"}),
        "429": Says(429, {}, headers={"Retry-After": "900"}),
        "500": Says(500, {"error": "x"}),
        "reset": replace(last, reset=True),
        "truncated": half,
        "nothing": replace(last, body=b""),
        "challenge": Says(200, _HUMAN, "text/html"),
    }
    awaited = (Outcome.PENDING, "")
    return [_fault(f"answer {n}", [first, s], awaited, awaited) for n, s in troubles.items()]


def _by_pages(section: EngineSection, good: Sequence[Says]) -> list[Fault]:
    """A page that comes twice, and pages without an end."""
    paging, first = section.paging, good[0]
    if isinstance(paging, OnePage):
        return []
    if isinstance(paging, OidPages):
        return [_fault("duplicate page", [first], _CHANGED, _CHANGED)]
    says = first
    change: dict[str, Any] = {"joins": ()} if section.joins else {}
    if isinstance(paging, OffsetPages | NumberedPages):
        size = {"size": max(_count(first.raw, section), 1)}
        change["paging"] = paging.model_dump() | size
        if paging.end == "more":
            says = replace(first, body=_set(first.raw, paging.more, True))
        elif paging.end == "total":
            says = replace(first, body=_set(first.raw, paging.total, 100_000))
    elif isinstance(paging, CursorPages):
        says = replace(first, body=_set(first.raw, paging.cursor, "again"))
    elif isinstance(paging, NextPages):
        says = replace(first, body=_set(first.raw, paging.next, "?again=1"))
    endless = [_grown(says, paging, number) for number in range(60)]
    cut = {(Outcome.HIT, "more than")}
    return [
        replace(_fault("duplicate page", [says], _CHANGED, _CHANGED), section=change),
        replace(_several("endless paging", endless, cut, cut), section=change),
    ]


def _grown(says: Says, paging: object, number: int) -> Says:
    """The reply again, of other bytes and leading on to another page."""
    raw = says.raw + b"\n" * number
    if isinstance(paging, CursorPages):
        raw = _set(raw, paging.cursor, f"again{number}")
    elif isinstance(paging, NextPages):
        raw = _set(raw, paging.next, f"?again={number}")
    return replace(says, body=raw)


def _fault(
    name: str, says: Sequence[Says], free: tuple[Outcome, str], paid: tuple[Outcome, str]
) -> Fault:
    return Fault(name, tuple(says), frozenset({free}), frozenset({paid}))


def _hasty(name: str, says: Says) -> Fault:
    """A fault of a call that has a quarter of a second."""
    return replace(_fault(name, [says], _UNAVAILABLE, _DOUBT), seconds=0.25)


def _several(
    name: str,
    says: Sequence[Says],
    free: set[tuple[Outcome, str]],
    paid: set[tuple[Outcome, str]],
) -> Fault:
    return Fault(name, tuple(says), frozenset(free), frozenset(paid))


_MEANS: Mapping[str, tuple[Outcome, str]] = {
    "refused": _REFUSED,
    "not_entitled": _REFUSED,
    "quota": (Outcome.FAILED, "QuotaExhausted"),
    "unavailable": _UNAVAILABLE,
    "rejected": (Outcome.FAILED, "ConnectorError"),
    "changed": _CHANGED,
    "challenge": _CHALLENGE,
    "nothing": (Outcome.NO_HIT, ""),
}


def _as_the_card_says(fault: Fault, section: EngineSection) -> Fault:
    """The fault with what an error rule of the card says of its status, and of nothing else."""
    status = fault.says[0].status
    if refuses := _refuses_by_page(fault.says[0], section):
        return replace(fault, free=refuses, paid=refuses)
    rules = [rule for rule in section.errors if status >= 300 and status in rule.status]
    plain = [rule.means for rule in rules if not (rule.when or rule.says or rule.words)]
    if not plain:
        return fault
    return replace(fault, free=frozenset({_MEANS[plain[0]]}), paid=frozenset({_MEANS[plain[0]]}))


def _refuses_by_page(says: Says, section: EngineSection) -> Ends | None:
    """What a web page means by a card that knows one as a refusal, and as nothing milder."""
    if says.media_type != "text/html" or section.format == "html":
        return None
    reply = Reply("", says.status, says.raw, says.media_type)
    rule = next((rule for rule in section.errors if rule.says and rule.fits(reply, None)), None)
    means = rule.meaning(reply, None) if rule else ""
    return frozenset({_REFUSED}) if means in ("refused", "not_entitled") else None


def _changed_reply(says: Says, change: Callable[[bytes], bytes | None]) -> Says:
    changed = change(says.raw)
    return says if changed is None else replace(says, body=changed)


def _renamed(raw: bytes, name: str) -> bytes:
    """The column under another name, as a key, a heading or an element."""
    plain, new = re.escape(name.encode()), name.encode() + b"_2"
    for pattern in (rb'"%s"(?=\s*:)', rb"(?<=[</])%s(?=[\s/>])"):
        quoted = b'"%s"' % new if pattern[:1] == b'"' else new
        changed = re.sub(pattern % plain, quoted.replace(b"\\", b"\\\\"), raw)
        if changed != raw:
            return changed
    head, end, rest = raw.partition(b"\n")
    return re.sub(rb"(?<![\w ])%s(?![\w ])" % plain, new, head) + end + rest


def _with_new(raw: bytes, section: EngineSection) -> bytes | None:
    if section.format in ("csv", "tsv"):
        mark = b"," if section.format == "csv" else b"\t"
        lines = raw.rstrip(b"\n").split(b"\n")
        longer = [lines[0] + mark + b"brandNew", *(x + mark + b"1" for x in lines[1:])]
        return b"\n".join(longer) + raw[len(raw.rstrip(b"\n")) :]
    if section.format == "xml":
        name = segments(section.rows)[-1].encode()
        return re.sub(rb"(<(?:\w+:)?%s[^>]*>)" % name, rb"\1<brandNew>1</brandNew>", raw, count=1)
    return _with(raw, section, lambda row: row.__setitem__(_BRAND_NEW, 1))


def _with_code(section: EngineSection, column: str, raw: bytes) -> bytes | None:
    def put(row: dict[str, Any]) -> None:
        value: Any = row
        names = segments(column)
        for name in names[:-1]:
            value = value.get(name.removesuffix("[]")) if isinstance(value, dict) else None
            value = value[0] if name.endswith("[]") and value else value
        if isinstance(value, dict) and value.get(names[-1]) not in (None, ""):
            value[names[-1]] = "NO SUCH CODE"

    return _with(raw, section, put) if section.format == "json" else None


def _with(
    raw: bytes, section: EngineSection, change: Callable[[dict[str, Any]], None]
) -> bytes | None:
    """The JSON body with its first row changed; None where it has none."""
    if section.format == "ndjson":
        lines = raw.splitlines()
        line = json.loads(lines[0])
        change(line)
        return b"\n".join([json.dumps(line).encode(), *lines[1:], b""])
    if section.format != "json":
        return None
    try:
        body = copy.deepcopy(json.loads(raw))
        row: Any = body if section.one_row else next(iter(rows_at(body, section.rows)))[1]
        for name in segments(section.rows) if section.one_row and section.rows else ():
            row = row[name]
    except Exception:  # noqa: BLE001 - a reply without rows has none to change
        return None
    if not isinstance(row, dict):
        return None
    change(row)
    return json.dumps(body).encode()


def _count(raw: bytes, section: EngineSection) -> int:
    if section.format == "json":
        return len(list(rows_at(json.loads(raw), section.rows)))
    lines = len(raw.rstrip(b"\n").splitlines())
    return lines if section.format == "ndjson" else lines - 1


def _set(raw: bytes, path: str, value: object) -> bytes:
    body = json.loads(raw)
    inside = body
    *above, last = segments(path)
    for name in above:
        inside = inside[name]
    inside[last] = value
    return json.dumps(body).encode() + b"\n" * (len(raw) - len(raw.rstrip(b"\n")))
