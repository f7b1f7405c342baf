"""The gate: the only maker of inquiries, so that no search can go past the rules."""

from __future__ import annotations

from collections.abc import Callable
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
        restraint = self._strictest(
            Question(order, card, fields, self.clock().date())
        ) or _incomplete(fields, card)
        if restraint is not None:
            return self._refuse(order, card, restraint, record)
        asked = question or _in_order(order, card)
        return self._allow(order, card, (fields, self._id(asked)), record)

    def _strictest(self, question: Question) -> Restraint | None:
        found = (r.check(question) for r in self.rules if r.applies(question))
        return strictest(r for r in found if r)

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


def _incomplete(fields: SearchFields, card: ConnectorCard) -> Restraint | None:
    words = lacking(fields, card)
    return Restraint(INPUT, Severity.HOLD, words) if words else None


def _in_order(order: TraceOrder, card: ConnectorCard) -> str:
    return f"{order.id}\x1f{card.id}"
