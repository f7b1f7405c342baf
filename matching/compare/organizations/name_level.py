"""How two names of organisations relate, as a level; the verdict is that of `relate`."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from matching.compare.organization.relate import relate_organizations
from matching.compare.organization.words import WordLevel
from matching.parse.organization.read import NormalOrganization
from matching.parse.organization.words import organization_tables

NAME = (
    "no data", "exact", "form on one side", "former", "slip", "trade", "alias", "detail",
    "other form", "more words", "beginning", "acronym", "role", "alike", "same head",
    "shared words", "holding", "other number", "different",
)  # fmt: skip
"""Levels of names, of several names the first that any two of them come to."""

_OF_REASON = {
    WordLevel.PLURAL: "slip", WordLevel.TURNED: "slip", WordLevel.SLIP: "slip",
    WordLevel.TRUST_KIND: "detail", WordLevel.ACRONYM: "acronym", WordLevel.MORE: "more words",
    "a legal form may be written to the name": "slip",
    "legal forms differ": "other form",
    "a trust on one side": "other form",
    "a first number on one side only": "detail",
    "a number that may be a legal form": "detail",
    "the year of a trust on one side only": "detail",
    "the number of a shop or branch on one side only": "detail",
    "a place on one side only": "detail",
    "trust date on one side only": "detail",
    "a trustee, estate or division is involved": "role",
    "somebody who acts for another is involved": "role",
    "only one side says whose trustee, agent or division it is": "role",
    "one side is the trustee of the other": "role",
    "one side is a division of the other": "role",
    "one side acts for the other": "role",
    "a field is too long to be a name": "no data",
    "a name is missing": "no data",
    "series numbers or ordinals differ": "other number",
    "numbers of shops or branches differ": "other number",
    "places differ": "other number",
    "trust dates differ": "other number",
}  # fmt: skip
"""The level of each reason that the verdict gives and that says more than that words differ."""

_CUT_OFF = 8
"""Letters of a name from which on a longer one may be the same name in full."""

_ALIKE = 0.8
"""Of the letters, from which on names that differ are still alike."""


def name_level(a: NormalOrganization, b: NormalOrganization) -> str:
    """The level of NAME of two names, whatever each is to its organisation."""
    found = relate_organizations(a, b)
    if found.is_same:
        return "exact" if a.form == b.form else "form on one side"
    return _OF_REASON.get(found.reason) or _differing(a, b)


def _differing(a: NormalOrganization, b: NormalOrganization) -> str:
    """How names whose words differ do so."""
    x, y = "".join(a.words), "".join(b.words)
    left, right = set(a.words), set(b.words)
    added = left ^ right
    if added and (left < right or right < left) and added <= organization_tables().holding:
        return "holding"
    if a.numbers != b.numbers and a.numbers and b.numbers and left & right:
        return "other number"
    if min(len(x), len(y)) >= _CUT_OFF and (x.startswith(y) or y.startswith(x)):
        return "beginning"
    longer = max(len(x), len(y))
    if min(len(x), len(y)) >= _CUT_OFF and OSA.distance(x, y) <= (1 - _ALIKE) * longer:
        return "alike"
    if not left & right:
        return "different"
    return "same head" if a.words[0] == b.words[0] else "shared words"


AGREEING = ("exact", "form on one side", "slip", "detail", "other form", "beginning")
"""Levels at which a former name, a trade name or an alias is one that both sides have."""


def shared_words(a: NormalOrganization, b: NormalOrganization, level: str) -> frozenset[str]:
    """The words that two names of that level have in common; all of one where every word agrees."""
    if level in ("exact", "form on one side", "other form", "slip", "detail"):
        return frozenset(a.words)
    return frozenset(a.words) & frozenset(b.words)
