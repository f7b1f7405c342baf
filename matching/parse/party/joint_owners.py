"""Joint owners: one field that names several people, split into one text a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.name_tables import given_share, name_part_tables, surname_share
from matching.parse.person.clean_name import generation_form
from matching.parse.person.name_order import NameOrder
from matching.parse.person.order import is_rather_given, written_order
from matching.parse.text import folded

_JOIN = re.compile(
    r"\s*(?:[&;+]|\bAND/OR\b|\bAND\b|\bWITH\b|\bET[.,]?[ -]?(?:UX|VIR|CON)\b\.?|\bOR\b"
    r"|(?<=\s[A-Za-z])/(?=[A-Za-z]{3})|\b(?:ET )?(?:WF|H/?W|W/H|UX)\b(?=\s+[A-Za-z]{2})"
    r"|\b(?:JT ?TEN(?:ANTS)?|JTWROS|JT?ROS|TBE|TEN (?:ENT|COM)|(?:AS )?JOINT TENANTS?"
    r"|TENANTS (?:BY THE ENTIRETY|IN COMMON))\b(?: WITH)?(?=\s+[A-Za-z]{2,}\s+[A-Za-z])"
    r"|\s/\s|(?<=[A-Za-z]{2})/(?=[A-Za-z][A-Za-z']))\s*",
    re.IGNORECASE,
)
_SPOUSE = re.compile(
    r"^(?:HIS |HER )?(?:WIFE|HUSBAND|SPOUSE|HUSB?|HSB|WF|UX|H/?W)\b[\s,.:]*", re.IGNORECASE
)
_COURTESY = re.compile(r"^(?:MRS?|MS|DRS?)\.?$", re.IGNORECASE)
_MOST = 40
"""People of one field that are read; a longer list is cut, so time stays bounded."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The text of one person, and a surname taken over from the person named beside.

    `order` is how the whole field writes its names, where its people show that together.
    """

    text: str
    surname: str = ""
    order: NameOrder = NameOrder.UNKNOWN


def split_owners(text: str, order: NameOrder) -> list[Owner]:
    """The people of one field in order; a shared surname is written once and belongs to all.

    `order` says how the source writes names: SMITH JOHN A & MARY B, or John and Mary Smith. Where
    it is UNKNOWN the people of the field show it together. At most 40 people are read.
    """
    parts = [_SPOUSE.sub("", part.strip(" ,")) for part in _JOIN.split(_spanish_and(text))]
    parts = [part for part in parts if part and not _COURTESY.match(part)][:_MOST]
    if len(parts) == 1 and order is not NameOrder.SURNAME_FIRST:
        parts = _unmarked(parts[0])
    if len(parts) < 2:
        return [Owner(part, order=order) for part in parts]
    if parts[0].count(",") == 1 and _is_list(parts):
        parts = [*(part.strip() for part in parts[0].split(",")), *parts[1:]]
    if order is NameOrder.SURNAME_FIRST or _has_surname_comma(parts[0]):
        return _surname_in_front(parts, order)
    if order is NameOrder.UNKNOWN and _leads_with_surname(parts):
        return _surname_in_front(parts, NameOrder.SURNAME_FIRST)
    return _surname_behind(parts, order)


def _spanish_and(text: str) -> str:
    """JOSE Y MARIA GARCIA: a given name behind Y is a person's, and no second surname."""
    if " Y " not in text.upper():
        return text
    before, _, behind = text.upper().partition(" Y ")
    if is_rather_given(folded(before)) and len(behind.split()) > 1:
        return f"{text[: len(before)]} & {text[len(before) + 3 :]}"
    return _Y.sub(lambda y: " & " if is_rather_given(folded(y[1]).upper()) else y[0], text)


_Y = re.compile(r"(?<=[^\W\d_]{2})\s+Y\s+(?=([^\W\d_]{3,})\b)", re.IGNORECASE)


def _unmarked(text: str) -> list[str]:
    """Two whole names with a comma between, or with nothing where both bear one surname."""
    if text.count(",") == 1:
        both = [part.strip() for part in text.split(",")]
        plain = [_plain(part) for part in both]
        whole = all(len(name) > 1 and len(name[-1]) > 1 for name in plain)
        lead = whole and all(map(is_rather_given, (name[0] for name in plain)))
        is_joined = any(name and name[0] in name_part_tables().joined for name in plain)
        return both if lead and not is_joined and any(map(_is_given_first, plain)) else [text]
    words = text.split()
    long = [at for at, word in enumerate(words) if len(_bare(word)) > 1]
    if "," in text or len(long) != _TWO_NAMES or len(words) > _TWO_NAMES + 2:
        return [text]
    one, two, three, four = (_bare(words[at]) for at in long)
    behind = two == four and given_share(one) > 0.0 and given_share(three) > 0.0
    front = one == three and given_share(two) > 0.0 and given_share(four) > 0.0
    if not behind and not front:
        return [text]
    cut = long[1] + 1 if behind else long[2]
    return [" ".join(words[:cut]), " ".join(words[cut:])]


_TWO_NAMES = 4


def _bare(word: str) -> str:
    return re.sub(r"[^A-Z]", "", folded(word).upper())


def _plain(part: str) -> list[str]:
    words = (re.sub(r"[^A-Z0-9]", "", word) for word in folded(part).split())
    return [word for word in words if word and not generation_form(word) and not _is_title(word)]


def _is_title(word: str) -> bool:
    tables = name_part_tables()
    return word in tables.front and word not in tables.maybe


def _has_surname_comma(part: str) -> bool:
    """SMITH, JOHN; but not John Smith, Jr."""
    head, comma, tail = part.partition(",")
    return bool(comma and head.strip() and _plain(tail) and not _is_all_suffix(tail))


def _is_all_suffix(tail: str) -> bool:
    behind = name_part_tables().behind
    return all(word in behind for word in _plain(tail))


def _is_list(parts: list[str]) -> bool:
    """JOHN, MARY AND SUE SMITH, or JOHN SMITH, SUE ROE AND BOB HALL: commas between people."""
    names = [_plain(piece) for piece in parts[0].split(",")]
    last = _plain(parts[-1])
    single = all(len(name) == 1 and is_rather_given(name[0]) for name in names)
    full = all(len(name) > 1 and _is_given_first(name) for name in (*names, last))
    return full or (single and len(last) > 1 and is_rather_given(last[0]))


def _is_given_first(words: list[str]) -> bool:
    return is_rather_given(words[0]) and not is_rather_given(words[-1]) and len(words[-1]) > 1


def _leads_with_surname(parts: list[str]) -> bool:
    """Whether the first of several people is written SMITH JOHN A, or the second without surname.

    A part that is written the other way beyond doubt speaks against it.
    """
    first = _plain(parts[0])
    if len(first) < 2:
        return False
    if written_order(first, NameOrder.UNKNOWN) is NameOrder.SURNAME_FIRST:
        return True
    rest = [_plain(part) for part in parts[1:]]
    alone = any(len(words) == 2 and len(words[1]) == 1 for words in rest)
    return alone and not is_rather_given(first[0]) and given_share(first[1]) > 0.0


def _surname_in_front(parts: list[str], order: NameOrder) -> list[Owner]:
    surname = _leading_surname(parts[0])
    owners = [Owner(parts[0], order=order)]
    for part in parts[1:]:
        shared = "" if _has_own_surname(part, surname) else surname
        owners.append(Owner(part, shared, _own_order(part, surname, order)))
    return owners


def _own_order(part: str, shared: str, order: NameOrder) -> NameOrder:
    """MARY B SMITH beside SMITH JOHN A is turned: the shared surname or an initial shows it."""
    words = _plain(part)
    if len(words) < 2 or "," in part or len(words[-1]) == 1:
        return order
    ends_alike = words[-1] == "".join(_plain(shared)) and words[0] != words[-1]
    inner = len(words) == 3 and len(words[1]) == 1
    given = is_rather_given(words[0]) and not is_rather_given(words[-1])
    return NameOrder.GIVEN_FIRST if ends_alike or (inner and given) else order


def _leading_surname(text: str) -> str:
    if "," in text:
        return " ".join(w for w in text.split(",")[0].split() if not generation_form(w))
    words = text.split()
    joined, size = name_part_tables().joined, 1
    while size < len(words) - 1 and folded(words[size - 1]).strip(".'") in joined:
        size += 1
    return " ".join(words[:size])


def _has_own_surname(part: str, shared: str) -> bool:
    """Whether a second owner is written with a surname: JONES MARY B, but not MARY B."""
    if _has_surname_comma(part):
        return True
    words = _plain(part)
    if len(words) < 2 or (len(words) == 2 and len(words[1]) == 1):
        return False
    ends = (words[0], words[-1])
    if "".join(_plain(shared)) in (*ends, "".join(words[:2])):
        return True
    first, second, last = words[0], words[1], words[-1]
    if len(second) == 1:
        return len(last) > 1 and not is_rather_given(last)
    if surname_share(first) > given_share(first) and given_share(second) > 0.0:
        return True
    return given_share(first) > surname_share(first) and surname_share(last) > 5 * given_share(last)


def _surname_behind(parts: list[str], order: NameOrder) -> list[Owner]:
    own = [_family_behind(part, order) for part in parts]
    owners = []
    for at, part in enumerate(parts):
        later = next((name for name in own[at + 1 :] if name), "")
        earlier = next((name for name in reversed(own[:at]) if name), "")
        shared = "" if own[at] else (later or earlier)
        owners.append(Owner(part, shared, order))
    return owners


def _family_behind(part: str, order: NameOrder) -> str:
    """The surname at the end of a full name, empty for MARY, MARY B or MARY ANN."""
    words = [word for word in part.split(",")[0].split() if _plain(word)]
    plain = [_plain(word)[0] for word in words]
    if len(plain) < 2 or (len(plain) == 2 and len(plain[1]) == 1):
        return ""
    if len(plain) == 2 and given_share(plain[1]) > 20 * surname_share(plain[1]):
        return ""
    if written_order(plain, order) is NameOrder.SURNAME_FIRST:
        return words[0]
    joined, at = name_part_tables().joined, len(plain) - 1
    while at > 1 and plain[at - 1] in joined:
        at -= 1
    return " ".join(words[at:])
