"""One row's address from columns of its own: number, street, unit, box, lines, city, state, ZIP."""

from __future__ import annotations

from functools import lru_cache

from matching.encode.address_reader import AddressReader
from matching.encode.address_rows import FIELDS, Row
from matching.encode.batch import Words
from matching.encode.texts import read_zip, says_place, says_street
from matching.parse.address.form import AddressKind
from matching.parse.address.read import normalize_address
from matching.parse.address.street_words import box_word, house_word, street_words
from matching.parse.address.tables import address_tables
from matching.parse.text import folded
from skiptrace.model.subject import PostalAddress

Texts = tuple[str, ...]
"""What the columns of one address say, behind or with the house number."""

_STREET = FIELDS.index("street")
_NUMBER_WORDS = frozenset({"NO", "NO.", "NUMBER", "NUM"})


class SplitAddressReader:
    """Reads addresses of nine columns, in FIELDS.

    A line counts where street and box say nothing; the number's street where it has no number of
    its own. A street without a number, or a number without a street, is no address, and still a
    word to look it up by.
    """

    def __init__(self, words: Words) -> None:
        self._reader = AddressReader(words)

    def behind(self, rest: Texts) -> Row | None:
        """What the columns but the first say behind any plain house number: a row without it.

        None where the number counts for how they are read.
        """
        street, unit, box, line, below, city, state, zip_text = rest
        if not (street and _core(street)):
            if box or not _is_street(line):
                return None
            street = line
        else:
            below = ""
        below = _unit_line(unit) if unit else below
        return self._reader.behind(street, _said(city), _said(state), _zip(zip_text), below)

    def read(self, texts: Texts) -> Row:
        """The address of all columns."""
        number, street, unit, box, line, below, city, state, zip_text = texts
        town = _said(city), _said(state), _zip(zip_text)
        reader, house, core = self._reader, house_word(number), _core(street) if street else ""
        if not core and (boxed := box_word(box) if box else ""):
            return reader.read(f"PO BOX {boxed}", *town)
        if not core and house and _is_street(line):
            street, core = line, _core(line)
        elif not core and (not house or _is_said(line)):
            return reader.read(line, *town, below=below)
        else:
            below = ""
        if core and (house or _is_whole(street)):
            plain = number.lstrip("0") if number.isdecimal() else number
            told = f"{plain} {street}" if house else street
            found = reader.read(told, *town, below=_unit_line(unit) if unit else below)
            if found[_STREET]:
                return found
        return reader.keyed(house, core, reader.read("", *town))


@lru_cache(maxsize=1 << 16)
def _is_said(line: str) -> bool:
    """Whether a delivery line says anything."""
    return bool(line) and says_place(line)


@lru_cache(maxsize=1 << 16)
def _is_street(line: str) -> bool:
    """Whether a delivery line is a street that lacks its number: OAK ST, but not 12 OAK ST."""
    if not any(letter.isdigit() for letter in line):
        return bool(line and _core(line))
    return not _is_whole(line)


@lru_cache(maxsize=1 << 16)
def _is_whole(street: str) -> bool:
    """Whether a street's column says the number too: 12 OAK ST, PO BOX 5.

    A number inside, as in NE 16 AVE or 53 STREET, is the street's.
    """
    if "," in street:
        return True
    number, _, rest = street.strip().partition(" ")
    tables, words = address_tables(), rest.upper().replace(".", "").split()
    if any(letter.isdigit() for letter in number):
        return any(w not in tables.suffixes and w not in tables.directionals for w in words)
    return normalize_address(PostalAddress(street)).kind is not AddressKind.STREET


@lru_cache(maxsize=1 << 16)
def _said(text: str) -> str:
    return text if text and says_place(text) else ""


@lru_cache(maxsize=1 << 16)
def _zip(text: str) -> str:
    code = read_zip(text)
    return f"{code:05d}" if code else ""


@lru_cache(maxsize=1 << 16)
def _core(street: str) -> str:
    return street_words(street)[1] if says_street(street) else ""


@lru_cache(maxsize=1 << 16)
def _unit_line(unit: str) -> str:
    """A unit with a designator in front, the number sign where it has none."""
    words = folded(unit).split()
    if words and words[0] in _NUMBER_WORDS:
        words = words[1:]
    tables = address_tables()
    first = words[0].rstrip(".") if words else ""
    known = first in tables.numbered_units or first in tables.bare_units
    has_one = known or first == "PMB" or first.startswith("#")
    return " ".join(words) if has_one or not words else f"# {' '.join(words)}"
