"""E-mail addresses: every address of a field, judged by form, with a key for matching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from matching.parse.email.domains import (
    ALIASES,
    DISPOSABLE,
    DOTLESS,
    MISSPELT,
    NOBODY,
    NOWHERE,
    RELAYS,
    ROLES,
)
from matching.parse.text import LONGEST, squeezed

__all__ = ["EmailFlag", "EmailStatus", "NormalEmail", "read_email", "read_emails"]


class EmailStatus(StrEnum):
    """What an address is good for, by its form alone."""

    OK = "ok"
    PLACEHOLDER = "placeholder"
    INVALID = "invalid"


class EmailFlag(StrEnum):
    """What a reader of an address should know: whose mailbox it is, and what was guessed."""

    ROLE = "role"
    DISPOSABLE = "disposable"
    RELAY = "relay"
    DOMAIN_GUESSED = "domain_guessed"
    SPELLED_OUT = "spelled_out"


@dataclass(frozen=True, slots=True)
class NormalEmail:
    """An e-mail address for display; `key` for matching has no tag, and no dots at Gmail.

    Address and key of an invalid one are empty. A domain that is a known slip (gmial.com) stays as
    written in the address; the key has the likely one, and a flag says so.
    """

    address: str
    key: str
    status: EmailStatus = EmailStatus.OK
    flags: frozenset[EmailFlag] = frozenset()


_INVALID = NormalEmail("", "", EmailStatus.INVALID)
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]"
_WORDS = frozenset({"none", "no", "n", "y", "na", "n/a", "nil", "null", "refused", "unknown", "-"})
_ADDRESS = re.compile(
    rf"({_ATOM}{{1,64}}(?:\.{_ATOM}{{1,64}}){{0,20}})"
    r"@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59}))"
)
_SPELLED = re.compile(r"[ ]?[(\[{][ ]?(at|dot)[ ]?[)\]}][ ]?| (at|dot) ")
_AROUND = re.compile(r" ?(@|(?<=\w)\.(?= ?(?:com|net|org|edu|gov|us)\b)) ?")
_SEPARATORS = re.compile(r"[\s,;|<>()\[\]\"]+|/(?=[^@/]*@)")
_LABEL = re.compile(r"^(?:mailto|e-?mail(?: address)?|mail)\s*[:=]\s*", re.ASCII)


def read_emails(text: str) -> tuple[NormalEmail, ...]:
    """Every e-mail address of a field, each once and in its order; an empty field gives none.

    A field of words without an address gives one placeholder (none, refused) or one invalid. Only
    the first 600 characters are read. It never raises.
    """
    return _read(text[:LONGEST])


@lru_cache(maxsize=65536)
def _read(text: str) -> tuple[NormalEmail, ...]:
    plain = squeezed(text).lower()
    if not plain:
        return ()
    if "@" not in plain and not _SPELLED.search(plain):
        known = plain.strip(" .") in _WORDS or plain in NOBODY
        return (NormalEmail("", "", EmailStatus.PLACEHOLDER),) if known else (_INVALID,)
    plain, flags = _written(plain)
    parts = [part for part in _SEPARATORS.split(plain) if "@" in part]
    found = (_one(_bare(part), flags) for part in parts)
    return tuple(dict.fromkeys(found)) or (_INVALID,)


def read_email(text: str) -> NormalEmail | None:
    """The first good address of a field, or None when it holds none or only placeholders."""
    return next((email for email in read_emails(text) if email.status is EmailStatus.OK), None)


def _written(text: str) -> tuple[str, frozenset[EmailFlag]]:
    """`ann (at) example (dot) com` with its signs, and blanks around the signs closed."""
    flags: frozenset[EmailFlag] = frozenset()
    if "@" not in text:
        text = _SPELLED.sub(lambda found: "@" if "at" in found.groups() else ".", text)
        flags = frozenset({EmailFlag.SPELLED_OUT})
    return _AROUND.sub(r"\1", text), flags


def _bare(part: str) -> str:
    return _LABEL.sub("", part).partition("?")[0].strip(":'`").rstrip(".")


def _one(text: str, flags: frozenset[EmailFlag]) -> NormalEmail:
    plain = _ascii_domain(text)
    found = _ADDRESS.fullmatch(plain) if len(plain) <= 254 else None
    if found is None or len(found[1]) > 64:
        return _INVALID
    local, domain = found.groups()
    if local in NOBODY or domain in NOWHERE or len(set(local + domain.partition(".")[0])) == 1:
        return NormalEmail(plain, "", EmailStatus.PLACEHOLDER)
    return NormalEmail(plain, _key(local, domain), flags=flags | _flags(local, domain))


def _ascii_domain(text: str) -> str:
    """The address with an internationalised domain in its ASCII form (RFC 5891)."""
    local, at, domain = text.rpartition("@")
    if domain.isascii():
        return text
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _key(local: str, domain: str) -> str:
    """The mailbox: no tag behind a plus, other names of one provider as one."""
    domain = MISSPELT.get(domain, domain)
    domain = ALIASES.get(domain, domain)
    mailbox = local.partition("+")[0] or local
    if domain in DOTLESS:
        mailbox = mailbox.replace(".", "")
    return f"{mailbox}@{domain}"


def _flags(local: str, domain: str) -> set[EmailFlag]:
    told = (
        (EmailFlag.ROLE, local.partition("+")[0] in ROLES),
        (EmailFlag.DISPOSABLE, domain in DISPOSABLE),
        (EmailFlag.RELAY, domain in RELAYS),
        (EmailFlag.DOMAIN_GUESSED, domain in MISSPELT),
    )
    return {flag for flag, holds in told if holds}
