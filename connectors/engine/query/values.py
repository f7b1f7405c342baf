"""The values of an inquiry by the names that a card's templates call them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from connectors.names import without_form
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry, Permit, PointInquiry, SearchFields
from skiptrace.model.subject import PersonName, PostalAddress

Each = Literal["", "names", "addresses", "phones", "emails"]
START = 3
SECRET = "secret."  # noqa: S105
"""What a secret is called by that stands in what is asked: `{secret.password}`."""
OPTION = "option."
"""What a value that an installation sets is called by: `{option.account}`."""

_OF_NAME = ("given", "given_start", "initial", "middle", "surname", "generation", "full_name")
_OF_ADDRESS = ("line", "house", "city", "state", "zip5", "zip4", "place", "one_line")
_OF_PHONE = ("phone", "phone_paren", "phone_dashed", "phone_e164")
_OF_BIRTH = ("dob", "dob_mdy", "dob_mmddccyy", "dob_ccyymmdd")
_OF_BIRTH_PARTS = ("birth_year", "birth_month", "birth_day")
_OF_NUMBERS = ("ssn", "ssn_dashed", "ssn4", "ein", "ein_dashed")
OF_PURPOSE = ("purpose", "purpose_glb", "purpose_dppa", "purpose_fcra")
"""What the vendor calls the purposes of an inquiry: the first of all, and the first of each law."""
OF_DAY = ("since", "since_mdy", "since_ccyymmdd")
"""The last day on which a number is known to have been the debtor's, of a source that needs it."""
_OF_PERMIT = ("reference", "contract", *OF_PURPOSE)
NAMES = frozenset(
    {
        *(*_OF_NAME, "surname_first", *_OF_ADDRESS, *_OF_PHONE, *_OF_BIRTH, *_OF_BIRTH_PARTS),
        *(*_OF_NUMBERS, "email", "organization", "organization_start", *OF_DAY),
        *_OF_PERMIT,
    }
)
"""Every value that a template may name, besides the options of an installation."""


def value_sets(
    inquiry: Inquiry, each: Each, options: Mapping[str, str]
) -> Iterator[Mapping[str, str]]:
    """The values for one search after the other: one set for each name, address, phone or e-mail.

    Of what is not counted out by `each` the first stands; what there is none of is ''.
    """
    fields = inquiry.fields
    first = _single(inquiry) | {OPTION + name: text for name, text in options.items()}
    first |= _of_name(next(iter(fields.names), PersonName()))
    first |= _of_address(next(iter(fields.addresses), PostalAddress()))
    first |= _of_phone(next(iter(fields.phones), ""))
    first["email"] = next(iter(fields.emails), "")
    yield from (first | one for one in _each(fields, each))


def _each(fields: SearchFields, each: Each) -> Iterator[dict[str, str]]:
    if each == "names":
        yield from map(_of_name, fields.names)
    elif each == "addresses":
        yield from map(_of_address, fields.addresses)
    elif each == "phones":
        yield from map(_of_phone, fields.phones)
    elif each == "emails":
        yield from ({"email": email} for email in fields.emails)
    else:
        yield {}


def _single(inquiry: Inquiry) -> dict[str, str]:
    fields, permit = inquiry.fields, inquiry.permit
    ssn, ein = fields.ssn, fields.ein
    return {
        **_of_birth(fields.dob),
        **_of_day(inquiry),
        "ssn": ssn,
        "ssn_dashed": f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}" if ssn else "",
        "ssn4": fields.ssn4 or ssn[-4:],
        "ein": ein,
        "ein_dashed": f"{ein[:2]}-{ein[2:]}" if ein else "",
        "organization": fields.organization,
        "organization_start": without_form(fields.organization) if fields.organization else "",
        "reference": inquiry.id,
        "contract": permit.contract,
        **purposes_of(permit),
    }


def _of_day(inquiry: Inquiry) -> dict[str, str]:
    """The day as of which a number is asked about; '' of any other inquiry."""
    since = inquiry.point.since if isinstance(inquiry, PointInquiry) else None
    forms = ("", "", "")
    if since is not None:
        forms = (since.isoformat(), f"{since:%m/%d/%Y}", f"{since:%Y%m%d}")
    return dict(zip(OF_DAY, forms, strict=True))


def purposes_of(permit: Permit) -> dict[str, str]:
    """The vendor's codes for the purposes of a permit; '' where it has none."""
    coded = list(zip(permit.purposes, permit.codes, strict=False)) if permit.codes else []
    values = {"purpose": next((code for _, code in coded), "")}
    for name in OF_PURPOSE[1:]:
        law = name.rpartition("_")[2].upper() + "-"
        values[name] = next((code for purpose, code in coded if purpose.startswith(law)), "")
    return values


def _of_name(name: PersonName) -> dict[str, str]:
    behind = " ".join(filter(None, (name.given, name.middle)))
    return {
        "given": name.given,
        "given_start": name.given[:START],
        "initial": name.given[:1],
        "middle": name.middle,
        "surname": name.surname,
        "generation": name.generation,
        "full_name": name.full,
        "surname_first": f"{name.surname}, {behind}" if name.surname and behind else "",
    }


def _of_address(address: PostalAddress) -> dict[str, str]:
    house = re.match(r"\d+", address.line.strip())
    last = " ".join(filter(None, (address.state, address.zip5)))
    return {
        "line": address.line,
        "house": house.group() if house else "",
        "city": address.city,
        "state": address.state,
        "zip5": address.zip5,
        "zip4": address.zip4,
        "place": ", ".join(filter(None, (address.city, last))),
        "one_line": address.one_line,
    }


def _of_phone(text: str) -> dict[str, str]:
    """A number of ten digits in the forms that providers take; anything else as it stands."""
    digits = "".join(letter for letter in text if letter.isdigit()).removeprefix("1")
    if len(digits) != 10:
        return dict.fromkeys(_OF_PHONE, text)
    area, exchange, line = digits[:3], digits[3:6], digits[6:]
    forms = (digits, f"({area}) {exchange}-{line}", f"{area}-{exchange}-{line}", f"+1{digits}")
    return dict(zip(_OF_PHONE, forms, strict=True))


def _of_birth(born: PartialDate | None) -> dict[str, str]:
    """The forms of a birth of which the day is known, and what is known of any."""
    parts = [getattr(born, name, None) for name in ("year", "month", "day")]
    values = {
        name: str(part) if part else "" for name, part in zip(_OF_BIRTH_PARTS, parts, strict=True)
    }
    if born is None or not born.is_full:
        return {**dict.fromkeys(_OF_BIRTH, ""), **values}
    year, month, day = parts
    forms = (
        str(born),
        f"{month}/{day}/{year}",
        f"{month:02d}{day:02d}{year:04d}",
        f"{year:04d}{month:02d}{day:02d}",
    )
    return {**dict(zip(_OF_BIRTH, forms, strict=True)), **values}
