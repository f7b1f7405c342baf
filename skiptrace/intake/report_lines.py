"""Rows of a report that are no account: totals, counts, the header once more, its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skiptrace.intake.mapping import Binding
from skiptrace.intake.problem import ROW, FieldProblem
from skiptrace.intake.table import named_columns

_SAYS_SO = re.compile(
    r"(?:(?:grand|sub|page|report|batch|file|overall|run)[ -]?)?totals?\b.*|sum(?:mary)?\b.*"
    r"|(?:record|row|account|line|item)s? (?:count|total)\b.*|(?:count|average|avg)(?: of)?\b.*"
    r"|number of (?:records|rows|accounts)\b.*|\(?[0-9,]+ (?:record|row|account)s?\b.*"
    r"|[*= -]*end of (?:report|file|list|data|extract|page)\b.*|page [0-9]+(?: of [0-9]+)?",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=_+*~|. ]{2,}")
_HEADING = re.compile(
    r"[A-Za-z][A-Za-z .#/&-]{1,30}: ?\S.*"
    r"|(?:report|file|list|data) (?:generated|created|run|printed)\b.*"
    r"|(?:generated|printed|prepared|run|created) (?:on|by|at|for|date)\b.*"
    r"|(?:strictly )?confidential\b.*",
    re.IGNORECASE,
)
# A row of a person or a place is an account, whatever it says beside.
_OF_AN_ACCOUNT = (
    "first_name", "last_name", "full_name", "organization", "address", "street_name", "city",
    "zip", "ssn", "dob", "phone", "email", "holds",
)  # fmt: skip
_TOTAL = FieldProblem(ROW, "an account: this is a total, a count or the end of a report", "total")
_BETWEEN = FieldProblem(ROW, "an account: this is a rule or a heading of the report", "heading")
_HEADER = FieldProblem(ROW, "an account: this is the header again", "header")


def report_line(cells: Sequence[str], binding: Binding) -> FieldProblem | None:
    """Why a row is a line of the report and no account; None for every other row."""
    said = next((cell.strip() for cell in cells if cell.strip()), "")
    if said == binding.header[0] and tuple(named_columns(cells)) == binding.header:
        return _HEADER
    if _is_ruled(cells) or (_is_alone(cells) and _HEADING.fullmatch(said)):
        return _BETWEEN
    if not _SAYS_SO.fullmatch(said):
        return None
    for field in _OF_AN_ACCOUNT:
        place = binding.places.get(field)
        text = cells[place].strip() if place is not None and place < len(cells) else ""
        if text and text != said:
            return None
    return _TOTAL


def _is_ruled(cells: Sequence[str]) -> bool:
    """Whether a row is a line drawn in signs, as under a header."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(_RULE.fullmatch(cell) for cell in filled)


def _is_alone(cells: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in cells) == 1
