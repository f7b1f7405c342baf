"""One row of text to an IntakeRow for each obligor, or to a Reject that names every fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from skiptrace.intake.cells import CellRules, Cells, damaged_cells, essential, unpadded
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.fields.holds import SINCE_EVER
from skiptrace.intake.fields.identifiers import account_number
from skiptrace.intake.fields.keyline import keyline
from skiptrace.intake.fields.place import state
from skiptrace.intake.fields.text import creditor, free_text, portfolio
from skiptrace.intake.flags import flag, flagged, yes
from skiptrace.intake.mapping import Binding, Mapping
from skiptrace.intake.parsers import Parsers, parsers_for
from skiptrace.intake.people import Obligor, obligors_of
from skiptrace.intake.places import address_of
from skiptrace.intake.problem import ROW, FieldProblem, NotAnAccount, Reject, Wrong
from skiptrace.intake.report_lines import report_line
from skiptrace.intake.restraint import RestraintReader
from skiptrace.intake.return_words import ReturnWords
from skiptrace.intake.returned_mail import (
    ReturnedPiece,
    apply_piece,
    same_place,
    shipped_return_codes,
)
from skiptrace.intake.settings import IntakeSettings
from skiptrace.intake.stray_bytes import STRAY, repaired
from skiptrace.intake.table import RawRow, RawTable
from skiptrace.model.account import Account, Hold, ObligorRole, ReturnedMail
from skiptrace.model.subject import Subject

_FORWARD = ("forward_address", "forward_city", "forward_state", "forward_zip")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one file; whose id a subject has is decided beside other rows (debtors)."""

    binding: Binding
    parsers: Parsers
    rules: CellRules
    words: ReturnWords
    identify: Callable[[str], str]
    restraints: RestraintReader
    stray: str = ""

    @classmethod
    def of(
        cls,
        mapping: Mapping,
        binding: Binding,
        settings: IntakeSettings,
        table: RawTable,
    ) -> RowReader:
        """The reader of one file under its mapping, with the shipped code tables."""
        rules = CellRules(
            settings.limits.field_chars, frozenset(mapping.formats.empty), mapping.defaults
        )
        parsers = parsers_for(mapping, settings, table.epoch)
        words = ReturnWords(shipped_return_codes(), mapping.meanings())
        restraints = RestraintReader(binding, parsers, rules, settings)
        return cls(binding, parsers, rules, words, settings.identify, restraints, table.stray)

    def read(
        self, raw: RawRow, role: ObligorRole | None = None
    ) -> tuple[IntakeRow, ...] | NotAnAccount | Reject:
        """The obligors of the row as model types, or every reason against it.

        The subjects have no id yet. With a `role` the row's first obligor has that one.
        """
        line = report_line(raw.cells, self.binding)
        if line is not None:
            return NotAnAccount(raw.number, line)
        if raw.damage is not None:
            return self._uneven(raw, raw.damage, role)
        texts, guessed = self._repaired(unpadded(raw.cells))
        damage = damaged_cells(texts, self.binding, self.rules.longest)
        cells = Cells(texts, self.binding, self.rules, damage)
        rows = self._entries(raw.number, cells, guessed, role)
        if cells.problems:
            return self.reject(raw, (*cells.problems, *cells.warnings))
        return tuple(rows)

    def _repaired(self, cells: Sequence[str]) -> tuple[Sequence[str], list[FieldProblem]]:
        """The cells, those with stray bytes by the likeliest encoding, and which these are."""
        if not self.stray or not STRAY.search("".join(cells)):
            return cells, []
        texts, names, guessed = list(cells), self.binding.names(), []
        for place, cell in enumerate(cells):
            text = repaired(cell, self.stray) if STRAY.search(cell) else None
            if text is not None:
                texts[place] = text
                field = names.get(place, self.binding.header[place])
                words = f"text in the file's encoding: a letter is read as {self.stray}"
                guessed.append(FieldProblem(field, words, "encoding_guessed"))
        return texts, guessed

    def _uneven(
        self, raw: RawRow, damage: FieldProblem, role: ObligorRole | None
    ) -> tuple[IntakeRow, ...] | Reject:
        """A row of too few cells, or with empty ones too many, if all that it has fits its columns.

        Not so where a hold or a status may have stood in what it lacks.
        """
        width = len(self.binding.header)
        lacking = {t for t, place in self.binding.places.items() if place >= len(raw.cells)}
        if (
            damage.code != "columns"
            or any(raw.cells[width:])
            or lacking & (essential() | {"account_status"})
        ):
            return self.reject(raw, (damage,))
        cells = [*raw.cells[:width], *[""] * (width - len(raw.cells))]
        read = self.read(RawRow(raw.number, cells), role)
        if not isinstance(read, tuple) or read[0].warnings:
            return self.reject(raw, (damage,))
        return (replace(read[0], warnings=(damage,)), *read[1:]) if lacking else read

    def reject(self, raw: RawRow, problems: tuple[FieldProblem, ...]) -> Reject:
        """The row as a reject, with the holds that it carries all the same."""
        kept = self.restraints.salvage(raw)
        return Reject(raw.number, problems, tuple(raw.cells), kept.holds, kept.is_lost)

    def _entries(
        self,
        number: int,
        cells: Cells,
        guessed: Sequence[FieldProblem],
        given: ObligorRole | None,
    ) -> list[IntakeRow]:
        """One entry for each obligor, the row's first one first."""
        if not cells.text("keyline"):
            cells.require("account_number", "an account number")
        account = self._account(cells)
        written = cells.take("role", self.parsers.role) or ObligorRole.PRIMARY
        role = given or ObligorRole(written)
        words = cells.take("holds", self.parsers.holds) or ()
        flag_of = partial(_flag, cells)
        asked = [*words, *flagged(flag_of, self.parsers.since)]
        holds = tuple(
            Hold(account.id, word.code, word.since, "intake") for word in dict.fromkeys(asked)
        )
        obligors = _in_order(cells, account, obligors_of(cells, self.parsers, role))
        is_ones = self.parsers.holds_of == "obligor" and len(obligors) == 1
        holds, stated = ((), holds) if is_ones else (holds, ())
        piece = self._piece(cells, obligors[0].subject)
        if piece is None and not _is_somebody(obligors[0].subject):
            cells.refuse(ROW, Wrong(_IDENTITY, "required"))
        warnings = (*cells.warnings, *guessed)
        entries = []
        for obligor in obligors:
            subject, fact, note = self._with_mail(account.id, obligor.subject, piece)
            own = (*stated, *(_holds_by_name(account, obligor) if obligor.holds else ()))
            entries.append(
                IntakeRow(
                    number, account, subject, obligor.role, obligor.kind, holds, fact, note,
                    warnings, own,
                )
            )  # fmt: skip
            holds, stated, warnings = (), (), ()
        return entries

    def _with_mail(
        self, account_id: str, subject: Subject, piece: ReturnedPiece | None
    ) -> tuple[Subject, ReturnedMail | None, str]:
        if piece is None:
            return subject, None, ""
        return apply_piece(account_id, subject, piece, self.words.codes)

    def _account(self, cells: Cells) -> Account:
        number = cells.take("account_number", account_number) or ""
        number = number or cells.take("keyline", keyline) or ""
        return Account(
            id=self.identify(number),
            number=number,
            creditor=cells.take("creditor", creditor) or "",
            balance=cells.take("balance", self.parsers.balance),
            status=cells.take("account_status", self.parsers.status) or "",
            debt_origin=cells.take("debt_origin", self.parsers.debt_origin) or "",
            state=cells.take("state", state) or "",
            opened=cells.take("opened", self.parsers.opened),
            portfolio=cells.take("portfolio", portfolio) or "",
        )

    def _piece(self, cells: Cells, subject: Subject) -> ReturnedPiece | None:
        """The returned piece of the row, None when nothing says that mail came back."""
        table = cells.take("return_code_list", self.parsers.code_list) or ""
        text = cells.take("return_code", _return_text) or ""
        on = cells.take("return_date", self.parsers.return_date)
        forward = address_of(cells, _FORWARD, ("forward_address_2",)).value
        table, code = self.words.read(table, text)
        if (code or forward) and not table:
            cells.warn("return_code_list", Wrong(_CODE_LIST, "required"))
        if table and table != "ACS" and not code:
            cells.warn("return_code", Wrong(f"a code of the list {table}", "required"))
        came_back = cells.take("returned", yes) or False
        if not (table or code or on or cells.text("return_date") or came_back):
            return None
        if forward and any(same_place(c.value, forward) for c in subject.addresses):
            forward = None
        return ReturnedPiece(table, code, on, forward)


_CODE_LIST = "the list of the return code: ACS, NIXIE, NCOALINK or DPV"


def _flag(cells: Cells, target: str) -> str | None:
    return cells.take(target, flag)


def _return_text(text: str) -> str | Wrong:
    """A code or its words; whether anybody knows them is judged later."""
    return free_text(text, 60, "a return code")


def _holds_by_name(account: Account, obligor: Obligor) -> tuple[Hold, ...]:
    source = f"intake, by the name of the {obligor.role.value}"
    return tuple(Hold(account.id, code, SINCE_EVER, source) for code in obligor.holds)


def _in_order(cells: Cells, account: Account, obligors: tuple[Obligor, ...]) -> tuple[Obligor, ...]:
    """The obligors without a birth date after the day on which the account was opened."""
    opened = account.opened
    if opened is None:
        return obligors
    kept = []
    for obligor in obligors:
        born = obligor.subject.dob
        if born is not None and born.earliest() > opened:
            words = "a date of birth before the account was opened"
            cells.warn("dob", Wrong(words, "date_range"))
            obligor = replace(obligor, subject=replace(obligor.subject, dob=None))
        kept.append(obligor)
    return tuple(kept)


_IDENTITY = "an address or a return code, or else a tax number, a birth date, a phone or an e-mail"


def _is_somebody(subject: Subject) -> bool:
    """Whether anything but the name tells whom the row means."""
    s = subject
    known = (s.addresses, s.ssn, s.ssn4, s.ein, s.dob, s.phones, s.emails)
    return any(map(bool, known))
