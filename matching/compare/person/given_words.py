"""Two given names of one word each: forms of one name, initials, typing errors, near pairs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from matching.compare.person.given_forms import may_be_forms
from matching.compare.person.letters_apart import letters_apart
from matching.compare.person.name_relation import GivenRelation, MiddleRelation
from matching.compare.person.sound import sounds_alike
from matching.parse.name_tables import given_share, name_tables, sex_of

KNOWN_GIVEN = 0.00002
"""A given name of at least this share of people counts as a name of its own, not as a typo."""

_LEANING = 3.0
"""Two near names are kept apart when each is this many times as frequent with another sex."""
_G = GivenRelation


@lru_cache(maxsize=262144)
def relate_given_words(a: str, b: str) -> GivenRelation:
    """How two unlike given names in capitals relate; both hold at least one letter."""
    if len(a) == 1 or len(b) == 1:
        return _initial(a, b)
    tables = name_tables()
    if _number(tables.spellings, a) == _number(tables.spellings, b) != -1:
        return _G.SPELLING
    if are_forms(a, b):
        return _form(a, b)
    if is_doubtful(a, b):
        return _G.CONFUSED
    is_near, is_known = _is_near(a, b), _are_two_names(a, b)
    if is_near and not is_known:
        return _by_letters(a, b)
    if may_be_forms(a, b):
        return _G.CUT if a.startswith(b) or b.startswith(a) else _G.MAYBE_FORMS
    if is_near and _may_be_spelling(a, b):
        return _G.SOUND
    return _unlike(a, b)


def _initial(a: str, b: str) -> GivenRelation:
    if a[0] == b[0]:
        return _G.INITIAL
    fits = _is_initial_of_form(a, b) or _is_initial_of_form(b, a)
    return _G.FORM_INITIAL if fits else _G.DIFFERENT


def _is_initial_of_form(initial: str, name: str) -> bool:
    """Whether R is the initial of a full form of BOB."""
    return len(initial) == 1 < len(name) and ord(initial) % 64 in form_initials(name)


@lru_cache(maxsize=65536)
def form_initials(name: str) -> frozenset[int]:
    """The first letters of the full forms of a nickname, as codes below 64."""
    return frozenset(ord(formal[0]) % 64 for formal in name_tables().groups.get(name, ()))


def _number(table: Mapping[str, int], name: str) -> int:
    return table.get(name, -1)


def are_forms(a: str, b: str) -> bool:
    """Whether one is a form of the other, or both are forms of one name of the same sex."""
    groups = name_tables().groups
    shared = groups.get(a, frozenset()) & groups.get(b, frozenset())
    if not shared:
        return False
    if a in shared or b in shared:
        return True
    return not (sex_of(a) and sex_of(b) and sex_of(a) != sex_of(b))


def is_usual_form(a: str, b: str) -> bool:
    """Whether a table says that two words are one given name, spelled or called otherwise."""
    spellings = name_tables().spellings
    alike = a == b or _number(spellings, a) == _number(spellings, b) != -1
    return min(len(a), len(b)) > 1 and (alike or are_forms(a, b))


@lru_cache(maxsize=262144)
def is_doubtful(a: str, b: str) -> bool:
    """Whether two names may be the same one, and may not."""
    table = name_tables().doubtful
    return bool(table.get(a, frozenset()) & table.get(b, frozenset()))


def _form(a: str, b: str) -> GivenRelation:
    tables = name_tables()
    if _is_split(a, b):
        return _G.SHARED_FORM
    shared = tables.groups[a] & tables.groups[b]
    if is_doubtful(a, b) or ({a, b} - shared) & tables.independent:
        return _G.OWN_FORM
    if a in shared or b in shared or a[:3] == b[:3]:
        return _G.NICKNAME
    return _G.TWO_FORMS


def _is_split(a: str, b: str) -> bool:
    """Whether a short form is borne by both sexes, or by the other sex than the full name."""
    ambiguous = name_tables().ambiguous
    if a not in ambiguous and b not in ambiguous:
        return False
    form, full = (a, b) if a in ambiguous else (b, a)
    return not sex_of(form) or sex_of(full) not in ("", sex_of(form))


def _is_near(a: str, b: str) -> bool:
    """One misread letter; one edit, or two in a longer name that starts alike; a piece cut off."""
    if a.replace("RN", "M") == b.replace("RN", "M"):
        return True
    longest = max(len(a), len(b))
    edits = OSA.distance(a, b, score_cutoff=2)
    if edits <= 1:
        return longest >= 3
    if edits == 2 and longest >= 6:
        return JaroWinkler.similarity(a, b) >= 0.88
    return min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a))


def _are_two_names(a: str, b: str) -> bool:
    """Whether near names are two that people bear; what may be misread is no second name."""
    if a.replace("RN", "M") == b.replace("RN", "M"):
        return False
    if sex_of(a) and sex_of(b) and sex_of(a) != sex_of(b):
        return True
    return given_share(a) > KNOWN_GIVEN and given_share(b) > KNOWN_GIVEN


def _by_letters(a: str, b: str) -> GivenRelation:
    """Two near names, of which one at least nobody bears."""
    if a.replace("RN", "M") == b.replace("RN", "M") or _is_slip(a, b):
        return _G.SLIP
    edits = OSA.distance(a, b, score_cutoff=2)
    if edits > 2:
        return _G.CUT
    return _G.LETTERS if edits == 1 else _G.TWO_LETTERS


def _is_slip(a: str, b: str) -> bool:
    """One slip of the pen inside a long given name that makes it a name which nobody bears."""
    if min(len(a), len(b)) < 6 or OSA.distance(a, b) > 1:
        return False
    if a[-1] != b[-1] and (sorted(a) != sorted(b) or {a[-1], b[-1]} & {"A", "O"}):
        return False
    return (given_share(a) == 0.0) != (given_share(b) == 0.0)


def _may_be_spelling(a: str, b: str) -> bool:
    sexes = {sex_of(a, _LEANING), sex_of(b, _LEANING)} - {""}
    return len(sexes) < 2 and a[0] == b[0] and sounds_alike(a, b)


def _unlike(a: str, b: str) -> GivenRelation:
    """How two names of two people stand to each other by their letters."""
    return GivenRelation[letters_apart(a, b).name]


@lru_cache(maxsize=262144)
def relate_middle_words(a: str, b: str) -> MiddleRelation:
    """How two middle names or initials relate, up to a usual form or slip."""
    if len(a) == 1 or len(b) == 1:
        return MiddleRelation.INITIAL if a[0] == b[0] else MiddleRelation.CONFLICT
    if a == b:
        return MiddleRelation.EXACT
    unsure = name_tables().unsure
    if is_usual_form(a, b) or _is_near(a, b) or _number(unsure, a) == _number(unsure, b) != -1:
        return MiddleRelation.INITIAL
    if is_doubtful(a, b):
        return MiddleRelation.CLOSE
    return MiddleRelation.MAYBE_FORMS if may_be_forms(a, b) else MiddleRelation.CONFLICT
