"""A bureau that is asked by files: a real SFTP server on loopback, and whoever answers there.

The bureau takes a request only under its own name, bills every row that it finds somebody for, and
bills a key again that it is asked again: its bill is the judge.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.files.connector import FilesConnector
from connectors.files.sent import SentInMemory
from connectors.kit.sftp_server import LoopbackServer, serving_sftp
from connectors.registry import discover
from skiptrace.model.card import Cost
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import SentFiles
from skiptrace.model.record import Ticket
from tests.fakes import FixedClock
from tests.inquiries import make_inquiry

CARD = "bureau_batch"
HEADING = (
    "key,result,record,first,middle,last,suffix,born,died,"
    "street_1,city_1,state_1,zip_1,from_1,to_1,street_2,city_2,state_2,zip_2,from_2,to_2,"
    "phone_1,phone_type_1,phone_from_1,phone_to_1,phone_2,phone_type_2,phone_from_2,phone_to_2,"
    "email,employer"
)
Answers = Callable[[Mapping[str, str]], str]
"""What the bureau writes behind the key of a row."""


def card() -> LoadedCard:
    return discover().cards[CARD]


def found(row: Mapping[str, str]) -> str:
    """A row of somebody of that name, at one address, with one telephone."""
    cells = ["F", f"R-{row['last']}", row["first"], "", row["last"], "", row["born"], ""]
    cells += ["12 Oak St", "Port Alvera", "FL", "34802", "2019-05-01", "2026-01", *[""] * 6]
    cells += ["2395550101", "M", "2020", "2026", *[""] * 4, "", ""]
    return ",".join(cells)


def nobody(row: Mapping[str, str]) -> str:
    return "N" + "," * 29


@dataclass
class Bureau:
    """The other side: its folder, what it was asked, and what it billed, by key."""

    folder: Path
    answers: Answers = found
    billed: Counter[str] = field(default_factory=Counter)
    taken: list[str] = field(default_factory=list)
    removes: bool = False

    def requests(self) -> list[Path]:
        return sorted(p for p in self.folder.glob("skiptrace-*.csv") if ".out" not in p.name)

    def rows(self, path: Path) -> list[dict[str, str]]:
        lines = path.read_text().splitlines()
        assert lines[-1] == f"END,{len(lines) - 2}"
        return list(csv.DictReader(lines[:-1]))

    def answer(self) -> None:
        """Takes every request that it has not taken, bills it and puts its reply there."""
        for path in self.requests():
            if path.name in self.taken:
                continue
            rows = self.rows(path)
            self.taken.append(path.name)
            lines = [f"{row['key']},{self.answers(row)}" for row in rows]
            self.billed.update(
                row["key"] for row, line in zip(rows, lines, strict=True) if ",F," in line
            )
            self.reply(path.stem.removeprefix("skiptrace-"), lines)
            if self.removes:
                path.unlink()

    def reply(self, batch: str, lines: Sequence[str], end: str | None = None) -> Path:
        path = self.folder / f"skiptrace-{batch}.out.csv"
        last = f"END,{len(lines)}" if end is None else end
        path.write_text("\n".join([HEADING, *lines, *filter(None, [last]), ""]))
        return path

    def replies(self) -> list[Path]:
        return sorted(self.folder.glob("*.out.csv"))


@dataclass
class Stand:
    """A bureau's server that runs, and connectors that ask it; what they remember is kept."""

    server: LoopbackServer
    bureau: Bureau
    clock: FixedClock = field(default_factory=FixedClock)
    sent: SentFiles = field(default_factory=SentInMemory)
    section: dict[str, Any] = field(default_factory=dict)
    reply: dict[str, Any] = field(default_factory=dict)
    per_call: str = "0"
    per_hit: str = "0.25"
    quick: float = 5.0

    @property
    def data(self) -> Path:
        return self.server.folder.parent / f"{self.server.folder.name}-data"

    def connector(self, **changes: Any) -> FilesConnector:
        """A connector as a new process would build it."""
        return FilesConnector(self.loaded(), self.settings(**changes))

    def loaded(self) -> LoadedCard:
        """The card, with what this stand changes of it."""
        loaded = card()
        cost = Cost(Decimal(self.per_call), Decimal(self.per_hit))
        quick = dataclasses.replace(loaded.card, timeout_seconds=self.quick, cost=cost)
        reply = {**loaded.section["reply"], **self.reply}
        section = {**loaded.section, **self.section, "reply": reply}
        return dataclasses.replace(loaded, card=quick, section=section)

    def settings(self, **changes: Any) -> SourceSettings:
        said: dict[str, Any] = {
            "base_url": self.server.url,
            "data_dir": self.data,
            "clock": self.clock,
            "secrets": {"user": self.server.user, "password": self.server.password},
            "options": {"host_key": self.server.pin},
            "sent": self.sent,
        }
        return SourceSettings(**{**said, **changes})

    def later(self, hours: int = 5) -> datetime:
        self.clock.move(timedelta(hours=hours))
        return self.clock()


@contextmanager
def standing(folder: Path) -> Iterator[Stand]:
    with serving_sftp(LoopbackServer(folder)) as server:
        yield Stand(server, Bureau(folder))


def people(*surnames: str) -> list[Inquiry]:
    """One question about each, under an id as the gate makes one."""
    return [
        make_inquiry(
            hashlib.sha256(f"{number} {surname}".encode()).hexdigest()[:32],
            name=f"Ann {surname}",
            ssn=f"900{number:06d}",
        )
        for number, surname in enumerate(surnames, 10)
    ]


def waiting(asked: Sequence[Inquiry], answers: Sequence[Any]) -> list[tuple[Inquiry, Ticket]]:
    """What is collected after a search that was answered with tickets."""
    tickets = {answer.inquiry_id: answer.ticket for answer in answers}
    return [(inquiry, tickets[inquiry.id]) for inquiry in asked if tickets[inquiry.id]]


def cells(line: str) -> list[str]:
    return next(csv.reader(io.StringIO(line)))
