"""Whether a name is an organisation's rather than a person's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from config.match_tables import match_table
from matching.normalize.name_tables import given_share, name_tables, surname_share
from matching.normalize.text import folded

_WORDS = re.compile(r"[A-Z0-9#]+")
_DOTTED = re.compile(r"\b(?:[A-Z]\.\s?){2,5}")
_OF = re.compile(r"^(?:THE )?(?:CITY|COUNTY|TOWN|TOWNSHIP|VILLAGE|BOROUGH|STATE|PARISH"
                 r"|COMMONWEALTH|DEPT|DEPARTMENT|BOARD|BANK|UNIVERSITY|DIOCESE|OFFICE|BUREAU"
                 r"|SECRETARY|UNITED STATES) ?(?:OF\b|$)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Signs:
    """Words that only organisations have; `last` count at the end of a name, `some` beside more."""

    sure: frozenset[str]
    last: frozenset[str]
    some: frozenset[str]


@cache
def _signs() -> _Signs:
    raw = match_table("organizations")["signs"]
    return _Signs(*(frozenset(raw[key].split()) for key in ("sure", "last", "some")))


def is_sign(word: str) -> bool:
    """Whether a word in capitals may show an organisation, alone or beside others."""
    signs = _signs()
    is_any = word in signs.sure or word in signs.last or word in signs.some
    return is_any or _OF.match(word) is not None


def is_organization_name(text: str) -> bool:
    """Whether legal forms, trade words or a public body's style show an organisation.

    A word that is a surname too (CHURCH, BANKS, PARK) does not count behind a given name alone.
    """
    plain = folded(text)
    if "." in plain:
        plain = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", plain)
    words = _WORDS.findall(plain.replace("'", "").replace(".", ""))
    if not words:
        return False
    signs = _signs()
    if not signs.sure.isdisjoint(words) or _OF.match(plain) or "REAL ESTATE" in plain:
        return len(words) > 1 or words[0] in signs.some
    if words[-1] in signs.last and len(words) > 1 and not _is_person_like(words):
        return True
    found = [word for word in words if word in signs.some]
    return bool(found) and not _is_person_like(words)


def _is_person_like(words: list[str]) -> bool:
    """FRANK CHURCH or CHURCH FRANK F: two words, or initials beside, and one a given name."""
    whole = [word for word in words if len(word) > 1]
    if not name_tables().vietnamese.isdisjoint(words):
        return True
    if len(whole) < 3:
        return any(given_share(word) > 0.0001 for word in whole)
    first, last = whole[0], whole[-1]
    given = given_share(first) > max(0.0001, surname_share(first))
    return given and len(whole) == 3 and surname_share(last) > 0.0
