"""A directory company that is asked by files, over SFTP: the other desk of `batch_desk`.

Its folder is `exchange/` in the sandbox's. A request (`skiptrace-BATCH.csv`) is answered once
`delay` has passed since it was written, the next time anybody lists the folder: its reply then lies
beside it, and every question is on the bill (`exchange-bill.sqlite`), at 0.05 US dollars where it
found somebody. A key that comes a second time is billed again. The host key stays from run to run,
in `exchange.key`; `exchange.pub` holds what an installation pins.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import paramiko

from connectors.kit.sftp_server import LoopbackServer
from connectors.sandbox.providers.bill import Bill
from connectors.sandbox.providers.directory import PRICE, subscribers
from connectors.sandbox.providers.town import Town

FOLDER, KEY, PIN, BILL = "exchange", "exchange.key", "exchange.pub", "exchange-bill.sqlite"
USER = PASSWORD = "sandbox"  # noqa: S105
_SUBSCRIBER = ("number", "first", "middle", "last", "born", "line", "city", "state", "zip")
_SEEN = ("since", "updated", "phone", "phone_since")
HEADING = ("key", "result", *_SUBSCRIBER, *_SEEN)


def host_key(folder: Path) -> paramiko.PKey:
    """The host key of a sandbox folder, made the first time, and its public part beside it."""
    path = folder / KEY
    if not path.exists():
        paramiko.ECDSAKey.generate().write_private_key_file(str(path))
    key = paramiko.ECDSAKey.from_private_key_file(str(path))
    (folder / PIN).write_text(f"{key.get_name()} {key.get_base64()}\n", encoding="ascii")
    return key


class ExchangeDesk:
    """Answers the requests in its folder; `server` is what shows the folder over SFTP."""

    def __init__(
        self,
        folder: Path,
        town: Town,
        bill: Bill,
        delay: timedelta = timedelta(0),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder / FOLDER
        self._folder.mkdir(exist_ok=True)
        self._town = town
        self._bill, self._delay, self._clock = bill, delay, clock
        self._lock = threading.Lock()
        self.server = LoopbackServer(
            self._folder, USER, PASSWORD, host_key=host_key(folder), before=self._before
        )

    def answer_what_is_due(self) -> None:
        """Put a reply beside every request that is due and has none."""
        with self._lock:
            for request in sorted(self._folder.glob("skiptrace-*.csv")):
                reply = request.with_suffix(".out.csv")
                if not request.name.endswith(".out.csv") and not reply.exists():
                    self._answer(request, reply)

    def _before(self, what: str, path: str) -> int:
        if what == "list":
            self.answer_what_is_due()
        return 0

    def _answer(self, request: Path, reply: Path) -> None:
        came = datetime.fromtimestamp(request.stat().st_mtime, UTC)
        if self._clock() < came + self._delay:
            return
        *lines, _ = request.read_text(encoding="utf-8").splitlines()
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADING)
        rows = [row for asked in csv.DictReader(lines) for row in self._rows(asked)]
        writer.writerows(rows)
        out.write(f"END,{len(rows)}\n")
        part = reply.with_suffix(".part")
        part.write_text(out.getvalue(), encoding="utf-8")
        part.rename(reply)

    def _rows(self, asked: Mapping[str, str]) -> Iterator[Sequence[str]]:
        """The rows of one question, which is on the bill before its reply is there."""
        found = self._found(asked)
        self._bill.add(asked["key"], PRICE if found else Decimal(0), b"")
        if not found:
            yield [asked["key"], "N", *[""] * (len(HEADING) - 2)]
        for row in found:
            yield [asked["key"], "F", *(row[name] or "" for name in (*_SUBSCRIBER, *_SEEN))]

    def _found(self, asked: Mapping[str, str]) -> Sequence[sqlite3.Row]:
        """Whom the company knows of that name and day of birth; without a day it finds nobody."""
        try:
            born = date.fromisoformat(asked["born"])
        except ValueError:
            return ()
        return subscribers(self._town, asked["first"], asked["last"], born)
