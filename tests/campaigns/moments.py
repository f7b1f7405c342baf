"""The moments in which a purchase can be lost or doubled, told by the providers themselves.

They serve from this process, so they know when a question is billed and when its answer leaves. Who
asked it stands in the case file, and whose process that is in the system's table of locks.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

import psycopg

from connectors.sandbox.providers.httpd import Router
from connectors.sandbox.providers.messages import Request, Response
from tests.installation import Site

LATENCY = 0.4
"""Seconds between a bill and its answer, so that work waits and a kill can fall between them."""
_ASKED = "/enformion/PersonSearch"
_JOBS = "/batch/jobs"
_WORKER = """
SELECT o.worker FROM connector_call c JOIN trace_order o ON o.id = c.order_id
WHERE c.inquiry_id = %s
"""
_RESULTS = "SELECT count(*) FROM call_result WHERE inquiry_id = %s"


class Moment(StrEnum):
    """Where a question stands: billed and unanswered; answered this instant; a ticket's."""

    SENT = "sent"
    ANSWERED = "answered"
    PENDING = "pending"


class Watch:
    """Waits for a moment of any question, and says whose it is."""

    def __init__(self) -> None:
        self._wanted: Moment | None = None
        self._told = threading.Event()
        self._question = ""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Within it the bureaus of this process tell their moments, and are as slow as vendors."""
        real = Router.answer

        def answer(router: Router, request: Request) -> Response:
            response = real(router, request)
            ours = request.header("skiptrace-reference") or request.params.get("reference", "")
            if request.path == _ASKED:
                self._tell(Moment.SENT, ours)
                time.sleep(LATENCY)
                self._tell(Moment.ANSWERED, ours)
            elif request.path.startswith(_JOBS):
                self._tell(Moment.PENDING, request.path.removeprefix(_JOBS).strip("/") or ours)
                time.sleep(LATENCY / 4)
            return response

        Router.answer = answer  # type: ignore[method-assign]
        try:
            yield
        finally:
            Router.answer = real  # type: ignore[method-assign]

    def next(self, moment: Moment, seconds: float) -> str:
        """The question that comes to that moment next; empty when none does in time."""
        self._told.clear()
        self._wanted = moment
        return self._question if self._told.wait(seconds) else ""

    def _tell(self, moment: Moment, question: str) -> None:
        if moment is self._wanted and question:
            self._wanted, self._question = None, question
            self._told.set()


def reference_of(site: Site, question: str) -> str:
    """Our reference of a question: itself, or that of the desk's job of this id."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "jobs.sqlite", timeout=30)) as book:
        row = book.execute("SELECT reference FROM job WHERE id = ?", (question,)).fetchone()
    return str(row[0]) if row else question


def process_of(site: Site, database: psycopg.Connection, reference: str) -> int | None:
    """The process whose worker holds the order of a question now, if it is alive."""
    row = database.execute(_WORKER, (reference,)).fetchone()
    return holder(site.folder / "workers" / f"{row[0]}.lock") if row and row[0] else None


def is_answered(database: psycopg.Connection, reference: str) -> bool:
    """Whether the case file has a result of the question."""
    row = database.execute(_RESULTS, (reference,)).fetchone()
    return bool(row and row[0])


def holder(lock: Path) -> int | None:
    """The process that holds a file's lock, by the system's table."""
    try:
        number = lock.stat().st_ino
        lines = Path("/proc/locks").read_text().splitlines()
    except OSError:
        return None
    for words in (line.split() for line in lines):
        if "FLOCK" in words and words[5].rpartition(":")[2] == str(number):
            return int(words[4])
    return None
