"""Which levels of the comparisons of organisations say more agreement than which."""

from __future__ import annotations

from collections.abc import Mapping

from matching.compare.agreement import CHAINS as OF_PEOPLE
from matching.compare.agreement import Chains, steps
from matching.compare.organizations.name_rarity import NAME_RARITY
from matching.compare.organizations.pairs import AT_AGENT, LEVELS
from matching.compare.rarity import CROWD

_NUMBER: Chains = (("different", "no data", "agree"), ("different", "slip", "agree"))
_CROWD = ("no data", *reversed(CROWD[1:]))

CHAINS: Mapping[str, Chains] = {
    "name": (
        ("different", "shared words", "same head", "more words", "exact"),
        ("different", "alike", "slip", "exact"),
        ("same head", "beginning", "exact"),
        ("different", "acronym", "exact"),
        ("different", "no data", "alias", "trade", "exact"),
        ("no data", "former", "exact"),
        ("no data", "slip"),
        ("other form", "form on one side", "exact"),
        ("other number", "detail", "exact"),
        ("different", "role", "exact"),
        ("different", "holding", "exact"),
        ("different", "other form"),
    ),
    "name rarity": (NAME_RARITY,),
    "present name": (("different", "no data", "agree"), ("different", "partly", "agree"),
                     ("other number", "agree")),
    "ein": _NUMBER,
    "register number": _NUMBER,
    "formation": (("different", "no data", "agree"),),
    "officer": (("different", "surname", "nearly", "same"), ("different", "no data", "nearly")),
    "phone": OF_PEOPLE["phone"],
    "phone crowd": (_CROWD,),
    "email": (("different", "no data", "same domain", "agree"),),
    "email crowd": (_CROWD,),
    "place": OF_PEOPLE["place"],
    "locality": OF_PEOPLE["locality"],
    "crowd": (_CROWD, ("no data", AT_AGENT, "80 or more")),
}  # fmt: skip
"""Of each comparison the chains of its levels, from the least agreement to the most."""

STEPS: Mapping[str, tuple[tuple[int, int], ...]] = {
    name: steps(CHAINS[name], levels) for name, levels in LEVELS.items()
}
"""The steps of every comparison."""
