"""Given names that may be forms of one name: by lists, by spelling, by how short forms are made.

Nothing here makes two names one person's: what it relates is in doubt, and not different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from config.match_tables import match_table
from matching.parse.name_tables import given_share, name_tables, sex_of

_SILENT_END = re.compile("(?<=[A-Z]{2})E$")
_DOUBLE = re.compile(r"(.)\1+(?=.)")
_CONSONANTS = re.compile(
    "(?P<F>PH)|(?P<G>GH(?=[AEIOU]))|(?P<silent>GH|W(?=R)|(?<=[AEIOUY])H)|(?P<S>C(?=[EIY])|Z)"
    "|(?P<K>CK|CH(?=R)|QU?|C(?!H))|(?P<T>TH)|(?P<KS>X)"
)
_VOWELS = re.compile("(?P<Y>(?:EY|EI|I|E)$)|(?P<A>AI|AY|EY|EI)|(?P<I>EA|EE|IE|Y(?!$))|(?P<U>OU|OO)")
_PET = re.compile(r"([A-Z]+)([BDFGKLMNPRSTZ])\2(?:Y|IE|I|EY|EE)")
_RARE = 0.00005
"""A short given name of a smaller share of people may be another one cut off."""


@lru_cache(maxsize=262144)
def may_be_forms(a: str, b: str) -> bool:
    """Whether two different given names in capitals may be one person's, as forms of one name."""
    if len(a) < 2 or len(b) < 2:
        return False
    if b in related_names().get(a, ()):
        return True
    if _sexes_differ(a, b):
        return False
    left, right = spelled(a), spelled(b)
    if left == right or right in related_spellings().get(left, ()):
        return len(left) > 1
    return _is_short(a, b) or _is_short(b, a)


@lru_cache(maxsize=65536)
def spelled(name: str) -> str:
    """A given name in capitals with usual variants of spelling made one: KATHI and CATHY."""
    plain = _DOUBLE.sub(r"\1", _SILENT_END.sub("", name))
    return _DOUBLE.sub(r"\1", _VOWELS.sub(_heard, _CONSONANTS.sub(_heard, plain)))


def _heard(found: re.Match[str]) -> str:
    group = found.lastgroup or "silent"
    return "" if group == "silent" else group


def _sexes_differ(a: str, b: str) -> bool:
    return {sex_of(a), sex_of(b)} == {"M", "F"}


def _is_short(short: str, name: str) -> bool:
    """JONNY of JONATHAN, and BENJ of BENJAMIN: a pet form, or a rare beginning of a longer name."""
    pet = _PET.fullmatch(short)
    if pet is not None:
        stem = pet[1] + pet[2]
        return len(stem) > 2 and len(name) > len(stem) + 1 and name.startswith(stem)
    rare = given_share(short) < _RARE
    return rare and 2 < len(short) < len(name) and name.startswith(short)


def is_pet_form(name: str) -> bool:
    """Whether a name is made like JONNY, of the beginning of another."""
    return _PET.fullmatch(name) is not None


@cache
def related_names() -> Mapping[str, set[str]]:
    """Every given name of the list with the names that it may stand for."""
    found: dict[str, set[str]] = {}
    for name, forms in match_table("given_forms")["related"].items():
        for form in forms.split():
            found.setdefault(name, set()).add(form)
            found.setdefault(form, set()).add(name)
    return found


@cache
def related_spellings() -> Mapping[str, set[str]]:
    """The relations of all lists between names as they are spelled here."""
    found: dict[str, set[str]] = {}
    for a, b in (*_listed(), *((a, b) for a, forms in related_names().items() for b in forms)):
        left, right = spelled(a), spelled(b)
        if min(len(left), len(right)) > 1:
            found.setdefault(left, set()).add(right)
            found.setdefault(right, set()).add(left)
    return found


def _listed() -> Iterator[tuple[str, str]]:
    """The short forms of our own tables with the names that they are of."""
    for form, formals in name_tables().groups.items():
        yield from ((formal, form) for formal in formals if formal != form)
