"""Single texts of a table as numbers: names, dates, numbers, phones, parts of an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from zlib import crc32

from matching.encode.batch import GENERATIONS, NOT_KNOWN, Words
from matching.encode.name_codes import joined_names, name_row, surnames_text
from matching.encode.vocabulary import Vocabulary
from matching.encode.word_facts import email_mark
from matching.parse.address.street_words import box_word, house_word, street_words
from matching.parse.date.read import (
    read_date,
    read_dated,
    stands_for_none,
    starts_a_calendar,
)
from matching.parse.email.read import EmailStatus, read_emails
from matching.parse.identifier.read import read_ssn
from matching.parse.name_field.roles import (
    names_estate,
    names_nobody,
    without_estate,
    without_trust,
)
from matching.parse.party.read import Party, PartyKind, PartyRole, read_parties
from matching.parse.person.clean_name import CleanName, clean_name, is_title
from matching.parse.person.name_order import NameOrder
from matching.parse.phone.read import is_placeholder, read_phones
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PersonName

Row = tuple[int, ...]

ESTATE, ORGANIZATION = 1, 2
"""Mark a name that is that of an estate or a trust, and the empty one of an organisation."""

_NO_NAMES = frozenset({"NA", "NONE", "NULL", "NIL", "NAN", "UNK", "UNKNOWN", "FNU", "LNU", "NMN"})
_PUNCTUATION = str.maketrans("", "", "()-. /+")
_ISO_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_PAST, _FIRST_YEAR, _LAST_YEAR = 1000, 1800, 2200
_STAND_IN_YEARS = frozenset({*range(_FIRST_YEAR, 1905), 1911, 2099})
_PEOPLE = (PartyKind.PERSON, PartyKind.ESTATE, PartyKind.TRUST)
_OTHERS = (PartyRole.CARE_OF, PartyRole.TRADE_NAME)


def read_forenames(words: Words, whole: Vocabulary, text: str) -> Row:
    """Given name, its first word, a middle initial and a generation behind it, ESTATE or 0.

    The last is the number that `whole` has for the given names in full, with the initial behind a
    bar.
    """
    if text.isascii() and text.isalpha() and not is_title(text.upper()):
        code = _plain_name(words.names, text)
        return code, code, 0, 0, 0, _plain_name(whole, text)
    bare, estate = _without_estate(text)
    name = _part(given=bare)
    number = words.names.number
    first = name.givens[0] if name.givens else ""
    middle = name.middles[0] if name.middles else ""
    codes = (number(name.given), number(first), number(middle))
    full = whole.number(joined_names(name.givens, name.middles[:1]))
    return (*codes, GENERATIONS.get(name.generation, 0), estate, full)


def read_surname(words: Words, text: str) -> Row:
    """Surname, its first and its last word, its words in full where they are several, a generation
    behind it, and ESTATE or 0."""
    if text.isascii() and text.isalpha() and not text.upper().startswith("SAINT"):
        code = _plain_name(words.names, text)
        return code, code, code, 0, 0, 0
    bare, estate = _without_estate(text)
    name = _part(surname=bare)
    number = words.names.number
    first, last = (name.surnames[0], name.surnames[-1]) if name.surnames else ("", "")
    codes = (number(name.surname), number(first), number(last))
    whole = number(surnames_text(name.surnames))
    return (*codes, whole, GENERATIONS.get(name.generation, 0), estate)


def _without_estate(text: str) -> tuple[str, int]:
    """The person behind an estate, and the mark for it."""
    if not names_estate(text):
        return text, 0
    return without_estate(text) or without_trust(text) or text, ESTATE


def _plain_name(words: Vocabulary, text: str) -> int:
    """The number of a word of letters only; 0 for a word that stands for none."""
    word = text.upper()
    return 0 if word in _NO_NAMES else words.number(word)


def _part(given: str = "", middle: str = "", surname: str = "") -> CleanName:
    """One part of a name; nothing of a placeholder such as N/A."""
    if names_nobody(given or middle or surname):
        return CleanName()
    return clean_name(PersonName(given, middle, surname))


def read_middle(words: Words, whole: Vocabulary, text: str) -> Row:
    """The first middle name or initial, a generation behind them, and all in full as `whole` has
    them, behind a bar."""
    name = _part(middle=text)
    first = words.names.number(name.middles[0] if name.middles else "")
    full = whole.number(joined_names((), name.middles))
    return first, GENERATIONS.get(name.generation, 0), full


def read_generation(text: str) -> Row:
    """A generational suffix as in GENERATIONS."""
    return (GENERATIONS.get(clean_name(PersonName(generation=text)).generation, 0),)


def read_full_names(words: Words, text: str) -> list[Row]:
    """Every name of a field as a row of `Names`, and ESTATE or 0.

    Aliases and former names are names; care-of and trade names are not. A field that names an
    organisation and nobody else gives an empty name with ORGANIZATION.
    """
    found: list[tuple[CleanName, int]] = []
    parties = read_parties(text, NameOrder.UNKNOWN)
    for party in parties:
        if party.kind in _PEOPLE and party.role not in _OTHERS:
            estate = 0 if party.kind is PartyKind.PERSON else ESTATE
            found.append((clean_name(party.name), estate))
            if party.former:
                former = PersonName(party.name.given, party.name.middle, party.former)
                found.append((clean_name(former), estate))
    if not found and names_organization(parties):
        found.append((CleanName(), ORGANIZATION))
    return [(*name_row(words, name), estate) for name, estate in dict.fromkeys(found)]


def names_organization(parties: Sequence[Party]) -> bool:
    """Whether the parties of a field are an organisation and nobody beside it."""
    kinds = [party.kind for party in parties if party.role is not PartyRole.CARE_OF]
    return bool(kinds) and all(kind is PartyKind.ORGANIZATION for kind in kinds)


def read_birth(text: str, today: date | None) -> Row:
    """Year, month and day; 0 for what is not known.

    A year first, and a day or month that no calendar has (1972-05-86, 1980-16-10), stays as
    written: it is a slip in one digit, or day and month stand exchanged, and dates are compared
    digit by digit.
    """
    found = _birth(text, today, _FIRST_YEAR)
    return (0, 0, 0) if found[0] in _STAND_IN_YEARS and _is(stands_for_none, found) else found


def read_past_birth(text: str, today: date | None) -> Row:
    """The same in a file of people of the past, where early births are those of people."""
    found = _birth(text, today, _FIRST_PAST)
    return (0, 0, 0) if _is(starts_a_calendar, found) else found


def _birth(text: str, today: date | None, first: int) -> Row:
    return _usual_date(text, first) or _as_written(text, first) or _any_date(text, today)


def _is(such: Callable[[PartialDate], bool], found: Row) -> bool:
    """Whether a date is such a one; none that no calendar has is."""
    year, month, day = found
    try:
        return such(PartialDate(year, month or None, day or None))
    except ValueError:
        return False


def _as_written(text: str, first: int) -> Row | None:
    """The digits of an ISO date of a plausible year; None for anything else."""
    if not _ISO_SHAPE.fullmatch(text):
        return None
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    is_plausible = first <= year <= _LAST_YEAR and month > 0 and day > 0
    return (year, month, day) if is_plausible else None


def _usual_date(text: str, first: int) -> Row | None:
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
    if not first <= year <= _LAST_YEAR:
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


def email_text(field: str, marked: int) -> str:
    """The e-mail address of a mark as it was written; alone where the field holds several."""
    good = [email for email in read_emails(field) if email.status is EmailStatus.OK]
    if len(good) < 2:
        return field
    return next((email.address for email in good if email_mark(email.key) == marked), field)


def says_house(text: str) -> bool:
    """Whether a text is a house number."""
    return bool(house_word(text))


def says_street(text: str) -> bool:
    """Whether a text is a street, and no placeholder."""
    return not names_nobody(text) and bool(street_words(text)[0])


def says_box(text: str) -> bool:
    """Whether a text is the number of a post office box."""
    return bool(box_word(text))


def says_place(text: str) -> bool:
    """Whether a text is a city or a state, and no placeholder."""
    return not names_nobody(text)


def read_zip(text: str) -> int:
    """The five digits of a ZIP code, 0 when not known; a leading zero may be lost."""
    digits = "".join(c for c in text[:10] if c.isdecimal() and c.isascii())
    if len(digits) in (4, 8):
        digits = f"0{digits}"
    return int(digits[:5]) if len(digits) in (5, 9) else 0


_ABROAD = re.compile(
    r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})"  # United Kingdom
    r"|([A-Z][0-9][A-Z])[ -]?([0-9][A-Z][0-9])"  # Canada
    r"|([0-9]{4}) ?([A-Z]{2})"  # Netherlands
    r"|([A-Z][0-9][0-9W])[ -]?([A-Z0-9]{4})"  # Ireland
)
"""Codes of letters and digits: the town, and what tells the street or the house."""


def read_postal_code(text: str) -> int:
    """A postal code as five digits, 0 when not known: a ZIP code, or a number for one of abroad.

    The first three digits of such a number stand for the town, the last two for the rest; two codes
    in 100,000 have the same by chance.
    """
    if code := read_zip(text):
        return code
    found = _ABROAD.fullmatch(text.strip().upper())
    if found is None:
        return 0
    town, rest = (crc32(part.encode()) for part in found.groups() if part)
    return (1 + town % 999) * 100 + rest % 100
