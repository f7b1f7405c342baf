"""Takes an ACS file into the case file: what the Postal Service says of known accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matching.compare.person.relate import NameVerdict, compare_persons
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.intake.acs import AcsFact, read_acs
from skiptrace.intake.fields.keyline import bare_keyline, keyline
from skiptrace.intake.problem import FieldProblem, Reject, Wrong
from skiptrace.intake.rejects import RejectFiles
from skiptrace.intake.returned_mail import ReturnCodes, apply_piece

_COMMIT = 500


@dataclass(slots=True)
class AcsTakenIn:
    """What became of the records: accounts updated, rejects, next actions by name."""

    updated: int = 0
    rejected: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    rejects: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeInAcs:
    """Applies each ACS record to the account of its keyline, and to the obligors it may name."""

    case: CaseFile
    codes: ReturnCodes

    def run(self, path: Path, advance: Callable[[int], None]) -> AcsTakenIn:
        """Take in one file; a record of an unknown keyline is a reject, like a damaged one."""
        done = AcsTakenIn()
        with RejectFiles(path, ("record",)) as rejects:
            for group in _groups(read_acs(path, self.codes)):
                for reject in self._apply(group, done):
                    rejects.write(reject)
                advance(len(group))
        done.rejected = rejects.count
        done.rejects = rejects.written
        return done

    def _apply(self, group: list[AcsFact | Reject], done: AcsTakenIn) -> list[Reject]:
        rejects = [item for item in group if isinstance(item, Reject)]
        with self.case.write() as tx:
            changed: list[AccountEntry] = []
            for fact in (item for item in group if isinstance(item, AcsFact)):
                primary = self._account(tx, fact.keyline)
                if primary is None:
                    rejects.append(_unknown(fact))
                    continue
                obligors = self.case.accounts.obligors(tx, primary.account.id)
                named = [entry for entry in obligors if _is_named(entry, fact)]
                if not named:
                    rejects.append(_other_name(fact))
                    continue
                changed += [self._changed(entry, fact) for entry in named]
                mail = changed[-1].returned_mail
                done.actions[mail.action.value if mail else ""] += 1
            self.case.accounts.add(tx, changed)
        done.updated += len(changed)
        return rejects

    def _account(self, tx: Tx, printed: str) -> AccountEntry | None:
        """The account of that number, or of that keyline without its check digit."""
        bare = bare_keyline(printed)
        found = self.case.accounts.find(tx, printed) or self.case.accounts.find(tx, bare)
        number = keyline(bare)
        if found is not None or isinstance(number, Wrong):
            return found
        return self.case.accounts.find(tx, number)

    def _changed(self, entry: AccountEntry, fact: AcsFact) -> AccountEntry:
        subject, mail, _ = apply_piece(entry.account.id, entry.subject, fact.piece, self.codes)
        return AccountEntry(entry.account, subject, entry.role, entry.holds, mail)


def _is_named(entry: AccountEntry, fact: AcsFact) -> bool:
    """Whether the piece may have gone to this obligor: no name on record, or not another's."""
    if not fact.name.surname or not entry.subject.names:
        return True
    relations = (compare_persons(name, fact.name) for name in entry.subject.names)
    return any(relation.verdict is not NameVerdict.DIFFERENT for relation in relations)


def _other_name(fact: AcsFact) -> Reject:
    problem = FieldProblem("name", "the name of an obligor of the account", "name")
    return Reject(fact.record, (problem,), (fact.keyline,))


def _unknown(fact: AcsFact) -> Reject:
    problem = FieldProblem("keyline", "the number of an account that was taken in", "unknown")
    return Reject(fact.record, (problem,), (fact.keyline,))


def _groups(items: Iterator[AcsFact | Reject]) -> Iterator[list[AcsFact | Reject]]:
    group: list[AcsFact | Reject] = []
    for item in items:
        group.append(item)
        if len(group) == _COMMIT:
            yield group
            group = []
    if group:
        yield group
