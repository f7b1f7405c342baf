"""What a normalised telephone number is: E.164, status, kind, time zones, flags."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PhoneStatus(StrEnum):
    """What a number is good for; an ambiguous one is the likeliest of several readings."""

    OK = "ok"
    AMBIGUOUS = "ambiguous"
    FICTIONAL = "fictional"
    INVALID = "invalid"
    FOREIGN = "foreign"
    SERVICE = "service"


class PhoneFlag(StrEnum):
    """What was guessed or left out in the reading, and why an invalid number is invalid."""

    OCR_GUESS = "ocr_guess"
    ENDING_SHARED = "ending_shared"
    COUNTRY_CODE_GUESSED = "country_code_guessed"
    EXIT_CODE_GUESSED = "exit_code_guessed"
    TRUNK_GUESSED = "trunk_guessed"
    VANITY = "vanity"
    WORDS_DROPPED = "words_dropped"
    RESERVED_555 = "reserved_555"
    REPEATED_DIGITS = "repeated_digits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    LOCAL_ONLY = "local_only"
    SHORT_CODE = "short_code"
    AREA_CODE = "area_code"
    EXCHANGE = "exchange"
    UNASSIGNED = "unassigned"
    NO_NUMBER = "no_number"


GUESSES = frozenset(
    {
        PhoneFlag.OCR_GUESS,
        PhoneFlag.ENDING_SHARED,
        PhoneFlag.COUNTRY_CODE_GUESSED,
        PhoneFlag.EXIT_CODE_GUESSED,
        PhoneFlag.TRUNK_GUESSED,
    }
)
"""Flags of a number that nobody wrote quite so: it is ambiguous."""


@dataclass(frozen=True, slots=True)
class NormalPhone:
    """One number: E.164 (empty when invalid), extension, region code, status, kind in words.

    `zones` are the IANA names of every time zone that the number's area code reaches into; empty
    for a number that says nothing of a place. `flags` tell what was guessed or is wrong.
    """

    e164: str
    extension: str = ""
    region: str = ""
    status: PhoneStatus = PhoneStatus.INVALID
    kind: str = ""
    zones: tuple[str, ...] = ()
    flags: frozenset[PhoneFlag] = frozenset()


@dataclass(frozen=True, slots=True)
class PhonePolicy:
    """Which statuses count as a contact; only an invented world has numbers kept for fiction."""

    statuses: frozenset[PhoneStatus] = frozenset({PhoneStatus.OK})

    def usable(self, phone: NormalPhone) -> bool:
        """Whether the number may be used as a contact; no guess is, nor a reserved number."""
        return phone.status in self.statuses and PhoneFlag.RESERVED_555 not in phone.flags
