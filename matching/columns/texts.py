"""Single texts of a table as numbers: names, dates, numbers, phones, parts of an address."""

from __future__ import annotations

import re
from datetime import date

from matching.columns.people import GENERATIONS, NOT_KNOWN, Words
from matching.columns.word_facts import email_mark
from matching.normalize.address import normalize_address
from matching.normalize.address_form import NormalAddress
from matching.normalize.address_last_line import read_state
from matching.normalize.clean_name import CleanName, clean_name, generation_form
from matching.normalize.date import read_date, read_dated, stands_for_none
from matching.normalize.delivery_words import delivery_words
from matching.normalize.email import EmailStatus, read_emails
from matching.normalize.identifier import read_ssn
from matching.normalize.name_order import NameOrder
from matching.normalize.person import PartyKind, PartyRole, read_parties
from matching.normalize.person_roles import (
    names_estate,
    names_nobody,
    without_estate,
    without_trust,
)
from matching.normalize.phone import is_placeholder, read_phones
from matching.normalize.street_words import box_word, house_word, street_words, unit_word
from matching.normalize.text import folded, squeezed
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PersonName, PostalAddress

Row = tuple[int, ...]

SEPARATOR = "\x01"
"""Parts the columns of an address that are read together."""

ESTATE = 1
"""Marks a name that is that of an estate or a trust."""

_NO_NAMES = frozenset({"NA", "NONE", "NULL", "NIL", "NAN", "UNK", "UNKNOWN", "FNU", "LNU", "NMN"})
_BEHIND = frozenset({"JR", "SR", "II", "III", "IV"})
_PUNCTUATION = str.maketrans("", "", "()-. /+")
_CITY_WORDS = {"SAINT": "ST", "SAINTE": "STE", "MOUNT": "MT", "FORT": "FT"}
_ISO_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_STAND_IN_YEARS = frozenset({*range(_FIRST_YEAR, 1905), 1911, 2099})
_PEOPLE = (PartyKind.PERSON, PartyKind.ESTATE, PartyKind.TRUST)
_OTHERS = (PartyRole.CARE_OF, PartyRole.TRADE_NAME)


def read_given(words: Words, text: str) -> Row:
    """Given name, its first word, a middle initial and a generation behind it, and ESTATE or 0."""
    if text.isascii() and text.isalpha():
        code = _plain_name(words, text)
        return code, code, 0, 0, 0
    bare, estate = _without_estate(text)
    parts, generation = _without_generation(_words(bare))
    middle = ""
    if len(parts) > 1 and len(parts[-1]) == 1:
        *parts, middle = parts
    number = words.names.number
    first = parts[0] if parts else ""
    return number("".join(parts)), number(first), number(middle), generation, estate


def read_surname(words: Words, text: str) -> Row:
    """Surname, its first and its last word, a generation behind it, and ESTATE or 0."""
    if text.isascii() and text.isalpha():
        code = _plain_name(words, text)
        return code, code, code, 0, 0
    bare, estate = _without_estate(text)
    parts, generation = _without_generation(_words(bare))
    number = words.names.number
    first, last = (parts[0], parts[-1]) if parts else ("", "")
    return number("".join(parts)), number(first), number(last), generation, estate


def _without_estate(text: str) -> tuple[str, int]:
    """The person behind an estate, and the mark for it."""
    if not names_estate(text):
        return text, 0
    return without_estate(text) or without_trust(text) or text, ESTATE


def _plain_name(words: Words, text: str) -> int:
    """The number of a word of letters only; 0 for a word that stands for none."""
    word = text.upper()
    return 0 if word in _NO_NAMES else words.names.number(word)


def _words(text: str) -> list[str]:
    """The words of one part of a name; none of a placeholder such as N/A."""
    return [] if names_nobody(text) else [*clean_name(PersonName(surname=text)).surnames]


def _without_generation(parts: list[str]) -> tuple[list[str], int]:
    if len(parts) > 1 and parts[-1] in _BEHIND:
        return parts[:-1], GENERATIONS[parts[-1]]
    return parts, 0


def read_middle(words: Words, text: str) -> Row:
    """A middle name or initial."""
    if names_nobody(text):
        return (0,)
    return (words.names.number(clean_name(PersonName(given=text)).given),)


def read_generation(text: str) -> Row:
    """A generational suffix as in GENERATIONS."""
    return (GENERATIONS.get(generation_form(text), 0),)


def read_full_names(words: Words, text: str) -> list[Row]:
    """Every name of a field as given, its first word, middle, surname, its outer words, generation,
    and ESTATE where it is that of an estate or a trust, otherwise 0.

    Aliases and former names are names; care-of and trade names are not.
    """
    found: list[tuple[CleanName, int]] = []
    for party in read_parties(text, NameOrder.UNKNOWN):
        if party.kind in _PEOPLE and party.role not in _OTHERS:
            estate = 0 if party.kind is PartyKind.PERSON else ESTATE
            found.append((clean_name(party.name), estate))
            if party.former:
                former = PersonName(party.name.given, party.name.middle, party.former)
                found.append((clean_name(former), estate))
    return [(*_name_row(words, name), estate) for name, estate in dict.fromkeys(found)]


def _name_row(words: Words, name: CleanName) -> Row:
    middles, generation = name.middles, GENERATIONS.get(name.generation, 0)
    if middles and middles[-1] in _BEHIND and not generation:
        middles, generation = middles[:-1], GENERATIONS[middles[-1]]
    texts = (
        name.given,
        name.givens[0] if name.givens else "",
        middles[0] if middles else "",
        name.surname,
        name.surnames[0] if name.surnames else "",
        name.surnames[-1] if name.surnames else "",
    )
    return (*map(words.names.number, texts), generation)


def read_birth(text: str, today: date | None) -> Row:
    """Year, month and day; 0 for what is not known.

    A day that no calendar has (1972-05-86) stays as written: it is a slip in one digit, and dates
    are compared digit by digit.
    """
    found = _usual_date(text) or _any_date(text, today)
    if found[0] and _is_nobodys_birth(*found):
        return 0, 0, 0
    return found if found[0] else _as_written(text)


def _is_nobodys_birth(year: int, month: int, day: int) -> bool:
    return year in _STAND_IN_YEARS and stands_for_none(
        PartialDate(year, month or None, day or None)
    )


def _as_written(text: str) -> Row:
    """The digits of an ISO date of a plausible year; 0 for anything else."""
    if not _ISO_SHAPE.fullmatch(text):
        return 0, 0, 0
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    is_plausible = _FIRST_YEAR <= year <= _LAST_YEAR and month > 0 and day > 0
    return (year, month, day) if is_plausible else (0, 0, 0)


def _usual_date(text: str) -> Row | None:
    """Dates as most files write them: 1980-12-31, 12/31/1980, 1980; None for all others."""
    if not text.isascii():
        return None
    if len(text) == 4 and text.isdigit():
        parts = text, "", ""
    elif len(text) == 10 and text[4] == text[7] == "-":
        parts = text[:4], text[5:7], text[8:]
    elif len(text) == 10 and text[2] == text[5] == "/":
        parts = text[6:], text[:2], text[3:5]
    else:
        return None
    if not all(part.isdigit() for part in parts if part):
        return None
    year, month, day = (int(part or 0) for part in parts)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    is_day = 1 <= month <= 12 and 1 <= day <= 28
    return (year, month, day) if is_day or not parts[1] else None


def _any_date(text: str, today: date | None) -> Row:
    found = read_dated(text, today).value if today else read_date(text)
    return (found.year, found.month or 0, found.day or 0) if found else (0, 0, 0)


def read_social(text: str) -> Row:
    """The whole number and its last four digits; NOT_KNOWN for what is not known."""
    found = read_ssn(text)
    if found is None:
        return NOT_KNOWN, NOT_KNOWN
    return int(found.full) if found.full else NOT_KNOWN, int(found.last4)


def read_last_of_social(text: str) -> Row:
    """The last four digits of a number given in part or whole."""
    return read_social(text)[1:]


def read_phone_numbers(text: str) -> list[Row]:
    """The ten digits of every US number of a field; one that is typed for none is no number."""
    digits = text if len(text) == 10 else text.translate(_PUNCTUATION)
    if digits.isdigit() and digits.isascii():
        if len(digits) == 11 and digits[0] == "1":
            digits = digits[1:]
        if len(digits) == 10:
            return [] if is_placeholder(digits) else [(int(digits),)]
    found = (phone.e164 for phone in read_phones(text))
    national = (e164[2:] for e164 in found if e164.startswith("+1") and len(e164) == 12)
    return [(int(digits),) for digits in national if not is_placeholder(digits)]


def read_email_marks(text: str) -> list[Row]:
    """The marks of every good e-mail address of a field."""
    good = (email.key for email in read_emails(text) if email.status is EmailStatus.OK)
    return [(email_mark(key),) for key in good]


def read_house(words: Words, text: str) -> Row:
    """A house number."""
    bare = text.lstrip("0") if text.isascii() and text.isdigit() else house_word(text)
    return (words.houses.number(bare),)


def read_box(words: Words, text: str) -> Row:
    """The number of a post office box."""
    return (words.houses.number(box_word(text)),)


def read_unit(words: Words, text: str) -> Row:
    """A unit without its designator."""
    return (words.houses.number(unit_word(text)),)


def read_street(words: Words, text: str) -> Row:
    """A street and its core."""
    if names_nobody(text):
        return 0, 0
    return tuple(words.streets.number(form) for form in street_words(text))


def read_city(words: Words, text: str) -> Row:
    """A city; SAINT, MOUNT and FORT are abbreviated."""
    if names_nobody(text):
        return (0,)
    plain = squeezed(folded(text).replace(".", "").replace("-", " "))
    short = " ".join(_CITY_WORDS.get(word, word) for word in plain.split(" "))
    return (words.cities.number(short),)


def read_region(words: Words, text: str) -> Row:
    """A state: its code where the text is a code or a name."""
    if names_nobody(text):
        return (0,)
    plain = squeezed(folded(text).replace(".", ""))
    return (words.cities.number(read_state(plain) or plain),)


def read_zip(text: str) -> Row:
    """The five digits of a ZIP code; a leading zero may be lost."""
    digits = "".join(c for c in text[:10] if c.isdecimal() and c.isascii())
    if len(digits) in (4, 8):
        digits = f"0{digits}"
    return (int(digits[:5]) if len(digits) in (5, 9) else 0,)


def read_line(words: Words, text: str) -> Row:
    """An address of line, second line, city, state and ZIP code with SEPARATOR between them.

    House, street, its core, unit, city, state and ZIP code; without street and house when the line
    cannot be read.
    """
    line, below, city, state, zip_text = text.split(SEPARATOR)
    zip5 = read_zip(zip_text)[0] if zip_text else 0
    whole = ", ".join(part for part in (line, below) if part)
    address = normalize_address(
        PostalAddress(whole, city, state, f"{zip5:05d}" if zip5 else "", original=whole)
    )
    city_text, state_text = address.city or city, address.state or state
    return (
        *_delivery(words, address),
        read_city(words, city_text)[0] if city_text else 0,
        read_region(words, state_text)[0] if state_text else 0,
        int(address.zip5) if address.zip5.isdigit() else zip5,
    )


def _delivery(words: Words, address: NormalAddress) -> Row:
    """The delivery part as numbers."""
    house, street, core, unit = delivery_words(address)
    return (
        words.houses.number(house),
        words.streets.number(street),
        words.streets.number(core),
        words.houses.number(unit),
    )
