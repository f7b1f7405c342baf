"""What a rejected row says that restrains: a row may be lost, its hold may not.

A code that can be read is entered as it stands. Where the row may have carried a hold, or a status
that ends the account, and it cannot be told, the account is parked with ROW-REJECTED until a person
looks: what is not known restrains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from config.columns import column_tables
from skiptrace.intake.cells import CellRules, cell_damage
from skiptrace.intake.fields.identifiers import account_number
from skiptrace.intake.fields.keyline import keyline
from skiptrace.intake.fields.missing import stands_for_nothing
from skiptrace.intake.fields.text import cleaned
from skiptrace.intake.flags import flagged
from skiptrace.intake.mapping import Binding
from skiptrace.intake.parsers import Parsers
from skiptrace.intake.problem import Wrong
from skiptrace.intake.settings import IntakeSettings
from skiptrace.intake.table import RawRow
from skiptrace.model.account import Hold

PARKED = "ROW-REJECTED"
_SOURCE = "intake, rejected row"


@dataclass(frozen=True, slots=True)
class Salvage:
    """The holds of a rejected row; `is_lost` says that it has some and no readable number."""

    holds: tuple[Hold, ...] = ()
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class RestraintReader:
    """Reads what restrains from rows of one file that are rejected for whatever reason."""

    binding: Binding
    parsers: Parsers
    rules: CellRules
    settings: IntakeSettings

    def salvage(self, raw: RawRow) -> Salvage:
        """What the row restrains, by account id; a damaged row may have said anything."""
        codes = dict.fromkeys(self._codes(raw))
        if not codes:
            return Salvage()
        number = account_number(self._text(raw, "account_number"))
        if isinstance(number, Wrong):
            number = keyline(self._text(raw, "keyline"))
        if isinstance(number, Wrong):
            return Salvage(is_lost=True)
        account_id = self.settings.identify(number)
        return Salvage(tuple(Hold(account_id, *code, _SOURCE) for code in codes))

    def _codes(self, raw: RawRow) -> Iterator[tuple[str, date]]:
        parked = (PARKED, self.settings.in_force)
        flags = sorted(column_tables().restraining())
        told = {"holds", "account_status", *flags} & self.binding.places.keys()
        if raw.damage is not None and told:
            yield parked
        for piece in filter(None, (p.strip() for p in self._text(raw, "holds").split(";"))):
            found = self.parsers.holds(piece)
            if isinstance(found, Wrong):
                yield parked
            else:
                yield from ((word.code, word.since) for word in found)
        words = flagged(partial(self._flag, raw), self.parsers.since)
        yield from ((word.code, word.since) for word in words)
        is_damaged = any(self._is_damaged(raw, field) for field in ("holds", *flags))
        if is_damaged or self._is_closing(raw):
            yield parked

    def _is_closing(self, raw: RawRow) -> bool:
        """Whether the status may end or restrain the account; none at all says nothing new."""
        text = self._text(raw, "account_status")
        status = self.parsers.status(text) if text else ""
        is_open = isinstance(status, str) and status in self.parsers.harmless
        return self._is_damaged(raw, "account_status") or (bool(text) and not is_open)

    def _flag(self, raw: RawRow, target: str) -> str:
        return "" if self._is_damaged(raw, target) else self._text(raw, target)

    def _is_damaged(self, raw: RawRow, field: str) -> bool:
        return cell_damage(self._cell(raw, field), self.rules.longest) is not None

    def _text(self, raw: RawRow, field: str) -> str:
        text = cleaned(self._cell(raw, field)) or self.rules.defaults.get(field, "")
        is_nothing = text in self.rules.empty or (bool(text) and stands_for_nothing(field, text))
        return "" if is_nothing else text

    def _cell(self, raw: RawRow, field: str) -> str:
        place = self.binding.places.get(field)
        return raw.cells[place] if place is not None and place < len(raw.cells) else ""
