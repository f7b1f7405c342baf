"""What a subject is known by in a search, each identifier in one form: alike ones are one search.

Balance, status, creditor and names are not among them: none makes a search a new one, and neither
does another writing of the same address or number. A number that was not known before may.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from matching.parse.address.form import house_key
from matching.parse.address.read import AddressKind, normalize_address
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.subject import PostalAddress, Subject

_MARKS = re.compile(r"[\W_]+")


def known_by(fields: SearchFields) -> frozenset[str]:
    """The identifiers of these fields, each as `field:text`."""
    return frozenset(_identifiers(fields))


def _identifiers(fields: SearchFields) -> Iterator[str]:
    if fields.dob is not None:
        yield f"dob:{fields.dob}"
    if fields.ssn:
        yield f"ssn:{fields.ssn}"
    if fields.ssn4 or fields.ssn:
        yield f"ssn4:{(fields.ssn4 or fields.ssn)[-4:]}"
    yield from (f"address:{_place(address)}" for address in fields.addresses)
    yield from (f"phone:{_digits(phone)}" for phone in fields.phones)
    yield from (f"email:{email.strip().casefold()}" for email in fields.emails)


def search_text(entry: AccountEntry) -> str:
    """What a search of an obligor rests on: identifiers, role, its piece of mail that came back.

    Its name counts only where nothing else is known.
    """
    subject, mail = entry.subject, entry.own_mail
    identifiers = sorted(known_by(_all_of(subject)))
    names = [f"{name.given} {name.surname}" for name in subject.names]
    return json.dumps(
        {
            "role": entry.role.value,
            "known": identifiers,
            "names": sorted(map(_plain, [*names, subject.organization])) * (not identifiers),
            "mail": [mail.code_list, mail.code, str(mail.on or "")] if mail else [],
        },
        sort_keys=True,
    )


def _all_of(subject: Subject) -> SearchFields:
    return SearchFields(
        dob=subject.dob,
        ssn=subject.ssn,
        ssn4=subject.ssn4,
        addresses=tuple(known.value for known in subject.addresses),
        phones=tuple(known.value for known in subject.phones),
        emails=tuple(known.value for known in subject.emails),
    )


def _place(address: PostalAddress) -> str:
    """House or box number with the ZIP where both are there: streets are written in many ways."""
    form = normalize_address(address)
    number = house_key(form.number, form.zip5) or form.box
    if form.kind is AddressKind.UNPARSED or not (number and form.zip5):
        return form.key or _plain(" ".join((address.line, address.city, address.zip5)))
    return " ".join(filter(None, (number, form.fraction, form.route, form.zip5)))


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-10:] or _plain(phone)


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text.casefold()).strip()
