"""The commonest shape of a name field, two or three plain words, read without the grammars."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from matching.parse.name_field.nobody import NAMELESS, WHOEVER
from matching.parse.name_field.roles import is_tenancy, names_nobody
from matching.parse.name_tables import name_part_tables, name_tables, surname_share
from matching.parse.organization.signs import is_sign
from matching.parse.person.name_order import NameOrder
from matching.parse.person.order import plain_order
from matching.parse.person.words import are_plain_initials, is_suffix
from skiptrace.model.subject import PersonName

_GENERATION = r"(?:JR|Jr|SR|Sr|II|III|IV)\b"
_LAST = rf"(?!{_GENERATION})[A-Za-z]{{2,}}"
_SHAPE = re.compile(
    rf"(?:(?P<head>[A-Za-z]{{2,}}), (?P<given>[A-Za-z]{{2,}})(?: (?P<middle>{_LAST}|[A-Za-z]\.?))?"
    rf"|(?P<first>[A-Za-z]{{2,}}) (?:(?P<second>[A-Za-z]{{2,}}|[A-Za-z]\.?) (?P<third>{_LAST})"
    rf"|(?P<last>{_LAST})(?: (?P<initial>[A-Za-z]\.?))?))"
    rf"(?: (?P<generation>{_GENERATION})\.?)?"
)
MARKED = re.compile(
    r"\b(?:AND|OR|ETUX|ETVIR|ETCON|ET|AKA|FKA|NKA|DBA|NEE|N[ÉE]E|BORN|ALIAS|FORMERLY"
    r"|PREVIOUSLY|ATTN|"
    r"ATTENTION|CARE|DOING|ALSO|NOW|TRADING|HW|WF|UX|HSB|"
    r"TRUST\w*|TRST\w*|TRS?E?|TTEE?S?|TST?EES?|CO\W?T\w+|UTD|U[AD]T|ITF|FBO|ESTATE|EST|HEIRS"
    r"|HRS|DEVISEES|"
    r"DECEASED?|DCEASED|DECEDENT|DEC(?:\W?D)?|DCS?D|LATE|RIP|R\.\s?I\.\s?P|DIED|DOD|PASSED"
    r"|SUCCESSION|"
    r"JOINT|JT\w*|JRS|TIC|TEN|TENANTS?|TBY?E|TE|WROS|W?ROS|RIGHTS?|COMM\w*|LIFE|LI?FE?|MINOR"
    r"|REM\w*|RMD?RS?|"
    r"UTMA|UGMA|TOD|POD|WIDOW\w*|MARRIED|UNMARRIED|SINGLE|DIVORCED|INDIV\w*|WIFE|HUSBAND"
    r"|HUSB?|SURV\w*|"
    r"EXEC\w*|EXTRX?|EXORS?|EXRX?|ADM\w*|PERSONAL|PERS|GUARDIANS?|GDN|CONSERVATORS?|NEXT|PARENTS?|"
    r"(?:CO)?(?:DEBTOR|BORROWER|OBLIGOR|SIGNER|SIGNOR|APPLICANT|BUYER)|GUAR\w*|COMAKER|DEFENDANT"
    r"|PLAINTIFF|SPOUSE|RESP\w*|VP|C[EFO]O|SOLE|PROP\w*|BANKR\w*|BKR?\w*|CH|BY|OBO|BEHALF|WITH"
    r"|OF|FOR|THE|VOID\w*|DUP\w*|SEE|ACCOUNT|ACCT|CASH|"
    r"CUST\w*|POA|POWER|ATTORNEYS?|ATTY|AIF|REP\w*|UNKNOWN|UNNAMED|ANY"
    r"|D\.B\.A|A\.K\.A|F\.K\.A)\b",
    re.IGNORECASE,
)
"""Words that call for a grammar: roles, estates, trusts, tenancies, several people."""

_SUFFIXES = frozenset("IV")
"""Initials that may be a generation."""

_INNER = frozenset("DOIV")
"""Initials that are initials inside a name unless a surname begins with them: D URSO, O NEIL."""

_OTHER = frozenset("PHARM NO NOT SPOUSE UNITED LL LLL IL LI IIL ILL".split())  # noqa: SIM905


_ESTATE = re.compile("(?:ESTATE|Estate|estate) (?:OF|Of|of) ")


def plain_estate(text: str, order: NameOrder) -> PersonName | None:
    """The name behind ESTATE OF where it is a plain one, as the grammars read it; else None."""
    found = _ESTATE.match(text)
    return None if found is None else plain_name(text[found.end() :], order)


def plain_name(text: str, order: NameOrder) -> PersonName | None:
    """The name of a field of two or three words of which none calls for a rule; else None.

    A generation may stand behind them. What it reads, the grammars of `read_parties` read alike.
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    head, given, middle, first, second, third, last, initial, generation = found.groups()
    generation = (generation or "").upper()
    if head:
        return _behind_comma((given, (middle or "").rstrip("."), head), generation, text)
    words = [first, second.rstrip("."), third] if second else [first, last]
    if initial:
        words.append(initial[0])
    plains = [word.upper() for word in words]
    if initial:
        if plains[-1] in _SUFFIXES or not _are_plain(plains[:-1]):
            return None
    elif second and plains[1] in _INNER:
        if surname_share(plains[1] + plains[2]) > 0.0 or not _are_plain([plains[0], plains[2]]):
            return None
    elif not _are_plain(plains):
        return None
    return _ordered(words, plains, (order, generation, text))


def _are_plain(words: list[str]) -> bool:
    return all(map(is_plain_word, words))


def _behind_comma(words: tuple[str, str, str], generation: str, text: str) -> PersonName | None:
    """The name whose surname, the last of the words, stood in front."""
    given, middle, surname = words
    asked = [given.upper(), surname.upper()]
    if len(middle) > 1:
        asked.insert(1, middle.upper())
    elif middle.upper() in _SUFFIXES:
        return None
    return PersonName(given, middle, surname, generation, text) if _are_plain(asked) else None


def _ordered(
    words: list[str], plains: list[str], rest: tuple[NameOrder, str, str]
) -> PersonName | None:
    """The name of words without a comma; None where two Spanish family names may be one surname."""
    order, generation, text = rest
    spanish = name_tables().spanish
    middle = words[-1] if len(words) > 2 else ""
    if plain_order(plains, order) is NameOrder.SURNAME_FIRST:
        if len(plains[1]) == 1 or (plains[0] in spanish and plains[1] in spanish):
            return None
        return PersonName(words[1], middle, words[0], generation, text)
    if len(plains[-1]) == 1 or (middle and plains[1] in spanish and plains[2] in spanish):
        return None
    return PersonName(words[0], words[1] if middle else "", words[-1], generation, text)


@lru_cache(maxsize=131072)
def is_plain_word(word: str) -> bool:
    """Whether a word in capitals is nothing but somebody's name, or an initial."""
    if word in _words_with_rules() or is_suffix(word):
        return False
    if len(word) < 4 and are_plain_initials(word):
        return False
    if MARKED.search(word) or names_nobody(word) or is_tenancy(word):
        return False
    return not is_sign(word)


@cache
def _words_with_rules() -> frozenset[str]:
    """The words of the tables for which the grammars have a rule."""
    tables, parts = name_tables(), name_part_tables()
    return frozenset().union(
        tables.vietnamese, tables.vietnamese_too, tables.hmong, tables.east_asian, tables.particles,
        parts.joined, parts.devotional, parts.vietnamese_middle, parts.arabic_given, parts.front,
        parts.maybe, parts.title_names, WHOEVER, NAMELESS, _OTHER,
    )  # fmt: skip
