"""What the law says of a suit on an account: asked before one, and noted with what was stated."""

from __future__ import annotations

from dataclasses import dataclass, fields

from jobs.pre_suit import NOTHING_STATED, Stated, before_suit, last_screened, suit_words_of
from skiptrace.acts.office import Office
from skiptrace.app.sources import cards
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.compliance.policy.decision import Decision
from skiptrace.compliance.policy.facts.actor import ActorFacts, MatterFacts
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.model.account import ObligorRole
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.reports.content import SuitWord
from skiptrace.reports.wording import obligor_words


@dataclass(frozen=True, slots=True)
class SuitAsked:
    """An account by its number, the legal matter, and what the asking person states."""

    account: str
    matter: str
    stated: Stated = NOTHING_STATED


@dataclass(frozen=True, slots=True)
class SuitView:
    """What is said of a suit against one obligor; `allows` says that nothing restrains it."""

    number: int
    obligor: str
    allows: bool
    words: tuple[SuitWord, ...]


def check_suit(office: Office, actor: Actor, asked: SuitAsked) -> tuple[SuitView, ...]:
    """What the law says of suing each who owes, by the case file and what is stated, today.

    Raises NotAllowed, and CaseFileError when there is no such account.
    """
    with office.doing(actor, Act.CHECK_SUIT) as done:
        everybody = done.about(asked.account)
        account = everybody[0].account
        standing = office.case.findings.current(done.tx, account.id)
        views = []
        for number, one in enumerate(everybody, start=1):
            if one.role is ObligorRole.NON_OBLIGOR:
                continue
            mine = [f for f in standing if f.subject_id == one.subject.id]
            about = (account.id, one.subject.id)
            known = (mine, last_screened(office.case, done.tx, about, cards(office.installation)))
            facts = _facts(office, done.actor, one, asked.matter)
            said = before_suit(office.policy, facts, known, asked.stated)
            views.append(_view(number, one, said))
        done.note(fields=_stated(asked.stated), text=f"matter {asked.matter}")
    return tuple(views)


def _facts(office: Office, actor: Actor, entry: AccountEntry, matter: str) -> Facts:
    return Facts(
        today=office.clock().date(),
        account=entry.account,
        holds=tuple(entry.holds),
        subject=entry.subject,
        role=entry.role,
        matter=MatterFacts(matter),
        actor=ActorFacts(actor.signature, actor.roles, Truth.YES, Truth.NO, Truth.NO),
    )


def _view(number: int, entry: AccountEntry, said: Decision) -> SuitView:
    name = obligor_words(entry.subject, entry.role)
    return SuitView(number, name, said.allows, suit_words_of(said))


def _stated(stated: Stated) -> tuple[str, ...]:
    """The names of what was stated; the papers themselves stay with counsel."""
    names = (one.name for one in fields(stated))
    return tuple(n for n in names if getattr(stated, n) != getattr(NOTHING_STATED, n))
