"""Phones and e-mail addresses: whether they can be one at all."""

from __future__ import annotations

import re

from matching.parse.phone.extension import MARK, with_marks
from matching.parse.phone.read import is_kept_for_fiction
from skiptrace.intake.problem import Wrong

_PHONE_LOOK = re.compile(r"[0-9()+\-./ ]*")
_MARKED = re.compile(rf"{MARK}[0-9]{{1,11}} *")
# North American Numbering Plan: neither area nor exchange begins with 0 or 1, nor is it N11.
_NANP = re.compile(r"1?([2-9](?!11)[0-9]{2}[2-9](?!11)[0-9]{6})")
# RFC 5321: the local part has at most 64 characters, the whole 254.
_EMAIL = re.compile(
    r"[^\s@\"(),:;<>\[\]\\.](?:[^\s@\"(),:;<>\[\]\\]{0,62}[^\s@\"(),:;<>\[\]\\.])?"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,61}"
)


def phone(text: str, accept_synthetic: bool) -> str | Wrong:
    """A US number as +1 and ten digits; an extension is left out."""
    bare = _without_extensions(text)
    digits = re.sub(r"[^0-9]", "", bare)
    found = _NANP.fullmatch(digits)
    if not _PHONE_LOOK.fullmatch(bare) or found is None or len(set(found[1])) == 1:
        return Wrong("a US phone number of ten digits", "phone")
    if is_kept_for_fiction(f"+1{found[1]}") and not accept_synthetic:
        return Wrong("a phone number that is given out (555-0100 to 555-0199 are not)", "phone")
    return f"+1{found[1]}"


def _without_extensions(text: str) -> str:
    """The text without extensions, by whatever word or sign they are marked."""
    return _MARKED.sub("", with_marks(text.upper())) if MARK not in text else text


def phones(text: str, accept_synthetic: bool) -> tuple[str, ...] | Wrong:
    """One or more US numbers between semicolons, each once, in their order."""
    found: dict[str, None] = {}
    pieces = _without_extensions(text).split(";")
    for part in filter(None, (piece.strip() for piece in pieces)):
        number = phone(part, accept_synthetic)
        if isinstance(number, Wrong):
            return number
        found[number] = None
    return tuple(found)


def email(text: str) -> str | Wrong:
    """An e-mail address by its shape, as written."""
    if len(text) > 254 or ".." in text or not _EMAIL.fullmatch(text):
        return Wrong("an e-mail address as name@domain", "email")
    return text
