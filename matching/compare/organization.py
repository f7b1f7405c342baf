"""Whether two organisation names are one organisation's: same, different or uncertain."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from matching.compare.person import NameRelation, NameVerdict
from matching.normalize.organization import NormalOrganization, read_organization

_GRADED = frozenset({"LLC", "INC", "LP", "LLP", "LLLP", "PLLC", "PC", "LTD", "TRUST", "NA", "FSB"})


def compare_organizations(a: str, b: str) -> NameRelation:
    """The verdict on two names as written, with the rule that decided; order does not matter."""
    return relate_organizations(read_organization(a), read_organization(b))


def relate_organizations(a: NormalOrganization, b: NormalOrganization) -> NameRelation:
    """The verdict on two normalised organisation names."""
    if not a.words or not b.words:
        return NameRelation(NameVerdict.UNCERTAIN, "a name is missing")
    if a.numbers != b.numbers:
        both = a.numbers and b.numbers
        numbered = both or _letters(a) == _letters(b)
        if numbered:
            return NameRelation(NameVerdict.DIFFERENT, "series numbers or ordinals differ")
    if _letters(a) == _letters(b):
        return _same_words(a, b)
    return _other_words(a, b)


def _letters(organization: NormalOrganization) -> str:
    return "".join(organization.words)


def _same_words(a: NormalOrganization, b: NormalOrganization) -> NameRelation:
    if a.dated and b.dated and a.dated != b.dated:
        return NameRelation(NameVerdict.DIFFERENT, "trust dates differ")
    if a.dated != b.dated:
        return NameRelation(NameVerdict.UNCERTAIN, "trust date on one side only")
    if a.role or b.role:
        return NameRelation(NameVerdict.UNCERTAIN, "a trustee, estate or division is involved")
    if a.form != b.form and a.form in _GRADED and b.form in _GRADED:
        return NameRelation(NameVerdict.UNCERTAIN, "legal forms differ")
    return NameRelation(NameVerdict.SAME, "every word agrees")


def _other_words(a: NormalOrganization, b: NormalOrganization) -> NameRelation:
    left, right = set(a.words), set(b.words)
    if (left < right or right < left) and len(left & right) > 1:
        return NameRelation(NameVerdict.UNCERTAIN, "one name has more words")
    x, y = _letters(a), _letters(b)
    long_enough = min(len(x), len(y)) >= 10
    if long_enough and len(a.words) == len(b.words) and OSA.distance(x, y, score_cutoff=2) <= 1:
        return NameRelation(NameVerdict.UNCERTAIN, "one letter differs")
    return NameRelation(NameVerdict.DIFFERENT, "words differ")
