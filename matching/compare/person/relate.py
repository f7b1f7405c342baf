"""Whether two names are one person's, as far as names can tell: same, different or uncertain."""

from __future__ import annotations

from matching.compare.name_verdict import NameRelation, NameVerdict
from matching.compare.person.fields import relate_fields
from matching.compare.person.given import relate_generations, relate_givens, relate_middles
from matching.compare.person.name_relation import (
    GENERATIONS_OF,
    SURNAMES,
    GivenRelation,
    MiddleRelation,
    NameRelations,
    OrderRelation,
    SurnameRelation,
    verdict_of,
)
from matching.compare.person.surname import relate_surnames
from matching.compare.person.turned import turned_with_slip
from matching.parse.name_tables import given_share, name_tables, surname_share
from matching.parse.person.clean_name import CleanName, clean_name
from skiptrace.model.subject import PersonName

__all__ = ["NameRelation", "NameVerdict", "compare_names", "compare_persons"]

_SENSE = 50.0
"""A reading that is so many times likelier than the other one is the only one that makes sense."""


def compare_names(a: str, b: str) -> NameRelation:
    """The verdict on two name fields as written: care-of names, estates, trusts, joint owners."""
    return relate_fields(a, b, compare_persons)


def compare_persons(a: PersonName, b: PersonName) -> NameRelation:
    """The verdict on two names in parts; a generation conflict is never `same`."""
    left, right = clean_name(a), clean_name(b)
    return _apart(left, right) or verdict_of(relate_persons(left, right))


def _apart(a: CleanName, b: CleanName) -> NameRelation | None:
    """The verdict where generations or surnames alone part two names, else None."""
    generation = GENERATIONS_OF[relate_generations(a.generation, b.generation)].said
    if generation.is_different:
        return generation
    if a.surname == b.surname or relate_order(a, b) is not OrderRelation.AS_WRITTEN:
        return None
    surname = SURNAMES[relate_surnames(a, b)].said
    return surname if surname.is_different else None


def relate_persons(a: CleanName, b: CleanName) -> NameRelations:
    """How the parts of two names relate; names in another order count as read the one way round."""
    order = relate_order(a, b)
    generation = relate_generations(a.generation, b.generation)
    middle = relate_middles(a, b)
    if order is OrderRelation.AS_WRITTEN:
        surname, given = relate_surnames(a, b), relate_givens(a, b)
        return NameRelations(surname, given, middle, generation, order)
    if order is OrderRelation.SAME_WORDS:
        middle = MiddleRelation.NO_DATA
    slip = turned_with_slip(a, b) if order is OrderRelation.TURNED_WITH_SLIP else None
    if slip:
        return NameRelations(*slip, middle, generation, order)
    return NameRelations(SurnameRelation.EXACT, GivenRelation.EXACT, middle, generation, order)


def relate_order(a: CleanName, b: CleanName) -> OrderRelation:
    """Whether the parts stand exchanged; a people's name in another order is the same name."""
    if is_turned(a, b):
        return order_of_turned(a.given, a.surname, same_words=_are_same_words(a, b))
    if _are_same_words(a, b):
        return OrderRelation.SAME_WORDS
    return OrderRelation.TURNED_WITH_SLIP if turned_with_slip(a, b) else OrderRelation.AS_WRITTEN


def is_turned(a: CleanName, b: CleanName) -> bool:
    """Whether given name and surname stand in each other's place."""
    crossed = a.given == b.surname and a.surname == b.given
    return crossed and bool(a.given and a.surname) and a.given != a.surname


def order_of_turned(given: str, surname: str, *, same_words: bool) -> OrderRelation:
    """The same person when only one of two readings makes sense."""
    readings = sorted((_sense(given, surname), _sense(surname, given)))
    if readings[1] > _SENSE * max(readings[0], 1e-9):
        return OrderRelation.TURNED
    return OrderRelation.SAME_WORDS if same_words else OrderRelation.MAYBE_TURNED


def _sense(given: str, surname: str) -> float:
    return given_share(given) * max(surname_share(surname), 1e-6)


def _are_same_words(a: CleanName, b: CleanName) -> bool:
    """Whether two Vietnamese names differ in the order of their words only."""
    if (a.given, a.surname) == (b.given, b.surname):
        return False
    words = _words(a)
    return words == _words(b) and is_vietnamese(words)


def is_vietnamese(words: frozenset[str]) -> bool:
    """Whether these words are those of a Vietnamese name."""
    tables = name_tables()
    if not words.isdisjoint(tables.vietnamese):
        return True
    return not (words.isdisjoint(("VAN", "THI")) or words.isdisjoint(tables.vietnamese_too))


def _words(name: CleanName) -> frozenset[str]:
    return frozenset((*name.givens, *name.middles, *name.surnames))
