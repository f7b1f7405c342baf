"""A write-back planned, applied, undone; of a large one whoever planned it does not apply it.

The target lies outside, so applying takes transactions of its own, all under one lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skiptrace.acts.office import Office
from skiptrace.app.write_back import system_of_record, write_back_plan
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.receipt import Change, Receipt
from skiptrace.writeback.apply import Settlement, apply_changes, settle
from skiptrace.writeback.batches import digest
from skiptrace.writeback.contacts import WriteBackPlan
from skiptrace.writeback.undo import undo_batch

_WORK = "write-back"


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written on which target, and what became of a batch that was cut short before."""

    target: str
    receipts: tuple[Receipt, ...]
    settled: Settlement | None


def plan_write_back(office: Office, actor: Actor, as_of: date) -> WriteBackPlan:
    """What would change; that the actor saw these changes is kept."""
    office.ask(actor, Act.PLAN_WRITE_BACK)
    made = write_back_plan(office.installation, office.case, as_of)
    with office.doing(actor, Act.PLAN_WRITE_BACK) as done:
        office.case.plans.add(done.tx, digest(made.changes), len(made.changes), done.entry)
        done.note("writeback.planned", text=_words(made.changes))
    return made


def apply_write_back(office: Office, actor: Actor, as_of: date) -> Applied:
    """Write what a plan made now says, as one batch; one that a crash cut short is settled first.

    Raises NotAllowed for more changes than one person may write (`writeback.two_persons`) that
    nobody else planned, where another user could apply them.
    """
    office.ask(actor, Act.APPLY_WRITE_BACK, "asked for")
    with office.case.exclusively(_WORK):
        system = system_of_record(office.installation, office.case, actor.signature)
        settled = settle(system)
        made = write_back_plan(office.installation, office.case, as_of)
        _ask_two(office, actor, made.changes)
        receipts = apply_changes(system, made.changes)
    return Applied(system.target.name, receipts, settled)


def undo_write_back(office: Office, actor: Actor, batch_id: str) -> tuple[Receipt, ...]:
    """Take one batch back, whole; refused when somebody has changed its rows since."""
    office.ask(actor, Act.UNDO_WRITE_BACK, f"batch {batch_id} asked for")
    with office.case.exclusively(_WORK):
        system = system_of_record(office.installation, office.case, actor.signature)
        settle(system)
        return tuple(undo_batch(system, batch_id))


def _ask_two(office: Office, actor: Actor, changes: Sequence[Change]) -> None:
    """Ask whether somebody else planned these changes, where they are many."""
    if len(changes) <= office.installation.settings.writeback.two_persons:
        return
    with office.doing(actor, Act.APPLY_WRITE_BACK) as done:
        others = office.case.plans.planners(done.tx, digest(changes)) - {actor.id}
        if not others:
            done.not_by({actor.id})
        planned = f"planned by {', '.join(sorted(others))}" if others else "planned by nobody else"
        done.note("writeback.leave", text=f"{_words(changes)}, {planned}")


def _words(changes: Sequence[Change]) -> str:
    return f"{len(changes)} changes, digest {digest(changes)[:16]}"
