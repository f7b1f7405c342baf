"""Free text: cleaned of what cannot be seen, refused when it is no text at all."""

from __future__ import annotations

import re
import unicodedata

from skiptrace.intake.problem import Wrong
from skiptrace.model.spreadsheet import unguarded

# Characters without a look of their own: zero-width space, word joiner, soft hyphen, BOM.
_UNSEEN = str.maketrans("", "", "\u200b\u2060\u00ad\ufeff")
SPREADSHEET_STARTS = "=@+-#"
# The apostrophe that a person typed, so that a spreadsheet would leave a number or its zeros alone.
_NEUTRALISED = re.compile(r"'(?=[=+\-@]|\d[^']*$)")
# ="00123": how an export makes a spreadsheet leave the zeros.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#+")


def cleaned(raw: str) -> str:
    """The text in Unicode NFC, trimmed, every run of white space (line ends too) one space."""
    if raw.isascii() and raw.isalnum():
        return raw
    raw = unguarded(raw)
    if raw[:2] == '="' and (text_formula := _TEXT_FORMULA.fullmatch(raw.strip())):
        raw = text_formula[1]
    text = raw if raw.isascii() else unicodedata.normalize("NFC", raw).translate(_UNSEEN)
    text = " ".join(text.split())
    return _NEUTRALISED.sub("", text, count=1) if text.startswith("'") else text


def spreadsheet_fault(text: str, signed: bool) -> Wrong | None:
    """What is wrong with a text that a spreadsheet would compute, or has failed to.

    A field that may be `signed` (an amount, a phone) may begin with + or -.
    """
    if text[0] in "=@" or (text[0] in "+-" and not signed):
        return Wrong("a value, not a formula: no = + - or @ at the start", "formula")
    if text[0] == "#" and _EXCEL_ERROR.fullmatch(text):
        return Wrong("a value, not a spreadsheet's error", "excel_error")
    return None


def free_text(text: str, most: int, what: str) -> str | Wrong:
    """A text of at most `most` characters with at least one letter or digit."""
    if len(text) > most:
        return Wrong(f"{what} of at most {most} characters", "too_long")
    if not any(c.isalnum() for c in text):
        return Wrong(f"{what} with letters or digits", "text")
    return text


def creditor(text: str) -> str | Wrong:
    """A creditor's name of at most 200 characters."""
    return free_text(text, 200, "a creditor's name")


def portfolio(text: str) -> str | Wrong:
    """The name of a creditor's portfolio of at most 200 characters."""
    return free_text(text, 200, "a portfolio's name")


def status_word(text: str) -> str | Wrong:
    """The creditor's status word as it stands; whether it is known is for the gate to say."""
    return free_text(text, 40, "a status word")
