"""What the subject formerly held: parcels conveyed, and burdens that were satisfied."""

from __future__ import annotations

from skiptrace.model.finding import FindingKind
from skiptrace.reports.asset_parcels import parcel_line
from skiptrace.reports.asset_sections import SectionWriter
from skiptrace.reports.content import Section

SOLD_TITLE = "Real property conveyed away"
FORMER_TITLE = "Burdens satisfied and other former things"
_NOT_SOLD = "No record of a parcel conveyed away is on file."
_NOTHING = "No record of a burden satisfied is on file."
_CAUTION = (
    "What a later recorded document took away indicates no asset. A conveyance itself may matter, "
    "one for a nominal consideration or to a connected grantee above all: read it at its keeper."
)
_SATISFIED = "What a later recorded document took off indicates no burden of today."


def sold_section(desk: SectionWriter) -> Section:
    """The parcels that a deed of the subject took away, with each deed: when, to whom, for what."""
    lines = tuple(parcel_line(f, f.reason, desk) for f in desk.former() if _is_parcel(f.kind))
    statements = (_CAUTION,) if lines else (_NOT_SOLD,)
    return Section("conveyed", SOLD_TITLE, lines, statements, (), ())


def former_section(desk: SectionWriter) -> Section:
    """Whatever else is of former times, with the day and the document that ended it."""
    lines = tuple(parcel_line(f, f.reason, desk) for f in desk.former() if not _is_parcel(f.kind))
    statements = (_SATISFIED,) if lines else (_NOTHING,)
    return Section("former", FORMER_TITLE, lines, statements, (), ())


def _is_parcel(kind: FindingKind) -> bool:
    return kind is FindingKind.REAL_PROPERTY
