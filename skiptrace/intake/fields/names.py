"""Names of people and organisations: shape only; what they mean is for matching."""

from __future__ import annotations

import re
import unicodedata

from matching.parse.person.suffix import read_suffix
from skiptrace.intake.fields.text import free_text
from skiptrace.intake.problem import Wrong

_MOST = 100
_PLAIN = re.compile(r"[A-Za-z][A-Za-z '.,()`-]*")
_ORDINAL = re.compile(r"\b(?:1st|2nd|3rd|[4-9]th)\b", re.IGNORECASE)
_MARKS = frozenset("'’‘ʼ`´.,()·・-‐‑–—")  # noqa: RUF001 - the dashes and quotes of real names
_JOINT = re.compile(r"&|\+|/|\b(?:and|or)\b", re.IGNORECASE)


def name_part(text: str) -> str | Wrong:
    """One part of one person's name, in any script, at most 100 characters."""
    if len(text) > _MOST:
        return Wrong(f"a name of at most {_MOST} characters", "too_long")
    if _PLAIN.fullmatch(text):
        if " " in text and _JOINT.search(text):
            return Wrong("one person's name a row", "name")
        return text
    if _JOINT.search(text):
        return Wrong("one person's name a row", "name")
    bare = _ORDINAL.sub("", text)
    if not all(_is_of_a_name(c) for c in bare) or not any(c.isalpha() for c in bare):
        return Wrong("a name of letters, spaces, hyphens and apostrophes", "name")
    return text


def _is_of_a_name(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] in "LM" or kind == "Zs" or character in _MARKS or character in "\u200c\u200d"


def organization(text: str) -> str | Wrong:
    """An organisation's name of at most 200 characters."""
    return free_text(text, 200, "an organisation's name")


def generation(text: str) -> str | Wrong:
    """The generation that a suffix names (JR, SR, I to V); empty for credentials and ranks."""
    found = read_suffix(text)
    return Wrong("JR, SR, I to V, or a degree such as MD", "suffix") if found is None else found
