"""What a normalised address is: its kind, its components, its display lines and its match keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from matching.parse.address.buildings import is_building
from matching.parse.address.tables import address_tables

_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)")
_GENERIC_UNITS = frozenset({"APT", "UNIT", "#", ""})
_PADS = frozenset({"LOT", "TRLR", "SPC", "PAD"})
_SHORT = {"SAINT": "ST", "SAINTS": "STS", "SAINTE": "STE", "MOUNT": "MT", "FORT": "FT"}
_ALSO_WORDS = frozenset({"VIA", "LA", *_SHORT.values()})
"""Words of names that are spelled as another kind of road is shortened."""
_KING = re.compile(
    r"(?:(?:REV|REVEREND|DR|DOCTOR) )*(?:MLK|M L K(?:ING)?|ML KING|MARTIN L(?:UTHER)? KING)(?: JR)?"
)
_KEY_OF_KING = "MARTINLUTHERKING"
_HYPHENED_AREAS = ("104", "110", "111", "113", "114", "116", "967", "968", "07410")


class AddressKind(StrEnum):
    """How mail reaches an address."""

    STREET = "street"
    PO_BOX = "po_box"
    RURAL_ROUTE = "rural_route"
    HIGHWAY_CONTRACT = "highway_contract"
    MILITARY = "military"
    GENERAL_DELIVERY = "general_delivery"
    PUERTO_RICO = "puerto_rico"
    UNPARSED = "unparsed"


@dataclass(frozen=True)
class NormalAddress:
    """An address in components and in Publication 28 lines.

    `units` holds every secondary designator in order, (type, identifier); `unit_type` and `unit`
    repeat the innermost. `route` is the number of a rural route, highway contract or military
    unit (with its designator), `box` the box. `details` are words behind the street that are no
    part of it, such as the name of a building; of an unparsed address all its words. `flags` name
    what was repaired, dropped or cannot be decided without ZIP+4 data.
    """

    kind: AddressKind = AddressKind.UNPARSED
    number: str = ""
    fraction: str = ""
    predir: str = ""
    street: str = ""
    suffix: str = ""
    postdir: str = ""
    units: tuple[tuple[str, str], ...] = ()
    pmb: str = ""
    route: str = ""
    box: str = ""
    urbanization: str = ""
    city: str = ""
    state: str = ""
    zip5: str = ""
    zip4: str = ""
    flags: frozenset[str] = frozenset()
    details: tuple[str, ...] = ()

    @property
    def unit_type(self) -> str:
        """The innermost secondary designator: APT, STE, FL, ..., or empty."""
        return self.units[-1][0] if self.units else ""

    @property
    def unit(self) -> str:
        """The innermost secondary identifier, or empty."""
        return self.units[-1][1] if self.units else ""

    @cached_property
    def delivery_line(self) -> str:
        """The Publication 28 delivery line; empty when there is none to derive."""
        return _delivery_line(self)

    @cached_property
    def last_line(self) -> str:
        """City, state and ZIP code in Publication 28 form."""
        postcode = f"{self.zip5}-{self.zip4}" if self.zip5 and self.zip4 else self.zip5
        return " ".join(p for p in (self.city, self.state, postcode) if p)

    @cached_property
    def street_key(self) -> str:
        """The street name for matching: ordinals as numbers, no spaces or hyphens, ST for SAINT.

        In Puerto Rico the word CALLE does not count.
        """
        return street_key(self.street.removeprefix("CALLE ") if self.state == "PR" else self.street)

    @cached_property
    def unit_key(self) -> str:
        """The units for matching: APT, UNIT and # alike, no zeros in front, no idle hyphens.

        Words behind a street that name no building tell places apart as units do.
        """
        words = self.details if self.kind is AddressKind.STREET else ()
        told = (text.replace(" ", "") for text in words if not is_building(text))
        return units_key(self.units, self.pmb, *told)

    @cached_property
    def key(self) -> str:
        """Equal for two writings of one delivery point; empty for an unparsed address."""
        return f"{self.building_key}|{self.unit_key}" if self.building_key else ""

    @cached_property
    def building_key(self) -> str:
        """The match key without unit and private mailbox; empty when unparsed or without place."""
        return _building_key(self)


def bare_number(text: str) -> str:
    """An identifier without spaces, zeros in front and hyphens, but those between two digits."""
    if text.isdigit() and text[0] != "0":
        return text
    return re.sub(r"(?<!\d)-|-(?!\d)|[^A-Z0-9/-]", "", text).lstrip("0") or text


def has_hyphened_numbers(zip5: str) -> bool:
    """Whether houses have hyphened numbers there (Queens, parts of the Bronx, Hawaii, Fair Lawn).

    In such places 84-15 and 8415 are one number; elsewhere 12-14 is a range of two.
    """
    return zip5.startswith(_HYPHENED_AREAS)


def house_key(number: str, zip5: str) -> str:
    """A house number for matching: no zeros in front, no hyphen where it does not count."""
    bare = bare_number(number)
    return bare.replace("-", "") if "-" in bare and has_hyphened_numbers(zip5) else bare


@lru_cache(maxsize=65536)
def street_key(street: str) -> str:
    """A street name for matching: NINTH, 9TH and 9 are one; spaces and hyphens do not count.

    Of several words each kind of road and each direction is one in full and shortened.
    """
    if "K" in street and _KING.fullmatch(street):
        return _KEY_OF_KING
    numbered = _counted(street.split())
    keyed = (_spelled(word, len(numbered) > 1) for word in numbered)
    return "".join(_ORDINAL.sub(r"\1", word) for word in keyed).replace("-", "")


def is_king_street(key: str) -> bool:
    """Whether a street key is the one of Martin Luther King, which is written in many ways."""
    return key == _KEY_OF_KING


def _spelled(word: str, is_of_many: bool) -> str:
    """SAINT as ST, HWY as HIGHWAY, and beside other words W as WEST: alone that is a name."""
    tables = address_tables()
    if word in _SHORT or word in _ALSO_WORDS:
        return _SHORT.get(word, word)
    if is_of_many and word in tables.directionals:
        return tables.directional_words[tables.directionals[word]]
    suffix = tables.suffixes.get(word, "")
    return "ST" if suffix == "ST" else tables.suffix_words.get(suffix, word)


def _counted(words: list[str]) -> list[str]:
    """Number words as figures: TWENTY FIRST is 21, NINTH is 9."""
    tables = address_tables()
    counted: list[str] = []
    for word in words:
        figure = tables.number_words.get(word, word)
        if counted and counted[-1] in tables.tens_words and figure != word and len(figure) == 1:
            counted[-1] = tables.tens_words[counted[-1]][:-1] + figure
        else:
            counted.append(figure)
    return counted


def units_key(units: tuple[tuple[str, str], ...], pmb: str, *told: str) -> str:
    """Units and a private mailbox for matching, with words that tell places apart between them."""
    keys = [*(_unit_key(kind, identifier) for kind, identifier in units), *told]
    return ";".join(keys + ([f"PMB{bare_number(pmb)}"] if pmb else []))


def _unit_key(kind: str, identifier: str) -> str:
    shown = "" if kind in _GENERIC_UNITS else "LOT" if kind in _PADS else kind
    return f"{shown}{bare_number(identifier)}"


def _delivery_line(a: NormalAddress) -> str:
    parts: tuple[str, ...] = ()
    match a.kind:
        case AddressKind.PO_BOX:
            parts = ("PO BOX", a.box)
        case AddressKind.RURAL_ROUTE | AddressKind.HIGHWAY_CONTRACT:
            name = "RR" if a.kind is AddressKind.RURAL_ROUTE else "HC"
            parts = (name, a.route, "BOX" if a.box else "", a.box)
        case AddressKind.MILITARY:
            parts = (a.route, "BOX" if a.box else "", a.box)
        case AddressKind.GENERAL_DELIVERY:
            parts = ("GENERAL DELIVERY",)
        case AddressKind.STREET | AddressKind.PUERTO_RICO:
            number = f"{a.number} {a.fraction}" if a.fraction else a.number
            parts = (number, a.predir, a.street, a.suffix, a.postdir)
        case AddressKind.UNPARSED:
            return ""
    units = tuple(word for unit in a.units for word in unit)
    return " ".join(p for p in (*parts, *units, f"PMB {a.pmb}" if a.pmb else "") if p)


def _building_key(a: NormalAddress) -> str:
    if a.kind is AddressKind.UNPARSED or not (a.zip5 or a.city):
        return ""
    place = a.zip5 or f"{a.city} {a.state}"
    if a.kind in (AddressKind.STREET, AddressKind.PUERTO_RICO):
        number = house_key(a.number, a.zip5) + a.fraction
        suffix = "" if a.state == "PR" and a.suffix == "ST" else a.suffix
        parts = (number, a.predir, a.street_key, suffix, a.postdir, a.urbanization)
        return "|".join(("S", place, *parts))
    box = a.box if a.kind is AddressKind.PO_BOX else bare_number(a.box)
    return "|".join((a.kind.value, place, bare_number(a.route), box))
