"""What of register entries is written back: entry, status, and agent and officers as associated."""

from __future__ import annotations

from collections.abc import Iterator

from skiptrace.model.account import ObligorRole
from skiptrace.model.finding import REGISTER_KINDS, Finding, FindingKind, FindingStatus
from skiptrace.model.receipt import Change, ChangeKind
from skiptrace.model.succession import is_another
from skiptrace.writeback.contacts import AccountContacts

OF_SUCCESSOR = "it is of what the debtor merged into: a person says whether that answers for it"
OUTDATED = "a later entry of the register"
_ASSOCIATED = frozenset({FindingKind.REGISTERED_AGENT, FindingKind.OFFICER})
_STANDS = frozenset({FindingStatus.VERIFIED, FindingStatus.CANDIDATE, FindingStatus.QUARANTINED})


def role_of(entry: AccountContacts, kind: FindingKind) -> ObligorRole:
    """Whose part a row tells: an agent or officer is somebody who does not owe (R23)."""
    return ObligorRole.NON_OBLIGOR if kind in _ASSOCIATED else entry.role


def is_of_successor(finding: Finding) -> bool:
    """Whether every record behind it is of an organisation into which the debtor merged."""
    return all(is_another(row.provenance.followed) for row in finding.evidence)


def outdated(entry: AccountContacts) -> Iterator[Change]:
    """What was written of an entry that says otherwise now, to be marked so.

    Only where something of that kind stands: a register that was not asked again says nothing.
    """
    standing: dict[FindingKind, list[Finding]] = {}
    for finding in entry.findings:
        if finding.kind in REGISTER_KINDS and finding.status in _STANDS:
            standing.setdefault(finding.kind, []).append(finding)
    for change in _written(entry):
        now = standing.get(FindingKind(change.fact), [])
        if now and all(finding.value != change.value for finding in now):
            yield Change(
                account_number=change.account_number,
                kind=ChangeKind.MARK_BAD,
                fact=change.fact,
                value=change.value,
                probability=1.0,
                sources=(OUTDATED,),
                as_of=max(_retrieved(finding) for finding in now),
                finding_id="",
                role=change.role,
                obligor=change.obligor,
            )


def _written(entry: AccountContacts) -> Iterator[Change]:
    """The register facts of this obligor that stand in the system of record."""
    latest: dict[tuple[str, str], Change] = {}
    for receipt in sorted(entry.receipts, key=lambda r: r.at):
        change = receipt.change
        if receipt.undone is None and FindingKind(change.fact) in REGISTER_KINDS:
            latest[change.fact, change.value] = change
    for change in latest.values():
        if change.kind is ChangeKind.ADD and change.obligor == entry.obligor:
            yield change


def _retrieved(finding: Finding) -> str:
    return max(row.provenance.retrieved for row in finding.evidence).date().isoformat()
