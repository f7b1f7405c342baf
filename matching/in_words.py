"""One plain sentence of a match: what agrees, and what speaks against, first where it decided.

It counts no bits: those stand in the explanation, one level down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matching.term_once import JOINT
from skiptrace.model.match import Candidate, Decision, Term

TELLING = 0.5
"""Bits from which on a comparison is worth a word."""

NOTHING_AGAINST = "nothing speaks against"
SEVERAL = "several of the name"
"""The rule by which one of several entries of a name is in doubt; it decides before all others."""
_SHOWN = 2
_NAMES = frozenset({"surname", "given", "middle", "order", "organization", "name", "present name"})
_RARITY = {"surname rarity": "surname", "given rarity": "given", "name rarity": "name"}
_WHOLE = frozenset({"exact", "same", "former", "spelling", "form on one side", "alias", "trade"})
_IN_PART = frozenset(
    {"more words", "beginning", "acronym", "role", "alike", "same head", "shared words", "holding"}
)
_NAMED = frozenset(
    {"name", "name in another form", "part of the name", "surname", "given name", "middle name",
     "middle initial"}
)  # fmt: skip
_RIVALS = ("rival", "unsure rival")
_TOO_LITTLE = "too little agrees"
_NAME_ALONE = "nothing beside the name agrees"
_OTHER_FITS = "another person fits as well"

_NOUNS: Mapping[str, Mapping[str, str]] = {
    "middle": {"exact": "middle name", "initial": "middle initial"},
    "birth": {
        "exact": "full birth date",
        "swapped": "birth date but for its order",
        "one digit": "birth date but for a digit",
        "neighbours": "birth date but for a slip",
        "two digits": "birth date but for two digits",
        "stand-in day": "birth year",
        "year and month": "month and year of birth",
        "year and day": "day and year of birth",
        "year only": "birth year",
        "same year": "birth year",
    },
    "ssn": {
        "full": "social security number",
        "last four": "last four digits of the social security number",
        "one digit": "social security number but for a digit",
        "neighbours": "social security number but for a slip",
    },
    "ein": {
        "agree": "employer identification number",
        "slip": "employer identification number but for a slip",
    },
    "register number": {"agree": "register number", "slip": "register number but for a slip"},
    "officer": {"same": "an officer", "nearly": "an officer", "surname": "an officer's surname"},
    "formation": {"agree": "state of formation"},
    "phone": {
        "agree": "phone",
        "fictional": "phone",
        "one digit": "phone but for a digit",
        "neighbours": "phone but for a slip",
    },
    "email": {"agree": "e-mail", "same domain": "e-mail domain"},
    "place": {
        "same delivery point": "address",
        "unit unknown": "building",
        "same building": "building",
        "street nearly": "address but for a slip",
        "number nearly": "address but for a digit",
        "same number": "house number",
        "same street": "street",
        "nearly the street": "street",
    },
    "locality": {"zip and city": "town", "zip": "ZIP code", "city": "town"},
    "own mail": {"own mail": "the debtor's own mail"},
}
"""What agrees, by comparison and level, in the order in which it is told."""

_PERSONAL = ("generation", "birth", "ssn")
_COMPANY = ("ein", "register number", "officer", "formation")
_FIELDS = frozenset({*_NAMES, *_PERSONAL, *_COMPANY, "phone", "email", "place"})


def sentence(candidate: Candidate) -> str:
    """The match in one sentence without personal data.

    Accepted: `name, full birth date and phone agree; nothing speaks against`. Not accepted: what
    decided against it comes first. Empty when nothing speaks either way.
    """
    agrees = agreement(candidate)
    if candidate.decision is not Decision.ACCEPT:
        return _held_back(against(candidate), agrees)
    doubts = [term.words for term in _contrary(candidate)[:_SHOWN]]
    if not doubts:
        return f"{agrees}; {NOTHING_AGAINST}" if agrees else ""
    return "; ".join(filter(None, (agrees, f"against it: {' and '.join(doubts)}")))


def _held_back(words: str, agrees: str) -> str:
    if words == _TOO_LITTLE:
        return f"only {agrees}, too little to be sure"
    return words if words == _NAME_ALONE or not agrees else f"{words}; {agrees}"


def agreement(candidate: Candidate) -> str:
    """What agrees, as `name and address agree`; empty when nothing does."""
    nouns = list(dict.fromkeys(_agreeing(candidate)))
    if not nouns:
        return ""
    whole = " and ".join(filter(None, (", ".join(nouns[:-1]), nouns[-1])))
    return f"{whole} {'agree' if len(nouns) > 1 else 'agrees'}"


def against(candidate: Candidate) -> str:
    """What keeps the record from being taken for the subject's: one reason, the decisive one."""
    if candidate.veto:
        return candidate.veto
    terms = candidate.terms
    several = [t for t in terms if t.name == "constraint" and t.level == SEVERAL]
    if several:
        return several[0].words.split(": ", 1)[-1]
    ruled = [t for t in terms if t.name == "constraint" and t.weight < 0]
    if ruled:
        return ruled[0].words.split(": ", 1)[-1]
    if any(t.name == "competition" and t.weight <= -TELLING for t in terms):
        return _OTHER_FITS
    contrary = _contrary(candidate)
    if contrary:
        return contrary[0].words
    held = [t for t in terms if t.name == "constraint"]
    if held:
        return held[0].words.split(": ", 1)[-1]
    nouns = set(_agreeing(candidate)) - _NAMED
    return _TOO_LITTLE if nouns else _NAME_ALONE


def _contrary(candidate: Candidate) -> Sequence[Term]:
    """The fields and the other people that speak against the record, the weightiest first."""
    found = [t for t in candidate.terms if t.weight <= -TELLING and _speaks(t)]
    return sorted(found, key=lambda t: t.weight)


def _speaks(term: Term) -> bool:
    is_rival = term.name in _RIVALS and "worse" not in term.words
    return is_rival or term.name in _FIELDS


def _agreeing(candidate: Candidate) -> Iterator[str]:
    weights: dict[str, float] = {}
    levels: dict[str, str] = {}
    for term in candidate.terms:
        if JOINT not in term.name:
            name = _RARITY.get(term.name, term.name)
            weights[name] = weights.get(name, 0.0) + term.weight
            if name == term.name:
                levels[name] = term.level
    telling = {name for name, weight in weights.items() if weight >= TELLING}
    yield from _names(telling, levels)
    for name, nouns in _NOUNS.items():
        is_told = name in telling and not (name == "locality" and "place" in telling)
        if is_told and levels[name] in nouns:
            yield nouns[levels[name]]
    if any(name.startswith("via ") for name in telling):
        yield "facts that another record of the debtor gave"


def _names(telling: set[str], levels: Mapping[str, str]) -> Iterator[str]:
    is_company = not telling.isdisjoint(("organization", "name"))
    if is_company or {"surname", "given"} <= telling:
        parts = {levels[n] for n in ("organization", "name", "surname", "given") if n in telling}
        if is_company and parts & _IN_PART:
            yield "part of the name"
        else:
            yield "name" if parts <= _WHOLE else "name in another form"
    elif "surname" in telling:
        yield "surname"
    elif "given" in telling:
        yield "given name"
