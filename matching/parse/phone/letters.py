"""Letters in a telephone number: words on the keypad, and digits that a scanner misread."""

from __future__ import annotations

import re
from functools import lru_cache

from matching.parse.phone.form import PhoneFlag
from matching.parse.phone.plan import TOLL_FREE, Dialled

label_pattern = (
    r"TELEPHONE|TELEFONO|TELE|TEL|PHONE|PHON|PH|FON|HOME|HM|WORK|WK|OFFICE|OFC|CELLULAR|CELLPHONE"
    r"|CELL|CEL|MOBILE|MOB|FAX|FX|BUSINESS|BUS|RESIDENCE|RES|DAYTIME|DAY|EVENINGS?|EVE|NIGHT|MAIN"
    r"|DIRECT|PRIMARY|SECONDARY|ALTERNATE|ALT|OTHER|CONTACT|PAGER|VOICE|LANDLINE|SMS|TEXT|CALL"
    r"|TOLL[ -]?FREE|NUMBER|NUM|NBR|NO|CALLTO|WHATSAPP"
)
"""The words by which files label a number, as a regular expression."""

look_alike_digits = str.maketrans("OQILSBZ", "0011582")
"""Letters as the digits that they look like."""

_LABEL = re.compile(label_pattern)
_NOT_ALNUM = re.compile(r"[^A-Z0-9]")
_VANITY = re.compile(r"([1IL]?)([2-9]\d\d|[2-9][\dOIL]{2}|B\d\d)([A-Z0-9]{7,14})")
_OCR = re.compile(r"[0-9OQILSBZ]{10}|[1IL][0-9OQILSBZ]{10}")
_MOST_OCR = 5
# A keypad has no letters on 0 and 1.
_INNER = re.compile(r"(?<=[A-Z])([01])(?=[A-Z])")
_LOOKS_LIKE_DIGITS = re.compile(r"[0-9OQILSBZ]*")
_NO_DIGITS = str.maketrans("", "", "0123456789")
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_DIALLABLE = re.compile(r"[2-9]\d\d[2-9]\d{6}")


def lettered(text: str) -> Dialled | None:
    """The number that a part with letters means, flagged by how it was read; None for words."""
    compact = _NOT_ALNUM.sub("", text)
    read = vanity(text)
    letters = sum(c.isalpha() for c in compact)
    if letters <= _MOST_OCR and _OCR.fullmatch(compact):
        digits = compact.translate(look_alike_digits)
        if read is None or (_is_doubtful(read) and _DIALLABLE.fullmatch(digits.lstrip("1"))):
            return Dialled(digits, flags=frozenset({PhoneFlag.OCR_GUESS}))
    return read


def _is_doubtful(read: Dialled) -> bool:
    return PhoneFlag.OCR_GUESS in read.flags


@lru_cache(maxsize=4096)
def vanity(text: str) -> Dialled | None:
    """The number of ten digits with a word in it, such as 1-800-FLOWERS, or None.

    Letters behind the seventh are not dialled. Fewer than three letters are a word only as the
    old name of an exchange (212-PE6-5000). The digits may be written out behind the word. A word
    of letters that look like digits, or with 0 or 1 inside, is a guess.
    """
    found = _VANITY.fullmatch(_NOT_ALNUM.sub("", text)) if len(text) < 40 else None
    if found is None or "+" in text.lstrip("( ")[1:]:
        return None
    lead, area, local = found.groups()
    is_guess = bool((lead + area).translate(_NO_DIGITS))
    area = area.translate(look_alike_digits)
    if is_guess and area not in TOLL_FREE:
        return None
    word = _INNER.sub(lambda digit: "OI"[int(digit[0])], local)
    if not _is_word(local, word):
        return None
    flags = {PhoneFlag.VANITY}
    if is_guess or word != local or _may_be_digits(local[:7]):
        flags.add(PhoneFlag.OCR_GUESS)
    return Dialled(area + word[:7].translate(_KEYS), flags=frozenset(flags))


def _is_word(local: str, word: str) -> bool:
    letters = "".join(c for c in word if c.isalpha())
    runs_on = word[6].isalpha() and word[7:].isalpha()
    if word[7:] and not runs_on and word[7:] != word[:7].translate(_KEYS):
        return False
    if not (len(letters) >= 3 or (len(letters) == 2 and local[:2] == letters)):
        return False
    return not (len(local) - len(letters) >= 4 and _LABEL.fullmatch(letters))


def _may_be_digits(local: str) -> bool:
    """Whether the letters may be misread digits; seven different letters in a row are a word."""
    is_word = local.isalpha() and len(set(local)) > 2
    return not is_word and _LOOKS_LIKE_DIGITS.fullmatch(local) is not None
