"""Which headers speak of another person than the debtor: Co-Debtor SSN, Guarantor, Name 2."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from config.columns import column_tables, header_phrase
from config.headers import Meaning, meanings_of

# What a column holds by the table, as a field of a seat.
_FIELDS = {
    "full_name": "full_name",
    "first_name": "first_name",
    "middle_name": "middle_name",
    "last_name": "last_name",
    "suffix": "suffix",
    "dob": "dob",
    "birth_year": "dob",
    "ssn": "ssn",
    "ssn4": "ssn",
    "phone": "phone",
    "email": "email",
    "address": "address",
    "city": "city",
    "state": "address_state",
    "zip": "zip",
}
_SECOND = "co"
_SECOND_FIELDS = frozenset({"full_name", "first_name", "middle_name", "last_name", "dob", "ssn"})


def seat_target(column: str) -> str:
    """The target of a column that another person stands in; empty where it is none of these."""
    phrase = header_phrase(column)
    for words, seat in _called():
        if phrase == words and words not in _AMBIGUOUS:
            return f"{seat}_full_name"
        for meaning in _rest(phrase, words):
            field = _FIELDS.get(meaning.held, "")
            if field in column_tables().seats[seat].fields and meaning.number == 1:
                return f"{seat}_{field}"
    return _numbered(phrase)


# Alone these say nothing: a contact is a name or a phone, pg and joint may be anything.
_AMBIGUOUS = frozenset({"contact", "pg", "joint"})


def _rest(phrase: str, words: str) -> Iterator[Meaning]:
    """What is left of a header without the words for the person, in front or behind."""
    for rest in (phrase.removeprefix(f"{words} "), phrase.removesuffix(f" {words}")):
        if rest != phrase and len(found := meanings_of(rest)) == 1:
            yield found[0]


def _numbered(phrase: str) -> str:
    """The second name, birth date or number of several is another person's."""
    found = meanings_of(phrase)
    if len(found) != 1 or found[0].number != 2 or found[0].qualifier:
        return ""
    field = _FIELDS.get(found[0].held, "")
    return f"{_SECOND}_{field}" if field in _SECOND_FIELDS else ""


@cache
def _called() -> tuple[tuple[str, str], ...]:
    """The words for each other person with the seat, the longest first."""
    seats = column_tables().seats.items()
    words = {header_phrase(text): name for name, seat in seats for text in seat.called}
    return tuple(sorted(words.items(), key=lambda pair: -len(pair[0])))
