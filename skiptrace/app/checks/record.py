"""The case file: that it opens, and that its record is whole."""

from __future__ import annotations

from skiptrace.app.anchoring import anchor_of, faults_of
from skiptrace.app.build import case_file
from skiptrace.app.installation import Installation
from skiptrace.model.errors import SkiptraceError


def check_case_file(installation: Installation) -> str:
    """The database opens with the key file, and its schema is this release's."""
    case, _ = case_file(installation)
    case.close()
    return "opens, schema is current"


def check_record(installation: Installation) -> str:
    """Every row is as it was written and none is gone, by the record itself and by the anchor."""
    case, keyring = case_file(installation)
    try:
        events, faults = faults_of(case, [anchor_of(installation, keyring)])
    finally:
        case.close()
    if faults:
        raise SkiptraceError(f"{len(faults)} faults in the record, the first: {faults[0]}")
    return f"the record of {events} audit events is whole"
