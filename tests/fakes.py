"""Public fakes of the ports: a connector with scripted answers, a provider that bills, a clock.

A fake connector can die at chosen moments by raising `Death`, which is no Exception, so that no
code under test can catch it: what a run leaves behind is what `kill -9` would leave behind.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from skiptrace.casefile import codec
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import Checked
from skiptrace.model.errors import InDoubt
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Provenance, Snapshot, SourceRecord, Ticket
from skiptrace.model.waterfall import Outcome

START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


class Death(BaseException):
    """The process ends here: nothing after this line runs, and nothing may catch it."""


class Moment(StrEnum):
    """When a process dies, seen from the provider."""

    BEFORE_SENDING = "before sending"
    BILLED = "the provider billed, the answer is not recorded"
    RECORDED = "the answer is recorded"


@dataclass(frozen=True)
class Reply:
    """What a source is scripted to say: its records, or another outcome with its reason.

    `cost` None means the price on the card: per_call always, per_hit with records. `page` says that
    a failure came with an answer whose bytes are kept; read again, they are these records. `ticket`
    is what a pending answer is collected by.
    """

    records: tuple[SourceRecord, ...] = ()
    outcome: Outcome | None = None
    reason: str = ""
    cost: Decimal | None = None
    page: bool = False
    ticket: Ticket | None = None


Script = Callable[[Inquiry], Reply]


def says(*records: SourceRecord) -> Script:
    """Every question gets these records."""
    return lambda inquiry: Reply(records)


def fails(outcome: Outcome, reason: str, cost: Decimal = Decimal(0)) -> Script:
    """Every question ends with that outcome; no answer came."""
    return lambda inquiry: Reply(outcome=outcome, reason=reason, cost=cost)


def later(ask_next: datetime, deadline: datetime, task: str = "") -> Script:
    """Every question is answered later: each with a ticket of its own, named after its inquiry."""

    def reply(inquiry: Inquiry) -> Reply:
        ticket = Ticket(f"job-{inquiry.id}", ask_next, deadline, task)
        return Reply(outcome=Outcome.PENDING, reason="it comes later", ticket=ticket)

    return reply


def unreadable(reason: str, cost: Decimal, *records: SourceRecord) -> Script:
    """Every question gets an answer that cannot be read now, for that money."""
    return lambda inquiry: Reply(records, Outcome.FAILED, reason, cost, page=True)


def by_surname(records: Mapping[str, Sequence[SourceRecord]]) -> Script:
    """The records of the surname asked for; none for any other."""

    def reply(inquiry: Inquiry) -> Reply:
        surname = inquiry.fields.names[0].surname if inquiry.fields.names else ""
        return Reply(tuple(records.get(surname, ())))

    return reply


@dataclass
class FixedClock:
    """Stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by

    def pause(self, seconds: float) -> None:
        """What waits by this clock does not wait."""
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeProvider:
    """The other side of a paid connector: it outlives any run, bills, and remembers by inquiry id.

    It sells the same thing twice to whoever asks twice. `is_mute` makes it unable to say what
    became of a call.
    """

    sales: list[tuple[str, Answer]] = field(default_factory=list)
    is_mute: bool = False

    @property
    def sold(self) -> Counter[str]:
        """How often each inquiry was billed."""
        return Counter(inquiry_id for inquiry_id, _ in self.sales)

    @property
    def billed(self) -> Decimal:
        """The bill in US dollars."""
        return sum((answer.cost for _, answer in self.sales), Decimal(0))

    def sell(self, inquiry_id: str, answer: Answer) -> None:
        """Bill one call."""
        self.sales.append((inquiry_id, answer))

    def sale(self, inquiry_id: str) -> Answer | None:
        """The answer that was sold under that reference, None if nothing was.

        Raises InDoubt while the provider is mute.
        """
        if self.is_mute:
            raise InDoubt("the provider does not say")
        return next((a for sold_id, a in self.sales if sold_id == inquiry_id), None)


class FakeConnector:
    """A connector that answers by its script and counts its calls; it cannot be asked afterwards.

    `dies` names a moment and the number of the call (from 1) in which the process ends. `witness`
    is given every inquiry at the moment of its call, before anything is sent.
    """

    def __init__(
        self,
        card: ConnectorCard,
        script: Script,
        provider: FakeProvider | None = None,
        dies: tuple[Moment, int] | None = None,
        witness: Callable[[Inquiry], None] = lambda inquiry: None,
    ) -> None:
        self._card = card
        self._script = script
        self.provider = provider or FakeProvider()
        self._dies = dies
        self._witness = witness
        self.asked: list[Inquiry] = []
        self.read_again: list[str] = []

    @property
    def card(self) -> ConnectorCard:
        return self._card

    @property
    def calls(self) -> int:
        """How many questions reached this connector."""
        return len(self.asked)

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        for inquiry in inquiries:
            leave(inquiry)
            self.asked.append(inquiry)
            self._witness(inquiry)
            self._maybe_die(Moment.BEFORE_SENDING)
            answer = self._answer(inquiry)
            self.provider.sell(inquiry.id, answer)
            self._maybe_die(Moment.BILLED)
            yield answer
            self._maybe_die(Moment.RECORDED)

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        self.read_again.append(inquiry.id)
        if len(snapshots) != 1:
            reason = f"InDoubt: {len(snapshots)} stored answers where the call has one"
            return Answer(inquiry.id, Outcome.IN_DOUBT, reason=reason)
        [snapshot] = snapshots
        stored = json.loads(snapshot.body)
        records = tuple(codec.RECORD.decode(json.dumps(r).encode()) for r in stored["records"])
        return self._built(inquiry, Reply(records))

    def _maybe_die(self, moment: Moment) -> None:
        if self._dies == (moment, self.calls):
            raise Death(moment)

    def _answer(self, inquiry: Inquiry) -> Answer:
        return self._built(inquiry, self._script(inquiry))

    def _built(self, inquiry: Inquiry, reply: Reply) -> Answer:
        outcome = reply.outcome or (Outcome.HIT if reply.records else Outcome.NO_HIT)
        snapshot = _page(reply.records)
        if outcome not in (Outcome.HIT, Outcome.NO_HIT):
            kept = (snapshot,) if reply.page else ()
            cost, ticket = reply.cost or Decimal(0), reply.ticket
            said = Answer(inquiry.id, outcome, (), kept, cost, reason=reply.reason)
            return replace(said, ticket=ticket)
        records = tuple(self._stamped(r, inquiry, snapshot) for r in reply.records)
        price = self._card.cost.per_call + (self._card.cost.per_hit if records else Decimal(0))
        cost = price if reply.cost is None else reply.cost
        return Answer(inquiry.id, outcome, records, (snapshot,), cost)

    def _stamped(self, record: SourceRecord, inquiry: Inquiry, page: Snapshot) -> SourceRecord:
        provenance = Provenance(
            self._card.id,
            self._card.version,
            record.ref,
            page.retrieved,
            page.sha256,
            "$",
            inquiry.permit.id,
        )
        return replace(record, source=self._card.id, provenance=provenance)


class SettlingConnector(FakeConnector):
    """A fake connector whose provider can be asked what became of a call. Implements Settler."""

    @property
    def can_settle(self) -> bool:
        return True

    def settle(self, inquiry: Inquiry) -> Answer | None:
        return self.provider.sale(inquiry.id)


class FakeChecker(FakeConnector):
    """A fake source that checks contact points and names nobody: `facts` are by what is asked.

    Of a point that has none it says that it does not know it. Implements Checker.
    """

    def __init__(
        self,
        card: ConnectorCard,
        facts: Mapping[str, Checked],
        dies: tuple[Moment, int] | None = None,
        trouble: Reply | None = None,
    ) -> None:
        super().__init__(card, self._reply, dies=dies)
        self._facts = facts
        self._trouble = trouble

    def _reply(self, inquiry: Inquiry) -> Reply:
        return self._trouble or Reply()

    def _built(self, inquiry: Inquiry, reply: Reply) -> Answer:
        answer = super()._built(inquiry, reply)
        if answer.outcome is not Outcome.NO_HIT:
            return answer
        asked = next(iter((*inquiry.fields.phones, *inquiry.fields.addresses)))
        said = self._facts.get(asked if isinstance(asked, str) else asked.line)
        if said is None:
            return answer
        price = self._card.cost.per_call + self._card.cost.per_hit
        return replace(answer, outcome=Outcome.HIT, checked=said, cost=price)


class CollectingConnector(FakeConnector):
    """A fake connector whose provider delivers later, by ticket. Implements Collector.

    `desk` holds what the provider has ready, by the reference of the ticket; an exception there is
    raised. `collected` are the references that it was asked for.
    """

    def __init__(self, card: ConnectorCard, script: Script, provider: FakeProvider) -> None:
        super().__init__(card, script, provider)
        self.desk: dict[str, Reply | Exception] = {}
        self.collected: list[str] = []

    def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
        for inquiry, ticket in waiting:
            self.collected.append(ticket.reference)
            reply = self.desk.get(ticket.reference)
            if isinstance(reply, Exception):
                raise reply
            if reply is None:
                reply = Reply(outcome=Outcome.PENDING, reason="it comes later", ticket=ticket)
            yield self._built(inquiry, reply)


class RaisingConnector(FakeConnector):
    """A connector with a fault of ours: it raises after it answered `good` inquiries."""

    good = 1

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        yield from super().search(inquiries[: self.good], leave)
        raise LookupError("a fault of ours")


def _page(records: Iterable[SourceRecord]) -> Snapshot:
    """The stored bytes of an answer: everything that `read` needs to give it again."""
    rows = [json.loads(codec.RECORD.encode(record)) for record in records]
    body = json.dumps({"records": rows}, sort_keys=True).encode()
    return Snapshot(body, "application/json", "GET /search", START)


def inline_fan_out(
    searches: Mapping[str, Callable[[], Iterator[Answer]]],
    take: Callable[[Sequence[tuple[str, Answer]]], None],
) -> None:
    """Runs the searches one after the other on this thread; every answer is a group of its own."""
    for connector_id, search in searches.items():
        for answer in search():
            take([(connector_id, answer)])
