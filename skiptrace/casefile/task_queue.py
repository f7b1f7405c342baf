"""The fleet's queue beside the case file: Procrastinate's tables, in a PostgreSQL schema of theirs.

A task names orders of the case file and holds nothing else. What is to be done says the case file
alone: the queue may be lost, thrown away or made anew at any time, and is filled again from the
orders that wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, Text, cast, column, func, select, table, text
from sqlalchemy.dialects.postgresql import JSONB

from skiptrace.casefile.statements import Tx
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, Scope

SCHEMA = "skiptrace_fleet"
TRACE = "trace"
"""The task that traces orders; its arguments are `orders` and `night`."""
ORDERS = "orders"
HEARD = timedelta(seconds=30)
"""A worker process beats every ten seconds; one that was not heard of for so long is none."""
_WAITS, _FAILED = "todo", "failed"
_PATIENCE = 3
"""Orders whose tasks failed so often by a fault of ours are left to the next night."""

_job = table(
    "procrastinate_jobs",
    column("queue_name"),
    column("task_name"),
    column("status"),
    column("args", JSONB),
    schema=SCHEMA,
)
_status = cast(_job.c.status, Text)
_process = table("procrastinate_workers", column("id"), column("last_heartbeat"), schema=SCHEMA)


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """So many tasks of one queue that wait, are in hand, or failed."""

    queue: str
    waiting: int
    in_hand: int
    failed: int


@dataclass(frozen=True, slots=True)
class FleetFigures:
    """How many worker processes were heard of lately, and their tasks by queue."""

    processes: int
    queues: Sequence[QueueFigures]

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return sum(one.waiting for one in self.queues)

    @property
    def failed(self) -> int:
        """How many tasks failed by a fault of ours in the last days."""
        return sum(one.failed for one in self.queues)


def require_postgres(tx: Tx) -> None:
    """CaseFileError for a case file in SQLite: one file is no place where machines meet."""
    if tx.dialect.name != "postgresql":
        raise CaseFileError("a fleet shares a case file in PostgreSQL, and this one is in SQLite")


def made_by(tx: Tx) -> str | None:
    """Which release of Procrastinate made the queue's tables; None where there are none."""
    require_postgres(tx)
    said = "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name"
    row = tx.execute(text(said), {"name": SCHEMA}).first()
    return None if row is None else (row[0] or "an unknown release")


def make_anew(tx: Tx, tables: str, release: str) -> None:
    """Make the queue's tables by that SQL, empty; a queue that is there is thrown away."""
    require_postgres(tx)
    tx.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    tx.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    with in_queue(tx):
        tx.connection.cursor().execute(tables)
    quoted = release.replace("'", "''")
    tx.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{quoted}'")


@contextmanager
def in_queue(tx: Tx) -> Iterator[None]:
    """Within it names without a schema are the queue's first, as Procrastinate writes them."""
    before = tx.execute(select(func.current_setting("search_path"))).scalar_one()
    tx.execute(select(func.set_config("search_path", f"{SCHEMA}, {before}", True)))
    yield
    tx.execute(select(func.set_config("search_path", before, True)))


def unnamed(tx: Tx, scope: Scope, with_failed: bool) -> list[str]:
    """Orders of the scope that wait and that no waiting task names, the oldest first.

    A task in hand counts for nothing: what it works on is claimed. `with_failed` is whether orders
    whose tasks failed again and again are among them.
    """
    named = _named(_WAITS).distinct().cte("named")
    query = (
        select(trace_order.c.id)
        .outerjoin(named, named.c.id == trace_order.c.id)
        .where(
            trace_order.c.scope == scope.value,
            trace_order.c.state == OrderState.TODO.value,
            named.c.id.is_(None),
        )
    )
    if not with_failed:
        each = _named(_FAILED).subquery("each")
        often = select(each.c.id).group_by(each.c.id).having(func.count() >= _PATIENCE)
        query = query.where(trace_order.c.id.not_in(often))
    return list(tx.execute(query.order_by(trace_order.c.created, trace_order.c.seq)).scalars())


def _named(status: str) -> Select[tuple[str]]:
    """The ids of orders that tasks of that status name, as often as they are named."""
    ids = func.jsonb_array_elements_text(_job.c.args[ORDERS]).label("id")
    return select(ids).where(_job.c.task_name == TRACE, _status == status)


def figures(tx: Tx) -> FleetFigures | None:
    """How the fleet stands; None where there is no queue."""
    if tx.dialect.name != "postgresql" or made_by(tx) is None:
        return None
    return FleetFigures(processes(tx), backlog(tx))


def backlog(tx: Tx) -> list[QueueFigures]:
    """The tasks of orders that have not ended, by queue."""
    query = (
        select(
            _job.c.queue_name,
            func.count().filter(_status == _WAITS),
            func.count().filter(_status == "doing"),
            func.count().filter(_status == _FAILED),
        )
        .where(_job.c.task_name == TRACE)
        .group_by(_job.c.queue_name)
        .order_by(_job.c.queue_name)
    )
    return [QueueFigures(*row) for row in tx.execute(query)]


def processes(tx: Tx) -> int:
    """How many worker processes were heard of lately, by the database's clock."""
    lately = func.now() - HEARD
    query = select(func.count()).select_from(_process).where(_process.c.last_heartbeat > lately)
    return tx.execute(query).scalar_one()
