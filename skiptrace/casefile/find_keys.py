"""What people are found by: blind keys of names, numbers and contact points in any spelling.

They serve a person who looks somebody up, and do not say who is who: that is for `person_keys`.
Like every blind index they show who has the same value, and no value to whoever has no key file.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, select

from matching.parse.email.read import read_email
from matching.parse.identifier.read import read_ssn
from matching.parse.organization.read import read_organization
from matching.parse.person.clean_name import clean_name
from matching.parse.phone.read import read_phones
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.findings import key_index
from skiptrace.casefile.statements import Row, Tx, is_newest
from skiptrace.casefile.tables.accounts import obligor
from skiptrace.casefile.tables.findings import finding
from skiptrace.casefile.tables.people import find_key
from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.subject import PersonName, Subject

_FIELD = "find.key"
_GONE = (FindingStatus.SUPERSEDED.value, FindingStatus.REJECTED.value)


def find_key_rows(keys: Keyring, subject: Subject, version: int) -> list[Row]:
    """The keys of one version of a subject; one is its own, so that none has no key."""
    texts = {f"subject {subject.id}", *_texts(subject)}
    indexes = sorted({keys.index(_FIELD, text) for text in texts})
    return [{"subject_id": subject.id, "version": version, "key": index} for index in indexes]


def _texts(subject: Subject) -> Iterator[str]:
    for name in subject.names:
        yield from name_texts(name)
    yield from company_texts(subject.organization)
    yield from number_texts(subject.ssn or subject.ssn4)
    for phone in subject.phones:
        yield from phone_texts(phone.value)
    for email in subject.emails:
        yield from email_texts(email.value)


def name_texts(name: PersonName) -> Iterator[str]:
    """The name as a whole, and each of its surnames alone."""
    clean = clean_name(name)
    for surname in dict.fromkeys((clean.surname, *clean.surnames)):
        if surname:
            yield f"surname {surname}"
            if clean.given:
                yield f"name {clean.given} {surname}"


def company_texts(name: str) -> Iterator[str]:
    """An organisation's name, whatever its legal form."""
    if key := read_organization(name).key:
        yield f"company {key}"


def number_texts(number: str) -> Iterator[str]:
    """The last four digits of a social security number, of nine digits or of the last four."""
    read = read_ssn(number)
    if read is not None:
        yield f"ends {read.last4}"


def phone_texts(number: str) -> Iterator[str]:
    """Every phone that the text holds."""
    yield from (f"phone {one.e164}" for one in read_phones(number) if one.e164)


def email_texts(address: str) -> Iterator[str]:
    """The mailbox of an e-mail address."""
    if (email := read_email(address)) is not None:
        yield f"email {email.key}"


_KNOWN = (
    select(obligor.c.account_id)
    .distinct()
    .join(find_key, find_key.c.subject_id == obligor.c.subject_id)
    .where(is_wanted(find_key.c.key), is_newest(find_key, "subject_id"))
)
_FOUND = (
    select(finding.c.account_id)
    .distinct()
    .where(
        is_wanted(finding.c.key_index),
        finding.c.status.not_in(_GONE),
        is_newest(finding, "subject_id", "kind", "key_index", by="seq"),
    )
)


def accounts_known_by(
    tx: Tx, keys: Keyring, texts: Iterator[str], after: str, limit: int
) -> list[str]:
    """Ids of accounts with a subject of one of these keys, in order, the first behind `after`."""
    wanted = [keys.index(_FIELD, text) for text in texts]
    return _ids(tx, _KNOWN.where(obligor.c.account_id > after), wanted, limit)


def accounts_found_by_phone(
    tx: Tx, keys: Keyring, number: str, after: str, limit: int
) -> list[str]:
    """Ids of accounts for which a trace found one of the text's phones and nobody rejected it."""
    numbers = (one.e164 for one in read_phones(number) if one.e164)
    wanted = [key_index(keys, FindingKind.PHONE, e164) for e164 in numbers]
    return _ids(tx, _FOUND.where(finding.c.account_id > after), wanted, limit)


def _ids(tx: Tx, query: Select[tuple[str]], wanted: list[bytes], limit: int) -> list[str]:
    ordered = query.order_by("account_id").limit(limit)
    return list(tx.execute(ordered, {"wanted": wanted}).scalars()) if wanted else []
