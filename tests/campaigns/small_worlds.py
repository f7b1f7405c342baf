"""Small worlds for the sweep of deaths: three accounts, a free source, and a paid one of each kind.

A night is a process of its own, forked from this one, so it can be killed or stopped for real and
costs no start. The provider and the clock outlive it.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any
from unittest.mock import patch

from candidates import OAK, at
from fakes import CollectingConnector, FakeConnector, Moment, Reply, SettlingConnector, later, says
from orders import TODAY

from connectors.kit.sftp_server import LoopbackServer, serving_sftp
from jobs.by_hand import ByHand, HandAnswer
from skiptrace.casefile import engine as engines
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import SessionLimits
from skiptrace.model.errors import SkiptraceError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer
from tests.campaigns.boundaries import (
    Doom,
    Fault,
    Passed,
    SharedClock,
    SharedProvider,
    Window,
    passed_in,
)
from tests.integration.tracing.conftest import FREE, PAID, TERMS, Desk, entry_of, hers
from tests.integration.tracing.exchanges import NUMBERS, connector_of
from tests.integration.tracing.exchanges import hers as found_by_file
from tests.integration.tracing.test_batches import FORM, nightly
from tests.postgres import database
from tests.unit.connectors_files.bureau import Bureau, Stand
from tests.warm_engines import warm_engines

HOME = hers(addresses=(at(OAK, role="residence"),))
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LIMITS = SessionLimits(lock=6.0, statement=20.0, idle=3.0)
"""A stopped process holds the others up for seconds, not for a minute."""
TOLD, BROKEN = 3, 1
"""Exit codes of a night: it ended with an error in our words; with a fault of ours."""
_NIGHTS = 8
_FILE_WINDOWS = {
    "before open": Window.QUIET,
    "before put": Window.SENT,
    "before an answer is stored": Window.ANSWERED,
    "before a found one is stored": Window.ANSWERED,
}


class Kind(StrEnum):
    """How the paid source answers."""

    PLAIN = "at once, and it says what it sold"
    MUTE = "at once, and it cannot be asked afterwards"
    LATER = "later, by ticket"
    FILES = "later, by files"


class _Stepping(FakeConnector):
    """Meets boundaries on a question's way to the source and back."""

    doom: Doom

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        def leaving(inquiry: Inquiry) -> None:
            self.doom.meet("before it leaves")
            leave(inquiry)

        return super().search(inquiries, leaving)

    def _maybe_die(self, moment: Moment) -> None:
        if moment is Moment.RECORDED:
            return  # a commit's boundary is that already
        self.doom.window = Window.SENT
        self.doom.meet("billed" if moment is Moment.BILLED else "before sending")
        if moment is Moment.BILLED:
            self.doom.window = Window.ANSWERED


class _Plain(_Stepping, SettlingConnector):
    """Answers at once."""


class _Later(_Stepping, CollectingConnector, SettlingConnector):
    """Answers by ticket; has everything ready the next time."""

    def collect(self, waiting: Sequence[Any]) -> Iterator[Any]:
        self.desk = {ticket.reference: Reply((HOME,)) for _, ticket in waiting}
        for answer in super().collect(waiting):
            self.doom.window = Window.ANSWERED
            self.doom.meet("collected")
            yield answer


@dataclass
class World:
    """A case file, its provider and clock, and the processes that work on it one after the other.

    `struck` are the boundaries at which something happened.
    """

    kind: Kind
    url: str
    keyring: Keyring
    folder: Path
    stand: Stand | None = None
    clock: SharedClock = field(default_factory=SharedClock)
    day: int = 0
    struck: list[tuple[Fault, Passed]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.provider = SharedProvider(self.folder / "book")

    def night(self, fault: Fault = Fault.NONE, at: int = 0) -> list[Passed]:
        """A night of its own process, to which that happens; the boundaries that it told of."""
        told = self.folder / f"told-{self.day}-{len(self.struck)}"
        process = self._forked(lambda: self._work(Doom(fault, at, told)))
        _, status = os.waitpid(process, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            self.clock.move(TERMS.lease + SECOND)
            self._wait(self._forked(lambda: self._work(Doom(Fault.NONE, 0, Path(os.devnull)))))
            os.kill(process, signal.SIGCONT)
            _, status = os.waitpid(process, 0)
        self._judge(status, fault)
        self.day += 1
        self.clock.move(DAY)
        passed = passed_in(told)
        if fault is not Fault.NONE:
            self.struck += [(fault, one) for one in passed]
        if self.stand is not None:
            self.stand.bureau.answer()
        return passed

    def finish(self) -> None:
        """Nights in peace until everything is done; what is in doubt a person settles."""
        for _ in range(_NIGHTS):
            with self.opened() as case:
                if is_done(case):
                    return
                self._settle(case)
            self.night()

    def found(self) -> dict[str, list[tuple[object, ...]]]:
        """What is found of each account, and how its orders stand."""
        with self.opened() as case, case.read() as tx:
            entries = case.accounts.page(tx, ("", ""), 10)
            return {
                entry.account.number: sorted(
                    (f.kind.value, f.value, f.status.value, f.probability)
                    for f in case.findings.current(tx, entry.account.id)
                )
                for entry in entries
            }

    def faults(self, calm: dict[str, list[tuple[object, ...]]]) -> list[str]:
        """What is wrong, beside what is found in peace."""
        wrong = list(self.wrong)
        if sorted(self.sold().values()) != [1] * len(NUMBERS):
            wrong.append(f"the provider sold {sorted(self.sold().values())}")
        if self.found() != calm:
            wrong.append("other findings than in peace")
        with self.opened() as case:
            if not is_done(case):
                wrong.append(f"the last orders stand as {stand_of(case)}")
            with case.read() as tx:
                wrong += [f"the record: {one}" for one in case.check(tx).faults]
                ids = [i for state in OrderState for i in case.orders.ended_as(tx, state)]
                spent = sum(case.ledger.spent(tx, ids).values(), Decimal(0))
        if self.kind in (Kind.PLAIN, Kind.MUTE) and spent != self.provider.billed:
            wrong.append(f"the ledger has {spent}, the bill {self.provider.billed}")
        return wrong

    def sold(self) -> dict[str, int]:
        """How often each question was billed."""
        return dict(self.stand.bureau.billed if self.stand else self.provider.sold)

    @contextmanager
    def opened(self, limits: SessionLimits = engines.LIMITS) -> Iterator[CaseFile]:
        """The case file, for a look from outside unless a night's limits are given."""
        with closing(open_case_file(self.url, self.keyring, limits)) as case:
            yield case

    def learn(self) -> None:
        """Two nights in this very process."""
        for _ in range(2):
            self._work(Doom(Fault.NONE, 0, Path(os.devnull)), lambda doom, case: None)
            self.day += 1
            self.clock.move(DAY)
        self.found()

    def desk(self, case: CaseFile) -> Desk:
        """A desk over it, by this world's clock."""
        clock: Any = self.clock
        return Desk(case, self.keyring, self.folder / "workers", clock)

    def _forked(self, act: Callable[[], None]) -> int:
        sys.stdout.flush()
        process = os.fork()
        if process:
            return process
        code = BROKEN
        try:
            act()
            code = 0
        except SkiptraceError:
            code = TOLD
        except BaseException:  # noqa: BLE001 - whatever ends a night is told
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _work(self, doom: Doom, watch: Callable[[Doom, CaseFile], None] = Doom.watch) -> None:
        with self.opened(LIMITS) as case:
            watch(doom, case)
            doom.awaits = self.kind in (Kind.LATER, Kind.FILES)
            doom.is_pending = doom.awaits and self.day > 0
            source: Any = self._source(self.desk(case), doom)
            form = replace(FORM, as_of=TODAY + self.day * DAY)
            nightly(self.desk(case), FakeConnector(FREE, says()), source, form=form)

    def _source(self, desk: Desk, doom: Doom) -> Any:
        if self.stand is not None:
            return connector_of(self.stand, desk, lambda step: _meet(doom, step))
        ready = self.clock() + timedelta(hours=1)
        made = {
            Kind.PLAIN: lambda: _Plain(PAID, says(HOME), self.provider),
            Kind.MUTE: lambda: _Stepping(PAID, says(HOME), self.provider),
            Kind.LATER: lambda: _Later(PAID, later(ready, ready + 30 * DAY), self.provider),
        }[self.kind]()
        made.doom = doom
        return made

    def _wait(self, process: int) -> None:
        _, status = os.waitpid(process, 0)
        self._judge(status, Fault.STOP)

    def _judge(self, status: int, fault: Fault) -> None:
        """A night ends well, in our words where something happened to it, or by its own kill."""
        code = os.waitstatus_to_exitcode(status)
        expected = {0} if fault is Fault.NONE else {0, TOLD}
        if code not in expected | ({-signal.SIGKILL} if fault is Fault.KILL else set()):
            self.wrong.append(f"a night ended with {code} ({fault.value})")

    def _settle(self, case: CaseFile) -> None:
        """What a person does by the provider's invoice."""
        hand = ByHand(case, self.clock, TERMS.late.total_seconds())
        if self.kind is not Kind.MUTE:
            return
        with case.write() as tx:
            for call in hand.open_calls(tx):
                sale = self.provider.sale(call.inquiry_id)
                said = (
                    HandAnswer(sale.cost, sale.snapshots[0].body)
                    if sale
                    else HandAnswer(Decimal(0))
                )
                hand.settle(tx, call.inquiry_id, said, ("A. Clerk", "the invoice"))


def stand_of(case: CaseFile) -> dict[str, OrderState]:
    """How the last order of each account stands; one that ended incomplete is due again."""
    with case.read() as tx:
        ended = {i: state for state in OrderState for i in case.orders.ended_as(tx, state)}
        orders = [case.orders.get(tx, order_id) for order_id in ended]
    found = sorted((one for one in orders if one), key=lambda one: one.as_of)
    return {one.account.number: ended[one.id] for one in found}


def is_done(case: CaseFile) -> bool:
    """Whether the last order of every account is."""
    return stand_of(case) == dict.fromkeys(NUMBERS, OrderState.DONE)


def _meet(doom: Doom, step: str) -> None:
    doom.window = _FILE_WINDOWS.get(step, doom.window)
    doom.meet(step)


@dataclass(frozen=True)
class Worlds:
    """Makes worlds of one engine: copies of a case file in which the accounts are taken in."""

    like: str
    server: str
    keyring: Keyring
    folder: Path

    @classmethod
    @contextmanager
    def prepared(cls, folder: Path, url: str, server: str) -> Iterator[Worlds]:
        """Over the case file that is made at `url`.

        This process, which is forked for every night, knows by then what a night has to learn.
        """
        keyring = Keyring.generate()
        logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
        with warm_engines(), patch.object(engines, "_BUSY_SECONDS", 1):
            with closing(create_case_file(url, keyring)) as case:
                desk = Desk(case, keyring, folder)
                for number in NUMBERS:
                    desk.taken_in(entry_of(number))
            worlds = cls(url, server, keyring, folder)
            for kind in (Kind.PLAIN, Kind.LATER):
                with worlds.world(kind) as world:
                    world.learn()
            gc.collect()
            gc.freeze()
            yield worlds

    @contextmanager
    def world(self, kind: Kind) -> Iterator[World]:
        """A new world."""
        with ExitStack() as stack:
            folder = self.folder / "world"
            folder.mkdir()
            stack.callback(shutil.rmtree, folder)
            if self.server:
                url = stack.enter_context(database(self.server, self.like))
            else:
                source = self.like.removeprefix("sqlite:///")
                url = f"sqlite:///{shutil.copy(source, folder / 'case.db')}"
            stand = stack.enter_context(_standing(folder)) if kind is Kind.FILES else None
            yield World(kind, url, self.keyring, folder, stand)


@contextmanager
def _standing(folder: Path) -> Iterator[Stand]:
    """A bureau whose server is a process of its own: this one is forked, so it has no threads."""
    box = folder / "box"
    box.mkdir()
    server = LoopbackServer(box)
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        with serving_sftp(server):
            os.write(writing, str(server.port).encode())
            signal.pause()
        os._exit(0)
    try:
        server.port = int(os.read(reading, 10))
        yield Stand(server, Bureau(box, found_by_file))
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(reading)
        os.close(writing)
