"""The office: where every act is asked for leave, and becomes one transaction with its event.

An act that is not allowed changes nothing; that it was tried is an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from config.acts import ActTable
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import NotAllowed
from skiptrace.model.ports import Clock

REFUSED = "act.refused"
"""The kind of the event of an act that was tried and not allowed."""


@dataclass(frozen=True, slots=True)
class Office:
    """One opened installation, as acts need it: its case file, who may do what, the time."""

    case: CaseFile
    table: ActTable
    clock: Clock

    @contextmanager
    def doing(self, actor: Actor, act: Act) -> Iterator[Doing]:
        """The transaction of one act, which leaves at least one event.

        Raises NotAllowed when the actor's roles do not allow the act.
        """
        done = Doing(self, actor, act)
        try:
            done.ask_role()
            with self.case.write() as tx:
                done.tx = tx
                yield done
                done.append()
        except NotAllowed as refusal:
            with self.case.write() as tx:
                self.case.audit.append(tx, [done.refused(str(refusal))])
            raise


@dataclass
class Doing:
    """One act while it is done: its transaction, and the events that it leaves."""

    office: Office
    actor: Actor
    act: Act
    tx: Tx = field(init=False, repr=False)
    events: list[AuditEvent] = field(default_factory=list)
    account_id: str = ""
    rule: str = ""

    def ask_role(self) -> None:
        """Raise NotAllowed unless one of the actor's roles may do the act."""
        rule = self.office.table.acts[self.act]
        if not rule.roles & self.actor.roles:
            may = ", ".join(sorted(rule.roles))
            self.rule = "D-ROLE"
            raise NotAllowed(f"to {rule.words} takes one of the roles {may} ({self.act.value})")

    def note(self, kind: str = "", **said: Any) -> AuditEvent:
        """Keep one event of the act, about its account; without a `kind` it is named as the act."""
        about = {"account_id": self.account_id} | said
        kind = kind or self.act.value
        event = AuditEvent(kind, self.actor.signature, self.office.clock(), **about)
        self.events.append(event)
        return event

    def append(self) -> None:
        """Append the events at the end of the transaction, for appenders wait for one another."""
        if not self.events:
            self.note()
        self.office.case.audit.append(self.tx, self.events)

    def refused(self, why: str) -> AuditEvent:
        """The event of an act that was not allowed."""
        return self.note(REFUSED, rule=self.rule, text=f"{self.act.value}: {why}")
