"""Numbered roads: Publication 28, section 237 and appendix F."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.parse.address.tables import address_tables

_ROUTE = re.compile(r"\d+[A-Z]{0,2}(?:-\d+)?|[A-Z]{1,2}|\d+-[A-Z]|[A-Z]-?\d+")
_RUN_ON = re.compile(r"([A-Z]{1,3}|LOOP)-?(\d+[A-Z]?)")
_RUN_ON_HEADS = frozenset({"I", "IH", "US", "USH", "SR", "CR", "FM", "SH", "CO", "RM", "CH", "CTH",
                           "STH", "HWY", "RTE", "RT", "LP", "TSR"})  # fmt: skip
_AFTER = frozenset({"BUSINESS", "BUS", "ALTERNATE", "ALT", "TRUCK", "SPUR", "LOOP"})
_NEED_DIGIT = frozenset(
    {"ROAD", "LOOP", "SPUR", "ROUTE", "EXPRESSWAY", "RM", "RANCH ROAD", "INTERSTATE", "FARM ROAD",
     "BIA HIGHWAY", "BIA ROAD", "BIA ROUTE", "COUNTY LANE", "COUNTY STREET", "FIRE LANE",
     "FIRE ROAD", "FOREST HIGHWAY", "FOREST ROAD", "FOREST ROUTE", "INDIAN ROAD", "INDIAN ROUTE",
     "INDIAN SERVICE ROUTE", "LOGGING ROAD", "NAVAJO ROUTE", "PARK ROAD", "TOWN HIGHWAY",
     "TOWN ROAD", "TRIBAL ROAD"}
)  # fmt: skip
_MANY_DIGITS = {"COUNTY STREET": 3, "COUNTY LANE": 3}
"""Where a town has a street of that name as well, a short number behind it is a unit."""
_LEADS = {"OLD": "OLD", "NEW": "NEW", "BUSINESS": "BUSINESS", "BUS": "BUSINESS", "ALT": "ALTERNATE",
          "ALTERNATE": "ALTERNATE"}  # fmt: skip
_NUMBER_SIGN = re.compile(r"\b(HIGHWAY|HWY|ROUTE|RTE|RT|ROAD|RD|FM|CR|SR)\s*(?:#|NO\b)\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class Highway:
    """A numbered road in its standard form and the words after its number."""

    name: str
    rest: tuple[str, ...]


def read_highway(words: Sequence[str], state: str = "") -> Highway | None:
    """The numbered road that the words begin with, or None; `I-35`, `IH 35` and `I35` are one.

    `state` is the address's own: only in Texas a farm road is an FM, and only at home a bare
    `KY 440` is a highway.
    """
    if not _may_be_road(words):
        return None
    spaced = _spaced(words, state)
    lead = _LEADS.get(spaced[0], "")
    if lead and len(spaced) > 2:
        found = _numbered_road(spaced[1:], state)
        return Highway(f"{lead} {found.name}", found.rest) if found else None
    return _numbered_road(spaced, state)


def _may_be_road(words: Sequence[str]) -> bool:
    """Whether the first word can begin a numbered road at all."""
    tables = address_tables()
    first = words[0]
    if first.isalpha() and not (first in tables.highways or first in tables.states):
        return first in _LEADS or " ".join(words[:2]) in tables.states
    return True


def _numbered_road(words: tuple[str, ...], state: str) -> Highway | None:
    tables = address_tables()
    prefix = _state_prefix(words, state)
    body = words[prefix[1] :]
    if len(body) > 1 and body[0] in ("BYPASS", "BYP") and body[1] in ("HIGHWAY", "HWY"):
        body = (*body[1:], "BYPASS")
    code = f"{prefix[0]} " if prefix[0] else ""
    if code and body and body[0][0].isdigit() and _ROUTE.fullmatch(body[0]):
        return Highway(f"{code}HIGHWAY {body[0]}", tuple(body[1:]))
    for spelling, road in tables.highways.get(body[0], ()) if body else ():
        if spelling == ("RR",) and state not in ("TX", ""):
            continue
        after = body[len(spelling) :]
        if body[: len(spelling)] == spelling and after and _is_route(road, after[0], bool(code)):
            return Highway(f"{code}{_own_name(road, state)} {after[0].lstrip('#')}", after[1:])
    return None


def _own_name(road: str, state: str) -> str:
    """FARM ROAD is the spelling of an FM in Texas and a road of its own elsewhere."""
    return "FM" if road == "FARM ROAD" and state in ("TX", "") else road


def _spaced(words: Sequence[str], state: str) -> tuple[str, ...]:
    text = _NUMBER_SIGN.sub(r"\1 ", " ".join(words))
    spaced: list[str] = []
    for word in text.split():
        found = _RUN_ON.fullmatch(word)
        runs_on = found is not None and (found.group(1) in _RUN_ON_HEADS or found.group(1) == state)
        spaced += [found.group(1), found.group(2)] if found and runs_on else [word]
    return tuple(spaced)


def _state_prefix(words: tuple[str, ...], state: str) -> tuple[str, int]:
    """A state in front of a road word or a bare number: its code and the number of its words.

    A name that is the whole street stays as it is.
    """
    tables = address_tables()
    for size in (2, 1):
        head = " ".join(words[:size])
        code = tables.states.get(head, "")
        if not code or len(words) <= size or (head == "CO" and state != "CO"):
            continue
        following = words[size]
        is_code = len(head) == 2
        is_road = following in tables.highways and len(words) > size + 1
        if is_road and (not is_code or len(following) > 2 or code == state):
            return code, size
        bare = following[0].isdigit() and following[-1:] not in ("T", "H")
        if bare and (code == state or not is_code):
            return code, size
    return "", 0


def _is_route(road: str, word: str, has_state: bool) -> bool:
    bare = word.lstrip("#")
    if not _ROUTE.fullmatch(bare) or bare in address_tables().suffixes:
        return False
    if bare[-2:] in ("ST", "ND", "RD", "TH") and bare[0].isdigit():
        return False
    if bare.isalpha():
        return not has_state and road not in _NEED_DIGIT and bare not in ("OF",)
    return len(bare) >= _MANY_DIGITS.get(road, 1)


def split_after(rest: tuple[str, ...]) -> tuple[str, str]:
    """What follows a road's number: words that stay in the name, and a directional behind it.

    The last suffix word is abbreviated, one before it is spelled out.
    """
    tables = address_tables()
    postdir = ""
    if rest and rest[-1] in tables.directionals:
        postdir, rest = tables.directionals[rest[-1]], rest[:-1]
    shown = [_spelled(word) for word in rest]
    if shown and shown[-1] not in _AFTER:
        shown[-1] = tables.suffixes.get(rest[-1], shown[-1])
    return " ".join(shown), postdir


def _spelled(word: str) -> str:
    tables = address_tables()
    if word in _AFTER or word not in tables.suffixes:
        return {"BUS": "BUSINESS", "ALT": "ALTERNATE"}.get(word, word)
    return tables.suffix_words[tables.suffixes[word]]
