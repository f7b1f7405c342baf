"""Whether a name is an organisation's rather than a person's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from config.census_names import census_name_shares
from config.match_tables import match_table
from matching.parse.name_tables import given_share, name_part_tables, name_tables, surname_share
from matching.parse.organization.forms import form_behind, form_tables
from matching.parse.text import folded

_WORDS = re.compile(r"[A-Z0-9#&]+")
_DOTTED = re.compile(r"\b(?:[A-Z]\.\s?){2,5}")
_OF = re.compile(r"^(?:THE )?(?:CITY|COUNTY|TOWN|TOWNSHIP|VILLAGE|BOROUGH|STATE|PARISH|CHURCH"
                 r"|COMMONWEALTH|DEPT|DEPARTMENT|BOARD|BANK|UNIVERSITY|UNIV|DIOCESE|OFFICE|BUREAU"
                 r"|SECRETARY|TEMPLE|CATHEDRAL|UNITED STATES) ?(?:OF\b|$)")  # fmt: skip
_SHAPES = ("THE", "FOR", "LOS", "LAS", "BY", "OF", "TO", "FROM", "WITH")
_AT_LAW = re.compile(r"[\s,]*\b(?:ATTORNEY|ATTY|ATT|COUNSELOR)[\s.]*AT[\s-]+LAW\b.*")
_ALL_DOTTED = re.compile(r"(?:[A-Z][.\s]+){2,}[A-Z]?\.?")
_FOR = re.compile(r"[A-Z] FOR [A-Z]")
_BETWEEN = re.compile(
    r"(?!.*\b(?:PARENT|MOTHER|FATHER|SPOUSE|CHILD|CHILDREN|MINOR|SON|DAUGHTER|WIDOW|WIFE|HUSBAND"
    r"|SUCCESSION|OCCUPANT|TENANT|FRIEND|GUARDIAN|EXECUTOR|EXECUTRIX|ADMINISTRATOR|ADMINISTRATRIX"
    r"|CUSTODIAN|CONSERVATOR|ATTORNEY|BROTHER|SISTER|RELATIVE|INFANT)S?\b)"
    r"[A-Z]{3,}(?: [A-Z]{3,})? (?:BY|OF|TO|FROM|WITH) (?:THE |OUR |YOUR |MY )?[A-Z]{2,}(?: [A-Z]+)?"
)
"""ROOMS TO GO, HAIR BY MARY, BEST OF NAPLES: no name has such a word within."""
_AGENT = re.compile(r"CUST|TRUST|AGENT|ATT|GUARDIAN|CONSERV|POA|BENEFIT|REP|EXEC|ADM")
_POSSESSIVE = re.compile(r"[A-Z]{2}'S\b\s*\S|\S\s+\S*[A-Z]{2}'S$")
_VAN = re.compile(r"\bVAN (?:DE[NR]? )?[A-Z]+$")
_NICKNAME = re.compile(r"\"[^\"]*\"")
_ADDRESS = re.compile(r"\.(?:COM|NET|ORG|BIZ)\b")
_LEADING_NUMBER = re.compile(r"\d+(?:ST|ND|RD|TH)?[\s-]+[A-Z]{2,}")
_SIGLUM = re.compile(r"\d+[A-Z]{1,3}|[A-Z]{1,3}&[A-Z]{1,3}")
_CASED_FORM = re.compile(r"^[^\W\d_]{2,} (?:(?:[A-Z]\.?\s?){2}|Oy)$")
_SPACED_FORM = re.compile(r"\S[\s,]+(?:P )?L L (?:L )?[CP]\.?$|[A-Z]{2} CO\.$")
"""ACME L L C, SMITH CO.: the letters of a form by themselves, an abbreviation with its point."""
_SLASHED_FORM = re.compile(r"[A-Z]{2}.*\s[AK]/S\.?$")
_JOINED = re.compile(r"\s*(?:,\s*(?:&|AND)?|&|\bAND\b)\s*")
_HELD = frozenset(
    ("TRUST", "TRST", "TR", "TTEE", "TTEES", "TRUSTEE", "TRUSTEES", "ESTATE", "EST", "HEIRS",
     "FAMILY", "LIVING", "REVOCABLE", "LATE", "DECEASED", "UTD", "WIFE", "HUSBAND")
)  # fmt: skip
"""Words of trusts, estates and families, which people of the name stand behind."""
_ASIDE = frozenset(("&", "AND", "MR", "MRS", "MS", "DR", "REV", "HON", "MISS"))
_FORCED = frozenset(
    ("BANK", "CORP", "CENTER", "CENTERS", "SERVICE", "BAPTIST", "HOA", "COOP", "HONDA", "GRILL")
)
"""Surnames of very few that are rather organisations' words."""
_PLACE_ENDS = (
    "SIDE", "VIEW", "VILLE", "BURG", "TOWN", "CREST", "RIDGE", "HAVEN", "BROOK", "CREEK", "LAKE",
    "DALE", "FIELD", "WOOD", "WOODS", "POINT", "LAND",
)  # fmt: skip
_WORSHIP = frozenset(("CHURCH", "TEMPLE", "CHAPEL", "CATHEDRAL", "ABBEY"))
_OFTEN = 0.00005
"""The share of people from which a surname is taken for a middle name."""
_BORNE = 0.00002
"""The share of people from which a surname is a usual one."""
_GIVEN = 0.0001
"""The share of people from which a word is taken for a given name."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """Words that show an organisation: `sure` ones nobody bears, `borne` are surnames too.

    `usual` are those of `borne` that many bear; `beside` are words of places in front of them.
    """

    sure: frozenset[str]
    borne: frozenset[str]
    usual: frozenset[str]
    beside: frozenset[str]
    rare_beside: frozenset[str]
    lead: frozenset[str]
    short: frozenset[str]
    firm: frozenset[str]
    foreign: frozenset[str]
    ends: tuple[str, ...]
    phrases: re.Pattern[str]
    phrase_heads: frozenset[str]


@cache
def _signs() -> _Signs:
    raw = match_table("organizations")
    words = {word for line in raw["signs"].values() for word in line.split()}
    borne = {word for word in words if surname_share(word) > 0.0 or given_share(word) > 0.0}
    borne -= _FORCED
    beside = raw["beside"]["common"].split()
    phrases = [" ".join(phrase.split()) for phrase in raw["beside"]["phrases"].split(",")]
    return _Signs(
        sure=frozenset((words - borne) | _sure_forms()),
        borne=frozenset(borne),
        usual=frozenset(word for word in borne if _is_usual(word)),
        beside=frozenset(beside),
        rare_beside=frozenset(
            word for word in beside if surname_share(word) < _OFTEN and given_share(word) < _BORNE
        ),
        lead=frozenset(raw["beside"]["lead"].split()),
        short=frozenset(raw["short"]["last"].split()),
        foreign=frozenset(raw["short"]["foreign"].split()),
        firm=frozenset(raw["short"]["firm"].split()),
        ends=tuple(raw["short"]["ends"].split()),
        phrases=re.compile(rf"\b(?:{'|'.join(phrases)})\b"),
        phrase_heads=frozenset(("&", *(phrase.split()[0] for phrase in phrases))),
    )


def _is_usual(word: str) -> bool:
    return surname_share(word) > _BORNE or given_share(word) > _BORNE


def _sure_forms() -> frozenset[str]:
    """Abbreviations of legal forms that are nothing else."""
    tables, parts = form_tables(), name_part_tables()
    others = tables.doubtful | parts.behind | parts.maybe_behind | parts.front | _HELD
    return frozenset(
        form
        for form in tables.abbreviations - others
        if len(form) > 2
        and form.isalpha()
        and form not in census_name_shares().surnames
        and given_share(form) == 0.0
    )


def is_sign(word: str) -> bool:
    """Whether a word in capitals may show an organisation, alone or beside others."""
    signs = _signs()
    kinds = (signs.sure, signs.borne, signs.short, signs.phrase_heads)
    is_listed = word in _SHAPES or any(word in kind for kind in kinds)
    return is_listed or _OF.match(word) is not None


def is_organization_name(text: str) -> bool:
    """Whether legal forms, trade words or a public body's style show an organisation.

    A word that is a surname too (CHURCH, BANKS, PARK) does not count behind a given name alone.
    """
    plain = folded(text)
    if " LAW" in plain:
        plain = _AT_LAW.sub("", plain)
    if _SPACED_FORM.search(plain):
        return True
    if '"' in plain:
        plain = _NICKNAME.sub(" ", plain) if plain[0] != '"' else plain
    if "." in plain:
        if _ADDRESS.search(plain) and "@" not in plain:
            return True
        plain = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", plain)
    found = _WORDS.findall(plain.replace("'", "").replace(".", ""))
    words = [word for word in found if word not in _ASIDE]
    if _SIGLUM.fullmatch(plain):
        return True
    if len(words) < 2:
        return bool(words) and _is_trade_word(words[0], plain)
    signs = _signs()
    if not signs.phrase_heads.isdisjoint(found) and signs.phrases.search(_spelled(found)):
        return True
    if not signs.sure.isdisjoint(words) or _OF.match(plain):
        return not _VAN.search(plain) and not _is_rarely_borne(words)
    if words[-1] in signs.firm and len(words) > 2 and len(words[-2]) > 1:
        return True
    if len(words) > 2 and words[-1] in _PRACTICES and words[-2] in _DEGREES:
        return True
    if not _HELD.isdisjoint(words):
        return False
    return _by_shape(plain, words) or _by_borne_word(words) or _by_short_form(words, text)


def _spelled(found: Sequence[str]) -> str:
    return " ".join("AND" if word == "&" else word for word in found)


def _is_rarely_borne(words: Sequence[str]) -> bool:
    """MARY STORE, CREDIT PAULINE W: one sign that some few bear, beside given names alone."""
    sure, names, tables = _signs().sure, census_name_shares().surnames, name_tables()
    signs = [word for word in words if word in sure]
    if len(signs) != 1 or signs[0] not in names or signs[0] not in (words[0], words[-1]):
        return False
    eastern = tables.vietnamese | tables.vietnamese_too
    if len(signs[0]) < 4 and not eastern.isdisjoint(words):
        return True
    others = [word for word in words if word != signs[0] and len(word) > 1]
    if not 0 < len(others) < 3:
        return False
    if any(len(word) == 1 for word in words):
        return all(given_share(word) > 0.0 for word in others)
    return all(given_share(word) > min(surname_share(word), _GIVEN) for word in others)


def _is_trade_word(word: str, plain: str) -> bool:
    """One word that nobody bears: CITIBANK, BBC, E.S.I."""
    if word in _signs().sure:
        return len(word) > 3
    if word in census_name_shares().surnames or given_share(word) > 0.0 or not word.isalpha():
        return False
    if len(word) > 2 and _ALL_DOTTED.fullmatch(plain):
        return True
    if len(word) > 2 and not set("AEIOUY").intersection(word):
        return True
    ends = _signs().ends
    return len(word) > 7 and word.endswith(ends)


def _by_shape(plain: str, words: Sequence[str]) -> bool:
    """JOE'S DINER, 24 HOUR GYM, THE HUB, BARON & BUDD: what only organisations write."""
    if "/S" in plain and _SLASHED_FORM.fullmatch(plain):
        return True
    if "'" in plain and _POSSESSIVE.search(plain):
        return True
    if plain[0].isdigit() and _LEADING_NUMBER.match(plain) and "%" not in plain:
        return not any(given_share(word) > _GIVEN for word in words)
    if words[0] == "THE" and 2 <= len(words) <= 4:
        return not any(map(_is_name_or_title, words[1:]))
    if words[0] in ("LOS", "LAS"):
        return not any(given_share(word) > 0.0 for word in words)
    if _FOR.search(plain) and not _AGENT.search(plain):
        return True
    if _BETWEEN.fullmatch(plain) and given_share(words[0]) <= _BORNE:
        tables = name_tables()
        return (tables.vietnamese | tables.east_asian).isdisjoint(words)
    return ("&" in plain or " AND " in plain) and _is_firm(plain)


def _is_name_or_title(word: str) -> bool:
    tables = name_tables()
    is_foreign = word in tables.vietnamese or word in tables.east_asian
    return is_foreign or given_share(word) > _GIVEN or word in name_part_tables().front


def _is_firm(plain: str) -> bool:
    """FLEMING & BUDD, DALEY, DEBOFSKY & BRYANT: surnames alone, none of them a given name."""
    parts = [part.strip(" .") for part in _JOINED.split(plain)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or any(not part.isalpha() or len(part) < 3 for part in parts):
        return False
    if any(given_share(part) > surname_share(part) for part in parts):
        return False
    return any(part in census_name_shares().surnames for part in parts)


def _by_borne_word(words: Sequence[str]) -> bool:
    """Whether a sign that is a surname too stands in a name that is nobody's."""
    signs = _signs()
    at = [index for index, word in enumerate(words) if word in signs.borne]
    if not at or not name_tables().vietnamese.isdisjoint(words):
        return False
    whole = [word for word in words if len(word) > 1]
    others = [word for index, word in enumerate(words) if index not in at and len(word) > 1]
    if len(whole) < 3:
        is_last = words[-1] in signs.borne
        return is_last and not _is_personal(others, words[-1])
    if (
        words[0] in signs.lead
        or signs.beside.issuperset(others)
        or any(words[index] not in signs.usual for index in at[1:])
    ):
        return True
    if words[-1] in _WORSHIP and given_share(words[0]) == 0.0 and len(words[0]) > 1:
        return True
    if any(given_share(word) > _GIVEN for word in others):
        return _has_place(others, whole)
    return len(at) > 1 or not _is_personal(others, words[at[0]])


def _is_personal(others: Sequence[str], sign: str) -> bool:
    """Whether the words beside a surname may be a given name: listed, or unheard beside a usual."""
    if any(given_share(word) > 0.0 for word in others):
        return True
    if given_share(sign) > 0.0 and any(surname_share(word) > 0.0 for word in others):
        return True
    if sign not in _signs().usual:
        return False
    known, names = _signs().beside, census_name_shares().surnames
    strange = (word for word in others if word not in known and word not in names)
    return not others or not all(word.endswith(_PLACE_ENDS) for word in strange)


def _has_place(others: Sequence[str], whole: Sequence[str]) -> bool:
    """HOPE VALLEY CHURCH, and not HOPE MARIE CHURCH: a word that is nobody's middle name."""
    if not _signs().rare_beside.isdisjoint(others):
        return True
    names = census_name_shares().surnames
    strange = [word for word in others if word not in names and given_share(word) == 0.0]
    return len(whole) > 3 and bool(strange)


def _by_short_form(words: Sequence[str], text: str) -> bool:
    """PHADIA AB, HOFFMANN LA ROCHE AG: two letters that are a form where no given name stands."""
    last = words[-1]
    if last in _FORM_ENDS and form_behind(words)[0] > 1:
        return True
    whole = [word for word in words[:-1] if len(word) > 1]
    if last not in _signs().short or not whole or any(given_share(word) > 0.0 for word in whole):
        return False
    if len(whole) > 1 or surname_share(whole[0]) < _OFTEN:
        return True
    return last in _signs().foreign and not text.isupper() and _CASED_FORM.search(text) is not None


_DEGREES = frozenset(
    ("MD", "DO", "DDS", "DMD", "DPM", "DC", "OD", "DVM", "ESQ", "CPA", "PHD", "JD", "PSYD", "LMHC")
)
_PRACTICES = frozenset(("PA", "PC", "PL", "SC", "PS"))
"""Forms of the practice of one with a degree in front: JOHN SMITH MD PA."""

_FORM_ENDS = frozenset(("OO", "ZOO", "BHD", "CV", "RO", "LTD", "KG"))
"""Last words of forms of several words, one of them longer than an initial."""
