"""What lies behind a finding of an account: why it is believed, the answers, the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jobs.limited_deaths import kept_deaths
from jobs.obligors import obligors_of
from skiptrace.acts.office import Doing, Office
from skiptrace.app.build import desk_of, earlier, refuse_if_withheld, withheld
from skiptrace.app.sources import cards
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.casefile.listing import last_orders, orders_of
from skiptrace.casefile.notes import Note
from skiptrace.model.account import ObligorRole
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.contact_check import ContactCheck
from skiptrace.model.errors import CaseFileError, SubjectHeld
from skiptrace.model.finding import Finding
from skiptrace.model.kinds import ASSET_KINDS, CONTACT_KINDS, STATUS_KINDS, FindingKind
from skiptrace.model.record import Provenance, Snapshot
from skiptrace.model.succession import Succession
from skiptrace.reports.discarded import Discarded, build_discarded
from skiptrace.reports.explanation import Explanation, explain


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One stored answer, byte for byte, and what a finding took from it, from where.

    `followed` are the steps by which what was asked for was led to under another name. `checked`
    are checks of the finding's contact point that rest on it: no evidence that it is the debtor's.
    """

    sha256: str
    snapshot: Snapshot
    said: tuple[Provenance, ...]
    followed: tuple[Succession, ...] = ()
    checked: tuple[ContactCheck, ...] = ()


def explain_finding(office: Office, actor: Actor, account: str, finding_id: str) -> Explanation:
    """Why a finding is believed, or was: each record's weight, term by term.

    An id that an earlier trace printed is explained as it was, with the finding in its place now.
    """
    with office.doing(actor, Act.EXPLAIN) as done:
        _, finding = _finding(done, done.about(account), finding_id)
    case = desk_of(office.installation, office.policy).of_finding(office.case, finding)
    return explain(case, finding_id)


def answers_behind(
    office: Office, actor: Actor, account: str, finding_id: str
) -> list[StoredAnswer]:
    """The stored answers behind a finding and its checks, each once, as the sources sent them.

    An answer may tell of more than the finding, and of more people on the account. Raises
    SubjectHeld while the policy keeps back anything that its sources yield, of any of them; whoever
    may release a hold reads what a status rests on.
    """
    with office.doing(actor, Act.EVIDENCE) as done:
        everybody = done.about(account)
        entry, finding = _finding(done, everybody, finding_id)
        _refuse_beside(done, (entry, *everybody), finding)
        steps = [step for e in finding.evidence for step in e.provenance.followed]
        behind = [e.provenance.snapshot_sha256 for e in finding.evidence]
        shas = dict.fromkeys([*behind, *(step.snapshot_sha256 for step in steps)])
        snapshots = {sha: office.case.snapshots.get(done.tx, sha) for sha in shas}
        checks = office.case.checks.of(done.tx, finding.account_id).of(finding.kind, finding.key)
        answers = [(one, office.case.checks.answer(done.tx, one)) for one in checks]
    told = [e.provenance for e in finding.evidence]
    behind_it = [
        StoredAnswer(
            sha,
            snapshot,
            tuple(p for p in told if p.snapshot_sha256 == sha),
            tuple(dict.fromkeys(step for step in steps if step.snapshot_sha256 == sha)),
        )
        for sha, snapshot in snapshots.items()
    ]
    return [*behind_it, *(StoredAnswer(a.sha256, a, (), (), (one,)) for one, a in answers)]


def discarded_of(
    office: Office, actor: Actor, account: str, obligor: int | None
) -> list[Discarded]:
    """What the traces of each obligor who was traced brought and did not take."""
    with office.doing(actor, Act.DISCARDED) as done:
        account_id = done.about(account)[0].account.id
        last = last_orders(done.tx, [account_id])
        orders = [office.case.orders.get(done.tx, order.id) for order in last.values()]
    found = obligors_of(earlier(office.installation, office.case).obligors(account), obligor)
    writer = desk_of(office.installation, office.policy)
    by_subject = {order.subject.id: order for order in orders if order is not None}
    traced = [by_subject.get(one.entry.subject.id) for one in found.asked]
    return [
        build_discarded(writer.of_order(office.case, order))
        for order in traced
        if order is not None
    ]


@dataclass(frozen=True, slots=True)
class NotesTold:
    """Notes of an account, oldest first, and why others of it are kept back, a line a reason."""

    notes: tuple[Note, ...]
    kept_back: tuple[str, ...]


def notes_of(office: Office, actor: Actor, account: str) -> NotesTold:
    """The notes of every trace of the account, each as the policy lets its obligor be told of.

    A note of nobody who is on the account now goes with what is kept back of any of them. Raises
    SubjectHeld when every note is kept back.
    """
    with office.doing(actor, Act.NOTES) as done:
        everybody = done.about(account)
        account_id = everybody[0].account.id
        notes = office.case.notes.for_account(done.tx, account_id)
        subjects = {order.id: order.subject_id for order in orders_of(done.tx, account_id)}
    kinds = CONTACT_KINDS | ASSET_KINDS
    barred = {e.subject.id: withheld(office.policy, e, kinds) for e in everybody}
    of_any = next((words for words in barred.values() if words), "")
    said = [barred.get(subjects.get(note.order_id, ""), of_any) for note in notes]
    told = tuple(note for note, words in zip(notes, said, strict=True) if not words)
    kept_back = tuple(dict.fromkeys(filter(None, said)))
    if kept_back and not told:
        raise SubjectHeld(kept_back[0])
    return NotesTold(told, kept_back)


def _refuse_beside(done: Doing, people: Sequence[AccountEntry], finding: Finding) -> None:
    """Refuse answers of sources that yield what is kept back of anybody; all if a card is unknown.

    The first of `people` is the one whose finding it is. What holds one of the others counts, not
    that one of them does not owe.
    """
    may_release = done.office.table.acts[Act.RELEASE_HOLD].roles & done.actor.roles
    if finding.kind in STATUS_KINDS and may_release:
        return
    installed = cards(done.office.installation)
    sources = {e.provenance.connector_id for e in finding.evidence}
    told = [installed[i].yields if i in installed else FindingKind for i in sources]
    kinds = frozenset(FindingKind(kind) for kinds in told for kind in kinds)
    first, *others = people
    owing = [replace(one, role=first.role) if _is_beside(one) else one for one in others]
    for entry in (first, *owing):
        refuse_if_withheld(done.office.policy, entry, kinds)


def _is_beside(entry: AccountEntry) -> bool:
    return entry.role is ObligorRole.NON_OBLIGOR


def _refuse_limited_death(done: Doing, entry: AccountEntry, finding: Finding) -> None:
    """Raise SubjectHeld for a death that a house without a live certification is not told of."""
    about = (entry.account, done.office.clock().date())
    known = cards(done.office.installation)
    for kept in kept_deaths(done.office.policy, [finding], known, about).values():
        raise SubjectHeld(f"withheld by rule {kept.rule}: {kept.reason}")


def _finding(
    done: Doing, everybody: Sequence[AccountEntry], finding_id: str
) -> tuple[AccountEntry, Finding]:
    """The finding, and whose of these it is; the policy is asked about that obligor."""
    finding = done.office.case.findings.get(done.tx, finding_id)
    if finding is None or finding.account_id != everybody[0].account.id:
        raise CaseFileError("the account has no such finding")
    entry = next(one for one in everybody if one.subject.id == finding.subject_id)
    refuse_if_withheld(done.office.policy, entry, frozenset({finding.kind}))
    _refuse_limited_death(done, entry, finding)
    done.note(order_id=finding.order_id, fields=(finding.kind.value,), text=finding.id)
    return entry, finding
