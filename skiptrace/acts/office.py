"""The office: where every act is asked for leave, and becomes one transaction with its event.

An act that is not allowed changes nothing; that it was tried is an event of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from config.acts import ActTable
from skiptrace.acts.allowed import WATCHED, Asked, covers
from skiptrace.app.installation import Installation
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.users import Entry
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.account import Account
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.audit import ALERT, AuditEvent
from skiptrace.model.errors import CaseFileError, NotAllowed
from skiptrace.model.finding import FindingKind
from skiptrace.model.ports import Clock

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from skiptrace.app.sources import OpenSources, Sources

ASKED, REFUSED = "act.asked", "act.refused"
"""Kinds of events: work that takes transactions of its own was begun; an act was not allowed."""
ALONE = "alone: nobody else could"
"""What the event says of a duty that one person had to do both halves of."""


def own_sources(
    installation: Installation, case: CaseFile | None
) -> AbstractContextManager[Sources]:
    """The connectors that the installation's settings enable, loaded when they are asked for."""
    from skiptrace.app.sources import open_sources

    return open_sources(installation, case)


@dataclass(frozen=True, slots=True)
class Office:
    """One opened installation, as acts need it: its case file and keys, the law, the roles.

    `sources` opens what is asked about debtors.
    """

    installation: Installation
    case: CaseFile
    keyring: Keyring
    policy: Policy
    table: ActTable
    clock: Clock
    sources: OpenSources = own_sources

    @contextmanager
    def doing(self, actor: Actor, act: Act) -> Iterator[Doing]:
        """The transaction of one act, which leaves at least one event.

        Raises NotAllowed for a user who is not active any more, or whose roles do not allow it.
        """
        done = Doing(self, actor, act)
        try:
            with self.case.write() as tx:
                done.begin(tx)
                yield done
                done.append()
        except NotAllowed as refusal:
            with self.case.write() as tx:
                self.case.audit.append(tx, [done.refused(refusal)])
            raise

    def ask(self, actor: Actor, act: Act, words: str = "") -> None:
        """Ask leave for work that takes transactions of its own; that it was asked is an event."""
        with self.doing(actor, act) as done:
            done.note(ASKED, text=" ".join(filter(None, (f"{act.value}:", words))))


@dataclass
class Doing:
    """One act while it is done: its transaction, the account it is about, the events it leaves."""

    office: Office
    actor: Actor
    act: Act
    tx: Tx = field(init=False, repr=False)
    account: Account | None = None
    is_alone: bool = False
    events: list[AuditEvent] = field(default_factory=list)

    @property
    def asked(self) -> Asked:
        """The act as it is asked for."""
        today = self.office.clock().date()
        return Asked(self.office.case, self.office.table, self.actor, self.act, today)

    @property
    def entry(self) -> Entry:
        """When the act is done, and by whom, as books keep it."""
        return Entry(self.office.clock(), self.actor.id)

    def begin(self, tx: Tx) -> None:
        """Read the actor as they stand now, and ask whether a role of theirs allows the act."""
        self.tx = tx
        book = self.office.case.users
        user = book.get(tx, self.actor.id)
        if user is None or not user.is_active(self.asked.on):
            raise NotAllowed("your user is not active today: ask an administrator")
        assigned = book.assigned_to(tx, user)
        self.actor = replace(self.actor, roles=user.roles, assigned=assigned)
        self.asked.by_role()

    def about(self, number: str) -> list[AccountEntry]:
        """Everybody on the account that the act is about, the primary one first.

        Raises CaseFileError when there is none of that number, NotAllowed where it is not the
        actor's to see.
        """
        book = self.office.case.accounts
        entry = book.find(self.tx, number)
        if entry is None:
            raise CaseFileError("no account of that number is in the case file")
        entries = book.everybody(self.tx, [entry.account.id])[entry.account.id]
        self.about_entries(entries)
        return entries

    def about_entries(self, entries: Sequence[AccountEntry]) -> None:
        """Make the act one about the account of these, who are everybody on it."""
        account = entries[0].account
        self.account = account
        self.asked.by_assignment(self.tx, account)
        self.asked.by_conflict(self.tx, [e.subject for e in entries], self._employers(account.id))

    def sight(self) -> Callable[[Account], bool]:
        """Says of an account whether it is assigned to the actor, where that counts."""
        if not self.asked.is_limited(self.tx):
            return lambda account: True
        assigned = self.actor.assigned
        return lambda account: covers(assigned, account)

    def seen(self, found: Sequence[Sequence[AccountEntry]]) -> frozenset[str]:
        """The ids of the accounts, each given by everybody on it, that are the actor's to see.

        One that is tied to a watched person leaves an alert. Raises NotAllowed when there are some
        and none is the actor's.
        """
        seen: set[str] = set()
        refusals: list[NotAllowed] = []
        for entries in found:
            try:
                self.about_entries(entries)
                seen.add(entries[0].account.id)
            except NotAllowed as refusal:
                refusals.append(refusal)
                if refusal.rule == WATCHED:
                    self.refused(refusal)
        self.account = None
        if refusals and not seen:
            raise refusals[-1]
        return frozenset(seen)

    def _employers(self, account_id: str) -> list[str]:
        found = self.office.case.findings.current(self.tx, account_id)
        return [one.value for one in found if one.kind is FindingKind.EMPLOYER]

    def not_by(self, requesters: Collection[str]) -> None:
        """Raise NotAllowed when the actor asked for what is released and another could do it."""
        self.is_alone = self.asked.by_duty(self.tx, requesters, self.account)

    def note(self, kind: str = "", **said: Any) -> AuditEvent:
        """Keep one event of the act, about its account; without a `kind` it is named as the act."""
        about = {"account_id": self.account.id if self.account is not None else ""} | said
        if self.is_alone:
            about["text"] = "; ".join(filter(None, (about.get("text", ""), ALONE)))
        kind = kind or self.act.value
        event = AuditEvent(kind, self.actor.signature, self.office.clock(), **about)
        self.events.append(event)
        return event

    def append(self) -> None:
        """Append the events at the end of the transaction, for appenders wait for one another."""
        if not self.events:
            self.note()
        self.office.case.audit.append(self.tx, self.events)

    def refused(self, refusal: NotAllowed) -> AuditEvent:
        """The event of an act that was not allowed."""
        kind = ALERT if refusal.is_alarming else REFUSED
        return self.note(kind, rule=refusal.rule, text=f"{self.act.value}: {refusal}")
