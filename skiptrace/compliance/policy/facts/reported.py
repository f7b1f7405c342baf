"""What a report or a write-back would say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skiptrace.compliance.policy.facts.data import Output
from skiptrace.compliance.policy.facts.truth import Truth


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One statement of a report or a write-back.

    `verified` says that it is called verified; `evidence_class` and `evidence_on` are what it rests
    on. `ssn_digits` is how many digits of a social security number it shows, `unmask_reason` why
    more than four. `owns` says that it states ownership, `exempt` that the funds are exempt and
    `exempt_said` that it says so. `terms_changed` says that bureau data changed a consumer's terms.
    `discrepancy` says that a bureau sent a notice of address discrepancy, `matched` that the report
    was matched to the consumer.
    """

    output: Output | None = Output.COLLECTION
    verified: bool = False
    evidence_class: str = ""
    evidence_on: date | None = None
    ssn_digits: int = 0
    unmask_reason: str = ""
    owns: bool = False
    threatens: bool = False
    exempt: Truth = Truth.NO
    exempt_said: bool = False
    terms_changed: Truth = Truth.NO
    discrepancy: Truth = Truth.NO
    matched: Truth = Truth.UNKNOWN
    fields: frozenset[str] = frozenset()
