"""The ACS fulfilment file, version 02: where each field of its 700-byte records is.

Source: USPS ACS file format, technical guide version 2 (in force since 2015-10-20), as two public
parsers read it. Offsets count from 0. The header's totals follow its shipment number.
"""

from __future__ import annotations

from dataclasses import dataclass

RECORD_LENGTH = 700
VERSION = "02"
HEADER_TYPE = "H"
# Publication 8A writes 2; a public reader of version 02 has D. Both mean moves and nixies alike.
DETAIL_TYPES = frozenset("2D")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, its first byte, its length."""

    name: str
    offset: int
    length: int

    def of(self, record: str) -> str:
        """The field's text, trimmed."""
        return record[self.offset : self.offset + self.length].strip()


def _fields(*triples: tuple[str, int, int]) -> dict[str, Field]:
    return {name: Field(name, offset, length) for name, offset, length in triples}


HEADER = _fields(
    ("type", 0, 1),
    ("version", 1, 2),
    ("customer", 3, 6),
    ("created", 9, 8),
    ("shipment", 17, 10),
    ("total", 27, 9),
    ("total_moves", 36, 9),
    ("total_nixies", 45, 9),
)
DETAIL = _fields(
    ("type", 0, 1),
    ("version", 1, 2),
    ("sequence", 3, 8),
    ("mailer", 11, 9),
    ("keyline", 20, 16),
    ("moved", 36, 8),
    ("move_type", 44, 1),
    ("code", 45, 1),
    ("site", 46, 3),
    ("last", 49, 20),
    ("first", 69, 15),
    ("prefix", 84, 6),
    ("suffix", 90, 6),
    ("mailing_type", 523, 1),
    ("fulfilled", 524, 8),
    ("available", 534, 8),
    ("mail_action", 543, 1),
    ("nixie_flag", 544, 1),
)
# Address type, then the parts in the order in which a delivery line is written.
OLD_ADDRESS = _fields(
    ("old_type", 96, 1),
    ("old_urbanization", 97, 28),
    ("old_number", 125, 10),
    ("old_predir", 135, 2),
    ("old_street", 137, 28),
    ("old_suffix", 165, 4),
    ("old_postdir", 169, 2),
    ("old_unit", 171, 4),
    ("old_secondary", 175, 10),
    ("old_city", 185, 28),
    ("old_state", 213, 2),
    ("old_zip", 215, 5),
)
NEW_ADDRESS = _fields(
    ("new_type", 220, 1),
    ("new_pmb", 221, 8),
    ("new_urbanization", 229, 28),
    ("new_number", 257, 10),
    ("new_predir", 267, 2),
    ("new_street", 269, 28),
    ("new_suffix", 297, 4),
    ("new_postdir", 301, 2),
    ("new_unit", 303, 4),
    ("new_secondary", 307, 10),
    ("new_city", 317, 28),
    ("new_state", 345, 2),
    ("new_zip", 347, 5),
    ("new_plus4", 353, 4),
)
STREET_PARTS = ("predir", "street", "suffix", "postdir")
UNIT_PARTS = ("unit", "secondary")
# F foreign, G general delivery, H highway contract, P PO box, R rural, S street, V HC and box,
# X RR and box.
ADDRESS_TYPES = frozenset("FGHPRSVX")
# T traditional, O OneCode, F full service, I package barcode.
MAILING_TYPES = frozenset("TOFI")
