"""How the words of two organisation names relate, their numbers and legal forms left aside."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from rapidfuzz.distance import OSA

from matching.parse.organization.read import NormalOrganization
from matching.parse.organization.words import organization_tables


class WordLevel(StrEnum):
    """How the words of two names relate; the value is what the user reads."""

    AGREE = "every word agrees"
    PLURAL = "a plural on one side"
    TURNED = "the same words in another order"
    TRUST_KIND = "the kind of trust is named on one side or differs"
    ACRONYM = "one name may be the initials of the other"
    MORE = "one name has more words"
    SLIP = "one word differs by a letter"
    DIFFERENT = "words differ"


def word_level(a: NormalOrganization, b: NormalOrganization) -> WordLevel:
    """The level of the best rule that connects the words of two names; both have words."""
    if "".join(a.words) == "".join(b.words) or _all_agree(a, b):
        return WordLevel.AGREE
    if a.form == b.form == "TRUST":
        return _trusts(a, b)
    if len(a.words) == len(b.words):
        return _pairwise(a, b)
    if _is_acronym(a, b) or _is_acronym(b, a):
        return WordLevel.ACRONYM
    if _has_more(set(a.words), set(b.words)):
        return WordLevel.MORE
    x, y = "".join(a.words), "".join(b.words)
    close = min(len(x), len(y)) >= 12 and OSA.distance(x, y, score_cutoff=2) <= 1
    return WordLevel.SLIP if close else WordLevel.DIFFERENT


def _readings(organization: NormalOrganization, at: int) -> tuple[str, ...]:
    """The words that one word may stand for: SVC is SERVICE or SERVICES."""
    shortened = organization.open[at] if organization.open else ""
    return organization_tables().either.get(shortened, (organization.words[at],))


def _all_agree(a: NormalOrganization, b: NormalOrganization) -> bool:
    if len(a.words) != len(b.words) or not (a.open or b.open):
        return False
    pairs = range(len(a.words))
    return all(not set(_readings(a, at)).isdisjoint(_readings(b, at)) for at in pairs)


def _pairwise(a: NormalOrganization, b: NormalOrganization) -> WordLevel:
    unlike = [
        (x, y)
        for at, (x, y) in enumerate(zip(a.words, b.words, strict=True))
        if set(_readings(a, at)).isdisjoint(_readings(b, at))
    ]
    if all(_stem(x) == _stem(y) for x, y in unlike):
        return WordLevel.PLURAL
    if Counter(a.words) == Counter(b.words):
        return WordLevel.TURNED if min(map(len, a.words)) > 2 else WordLevel.DIFFERENT
    if len(unlike) == 1 and (_is_slip(*unlike[0]) or _is_slip_in_long(a, *unlike[0])):
        return WordLevel.SLIP
    if len(a.words) == 1 and (_is_acronym(a, b) or _is_acronym(b, a)):
        return WordLevel.ACRONYM
    return WordLevel.DIFFERENT


def _stem(word: str) -> str:
    if word.endswith("IES") and len(word) > 4:
        return word[:-3] + "Y"
    if word.endswith(("SES", "XES", "CHES", "SHES")):
        return word[:-2]
    return word[:-1] if word.endswith("S") and not word.endswith("SS") and len(word) > 3 else word


def _is_slip(x: str, y: str) -> bool:
    shorter = min(len(x), len(y))
    if shorter < 5 or not (x.isalpha() or y.isalpha()):
        return False
    edits = OSA.distance(x, y, score_cutoff=3)
    return edits <= 1 or (edits == 2 and shorter >= 8 and x[0] == y[0])


def _is_slip_in_long(a: NormalOrganization, x: str, y: str) -> bool:
    """A slip in a shorter word, where much of a name beside it agrees."""
    rest = sum(map(len, a.words)) - len(x)
    shorter = min(len(x), len(y))
    if len(a.words) < 3 or not (x + y).isalpha():
        return False
    if shorter > 4:
        return rest > 14 and OSA.distance(x, y, score_cutoff=3) == 2 and x[0] == y[0]
    return rest > 12 and shorter > 2 and len(x) == len(y) and OSA.distance(x, y) == 1


def _is_acronym(a: NormalOrganization, b: NormalOrganization) -> bool:
    initials = "".join(word[0] for word in b.words)
    return len(a.words) == 1 and len(initials) > 2 and a.words[0] == initials


def _has_more(left: set[str], right: set[str]) -> bool:
    if not (left < right or right < left):
        return False
    shared, added = left & right, left ^ right
    return len(shared) > 1 or added <= organization_tables().extra


def _trusts(a: NormalOrganization, b: NormalOrganization) -> WordLevel:
    """Trusts of one person or family: the kind may be left out, but not contradicted."""
    kinds = organization_tables().trust_words
    left, right = set(a.words) - kinds, set(b.words) - kinds
    if {"IRREVOCABLE"} & set(a.words) and {"REVOCABLE", "LIVING"} & set(b.words):
        return WordLevel.DIFFERENT
    if {"IRREVOCABLE"} & set(b.words) and {"REVOCABLE", "LIVING"} & set(a.words):
        return WordLevel.DIFFERENT
    if left == right and left:
        return WordLevel.TRUST_KIND
    if left and right and (left < right or right < left):
        return WordLevel.MORE
    return WordLevel.DIFFERENT
