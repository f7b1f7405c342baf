"""The columns of the linkage tasks, on both sides, beside the id."""

from __future__ import annotations

COLUMNS = (
    "first_name",
    "middle_initial",
    "last_name",
    "suffix",
    "dob",
    "ssn4",
    "phone",
    "street_number",
    "street_name",
    "unit_number",
    "po_box",
    "city",
    "state",
    "zip",
    "source_type",
    "record_year",
)
