"""The state or country behind an organisation's name, and what describes it behind its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from config.match_tables import match_table
from matching.parse.address.tables import address_tables
from matching.parse.organization.forms import form_behind

_AMERICA = {
    ("USA",): "USA", ("US",): "USA", ("U", "S"): "USA", ("U", "S", "A"): "USA",
    ("AMERICA",): "AMERICA", ("NORTH", "AMERICA"): "AMERICA", ("US", "AMERICA"): "USA",
    ("US", "OF", "AMERICA"): "USA",
}  # fmt: skip
_KIND = (
    r"(?:CORPORATION|CORP|COMPANY|PARTNERSHIP|TRUST|ASSOCIATION|LLC|LLP|LLLP|PLLC|LP|LLLP|INC|PC|PA"
    r"|CREDIT UNION|BANK|COOPERATIVE|ENTITY|ORGANI[SZ]ATION|CHARITY)"
)
_DESCRIBED = re.compile(
    rf"[\s,;:(-]+AN? (?P<words>(?:[A-Z][A-Z.-]* ){{1,8}}?){_KIND}\b(?: (?:ORGANI[SZ]ED|FORMED"
    r"|EXISTING|INCORPORATED|REGISTERED|DULY|UNDER|IN|OF)\b.*)?[\s).,;]*$"
)
_UNDER_LAWS = re.compile(
    r"[\s,;(-]+(?:(?:AN? )?(?:CORPORATION |COMPANY )?(?:DULY )?(?:ORGANI[SZ]ED|FORMED|INCORPORATED"
    r"|INC\.?|REGISTERED|EXISTING)(?: AND EXISTING)? (?:UNDER|IN|UNDER AND BY VIRTUE OF)"
    r"(?: THE LAWS? OF)?(?: THE)?(?: STATE OF)?|(?:INCORPORATED|INC\.?|FORMED) IN|STATE OF)"
    r" (?P<words>[A-Z][A-Z ]+?)[\s).,;]*$"
)
_MAY_DESCRIBE = re.compile(r"[\s(-](?:AN? |INC|IN |OF |FORMED|ORGANI|REGIST|EXIST|DULY|STATE)")
_STATUS = re.compile(
    r"[\s,;(-]+(?:IN (?:VOLUNTARY |COMPULSORY |PROVISIONAL )?(?:LIQUIDATION|RECEIVERSHIP"
    r"|ADMINISTRATION|DISSOLUTION|BANKRUPTCY)|DISSOLVED|INACTIVE|DEFUNCT|TAX EXEMPT|ET\.? ?AL"
    r"|(?:A )?DEBTOR(?:[ -]IN[ -]POSSESSION)?|(?:AN? )?NO[NT][ -]?(?:FOR[ -])?PROFIT)[\s).,;]*$"
)


def without_descriptor(plain: str) -> tuple[str, str]:
    """A name without what describes it behind its form, and the state of formation if one is told.

    Acme, Inc., a Florida corporation; Acme LLC (organized under the laws of Ohio).
    """
    plain = _STATUS.sub("", plain) if plain[-1:] in "LNPYTDER)." else plain
    if (
        " A" not in plain
        and "(A" not in plain
        and " IN" not in plain
        and " OF " not in plain
        and " UNDER" not in plain
    ):
        return plain, ""
    for pattern in (_DESCRIBED, _UNDER_LAWS):
        found = pattern.search(plain)
        if found and len(plain[: found.start()].strip(" ,;(")) > 1:
            state = _state_among(found.group("words").replace(".", "").split())
            if state or _is_described(found.group("words")):
                return plain[: found.start()].rstrip(" ,;(-"), state
    return plain, ""


@cache
def _listed(key: str) -> frozenset[str]:
    words = match_table("organizations")["places"][key].split()
    return frozenset(word.replace("_", " ") for word in words)


def _is_described(words: str) -> bool:
    return _listed("describing").issuperset(words.split())


def _state_among(words: Sequence[str]) -> str:
    states = address_tables().states
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            name = " ".join(words[at : at + size])
            if len(name) > 3 and name in states:
                return states[name]
    return ""


@cache
def _longest_place() -> int:
    return max(len(name.split()) for name in address_tables().states)


def place_behind(words: Sequence[str]) -> tuple[int, str]:
    """How many words at the end say a state or country, and which; 0 and empty without one.

    OF and brackets around it count with it.
    """
    if not words:
        return 0, ""
    is_bracketed = words[-1] == ")" and "(" in words[-6:]
    if is_bracketed:
        at = len(words) - 1 - list(reversed(words)).index("(")
        place = _named_place(words[at + 1 : -1], True)
        return (len(words) - at, place) if place and at else (0, "")
    for size in range(min(_longest_place(), len(words) - 1), 0, -1):
        inner = words[-size:]
        is_of = len(words) > size + 1 and words[-size - 1] == "OF"
        place = _named_place(inner, is_of or bool(form_behind(("-", *words[:-size]))[0]))
        if place and _has_head(words[: len(words) - size - is_of], inner, is_of):
            return size + is_of, place
    return 0, ""


def _named_place(words: Sequence[str], marked: bool) -> str:
    """The place that words name; `marked` ones may be short (TX) or another country."""
    if america := _AMERICA.get(tuple(words)):
        return america
    name = " ".join(words)
    code = address_tables().states.get(name, "")
    if marked and not code:
        code = match_table("organizations")["old_states"].get(name, "")
    if code and (len(name) > 3 or marked):
        return code
    return name if marked and name in _listed("countries") else ""


def _has_head(head: Sequence[str], place: Sequence[str], is_of: bool) -> bool:
    """Whether enough is left of a name: BANK OF TEXAS and UNIVERSITY OF IOWA keep their places."""
    named = [word for word in head if word not in ("OF", "(", ")")]
    if tuple(place) in _AMERICA:
        return len(named) > 1 or (bool(named) and named[0] not in ("BANK", "TRUST"))
    return len(named) > 1 if is_of else len(named) >= len(place)
