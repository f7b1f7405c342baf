"""What no weight may outvote: contradictions that veto a match, and names that nothing proves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from matching.levels.names import Levels
from matching.levels.pairs import LEVELS

_SURNAMES_AGREE = frozenset({"exact", "part", "former", "sounds alike", "one edit"})
_GIVENS_DIFFER = frozenset({"different", "same initial", "near pair"})
_BORN_ALIKE = frozenset({"exact", "swapped"})
_BORN_NEARLY = _BORN_ALIKE | {"one digit", "neighbours", "year and month"}
_BORN_APART = frozenset({"some years", "a generation", "two generations"})
_AT_HOME = frozenset({"same delivery point", "unit unknown", "street nearly"})
_NUMBERS_AGREE = frozenset({"full", "last four"})
_PROOF: Mapping[str, frozenset[str]] = {
    "birth": _BORN_NEARLY,
    "ssn": _NUMBERS_AGREE,
    "place": _AT_HOME,
    "phone": frozenset({"agree", "fictional"}),
    "email": frozenset({"agree"}),
}
_CONFLICTS = (
    ("generation", frozenset({"conflict"}), "generational suffixes conflict"),
    ("birth", _BORN_APART | {"two digits", "other year"}, "dates of birth contradict"),
    ("ssn", frozenset({"contradiction"}), "social security numbers contradict"),
)

Named = Mapping[str, str]
"""The level of every comparison by name, as `matching.levels.pairs.LEVELS` names them."""


def veto(levels: Named) -> str:
    """Why the record cannot be accepted whatever its weight, in words; empty when it may be."""
    for comparison, conflicting, words in _CONFLICTS:
        if levels[comparison] in conflicting:
            return words
    return "" if _is_beyond_doubt(levels) else _household(levels)


def housemates(levels: Mapping[str, Levels]) -> NDArray[np.bool_]:
    """Of many records at once, which are vetoed as other people of the household.

    A given name that differs tells them apart, which no slip of the pen in a date or number does.
    """

    def is_in(comparison: str, names: Collection[str]) -> NDArray[np.bool_]:
        return np.isin(LEVELS[comparison], tuple(names))[levels[comparison]]

    at_home, surname = is_in("place", _AT_HOME), is_in("surname", _SURNAMES_AGREE)
    kin = surname & (is_in("birth", _BORN_ALIKE) | is_in("phone", _PROOF["phone"]))
    beyond_doubt = is_in("ssn", _NUMBERS_AGREE) & is_in("birth", _BORN_NEARLY)
    return is_in("given", _GIVENS_DIFFER) & (at_home | kin) & ~beyond_doubt


def _household(levels: Named) -> str:
    """Another person of the household, by a given name that differs."""
    at_home = levels["place"] in _AT_HOME
    if levels["given"] not in _GIVENS_DIFFER:
        return ""
    if levels["surname"] in _SURNAMES_AGREE:
        if levels["birth"] in _BORN_ALIKE:
            return "a sibling born on the same day"
        by_phone = levels["phone"] in _PROOF["phone"]
        return "a relative at the same address" if at_home or by_phone else ""
    return "another person at the same address" if at_home else ""


def _is_beyond_doubt(levels: Named) -> bool:
    """Equal numbers and birth outweigh a given name that no rule connects."""
    return levels["ssn"] in _NUMBERS_AGREE and levels["birth"] in _BORN_NEARLY


def is_proved(levels: Named) -> bool:
    """Whether a field beside the name agrees, and there is a given name to compare.

    An initial at an address fits the whole household, so an address does not prove it.
    """
    if levels["given"] == "no data":
        return False
    proofs = {name for name, agreeing in _PROOF.items() if levels[name] in agreeing}
    if levels["given"] == "initial":
        proofs.discard("place")
    return bool(proofs)


def has_proof(levels: Named) -> bool:
    """Whether any field beside the name agrees."""
    return any(levels[name] in agreeing for name, agreeing in _PROOF.items())
