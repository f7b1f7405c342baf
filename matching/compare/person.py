"""Whether two names are one person's, as far as names can tell: same, different or uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matching.compare.given import (
    compare_generation,
    compare_given,
    compare_middle,
    is_ambiguous_form,
)
from matching.compare.surname import compare_surname
from matching.normalize.clean_name import CleanName, clean_name
from matching.normalize.name_tables import given_share, name_tables, surname_share
from matching.normalize.person import NameOrder, Party, PartyKind, read_parties
from matching.normalize.text import folded
from skiptrace.model.subject import PersonName


class NameVerdict(StrEnum):
    """What two names say about being one person's."""

    SAME = "same"
    DIFFERENT = "different"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class NameRelation:
    """The verdict on two names and the rule that decided; the reason holds no personal data."""

    verdict: NameVerdict
    reason: str


_SURNAME_DOUBTS = {
    "maternal": "only the second family name agrees",
    "former": "one surname is the other's middle name",
    "sounds alike": "surnames only sound alike",
    "no data": "a surname is missing",
}
_GIVEN_DOUBTS = {
    "second name": "one side uses the other's middle name",
    "no data": "a given name is missing",
}


def _same(reason: str) -> NameRelation:
    return NameRelation(NameVerdict.SAME, reason)


def _different(reason: str) -> NameRelation:
    return NameRelation(NameVerdict.DIFFERENT, reason)


def _uncertain(reason: str) -> NameRelation:
    return NameRelation(NameVerdict.UNCERTAIN, reason)


def compare_persons(a: PersonName, b: PersonName) -> NameRelation:
    """The verdict on two names in parts; a generation conflict is always `different`."""
    left, right = clean_name(a), clean_name(b)
    turned = _turned(left, right)
    if turned is not None:
        return turned
    generation = compare_generation(left, right)
    if generation == "conflict":
        return _different("generational suffixes differ")
    surname = compare_surname(left, right)
    if surname in ("different", "turned compound", "near pair"):
        return _different("surnames differ")
    given = _given(left, right)
    if given.verdict is NameVerdict.DIFFERENT:
        return given
    if generation == "one side only":
        return _uncertain("generational suffix on one side only")
    if surname in _SURNAME_DOUBTS:
        return _uncertain(_SURNAME_DOUBTS[surname])
    if surname == "close" and given.reason != "given names agree":
        return _uncertain("surname and given name both differ a little")
    return given


def _given(a: CleanName, b: CleanName) -> NameRelation:
    level = compare_given(a, b)
    if level in ("different", "near pair"):
        return _different("given names differ")
    middle = compare_middle(a, b)
    if middle == "conflict":
        return _different("middle names conflict")
    if level in _GIVEN_DOUBTS:
        return _uncertain(_GIVEN_DOUBTS[level])
    if level == "initial":
        agreed = middle in ("exact", "initial")
        return _same("initials agree") if agreed else _uncertain("only an initial to compare")
    if level == "nickname" and is_ambiguous_form(a.given, b.given):
        return _uncertain("a short form of several names")
    if level == "close" and min(len(a.given), len(b.given)) < 6:
        return _uncertain("a variant of a short given name")
    return _same("given names agree" if level == "exact" else f"given names: {level}")


def _turned(a: CleanName, b: CleanName) -> NameRelation | None:
    """Given name and surname exchanged: the same person when only one reading makes sense."""
    if not a.given or a.given != b.surname or a.surname != b.given or a.given == a.surname:
        return None
    readings = sorted((_sense(a), _sense(b)))
    if readings[1] > 50 * max(readings[0], 1e-9):
        return _same("given name and surname exchanged")
    return _uncertain("given name and surname exchanged, both readings possible")


def _sense(name: CleanName) -> float:
    return given_share(name.given) * max(surname_share(name.surname), 1e-6)


def compare_names(a: str, b: str) -> NameRelation:
    """The verdict on two name fields as written: care-of names, estates, trusts, joint owners."""
    left, right = (_parties(text) for text in (a, b))
    if not left or not right:
        return _uncertain("a field names nobody")
    if any(p.kind is PartyKind.BUSINESS for p in (*left, *right)) or _is_company(a, b):
        return _uncertain("a business name is involved")
    estates = [any(p.kind is PartyKind.ESTATE for p in side) for side in (left, right)]
    if estates[0] != estates[1]:
        return _uncertain("an estate: the person may be dead")
    verdicts = [_party(x, y) for x in left for y in right]
    for wanted in (NameVerdict.SAME, NameVerdict.UNCERTAIN):
        for verdict in verdicts:
            if verdict.verdict is wanted:
                return verdict
    return verdicts[0]


def _parties(text: str) -> tuple[Party, ...]:
    found = read_parties(text, NameOrder.UNKNOWN)
    return tuple(p for p in found if p.kind is not PartyKind.CARE_OF)


def _is_company(a: str, b: str) -> bool:
    forms = {"LLC", "INC", "CORP", "LTD", "LP", "LLP", "PLLC", "CO", "COMPANY", "BANK"}
    return any(forms & set(folded(text).replace(".", "").split()) for text in (a, b))


def _party(a: Party, b: Party) -> NameRelation:
    found = compare_persons(a.name, b.name)
    if found.verdict is NameVerdict.SAME:
        return found
    for one, other in ((a, b), (b, a)):
        if one.former:
            former = PersonName(one.name.given, one.name.middle, one.former, one.name.generation)
            if compare_persons(former, other.name).verdict is NameVerdict.SAME:
                return _same("a former surname is stated")
    if _words(a) == _words(b) and _words(a) & name_tables().vietnamese:
        return _same("the same words in another order")
    return found


def _words(party: Party) -> frozenset[str]:
    name = clean_name(party.name)
    return frozenset((*name.givens, *name.middles, *name.surnames))
