"""What the two processes say to each other: one JSON object a line, model values by their types."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError

from skiptrace.model import errors
from skiptrace.model.errors import (
    ConfigError,
    ConnectorError,
    LeaseLost,
    NoPermit,
    SkiptraceError,
    SourceChanged,
)
from skiptrace.model.inquiry import Inquiry, PointInquiry
from skiptrace.model.record import Answer, Snapshot, Ticket
from skiptrace.model.subject import EntityKind

T = TypeVar("T")
Message: TypeAlias = dict[str, Any]

LONGEST_LINE = 128 * 1024 * 1024
"""Bytes of one message at most: a larger reply than any decoder takes."""

_INQUIRY = TypeAdapter(Inquiry)
_POINT_INQUIRY = TypeAdapter(PointInquiry)
_POINT = "point"
_ANSWER = TypeAdapter(Answer)
_TICKETS = TypeAdapter(tuple[Ticket, ...])
_TIMES = TypeAdapter(datetime)
_TOLD = (ConfigError, ConnectorError, LeaseLost, NoPermit)
"""The errors that one side tells the other; any other is a fault of the code that raised it."""


def to_line(message: Mapping[str, Any]) -> bytes:
    """A message as it is sent."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> Message:
    """A message as it came; raises SourceChanged for what is none."""
    try:
        message = json.loads(line)
    except ValueError:
        raise SourceChanged("its process wrote what is no message") from None
    if not isinstance(message, dict):
        raise SourceChanged("its process wrote what is no message")
    return message


def inquiries_out(inquiries: Sequence[Inquiry]) -> Any:
    """Inquiries for a message; what signs their permits stays here.

    Of a contact point it is not told of what kind of subject its account is.
    """
    return [_inquiry_out(one) for one in inquiries]


def inquiries_in(said: Any) -> tuple[Inquiry, ...]:
    """The inquiries of a message."""
    return tuple(map(_inquiry_in, said))


def _inquiry_out(inquiry: Inquiry) -> Message:
    said: Message
    if isinstance(inquiry, PointInquiry):
        said = _POINT_INQUIRY.dump_python(inquiry, mode="json")
        said["entity"] = EntityKind.PERSON.value
    else:
        said = _INQUIRY.dump_python(inquiry, mode="json")
    del said["permit"]["signature"]
    return said


def _inquiry_in(said: Any) -> Inquiry:
    if _POINT in said:
        return _read(_POINT_INQUIRY, said)
    return _read(_INQUIRY, said)


def tickets_out(tickets: Sequence[Ticket]) -> Any:
    """Tickets for a message."""
    return _TICKETS.dump_python(tuple(tickets), mode="json")


def tickets_in(said: Any) -> tuple[Ticket, ...]:
    """The tickets of a message."""
    return _read(_TICKETS, said)


def answer_out(answer: Answer) -> Any:
    """An answer for a message, with the bytes of its snapshots."""
    said = _ANSWER.dump_python(replace(answer, snapshots=()), mode="json")
    return {**said, "snapshots": snapshots_out(answer.snapshots)}


def answer_in(said: Any) -> Answer:
    """The answer of a message; raises SourceChanged for one of another form."""
    if not isinstance(said, dict):
        raise SourceChanged("its process answered in another form")
    answer = _read(_ANSWER, {**said, "snapshots": []})
    return replace(answer, snapshots=snapshots_in(said.get("snapshots", [])))


def snapshots_out(snapshots: Sequence[Snapshot]) -> list[list[str]]:
    """Snapshots for a message."""
    return [
        [b64encode(one.body).decode(), one.media_type, one.request, one.retrieved.isoformat()]
        for one in snapshots
    ]


def snapshots_in(said: Any) -> tuple[Snapshot, ...]:
    """The snapshots of a message; raises SourceChanged for some of another form."""
    try:
        return tuple(
            Snapshot(b64decode(body), str(kind), str(request), _TIMES.validate_python(retrieved))
            for body, kind, request, retrieved in said
        )
    except (ValueError, TypeError):
        raise SourceChanged("its process answered in another form") from None


def error_out(error: BaseException) -> list[str]:
    """An error for a message: of ours its class and words, of any other its class alone."""
    if isinstance(error, _TOLD):
        return [type(error).__name__, str(error)]
    return ["", type(error).__name__]


def error_in(said: Any, expected: tuple[type[SkiptraceError], ...] = _TOLD) -> SkiptraceError:
    """The error of a message, if it is of an expected class; else SourceChanged that names it."""
    name, words = (str(part) for part in said)
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, expected):
        return kind(words)
    return SourceChanged(f"its code broke off ({name or words})")


def _read(adapter: TypeAdapter[T], said: Any) -> T:
    try:
        return adapter.validate_json(json.dumps(said))
    except ValidationError:
        raise SourceChanged("its process answered in another form") from None
