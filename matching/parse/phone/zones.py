"""Time zones of area codes and of addresses: every zone in which the telephone may ring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from phonenumbers import PhoneNumber
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

from config.match_tables import match_table
from config.zip_places import zip_row
from matching.parse.phone.form import NormalPhone
from skiptrace.model.subject import PostalAddress

Zones = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    area_codes: Mapping[str, Zones]
    states: Mapping[str, Zones]
    zip_codes: Mapping[str, Zones]


def area_code_zones(area_code: str) -> Zones:
    """The IANA names of all zones of a North American area code, empty when it is unassigned.

    The union over all exchanges: a number's own exchange does not narrow it, since numbers are
    ported and lists of exchanges have gaps. Source: config/weights/phone_zones.toml.
    """
    return _tables().area_codes.get(area_code, ())


@lru_cache(maxsize=65536)
def place_zones(state: str, zip5: str = "") -> Zones:
    """The zones of a ZIP code, else all zones of its state's two-letter code, else none.

    A state that is not the ZIP code's adds its own: one of the two is wrong. Source of the ZIP
    codes: config/weights/zip_places.tsv.gz.
    """
    code = state.strip().upper()
    of_zip, zip_state = _zip_zones(zip5.strip()[:5])
    of_state = _tables().states.get(code, ())
    if not of_zip:
        return of_state
    return of_zip if code in ("", zip_state) else _union((of_zip, of_state))


def call_zones(phone: NormalPhone, addresses: Iterable[PostalAddress] = ()) -> Zones:
    """Every zone in which a person with this number and these addresses may be, in name order.

    Empty means not known. A call must be within the hours of all of them (12 CFR 1006.6(b)(1) and
    its comment on conflicting locations; 47 CFR 64.1200(c)(1) goes by the called party's zone).
    """
    return _union((phone.zones, *(place_zones(a.state, a.zip5) for a in addresses)))


def foreign_zones(number: PhoneNumber) -> Zones:
    """The zones of a number outside the North American plan, of its whole country if mobile."""
    found = time_zones_for_number(number)
    return tuple(sorted(zone for zone in found if zone != UNKNOWN_TIMEZONE))


@cache
def _tables() -> _Tables:
    table = match_table("phone_zones")
    mended = table["area_codes"]
    area_codes = _prefix_zones()
    for code, zones in mended["add"].items():
        area_codes.setdefault(code, set()).update(zones)
    area_codes |= {code: set(zones) for code, zones in mended["replace"].items()}
    return _Tables(
        {code: tuple(sorted(zones)) for code, zones in area_codes.items()},
        {state: tuple(sorted(zones)) for state, zones in table["states"].items()},
        {code: tuple(zones) for code, zones in table["zip_codes"].items()},
    )


def _prefix_zones() -> dict[str, set[str]]:
    """The zones of every prefix of an area code, put together."""
    found: dict[str, set[str]] = {}
    for prefix, zones in TIMEZONE_DATA.items():
        digits = str(prefix)
        if digits[0] == "1" and len(digits) >= 4:
            found.setdefault(digits[1:4], set()).update(zones)
    return found


@lru_cache(maxsize=65536)
def _zip_zones(zip5: str) -> tuple[Zones, str]:
    """The zones and the state of a ZIP code; none for one that the table does not know."""
    if not (len(zip5) == 5 and zip5.isascii() and zip5.isdigit()):
        return (), ""
    row = zip_row(zip5)
    known = _tables().zip_codes.get(zip5, ())
    if row is None:
        return known, ""
    return known or ((row.zone,) if row.zone else ()), row.state


def _union(groups: Iterable[Zones]) -> Zones:
    return tuple(sorted({zone for group in groups for zone in group}))
