"""Holds are placed, released, waived for a matter, shown; who placed one does not release it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.compliance import HoldTable
from skiptrace.acts.office import Doing, Office
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.compliance.policy.release import (
    Releaser,
    may_be_waived,
    may_pass_for_matter,
    reaching,
    releaser,
    source_words,
    words_of,
)
from skiptrace.model.account import Hold, Reach, Waiver
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError, SubjectHeld

_RELEASES = {
    Releaser.ANY: Act.RELEASE_HOLD,
    Releaser.LEGAL: Act.RELEASE_LEGAL_HOLD,
    Releaser.PRIVILEGED: Act.RELEASE_PRIVILEGED_HOLD,
}


@dataclass(frozen=True, slots=True)
class HoldAsked:
    """A hold on an account, by its number, from a day on or until a day, on what ground.

    `matter` is the legal matter that a waiver is for. `obligor` says by its number whom of those on
    the account the hold is about; None that it is about the account, or nobody knows.
    """

    account: str
    code: str
    on: date
    evidence: str
    matter: str = ""
    obligor: int | None = None


@dataclass(frozen=True, slots=True)
class StandingHold:
    """An open hold as it is shown: where it stands, how it comes here, what it is in words.

    `about` is the number of the obligor here whom it is about; None for the account.
    """

    code: str
    since: date
    reach: Reach
    account: str
    source: str
    words: str
    about: int | None = None


def place_hold(office: Office, actor: Actor, asked: HoldAsked) -> None:
    """Hold the account, or one obligor of it, from that day on; CaseFileError for no such one."""
    with office.doing(actor, Act.PLACE_HOLD) as done:
        everybody = done.about(asked.account)
        whose = _subject_of(everybody, asked.obligor)
        source = f"{actor.signature}: {asked.evidence}"
        about = everybody[0].account.id, asked.code, asked.on, source
        hold = Hold(*about, placed_by=actor.id, subject_id=whose)
        office.case.accounts.add_holds(done.tx, [hold])
        done.note(rule=hold.code, text=_of_obligor(asked))


def release_act(code: str, table: HoldTable) -> Act:
    """The act that releases a hold of that code: some are one role's own."""
    return _RELEASES[releaser(code, table)]


def release_hold(office: Office, actor: Actor, asked: HoldAsked) -> None:
    """Release the code on the account, its own or what may reach it from another account.

    Raises SubjectHeld when all that holds it stands elsewhere and binds the person, NotAllowed for
    whoever placed it where another user may release it, CaseFileError where several obligors are
    held by it and none is named.
    """
    table = office.policy.law.holds
    with office.doing(actor, release_act(asked.code, table)) as done:
        everybody = done.about(asked.account)
        entry = everybody[0]
        standing = _open(everybody, asked, table)
        own = [hold for hold in standing if hold.is_own]
        waivable = [hold for hold in standing if may_be_waived(hold, table)]
        if not own and not waivable:
            raise SubjectHeld(
                "the hold stands on another account of the same person and binds the person: "
                "release it there (`skiptrace hold show`)"
            )
        done.not_by({hold.placed_by for hold in (*own, *waivable)})
        released = [replace(h, released=asked.on, release_evidence=asked.evidence) for h in own]
        office.case.accounts.add_holds(done.tx, released)
        _waive(done, entry, waivable, asked)
        for hold in released:
            done.note("hold.release", rule=hold.code)
        for hold in waivable:
            done.note("hold.waive", rule=hold.code, text=_elsewhere(hold))


def waive_for_matter(office: Office, actor: Actor, asked: HoldAsked) -> None:
    """Let asset reports of the matter pass in spite of the code.

    Raises SubjectHeld for a code that keeps more back than the legal role may lift, NotAllowed for
    whoever placed it where another user may waive it.
    """
    table = office.policy.law.holds
    with office.doing(actor, Act.WAIVE_FOR_MATTER) as done:
        everybody = done.about(asked.account)
        entry = everybody[0]
        standing = _open(everybody, asked, table)
        if not may_pass_for_matter(standing, table):
            raise SubjectHeld("the code is none that a legal matter may pass")
        done.not_by({hold.placed_by for hold in standing})
        _waive(done, entry, standing, asked)
        for hold in standing:
            words = " ".join(filter(None, (f"matter {asked.matter}", _elsewhere(hold))))
            done.note(rule=hold.code, text=words)


def revoke_waiver(office: Office, actor: Actor, asked: HoldAsked) -> None:
    """Take back what was let pass of the code on the account, for the matter or as a whole.

    From then on the hold restrains again. Raises CaseFileError when nothing of it passes.
    """
    table = office.policy.law.holds
    with office.doing(actor, Act.REVOKE_WAIVER) as done:
        account_id = done.about(asked.account)[0].account.id
        codes = {asked.code, table.code(asked.code) or asked.code}
        standing = office.case.accounts.waivers(done.tx, account_id)
        mine = [w for w in standing if w.code in codes and w.matter == asked.matter]
        if not mine:
            what = f"for the matter {asked.matter}" if asked.matter else "from another account"
            raise CaseFileError(f"nothing of {asked.code} is let pass here {what}")
        revoked = [
            replace(
                waiver,
                actor=done.actor.signature,
                evidence=asked.evidence,
                on=asked.on,
                is_revoked=True,
            )
            for waiver in mine
        ]
        office.case.accounts.waive(done.tx, revoked)
        for waiver in revoked:
            words = f"matter {waiver.matter}" if waiver.matter else f"of {waiver.hold_account_id}"
            done.note(rule=waiver.code, text=words)


def show_holds(office: Office, actor: Actor, account: str, on: date) -> list[StandingHold]:
    """The holds that are open on that day, its own and those of other accounts that reach it."""
    table = office.policy.law.holds
    with office.doing(actor, Act.SHOW_HOLDS) as done:
        everybody = done.about(account)
        numbers = numbers_of(everybody)
        return [
            StandingHold(
                hold.code,
                hold.since,
                hold.reach,
                office.case.accounts.number_of(done.tx, hold.account_id),
                source_words(hold),
                words_of(hold, table),
                numbers.get(hold.about),
            )
            for hold in reaching(everybody[0].holds, table, on)
        ]


def numbers_of(everybody: Sequence[AccountEntry]) -> dict[str, int]:
    """The number by which each obligor of an account is called, by subject id."""
    return {entry.subject.id: n for n, entry in enumerate(everybody, start=1)}


def _subject_of(everybody: Sequence[AccountEntry], number: int | None) -> str:
    """The id of the obligor of that number, empty for None; CaseFileError for one not there."""
    if number is None:
        return ""
    if not 1 <= number <= len(everybody):
        raise CaseFileError(f"the account has {len(everybody)} obligors")
    return everybody[number - 1].subject.id


def _of_obligor(asked: HoldAsked) -> str:
    return f"obligor {asked.obligor}" if asked.obligor is not None else ""


def _open(everybody: Sequence[AccountEntry], asked: HoldAsked, table: HoldTable) -> Sequence[Hold]:
    """The open holds of the code, as written or as the table spells it, on whom was asked for.

    CaseFileError for none, and where it is of several obligors and none was named.
    """
    codes = {asked.code, table.code(asked.code) or asked.code}
    whose = _subject_of(everybody, asked.obligor)
    reaching_it = reaching(everybody[0].holds, table, asked.on)
    standing = [h for h in reaching_it if h.code in codes and (not whose or h.about == whose)]
    if not standing:
        of = f" about {_of_obligor(asked)}" if whose else ""
        raise CaseFileError(f"the account has no open hold {asked.code}{of}")
    if len({hold.about for hold in standing} - {""}) > 1:
        raise CaseFileError(f"{asked.code} is about several obligors: say which (--obligor)")
    return standing


def _waive(done: Doing, entry: AccountEntry, holds: Iterable[Hold], asked: HoldAsked) -> None:
    said = (asked.matter, done.actor.signature, asked.evidence)
    waivers = [
        Waiver(
            entry.account.id,
            *hold.place[:3],
            *said,
            asked.on,
            hold.source,
            subject_id=hold.subject_id,
        )
        for hold in holds
    ]
    done.office.case.accounts.waive(done.tx, waivers)


def _elsewhere(hold: Hold) -> str:
    return "" if hold.is_own else f"of {hold.account_id}"
