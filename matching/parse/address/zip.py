"""ZIP codes at the end of an address: nine digits, run-on, a lost zero, letters read for digits."""

from __future__ import annotations

import re

from matching.parse.address.highways import read_highway
from matching.parse.address.places import cities_of, city_tails, zip_place
from matching.parse.address.tables import address_tables

_ZIP = re.compile(r"(?:^|\s|(?<=\b[A-Z]{2}))(\d{5})(?:[\s./-]*(\d{4}))?(?:-\d{0,3})?$")
_NOT_ZIP = re.compile(
    r"(?:\b(?:BOX|BX|LBX|LOCKBOX|APT|STE|SUITE|UNIT|LOT|HWY|HIGHWAY|ROAD|RD|ROUTE|RTE|RT|FM|SR|CR)|#)$"
)
_ROAD = frozenset({"ROAD", "RD"})
_ZIP_WORD = re.compile(r"(?:^|\s)ZIP(?: ?CODE)?$")
_SHORT = re.compile(r"(?:^|\s)(\d{3,4})(?:-(\d{4}))?$|(?:^|\s)(\d{4})(\d{4})$")
_LOOKALIKES = re.compile(r"(?:^|\s)([0-9OILSBZ]{5})(?:-(\d{4}))?$")
_BROKEN = re.compile(
    r"(?<=[A-Z])\s+(?:\d{1,4}|[X?]{3,}|[0-9OILSBZ]{5})(?:-\d{0,4})?$|^(?:\d{3,4}|X{4,})$"
)
_POSTCODE = re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
"""A postal code as Canada's and the United Kingdom's are."""
_DIGITS = str.maketrans("OILSBZ", "011582")


def take_zip(parts: list[str]) -> tuple[str, str]:
    """Take the ZIP code and its four-digit add-on off the last part; empty when it has none."""
    found = _ZIP.search(parts[-1]) if parts else None
    if found is None:
        return "", ""
    front = parts[-1][: found.start()].strip()
    if _NOT_ZIP.search(front) and not _is_zip_behind_road(front, found.group(1)):
        return "", ""
    _cut(parts, found.start(1))
    return found.group(1), found.group(2) or ""


def _is_zip_behind_road(front: str, code: str) -> bool:
    """Whether a ZIP code stands behind a named road: 12 OAK RD 60607, not 12 COUNTY ROAD 60607."""
    words = front.split()
    if len(words) < 3 or words[-1] not in _ROAD or not words[0][0].isdigit():
        return False
    street = [*words[1:], code]
    if street[0] in address_tables().directionals:
        street = street[1:]
    return len(street) > 2 and read_highway(street) is None and zip_place(code) is not None


def take_mended_zip(parts: list[str], state: str) -> tuple[str, str, str]:
    """A damaged ZIP code behind a state, taken off the last part: (ZIP, add-on, flag).

    It counts only when the ZIP table has the mended code in that very state.
    """
    text = parts[-1] if parts else ""
    if found := _SHORT.search(text):
        digits = found.group(1) or found.group(3)
        code, flag = digits.zfill(5), "zip_zero_restored"
        zip4 = found.group(2) or found.group(4) or ""
    elif found := _LOOKALIKES.search(text):
        code, flag = found.group(1).translate(_DIGITS), "ocr_zip"
        zip4 = found.group(2) or ""
    else:
        return "", "", ""
    place = zip_place(code)
    if place is None or place.state != state:
        return "", "", ""
    _cut(parts, found.start())
    return code, zip4, flag


def drop_broken_zip(parts: list[str], state: str) -> bool:
    """Drop what stands for a ZIP code behind a state and is none: 4540, XXXXX; whether it did.

    A state that may be a suffix or a direction wants a city of it in front.
    """
    text = parts[-1] if parts else ""
    found = _BROKEN.search(text)
    if found is None:
        return False
    front = " ".join((*parts[:-1], text[: found.start()])).split()
    words = front[:-1]
    tables = address_tables()
    is_doubtful = front[-1] in tables.suffixes or front[-1] in tables.directionals
    if is_doubtful and not any(key in cities_of(state) for _, key in city_tails(words[2:])):
        return False
    _cut(parts, found.start())
    return True


def given_zip(zip5: str, zip4: str) -> tuple[str, str, str]:
    """A ZIP code from fields of its own: (ZIP, add-on, flag); a lost leading zero is restored."""
    if _POSTCODE.fullmatch(zip5.strip().upper()):
        return "", "", "zip_foreign"
    digits = "".join(c for c in zip5 if c.isascii() and c.isdigit())
    more = "".join(c for c in zip4 if c.isascii() and c.isdigit())
    flag = ""
    if len(digits) in (3, 4, 8) and zip_place(digits[:4].zfill(5)) is not None:
        digits = digits.zfill(9 if len(digits) == 8 else 5)
        flag = "zip_zero_restored"
    if len(digits) < 5:
        return "", "", ""
    add_on = more or digits[5:]
    return digits[:5], add_on if len(add_on) == 4 else "", flag


def _cut(parts: list[str], at: int) -> None:
    left = _ZIP_WORD.sub("", parts[-1][:at].strip(" -,"))
    if left:
        parts[-1] = left
    else:
        parts.pop()
