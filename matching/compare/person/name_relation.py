"""How the parts of two names relate, and what they say together: one total function to a verdict.

Every relation belongs to one level of its comparison (the level that the model weighs), and the
verdict is a function of the five relations alone, so that no two callers can judge a pair apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from matching.compare.name_verdict import NameRelation, NameVerdict, same, uncertain

_SAME, _OPEN, _APART = NameVerdict.SAME, NameVerdict.UNCERTAIN, NameVerdict.DIFFERENT


class SurnameRelation(IntEnum):
    """How two surnames relate."""

    NO_DATA = 0
    EXACT = 1
    COMPOUND = 2
    MATERNAL = 3
    FORMER = 4
    SOUND = 5
    SLIP = 6
    LETTERS = 7
    TWO_LETTERS = 8
    NEAR = 9
    TWO_EDITS = 10
    BEGINNING = 11
    SAME_INITIAL = 12
    DIFFERENT = 13
    TURNED = 14
    NEAR_OTHER = 15


class GivenRelation(IntEnum):
    """How two given names relate, each beside the other's middle names."""

    NO_DATA = 0
    EXACT = 1
    FIRST = 2
    TOGETHER = 3
    SPELLING = 4
    NICKNAME = 5
    SHARED_FORM = 6
    OWN_FORM = 7
    TWO_FORMS = 8
    MAYBE_FORMS = 9
    INITIAL = 10
    SPOKEN = 11
    FORM_INITIAL = 12
    TITLE = 13
    SECOND = 14
    FORM_OF_MIDDLE = 15
    SLIP = 16
    LETTERS = 17
    TWO_LETTERS = 18
    CUT = 19
    CONFUSED = 20
    SOUND = 21
    NEAR = 22
    TWO_EDITS = 23
    BEGINNING = 24
    SAME_INITIAL = 25
    DIFFERENT = 26
    NEAR_OTHER = 27


class MiddleRelation(IntEnum):
    """How the middle names of two people relate."""

    NO_DATA = 0
    FORMER = 1
    EXACT = 2
    INITIAL = 3
    CLOSE = 4
    MAYBE_FORMS = 5
    OTHER_INITIAL = 6
    CROSSED = 7
    CONFLICT = 8


class GenerationRelation(IntEnum):
    """How generational suffixes relate."""

    NO_DATA = 0
    AGREE = 1
    NAMESAKE = 2
    ONE_SIDE = 3
    CONFLICT = 4


class OrderRelation(IntEnum):
    """Whether given name and surname stand in each other's place."""

    AS_WRITTEN = 0
    TURNED = 1
    MAYBE_TURNED = 2
    SAME_WORDS = 3
    TURNED_WITH_SLIP = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """The level of a relation, what it says of one person, and why in words."""

    level: str
    verdict: NameVerdict = _SAME
    reason: str = ""
    said: NameRelation = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "said", NameRelation(self.verdict, self.reason))


_S, _G = SurnameRelation, GivenRelation
_LETTERS = "surnames differ by letters"
_OTHER = "surnames differ"

SURNAMES: Mapping[SurnameRelation, Meaning] = {
    _S.NO_DATA: Meaning("no data", _OPEN, "a surname is missing"),
    _S.EXACT: Meaning("exact", _SAME, "surnames agree"),
    _S.COMPOUND: Meaning("part", _SAME, "the first word of a compound surname agrees"),
    _S.MATERNAL: Meaning("part", _OPEN, "only another part of a compound surname agrees"),
    _S.FORMER: Meaning("former", _OPEN, "one surname is the other's middle name"),
    _S.SOUND: Meaning("sounds alike", _OPEN, "surnames only sound alike"),
    _S.SLIP: Meaning("one edit", _SAME, "a slip in the surname"),
    _S.LETTERS: Meaning("one edit", _OPEN, _LETTERS),
    _S.TWO_LETTERS: Meaning("two edits", _OPEN, _LETTERS),
    _S.NEAR: Meaning("near pair", _APART, _OTHER),
    _S.NEAR_OTHER: Meaning("near pair", _APART, _OTHER),
    _S.TWO_EDITS: Meaning("two edits", _APART, _OTHER),
    _S.BEGINNING: Meaning("beginning", _APART, _OTHER),
    _S.SAME_INITIAL: Meaning("same initial", _APART, _OTHER),
    _S.DIFFERENT: Meaning("different", _APART, _OTHER),
    _S.TURNED: Meaning("different", _APART, _OTHER),
}
_AGREED, _CLOSE = "given names agree", "given names: close"
_BY_LETTERS, _UNLIKE = "given names differ by letters", "given names differ"

GIVENS: Mapping[GivenRelation, Meaning] = {
    _G.NO_DATA: Meaning("no data", _OPEN, "a given name is missing"),
    _G.EXACT: Meaning("exact", _SAME, _AGREED),
    _G.FIRST: Meaning("spelling", _SAME, _AGREED),
    _G.TOGETHER: Meaning("spelling", _SAME, "given names agree, written as one word"),
    _G.SPELLING: Meaning("spelling", _SAME, "given names: spelling"),
    _G.NICKNAME: Meaning("nickname", _SAME, "given names: nickname"),
    _G.SHARED_FORM: Meaning("nickname", _OPEN, "a short form of several names"),
    _G.OWN_FORM: Meaning("nickname", _OPEN, "a short form that is a name of its own"),
    _G.TWO_FORMS: Meaning("nickname", _OPEN, "two short forms of one name"),
    _G.MAYBE_FORMS: Meaning("near pair", _OPEN, "given names that may be forms of one name"),
    _G.INITIAL: Meaning("initial", _OPEN, "only an initial to compare"),
    _G.SPOKEN: Meaning("initial", _OPEN, "initials that may be a name as it is spoken"),
    _G.FORM_INITIAL: Meaning("initial", _OPEN, "an initial that fits the full form of a nickname"),
    _G.TITLE: Meaning("no data", _OPEN, "a given name that may be a title"),
    _G.SECOND: Meaning("second name", _OPEN, "one side uses the other's middle name"),
    _G.FORM_OF_MIDDLE: Meaning(
        "second name", _OPEN, "one side uses a form of the other's middle name"
    ),
    _G.SLIP: Meaning("one edit", _SAME, _CLOSE),
    _G.LETTERS: Meaning("one edit", _OPEN, _BY_LETTERS),
    _G.TWO_LETTERS: Meaning("two edits", _OPEN, _BY_LETTERS),
    _G.CUT: Meaning("beginning", _OPEN, _BY_LETTERS),
    _G.CONFUSED: Meaning("near pair", _OPEN, "names that are often confused"),
    _G.SOUND: Meaning("near pair", _OPEN, "given names may sound alike"),
    _G.NEAR: Meaning("near pair", _APART, _UNLIKE),
    _G.NEAR_OTHER: Meaning("near pair", _APART, _UNLIKE),
    _G.TWO_EDITS: Meaning("two edits", _APART, _UNLIKE),
    _G.BEGINNING: Meaning("beginning", _APART, _UNLIKE),
    _G.SAME_INITIAL: Meaning("same initial", _APART, _UNLIKE),
    _G.DIFFERENT: Meaning("different", _APART, _UNLIKE),
}
MIDDLES: Mapping[MiddleRelation, Meaning] = {
    MiddleRelation.NO_DATA: Meaning("no data"),
    MiddleRelation.FORMER: Meaning("no data"),
    MiddleRelation.EXACT: Meaning("exact"),
    MiddleRelation.INITIAL: Meaning("initial"),
    MiddleRelation.CLOSE: Meaning("initial"),
    MiddleRelation.MAYBE_FORMS: Meaning(
        "initial", _OPEN, "middle names that may be forms of one name"
    ),
    MiddleRelation.OTHER_INITIAL: Meaning(
        "initial", _OPEN, "an initial that fits another inner name"
    ),
    MiddleRelation.CROSSED: Meaning("given name", _APART, "middle names conflict"),
    MiddleRelation.CONFLICT: Meaning("conflict", _APART, "middle names conflict"),
}
GENERATIONS_OF: Mapping[GenerationRelation, Meaning] = {
    GenerationRelation.NO_DATA: Meaning("no data"),
    GenerationRelation.AGREE: Meaning("agree"),
    GenerationRelation.NAMESAKE: Meaning(
        "agree", _OPEN, "JR and II, or SR and I: often one person, not always"
    ),
    GenerationRelation.ONE_SIDE: Meaning(
        "one side only", _OPEN, "generational suffix on one side only"
    ),
    GenerationRelation.CONFLICT: Meaning("conflict", _APART, "generational suffixes differ"),
}
ORDERS: Mapping[OrderRelation, Meaning] = {
    OrderRelation.AS_WRITTEN: Meaning("as written"),
    OrderRelation.TURNED: Meaning("turned", _SAME, "given name and surname exchanged"),
    OrderRelation.MAYBE_TURNED: Meaning(
        "turned", _OPEN, "given name and surname exchanged, both readings possible"
    ),
    OrderRelation.SAME_WORDS: Meaning("turned", _SAME, "the same words in another order"),
    OrderRelation.TURNED_WITH_SLIP: Meaning(
        "turned", _OPEN, "given name and surname exchanged, one of them with a slip"
    ),
}

_MIDDLE_IN_GIVEN = frozenset({_G.TOGETHER, _G.SPOKEN, _G.FORM_OF_MIDDLE, _G.TITLE})
"""Relations of given names that have used the middle names up, so that those cannot conflict."""


@dataclass(frozen=True, slots=True)
class NameRelations:
    """How two people's names relate, part by part."""

    surname: SurnameRelation
    given: GivenRelation
    middle: MiddleRelation
    generation: GenerationRelation
    order: OrderRelation


def verdict_of(found: NameRelations) -> NameRelation:
    """The verdict on two names by how their parts relate; a generation conflict parts any two."""
    generation = GENERATIONS_OF[found.generation]
    if generation.verdict is _APART:
        return generation.said
    names = _names(found)
    return names if names.is_different or generation.verdict is _SAME else generation.said


def may_be_meant(found: NameRelations) -> bool:
    """Whether a source's name may be that of the person asked for, so that its record is weighed.

    Wider than the verdict, for an answer without that record would be a no-hit that nobody earned:
    clerks slip between two names that both exist and begin alike, in the surname or in the given
    name, and leave out, swap and misread middle names and generations: what those say, the score
    weighs.
    """
    surname = _S.LETTERS if found.surname is _S.NEAR else found.surname
    given = _G.LETTERS if found.given is _G.NEAR else found.given
    if surname is not found.surname and given is not found.given:
        return False
    plain = MiddleRelation.NO_DATA, GenerationRelation.NO_DATA, found.order
    return not verdict_of(NameRelations(surname, given, *plain)).is_different


def _names(found: NameRelations) -> NameRelation:
    if found.surname is _S.NO_DATA and found.given is _G.NO_DATA:
        return uncertain("a field names nobody")
    if found.order is not OrderRelation.AS_WRITTEN:
        return ORDERS[found.order].said
    surname = SURNAMES[found.surname].said
    if surname.is_different:
        return surname
    given = _forenames(found.given, found.middle)
    if given.is_different or not surname.is_same:
        return given if given.is_different else surname
    if found.surname is _S.SLIP and given.is_same and given.reason != _AGREED:
        return uncertain("surname and given name both differ a little")
    return given


def _forenames(given: GivenRelation, middle: MiddleRelation) -> NameRelation:
    first, further = GIVENS[given].said, MIDDLES[middle].said
    if first.is_different or given in _MIDDLE_IN_GIVEN:
        return first
    crossed = given is _G.SECOND and middle is MiddleRelation.CROSSED
    if further.is_different and not crossed:
        return further
    if given in (_G.SECOND, _G.NO_DATA):
        return first
    if not further.is_same:
        return further
    if given is _G.INITIAL and middle in (MiddleRelation.EXACT, MiddleRelation.INITIAL):
        return same("initials agree")
    return first
