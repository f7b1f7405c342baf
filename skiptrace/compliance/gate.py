"""The gate: the only maker of inquiries, so that no search can go past the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from skiptrace.compliance.minimise import lacking, minimised, point_fields
from skiptrace.compliance.policy.certification import certified
from skiptrace.compliance.policy.decision import Decision, Severity, Stage
from skiptrace.compliance.policy.facts.whole import CallFacts, facts_of
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.rules.subject import KIND
from skiptrace.model.audit import ALERT, AuditEvent, law_id
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.inquiry import Inquiry, Permit, PointInquiry, Refusal, SearchFields
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.signature import PermitSigner

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
class PointAsked:
    """A contact point that is to be checked, and the words that name the question of it.

    The same words give the inquiry the same id, whichever order asks it.
    """

    point: ContactPoint
    question: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Asks the policy what may leave the house for which connector, and makes what it allows.

    `fingerprint` is a keyed hash (hexadecimal): an inquiry's id names the question and reveals
    nothing of it. `signer` signs each permit.
    """

    policy: Policy
    clock: Clock
    fingerprint: Callable[[bytes], str]
    signer: PermitSigner

    def permit(
        self, order: TraceOrder, card: ConnectorCard, record: Record, question: str = ""
    ) -> Inquiry | Refusal:
        """An inquiry with its permit, or the refusal of the strictest rule that restrains.

        `question` names what is asked: the same words give the inquiry the same id, whichever order
        asks it; by default one order asks one connector one question. Either way `record` is given
        exactly one audit event, which the caller stores before anything leaves.
        """
        if card.checks:
            words = "the source checks contact points: nobody is looked for there"
            no = Refusal(order.id, card.id, INPUT, words, True)
            return self._refuse(no, order, self._decide(order, card, SearchFields()), record)
        fields = minimised(order.subject, card)
        inquiry_id = self.inquiry_id(order, card, question)
        granted = self._granted(order, card, (inquiry_id, fields), record)
        if isinstance(granted, Refusal):
            return granted
        return Inquiry(inquiry_id, order.subject.kind, fields, granted)

    def permit_check(
        self, order: TraceOrder, card: ConnectorCard, asked: PointAsked, record: Record
    ) -> PointInquiry | Refusal:
        """An inquiry about one contact point to a source that names nobody, or the refusal.

        Nothing but the point leaves, with its day where the source needs that. The rules are those
        of any call for the order's account, so that what holds it holds its checks too; `record` is
        given one audit event, as by `permit`.
        """
        point, fields = asked.point, point_fields(asked.point)
        if lacks := self._unasked(point, card):
            no = Refusal(order.id, card.id, INPUT, lacks, True)
            return self._refuse(no, order, self._decide(order, card, SearchFields()), record)
        point = point if card.needs_since else replace(point, since=None)
        inquiry_id = self._id(asked.question)
        granted = self._granted(order, card, (inquiry_id, fields), record)
        if isinstance(granted, Refusal):
            return granted
        asked_of = (inquiry_id, order.subject.kind, fields)
        permit = self.signer.signed(granted, (*asked_of, point))
        return PointInquiry(*asked_of, permit, point)

    def _unasked(self, point: ContactPoint, card: ConnectorCard) -> str:
        """Why the source cannot be asked about such a point; '' where it can."""
        if point.kind not in card.checks:
            return f"the source checks no {point.kind.value}"
        if not card.needs_since:
            return ""
        if point.since is None:
            return "no day is known on which the number was the debtor's"
        return "" if point.since < self.clock().date() else "the number was the debtor's just now"

    def _granted(
        self,
        order: TraceOrder,
        card: ConnectorCard,
        asked: tuple[str, SearchFields],
        record: Record,
    ) -> Permit | Refusal:
        """The signed leave for an inquiry of that id and these fields, or the strictest refusal."""
        inquiry_id, fields = asked
        decision = self._decide(order, card, fields)
        lacks = lacking(fields, card) if decision.allows else ""
        if lacks:
            no = Refusal(order.id, card.id, INPUT, lacks, True)
            return self._refuse(no, order, decision, record)
        decisive = decision.decisive
        if decisive is not None:
            is_hold = decision.severity is not Severity.BLOCK
            rule, words = decision.rule, decision.words
            no = Refusal(order.id, card.id, rule, words, is_hold, decisive.of_source)
            return self._refuse(no, order, decision, record)
        return self._allow(order, card, (fields, inquiry_id, decision), record)

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
        decision = self._decide(order, card, fields).without_standing()
        if not decision.allows or lacking(fields, card):
            return None
        purposes = tuple(sorted(order.purposes & card.purposes))
        if told.purposes is not None and told.purposes.isdisjoint(purposes):
            return None
        permit_id = f"permit_{self._id(_in_order(order, card))}"
        record(self._event(order, card.id, ("gate.reread", permit_id), decision))
        permit = Permit(permit_id, order.id, card.id, purposes, decision.asked, now, now)
        asked = (told.inquiry_id, order.subject.kind, fields)
        return Inquiry(*asked, self.signer.signed(permit, asked))

    def _decide(self, order: TraceOrder, card: ConnectorCard, fields: SearchFields) -> Decision:
        facts = facts_of(order, self.clock().date(), CallFacts(card, fields))
        return self.policy.evaluate(Stage.CALL, facts)

    def _refuse(
        self, no: Refusal, order: TraceOrder, decision: Decision, record: Record
    ) -> Refusal:
        kind = "gate.hold" if no.is_hold else "gate.refuse"
        kind = ALERT if decision.alarms else kind
        decisive = decision.decisive
        version = decisive.version if decisive is not None else None
        said = (kind, no.reason)
        record(self._event(order, no.connector_id, said, decision, rule=no.rule, version=version))
        return no

    def _allow(
        self,
        order: TraceOrder,
        card: ConnectorCard,
        asked: tuple[SearchFields, str, Decision],
        record: Record,
    ) -> Permit:
        fields, inquiry_id, decision = asked
        now = self.clock()
        said = certified(self.policy.law, card, order.purposes)
        permit_id = f"permit_{self._id(_in_order(order, card))}"
        about = (permit_id, order.id, card.id, said.purposes, decision.asked)
        permit = Permit(*about, now, now + PERMIT_LIFE, said.contract, said.codes)
        sent = tuple(sorted(fields.filled()))
        words = f"{permit.id} under {said.contract}" if said.contract else permit.id
        record(self._event(order, card.id, ("gate.allow", words), decision, fields=sent))
        return self.signer.signed(permit, (inquiry_id, order.subject.kind, fields))

    def inquiry_id(self, order: TraceOrder, card: ConnectorCard, question: str = "") -> str:
        """The id of the inquiry that `permit` gives for that question."""
        return self._id(question or _in_order(order, card))

    def _id(self, words: str) -> str:
        return self.fingerprint(words.encode())[:32]

    def _event(
        self,
        order: TraceOrder,
        connector_id: str,
        said: tuple[str, str],
        decision: Decision,
        **more: Any,
    ) -> AuditEvent:
        """The event of a decision about one source, with what else it says."""
        kind, text = said
        return AuditEvent(
            kind=kind,
            actor=order.requester,
            at=self.clock(),
            order_id=order.id,
            account_id=order.account.id,
            connector_id=connector_id,
            purposes=tuple(sorted(order.purposes)),
            text=text,
            law=law_id(decision.asked),
            **more,
        )


def asked_in(order_id: str, card_id: str, asked_as: str = "") -> str:
    """Names the one question that an order asks a source under one name of its subject."""
    return "\x1f".join(filter(None, (order_id, card_id, asked_as)))


def _in_order(order: TraceOrder, card: ConnectorCard) -> str:
    return asked_in(order.id, card.id, order.asked_as)
