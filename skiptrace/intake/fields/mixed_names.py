"""A business and a person in one name field: which is which, where their writing tells."""

from __future__ import annotations

import re

from matching.parse.name_tables import surname_share
from matching.parse.organization.read import read_organization
from matching.parse.organization.signs import is_organization_name
from matching.parse.party.read import NameOrder, PartyKind, read_parties
from matching.parse.person.order import is_rather_given
from matching.parse.text import folded

_FORM = (
    r"(?:INC|INCORPORATED|CORP|CORPORATION|CO|COMPANY|L\.?L\.?C|L\.?L\.?P|L\.?P|LTD|P\.?A|P\.?C"
    r"|PLLC)\b"
)
_BETWEEN = re.compile(
    r"\s*(?:[;/|]|,?\s+(?:&|AND|OR|AND/OR)\s+|\s+-\s+"
    rf"|\s*\((?=[^()]+$)|,\s+(?!{_FORM}))\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r",?\s+(?:ITS\s+)?(?:MANAGING MEMBER|MANAGER|MEMBER|PRESIDENT|OWNER|GUARANTOR|MGR|PRES|CEO)$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:(?:PERSONAL(?:LY)? )?GUARANT(?:OR|EED BY)|GUAR|GTR|PG|OWNER|MEMBER|PRESIDENT)\b[:.\s-]*",
    re.IGNORECASE,
)


def business_and_person(text: str) -> tuple[str, str] | None:
    """The business and the person that a field names, in that order; None for everything else.

    A business says what it is by its legal form, or by its trade where a sign stands between the
    two. (`""`, `""`) where a person's name stands in front
    of what may be the rest of a firm's name: Maria Garcia and Acme Inc.
    """
    apart = _without_title(_BY.sub("; ", text.strip()))
    cut = [part for part in _BETWEEN.split(apart) if part]
    if len(cut) != 2:
        return None
    first, second = cut[0], _TITLE.sub("", cut[1])
    is_apart = bool(_APART.search(apart)) or second != cut[1]
    by_trade = bool(_BY_TRADE.search(apart))
    if _is_business(first, by_trade) and _is_person(second):
        return first, second
    if _is_person(first) and _is_business(second, by_trade):
        if is_apart:
            return second, first
        is_twice = second.upper().startswith(f"{first.upper()} ")
        return ("", "") if _is_firm_alone(second) and not is_twice else None
    return None


_APART = re.compile(r"[;/|(]|\s-\s")
_BY_TRADE = re.compile(r"[;|(]|\s-\s")
_BY = re.compile(r",?\s+BY:?\s+(?=.*\bITS\b)", re.IGNORECASE)


def _without_title(text: str) -> str:
    """The text without a bracket that it ends in and what the last one named is."""
    is_bracketed = text.endswith(")") and "(" in text
    return _BEHIND.sub("", text[:-1] if is_bracketed else text)


def _is_business(text: str, by_trade: bool) -> bool:
    if len(text.split()) < 2:
        return False
    return bool(read_organization(text).form) or (by_trade and is_organization_name(text))


def _is_firm_alone(text: str) -> bool:
    """Whether a text may name a firm without what stands in front: Acme Inc, and not Sons Inc."""
    firm = read_organization(text)
    if firm.form in _OF_PARTNERS or _FAMILY.search(text) is not None:
        return False
    words = folded(text).replace(".", "").replace(",", " ").split()
    return not (len(words) == _NAME_AND_FORM and surname_share(words[0]) > 0.0)


_OF_PARTNERS = frozenset({"PA", "PC", "LLP", "PLLC"})
_NAME_AND_FORM = 2


_FAMILY = re.compile(
    r"\b(?:SONS?|DAUGHTERS?|BRO(?:THER)?S|SISTERS|ASSOCIATES|ASSOC|COMPANY|PARTNERS?|FAMILY"
    r"|CO|OTHERS)\b",
    re.IGNORECASE,
)


def _is_person(text: str) -> bool:
    if is_organization_name(text) or text.upper().startswith("THE "):
        return False
    parties = read_parties(text, NameOrder.UNKNOWN)
    return bool(parties) and all(
        p.kind is PartyKind.PERSON and p.name.surname and is_rather_given(folded(p.name.given))
        for p in parties
    )
