"""The word tables of addresses, turned round for reading: any spelling to the standard form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from config.match_tables import match_table


@dataclass(frozen=True, slots=True)
class AddressTables:
    """Look-ups from a spelling in capitals to the Publication 28 form.

    `suffix_words` gives the primary word of a standard suffix; `highways` are the spellings of
    numbered roads as word tuples by their first word, longest first; `state_ends` the words that
    can end a state's name.
    """

    suffixes: Mapping[str, str]
    suffix_words: Mapping[str, str]
    numbered_units: Mapping[str, str]
    bare_units: Mapping[str, str]
    directionals: Mapping[str, str]
    directional_words: Mapping[str, str]
    states: Mapping[str, str]
    state_names: Mapping[str, str]
    city_words: Mapping[str, str]
    number_words: Mapping[str, str]
    tens_words: Mapping[str, str]
    house_words: Mapping[str, str]
    highways: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    state_ends: frozenset[str]
    countries: frozenset[str]


def _turned(table: Mapping[str, str], separator: str | None = None) -> dict[str, str]:
    turned = {key: key for key in table}
    for key, spellings in table.items():
        turned.update(dict.fromkeys(spellings.split(separator), key))
    turned.pop("", None)
    return turned


def _primary(table: Mapping[str, str], separator: str | None = None) -> dict[str, str]:
    return {key: (spellings.split(separator) or [key])[0] for key, spellings in table.items()}


@cache
def address_tables() -> AddressTables:
    """The shipped tables, read once."""
    raw = match_table("address")
    states = _turned(raw["states"], ",")
    return AddressTables(
        suffixes=_turned(raw["suffixes"]),
        suffix_words=_primary(raw["suffixes"]),
        numbered_units=_turned(raw["units"]["numbered"]),
        bare_units=_turned(raw["units"]["bare"]),
        directionals=_turned(raw["directionals"]),
        directional_words=_primary(raw["directionals"]),
        states=states,
        state_names=_primary(raw["states"], ","),
        city_words=raw["city_words"],
        number_words=raw["number_words"],
        tens_words=raw["tens_words"],
        house_words=raw["house_words"],
        highways=_by_first_word(raw["highways"]),
        state_ends=frozenset(name.split()[-1] for name in states),
        countries=frozenset(" ".join(c.split()) for c in raw["countries"]["names"].split(",")),
    )


def _by_first_word(table: Mapping[str, str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    roads: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for road, line in table.items():
        for spelling in line.split(","):
            words = tuple(spelling.split())
            roads[words[0]].append((words, road))
    return {word: sorted(found, key=lambda pair: -len(pair[0])) for word, found in roads.items()}
