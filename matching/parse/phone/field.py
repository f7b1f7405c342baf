"""What a field says was dialled: labels and extensions off, several numbers apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from matching.parse.phone.extension import MARK, extension_of, with_marks
from matching.parse.phone.form import PhoneFlag
from matching.parse.phone.letters import label_pattern, lettered, vanity
from matching.parse.phone.plan import Dialled
from matching.parse.text import LONGEST, folded

_USUAL = re.compile(
    r"((?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{0,2}\d{3}[ .-]?\d{4})"
    r"(?:[ ,;]{0,2}(?:EXTENSION|EXT|X|#)[ .:]{0,2}(\d{1,6}))?"
)
_LEADING = rf"(?:{label_pattern})(?![A-Z])[\s.:#=-]*"  # a word, with what leads to the number
_LABELS = re.compile(
    rf"(?<![A-Z]){_LEADING}"
    # H: 202..., C 202...; I and L alone may be a 1
    r"|(?<![A-Z0-9])[A-Z]\s?[:)\]]\s?(?=[\d(+])|^[A-HJKM-Z][ .-]{1,2}(?=[\d(+])"
    r"|(?<=\d)(?:\s{1,4}[(\[]?|[(\[])[HWCMFBPOT][)\]]?\s*$|(?<=\d)[HWCMF]$"  # ...1414 H
)
_LED = re.compile(rf"\s*(?:{_LEADING})+")
# What a spreadsheet makes of ten digits without losing any.
_SPREADSHEET = re.compile(r"^(\d{10,11})\.0$|^(\d)\.(\d{9})E\+?0?9$")
_CONTEXT = re.compile(r";(?!EXT)[A-Z-]{1,30}=[^;\s]*")
_SLASHED_AREA = re.compile(r"(?<!\d)([2-9]\d\d)\)?\s?/\s?(?=\d{3}[ .-]?\d{4}(?!\d))")
_SEPARATORS = re.compile(
    r"\b(?:OR|AND|TO|THRU|THROUGH)\b|[/|;&\n\t,\\]| \+ |(?<=\d) +(?=\(?\+)|(?<=\d{7})(?=\+)"
)
_TOKEN = re.compile(r"(?<![\d+])(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{0,3}\d{3}[ .-]{0,3}\d{4}(?!\d)")
_TOKENS = re.compile(rf"{_TOKEN.pattern}|(?<![\d+])[2-9]\d\d[ .-]\d{{4}}(?!\d)")
# O, I and L against a number may be digits of it: OO1 212..., ...5000O.
_LOOKS_ON = re.compile(r"(?<![A-Z])[OIL]{1,3}[\s.-]{0,2}[(\d]|\d[OIL](?![A-Z])")
_NOT_DIGIT = re.compile(r"\D")
_TRUNK = re.compile(r"(?<=\d)\s{0,3}\(0\)|(?<=1)\s{0,3}\(1\)")
# Italy, San Marino and the Vatican dial the 0 from abroad too.
_TRUNK_KEPT = ("+39", "+378", "+379")


def dialled_numbers(text: str) -> Iterator[Dialled]:
    """Every number that a field may hold, as dialled; digits are empty where there is none.

    Only the first 600 characters are read.
    """
    plain = folded(_ascii_digits(text[: LONGEST + 1]))
    if len(text) > LONGEST:
        plain = plain.rpartition(" ")[0]
    if usual := _USUAL.fullmatch(plain):
        yield Dialled(_as_dialled(usual[1]), usual[2] or "")
        return
    plain = _CONTEXT.sub("", _SPREADSHEET.sub(r"\1\2\3", plain.replace(MARK, " ")))
    yield from _numbers(_parts(_SLASHED_AREA.sub(r"\1-", with_marks(plain))))


def _ascii_digits(text: str) -> str:
    """Digits of other scripts as ASCII digits."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text
    )


def _parts(text: str) -> list[str]:
    """The field cut where one number may end and the next begin, without labels."""
    found: list[str] = []
    for piece in _SEPARATORS.split(text):
        if word := _with_word(piece):
            found.append(word)
        else:
            found += _LABELS.sub("|", piece.strip()).split("|")
    parts = [part.strip() for part in found if any(c.isalnum() for c in part)]
    if len(parts) > 1 and not any(_size(part) >= 7 for part in parts):
        return [_LABELS.sub(" ", text).strip()]
    return parts


def _with_word(piece: str) -> str:
    """The piece behind its labels when a word is dialled in it, else an empty string."""
    if len(piece) < 9 or not any("A" <= c <= "Z" for c in piece):
        return ""
    led = _LED.match(piece)
    for text in (piece, piece[led.end() :] if led else ""):
        if vanity(text.partition(MARK)[0]):
            return text
    return ""


def _size(part: str) -> int:
    return sum(c.isalnum() for c in part.partition(MARK)[0])


def _is_number(part: str) -> bool:
    """Whether a part beside others has enough of a number to be one, right or wrong."""
    return _size(part) >= 7 and (sum(c.isdigit() for c in part) >= 4 or bool(_with_word(part)))


def _numbers(parts: list[str]) -> Iterator[Dialled]:
    """A part alone is read whatever it is; beside a number a short part is none of its own."""
    kept: list[Dialled] = []
    dropped = False
    for part in parts:
        if len(parts) == 1 or _is_number(part):
            kept += _with_extension(part)
        elif kept and _is_ending(part, kept[-1]):
            digits = kept[-1].digits[: -len(part)] + part
            kept.append(_flagged(Dialled(digits, flags=kept[-1].flags), PhoneFlag.ENDING_SHARED))
        elif kept:
            kept[-1] = _flagged(kept[-1], PhoneFlag.WORDS_DROPPED)
        else:
            dropped = True
    if kept and dropped:
        kept[0] = _flagged(kept[0], PhoneFlag.WORDS_DROPPED)
    yield from kept or [Dialled("")]


def _is_ending(part: str, whole: Dialled) -> bool:
    """Whether a part is the last digits of a further number that begins as the whole one does."""
    is_short = len(part) <= 4 and part.isdigit()
    return is_short and len(whole.digits) >= 10 and not whole.extension


def _flagged(dialled: Dialled, flag: PhoneFlag) -> Dialled:
    return replace(dialled, flags=dialled.flags | {flag})


def _with_extension(part: str) -> list[Dialled]:
    head, _, tail = part.partition(MARK)
    found = _without_extension(head)
    written = tail.partition(" ")[0]
    if written:
        digits, is_guess = extension_of(written)
        found[-1] = replace(found[-1], extension=digits)
        if is_guess:
            found[-1] = _flagged(found[-1], PhoneFlag.OCR_GUESS)
    rest = tail[len(written) :].strip()
    if _is_number(rest):
        return found + _with_extension(rest)
    if any(c.isalnum() for c in rest):
        found[-1] = _flagged(found[-1], PhoneFlag.WORDS_DROPPED)
    return found


def _without_extension(text: str) -> list[Dialled]:
    if any("A" <= c <= "Z" for c in text):
        read = lettered(text)
        return [read] if read else _among_words(text)
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) > 13:
        several = _TOKENS.findall(text)
        if len(several) > 1 and _hold_all_digits(several, text):
            return [Dialled(_as_dialled(token)) for token in several]
    return [Dialled(_as_dialled(text))]


def _hold_all_digits(tokens: list[str], text: str) -> bool:
    return sum(c.isdigit() for token in tokens for c in token) == sum(c.isdigit() for c in text)


def _as_dialled(text: str) -> str:
    """The digits, with a plus in front when written so, without a trunk code in brackets."""
    plus = "+" if text.lstrip("( ").startswith("+") else ""
    digits = plus + _NOT_DIGIT.sub("", text)
    if "(" in text and not digits.startswith(_TRUNK_KEPT):
        return plus + _NOT_DIGIT.sub("", _TRUNK.sub("", text))
    return digits


def _among_words(text: str) -> list[Dialled]:
    """The numbers of the plan among words that say nothing of them.

    A bare number, or several, beside other digits is trusted no more than these.
    """
    found = _TOKEN.findall(text)
    if not _hold_all_digits(found, text) and (len(found) > 1 or not found or found[0].isdigit()):
        found = []
    is_guess = _LOOKS_ON.search(text) is not None
    flags = frozenset({PhoneFlag.OCR_GUESS if is_guess else PhoneFlag.WORDS_DROPPED})
    return [Dialled(_as_dialled(token), flags=flags) for token in found] or [Dialled("")]
