"""Addresses of the county in their parts, and the ways that people write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from connectors.sandbox.town.tables import read_csv


class Address(NamedTuple):
    """One delivery address in the parts of USPS Publication 28, in capitals; '' is absent.

    A post office box has only `street`, of the form `PO BOX 123`.
    """

    house: str
    predir: str
    street: str
    suffix: str
    postdir: str
    unit_type: str
    unit: str
    city: str
    state: str
    zip5: str
    zip4: str = ""

    @property
    def line(self) -> str:
        """The delivery line in the form of Publication 28."""
        return " ".join(filter(None, self[:7]))

    @property
    def is_box(self) -> bool:
        """Whether it is a post office box."""
        return self.street.startswith("PO BOX")


class SuffixForms(NamedTuple):
    """The other ways to write a street suffix: in full, and a spelling that is not standard."""

    full: str
    variant: str


_DIRECTIONS = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NE": "Northeast",
    "NW": "Northwest",
    "SE": "Southeast",
    "SW": "Southwest",
}
_UNITS = {"APT": ("Apt", "Apartment", "#"), "UNIT": ("Unit", "Unit", "#"), "LOT": ("Lot",) * 3}
_UNITS["STE"] = ("Ste", "Suite", "#")


@cache
def suffix_forms() -> Mapping[str, SuffixForms]:
    """Publication 28 suffix -> its other forms."""
    return {
        row["suffix"]: SuffixForms(row["full"], row["variant"])
        for row in read_csv("street_suffixes.csv")
    }


def spelled_line(address: Address) -> str:
    """The line as people type it: mixed case, words in full, a comma before the unit."""
    if address.is_box:
        return address.street.replace("PO BOX", "P.O. Box")
    forms = suffix_forms().get(address.suffix)
    words = [address.house, _DIRECTIONS.get(address.predir, address.predir)]
    words += [titled(address.street), forms.full if forms else address.suffix]
    words.append(_DIRECTIONS.get(address.postdir, address.postdir))
    line = " ".join(filter(None, words))
    if not address.unit:
        return line
    return f"{line}, {_UNITS.get(address.unit_type, ('', '', '#'))[0]} {address.unit}"


def loose_line(address: Address) -> str:
    """The line as a hurried clerk keys it: capitals, odd suffix spelling, `#` for the unit."""
    if address.is_box:
        return address.street.replace("PO BOX", "P O BOX")
    forms = suffix_forms().get(address.suffix)
    suffix = forms.variant.upper() if forms else address.suffix
    words = [address.house, address.predir, address.street, suffix, address.postdir]
    line = " ".join(filter(None, words))
    return f"{line} # {address.unit}" if address.unit else line


def titled(text: str) -> str:
    """Capitals to the mixed case of forms: `PORT ST` -> `Port St`, `O'BRIEN` -> `O'Brien`."""
    return "-".join("'".join(_capital(p) for p in w.split("'")) for w in text.split("-"))


def _capital(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() for word in text.split(" "))
