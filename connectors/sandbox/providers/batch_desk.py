"""A directory company's batch desk: it takes a question as a job, bills it, and answers later.

`POST /batch/jobs` with `{first, last, born}`, the headers `api-key` and `skiptrace-reference`,
gives 202 with the job's id, when to ask next and when the job expires. `GET /batch/jobs/{job}`
gives the people, `GET /batch/jobs?reference=` the job of a reference, 404 where there is none.
`GET /batch/bill` is the bill: every job is on it, at 0.05 US dollars where it found somebody, and a
second job of one reference is billed again.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from connectors.sandbox.providers.directory import PRICE, subscribers
from connectors.sandbox.providers.messages import JSON, Request, Response, json_response
from connectors.sandbox.providers.town import Town
from skiptrace.model.errors import ConfigError

EXPIRES_AFTER = timedelta(days=30)
_JOBS = "/batch/jobs"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
  id TEXT PRIMARY KEY, reference TEXT NOT NULL, at TEXT NOT NULL, amount TEXT NOT NULL,
  body BLOB NOT NULL, asked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS job_reference ON job (reference);
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One job: whose question, when it was taken, its price, its answer, how often it was asked."""

    id: str
    reference: str
    at: datetime
    amount: Decimal
    body: bytes
    asked: int


class JobBook:
    """The jobs of one sandbox folder, shared by all threads; they survive restarts.

    Raises ConfigError when the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._database = sqlite3.connect(path, check_same_thread=False, timeout=30)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise ConfigError(f"{path}: not a book of jobs: {error}") from None

    def take(self, job: Job) -> None:
        """Puts a job on the bill, on disk when this returns."""
        row = (job.id, job.reference, job.at.isoformat(), str(job.amount), job.body)
        with self._lock, self._database:
            self._database.execute(
                "INSERT INTO job (id, reference, at, amount, body) VALUES (?, ?, ?, ?, ?)", row
            )

    def asked_for(self, job_id: str) -> Job | None:
        """The job of that id, which is asked for once more; None for an unknown one."""
        with self._lock, self._database:
            self._database.execute("UPDATE job SET asked = asked + 1 WHERE id = ?", (job_id,))
        return self._first("WHERE id = ?", job_id)

    def of_reference(self, reference: str) -> Job | None:
        """The first job of a reference, None if there is none."""
        return self._first("WHERE reference = ?", reference)

    def all(self) -> list[Job]:
        """Every job, the oldest first."""
        return self._jobs("", ())

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._database.close()

    def _first(self, where: str, value: str) -> Job | None:
        return next(iter(self._jobs(where, (value,))), None)

    def _jobs(self, where: str, values: tuple[str, ...]) -> list[Job]:
        sql = f"SELECT id, reference, at, amount, body, asked FROM job {where} ORDER BY rowid"  # noqa: S608
        with self._lock:
            rows = self._database.execute(sql, values).fetchall()
        return [Job(i, r, datetime.fromisoformat(t), Decimal(m), b, n) for i, r, t, m, b, n in rows]


class BatchDesk:
    """Takes jobs, and gives their answers to whoever asks for them afterwards."""

    def __init__(self, town: Town, jobs: JobBook) -> None:
        self._town = town
        self._jobs = jobs

    def answer(self, request: Request) -> Response:
        """A job, the people that it found, the bill, or an error."""
        if request.path == "/batch/bill":
            return json_response(200, [_line(job) for job in self._jobs.all()])
        if not request.header("api-key"):
            return json_response(401, {"error": "an api-key is required"})
        if request.path == _JOBS and request.method == "POST":
            return self._take(request)
        if request.path == _JOBS:
            job = self._jobs.of_reference(request.params.get("reference", ""))
            return _unknown() if job is None else _taken(job)
        if request.path.startswith(f"{_JOBS}/"):
            return self._collect(unquote(request.path.removeprefix(f"{_JOBS}/")))
        return _unknown()

    def _take(self, request: Request) -> Response:
        try:
            asked = json.loads(request.body)
            born = date.fromisoformat(asked["born"])
            first, last = str(asked["first"]), str(asked["last"])
        except (ValueError, KeyError, TypeError):
            return json_response(400, {"error": "expected first, last and born (YYYY-MM-DD)"})
        found = subscribers(self._town, first, last, born)
        body = json.dumps({"people": [_person(row) for row in found]}).encode()
        price = PRICE if found else Decimal(0)
        reference = request.header("skiptrace-reference")
        job = Job(uuid.uuid4().hex, reference, datetime.now(UTC), price, body, 0)
        self._jobs.take(job)
        return _taken(job)

    def _collect(self, job_id: str) -> Response:
        job = self._jobs.asked_for(job_id)
        return _unknown() if job is None else Response(200, job.body, JSON)


def _taken(job: Job) -> Response:
    times = {"ask_next": job.at.isoformat(), "expires": (job.at + EXPIRES_AFTER).isoformat()}
    return json_response(202, {"job": job.id, **times})


def _unknown() -> Response:
    return json_response(404, {"error": "no such job"})


def _line(job: Job) -> dict[str, Any]:
    return {"reference": job.reference, "amount": float(job.amount), "asked": job.asked}


def _person(row: sqlite3.Row) -> dict[str, Any]:
    place = {name: row[name] for name in ("line", "city", "state", "zip")}
    seen = {"last_seen": row["updated"]}
    return {
        "id": row["number"],
        **{name: row[name] for name in ("first", "middle", "last", "born")},
        "addresses": [place | {"first_seen": row["since"]} | seen],
        "phones": [{"number": row["phone"], "first_seen": row["phone_since"]} | seen],
    }
