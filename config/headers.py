"""What a file's headers say: what each column holds, and which of several it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from config.columns import column_tables, header_phrase

PLAIN = ""
"""No qualifier in front of a header."""

_PARTS_OF_ADDRESS = frozenset({"city", "state", "zip", "zip4", "county", "unit", "po_box"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds by the table, and which of several names, addresses or phones it is of.

    `number` is 1 where the header has none.
    """

    held: str
    qualifier: str = PLAIN
    number: int = 1


def read_header(header: Sequence[str]) -> tuple[tuple[Meaning, ...], ...]:
    """What each column of a file may hold: nothing known, one meaning, or several to choose from.

    The letter l in front is the side of an export where another column shows that it is and no
    first name stands without it: an `l_name` beside an `l_dob` is a name, alone it is a last name.
    """
    phrases = [header_phrase(name) for name in header]
    sides = _sides(phrases)
    return tuple(meanings_of(_behind(phrase, sides)) for phrase in phrases)


def _behind(phrase: str, sides: frozenset[str]) -> str:
    first, _, rest = phrase.partition(" ")
    return rest if first in sides and rest else phrase


def _sides(phrases: Sequence[str]) -> frozenset[str]:
    """The sides that columns begin with which are known by what is behind them only."""
    known = column_tables().around.sides
    parted = [(phrase, *phrase.partition(" ")[::2]) for phrase in phrases]
    found = {
        first
        for phrase, first, rest in parted
        if first in known and phrase not in _headers() and meanings_of(rest)
    }
    bare = (meanings_of(phrase) for phrase, first, _ in parted if first not in found)
    return frozenset() if (Meaning("first_name"),) in bare else frozenset(found)


def meanings_of(phrase: str) -> tuple[Meaning, ...]:
    """What a header alone may mean, written in the table's words."""
    doubtful = column_tables().ambiguous.get(phrase)
    if doubtful:
        return tuple(Meaning(held) for held in doubtful)
    found = _read(tuple(phrase.split()))
    return (found,) if found else ()


@cache
def _headers() -> dict[str, str]:
    table = column_tables().held
    return {header: name for name, held in table.items() for header in held.headers}


@lru_cache(maxsize=4096)
def _read(words: tuple[str, ...]) -> Meaning | None:
    """The meaning of a phrase: known as a whole, or by what is left without one word of it."""
    if not words or len(words) > 8:
        return None
    known = _headers().get(" ".join(words))
    if known:
        return Meaning(known)
    return next(filter(None, _readings(words)), None)


def _readings(words: tuple[str, ...]) -> Iterator[Meaning | None]:
    yield _without_surroundings(words)
    for size in (2, 1):
        yield _qualified(" ".join(words[:size]), words[size:])
    yield _qualified(words[-1], words[:-1])
    if words[0] == "address":
        rest = _read(words[1:])
        yield rest if rest and rest.held in _PARTS_OF_ADDRESS else None
    yield _numbered(words)  # last: the 5 of a ZIP 5 is no number of several


def _numbered(words: tuple[str, ...]) -> Meaning | None:
    """The only number of a phrase says which of several it is."""
    places = [at for at, word in enumerate(words) if word.isdigit()]
    if len(places) != 1 or not 1 <= int(words[places[0]]) <= 99:
        return None
    found = _read(words[: places[0]] + words[places[0] + 1 :])
    return replace(found, number=int(words[places[0]])) if found else None


def _without_surroundings(words: tuple[str, ...]) -> Meaning | None:
    """Whose it is and where it came from say nothing of what a column holds.

    Only what a person has is known with those words behind it, or as written elsewhere.
    """
    around = column_tables().around
    if words[0] in (*around.sides, *around.whose) and (found := _read(words[1:])):
        return found
    if words[-1] in around.sides and (found := _read(words[:-1])):
        return found
    for rest, word in ((words[1:], words[0]), (words[:-1], words[-1])):
        if word in around.origins or word in around.whose:
            found = _read(rest)
            if found and column_tables().held[found.held].kind:
                return found
    return None


def _qualified(word: str, rest: tuple[str, ...]) -> Meaning | None:
    found = _read(rest)
    if found is None:
        return None
    kind = column_tables().held[found.held].kind
    if word not in column_tables().qualifiers.get(kind, ()):
        return None
    return replace(found, qualifier=f"{word} {found.qualifier}".strip())


def area_codes(meanings: Sequence[Meaning | None]) -> dict[int, int]:
    """The column of the area code for each phone column that has one of its own.

    They have the same qualifier and number; without these, they stand beside one another.
    """
    phones = {at: m for at, m in enumerate(meanings) if m and m.held == "phone"}
    found: dict[int, int] = {}
    for at, meaning in enumerate(meanings):
        if meaning is None or meaning.held != "area_code":
            continue
        alike = [p for p, phone in phones.items() if replace(meaning, held="phone") == phone]
        named = alike if len(alike) == 1 else []
        is_bare = meaning == Meaning("area_code")
        order = [at + 1, *named, at - 1] if is_bare else [*named, at + 1, at - 1]
        place = next((p for p in order if p in phones and p not in found), None)
        if place is not None:
            found[place] = at
    return found
