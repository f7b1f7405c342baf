"""The gate: the only maker of inquiries, so that no search can go past the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from skiptrace.compliance.minimise import lacking, minimised
from skiptrace.compliance.restraint import Restraint, Severity, strictest
from skiptrace.compliance.rules.rule import Question, Rule
from skiptrace.compliance.rules.subject import KIND
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import Inquiry, Permit, Refusal, SearchFields
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Clock

PERMIT_LIFE = timedelta(hours=24)
INPUT = "INPUT"
"""The refusal of a source that needs more than is known of the subject."""
NOT_FOR_IT = frozenset({INPUT, KIND})
"""Refusals that restrain nothing: the source cannot be asked about this subject at all."""


Record = Callable[[AuditEvent], None]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that an order has: the inquiry's id, and what it was bought for; None if free."""

    inquiry_id: str
    purposes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides what may leave the house for which connector, by the rules of the order's day.

    `fingerprint` is a keyed hash (hexadecimal): an inquiry's id names the question and reveals
    nothing of it.
    """

    rules: tuple[Rule, ...]
    clock: Clock
    fingerprint: Callable[[bytes], str]

    def permit(
        self, order: TraceOrder, card: ConnectorCard, record: Record, question: str = ""
    ) -> Inquiry | Refusal:
        """An inquiry with its permit, or the refusal of the strictest rule that restrains.

        `question` names what is asked: the same words give the inquiry the same id, whichever order
        asks it; by default one order asks one connector one question. Either way `record` is given
        exactly one audit event, which the caller stores before anything leaves.
        """
        fields = minimised(order.subject, card)
        asked_about = Question(order, card, fields, self.clock().date())
        restraint = _strictest(self.rules, asked_about) or _incomplete(fields, card)
        if restraint is not None:
            return self._refuse(order, card, restraint, record)
        asked = question or _in_order(order, card)
        return self._allow(order, card, (fields, self._id(asked)), record)

    def reread(
        self,
        order: TraceOrder,
        card: ConnectorCard,
        told: Told,
        record: Record,
    ) -> Inquiry | None:
        """For a refused order: leave to read the answer that it already has, or None.

        A hold stops asking; what the order was told before stays evidence, maybe of the hold
        itself. Any other rule keeps the answer shut, and so does a purpose it was not got for (15
        USC 6802(c)), or a need of the source that nothing known of the subject meets any more. The
        permit has run out as it is given, so that the inquiry can never leave; `record` is given
        the audit event of the leave.
        """
        fields, now = minimised(order.subject, card), self.clock()
        rules = tuple(rule for rule in self.rules if not rule.stops_asking_only)
        restraint = _strictest(rules, Question(order, card, fields, now.date()))
        if restraint is not None or _incomplete(fields, card) is not None:
            return None
        purposes = tuple(sorted(order.purposes & card.purposes))
        if told.purposes is not None and told.purposes.isdisjoint(purposes):
            return None
        permit_id = f"permit_{self._id(_in_order(order, card))}"
        record(self._event(order, card, ("gate.reread", "", permit_id), ()))
        named = tuple(f"{rule.id}v{rule.version}" for rule in rules)
        permit = Permit(permit_id, order.id, card.id, purposes, named, now, now)
        return Inquiry(told.inquiry_id, order.subject.kind, fields, permit)

    def _refuse(
        self, order: TraceOrder, card: ConnectorCard, no: Restraint, record: Record
    ) -> Refusal:
        is_hold = no.severity is not Severity.BLOCK
        kind = "gate.hold" if is_hold else "gate.refuse"
        record(self._event(order, card, (kind, no.rule, no.reason), ()))
        return Refusal(order.id, card.id, no.rule, no.reason, is_hold)

    def _allow(
        self,
        order: TraceOrder,
        card: ConnectorCard,
        asked: tuple[SearchFields, str],
        record: Record,
    ) -> Inquiry:
        fields, inquiry_id = asked
        now = self.clock()
        purposes = tuple(sorted(order.purposes & card.purposes))
        rules = tuple(f"{r.id}v{r.version}" for r in self.rules)
        permit_id = f"permit_{self._id(_in_order(order, card))}"
        permit = Permit(permit_id, order.id, card.id, purposes, rules, now, now + PERMIT_LIFE)
        sent = tuple(sorted(fields.filled()))
        record(self._event(order, card, ("gate.allow", "", permit.id), sent))
        return Inquiry(inquiry_id, order.subject.kind, fields, permit)

    def _id(self, words: str) -> str:
        return self.fingerprint(words.encode())[:32]

    def _event(
        self,
        order: TraceOrder,
        card: ConnectorCard,
        said: tuple[str, str, str],
        sent: tuple[str, ...],
    ) -> AuditEvent:
        kind, rule, text = said
        return AuditEvent(
            kind=kind,
            actor=order.requester,
            at=self.clock(),
            order_id=order.id,
            account_id=order.account.id,
            connector_id=card.id,
            rule=rule,
            purposes=tuple(sorted(order.purposes)),
            fields=sent,
            text=text,
        )


def _strictest(rules: Iterable[Rule], question: Question) -> Restraint | None:
    found = (rule.check(question) for rule in rules if rule.applies(question))
    return strictest(restraint for restraint in found if restraint)


def _incomplete(fields: SearchFields, card: ConnectorCard) -> Restraint | None:
    words = lacking(fields, card)
    return Restraint(INPUT, Severity.HOLD, words) if words else None


def _in_order(order: TraceOrder, card: ConnectorCard) -> str:
    return f"{order.id}\x1f{card.id}"
