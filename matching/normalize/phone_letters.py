"""Letters in a telephone number: words on the keypad, and digits that a scanner misread."""

from __future__ import annotations

import re

from matching.normalize.phone_form import PhoneFlag
from matching.normalize.phone_plan import Dialled

label_pattern = (
    r"TELEPHONE|TELEFONO|TELE|TEL|PHONE|PHON|PH|FON|HOME|HM|WORK|WK|OFFICE|OFC|CELLULAR|CELLPHONE"
    r"|CELL|CEL|MOBILE|MOB|FAX|FX|BUSINESS|BUS|RESIDENCE|RES|DAYTIME|DAY|EVENINGS?|EVE|NIGHT|MAIN"
    r"|DIRECT|PRIMARY|SECONDARY|ALTERNATE|ALT|OTHER|CONTACT|PAGER|VOICE|LANDLINE|SMS|TEXT|CALL"
    r"|TOLL[ -]?FREE|NUMBER|NUM|NBR|NO|CALLTO|WHATSAPP"
)
"""The words by which files label a number, as a regular expression."""

_LABEL = re.compile(label_pattern)
_NOT_ALNUM = re.compile(r"[^A-Z0-9]")
_VANITY = re.compile(r"1?([2-9]\d\d)([A-Z0-9]{7,14})")
_OCR = re.compile(r"[0-9OQILSBZ]{10}|[1IL][0-9OQILSBZ]{10}")
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LOOKS = str.maketrans("OQILSBZ", "0011582")


def lettered(text: str) -> Dialled | None:
    """The number that a part with letters means, flagged by how it was read; None for words."""
    if digits := vanity(text):
        return Dialled(digits, flags=frozenset({PhoneFlag.VANITY}))
    compact = _NOT_ALNUM.sub("", text)
    letters = sum(c.isalpha() for c in compact)
    if letters <= 3 and _OCR.fullmatch(compact):
        return Dialled(compact.translate(_LOOKS), flags=frozenset({PhoneFlag.OCR_GUESS}))
    return None


def vanity(text: str) -> str:
    """The ten digits of a number with a word in it, such as 1-800-FLOWERS, or an empty string.

    Letters behind the seventh are not dialled. Fewer than three letters are a word only as the
    old name of an exchange (212-PE6-5000). The digits may be written out behind the word.
    """
    found = _VANITY.fullmatch(_NOT_ALNUM.sub("", text)) if len(text) < 40 else None
    if found is None or "+" in text.lstrip("( ")[1:]:
        return ""
    area, local = found.groups()
    letters = "".join(c for c in local if c.isalpha())
    keys = local[:7].translate(_KEYS)
    if local[7:] and not local.isalpha() and local[7:] != keys:
        return ""
    if not (len(letters) >= 3 or (len(letters) == 2 and local[:2] == letters)):
        return ""
    if len(local) - len(letters) >= 4 and _LABEL.fullmatch(letters):
        return ""
    return area + keys
