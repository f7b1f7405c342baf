"""A legal matter is approved by an attorney, for the questions of whoever else asks for it.

Vehicle records in litigation (18 USC 2721(b)(4), R43) and consumer reports on a judgment (R27) are
asked for only then. Who places an order never approves its matter: the gate counts no approval of
the order's own requester, and there is no other way even where nobody else could approve.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from skiptrace.acts.office import Office
from skiptrace.casefile.waivers import approval, approvals
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class MatterAsked:
    """A matter on an account, by its number; the day, and on what ground, in words."""

    account: str
    matter: str
    on: date
    evidence: str


def approve_matter(office: Office, actor: Actor, asked: MatterAsked) -> None:
    """Approve the matter on the account; from then on it serves the orders of others.

    Raises CaseFileError for a matter without a name, or approved by the actor already.
    """
    matter = _named(asked)
    with office.doing(actor, Act.APPROVE_MATTER) as done:
        account = done.about(asked.account)[0].account
        standing = approvals(office.case.accounts.waivers(done.tx, account.id))
        if actor.id in standing.get(matter, ()):
            raise CaseFileError("you approved that matter on the account already")
        said = (matter, done.actor.signature, asked.evidence, asked.on)
        office.case.accounts.waive(done.tx, [approval(account.id, *said)])
        done.note(text=f"matter {matter}")


def withdraw_matter(office: Office, actor: Actor, asked: MatterAsked) -> None:
    """Take back every approval of the matter on the account, whoever gave it.

    Raises CaseFileError where there is none.
    """
    matter = _named(asked)
    with office.doing(actor, Act.WITHDRAW_MATTER) as done:
        account = done.about(asked.account)[0].account
        standing = office.case.accounts.waivers(done.tx, account.id)
        mine = [one for one in standing if one.is_approval and one.matter == matter]
        if not mine:
            raise CaseFileError("nobody approved that matter on the account")
        by, why, on = done.actor.signature, asked.evidence, asked.on
        taken_back = [replace(w, actor=by, evidence=why, on=on, is_revoked=True) for w in mine]
        office.case.accounts.waive(done.tx, taken_back)
        done.note(text=f"matter {matter}")


def _named(asked: MatterAsked) -> str:
    matter = asked.matter.strip()
    if not matter:
        raise CaseFileError("a matter needs its number")
    return matter
