"""What is known of one order while its waterfall runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from skiptrace.model.account import Hold
from skiptrace.model.finding import Finding
from skiptrace.model.inquiry import Refusal
from skiptrace.model.match import Candidate
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import SourceRecord
from skiptrace.model.succession import Succession
from skiptrace.model.waterfall import Outcome, StepOutcome, Tier
from skiptrace.tracing.land import LandKnown
from skiptrace.tracing.spellings import StoredAddress


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an account before its order is traced; matched like any other record.

    `owed` are the sources that earlier orders had in trouble, and that have not answered since.
    `fault` names what went wrong when it was gathered: the order is parked.
    """

    records: Sequence[SourceRecord]
    fault: str = ""
    owed: frozenset[str] = frozenset()


@dataclass(slots=True)
class OrderTrace:
    """One order on its way down the waterfall; only the tracing layer changes it.

    `fresh` says that records came in since the candidates were last ranked. `found_holds` are the
    holds that this trace itself discovered (a death, a bankruptcy). `fault` is a fault of ours that
    parked it, without anything personal. `land` is what earlier traces tell of the subject's
    parcels, `addresses` are those of the account's findings. `unscreened` names the screens that
    did not answer: until they do, nothing more is asked.

    `awaited` are the sources that owe an answer about the subject since an earlier run: those are
    asked for it even where enough is found, for it is paid.

    `home` are the registers of a business's home, `owed` the sources that earlier orders had in
    trouble, `heard` those whose records were known before (`tracing.ending`).

    `checks` are the steps of sources that checked what was found; how the order ends does not hang
    on them.

    `others` are the traces of the subject under other names, which belong to this order: `steps_to`
    led to the name by the record `led_by`, and `number` counts the names. `ranked` is what the
    trace's own records came to, `candidates` that of all names. `carried` is what an earlier order
    brought under other names. `of` is the trace whose records those of this one are: a trade name
    is another name to ask by, and no other debtor.
    """

    order: TraceOrder
    records: list[SourceRecord] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    steps: list[StepOutcome] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    found_holds: list[Hold] = field(default_factory=list)
    land: LandKnown = field(default_factory=LandKnown)
    addresses: Sequence[StoredAddress] = ()
    fault: str = ""
    stopped: bool = False
    unscreened: str = ""
    fresh: bool = False
    ranked: tuple[Candidate, ...] = ()
    others: list[OrderTrace] = field(default_factory=list)
    steps_to: tuple[Succession, ...] = ()
    led_by: Candidate | None = None
    number: int = 1
    carried: tuple[SourceRecord, ...] = ()
    of: OrderTrace | None = field(default=None, repr=False, compare=False)
    awaited: frozenset[str] = frozenset()
    checks: list[StepOutcome] = field(default_factory=list)
    home: frozenset[str] = frozenset()
    owed: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()

    @property
    def spent(self) -> Decimal:
        """What this order's calls cost so far, in US dollars."""
        return sum((step.cost for step in (*self.steps, *self.checks)), Decimal(0))

    @property
    def in_doubt(self) -> bool:
        """Whether a paid call may have been billed without its answer being stored."""
        return any(step.outcome is Outcome.IN_DOUBT for step in self.steps)

    @property
    def awaits(self) -> bool:
        """Whether a source answers a question of it later."""
        return any(_is_awaited(step) for step in self.steps)

    def due(self, tomorrow: datetime) -> datetime:
        """When what it awaits is asked for again: at the first of its tickets.

        `tomorrow` counts too where another source did not answer and can be asked again then.
        """
        times = [
            min(step.ask_next, step.until)
            for step in self.steps
            if _is_awaited(step) and step.ask_next and step.until
        ]
        fails = any(step.outcome is Outcome.FAILED for step in self.steps)
        return min([*times, tomorrow] if fails or not times else times)

    def add_records(self, records: Sequence[SourceRecord]) -> None:
        """Take records in; one that a source gave before is replaced by its newer copy.

        What is asked for under another name says by which steps, or by which trade name; the copy
        that came by the debtor's own name goes before that of a trade name.
        """
        if self.of is not None:
            own = {(r.source, r.ref) for r in self.of.records if not r.provenance.asked_as}
            name = self.order.subject.organization
            news = (_asked_as(r, name) for r in records if (r.source, r.ref) not in own)
            self.of.add_records(list(news))
            return
        if self.steps_to:
            records = [_by_steps(record, self.steps_to) for record in records]
        newer = {(r.source, r.ref) for r in records}
        self.records = [r for r in self.records if (r.source, r.ref) not in newer]
        self.records.extend(records)
        self.fresh = self.fresh or bool(records)

    def tier_name(self, tier: Tier) -> str:
        """What the steps of a tier are called; under another name than the first, by its number."""
        return tier.name if self.number == 1 else f"{tier.name}, name {self.number}"

    def reason(self, outcome: Outcome, words: str) -> str:
        """The reason of a step; an answer under another name has the record that led there."""
        if self.of is not None and outcome is not Outcome.SKIPPED:
            lead = f"asked as {self.order.subject.organization}, a trade name by the creditor"
            return "; ".join(filter(None, (lead, words)))
        if not self.steps_to or outcome is Outcome.SKIPPED:
            return words
        step = self.steps_to[-1]
        lead = "asked under another name"
        if outcome in (Outcome.HIT, Outcome.NO_HIT):
            lead = f"asked as {step.name}: {step.in_words}"
        return "; ".join(filter(None, (lead, words)))

    def renew_others(self) -> None:
        """Give the traces under other names the order as it stands, with its holds."""
        for other in self.others:
            asked = other.order
            other.order = replace(self.order, subject=asked.subject, asked_as=asked.asked_as)
            other.unscreened = other.unscreened or self.unscreened

    def note_faults(self) -> None:
        """A fault under another name is the order's."""
        fault = next((other.fault for other in self.others if other.fault), "")
        if fault and not self.fault:
            self.fault, self.stopped = fault, True

    def note_step(self, step: StepOutcome) -> None:
        """Add what became of one connector."""
        self.steps.append(step)

    def park(self, error: Exception, when: str) -> None:
        """Stop at a fault of ours, so that this order alone stays behind."""
        self.fault = f"{type(error).__name__} while it was {when}"
        self.stopped = True


def _is_awaited(step: StepOutcome) -> bool:
    """Whether the answer comes later; another worker's call has no ticket of ours."""
    return step.outcome is Outcome.PENDING and step.until is not None


def number_of_name(tier: str) -> int:
    """Under which of its names an order was asked, by what the steps of the tier are called."""
    _, _, number = tier.rpartition(", name ")
    return int(number) if tier != number and number.isdecimal() else 1


def _asked_as(record: SourceRecord, name: str) -> SourceRecord:
    return replace(record, provenance=replace(record.provenance, asked_as=name))


def _by_steps(record: SourceRecord, steps: tuple[Succession, ...]) -> SourceRecord:
    return replace(record, provenance=replace(record.provenance, followed=steps))
