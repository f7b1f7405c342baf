"""Phones and e-mail addresses of a cell: which can be used, and what the rest should have been."""

from __future__ import annotations

import re

from matching.parse.email.read import EmailStatus, NormalEmail, read_emails
from matching.parse.phone.read import (
    NormalPhone,
    PhoneFlag,
    PhonePolicy,
    PhoneStatus,
    read_phones,
)
from skiptrace.intake.problem import Partly, Wrong

# Beside a number these say only that there is no second one.
_NO_OTHER = re.compile(r"[;,/|&]\s*(?:N/?A|NONE|NULL|UNK(?:NOWN)?|0+|-+)\s*(?=$|[;,/|&])", re.I)
_PARTS = re.compile(r"[;,|\n]| / ")
_APART = re.compile(r"[;,/|]|\b(?:and|or)\b", re.IGNORECASE)
# Ann Lee <ann@example.com>, e-mail: ann@example.com
_NAMED = re.compile(r"^[^<@]*<|>|^\s*E-?MAIL\s*:", re.IGNORECASE)
_NO_PHONE = Wrong("a US phone number of ten digits", "phone")
_RESERVED = Wrong("a phone number that is given out (555-0100 to 555-0199 are not)", "phone")
_WORDS = Wrong("a phone number without words that say more of it", "phone")
_NO_EMAIL = Wrong("an e-mail address as name@domain", "email")


def phones(text: str, policy: PhonePolicy) -> tuple[str, ...] | Partly[tuple[str, ...]] | Wrong:
    """The US numbers of a cell in E.164, each once and in their order; extensions are left out.

    A guess is no number, nor is one among words that may say that it is another's.
    """
    found: dict[str, None] = {}
    wrong: Wrong | None = None
    for number in _numbers(_NO_OTHER.sub("", text)):
        if (fault := _fault(number, policy)) is None:
            found[number.e164] = None
        else:
            wrong = wrong or fault
    numbers = tuple(found)
    if wrong is None:
        return numbers
    return Partly(numbers, wrong) if numbers else wrong


def _numbers(text: str) -> list[NormalPhone]:
    """The numbers of a cell; where something else is among them, those of each part of it."""
    read = read_phones(text)
    if any(PhoneFlag.WORDS_DROPPED in number.flags for number in read):
        return [number for part in _PARTS.split(text) for number in read_phones(part)]
    return list(read)


def _fault(number: NormalPhone, policy: PhonePolicy) -> Wrong | None:
    if number.status is PhoneStatus.FICTIONAL and not policy.usable(number):
        return _RESERVED
    if not policy.usable(number) or not number.e164.startswith("+1"):
        return _NO_PHONE
    return _WORDS if PhoneFlag.WORDS_DROPPED in number.flags else None


def emails(text: str) -> tuple[str, ...] | Partly[tuple[str, ...]] | Wrong:
    """The e-mail addresses of a cell by their form, each once; placeholders are none."""
    if any("@" in piece and _has_words(piece) for piece in _APART.split(text)):
        return _NO_EMAIL
    read = read_emails(text)
    good = tuple(dict.fromkeys(mail.address for mail in read if mail.status is EmailStatus.OK))
    if not any(_is_amiss(mail) for mail in read):
        return good
    return Partly(good, _NO_EMAIL) if good else _NO_EMAIL


def _has_words(piece: str) -> bool:
    """Whether words stand beside an address that may belong to it: a b@example.com."""
    bare = _NAMED.sub("", piece)
    return len(words := bare.split()) > 1 and not all("@" in word for word in words)


def _is_amiss(mail: NormalEmail) -> bool:
    """Whether something was written that is nobody's address; N/A is nothing written."""
    return mail.status is not EmailStatus.OK and (
        mail.status is EmailStatus.INVALID or bool(mail.address)
    )
