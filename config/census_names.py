"""How common US names are: the counts of the 1990 census, a work of the US government.

Source: US Census Bureau, "Frequently Occurring Surnames from Census 1990" (public domain): name
and per cent of the population, 88,799 surnames, 4,275 female and 1,219 male given names.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_RESOURCE = "census_1990_names.tsv.gz"


@dataclass(frozen=True, slots=True)
class NameShares:
    """The share of the population, 0 to 1, that bears each name; names are capitals A-Z."""

    surnames: Mapping[str, float]
    female_given: Mapping[str, float]
    male_given: Mapping[str, float]


@cache
def census_name_shares() -> NameShares:
    """The shipped table, read once; about 60 ms."""
    packed = files("config").joinpath("weights", _RESOURCE).read_bytes()
    shares: dict[str, dict[str, float]] = {"S": {}, "F": {}, "M": {}}
    for line in gzip.decompress(packed).decode("ascii").splitlines():
        kind, name, per_cent = line.split("\t")
        shares[kind][name] = float(per_cent) / 100
    return NameShares(
        surnames=MappingProxyType(shares["S"]),
        female_given=MappingProxyType(shares["F"]),
        male_given=MappingProxyType(shares["M"]),
    )
