"""The headers by which the columns of a file to be linked are known, without case and signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skiptrace.intake.columns import header_words

TARGETS: Mapping[str, tuple[str, ...]] = {
    "first_name": ("first name", "first", "fname", "f name", "given name", "given", "forename",
                   "firstname", "name first"),
    "middle_name": ("middle name", "middle initial", "middle", "mname", "m name", "mi",
                    "middle init", "middlename", "name middle"),
    "last_name": ("last name", "last", "lname", "l name", "surname", "lastname", "family name",
                  "name last", "maiden name", "birth name"),
    "suffix": ("suffix", "name suffix", "generation", "gen", "generation code",
               "generational suffix", "sfx"),
    "full_name": ("full name", "fullname", "name", "whole name"),
    "alias": ("alias", "aliases", "aka", "a k a", "also known as", "alias name", "aka name"),
    "former_last_name": (),
    "dob": ("dob", "date of birth", "birth date", "birthdate", "birthday", "d o b", "birth dt",
            "year of birth", "birth year", "yob"),
    "ssn": ("ssn", "ssn number", "social security number", "social security no",
            "social security", "ss number", "soc sec", "soc sec no", "social"),
    "ssn4": ("ssn 4", "ssn last 4", "ssn last four", "last 4 ssn", "last four ssn",
             "last 4 of ssn", "ssn l 4", "last 4", "last four"),
    "phone": ("phone", "phone number", "phone no", "phone num", "telephone", "telephone number",
              "telephone no", "tel", "tel no", "cell", "mobile", "cell number", "mobile number"),
    "email": ("email", "e mail", "email address", "e mail address", "mail address electronic"),
    "street_number": ("street number", "street no", "street num", "house number", "house no",
                      "house num", "house nbr", "house", "address number"),
    "street_name": ("street name", "st name"),
    "unit_number": ("unit number", "unit no", "unit num", "unit", "apt", "apt number", "apt no",
                    "apartment", "apartment number", "suite"),
    "po_box": ("po box", "p o box", "pobox", "box", "box number", "po box number"),
    "address": ("address", "addr", "street address", "address line", "addr line", "street line",
                "street", "full address", "delivery address", "delivery line", "address line 1",
                "addr line 1", "street line 1", "line 1"),
    "address_2": ("address line 2", "addr line 2", "street line 2", "line 2"),
    "city": ("city", "town", "city name"),
    "state": ("state", "st", "state code", "state abbreviation", "state abbr"),
    "zip": ("zip", "zip code", "zipcode", "postal code", "post code", "postcode", "zip 5"),
}  # fmt: skip
"""What a column may hold, and the headers that say so."""

ID = "id"
IGNORED = "ignore"
SUBJECT_IDS = ("debtor id", "subject id", "id")
RECORD_IDS = ("record id", "id")
"""Headers of the column that names a row, the surest first."""

_NEUTRAL = frozenset({"debtor", "subject", "consumer", "customer", "borrower", "primary",
                      "current", "best"})  # fmt: skip
_EARLIER = frozenset({"former", "previous", "prior", "prev", "old", "other", "alternate", "alt"})
_QUALIFIERS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("first_name", "middle_name", "last_name", "full_name"),
        _EARLIER | {"maiden", "birth", "alias", "aka"},
    ),
    **dict.fromkeys(
        ("street_number", "street_name", "unit_number", "po_box", "address", "address_2", "city",
         "state", "zip"),
        _EARLIER | {"second", "secondary", "mailing", "mail", "billing", "physical", "property",
                    "residence", "residential", "home", "last known", "new", "forwarding"},
    ),
    **dict.fromkeys(
        ("phone", "email"),
        _EARLIER | {"second", "secondary", "home", "work", "cell", "mobile", "last known", "new",
                    "personal", "day", "daytime", "evening"},
    ),
}  # fmt: skip
"""What may stand in front of a header; a column of other words is of something else."""

_NEVER = frozenset({"zip 4", "zip plus 4", "plus 4"})
_HEADERS = {header: target for target, headers in TARGETS.items() for header in headers}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says: the target, and which of several names, addresses or phones it is of.

    `number` is 1 where the header has none.
    """

    target: str
    qualifier: str = ""
    number: int = 1


def meaning_of(header: str) -> Meaning | None:
    """What a column holds by its header, or None when that is not known."""
    words = header_words(header)
    if words in _NEVER:
        return None
    return _known(words) or _numbered(words)


def _numbered(words: str) -> Meaning | None:
    head, _, last = words.rpartition(" ")
    if not last.isdigit() or not 1 <= int(last) <= 99:
        return None
    found = _known(head)
    return None if found is None else Meaning(found.target, found.qualifier, int(last))


def _known(words: str) -> Meaning | None:
    """The meaning of a header without a number, its qualifiers taken off the front."""
    if words in ("maiden name", "birth name", "maiden"):
        return Meaning("last_name", "maiden")
    if words in _HEADERS:
        return Meaning(_HEADERS[words])
    for size in (2, 1):
        front, rest = _cut(words, size)
        if rest and front in _NEUTRAL:
            return _known(rest)
        found = _known(rest) if rest else None
        if found is not None and front in _QUALIFIERS.get(found.target, ()):
            qualifier = f"{front} {found.qualifier}".strip()
            return Meaning(found.target, qualifier, found.number)
    return None


def _cut(words: str, size: int) -> tuple[str, str]:
    parts = words.split(" ")
    return " ".join(parts[:size]), " ".join(parts[size:])
