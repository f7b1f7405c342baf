"""What is known of one order while its waterfall runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from skiptrace.model.account import Hold
from skiptrace.model.finding import Finding
from skiptrace.model.inquiry import Refusal
from skiptrace.model.match import Candidate
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import SourceRecord
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.land import LandKnown
from skiptrace.tracing.spellings import StoredAddress


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an account before its order is traced; matched like any other record.

    `fault` names what went wrong when it was gathered: the order is parked.
    """

    records: Sequence[SourceRecord]
    fault: str = ""


@dataclass(slots=True)
class OrderTrace:
    """One order on its way down the waterfall; only the tracing layer changes it.

    `fresh` says that records came in since the candidates were last ranked. `found_holds` are the
    holds that this trace itself discovered (a death, a bankruptcy). `fault` is a fault of ours that
    parked it, without anything personal. `land` is what earlier traces tell of the subject's
    parcels, `addresses` are those of the account's findings. `unscreened` names the screens that
    did not answer: until they do, nothing more is asked.
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

    @property
    def spent(self) -> Decimal:
        """What this order's calls cost so far, in US dollars."""
        return sum((step.cost for step in self.steps), Decimal(0))

    @property
    def in_doubt(self) -> bool:
        """Whether a paid call may have been billed without its answer being stored."""
        return any(step.outcome is Outcome.IN_DOUBT for step in self.steps)

    def add_records(self, records: Sequence[SourceRecord]) -> None:
        """Take records in; one that a source gave before is replaced by its newer copy."""
        newer = {(r.source, r.ref) for r in records}
        self.records = [r for r in self.records if (r.source, r.ref) not in newer]
        self.records.extend(records)
        self.fresh = self.fresh or bool(records)

    def note_step(self, step: StepOutcome) -> None:
        """Add what became of one connector."""
        self.steps.append(step)

    def park(self, error: Exception, when: str) -> None:
        """Stop at a fault of ours, so that this order alone stays behind."""
        self.fault = f"{type(error).__name__} while it was {when}"
        self.stopped = True
