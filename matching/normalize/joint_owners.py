"""Joint owners: one field that names several people, split into one text a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.normalize.clean_name import generation_form
from matching.normalize.name_order import NameOrder
from matching.normalize.name_tables import given_share, name_tables, surname_share
from matching.normalize.text import folded

_JOIN = re.compile(
    r"\s*(?:&|;|\+|\bAND\b|\bET UX\b\.?|\bET VIR\b\.?|\bETUX\b|\bETVIR\b|\bOR\b)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The text of one person, and a surname taken over from the person named beside."""

    text: str
    surname: str = ""


def split_owners(text: str, order: NameOrder) -> list[Owner]:
    """The people of one field in order; a shared surname is written once and belongs to all.

    `order` says how the source writes names: SMITH JOHN A & MARY B, or John and Mary Smith.
    """
    parts = [part.strip(" ,") for part in _JOIN.split(text)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return [Owner(part) for part in parts]
    if order is NameOrder.SURNAME_FIRST or "," in parts[0]:
        return _surname_in_front(parts)
    return _surname_behind(parts)


def _surname_in_front(parts: list[str]) -> list[Owner]:
    surname = _leading_surname(parts[0])
    owners = [Owner(parts[0])]
    for part in parts[1:]:
        owners.append(Owner(part, "" if _has_own_surname(part, surname) else surname))
    return owners


def _leading_surname(text: str) -> str:
    if "," in text:
        return text.split(",")[0].strip()
    words = text.split()
    size = 1
    while size < len(words) - 1 and folded(words[size - 1]) in name_tables().particles:
        size += 1
    return " ".join(words[:size])


def _has_own_surname(part: str, shared: str) -> bool:
    """Whether a second owner is written with a surname: JONES MARY B, but not MARY B."""
    if "," in part:
        return True
    words = [w for w in folded(part).replace(".", "").split() if not generation_form(w)]
    if len(words) < 2 or len(words[1]) == 1:
        return False
    if words[0] == folded(shared):
        return True
    first, second = words[0], words[1]
    return surname_share(first) > given_share(first) and given_share(second) > 0.0


def _surname_behind(parts: list[str]) -> list[Owner]:
    tail = [w for w in parts[-1].split() if not generation_form(w)]
    shared = tail[-1] if len(tail) > 1 else ""
    owners = []
    for part in parts[:-1]:
        words = [w for w in folded(part).replace(".", "").split() if not generation_form(w)]
        alone = len(words) == 1 or (len(words) == 2 and len(words[1]) == 1)
        owners.append(Owner(part, shared if alone else ""))
    return [*owners, Owner(parts[-1])]
