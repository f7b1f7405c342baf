"""Evidence: one fact as one row, with the original wording and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from skiptrace.model.asset import Asset
from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Provenance
from skiptrace.model.registration import Registration


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """One fact that one source record states.

    `kind` is what the fact speaks for, `value` the normalised and `original` the reported value;
    `role` is the source's word for it (mailing, situs, agent). `probability` is that of the
    candidate record, `candidate_id` its row in the case file. `asset` is what an asset's record
    says; `detail` what a status or a contact says beyond its value, in the publisher's terms
    (chapter, sources);
    `registration` is the register's entry that a fact about an organisation stands in.
    """

    id: str
    kind: FindingKind
    value: str
    original: str
    provenance: Provenance
    probability: float
    candidate_id: str
    role: str = ""
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    asset: Asset | None = None
    registration: Registration | None = None
