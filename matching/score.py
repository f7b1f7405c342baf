"""The match weight of one record for one subject: named terms that sum exactly to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from matching.compare.birth import compare_birth
from matching.compare.contact import (
    compare_address_sets,
    compare_emails,
    compare_phones,
    compare_ssn,
)
from matching.compare.given import compare_generation, compare_given, compare_middle
from matching.compare.organization import relate_organizations
from matching.compare.surname import compare_surname
from matching.model import NO_DATA, Model, whole_bits
from matching.normalize.clean_name import CleanName
from matching.normalize.name_tables import given_share, surname_share
from matching.profile import Profile
from skiptrace.model.match import Term
from skiptrace.model.subject import EntityKind

_SURNAMES_AGREE = frozenset({"exact", "compound", "maternal", "former", "close"})
_GIVEN_DIFFER = frozenset({"different", "near pair"})
_PROOF = {
    "dob": frozenset({"exact", "year and month", "swapped", "one digit"}),
    "ssn": frozenset({"full", "last four"}),
    "address": frozenset({"same delivery point", "unit unknown", "probable"}),
    "phone": frozenset({"agree"}),
    "email": frozenset({"agree"}),
}
_VETOES = (
    ("generation", "conflict", "generational suffixes conflict"),
    ("dob", "contradiction", "dates of birth contradict"),
    ("ssn", "contradiction", "social security numbers contradict"),
)
_HOUSEHOLD_VETOES = {
    "relative": "a relative at the same address",
    "twin": "a sibling born on the same day",
    "occupant": "another person at the same address",
}


@dataclass(frozen=True)
class Score:
    """What a comparison came to.

    `weight` is exactly the sum of the terms' weights: every weight is a multiple of 2**-20 bit.
    `proved` says that a field beside the name agrees. `veto` names a contradiction, or is empty.
    """

    weight: float
    terms: tuple[Term, ...]
    veto: str = ""
    proved: bool = False

    @property
    def probability(self) -> float:
        """2**weight / (1 + 2**weight), safe for any weight."""
        return probability_of(self.weight)


def probability_of(weight: float) -> float:
    """The probability of log2 odds; 0 and 1 only beyond what a float can tell."""
    if weight >= 0:
        return 1.0 / (1.0 + math.pow(2.0, -min(weight, 1000.0)))
    odds = math.pow(2.0, max(weight, -1000.0))
    return odds / (1.0 + odds)


def summed(terms: tuple[Term, ...]) -> float:
    """The exact sum of the terms' weights."""
    return math.fsum(term.weight for term in terms)


def score(model: Model, subject: Profile, record: Profile, as_of: date) -> Score:
    """The score of a record for a subject on a day.

    Records of organisations that list the subject are compared by the listed people. A birth
    after `as_of` on either side counts as missing.
    """
    if subject.kind is EntityKind.ORGANIZATION:
        named: tuple[Term, ...] = (_organization(model, subject, record),)
    else:
        named = _best_names(model, subject, record)
    terms = (
        Term("prior", "prior", model.prior, "how rarely a record is about the subject"),
        *named,
        *_fields(model, subject, record, as_of),
    )
    return _finished(model, subject, terms)


def _organization(model: Model, subject: Profile, record: Profile) -> Term:
    if subject.organization is None or record.organization is None:
        return model.term("organization", NO_DATA)
    relation = relate_organizations(subject.organization, record.organization)
    return model.term("organization", relation.verdict.value)


def _best_names(model: Model, subject: Profile, record: Profile) -> tuple[Term, ...]:
    """The terms of the pair of names that agree best; each side may have several."""
    pairs = [(a, b) for a in subject.names for b in record.names]
    if not pairs:
        empty = CleanName()
        pairs = [(empty, empty)]
    options = [_names(model, a, b) for a, b in pairs]
    return max(options, key=summed) if len(options) > 1 else options[0]


def _names(model: Model, a: CleanName, b: CleanName) -> tuple[Term, ...]:
    if a.given and a.given == b.surname and a.surname == b.given:
        b = CleanName(b.surname, b.surnames, b.middles, b.given, b.givens, b.generation)
    surname, given = compare_surname(a, b), compare_given(a, b)
    terms = [model.term("surname", surname)]
    if surname in model.rarity["surname"].levels:
        share = max(surname_share(a.surname), surname_share(b.surname))
        terms.append(_rarity(model, "surname", share))
    terms.append(model.term("given", given))
    if given in model.rarity["given"].levels:
        share = max(given_share(a.givens[0]), given_share(b.givens[0]))
        terms.append(_rarity(model, "given", share))
    terms.append(model.term("middle", compare_middle(a, b)))
    terms.append(model.term("generation", compare_generation(a, b)))
    return tuple(terms)


def _rarity(model: Model, name: str, share: float) -> Term:
    bits = model.rarity[name].bits(share)
    level = "rare" if bits > 0 else "common"
    return Term(
        f"{name} rarity",
        level,
        bits,
        f"the {name} name is {level}".replace("surname name", "surname"),
    )


def _fields(model: Model, subject: Profile, record: Profile, as_of: date) -> tuple[Term, ...]:
    births = [p.dob if p.dob and p.dob.earliest() <= as_of else None for p in (subject, record)]
    return (
        model.term("dob", compare_birth(*births)),
        model.term("ssn", compare_ssn(subject, record)),
        model.term("address", compare_address_sets(subject, record)),
        model.term("phone", compare_phones(subject, record)),
        model.term("email", compare_emails(subject, record)),
    )


def _finished(model: Model, subject: Profile, terms: tuple[Term, ...]) -> Score:
    """Context terms, then the ceilings that lack of proof or a veto sets."""
    levels = {term.name: term.level for term in terms}
    household = _household(levels)
    if household:
        terms = (*terms, model.term("household", household))
    veto = next((why for name, level, why in _VETOES if levels.get(name) == level), "")
    if not veto and household in _HOUSEHOLD_VETOES and not _is_beyond_doubt(levels):
        veto = _HOUSEHOLD_VETOES[household]
    proofs = {name for name, agreeing in _PROOF.items() if levels.get(name) in agreeing}
    if levels.get("given") == "initial":
        proofs.discard("address")  # an initial at an address fits the whole household
    proved = bool(proofs)
    named = subject.kind is EntityKind.ORGANIZATION or levels.get("given") != NO_DATA
    if not (proved and named):
        words = "no field beside the name agrees" if named else "no name to compare"
        terms = _capped(terms, "proof", model.unproved_ceiling, words)
    if veto:
        terms = _capped(terms, "veto", model.veto_ceiling, veto)
    return Score(summed(terms), terms, veto, proved and named)


def _capped(terms: tuple[Term, ...], name: str, ceiling: float, words: str) -> tuple[Term, ...]:
    """The terms with one more that brings their sum down to a ceiling, if it is above."""
    over = summed(terms) - ceiling
    return (*terms, Term(name, "ceiling", whole_bits(-max(over, 0.0)), words))


def _household(levels: dict[str, str]) -> str:
    """Whether the record looks like a relative, a twin, a namesake or a new occupant."""
    at_home = levels["address"] in ("same delivery point", "unit unknown", "probable")
    if levels.get("given") not in _GIVEN_DIFFER:
        unlike = "one side only" in levels.values() or levels.get("middle") == "conflict"
        unborn = levels["dob"] == levels["ssn"] == NO_DATA
        return "namesake" if at_home and unlike and unborn else ""
    if levels.get("surname") in _SURNAMES_AGREE:
        if levels["dob"] in ("exact", "swapped"):
            return "twin"
        return "relative" if at_home or levels["phone"] == "agree" else ""
    return "occupant" if at_home and levels.get("surname") == "different" else ""


def _is_beyond_doubt(levels: dict[str, str]) -> bool:
    """Equal numbers and birth outweigh a given name that no rule connects."""
    number = levels["ssn"] in ("full", "last four")
    return number and levels["dob"] in ("exact", "swapped", "one digit", "year and month")
