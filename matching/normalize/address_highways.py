"""Numbered roads: Publication 28, section 237 and appendix F."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.normalize.address_tables import address_tables

_ROUTE = re.compile(r"\d+[A-Z]?(?:-\d+)?|[A-Z]{1,2}|\d+-[A-Z]")
_RUN_ON = re.compile(r"(I|IH|US|SR|CR|FM|SH|CO)-?(\d+[A-Z]?)")
_AFTER = frozenset({"BUSINESS", "BUS", "ALTERNATE", "ALT", "TRUCK", "SPUR", "LOOP"})
_NEED_DIGIT = frozenset({"ROAD", "LOOP", "ROUTE", "EXPRESSWAY", "RM", "RANCH ROAD", "INTERSTATE"})


@dataclass(frozen=True, slots=True)
class Highway:
    """A numbered road in its standard form and the words after its number."""

    name: str
    rest: tuple[str, ...]


def read_highway(words: Sequence[str]) -> Highway | None:
    """The numbered road that the words begin with, or None; `I-35`, `IH 35` and `I35` are one."""
    spaced = _spaced(words)
    tables = address_tables()
    state = _state_prefix(spaced)
    body = spaced[len(state) :]
    if len(body) > 1 and body[0] in ("BYPASS", "BYP") and body[1] in ("HIGHWAY", "HWY"):
        body = (*body[1:], "BYPASS")
    for spelling, road in tables.highways:
        after = body[len(spelling) :]
        if body[: len(spelling)] == spelling and after and _is_route(road, after[0], bool(state)):
            prefix = f"{tables.states[' '.join(state)]} " if state else ""
            return Highway(f"{prefix}{road} {after[0].lstrip('#')}", tuple(after[1:]))
    return None


def _spaced(words: Sequence[str]) -> tuple[str, ...]:
    text = " ".join(words)
    text = re.sub(r"\b(HIGHWAY|HWY|ROUTE|RTE|RT|ROAD|RD|FM)\s*(?:#|NO)\s*(?=\d)", r"\1 ", text)
    spaced: list[str] = []
    for word in text.split():
        found = _RUN_ON.fullmatch(word)
        spaced += [found.group(1), found.group(2)] if found else [word]
    return tuple(spaced)


def _state_prefix(words: tuple[str, ...]) -> tuple[str, ...]:
    """A state's name in front of a road word; a name that is the whole street stays as it is."""
    tables = address_tables()
    roads = {spelling[0] for spelling, _ in tables.highways if len(spelling[0]) > 2}
    for size in (2, 1):
        head = words[:size]
        named = " ".join(head) in tables.states and (
            size > 1 or len(head[0]) != 2 or head[0] != "CO"
        )
        if named and len(words) > size + 1 and words[size] in roads:
            return head
    return ()


def _is_route(road: str, word: str, has_state: bool) -> bool:
    bare = word.lstrip("#")
    if not _ROUTE.fullmatch(bare) or bare in address_tables().suffixes:
        return False
    if bare.isalpha():
        return not has_state and road not in _NEED_DIGIT and bare not in ("OF",)
    return True


def split_after(rest: tuple[str, ...]) -> tuple[str, str]:
    """What follows a road's number: words that stay in the name, and a directional behind it."""
    tables = address_tables()
    postdir = ""
    if rest and rest[-1] in tables.directionals:
        postdir, rest = tables.directionals[rest[-1]], rest[:-1]
    shown = [w if w in _AFTER else tables.suffixes.get(w, w) for w in rest]
    return " ".join(shown), postdir
