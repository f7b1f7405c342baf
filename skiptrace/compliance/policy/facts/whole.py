"""Everything that one evaluation knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from skiptrace.compliance.policy.facts.actor import ActorFacts, MatterFacts
from skiptrace.compliance.policy.facts.contact import AskOthers, ContactFacts, Place
from skiptrace.compliance.policy.facts.data import DatumFacts
from skiptrace.compliance.policy.facts.debt import DebtFacts, NoticeFacts
from skiptrace.compliance.policy.facts.reported import ReportFacts
from skiptrace.compliance.policy.facts.screened import Screened
from skiptrace.compliance.policy.facts.suit import SuitFacts
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.model.account import Account, Hold, ObligorRole
from skiptrace.model.actor import signed_id
from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.subject import Subject


class Method(StrEnum):
    """How a source is made to answer."""

    ASKED_OPENLY = "asked_openly"
    PRETEXT = "pretext"
    POSING = "posing"
    FALSE_PROFILE = "false_profile"
    SOCIAL_CONTACT = "social_contact"


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One question to one source: its card, the fields that would leave, how it is asked.

    `labels` are texts that travel beside the fields: subject lines, file names, reference ids.
    `submitted` says whether the consumer gave the item that a motor-vehicle record is to verify.
    """

    card: ConnectorCard
    fields: SearchFields = field(default_factory=SearchFields)
    method: Method = Method.ASKED_OPENLY
    labels: tuple[str, ...] = ()
    submitted: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Facts:
    """What one evaluation knows; None and Truth.UNKNOWN say that nobody knows.

    `today` is the real day, `as_of` the day that the work counts as. `holds` are all that were read
    for the account, those of the person's other accounts included, released ones too. `role` is why
    the subject is on the account. `scope` says whether contacts or assets are asked about. A part
    that is None is not asked about.
    """

    today: date
    account: Account
    holds: tuple[Hold, ...] = ()
    subject: Subject | None = None
    role: ObligorRole | None = None
    as_of: date | None = None
    scope: Scope = Scope.LOCATE
    purposes: frozenset[str] = frozenset()
    matter: MatterFacts = field(default_factory=MatterFacts)
    actor: ActorFacts = field(default_factory=ActorFacts)
    debt: DebtFacts = field(default_factory=DebtFacts)
    call: CallFacts | None = None
    contact: ContactFacts | None = None
    others: AskOthers | None = None
    notice: NoticeFacts | None = None
    report: ReportFacts | None = None
    suit: SuitFacts | None = None
    datum: DatumFacts | None = None
    screens: tuple[Screened, ...] | None = None

    @property
    def day(self) -> date:
        """The day that is judged: the real one, even if the work counts as of an earlier day."""
        return max(self.as_of or self.today, self.today)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place where the subject may live: addresses, area codes, the account's state."""
        found = [Place(state=self.account.state)]
        if self.subject is not None:
            found += [Place(a.value.state, a.value.zip5) for a in self.subject.addresses]
            found += [Place(area_code=area_code(p.value)) for p in self.subject.phones]
        if self.contact is not None:
            found += self.contact.places
        return tuple(p for p in dict.fromkeys(found) if p != Place())


def area_code(phone: str) -> str:
    """The area code of a telephone number of the numbering plan; empty for any other text."""
    digits = "".join(c for c in phone if c.isascii() and c.isdigit())
    national = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return national[:3] if len(national) == 10 else ""


def _matter(order: TraceOrder) -> MatterFacts:
    """The matter of an order; nobody's approval serves an order of their own."""
    if not order.matter.strip():
        return MatterFacts()
    others = order.approved_by - {signed_id(order.requester)}
    return MatterFacts(order.matter, Truth.YES if others else Truth.NO)


def facts_of(order: TraceOrder, today: date, call: CallFacts | None = None) -> Facts:
    """What an order says: its account, holds, subject, role, purposes, scope, matter and day.

    With `call` it is one question of the order.
    """
    return Facts(
        today=today,
        account=order.account,
        holds=order.holds,
        subject=order.subject,
        role=order.role,
        as_of=order.as_of,
        scope=order.scope,
        purposes=order.purposes,
        matter=_matter(order),
        actor=ActorFacts(order.requester),
        call=call,
    )
