"""The case file: opened, created, and its books over one database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, func, insert, inspect, select, update

from skiptrace.casefile.accounts import AccountBook
from skiptrace.casefile.audit import AuditTrail
from skiptrace.casefile.contact_checks import ContactCheckBook
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.disposal import DisposalBook
from skiptrace.casefile.engine import (
    LIMITS,
    SessionLimits,
    Turn,
    case_file_url,
    clear_errors,
    reading_engine,
    shown,
    sqlite_path,
    sweep,
    writing_engine,
)
from skiptrace.casefile.exclusive import exclusively
from skiptrace.casefile.findings import FindingBook
from skiptrace.casefile.judgements import JudgementBook
from skiptrace.casefile.ledger import CallLedger
from skiptrace.casefile.matches import MatchBook
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.notes import NoteBook
from skiptrace.casefile.orders import OrderQueue
from skiptrace.casefile.receipts import ReceiptBook
from skiptrace.casefile.record_check import Fault, RecordCheck, faults_of
from skiptrace.casefile.revision import check_revision
from skiptrace.casefile.runs import RunBook
from skiptrace.casefile.schedule import ScheduleBook
from skiptrace.casefile.sent_files import SentFileBook
from skiptrace.casefile.snapshots import SnapshotStore
from skiptrace.casefile.source_pauses import PauseBook
from skiptrace.casefile.source_places import PlaceBook
from skiptrace.casefile.steps import StepBook
from skiptrace.casefile.tables.base import case_meta
from skiptrace.casefile.tables.owner_keys import owner_key
from skiptrace.casefile.tallies import (
    TALLIES_KEPT,
    KnownTallies,
    Total,
    begin_tallies,
    follow_savepoints,
    reading,
    writing,
)
from skiptrace.casefile.users import UserBook
from skiptrace.casefile.watched import WatchBook
from skiptrace.casefile.workers import WorkerBook
from skiptrace.casefile.write_back_plans import PlanBook
from skiptrace.model.errors import CaseFileError
from skiptrace.model.signature import PermitSigner

_CHECK = "case_meta.key_check"
_INDEX = "case_meta.index_check"
_CHECK_TEXT = "skiptrace case file"
_PERMIT = "inquiry.permit"


class CaseFile:
    """The books of one case file, and the transactions they work in.

    Every book method takes a transaction of `write()` or `read()` as its first argument, so that
    several books change together or not at all. `permits` signs what the gate permits, by a key of
    the case file. Use `open_case_file` or `create_case_file`.
    """

    def __init__(self, url: URL, keys: Keyring, limits: SessionLimits = LIMITS) -> None:
        self._writer = writing_engine(url, limits)
        follow_savepoints(self._writer)
        self._reader = reading_engine(self._writer)
        self._turn = Turn(sqlite_path(url) is not None)
        self._notary = Notary(keys)
        self._tallies = KnownTallies(TALLIES_KEPT)
        self.permits = PermitSigner(partial(keys.digest, _PERMIT))
        self.accounts = AccountBook(keys)
        self.workers = WorkerBook()
        self.orders = OrderQueue(keys)
        self.snapshots = SnapshotStore(keys)
        self.ledger = CallLedger(self.snapshots)
        self.matches = MatchBook(keys)
        self.findings = FindingBook(keys, self.snapshots)
        self.checks = ContactCheckBook(self.snapshots)
        self.steps = StepBook()
        self.judgements = JudgementBook(keys)
        self.audit = AuditTrail(keys)
        self.notes = NoteBook()
        self.receipts = ReceiptBook(keys)
        self.runs = RunBook()
        self.users = UserBook(keys)
        self.schedule = ScheduleBook()
        self.places = PlaceBook()
        self.pauses = PauseBook()
        self.sent_files = SentFileBook()
        self.watched = WatchBook(keys)
        self.plans = PlanBook()
        self.disposals = DisposalBook()

    def __repr__(self) -> str:
        return f"CaseFile({shown(self._writer.url)})"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end, rolled back on any error.

        On SQLite it holds the file's only write lock: keep it short, and never open one within
        another. Threads take turns. Raises CaseFileError when the database refuses or cannot be
        reached.
        """
        with (
            self._turn.taken(),
            clear_errors(),
            self._writer.begin() as tx,
            writing(tx, self._notary, self._tallies),
        ):
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that reads one consistent state and refuses to write."""
        with clear_errors(), self._reader.begin() as tx, reading(tx, self._notary, self._tallies):
            yield tx

    @contextmanager
    def exclusively(self, work: str) -> Iterator[None]:
        """Hold the lock of that work; CaseFileUnavailable when another process is at it."""
        with clear_errors(), exclusively(self._writer, work):
            yield

    def database_time(self, tx: Connection) -> datetime | None:
        """What the database server's clock says; None for SQLite, which has this machine's."""
        if tx.dialect.name != "postgresql":
            return None
        said: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
        return said

    def check(self, tx: Connection) -> RecordCheck:
        """Read the whole record and say everything that is wrong with it."""
        trail = self.audit.verify(tx)
        broken = [Fault(f"audit_event row {number}", what) for number, what in trail.faults]
        return RecordCheck(trail.events, (*broken, *faults_of(tx, self._notary)))

    def sweep(self) -> None:
        """Leave as little as the engine can of the keys of owners that were disposed of."""
        with clear_errors():
            sweep(self._writer, owner_key.name)

    def close(self) -> None:
        """Let go of the database connections."""
        self._writer.dispose()


def open_case_file(url: str, keyring: Keyring, limits: SessionLimits = LIMITS) -> CaseFile:
    """The case file at `sqlite:///PATH` or `postgresql://...`.

    Raises CaseFileError when it is absent, of an older or newer schema, or of another key file.
    """
    address = case_file_url(url)
    path = sqlite_path(address)
    if path is not None and not path.is_file():
        raise CaseFileError(f"{shown(address)}: no case file there; create one first")
    case = CaseFile(address, keyring, limits)
    try:
        with case.read() as tx:
            check_revision(tx)
            _check_key(tx, keyring)
    except CaseFileError:
        case.close()
        raise
    return case


def create_case_file(url: str, keyring: Keyring) -> CaseFile:
    """A new, empty case file; an SQLite file gets mode 0600.

    Raises CaseFileError when there is one already, or the place cannot be written.
    """
    address = case_file_url(url)
    path = sqlite_path(address)
    if path is not None:
        _create_private(path)
    case = CaseFile(address, keyring)
    try:
        with case.write() as tx:
            _build(case, tx, keyring)
    except CaseFileError:
        case.close()
        raise
    return case


def _create_private(path: Path) -> None:
    """Create the database file, readable by its owner only; its log files take the same mode."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise CaseFileError(f"case file {path.name}: {error.strerror}") from None


def _build(case: CaseFile, tx: Connection, keyring: Keyring) -> None:
    from skiptrace.casefile.migrations.upgrade import build

    if inspect(tx).get_table_names():
        raise CaseFileError("there is a database already: open it, or choose another place")
    build(tx)
    tx.execute(insert(case_meta).values(name=_CHECK, value=keyring.seal_text(_CHECK, _CHECK_TEXT)))
    tx.execute(insert(case_meta).values(name=_INDEX, value=keyring.index(_INDEX, _CHECK_TEXT)))
    case.audit.begin(tx)
    begin_tallies(tx, Notary(keyring), Total())


def reseal_key_check(tx: Connection, keyring: Keyring) -> None:
    """Seal what tells the right key file from another under the newest key."""
    sealed = keyring.seal_text(_CHECK, _CHECK_TEXT)
    tx.execute(update(case_meta).where(case_meta.c.name == _CHECK).values(value=sealed))


def _check_key(tx: Connection, keyring: Keyring) -> None:
    stored = dict(tx.execute(select(case_meta.c.name, case_meta.c.value)).all())
    if stored.get(_INDEX) != keyring.index(_INDEX, _CHECK_TEXT):
        raise CaseFileError("the key file is not the one that this case file was created with")
    keyring.unseal_text(_CHECK, stored.get(_CHECK, b""))
