"""Whether two names are one person's, as far as names can tell: same, different or uncertain."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from matching.compare.given import compare_generation
from matching.compare.person_fields import relate_fields
from matching.compare.person_given import relate_given
from matching.compare.person_sound import sounds_alike, undoubled
from matching.compare.person_verdict import (
    NameRelation,
    NameVerdict,
    different,
    same,
    uncertain,
)
from matching.compare.surname import compare_surname
from matching.normalize.clean_name import CleanName, clean_name
from matching.normalize.name_tables import (
    given_share,
    is_listed_surname,
    is_unheard_surname,
    name_tables,
    surname_share,
)
from skiptrace.model.subject import PersonName

__all__ = ["NameRelation", "NameVerdict", "compare_names", "compare_persons"]

_COMMON = 0.0001
"""A surname of this share of people is meant when an unheard one differs by one letter."""
_SURNAME_DOUBTS = {
    "maternal": "only the second family name agrees",
    "former": "one surname is the other's middle name",
    "sounds alike": "surnames only sound alike",
    "no data": "a surname is missing",
}


def compare_names(a: str, b: str) -> NameRelation:
    """The verdict on two name fields as written: care-of names, estates, trusts, joint owners."""
    return relate_fields(a, b, compare_persons)


def compare_persons(a: PersonName, b: PersonName) -> NameRelation:
    """The verdict on two names in parts; a generation conflict is never `same`."""
    left, right = _with_saint(clean_name(a)), _with_saint(clean_name(b))
    generation = _generation(left, right)
    if generation is not None and generation.is_different:
        return generation
    found = _names(left, right)
    return found if generation is None or found.is_different else generation


def _with_saint(name: CleanName) -> CleanName:
    """The name with SAINT in its surname as ST, and SAINTE as STE."""
    if "SAINT" not in name.surname or len(name.surname) < 8:
        return name
    words = tuple("ST" + word[5:] if word.startswith("SAINT") else word for word in name.surnames)
    return replace(name, surname="".join(words), surnames=words)


def _generation(a: CleanName, b: CleanName) -> NameRelation | None:
    """What the generational suffixes forbid, or None when they agree or both are missing."""
    level = compare_generation(a, b)
    if level == "conflict":
        return different("generational suffixes differ")
    if level == "one side only":
        return uncertain("generational suffix on one side only")
    if a.generation != b.generation:
        return uncertain("JR and II, or SR and I: often one person, not always")
    return None


def _names(a: CleanName, b: CleanName) -> NameRelation:
    if not (a.given or a.surname) or not (b.given or b.surname):
        return uncertain("a field names nobody")
    if (turned := _turned(a, b)) is not None:
        return turned
    if _written_alike(a, b):
        return same("every word agrees")
    surname = _surname(a, b)
    if surname is not None and surname.is_different:
        return surname
    given = relate_given(a, b)
    if given.is_different or surname is None:
        return given
    if surname.is_same:
        exact = given.reason == "given names agree" or not given.is_same
        return given if exact else uncertain("surname and given name both differ a little")
    return surname


def _written_alike(a: CleanName, b: CleanName) -> bool:
    """Whether the words are the same in the same order, however they were divided into parts."""
    if len(a.given) < 2 or not a.surname or not b.surname or a.given != b.given:
        return False
    return (*a.middles, *a.surnames) == (*b.middles, *b.surnames)


def _surname(a: CleanName, b: CleanName) -> NameRelation | None:
    """What the surnames say against one person; None when they agree in full or in a compound."""
    level = compare_surname(a, b)
    bare = not a.middles and not b.middles and a.surname == b.surname
    if bare or level in ("exact", "compound"):
        return None
    if level == "different" and _is_rest_of_compound(a, b):
        return uncertain(_SURNAME_DOUBTS["maternal"])
    if level == "near pair" and _may_be_spelling(a.surname, b.surname):
        return uncertain("surnames only sound alike")
    if level in ("different", "turned compound", "near pair"):
        return different("surnames differ")
    if level in _SURNAME_DOUBTS:
        return uncertain(_SURNAME_DOUBTS[level])
    if is_listed_surname(a.surname) and is_listed_surname(b.surname):
        alike = _may_be_spelling(a.surname, b.surname)
        return uncertain("surnames only sound alike") if alike else different("surnames differ")
    if _is_slip(a.surname, b.surname):
        return same("a slip in the surname")
    return uncertain("surnames differ by letters")


def _may_be_spelling(a: str, b: str) -> bool:
    return a[0] == b[0] and sounds_alike(a, b)


@lru_cache(maxsize=262144)
def _is_slip(a: str, b: str) -> bool:
    """One slip of the pen in a long surname that makes it no surname that anybody bears."""
    if min(len(a), len(b)) < 6 or OSA.distance(a, b) > 1:
        return False
    if is_listed_surname(a) == is_listed_surname(b):
        return False
    if sorted(a) == sorted(b) or undoubled(a) == undoubled(b):
        return True
    rarer, other = sorted((a, b), key=surname_share)
    return is_unheard_surname(rarer) and surname_share(other) >= _COMMON


def _is_rest_of_compound(a: CleanName, b: CleanName) -> bool:
    """SMITH and JONES SMITH WHITE: one surname stands within the other's compound."""
    inner = {word for word in a.surnames if len(word) > 3} & set(b.surnames)
    return bool(inner - name_tables().particles) and len(a.surnames) != len(b.surnames)


def _turned(a: CleanName, b: CleanName) -> NameRelation | None:
    """Given name and surname exchanged: the same person when only one reading makes sense."""
    if not a.given or a.given != b.surname or a.surname != b.given or a.given == a.surname:
        return None
    readings = sorted((_sense(a), _sense(b)))
    if readings[1] > 50 * max(readings[0], 1e-9):
        return same("given name and surname exchanged")
    return uncertain("given name and surname exchanged, both readings possible")


def _sense(name: CleanName) -> float:
    return given_share(name.given) * max(surname_share(name.surname), 1e-6)
