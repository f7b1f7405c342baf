"""What people are found by: blind keys of names, numbers and contact points in any spelling.

They serve a person who looks somebody up, and do not say who is who: that is for `person_keys`.
Like every blind index they show who has the same value, and no value to whoever has no key file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, literal, or_, select, tuple_

from matching.parse.email.read import read_email
from matching.parse.organization.read import read_organization
from matching.parse.person.clean_name import clean_name
from matching.parse.person.name_order import NameOrder
from matching.parse.person.parts import read_person
from matching.parse.phone.read import read_phones
from skiptrace.casefile.account_reading import read_subjects
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.findings import key_index
from skiptrace.casefile.statements import Row, Tx, insert_all, is_newest, owned_rows
from skiptrace.casefile.tables.accounts import obligor, subject_fact
from skiptrace.casefile.tables.findings import finding
from skiptrace.casefile.tables.people import find_key
from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.subject import PersonName, Subject

_FIELD = "find.key"
_GONE = (FindingStatus.SUPERSEDED.value, FindingStatus.REJECTED.value)


@dataclass(frozen=True, slots=True, repr=False)
class Sought:
    """What one thing somebody is known by may be keyed as, here or among what traces found."""

    keys: frozenset[bytes]
    found: frozenset[bytes] = frozenset()


def find_key_rows(keys: Keyring, subject: Subject, version: int) -> list[Row]:
    """The keys of one version of a subject; one is its own, so that none has no key."""
    texts = {f"subject {subject.id}", *_texts(subject)}
    indexes = sorted({keys.index(_FIELD, text) for text in texts})
    return [{"subject_id": subject.id, "version": version, "key": index} for index in indexes]


def find_anew(tx: Tx, keys: Keyring, fields: Sequence[str]) -> None:
    """Give the subjects with a fact of these fields the keys that they lack."""
    newest = is_newest(subject_fact, "subject_id", by="version")
    query = select(subject_fact.c.subject_id, subject_fact.c.version)
    found = tx.execute(query.where(subject_fact.c.field.in_(fields), newest).distinct())
    versions = {row.subject_id: row.version for row in found}
    subjects = read_subjects(tx, sorted(versions))
    known = owned_rows(tx, find_key, sorted(versions))
    for subject_id, subject in subjects.items():
        has = {(row["version"], row["key"]) for row in known[subject_id]}
        rows = find_key_rows(keys, subject, versions[subject_id])
        insert_all(tx, find_key, [r for r in rows if (r["version"], r["key"]) not in has])


def _texts(subject: Subject) -> Iterator[str]:
    for name in subject.names:
        yield from (text for texts in _of_name(name) for text in texts)
    for company in (subject.organization, *subject.trade_names):
        yield from _of_company(company)
    for whom in subject.care_of:
        yield from _of_company(whom)
        whole, surnames = _of_name(read_person(whom, NameOrder.UNKNOWN))
        yield from (*whole, *surnames)
    yield from _of_number(subject.ssn or subject.ssn4)
    for phone in subject.phones:
        yield from (f"phone {number}" for number in _numbers(phone.value))
    for email in subject.emails:
        yield from _of_email(email.value)


def _of_name(name: PersonName) -> tuple[list[str], list[str]]:
    """A name's keys with the given name, and those of its surnames alone."""
    clean = clean_name(name)
    surnames = [s for s in dict.fromkeys((clean.surname, *clean.surnames)) if s]
    whole = [f"name {clean.given} {surname}" for surname in surnames if clean.given]
    return whole, [f"surname {surname}" for surname in surnames]


def _of_company(name: str) -> Iterator[str]:
    if key := read_organization(name).key:
        yield f"company {key}"


def _of_number(number: str) -> Iterator[str]:
    if number:
        yield f"ends {number[-4:]}"


def _of_email(address: str) -> Iterator[str]:
    if (email := read_email(address)) is not None:
        yield f"email {email.key}"


def _numbers(text: str) -> list[str]:
    return [one.e164 for one in read_phones(text) if one.e164]


def sought_name(keys: Keyring, text: str) -> Sought:
    """A name: given name and surname in either order, a surname alone, or an organisation's.

    A trade name is an organisation's; who takes a debtor's mail (c/o) is sought as a person.
    """
    whole, alone = _of_name(read_person(text, NameOrder.UNKNOWN))
    turned = [" ".join((noun, *reversed(words))) for noun, *words in map(str.split, whole)]
    surname = _of_name(PersonName(surname=text))[1][:1]
    return Sought(_indexes(keys, [*(whole + turned or alone), *surname, *_of_company(text)]))


def sought_number(keys: Keyring, last_four: str) -> Sought:
    """The last four digits of a social security number."""
    return Sought(_indexes(keys, _of_number(last_four)))


def sought_phone(keys: Keyring, text: str) -> Sought:
    """A phone in any writing, as the creditor has it or as a trace found it."""
    numbers = _numbers(text)
    found = (key_index(keys, FindingKind.PHONE, number) for number in numbers)
    return Sought(_indexes(keys, (f"phone {number}" for number in numbers)), frozenset(found))


def sought_email(keys: Keyring, text: str) -> Sought:
    """An e-mail address, as the creditor has it or as a trace found it."""
    email = read_email(text)
    found = {key_index(keys, FindingKind.EMAIL, email.key)} if email is not None else set()
    return Sought(_indexes(keys, _of_email(text)), frozenset(found))


def _indexes(keys: Keyring, texts: Iterable[str]) -> frozenset[bytes]:
    return frozenset(keys.index(_FIELD, text) for text in texts)


def obligors_by(
    tx: Tx, sought: Sequence[Sought], after: tuple[str, str], limit: int
) -> list[tuple[str, str]]:
    """The next (account id, subject id) behind one, of people of whom all that is sought holds.

    Raises CaseFileError when the keys of one of them were changed, added or deleted by hand.
    """
    one = obligor.c
    behind = tuple_(one.account_id, one.subject_id) > tuple_(*map(literal, after))
    query = (
        select(one.account_id, one.subject_id)
        .where(is_newest(obligor, "account_id", "subject_id"), behind)
        .where(*(_is_known_by(each) for each in sought))
        .order_by(one.account_id, one.subject_id)
        .limit(limit)
    )
    pairs = [(row.account_id, row.subject_id) for row in tx.execute(query)]
    owned_rows(tx, find_key, [subject_id for _, subject_id in pairs])
    return pairs


def _is_known_by(sought: Sought) -> ColumnElement[bool]:
    key, mine = find_key.c, obligor.c.subject_id
    newest = is_newest(find_key, "subject_id")
    known = select(key.subject_id).where(key.key.in_(sorted(sought.keys)), newest)
    standing = is_newest(finding, "subject_id", "kind", "key_index", by="seq")
    found = select(finding.c.subject_id).where(
        finding.c.key_index.in_(sorted(sought.found)), finding.c.status.not_in(_GONE), standing
    )
    return or_(mine.in_(known), mine.in_(found)) if sought.found else mine.in_(known)
