"""The word tables of addresses, turned round for reading: any spelling to the standard form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from config.match_tables import match_table


@dataclass(frozen=True, slots=True)
class AddressTables:
    """Look-ups from a spelling in capitals to the Publication 28 form.

    `suffix_words` gives the primary word of a standard suffix; `highways` are the spellings of
    numbered roads as word tuples, longest first.
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
    house_words: Mapping[str, str]
    highways: tuple[tuple[tuple[str, ...], str], ...]


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
    spellings = [
        (tuple(spelling.split()), road)
        for road, line in raw["highways"].items()
        for spelling in line.split(",")
    ]
    return AddressTables(
        suffixes=_turned(raw["suffixes"]),
        suffix_words=_primary(raw["suffixes"]),
        numbered_units=_turned(raw["units"]["numbered"]),
        bare_units=_turned(raw["units"]["bare"]),
        directionals=_turned(raw["directionals"]),
        directional_words=_primary(raw["directionals"]),
        states=_turned(raw["states"], ","),
        state_names=_primary(raw["states"], ","),
        city_words=raw["city_words"],
        number_words=raw["number_words"],
        house_words=raw["house_words"],
        highways=tuple(sorted(spellings, key=lambda pair: -len(pair[0]))),
    )
