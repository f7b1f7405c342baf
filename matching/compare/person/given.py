"""Given and middle names compared, each side's beside the other's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matching.compare.name_verdict import NameVerdict
from matching.compare.person.given_forms import may_be_forms
from matching.compare.person.given_words import (
    is_usual_form,
    relate_given_words,
    relate_middle_words,
)
from matching.compare.person.name_relation import (
    GIVENS,
    GenerationRelation,
    GivenRelation,
    MiddleRelation,
)
from matching.parse.name_tables import given_share, name_part_tables
from matching.parse.person.clean_name import CleanName, written_alike

_CALLED = 0.0001
"""A word borne by this share of people as a given name is one, and no title."""
_NAMESAKES = ({"JR", "II"}, {"SR", "I"})
_G, _M = GivenRelation, MiddleRelation
_STANDING = frozenset({_G.CONFUSED, _G.MAYBE_FORMS})
"""Relations of words that no middle name explains away."""


def relate_givens(a: CleanName, b: CleanName) -> GivenRelation:
    """How two given names relate, beside the middle names; the order does not matter."""
    if not a.given or not b.given:
        return _G.NO_DATA
    if a.given == b.given:
        return _G.EXACT if len(a.given) > 1 else _G.INITIAL
    if is_written_together(a, b) or is_written_together(b, a):
        return _G.TOGETHER
    firsts = a.givens[0], b.givens[0]
    if firsts[0] == firsts[1] and len(firsts[0]) > 1:
        return _G.FIRST
    words = relate_given_words(a.given, b.given)
    if not _is_open(words):
        return words
    return _beside_middles(a, b, words, firsts)


def _is_open(words: GivenRelation) -> bool:
    """Whether the words alone do not relate the names, so that those beside them may."""
    return words in _STANDING or words in (_G.SOUND, _G.FORM_INITIAL) or is_apart(words)


def is_apart(words: GivenRelation) -> bool:
    """Whether words that relate like this are two names."""
    return GIVENS[words].verdict is NameVerdict.DIFFERENT


def _beside_middles(
    a: CleanName, b: CleanName, words: GivenRelation, firsts: tuple[str, str]
) -> GivenRelation:
    if _has_as_middle(a, b) or _has_as_middle(b, a):
        return _G.SECOND
    if words in _STANDING:
        return words
    if firsts != (a.given, b.given) and may_be_forms(*firsts):
        return _G.MAYBE_FORMS
    if is_spoken(a, b) or is_spoken(b, a):
        return _G.SPOKEN
    if _has_form_as_middle(a, b) or _has_form_as_middle(b, a):
        return _G.FORM_OF_MIDDLE
    if may_be_title(a.given) or may_be_title(b.given):
        return _G.TITLE
    return words


def is_written_together(a: CleanName, b: CleanName) -> bool:
    """MARY ANN and MARYANN: given and middle name of one side are the other's given name."""
    if len(a.given) < 2 or a.given == b.given or not a.middles:
        return False
    return a.given + a.middles[0] == b.given and (a.middles[1:] == b.middles[:1] or not b.middles)


def _has_as_middle(a: CleanName, b: CleanName) -> bool:
    return len(a.given) > 1 and a.given in b.middles


def is_spoken(a: CleanName, b: CleanName) -> bool:
    """K. C. and CASEY: initials that are a name when they are spoken."""
    initials = a.given + a.middle_initial
    return len(a.given) == 1 and len(b.given) > 1 and may_be_forms(initials, b.given)


def _has_form_as_middle(a: CleanName, b: CleanName) -> bool:
    """Whether one side's given name is a form of the other's middle name: J ROBERT and BOB."""
    return any(is_usual_form(a.given, word) for word in b.middles)


def may_be_title(given: str) -> bool:
    """JUDGE or GENERAL in front of a surname alone; not DON or EARL, which many are called."""
    return given in name_part_tables().maybe and given_share(given) < _CALLED


def relate_middles(a: CleanName, b: CleanName) -> MiddleRelation:
    """How middle names relate: one that several share is agreement, another beside it is not."""
    if not a.middles or not b.middles:
        return _M.NO_DATA
    if a.middles != b.middles and written_alike(a, b):
        return _M.NO_DATA
    left, right = a.middles[0], b.middles[0]
    found = relate_middle_words(left, right)
    is_related = found in (_M.EXACT, _M.INITIAL)
    if not is_related and _is_former_surname(a, b):
        return _M.FORMER
    if min(len(a.middles), len(b.middles)) > 1:
        found = _relate_several(a.middles, b.middles)
    elif not is_related and {word for word in a.middles if len(word) > 2} & set(b.middles):
        found = _M.EXACT
    elif not is_related and (_is_initial_of_another(a, b) or _is_initial_of_another(b, a)):
        found = _M.OTHER_INITIAL
    return _M.CROSSED if found is _M.CONFLICT and is_crossed(a, b) else found


def is_crossed(a: CleanName, b: CleanName) -> bool:
    """Whether given and middle initials stand in each other's place."""
    initials = (a.given[:1], a.middle_initial)
    return initials == (b.middle_initial, b.given[:1])


def _is_former_surname(a: CleanName, b: CleanName) -> bool:
    """Whether a first middle name of one side is a surname or an inner name of the other."""
    shared = {*a.middles, *a.surnames} & {*b.middles, *b.surnames}
    return any(len(word) > 2 for word in shared & {a.middles[0], b.middles[0]})


def _is_initial_of_another(a: CleanName, b: CleanName) -> bool:
    """WILLIAM C BOYD and William Henry Carter Boyd."""
    initial = a.middles[0]
    return len(initial) == 1 and any(word[0] == initial for word in b.middles[1:])


def _relate_several(a: Sequence[str], b: Sequence[str]) -> MiddleRelation:
    """PAUL SMITH and MARK SMITH conflict: each side has a name that the other knows nothing of."""
    related: tuple[tuple[Callable[[str, str], bool], MiddleRelation], ...] = (
        (_is_one, _M.EXACT),
        (_may_be_one, _M.MAYBE_FORMS),
    )
    for relates, found in related:
        only_a = any(not any(relates(name, other) for other in b) for name in a)
        only_b = any(not any(relates(name, other) for other in a) for name in b)
        if not (only_a and only_b):
            return found
    return _M.CONFLICT


def _is_one(a: str, b: str) -> bool:
    return relate_middle_words(a, b) in (_M.EXACT, _M.INITIAL, _M.CLOSE)


def _may_be_one(a: str, b: str) -> bool:
    return relate_middle_words(a, b) is not _M.CONFLICT


def relate_generations(a: str, b: str) -> GenerationRelation:
    """How two suffixes relate; JR and II are often one, and SR and I, with one namesake."""
    if not a or not b:
        return GenerationRelation.ONE_SIDE if a or b else GenerationRelation.NO_DATA
    if a == b:
        return GenerationRelation.AGREE
    is_namesake = {a, b} in _NAMESAKES
    return GenerationRelation.NAMESAKE if is_namesake else GenerationRelation.CONFLICT
