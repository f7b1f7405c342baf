"""The gate: the only maker of inquiries, so that no search can go past the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from skiptrace.compliance.minimise import lacking, minimised
from skiptrace.compliance.restraint import Restraint, Severity, strictest
from skiptrace.compliance.rules.rule import Question, Rule
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import Inquiry, Permit, Refusal, SearchFields
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Clock

PERMIT_LIFE = timedelta(hours=24)


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

    def permit(self, order: TraceOrder, card: ConnectorCard, record: Record) -> Inquiry | Refusal:
        """An inquiry with its permit, or the refusal of the strictest rule that restrains.

        Either way `record` is given exactly one audit event, which the caller stores before
        anything leaves.
        """
        fields = minimised(order.subject, card)
        restraint = self._strictest(
            Question(order, card, fields, self.clock().date())
        ) or _incomplete(fields, card)
        if restraint is not None:
            return self._refuse(order, card, restraint, record)
        return self._allow(order, card, fields, record)

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
        self, order: TraceOrder, card: ConnectorCard, fields: SearchFields, record: Record
    ) -> Inquiry:
        now = self.clock()
        purposes = tuple(sorted(order.purposes & card.purposes))
        rules = tuple(f"{r.id}v{r.version}" for r in self.rules)
        inquiry_id = self._inquiry_id(order, card)
        permit = Permit(
            f"permit_{inquiry_id}", order.id, card.id, purposes, rules, now, now + PERMIT_LIFE
        )
        sent = tuple(sorted(fields.filled()))
        record(self._event(order, card, ("gate.allow", "", permit.id), sent))
        return Inquiry(inquiry_id, order.subject.kind, fields, permit)

    def _inquiry_id(self, order: TraceOrder, card: ConnectorCard) -> str:
        """One order asks one connector once: a card or a fact that changes between a kill and the
        restart must not make the same purchase a new one."""
        return self.fingerprint(f"{order.id}\x1f{card.id}".encode())[:32]

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
    return Restraint("INPUT", Severity.HOLD, words) if words else None
