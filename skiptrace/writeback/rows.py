"""Changes as table rows, and back: the columns that every target shares.

Columns, all text: batch_id, account_number, action (add, mark_bad), fact (address, phone, email,
employer; of a business registration, register_status, registered_agent, officer), country_code,
value, channel_basis, tcpa_consent, probability, sources (joined by `;`), as_of (ISO date, may be
partial), finding_id, role (primary, co_obligor, guarantor or non_obligor) and obligor (the name),
which say whose fact it is, and limits (joined by `;`): the kind of line, the hours of the day on
which it was written, what it may not be used for and by which rule, caps, whether the debt is
disputed. An agent for service and an officer of an obligor are associated with
it, owe nothing, and stand as non_obligor. What a register says otherwise later is marked bad.
A phone is split into its country code and
national digits, because a spreadsheet takes the plus of an E.164 number for a formula; country_code
is empty for everything else. channel_basis and tcpa_consent are NONE on every phone and e-mail: a
traced contact point comes without leave to text, e-mail or dial it by machine (12 CFR 1006.6(d),
47 CFR 64.1200(a)(1)), and they are empty on other facts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from skiptrace.model.errors import WriteBackError
from skiptrace.model.finding import FindingKind
from skiptrace.model.receipt import Change, ChangeKind

COLUMNS = (
    "batch_id",
    "account_number",
    "action",
    "fact",
    "country_code",
    "value",
    "channel_basis",
    "tcpa_consent",
    "probability",
    "sources",
    "as_of",
    "finding_id",
    "role",
    "obligor",
    "limits",
)
FORMER_COLUMNS = COLUMNS[:-1]
"""The columns of a file that was written before contacts left with their limits."""
NO_CONSENT = "NONE"
FIELD_LIMIT = 32_767  # characters of an XLSX cell, kept to in every target so that all agree
_ELECTRONIC = frozenset({FindingKind.PHONE.value, FindingKind.EMAIL.value})

Row = tuple[str, ...]


def is_writable(text: str) -> bool:
    """Whether the text fits a cell and holds no control character and no half of a pair."""
    unwritable = {"Cc", "Cs"}
    return len(text) <= FIELD_LIMIT and not any(unicodedata.category(c) in unwritable for c in text)


def check_writable(changes: Sequence[Change]) -> None:
    """Raise WriteBackError, naming the change's place and column, for text no target can keep."""
    for number, change in enumerate(changes, start=1):
        for column, field in zip(COLUMNS, row_of("", change), strict=True):
            if not is_writable(field):
                raise WriteBackError(f"change {number}: {column} holds text that cannot be written")
        if any(";" in source or not source for source in change.sources):
            raise WriteBackError(f"change {number}: sources holds text that cannot be written")
        if any(";" in limit or not limit for limit in change.limits):
            raise WriteBackError(f"change {number}: limits holds text that cannot be written")


def row_of(batch_id: str, change: Change) -> Row:
    """The row of one change, in the order of COLUMNS."""
    code, value = split_phone(change) if change.fact == FindingKind.PHONE else ("", change.value)
    consent = consent_of(change)
    place = (batch_id, change.account_number, change.kind.value, change.fact, code, value)
    ground = (repr(change.probability), ";".join(change.sources), change.as_of)
    whose = (change.role, change.obligor)
    return (*place, consent, consent, *ground, change.finding_id, *whose, ";".join(change.limits))


def change_of(cells: Mapping[str, str]) -> Change:
    """The change that a row states; raises WriteBackError naming the column that cannot be read."""
    code, value = cells["country_code"], cells["value"]
    return Change(
        account_number=cells["account_number"],
        kind=_action(cells["action"]),
        fact=cells["fact"],
        value=f"+{code}{value}" if code else value,
        probability=_probability(cells["probability"]),
        sources=tuple(part for part in cells["sources"].split(";") if part),
        as_of=cells["as_of"],
        finding_id=cells["finding_id"],
        role=cells["role"],
        obligor=cells["obligor"],
        limits=tuple(part for part in cells["limits"].split(";") if part),
    )


def consent_of(change: Change) -> str:
    """What leave comes with the fact: NONE for phones and e-mails, nothing to say for others."""
    return NO_CONSENT if change.fact in _ELECTRONIC else ""


def split_phone(change: Change) -> tuple[str, str]:
    """Country code and national digits of an E.164 number; any other text stays whole."""
    import phonenumbers

    try:
        number = phonenumbers.parse(change.value)
    except phonenumbers.NumberParseException:
        return "", change.value
    code, national = str(number.country_code), phonenumbers.national_significant_number(number)
    return (code, national) if f"+{code}{national}" == change.value else ("", change.value)


def _action(text: str) -> ChangeKind:
    try:
        return ChangeKind(text)
    except ValueError as error:
        raise WriteBackError("column action holds neither add nor mark_bad") from error


def _probability(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise WriteBackError("column probability holds no number") from error
