"""The verdict on the given and middle names of two people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from matching.compare.given import compare_given, compare_middle, given_level, is_ambiguous_form
from matching.compare.given_forms import may_be_forms
from matching.compare.person_sound import sounds_alike
from matching.compare.person_verdict import NameRelation, different, same, uncertain
from matching.normalize.clean_name import CleanName
from matching.normalize.name_tables import given_share, name_part_tables, name_tables, sex_of

_DOUBTS = {
    "second name": "one side uses the other's middle name",
    "no data": "a given name is missing",
}
_CALLED = 0.0001
"""A word borne by this share of people as a given name is one, and no title."""
_MIDDLE_DOUBTS = {
    "may be forms": "middle names that may be forms of one name",
    "another initial": "an initial that fits another inner name",
}
_LEANING = 3.0
"""Two near names are kept apart when each is this many times as frequent with another sex."""
_FORMS = ("nickname", "spelling")


def relate_given(a: CleanName, b: CleanName) -> NameRelation:
    """The verdict on the given and middle names, with the rule that decided."""
    if _written_together(a, b) or _written_together(b, a):
        return same("given names agree, written as one word")
    level = compare_given(a, b)
    if level in ("different", "near pair"):
        return _apart(a, b, level)
    middle = relate_middle(a, b)
    if middle == "conflict":
        return different("middle names conflict")
    if level in _DOUBTS:
        return uncertain(_DOUBTS[level])
    if middle in _MIDDLE_DOUBTS:
        return uncertain(_MIDDLE_DOUBTS[middle])
    if level == "initial":
        return _by_initials(a, b, middle)
    if level == "exact":
        return same("given names agree")
    return _by_form(a.given, b.given, level)


def _written_together(a: CleanName, b: CleanName) -> bool:
    """MARY ANN and MARYANN: given and middle name of one side are the other's given name."""
    if len(a.given) < 2 or a.given == b.given or not a.middles:
        return False
    return a.given + a.middles[0] == b.given and (a.middles[1:] == b.middles[:1] or not b.middles)


def _by_initials(a: CleanName, b: CleanName, middle: str) -> NameRelation:
    agreed = middle in ("exact", "initial")
    return same("initials agree") if agreed else uncertain("only an initial to compare")


def relate_middle(a: CleanName, b: CleanName) -> str:
    """How middle names relate: a shared one among several is agreement, another beside it is not.

    `may be forms` means that only a list of name forms relates them, and `another initial` that
    one side's initial fits an inner name which is not the first.
    """
    found = compare_middle(a, b)
    if found in ("no data", "former surname"):
        return found
    if len(a.middles) > 1 and len(b.middles) > 1:
        return _relate_several(a.middles, b.middles)
    if found != "conflict":
        return found
    if {word for word in a.middles if len(word) > 2} & set(b.middles):
        return "exact"
    if _is_initial_of_another(a, b) or _is_initial_of_another(b, a):
        return "another initial"
    left, right = a.middles[0], b.middles[0]
    if _doubtful(left, right):
        return "close"
    return "may be forms" if may_be_forms(left, right) else found


def _is_initial_of_another(a: CleanName, b: CleanName) -> bool:
    """WILLIAM C BOYD and William Henry Carter Boyd."""
    initial = a.middles[0]
    return len(initial) == 1 and any(word[0] == initial for word in b.middles[1:])


def _relate_several(a: Sequence[str], b: Sequence[str]) -> str:
    """PAUL SMITH and MARK SMITH conflict: each side has a name that the other knows nothing of."""
    for related, word in ((_is_one, "exact"), (_may_be_one, "may be forms")):
        only_a = any(not any(related(name, other) for other in b) for name in a)
        only_b = any(not any(related(name, other) for other in a) for name in b)
        if not (only_a and only_b):
            return word
    return "conflict"


@lru_cache(maxsize=262144)
def _is_one(a: str, b: str) -> bool:
    """Whether two inner names or initials agree, up to a usual form or slip."""
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return given_level(a, b) != "different" or _doubtful(a, b)


def _may_be_one(a: str, b: str) -> bool:
    return _is_one(a, b) or may_be_forms(a, b)


@lru_cache(maxsize=262144)
def _by_form(a: str, b: str, level: str) -> NameRelation:
    """Two given names that a table or their letters connect."""
    if level == "nickname":
        return _nickname(a, b)
    if level == "spelling":
        return same("given names: spelling")
    if _doubtful(a, b):
        return uncertain("names that are often confused")
    if a.replace("RN", "M") == b.replace("RN", "M"):
        return same("given names: close")
    return (
        same("given names: close") if _is_slip(a, b) else uncertain("given names differ by letters")
    )


def _is_slip(a: str, b: str) -> bool:
    """One slip of the pen inside a long given name that makes it a name which nobody bears."""
    if min(len(a), len(b)) < 6 or OSA.distance(a, b) > 1:
        return False
    if a[-1] != b[-1] and (sorted(a) != sorted(b) or {a[-1], b[-1]} & {"A", "O"}):
        return False
    return (given_share(a) == 0.0) != (given_share(b) == 0.0)


def _nickname(a: str, b: str) -> NameRelation:
    tables = name_tables()
    if _is_split(a, b):
        return uncertain("a short form of several names")
    shared = tables.groups[a] & tables.groups[b]
    if _doubtful(a, b) or ({a, b} - shared) & tables.independent:
        return uncertain("a short form that is a name of its own")
    if a in shared or b in shared or a[:3] == b[:3]:
        return same("given names: nickname")
    return uncertain("two short forms of one name")


def _is_split(a: str, b: str) -> bool:
    """Whether a short form is borne by both sexes, or by the other sex than the full name."""
    if not is_ambiguous_form(a, b):
        return False
    form, full = (a, b) if a in name_tables().ambiguous else (b, a)
    return not sex_of(form) or sex_of(full) not in ("", sex_of(form))


@lru_cache(maxsize=262144)
def _doubtful(a: str, b: str) -> bool:
    table = name_tables().doubtful
    return bool(table.get(a, frozenset()) & table.get(b, frozenset()))


def _apart(a: CleanName, b: CleanName, level: str) -> NameRelation:
    """Given names that no rule of letters connects: different, unless a rule leaves a doubt."""
    if _doubtful(a.given, b.given) and relate_middle(a, b) != "conflict":
        return uncertain("names that are often confused")
    if _may_be_forms(a, b) and relate_middle(a, b) != "conflict":
        return uncertain("given names that may be forms of one name")
    if _is_spoken(a, b) or _is_spoken(b, a):
        return uncertain("initials that may be a name as it is spoken")
    if _uses_middle(a, b) or _uses_middle(b, a):
        return uncertain("one side uses a form of the other's middle name")
    if _may_be_title(a.given) or _may_be_title(b.given):
        return uncertain("a given name that may be a title")
    if _is_initial_of_form(a.given, b.given) or _is_initial_of_form(b.given, a.given):
        return uncertain("an initial that fits the full form of a nickname")
    if level == "near pair" and _may_be_spelling(a.given, b.given):
        return uncertain("given names may sound alike")
    return different("given names differ")


def _may_be_title(given: str) -> bool:
    """JUDGE or GENERAL in front of a surname alone; not DON or EARL, which many are called."""
    return given in name_part_tables().maybe and given_share(given) < _CALLED


def _may_be_forms(a: CleanName, b: CleanName) -> bool:
    whole, firsts = (a.given, b.given), (a.givens[0], b.givens[0])
    return may_be_forms(*whole) or (firsts != whole and may_be_forms(*firsts))


def _is_spoken(a: CleanName, b: CleanName) -> bool:
    """K. C. and CASEY: initials that are a name when they are spoken."""
    return len(a.given) == 1 and may_be_forms(a.given + a.middle_initial, b.given)


def _uses_middle(a: CleanName, b: CleanName) -> bool:
    """Whether one side's given name is a form of the other's middle name: J ROBERT and BOB."""
    if len(a.given) < 2:
        return False
    level = (given_level(a.given, word) for word in b.middles if len(word) > 1)
    return any(found in (*_FORMS, "exact") for found in level)


def _is_initial_of_form(initial: str, name: str) -> bool:
    formals = name_tables().groups.get(name, frozenset())
    return len(initial) == 1 < len(name) and any(formal[0] == initial for formal in formals)


def _may_be_spelling(a: str, b: str) -> bool:
    sexes = {sex_of(a, _LEANING), sex_of(b, _LEANING)} - {""}
    return len(sexes) < 2 and a[0] == b[0] and sounds_alike(a, b)
