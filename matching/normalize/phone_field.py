"""What a field says was dialled: labels and extensions off, several numbers apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from matching.normalize.phone_form import PhoneFlag
from matching.normalize.phone_letters import label_pattern, lettered, vanity
from matching.normalize.phone_plan import Dialled
from matching.normalize.text import LONGEST, folded

_USUAL = re.compile(r"(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{0,2}\d{3}[ .-]?\d{4}")
_LABELS = re.compile(
    rf"(?<![A-Z])(?:{label_pattern})(?![A-Z])[\s.:#=-]*"  # a word, with what leads to the number
    r"|(?<![A-Z0-9])[A-Z]\s?[:)\]]\s?(?=[\d(+])|^[A-Z][ .-]{1,2}(?=[\d(+])"  # H: 202..., C 202...
    r"|(?<=\d)(?:\s{1,4}[(\[]?|[(\[])[HWCMFBPOT][)\]]?\s*$|(?<=\d)[HWCMF]$"  # ...1414 H
)
_EXTENSION = re.compile(
    r"[\s,;(/.-]{0,8}(?:(?<![A-Z])(?:EXTENSION|EXTENS|EXTN|EXT|X)|#)\s{0,4}[.:#=-]?\s{0,4}(\d{1,11})"
    r"(?!\d|[-. ]\d{3})\s{0,4}\)?"
    r"|(?<=\d)[ ]?,{2,6}\s{0,4}(\d{1,11})#?(?!\d)"
)
# What a spreadsheet makes of ten digits without losing any.
_SPREADSHEET = re.compile(r"^(\d{10,11})\.0$|^(\d)\.(\d{9})E\+?0?9$")
_CONTEXT = re.compile(r";(?!EXT)[A-Z-]{1,30}=[^;\s]*")
_SLASHED_AREA = re.compile(r"(?<!\d)([2-9]\d\d)\)?\s?/\s?(?=\d{3}[ .-]?\d{4}(?!\d))")
_SEPARATORS = re.compile(r"\bOR\b|\bAND\b|[/|;&\n\t,]|(?<=\d) +(?=\(?\+)")
_TOKEN = re.compile(r"(?<![\d+])(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{0,3}\d{3}[ .-]{0,3}\d{4}(?!\d)")
_NOT_DIGIT = re.compile(r"\D")
_EXIT_CODES = ("011", "00")
_MARK = "~"


def dialled_numbers(text: str) -> Iterator[Dialled]:
    """Every number that a field may hold, as dialled; digits are empty where there is none.

    Only the first 600 characters are read.
    """
    plain = folded(_ascii_digits(text[: LONGEST + 1]))
    if len(text) > LONGEST:
        plain = plain.rpartition(" ")[0]
    if _USUAL.fullmatch(plain):
        yield Dialled(_as_dialled(plain))
        return
    plain = _CONTEXT.sub("", _SPREADSHEET.sub(r"\1\2\3", plain.replace(_MARK, " ")))
    yield from _numbers(_parts(_SLASHED_AREA.sub(r"\1-", _EXTENSION.sub(_marked, plain))))


def _ascii_digits(text: str) -> str:
    """Digits of other scripts as ASCII digits."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text
    )


def _marked(found: re.Match[str]) -> str:
    """An extension behind a number as a mark; what stands in front of one stays what it is."""
    ahead = found.string[max(0, found.start() - 24) : found.start()]
    if sum(c.isalnum() for c in ahead) < 7:
        return found[0]
    return f"{_MARK}{found[1] or found[2]} "


def _parts(text: str) -> list[str]:
    """The field cut where one number may end and the next begin, without labels."""
    found: list[str] = []
    for piece in _SEPARATORS.split(text):
        if vanity(piece.partition(_MARK)[0]):
            found.append(piece)
        else:
            found += _LABELS.sub("|", piece.strip()).split("|")
    parts = [part.strip() for part in found if any(c.isalnum() for c in part)]
    if len(parts) > 1 and not any(_size(part) >= 7 for part in parts):
        return [_LABELS.sub(" ", text).strip()]
    return parts


def _size(part: str) -> int:
    return sum(c.isalnum() for c in part.partition(_MARK)[0])


def _numbers(parts: list[str]) -> Iterator[Dialled]:
    """A part alone is read whatever it is; beside a number a short part is none of its own."""
    kept: list[Dialled] = []
    for part in parts:
        if len(parts) == 1 or _size(part) >= 7:
            kept += _with_extension(part)
        elif kept and len(part) == 4 and part.isdigit() and len(kept[-1].digits) >= 10:
            ending = {PhoneFlag.ENDING_SHARED}
            kept.append(Dialled(kept[-1].digits[:-4] + part, flags=kept[-1].flags | ending))
        elif kept:
            kept[-1] = replace(kept[-1], flags=kept[-1].flags | {PhoneFlag.WORDS_DROPPED})
    yield from kept or [Dialled("")]


def _with_extension(part: str) -> list[Dialled]:
    head, _, tail = part.partition(_MARK)
    digits = tail.partition(" ")[0]
    found = _without_extension(head)
    if digits:
        found[-1] = replace(found[-1], extension=digits)
    rest = tail[len(digits) :].strip()
    return found + (_with_extension(rest) if _size(rest) >= 7 else [])


def _without_extension(text: str) -> list[Dialled]:
    if any("A" <= c <= "Z" for c in text):
        return [lettered(text) or _among_words(text)]
    digits = _NOT_DIGIT.sub("", text)
    several = _TOKEN.findall(text) if len(digits) > 15 else []
    if len(several) > 1 and sum(len(_NOT_DIGIT.sub("", t)) for t in several) == len(digits):
        return [Dialled(_as_dialled(token)) for token in several]
    return [Dialled(_as_dialled(text))]


def _as_dialled(text: str) -> str:
    """The digits, with a plus for every way to write that the country code comes first."""
    digits = _NOT_DIGIT.sub("", text)
    if text.lstrip("( ").startswith("+"):
        return "+" + _NOT_DIGIT.sub("", text.replace("(0)", ""))
    for code in _EXIT_CODES:
        if digits.startswith(code) and len(digits) >= 11:
            return "+" + digits[len(code) :]
    return digits


def _among_words(text: str) -> Dialled:
    """The only number of the plan among words that say nothing of it."""
    found = _TOKEN.findall(text)
    if len(found) != 1:
        return Dialled("")
    alone = len(_NOT_DIGIT.sub("", found[0])) == len(_NOT_DIGIT.sub("", text))
    if not alone and found[0].isdigit():
        return Dialled("")
    return Dialled(_as_dialled(found[0]), flags=frozenset({PhoneFlag.WORDS_DROPPED}))
