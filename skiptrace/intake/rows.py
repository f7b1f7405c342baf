"""One row of text to one IntakeRow, or to a Reject that names every fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from skiptrace.intake.cells import CellRules, Cells, damaged_cells
from skiptrace.intake.duplicates import SeenAccounts
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.fields.holds import SINCE_EVER
from skiptrace.intake.fields.identifiers import account_number
from skiptrace.intake.fields.place import state
from skiptrace.intake.fields.text import creditor, free_text
from skiptrace.intake.mapping import Binding, Mapping
from skiptrace.intake.parsers import Parsers, parsers_for
from skiptrace.intake.people import address_of, obligor_of, require_identity
from skiptrace.intake.problem import FieldProblem, Reject, Wrong
from skiptrace.intake.restraint import RestraintReader
from skiptrace.intake.returned_mail import (
    ReturnCodes,
    ReturnedPiece,
    apply_piece,
    same_place,
    shipped_return_codes,
)
from skiptrace.intake.settings import IntakeSettings
from skiptrace.intake.table import RawRow
from skiptrace.model.account import Account, Hold, ObligorRole
from skiptrace.model.subject import Subject

_FORWARD = ("forward_address", "forward_city", "forward_state", "forward_zip")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one file; `turn` says which subject of its role on its account comes."""

    binding: Binding
    parsers: Parsers
    rules: CellRules
    codes: ReturnCodes
    identify: Callable[[str], str]
    turn: Callable[[str, ObligorRole], int]
    restraints: RestraintReader

    @classmethod
    def of(
        cls, mapping: Mapping, binding: Binding, settings: IntakeSettings, seen: SeenAccounts
    ) -> RowReader:
        """The reader of one file under its mapping, with the shipped code tables."""
        rules = CellRules(
            settings.limits.field_chars, frozenset(mapping.formats.empty), mapping.defaults
        )
        parsers = parsers_for(mapping.formats, settings)
        codes = shipped_return_codes()
        restraints = RestraintReader(binding, parsers, rules, settings)
        return cls(binding, parsers, rules, codes, settings.identify, seen.turn, restraints)

    def read(self, raw: RawRow) -> IntakeRow | Reject:
        """The row as model types, or every reason against it."""
        if raw.damage is not None:
            return self.reject(raw, (raw.damage,))
        damage = damaged_cells(raw.cells, self.binding, self.rules.longest)
        if damage:
            return self.reject(raw, tuple(damage))
        cells = Cells(raw.cells, self.binding, self.rules)
        row = self._entry(raw.number, cells)
        return self.reject(raw, tuple(cells.problems)) if cells.problems else row

    def reject(self, raw: RawRow, problems: tuple[FieldProblem, ...]) -> Reject:
        """The row as a reject, with the holds that it carries all the same."""
        kept = self.restraints.salvage(raw)
        return Reject(raw.number, problems, tuple(raw.cells), kept.holds, kept.is_lost)

    def _entry(self, number: int, cells: Cells) -> IntakeRow:
        require_identity(cells)
        account = self._account(cells)
        role = ObligorRole(cells.take("role", self.parsers.role) or ObligorRole.PRIMARY)
        turn = self.turn(account.number, role)
        obligor = obligor_of(cells, self.parsers, self.identify(f"{account.number}|{role}|{turn}"))
        subject = obligor.subject
        words = cells.take("holds", self.parsers.holds) or ()
        holds = tuple(Hold(account.id, word.code, word.since, "intake") for word in words)
        if role is not ObligorRole.NON_OBLIGOR:
            source = f"intake, by the name of the {role.value}"
            holds += tuple(Hold(account.id, code, SINCE_EVER, source) for code in obligor.holds)
        piece = self._piece(cells, subject)
        _check_order(cells, account, subject)
        if piece is None:
            return IntakeRow(number, account, subject, role, holds)
        account, subject, fact, note = apply_piece(account, subject, piece, self.codes)
        return IntakeRow(number, account, subject, role, holds, fact, note)

    def _account(self, cells: Cells) -> Account:
        number = cells.take("account_number", account_number) or ""
        return Account(
            id=self.identify(number),
            number=number,
            creditor=cells.take("creditor", creditor) or "",
            balance=cells.take("balance", self.parsers.balance),
            status=cells.take("account_status", self.parsers.status) or "",
            debt_origin=cells.take("debt_origin", self.parsers.debt_origin) or "",
            state=cells.take("state", state) or "",
            opened=cells.take("opened", self.parsers.opened),
        )

    def _piece(self, cells: Cells, subject: Subject) -> ReturnedPiece | None:
        """The returned piece of the row, None when nothing says that mail came back."""
        table = cells.take("return_code_list", self.parsers.code_list) or ""
        code = cells.take("return_code", _return_code) or ""
        on = cells.take("return_date", self.parsers.return_date)
        forward = address_of(cells, _FORWARD)
        if (code or forward) and not cells.text("return_code_list"):
            words = "the list of the return code: ACS, NIXIE, NCOALINK or DPV"
            cells.refuse("return_code_list", Wrong(words, "required"))
        if table and table != "ACS" and not code:
            cells.refuse("return_code", Wrong(f"a code of the list {table}", "required"))
        if not (table or code or on):
            return None
        if forward and any(same_place(c.value, forward) for c in subject.addresses):
            forward = None
        return ReturnedPiece(table, _padded(table, code), on, forward)


def _return_code(text: str) -> str | Wrong:
    """A code in capitals; whether its list knows it is judged later."""
    if len(text) > 24:
        return Wrong("a return code of at most 24 characters", "return_code")
    value = free_text(text, 24, "a return code")
    return value if isinstance(value, Wrong) else value.upper()


def _padded(table: str, code: str) -> str:
    """NCOALink's codes have two digits; a spreadsheet drops the first when it is 0."""
    return f"0{code}" if table == "NCOALINK" and len(code) == 1 and code.isdigit() else code


def _check_order(cells: Cells, account: Account, subject: Subject) -> None:
    """Nobody opens an account before being born."""
    born, opened = subject.dob, account.opened
    if born is not None and opened is not None and born.earliest() > opened:
        cells.refuse("dob", Wrong("a date of birth before the account was opened", "date_range"))
