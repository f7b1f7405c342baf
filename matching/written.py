"""What a subject or a record said, in its own words, in the order in which it is compared."""

from __future__ import annotations

from dataclasses import dataclass

from matching.encode.profiles import us_phones
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from matching.parse.person.clean_name import CleanName
from matching.parse.phone.read import read_phones
from matching.parse.text import folded
from matching.profile import Profile, emails_read, names_read, phones_read
from skiptrace.model.record import SourceRecord
from skiptrace.model.subject import PersonName, Subject


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """The values of one side as they were written; names, places, phones and e-mails by number.

    Of values that are one in normal form, the first was written so; one that is not found among
    what was written is in normal form. `ssn` are nine digits, the last four, or empty.
    """

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    birth: str = ""
    ssn: str = ""
    organization: str = ""
    ein: str = ""
    officer: str = ""


def written(said: Subject | SourceRecord, profile: Profile) -> Written:
    """The values of the profile as the subject or record that it is made of said them."""
    names = names_read(said.names)
    places: dict[NormalAddress, str] = {}
    for contact in said.addresses:
        places.setdefault(normalize_address(contact.value), contact.value.one_line)
    phones = phones_read(contact.value for contact in said.phones)
    emails = emails_read(contact.value for contact in said.emails)
    return Written(
        names=tuple(_name(names.get(name), name) for name in profile.names),
        places=tuple(places.get(one, _lines(one)) for one in profile.normal_addresses),
        phones=tuple(phone_text(phones.get(e164, e164), e164) for e164 in us_phones(profile)),
        emails=tuple(emails.get(key, key).strip() for key in profile.emails),
        birth=str(profile.dob or ""),
        ssn=profile.ssn or profile.ssn4,
        organization=_called(said),
        ein=profile.ein,
        officer=", ".join(_name(names.get(name), name) for name in profile.names),
    )


def _called(said: Subject | SourceRecord) -> str:
    trade = said.trade_names if isinstance(said, Subject) else ()
    return " DBA ".join(filter(None, (said.organization.strip(), *trade)))


def _name(name: PersonName | None, normal: CleanName) -> str:
    """The name as it was written, unless more was written than this name."""
    if name is None:
        return _plain(normal)
    return name.original if _words(name.original) == _words(name.full) else name.full


def _plain(name: CleanName) -> str:
    return " ".join(filter(None, (*name.givens, *name.middles, *name.surnames, name.generation)))


def _lines(address: NormalAddress) -> str:
    return ", ".join(filter(None, (address.delivery_line, address.last_line)))


def _words(text: str) -> list[str]:
    return sorted("".join(c if c.isalnum() else " " for c in folded(text).upper()).split())


def phone_text(field: str, e164: str) -> str:
    """A US number as it was written; alone where the field holds several, or only its E.164."""
    if len(read_phones(field)) == 1 and field.strip() != e164:
        return field.strip()
    return f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}"
