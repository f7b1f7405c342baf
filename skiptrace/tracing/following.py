"""Follows a subject to another name, one step at a time, each by a record that says so.

Only a register's entry that is surely the debtor's leads on, and only to what it says the debtor
became: a trade name that it has, which a franchise shares, and a likeness of names lead nowhere. By
trade names that the creditor has, sources which find businesses by such names are asked too, for
the debtor itself: who answers to one is compared with the debtor as any other record. What it was
called before is asked for at courts, where a case stays under the name of its day. A person's other
surname leads on where a record that is surely theirs has it beside their given name. Nobody is
asked for twice under one name, so what became each other again ends there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from matching.compare.organization.relate import compare_organizations
from matching.parse.organization.read import read_organization
from matching.parse.text import folded
from skiptrace.model.audit import AuditEvent
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.ports import Clock
from skiptrace.model.record import SourceRecord
from skiptrace.model.registration import Became, Registration
from skiptrace.model.subject import EntityKind, PersonName, RegisterNumber, Subject
from skiptrace.model.succession import Succession, followed, is_another
from skiptrace.tracing.names import taken
from skiptrace.tracing.other_names import other_names
from skiptrace.tracing.state import OrderTrace

LONGEST = 3
"""How many steps lead away from the subject's own name at most."""

MOST = 4
"""Under how many other names an order asks at most, where records lead several ways."""

MOST_TRADE_NAMES = 3
"""By how many of a business's trade names an order asks at most."""


@dataclass(frozen=True, slots=True)
class Following:
    """Begins the traces of an order under other names.

    `fingerprint` is a keyed hash (hexadecimal): a mark of a name reveals nothing of it.
    `by_trade_name` says that a source is there which is asked by trade names.
    """

    fingerprint: Callable[[bytes], str]
    clock: Clock
    by_trade_name: bool = False

    def next(self, trace: OrderTrace) -> list[OrderTrace]:
        """The traces under the names to which records lead that have come, each begun now.

        They are added to the trace; none once a fault or a silent screen stopped it.
        """
        if trace.fault or trace.unscreened:
            return []
        led_to = [one for one in trace.others if one.of is None]
        asked = {_asked_as(one.order.subject) for one in (trace, *led_to)}
        begun: list[OrderTrace] = []
        for steps, led_by in list(_leads(trace)):
            key = _asked_as(followed(trace.order.subject, steps))
            if key not in asked and len(steps) <= LONGEST and len(led_to) + len(begun) < MOST:
                asked.add(key)
                begun.append(self._begin(trace, steps, led_by))
        return [*begun, *self._by_trade_names(trace)]

    def _by_trade_names(self, trace: OrderTrace) -> Iterator[OrderTrace]:
        """The questions by the trade names of a business, each begun once."""
        subject = trace.order.subject
        if not self.by_trade_name or subject.kind is not EntityKind.ORGANIZATION:
            return
        asked = {_asked_as(one.order.subject) for one in (trace, *trace.others)}
        for name in subject.trade_names[:MOST_TRADE_NAMES]:
            key = _name_key(name)
            if key and key not in asked:
                asked.add(key)
                mark = self.fingerprint(f"trades as {key}".encode())[:16]
                yield self._added(trace, replace(subject, organization=name), mark)

    def event(self, other: OrderTrace) -> AuditEvent:
        """The event of the audit trail that says by which record another name is asked for."""
        order = other.order
        source, text = "", "trade name: by the creditor"
        if other.steps_to:
            step = other.steps_to[-1]
            source = step.source
            text = f"{step.became}: record {step.record_ref}, answer {step.snapshot_sha256}"
        return AuditEvent(
            "name.followed",
            order.requester,
            self.clock(),
            order_id=order.id,
            account_id=order.account.id,
            connector_id=source,
            purposes=tuple(sorted(order.purposes)),
            text=text,
        )

    def _begin(
        self, trace: OrderTrace, steps: tuple[Succession, ...], led_by: Candidate
    ) -> OrderTrace:
        subject = followed(trace.order.subject, steps)
        mark = self.fingerprint(f"asked as {_asked_as(subject)}".encode())[:16]
        other = self._added(trace, subject, mark, steps)
        other.led_by = led_by
        other.add_records([r for r in trace.carried if r.provenance.followed == steps])
        return other

    def _added(
        self,
        trace: OrderTrace,
        subject: Subject,
        mark: str,
        steps: tuple[Succession, ...] = (),
    ) -> OrderTrace:
        """A trace for the order under another name; without steps its records are the order's."""
        other = OrderTrace(
            replace(trace.order, subject=subject, asked_as=mark),
            steps=trace.steps,
            awaited=trace.awaited,
            refusals=trace.refusals,
            steps_to=steps,
            of=None if steps else trace,
            number=len(trace.others) + 2,
        )
        trace.others.append(other)
        return other


def _leads(trace: OrderTrace) -> Iterator[tuple[tuple[Succession, ...], Candidate]]:
    """The steps that records of the subject lead to, and by which record; the surest first.

    What a subject became is asked for before what it was called.
    """
    if trace.order.subject.kind is EntityKind.PERSON:
        for candidate in trace.ranked:
            for step in other_names(candidate, trace.order.subject):
                yield (step,), candidate
        return
    for candidate in trace.ranked:
        for step in _steps_of(candidate, trace.order.subject):
            yield (step,), candidate
    for other in trace.others:
        for candidate in taken(other):
            for step in _steps_of(candidate, other.order.subject):
                yield (*other.steps_to, step), candidate
    for candidate in trace.ranked:
        for step in _former(candidate, trace.order.subject):
            yield (step,), candidate
    for other in trace.others:
        if not is_another(other.steps_to):
            for candidate in taken(other):
                for step in _former(candidate, other.order.subject):
                    yield (*other.steps_to, step), candidate


def _steps_of(candidate: Candidate, subject: Subject) -> Iterator[Succession]:
    entry = candidate.record.registration
    if entry is None or candidate.decision is not Decision.ACCEPT:
        return
    if _is_former(subject.organization, entry):
        own = RegisterNumber(entry.place, entry.number)
        names = (Became.RENAMED, subject.organization, entry.name)
        yield _step(candidate.record, entry, names, own)
    elif entry.successor is not None and entry.successor.name:
        became, number = entry.successor.became, entry.successor.number
        if not number and became is Became.RENAMED:
            number = entry.number
        to = RegisterNumber(entry.place, number) if number else None
        names = (became, entry.name, entry.successor.name)
        yield replace(_step(candidate.record, entry, names, to), on=entry.successor.on)


def _former(candidate: Candidate, subject: Subject) -> Iterator[Succession]:
    """The steps back to the names that an entry of the subject's had before."""
    entry = candidate.record.registration
    if entry is None or candidate.decision is not Decision.ACCEPT:
        return
    for name in entry.former_names:
        if name and not compare_organizations(subject.organization, name).is_same:
            names = (Became.FORMERLY, subject.organization, name)
            yield replace(_step(candidate.record, entry, names, None), formed_in="")


def _is_former(asked: str, entry: Registration) -> bool:
    """Whether the entry has the name as a former one, and is called otherwise now."""
    if compare_organizations(asked, entry.name).is_same:
        return False
    return any(compare_organizations(asked, name).is_same for name in entry.former_names)


def _step(
    record: SourceRecord,
    entry: Registration,
    names: tuple[Became, str, str],
    number: RegisterNumber | None,
) -> Succession:
    """The step that the record's entry states; only one that was renamed stays formed where it is.

    `names` are how, from which name and to which.
    """
    became, former, name = names
    origin = record.provenance
    return Succession(
        became=became,
        former=former,
        name=name,
        source=record.source,
        record_ref=record.ref,
        snapshot_sha256=origin.snapshot_sha256,
        locator=origin.locator,
        retrieved=origin.retrieved,
        number=number,
        formed_in=(entry.formed_in or "") if became is Became.RENAMED else "",
    )


def _asked_as(subject: Subject) -> str:
    """What tells the names apart that a subject is asked for under."""
    if subject.kind is EntityKind.PERSON:
        name = subject.names[0] if subject.names else PersonName()
        return f"{folded(name.given)} {folded(name.surname)}".upper()
    return _name_key(subject.organization)


def _name_key(name: str) -> str:
    return read_organization(name).key or folded(name).upper()


def all_names(traces: Sequence[OrderTrace]) -> list[OrderTrace]:
    """The traces, each with those of its order under other names."""
    return [one for trace in traces for one in (trace, *trace.others)]
