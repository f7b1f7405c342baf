"""A desk whose paid source is asked by files, and whose process is told of each of its steps.

The server is a real one, by SFTP; what the bureau billed is the judge. `at` is called with the name
of each step ("before put", "after submit"), and whatever it does, such as dying, happens there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from fakes import Death, FakeConnector, says
from orders import TODAY

from connectors.files.connector import FilesConnector
from connectors.files.server import FileServer
from skiptrace.app.sent_files import CaseSentFiles
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.integration.tracing.conftest import FREE, Desk, entry_of
from tests.integration.tracing.test_batches import FORM, nightly
from tests.unit.connectors_files.bureau import Stand, found, standing

DAY = timedelta(days=1)
NUMBERS = ("10001", "10002", "10003")
At = Callable[[str], None]


def nowhere(step: str) -> None:
    """A process to which nothing happens."""


def dying(where: str) -> At:
    """A process that dies at that step."""

    def at(step: str) -> None:
        if step == where:
            raise Death

    return at


class _Sent(CaseSentFiles):
    """Notes files in the case file; told before and after."""

    __slots__ = ("at",)

    def __init__(self, desk: Desk, at: At) -> None:
        super().__init__(desk.case, desk.clock)
        object.__setattr__(self, "at", at)

    def note(self, source: str, file: str, keys: Sequence[str]) -> None:
        self.at("before note")
        super().note(source, file, keys)
        self.at("after note")


class _Server:
    """The bureau's server, told before and after each thing that is done there."""

    def __init__(self, server: FileServer, at: At) -> None:
        self._server, self._at = server, at

    @contextmanager
    def open(self) -> Iterator[Any]:
        self._at("before open")
        with self._server.open() as desk:
            yield _Folders(desk, self._at)


class _Folders:
    def __init__(self, desk: Any, at: At) -> None:
        self._desk, self._at = desk, at

    def __getattr__(self, name: str) -> Any:
        def act(*values: Any) -> Any:
            self._at(f"before {name}")
            done = getattr(self._desk, name)(*values)
            self._at(f"after {name}")
            return done

        return act


class SteppedConnector(FilesConnector):
    """Is told before each answer that it hands on, and once that is stored."""

    at: At = staticmethod(nowhere)

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        for answer in super().search(inquiries, leave):
            self.at("before an answer is stored")
            yield answer
            self.at("after an answer is stored")

    def collect(self, waiting: Any) -> Iterator[Answer]:
        for answer in super().collect(waiting):
            if answer.outcome is Outcome.HIT:
                self.at("before a found one is stored")
            yield answer
            self.at("after a found one is stored")


def hers(row: Any) -> str:
    """What the bureau finds of the usual subject: her address of late."""
    return found(row).replace("12 Oak St,Port Alvera,FL,34802", "9 OAK AVE,LARKSPUR,TX,75001")


def connector_of(stand: Stand, desk: Desk, at: At) -> FilesConnector:
    """The bureau's connector as a new process would build it."""
    stand.clock = desk.clock
    loaded, settings = stand.loaded(), stand.settings()
    card = replace(loaded.card, id="broker", purposes=frozenset({"GLB-3"}))
    loaded = replace(loaded, card=card)
    settings = replace(settings, sent=_Sent(desk, at), check=desk.case.permits.check)
    server: Any = _Server(FilesConnector(loaded, settings)._server, at)
    made = SteppedConnector(loaded, settings, server)
    made.at = at
    return made


@dataclass
class Exchange:
    """A desk whose paid source is the bureau of a stand; every night is a new process."""

    desk: Desk
    stand: Stand
    day: int = 0

    def night(self, dies: str = "") -> None:
        """One night, which may be the process's last."""
        form = replace(FORM, as_of=TODAY + self.day * DAY, budget=Decimal(1))
        source: Any = connector_of(self.stand, self.desk, dying(dies))
        try:
            nightly(self.desk, FakeConnector(FREE, says()), source, form=form)
        except Death:
            assert dies
        finally:
            self.day += 1
            self.desk.clock.move(DAY)

    def keys(self) -> Counter[str]:
        """How often each key is in a file that was submitted."""
        rows = [r for path in self.stand.bureau.requests() for r in self.stand.bureau.rows(path)]
        return Counter(row["key"] for row in rows)


@contextmanager
def exchanging(desk: Desk, folder: Path) -> Iterator[Exchange]:
    """An exchange about three accounts over a server of its own."""
    folder.mkdir()
    with standing(folder) as stand:
        stand.bureau.answers = hers
        for number in NUMBERS:
            desk.taken_in(entry_of(number))
        yield Exchange(desk, stand)
