"""Scores what a trace reported against the truth of the sandbox's town.

The rules: an address is right if the debtor lived or got mail there at any time of the past ten
years, current if that holds on the day of scoring, damaged if it is the debtor's but for a slip.
A telephone number is right if it was ever the debtor's, or the household's shared line. An asset
is right by its publisher's reference.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from connectors.sandbox.marks import (
    AddressKey,
    Mark,
    Miss,
    ReportedFinding,
    Tally,
    is_damaged_copy,
    plain_key,
    product_key,
)
from skiptrace.model.kinds import ASSET_KINDS, FindingKind
from skiptrace.model.subject import PostalAddress

__all__ = [
    "AddressKey",
    "Mark",
    "Miss",
    "ReportedFinding",
    "Score",
    "Tally",
    "plain_key",
    "product_key",
    "score_findings",
]

_TEN_YEARS = 3653
_REFERENCED = ASSET_KINDS | {FindingKind.BANKRUPTCY}


@dataclass(frozen=True, slots=True)
class Score:
    """How a run did.

    `traceable` counts the accounts whose debtor is alive, not held and findable in some source;
    `found` those of them with a current address or telephone number among the verified findings.
    `contacts` tallies verified addresses and numbers; `by_kind` every verified kind that the truth
    can judge. `misses` are the wrong ones, for debugging. `not_found` gives the part of the debtor
    of each account, by number, who was not found. `restrained` counts the accounts that a
    bankruptcy in the court's register restrains, and `slipped` are those of them that contacts
    would be written to all the same. `by_part` gives found and traceable for consumers, proprietors
    and guarantors.
    """

    accounts: int
    traceable: int
    found: int
    contacts: Tally
    by_kind: Mapping[FindingKind, Tally]
    misses: tuple[Miss, ...]
    not_found: Mapping[str, str]
    restrained: int
    slipped: tuple[str, ...]
    by_part: Mapping[str, tuple[int, int]]

    @property
    def right_party_rate(self) -> float:
        """Found over traceable; 0 when nobody is traceable."""
        return self.found / self.traceable if self.traceable else 0.0

    @property
    def wrong_party_share(self) -> float:
        """Verified contacts that never were the debtor's, over all verified contacts."""
        return self.contacts.wrong_share

    def debug_lines(self) -> list[str]:
        """A line for each wrong finding and each account not found, by account and person id."""
        lines = [
            f"{m.account_number} {m.kind} p={m.probability:.4f} debtor {m.debtor}: belongs to "
            f"{' '.join(m.belongs_to) or 'nobody'}"
            for m in self.misses
        ]
        lines += [f"{number} slipped" for number in self.slipped]
        return lines + [f"{number} not found" for number in self.not_found]


def score_findings(
    truth_path: Path,
    findings: Iterable[ReportedFinding],
    as_of: date,
    address_key: AddressKey = product_key,
    written: Collection[str] = (),
) -> Score:
    """The score of a run on that day; `address_key` says when two addresses are one.

    `written` are the numbers of the accounts that contacts would be written to.
    Raises FileNotFoundError without a truth, and
    ValueError for a finding on an account that the truth does not know.
    """
    if not truth_path.is_file():
        raise FileNotFoundError(f"{truth_path.name} is not there")
    with closing(
        sqlite3.connect(f"{truth_path.resolve().as_uri()}?mode=ro", uri=True)
    ) as connection:
        judge = _Judge(connection, as_of, address_key)
        return judge.score(tuple(findings), frozenset(written))


class _Judge:
    """Marks findings with the truth of the accounts' debtors."""

    def __init__(self, truth: sqlite3.Connection, as_of: date, key: AddressKey) -> None:
        self._truth = truth
        self._key = key
        self._today = as_of.isoformat()
        self._oldest = date.fromordinal(as_of.toordinal() - _TEN_YEARS).isoformat()
        rows = truth.execute(
            "SELECT account_number, a.person_id, held, findable, p.deceased, part "
            "FROM truth_account a JOIN person p USING (person_id)"
        ).fetchall()
        self._debtors = {str(row[0]): str(row[1]) for row in rows}
        self._parts = {str(row[0]): str(row[5]) for row in rows}
        self._traceable = {
            str(number)
            for number, _, held, findable, deceased, _ in rows
            if findable and not held and not deceased
        }

        numbers = truth.execute("SELECT DISTINCT account_number FROM truth_restraint")
        self._restrained = frozenset(str(number) for (number,) in numbers)

    def score(self, findings: Sequence[ReportedFinding], written: frozenset[str]) -> Score:
        verified = [f for f in findings if f.verified and self._judgeable(f)]
        marks = [(f, self._mark(f)) for f in verified]
        found = {f.account_number for f, mark in marks if _reaches(f, mark)} & self._traceable
        by_kind = {
            kind: _tally(mark for f, mark in marks if f.kind is kind)
            for kind in sorted({f.kind for f in verified})
        }
        wrong = [f for f, mark in marks if mark is Mark.WRONG]
        return Score(
            accounts=len(self._debtors),
            traceable=len(self._traceable),
            found=len(found),
            contacts=_tally(mark for f, mark in marks if _is_contact(f)),
            by_kind=by_kind,
            misses=tuple(self._miss(f) for f in wrong),
            not_found={n: self._parts[n] for n in sorted(self._traceable - found)},
            restrained=len(self._restrained),
            slipped=tuple(sorted(self._restrained & written)),
            by_part=self._by_part(found),
        )

    def _by_part(self, found: Collection[str]) -> dict[str, tuple[int, int]]:
        parts: dict[str, tuple[int, int]] = {}
        for number in sorted(self._traceable):
            right, traceable = parts.get(self._parts[number], (0, 0))
            parts[self._parts[number]] = (right + (number in found), traceable + 1)
        return parts

    def _judgeable(self, finding: ReportedFinding) -> bool:
        if finding.account_number not in self._debtors:
            raise ValueError("a finding is on an account that the truth does not know")
        kinds = {FindingKind.ADDRESS, FindingKind.PHONE, FindingKind.EMAIL, FindingKind.DECEASED}
        return finding.kind in kinds | _REFERENCED

    def _mark(self, finding: ReportedFinding) -> Mark:
        debtor = self._debtors[finding.account_number]
        match finding.kind:
            case FindingKind.ADDRESS:
                return self._address(finding, debtor)
            case FindingKind.PHONE:
                sql = 'SELECT "to" FROM truth_phone WHERE person_id = ? AND e164 = ?'
            case FindingKind.EMAIL:
                sql = "SELECT '' FROM truth_email WHERE person_id = ? AND email = lower(?)"
            case FindingKind.DECEASED:
                sql = "SELECT '' FROM person WHERE person_id = ? AND deceased <> '' AND ? <> '-'"
            case _:
                return self._asset(finding.value, debtor)
        return self._ends(self._truth.execute(sql, (debtor, finding.value)).fetchall())

    def _asset(self, reference: str, debtor: str) -> Mark:
        """By the asset's own span; a record that merely names the debtor makes it a former one."""
        sql = 'SELECT "to" FROM truth_asset WHERE person_id = ? AND reference = ?'
        spans = self._truth.execute(sql, (debtor, reference)).fetchall()
        if spans:
            return self._ends(spans)
        sql = "SELECT 1 FROM truth_record WHERE person_id = ? AND record_ref = ?"
        named = self._truth.execute(sql, (debtor, reference)).fetchone()
        return Mark.FORMER if named else Mark.WRONG

    def _address(self, finding: ReportedFinding, debtor: str) -> Mark:
        if finding.address is None:
            raise ValueError("an address finding has no address")
        found = finding.address
        wanted = self._key(found)
        rows = self._truth.execute(
            'SELECT "to", line, city, state, zip5 FROM truth_address WHERE person_id = ? '
            'AND ("to" = \'\' OR "to" >= ?)',
            (debtor, self._oldest),
        )
        own = [(row, PostalAddress(*row[1:])) for row in rows]
        mark = self._ends([row for row, true in own if self._key(true) == wanted])
        if mark is Mark.WRONG and any(is_damaged_copy(found, true) for _, true in own):
            return mark if self._residents(found) else Mark.DAMAGED
        return mark

    def _ends(self, rows: Sequence[Sequence[str]]) -> Mark:
        """The mark of spells that end on those days, '' for those that last."""
        if not rows:
            return Mark.WRONG
        lasts = any(not row[0] or row[0] > self._today for row in rows)
        return Mark.CURRENT if lasts else Mark.FORMER

    def _miss(self, finding: ReportedFinding) -> Miss:
        return Miss(
            account_number=finding.account_number,
            kind=finding.kind,
            probability=finding.probability,
            debtor=self._debtors[finding.account_number],
            belongs_to=self._holders(finding),
        )

    def _holders(self, finding: ReportedFinding) -> tuple[str, ...]:
        """Whose fact it really is, at most eight ids."""
        value, sql = finding.value, "SELECT person_id FROM truth_asset WHERE reference = ?"
        if finding.kind is FindingKind.PHONE:
            sql = "SELECT person_id FROM truth_phone WHERE e164 = ?"
        elif finding.kind is FindingKind.EMAIL:
            sql = "SELECT person_id FROM truth_email WHERE email = lower(?)"
        elif finding.address is not None:
            return self._residents(finding.address)
        rows = self._truth.execute(sql, (value,)).fetchall()
        return tuple(sorted({str(row[0]) for row in rows}))[:8]

    def _residents(self, address: PostalAddress) -> tuple[str, ...]:
        house = address.line.split(" ")[0]
        rows = self._truth.execute(
            "SELECT person_id, line, city, state, zip5 FROM truth_address "
            "WHERE zip5 = ? AND line LIKE ? || ' %'",
            (address.zip5, house),
        )
        wanted = self._key(address)
        people = {str(r[0]) for r in rows if self._key(PostalAddress(*r[1:])) == wanted}
        return tuple(sorted(people))[:8]


def _is_contact(finding: ReportedFinding) -> bool:
    return finding.kind in (FindingKind.ADDRESS, FindingKind.PHONE)


def _reaches(finding: ReportedFinding, mark: Mark) -> bool:
    return mark is Mark.CURRENT and _is_contact(finding)


def _tally(marks: Iterable[Mark]) -> Tally:
    counted = list(marks)
    return Tally(*(counted.count(mark) for mark in Mark))
