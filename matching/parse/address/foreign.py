"""Addresses outside the United States: told as such, never squeezed into a US form."""

from __future__ import annotations

import re

from matching.parse.address.places import city_key, zips_of_city
from matching.parse.address.tables import address_tables

_POSTCODE = re.compile(
    r"(?:^|\s)(?:[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-BD-HJLN-UW-Z]{2})$"
)
"""Postal codes of Canada and of the United Kingdom, in whose form no US address ends."""
_FEW = 3
"""Parts of a text from which on a country that is also a US city's name is the country."""


def is_foreign(parts: tuple[str, ...]) -> bool:
    """Whether the cleaned parts of a whole address end in another country or its postal code."""
    if not parts:
        return False
    last, countries = parts[-1], address_tables().countries
    if last in countries:
        is_city = last == "MEXICO" or zips_of_city(city_key(last)) > 0
        return len(parts) > 1 and (len(parts) >= _FEW or not is_city)
    words = last.split()
    is_behind = len(words) > 3 and words[-1] in countries and zips_of_city(words[-1]) == 0
    front = " ".join(words[:-1]) if is_behind else last
    return is_behind or (
        len(front.split()) + len(parts) > 2 and _POSTCODE.search(front) is not None
    )
