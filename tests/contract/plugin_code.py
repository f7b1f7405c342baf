"""The code of a plugin that tries what its options say; a test makes a package of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from skiptrace.model.contact_check import CheckedAddress, CheckedPhone, Line
from skiptrace.model.errors import ConfigError, QuotaExhausted
from skiptrace.model.inquiry import Inquiry, PointInquiry
from skiptrace.model.ports import Leave
from skiptrace.model.record import Answer, Provenance, Snapshot, SourceRecord, Ticket
from skiptrace.model.subject import EntityKind, PersonName
from skiptrace.model.waterfall import Outcome

_DOWN = "SourceUnavailable: "


def connects(address: str) -> str:
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=5):
        return "connected"


def writes(path: str) -> str:
    Path(path).write_text("x")
    return "written"


def starts(path: str) -> str:
    done = subprocess.run(["/bin/cat", path], capture_output=True, check=False)
    return f"cat ended with {done.returncode}"


def signals(_: str) -> str:
    os.kill(os.getppid(), 0)
    return "signalled"


TRIES: dict[str, Callable[[str], str]] = {
    "reads": lambda path: f"read {len(Path(path).read_bytes())} bytes",
    "lists": lambda path: f"listed {len(list(Path(path).iterdir()))}",
    "reads of our parent": lambda name: Path(f"/proc/{os.getppid()}/{name}").read_bytes().hex(),
    "environment": lambda name: f"it is {os.environ.get(name)}",
    "arguments": lambda word: f"told {any(word in one for one in sys.argv)}",
    "connects": connects,
    "writes": writes,
    "starts a program": starts,
    "signals our parent": signals,
}


class Acme:
    """Finds everybody, unless its options, or the e-mails asked about, say what else to do."""

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self.card = loaded.card
        self._settings = settings
        self._way = settings.options.get("way", "")
        print("this is no message")  # noqa: T201
        if self._way == "cannot be built":
            raise ConfigError("options.way: expected another")
        if self._way == "is no connector":
            raise ZeroDivisionError

    can_settle = True

    def search(self, inquiries: Sequence[Inquiry], leave: Leave) -> Iterator[Answer]:
        for inquiry in inquiries:
            if self._ways(inquiry)[0] == "dies before":
                os._exit(3)
            with self._settings.pace(self.card).place() as place:
                leave(inquiry)
                place.go()
            yield from self._said(inquiry)

    def _said(self, inquiry: Inquiry) -> Iterator[Answer]:
        way, target = self._ways(inquiry)
        if way in TRIES:
            try:
                words = TRIES[way](target)
            except OSError as error:
                words = type(error).__name__
            yield Answer(inquiry.id, Outcome.FAILED, reason=f"{_DOWN}{words}")
            return
        good = self.read(inquiry, [self._page()])
        (record,) = good.records
        other = replace(record, provenance=replace(record.provenance, connector_id="another"))
        wrong: dict[str, Answer] = {
            "answers another": replace(good, inquiry_id="inq-9"),
            "another source": replace(good, records=(other,)),
            "too dear": replace(good, cost=Decimal(9)),
            "hit of nothing": replace(good, records=()),
            "tells a name": Answer(inquiry.id, Outcome.FAILED, reason=f"{_DOWN}no Mountjoy"),
        }
        if way == "dies after":
            os._exit(3)
        if way == "hangs":
            time.sleep(600)
        if way == "breaks":
            raise ZeroDivisionError
        if way == "stops":
            raise QuotaExhausted("enough for today")
        if way == "says nothing":
            return
        yield wrong.get(way, good)
        if way == "answers twice":
            yield good
        if way == "kills itself":
            os.kill(os.getpid(), signal.SIGKILL)

    def _ways(self, inquiry: Inquiry) -> tuple[str, str]:
        options = (self._way, self._settings.options.get("target", ""))
        way, target = inquiry.fields.emails or options
        return way, target

    def _page(self) -> Snapshot:
        return Snapshot(b"\x00\xffA page", "text/plain", "GET page", self._settings.clock())

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        page = snapshots[0]
        where = ("r1", page.retrieved, page.sha256, "$", inquiry.permit.id)
        provenance = Provenance(self.card.id, self.card.version, *where)
        about = ("r1", EntityKind.PERSON, provenance, inquiry.fields.names)
        record = SourceRecord(self.card.id, *about)
        return Answer(inquiry.id, Outcome.HIT, (record,), (page,), self.card.cost.per_call)

    def settle(self, inquiry: Inquiry) -> Answer | None:
        if self._ways(inquiry)[0] == "breaks":
            raise ZeroDivisionError
        never = self._ways(inquiry)[0] == "never saw it"
        return None if never else self.read(inquiry, [self._page()])

    def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
        for inquiry, ticket in waiting:
            if ticket.reference == "job 1":
                yield self.read(inquiry, [self._page()])

    def prove(self) -> Iterator[str]:
        yield "it answered"


class AcmePhones:
    """Says of every number that it is a mobile one, unless its option says what else to do."""

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self.card = loaded.card
        self._settings = settings
        self._way = settings.options.get("way", "")

    def search(self, inquiries: Sequence[PointInquiry], leave: Leave) -> Iterator[Answer]:
        for inquiry in inquiries:
            leave(inquiry)
            if self._way == "tells what it was told":
                told = f"{inquiry.entity} {sorted(inquiry.fields.filled())} {inquiry.point.since}"
                signature = inquiry.permit.signature or "none"
                words = f"{_DOWN}{told} signed {signature}"
                yield Answer(inquiry.id, Outcome.FAILED, reason=words)
                continue
            page = Snapshot(b"mobile", "text/plain", "GET page", self._settings.clock())
            yield self._wrong(self.read(inquiry, [page]))

    def _wrong(self, good: Answer) -> Answer:
        somebody = PersonName("Ann", surname="Mountjoy")
        page = good.snapshots[0]
        where = ("r1", page.retrieved, page.sha256, "$", "permit")
        found = Provenance(self.card.id, self.card.version, *where)
        record = SourceRecord(self.card.id, "r1", EntityKind.PERSON, found, (somebody,))
        wrong: dict[str, Answer] = {
            "names somebody": replace(good, records=(record,)),
            "says nothing": replace(good, checked=None),
            "of an address": replace(good, checked=CheckedAddress(vacant=True)),
            "of another day": replace(good, checked=CheckedPhone(since=date(2001, 2, 3))),
            "keeps no answer": replace(good, snapshots=()),
            "at length": replace(good, checked=CheckedPhone(carrier="x" * 100_000)),
            "another number": replace(good, inquiry_id="inq-9"),
            "too dear": replace(good, cost=Decimal(9)),
            "repeats the number": replace(good, reason="mobile: 5035550101"),
        }
        return wrong.get(self._way, good)

    def read(self, inquiry: PointInquiry, snapshots: Sequence[Snapshot]) -> Answer:
        said = CheckedPhone(line=Line.WIRELESS, since=inquiry.point.since)
        told = ((), tuple(snapshots), self.card.cost.per_call)
        return Answer(inquiry.id, Outcome.HIT, *told, checked=said)
