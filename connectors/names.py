"""Names as registers write them: split by the declared order and reduced to blocking keys."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from matching.normalize.name_tables import name_tables
from matching.normalize.text import folded
from skiptrace.model.subject import PersonName

_GENERATIONS = frozenset({"JR", "SR", "II", "III", "IV"})
_PARTICLES = frozenset(
    {
        "DE",
        "LA",
        "LAS",
        "LOS",
        "DEL",
        "DELA",
        "DI",
        "DA",
        "DOS",
        "DU",
        "LE",
        "EL",
        "AL",
        "VAN",
        "VON",
    }
    | {"DER", "DEN", "TER", "TEN", "ST", "SAN", "SANTA", "MC", "MAC", "O", "D", "BIN", "ABU"}
)
_QUALIFIERS = re.compile(
    r"(?:[\s,(]+(?:TRUSTEES?|TRS?|ET\s?(?:AL|UX|VIR)|H/W|W/H|H&W|ESTATE|EST|L(?:IFE )?/?E(?:ST)?"
    r"|DEC'?D)\)?)+$"
)
_DIRECTIONS = frozenset(
    {"N", "S", "E", "W", "NE", "NW", "SE", "SW", "NORTH", "SOUTH", "EAST", "WEST"}
)
_NO_LETTER = re.compile(r"[^A-Z]")
_WORD = re.compile(r"[A-Z0-9]+")
_LEGAL_FORMS = frozenset(
    {"LLC", "LC", "INC", "INCORPORATED", "CORP", "CORPORATION", "CO", "COMPANY", "LTD", "LIMITED"}
    | {"LP", "LLP", "LLLP", "PA", "PL", "PLLC", "PC", "NA", "FSB"}
)
NEARNESS = 0.92
"""How alike (Jaro-Winkler) two surnames are that one typing error parts; 4 letters at least."""


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """The text as upper-case letters A to Z only, accents dropped: the key of one name part."""
    return _NO_LETTER.sub("", text.upper() if text.isascii() else folded(text))


@lru_cache(maxsize=65536)
def words(text: str) -> str:
    """The text in upper case with one space between runs of letters and digits."""
    return " ".join(_WORD.findall(folded(text).replace("'", "")))


@dataclass(frozen=True, slots=True)
class NameKey:
    """What a person's name is blocked by: surname and given in letters, the middle initial.

    `whole` asks for that given name letter by letter, where otherwise the initial is enough.
    """

    surname: str
    given: str
    middle: str = ""
    whole: bool = False


def split_names(
    text: str, order: str, surnames: Collection[str] = frozenset()
) -> tuple[PersonName, ...]:
    """The people that one column of a register names, several joined by `&`.

    Order `last_first` is LAST FIRST MIDDLE with particles kept to the surname, `last_comma_first`
    LAST, FIRST MIDDLE (without a comma read like `last_first`). A later part of one word, or of
    one word and an initial, has the first one's surname (SMITH JOHN & MARY L). Where a surname of
    several words ends is settled by `surnames` (in letters): words that together are one of them,
    or of which the second is one, are read as the surname.
    """
    found: list[PersonName] = []
    bare = _QUALIFIERS.sub("", text)
    for part in filter(None, (p.strip() for p in bare.split("&"))):
        name = _split_one(part, order, surnames)
        if found and _lacks_surname(part):
            given, _, middle = part.partition(" ")
            name = PersonName(given, middle, found[0].surname, original=part)
        found.append(name if bare == text else replace(name, original=text))
    return tuple(found)


def _lacks_surname(part: str) -> bool:
    tokens = part.split()
    return len(tokens) == 1 or (len(tokens) == 2 and len(tokens[1]) == 1)


def _split_one(text: str, order: str, surnames: Collection[str]) -> PersonName:
    before, comma, after = text.partition(",")
    if order == "last_comma_first" and comma:
        surname, rest = before.split(), after.replace(",", " ").split()
    else:
        tokens = text.replace(",", " ").split()
        end = _surname_length(tokens, surnames)
        surname, rest = tokens[:end], tokens[end:]
    generation = _pop_generation(rest) or _pop_generation(surname, keep=1)
    given, middle = (rest[0] if rest else ""), " ".join(rest[1:])
    return PersonName(given, middle, " ".join(surname), generation, original=text)


def _surname_length(tokens: list[str], surnames: Collection[str]) -> int:
    """How many of the first tokens are the surname: particles and the word after them."""
    for length in (3, 2):
        if len(tokens) > length and letters("".join(tokens[:length])) in surnames:
            return length
    if len(tokens) > 2 and len(tokens[2]) > 1 and letters(tokens[1]) in surnames:
        return 2
    end = 0
    while end < len(tokens) - 2 and tokens[end].upper() in _PARTICLES:
        end += 1
    return end + 1


def _pop_generation(tokens: list[str], keep: int = 1) -> str:
    """Takes a generation word off the end, or from second place (SMITH JR JOHN)."""
    for place in (len(tokens) - 1, 0):
        if len(tokens) > keep and tokens[place].upper().strip(".") in _GENERATIONS:
            return tokens.pop(place).upper().strip(".")
    return ""


def name_keys(name: PersonName) -> frozenset[NameKey]:
    """The keys of a name: whole, and for a surname of several words each word by itself.

    A file in the order LAST FIRST is read as if the second word of a double surname were the given
    name, so that reading is a key too.
    """
    surname, given, middle = letters(name.surname), letters(name.given), letters(name.middle)[:1]
    if not surname:
        return frozenset()
    keys = {NameKey(surname, given, middle)}
    parts = [letters(p) for p in re.split(r"[\s-]+", name.surname) if letters(p)]
    if len(parts) > 1:
        keys |= {NameKey(p, given, middle) for p in parts if len(p) > 2}
        keys.add(NameKey(parts[0], "".join(parts[1:]), given[:1]))
    return frozenset(keys)


def asked_keys(name: PersonName) -> frozenset[NameKey]:
    """The keys of a name that is looked for: its own, and the other forms of its given name."""
    own = name_keys(name)
    forms = other_forms(letters(name.given))
    surnames = {key.surname for key in own if key.given == letters(name.given)}
    return own | {NameKey(surname, form, whole=True) for surname in surnames for form in forms}


@lru_cache(maxsize=16384)
def other_forms(given: str) -> frozenset[str]:
    """The short and formal forms of a given name in letters (BOBBY: ROBERT, BOB, ...)."""
    groups = name_tables().groups
    own = groups.get(given, frozenset())
    return frozenset(form for form, found in groups.items() if own & found) - {given}


def same_name(asked: Collection[NameKey], found: Collection[NameKey]) -> bool:
    """Whether a register's name can be one of those asked for.

    It can when the surnames are equal and the given names begin alike (an initial stands for any
    name), or the given names are equal and the surnames at least NEARNESS alike.
    """
    return any(_same(a, f) for a in asked for f in found)


def _same(a: NameKey, f: NameKey) -> bool:
    if a.surname == f.surname:
        if a.whole:
            return a.given == f.given
        return not a.given or not f.given or a.given[0] == f.given[0]
    if a.whole or a.given != f.given or len(a.given) < 2 or a.surname[0] != f.surname[0]:
        return False
    shorter = min(len(a.surname), len(f.surname))
    return shorter >= 4 and JaroWinkler.similarity(a.surname, f.surname) >= NEARNESS


def organization_key(text: str) -> str:
    """An organisation's name without its legal form (LLC, INC, ...), in upper case words."""
    tokens = words(text.replace(".", "").replace("'", "")).split()
    while len(tokens) > 1 and tokens[-1] in _LEGAL_FORMS:
        tokens.pop()
    if len(tokens) > 1 and tokens[0] == "THE":
        tokens = tokens[1:]
    return " ".join(t for t in tokens if t != "AND")
