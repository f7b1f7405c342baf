"""Who may do what: the one place that is asked, by every act, through the office.

Four questions, in their order: does a role of the actor allow the act, is the account assigned to
the actor, is the debtor somebody whom the actor may not search (R29), and did the actor ask for
what is now to be released.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from config.acts import ActTable
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.watched import Conflict, Tie
from skiptrace.model.account import Account
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor, Assignment, Coverage, User
from skiptrace.model.errors import NotAllowed
from skiptrace.model.subject import Subject

ROLE, ASSIGNED, WATCHED, DUTIES = "D-ROLE", "R29-ASSIGNED", "R29-WATCHED", "D-DUTIES"
"""The rules by which an act is refused: two sides of R29 (15 USC 1681q), and the design's own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One act that an actor asks for on a day, in one transaction of the case file."""

    case: CaseFile
    table: ActTable
    actor: Actor
    act: Act
    on: date

    def by_role(self) -> None:
        """Raise NotAllowed unless one of the actor's roles may do the act."""
        rule = self.table.acts[self.act]
        if not rule.roles & self.actor.roles:
            may = ", ".join(sorted(rule.roles))
            words = f"to {rule.words} takes one of the roles {may} ({self.act.value})"
            raise NotAllowed(words, ROLE)

    def is_limited(self, tx: Tx) -> bool:
        """Whether the act is for assigned accounts only, here."""
        return self.table.acts[self.act].assigned and self.case.users.has_assignments(tx)

    def by_assignment(self, tx: Tx, account: Account) -> None:
        """Raise NotAllowed unless the account is assigned to the actor, where that is asked for."""
        if self.is_limited(tx) and not covers(self.actor.assigned, account):
            raise NotAllowed("the account is not assigned to you", ASSIGNED, True)

    def by_conflict(self, tx: Tx, subjects: Sequence[Subject], employers: Sequence[str]) -> None:
        """Raise NotAllowed for the actor's own account, a coworker's, or one of the list's."""
        ties = list(self.case.watched.conflicts(tx, subjects, employers))
        mine = [one for one in ties if one.user_id == self.actor.id and one.tie is not Tie.EMPLOYER]
        if mine:
            raise NotAllowed("the debtor is you, or lives with you", WATCHED, True)
        if ties and not self.table.privileged & self.actor.roles:
            may = ", ".join(sorted(self.table.privileged))
            raise NotAllowed(f"{_who(ties)}: that takes the role {may}", WATCHED, True)

    def by_duty(self, tx: Tx, requesters: Collection[str], account: Account | None) -> bool:
        """Whether the actor is alone in releasing what the actor asked for.

        Raises NotAllowed when another active user may do it; False where somebody else asked.
        """
        if self.actor.id not in requesters:
            return False
        if any(self._may(tx, one, account) for one in self.case.users.all(tx)):
            raise NotAllowed("whoever asked for it does not release it: let another user", DUTIES)
        return True

    def _may(self, tx: Tx, user: User, account: Account | None) -> bool:
        """Whether another user could do the act now."""
        if user.id == self.actor.id or not user.is_active(self.on):
            return False
        if not self.table.acts[self.act].roles & user.roles:
            return False
        if account is None or not self.is_limited(tx):
            return True
        return covers(self.case.users.assigned_to(tx, user), account)


def covers(assigned: Collection[Assignment], account: Account) -> bool:
    """Whether one of these assignments is of an account: by number, portfolio or creditor.

    An account without a portfolio is of none.
    """
    wanted = {
        Coverage.EVERYTHING: "",
        Coverage.CREDITOR: _folded(account.creditor),
        Coverage.PORTFOLIO: _folded(account.portfolio) or None,
        Coverage.ACCOUNT: _folded(account.number),
    }
    return any(_folded(one.value) == wanted[one.coverage] for one in assigned)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _who(ties: Sequence[Conflict]) -> str:
    if any(one.user_id and one.tie is Tie.PERSON for one in ties):
        return "the debtor may be a user of this installation"
    if any(not one.user_id for one in ties):
        return "the debtor may be on the list of people who are watched"
    return "the debtor shares the household or the employer of a user"
