"""The queue's tables, made by Procrastinate's own SQL; thrown away where another release made them.

Nothing is lost by that: what waits is in the ledger, and is deferred again.
"""

from __future__ import annotations

from importlib.metadata import version

from procrastinate.schema import SchemaManager

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.task_queue import made_by, make_anew
from skiptrace.model.errors import CaseFileError


def release() -> str:
    """The release of Procrastinate that is installed."""
    return f"procrastinate {version('procrastinate')}"


def make_tables(case: CaseFile) -> bool:
    """Make the queue's tables, unless this release made them; whether they were made."""
    with case.write() as tx:
        if made_by(tx) == release():
            return False
        make_anew(tx, SchemaManager.get_schema(), release())
        return True


def require_tables(case: CaseFile) -> None:
    """CaseFileError where there are none, or where another release made them."""
    with case.read() as tx:
        there = made_by(tx)
    if there is None:
        raise CaseFileError("the fleet has no queue yet: run `skiptrace worker --setup`")
    if there != release():
        words = f"{there} made the fleet's queue, and {release()} is installed"
        raise CaseFileError(f"{words}: run `skiptrace worker --setup`")
