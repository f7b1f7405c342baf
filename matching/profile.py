"""A subject or a source record, normalised once for comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matching.parse.address.read import NormalAddress, normalize_address
from matching.parse.email.read import read_email
from matching.parse.identifier.company import read_ein
from matching.parse.identifier.read import read_ssn
from matching.parse.name_field.roles import names_estate
from matching.parse.organization.read import (
    NormalOrganization,
    read_organization,
)
from matching.parse.person.clean_name import CleanName, clean_name
from matching.parse.phone.read import read_phones
from skiptrace.model.dates import PartialDate
from skiptrace.model.record import Reported, SourceRecord
from skiptrace.model.subject import (
    ContactStatus,
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    RegisterNumber,
    Subject,
)


@dataclass(frozen=True, slots=True)
class ProfileAddress:
    """One address of a profile with its status and the dates that a source gives it."""

    address: NormalAddress
    status: ContactStatus = ContactStatus.UNKNOWN
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None


@dataclass(frozen=True)
class Profile:
    """What is known of one side, in normal form; empty means not known.

    `names` holds the current name first; `is_estate` says that each is an estate's or a trust's.
    Bad addresses and phones stay: the subject once had them, so they speak for identity. `phones`
    are E.164, `emails` match keys. `of_subject` is the id of the subject, and in a record that of
    the subject whose own mail it reports on. Of an organisation, `registered_as` are legal
    names beside its present one, `former` and `trade` other names, `registered` its numbers in
    registers, `formed_in` the state of its formation.
    """

    kind: EntityKind = EntityKind.PERSON
    names: tuple[CleanName, ...] = ()
    organization: NormalOrganization | None = None
    dob: PartialDate | None = None
    ssn: str = ""
    ssn4: str = ""
    ein: str = ""
    addresses: tuple[ProfileAddress, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    of_subject: str = ""
    is_estate: bool = False
    registered_as: tuple[NormalOrganization, ...] = ()
    former: tuple[NormalOrganization, ...] = ()
    trade: tuple[NormalOrganization, ...] = ()
    registered: tuple[RegisterNumber, ...] = ()
    formed_in: str = ""

    @property
    def is_organization(self) -> bool:
        """Whether it is an organisation, whose names are those of the people it lists."""
        return self.kind is EntityKind.ORGANIZATION

    @cached_property
    def normal_addresses(self) -> tuple[NormalAddress, ...]:
        """The addresses that could be read at least to their ZIP code, city or state."""
        kept = (known.address for known in self.addresses)
        return tuple(a for a in kept if a.zip5 or a.city or a.state or a.key)


@lru_cache(maxsize=16384)
def profile_of_subject(subject: Subject) -> Profile:
    """The profile of the person or organisation looked for."""
    ssn, ssn4 = _ssn(subject.ssn or subject.ssn4)
    return Profile(
        kind=subject.kind,
        names=tuple(names_read(subject.names)),
        organization=_organization(subject.organization),
        dob=subject.dob,
        ssn=ssn,
        ssn4=ssn4,
        ein=read_ein(subject.ein),
        addresses=tuple(_known(contact) for contact in subject.addresses),
        phones=tuple(phones_read(contact.value for contact in subject.phones)),
        emails=tuple(emails_read(contact.value for contact in subject.emails)),
        of_subject=subject.id,
        is_estate=_is_estate(subject.names),
        former=_organizations(subject.former_names),
        trade=_organizations(subject.trade_names),
        registered=subject.registered,
        formed_in=subject.formed_in,
    )


def profile_of_record(record: SourceRecord) -> Profile:
    """The profile of what a source said; every value is normalised once and remembered.

    A business is called by every name under which its entry stood in a register: each was its
    legal name, and a debt is of the day when it was.
    """
    ssn, ssn4 = _ssn(record.ssn)
    entry = record.registration
    return Profile(
        kind=record.kind,
        names=tuple(names_read(record.names)),
        organization=_organization(entry.name if entry else record.organization),
        registered_as=_organizations(entry.former_names) if entry else (),
        dob=record.dob,
        ssn=ssn,
        ssn4=ssn4,
        addresses=tuple(_reported(reported) for reported in record.addresses),
        phones=tuple(phones_read(reported.value for reported in record.phones)),
        emails=tuple(emails_read(reported.value for reported in record.emails)),
        of_subject=record.of_subject,
        is_estate=_is_estate(record.names),
        ein=read_ein(entry.ein or "") if entry else "",
        trade=_organizations(entry.trade_names) if entry else (),
        registered=(RegisterNumber(entry.place, entry.number),) if entry else (),
        formed_in=entry.formed_in or "" if entry else "",
    )


def names_read(names: Iterable[PersonName]) -> dict[CleanName, PersonName]:
    """The names that say anything, each with the first one that was written so."""
    found: dict[CleanName, PersonName] = {}
    for name in names:
        clean = clean_name(name)
        if clean.given or clean.surname:
            found.setdefault(clean, name)
    return found


def _is_estate(names: tuple[PersonName, ...]) -> bool:
    return bool(names) and all(names_estate(name.original or name.full) for name in names)


def _organization(text: str) -> NormalOrganization | None:
    return read_organization(text) if text.strip() else None


def _organizations(texts: Iterable[str]) -> tuple[NormalOrganization, ...]:
    return tuple(filter(None, map(_organization, texts)))


def _ssn(text: str) -> tuple[str, str]:
    found = read_ssn(text) if text else None
    return (found.full, found.last4) if found else ("", "")


def _known(contact: KnownContact[PostalAddress]) -> ProfileAddress:
    return ProfileAddress(normalize_address(contact.value), contact.status, contact.since)


def _reported(reported: Reported[PostalAddress]) -> ProfileAddress:
    address = normalize_address(reported.value)
    return ProfileAddress(address, first_seen=reported.first_seen, last_seen=reported.last_seen)


def phones_read(texts: Iterable[str]) -> dict[str, str]:
    """The numbers in E.164, each with the first text that holds it."""
    found: dict[str, str] = {}
    for text in texts:
        for phone in read_phones(text):
            if phone.e164:
                found.setdefault(phone.e164, text)
    return found


def emails_read(texts: Iterable[str]) -> dict[str, str]:
    """The match keys of e-mail addresses, each with the first text that is read so."""
    found: dict[str, str] = {}
    for text in texts:
        email = read_email(text)
        if email is not None:
            found.setdefault(email.key, text)
    return found
