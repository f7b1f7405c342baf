"""Extensions behind a telephone number: the words and signs that mark one, as files write them."""

from __future__ import annotations

import re

from matching.parse.phone.letters import look_alike_digits

MARK = "~"
"""What stands in a text for every way to mark an extension, which follows it, then a space."""

# EXT and its spellings, French poste, Spanish interno and anexo, German Durchwahl; Canadians say
# local.
_WORDS = (
    r"EXT(?:EN[STC]ION|ENSN|ENS|EN|NSN|N|S)?|EX|XTN|XT|X|POSTE|PSTE|INTERNO|INT|ANEXO|DURCHWAHL"
    r"|LOCAL|LOC"
)
# digits, or letters that look like them beside one; a whole number of the plan is a second number
_DIGITS = r"(?!1?[2-9]\d\d[2-9]\d{6}(?!\d))(?=[OIL]{0,4}\d)([\dOILS]{1,11})(?![A-Z\d]|[-. ]\d{3})"
_MARKED = re.compile(
    r"[\s,;(\[/.-]{0,8}"
    rf"(?:(?<![A-Z])(?:{_WORDS})(?:[\s.]{{0,3}}(?:NUMBER|NUM|NBR|NO)(?![A-Z]))?|#)"
    rf"[\s.:#=-]{{0,6}}{_DIGITS}\s{{0,4}}[)\]]?"
    r"|(?<=\d)[ ]?,{2,6}\s{0,4}(\d{1,11})#?(?!\d)"  # dialled pauses
    r"|(?<=\d)[PW](\d{1,6})(?![A-Z\d])"  # pause and wait, as telephones store them
)
# One comma or semicolon, and few digits with nothing behind them but another number.
_COMMA = re.compile(
    r"(?<=[\dA-Z)])\s?[,;]\s{0,4}(\d{1,6})"
    r"(?=\s{0,4}(?:[)/|&\n#]|[,;]\s{0,4}+(?!\d{1,6}\s{0,4}(?:[,;]|$))|OR\b|AND\b|$))"
)
_SIGN = re.compile(r"[A-Z#,;]")
_PIECE_ENDS = re.compile(r"[,;/|&\n]")
_AHEAD = 40


def with_marks(text: str) -> str:
    """The text with a mark in front of every extension; what stands ahead of a number stays."""
    if not _SIGN.search(text):
        return text
    if "," in text or ";" in text:
        text = _COMMA.sub(_marked_by_comma, text)
    return _MARKED.sub(_marked, text)


def extension_of(written: str) -> tuple[str, bool]:
    """The digits of an extension, and whether letters were taken for some of them."""
    digits = written.translate(look_alike_digits)
    return digits, digits != written


def _marked(found: re.Match[str]) -> str:
    ahead = found.string[max(0, found.start() - 24) : found.start()]
    if sum(c.isalnum() for c in ahead) < 7:
        return found[0]
    return f"{MARK}{found[1] or found[2] or found[3]} "


def _marked_by_comma(found: re.Match[str]) -> str:
    """Only behind a whole number, since commas also part the groups of one."""
    ahead = found.string[max(0, found.start() + 1 - _AHEAD) : found.start()]
    if sum(c.isalnum() for c in _PIECE_ENDS.split(ahead)[-1]) < 10:
        return found[0]
    return f"{MARK}{found[1]} "
