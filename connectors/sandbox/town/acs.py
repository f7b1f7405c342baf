"""The ACS fulfilment file, version 2: a header and 700-byte records, each ended by CR LF.

Layout: offsets as in the reference of the project (USPS ACS file format version 2, two independent
readers); record type `2` for change-of-address and nixie records alike (USPS Publication 8A).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.business_accounts import BusinessAccount
from connectors.sandbox.town.creditor import Account
from connectors.sandbox.town.days import Calendar

Mailed = Account | BusinessAccount
"""An account of a person or of a business."""

RECORD_LENGTH = 700
_MAILER = "900555001"
_COA_CODES = frozenset({"", "G", "K", "W"})
_OLD = {"type": 96, "number": 125, "city": 185, "state": 213, "zip": 215}
_NEW = {"type": 220, "number": 257, "city": 317, "state": 345, "zip": 347}


def came_over_acs(account: Mailed) -> bool:
    """Whether the Postal Service reported the piece in the ACS file."""
    return account.piece.code_list == "ACS"


def acs_file(accounts: Sequence[Mailed], calendar: Calendar) -> bytes:
    """The whole file; the keyline of a record is the account's number."""
    records = [_record(number, account, calendar) for number, account in enumerate(accounts, 1)]
    coa = sum(account.piece.code in _COA_CODES for account in accounts)
    header = _Record()
    totals = f"{len(accounts):09d}{coa:09d}{len(accounts) - coa:09d}"
    created = calendar.compact(calendar.today)
    header.put(0, f"H02{_MAILER[:6]}{created}{1:010d}{totals}")
    return "".join(f"{line}\r\n" for line in (header.text(), *records)).encode("ascii")


class _Record:
    """700 blanks to be filled in at offsets, from 0."""

    def __init__(self) -> None:
        self._text = [" "] * RECORD_LENGTH

    def put(self, at: int, value: str) -> None:
        """Write a value at an offset."""
        self._text[at : at + len(value)] = value

    def put_all(self, fields: Iterable[tuple[int, int, str]]) -> None:
        """Write (offset, length, value), cut to its length."""
        for at, length, value in fields:
            self.put(at, value[:length])

    def text(self) -> str:
        """The record."""
        return "".join(self._text)


def _record(number: int, account: Mailed, calendar: Calendar) -> str:
    piece, row = account.piece, account.row
    coa = piece.code in _COA_CODES
    record = _Record()
    record.put_all(
        (
            (0, 3, "202"),
            (3, 8, f"{number:08d}"),
            (11, 9, _MAILER),
            (20, 16, account.number),
            (45, 1, piece.code or " "),
            (46, 3, "001"),
            (439, 1, "B" if coa else "N"),
            (523, 1, "T"),
            (524, 8, calendar.compact(calendar.today)),
            (534, 8, calendar.compact(piece.returned)),
            (542, 1, "L"),
            (543, 1, "R"),
            (544, 1, "C" if coa else "N"),
        )
    )
    if coa:
        record.put_all(
            (
                (36, 8, calendar.compact(piece.moved or piece.returned)),
                (44, 1, _move_type(account)),
                *_names(row),
            )
        )
        _put_address(record, _OLD, piece.sent_to)
    else:
        record.put(215, piece.sent_to.zip5)
    if piece.forward is not None and piece.code == "":
        _put_address(record, _NEW, piece.forward)
        _put_label(record, piece.forward)
    return record.text()


def _move_type(account: Mailed) -> str:
    """Business, individual or family."""
    if isinstance(account, BusinessAccount):
        return "B"
    return "I" if account.debt.person.spouse is None else "F"


def _names(row: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """The name fields; the name of a business runs on from the last name into the first."""
    if row["organization"]:
        yield 49, 35, row["organization"].upper()
    else:
        yield 49, 20, row["last_name"].upper()
        yield 69, 15, row["first_name"].upper()
        yield 90, 6, row["suffix"].upper()


def _put_address(record: _Record, at: dict[str, int], address: Address) -> None:
    """One address block: number, directions, street, suffix, unit, city, state, ZIP."""
    number = at["number"]
    box = address.street.removeprefix("PO BOX ") if address.is_box else ""
    record.put_all(
        (
            (at["type"], 1, "P" if box else "S"),
            (number, 10, box or address.house),
            (number + 10, 2, address.predir),
            (number + 12, 28, "PO BOX" if box else address.street),
            (number + 40, 4, address.suffix),
            (number + 44, 2, address.postdir),
            (number + 46, 4, address.unit_type),
            (number + 50, 10, address.unit),
            (at["city"], 28, address.city),
            (at["state"], 2, address.state),
            (at["zip"], 5, address.zip5),
        )
    )


def _put_label(record: _Record, address: Address) -> None:
    zip4 = f"-{address.zip4}" if address.zip4 else ""
    record.put(352, zip4)
    record.put_all(((359, 13, address.city), (372, 66, address.line)))
