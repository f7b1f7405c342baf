"""What the law says of one contact or one notice: asked before it is made, and noted.

Attempts, consents and mailings stand in the creditor's systems and not in the case file, so whoever
asks states them; account, holds, places and role are the case file's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from jobs.obligors import obligors_of
from jobs.write_back import places_of
from skiptrace.acts.office import Doing, Office
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.compliance.policy.decision import Reason, Stage
from skiptrace.compliance.policy.facts.contact import AskOthers, Attempt, ContactFacts, Place
from skiptrace.compliance.policy.facts.debt import Collector, DebtFacts, NoticeFacts
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.notices import notice_standing
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import FindingStatus


@dataclass(frozen=True, slots=True)
class ContactAsked:
    """A contact on an account, by its number, with an obligor from 1 on, and what is stated of it.

    An attempt that names no account was made on this one; one on another is told by its number.
    `others` is the task of asking somebody else where the obligor is. `collector` is in whose name
    is collected, where it is not as the house is.
    """

    account: str
    contact: ContactFacts
    obligor: int = 1
    others: AskOthers | None = None
    collector: Collector | None = None


@dataclass(frozen=True, slots=True)
class LawWord:
    """One reason: how strict (`flag` restrains nothing), which rule, why, until when a duty is."""

    severity: str
    rule: str
    words: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ContactWord:
    """What is said of the contact; `allows` says that nothing restrains it."""

    allows: bool
    words: tuple[LawWord, ...]


@dataclass(frozen=True, slots=True)
class NoticeWord:
    """How the validation notice stands, and what is said of furnishing today.

    `sent` is None for one that counts as not sent; `resend` says that it goes out anew.
    """

    sent: date | None
    resend: bool
    validation_ends: date | None
    furnish_from: date | None
    may_furnish: bool
    words: tuple[LawWord, ...]


def ask_contact(office: Office, actor: Actor, asked: ContactAsked) -> ContactWord:
    """What the law says of the contact today, by the case file and what is stated.

    The hours are those of every place where the obligor may be, found places included. Raises
    NotAllowed, and CaseFileError when there is no such account or obligor.
    """
    with office.doing(actor, Act.EXPLAIN_CONTACT) as done:
        entry = _obligor(done, asked.account, asked.obligor)
        places = _found_places(office, done, entry)
        contact = replace(
            asked.contact,
            places=(*asked.contact.places, *places),
            attempts=tuple(_told(one, entry) for one in asked.contact.attempts),
        )
        stated = (f.name for f in fields(contact) if _is_stated(asked.contact, f.name))
        done.note(fields=tuple(stated), text=f"obligor {asked.obligor}: {contact.medium.value}")
    facts = replace(
        _facts(office, entry),
        contact=contact,
        others=asked.others,
        debt=DebtFacts(collector=asked.collector),
    )
    said = office.policy.evaluate(Stage.CONTACT, facts)
    return ContactWord(said.allows, _words(said.reasons))


def ask_notice(office: Office, actor: Actor, account: str, notice: NoticeFacts) -> NoticeWord:
    """How the validation notice of an account stands, and whether its debt may be furnished.

    Pieces that came back, as the case file has them, count beside those that are stated. Raises
    NotAllowed, and CaseFileError when there is no such account.
    """
    with office.doing(actor, Act.EXPLAIN_NOTICE) as done:
        everybody = done.about(account)
        mails = (e.own_mail or e.returned_mail for e in everybody)
        known = {m.on for m in mails if m is not None and m.on is not None}
        returned = tuple(sorted({*notice.returned, *known}))
        whole = replace(notice, returned=returned, furnishing=True)
        done.note(fields=tuple(f.name for f in fields(notice) if getattr(notice, f.name)))
    standing = notice_standing(whole, office.policy.law.settings.days)
    who_owe = [one.entry for one in obligors_of(everybody).asked]
    said = [
        office.policy.evaluate(Stage.WRITE_BACK, replace(_facts(office, one), notice=whole))
        for one in who_owe
    ]
    reasons = tuple(dict.fromkeys(reason for one in said for reason in one.reasons))
    return NoticeWord(
        standing.sent,
        standing.resend,
        standing.validation_ends,
        standing.furnish_from,
        all(one.allows for one in said),
        _words(reasons),
    )


def _obligor(done: Doing, account: str, number: int) -> AccountEntry:
    everybody = done.about(account)
    if not 1 <= number <= len(everybody):
        raise CaseFileError(f"the account has {len(everybody)} obligors")
    return everybody[number - 1]


def _found_places(office: Office, done: Doing, entry: AccountEntry) -> tuple[Place, ...]:
    standing = office.case.findings.current(done.tx, entry.account.id)
    mine = (f for f in standing if f.subject_id == entry.subject.id)
    found = (f for f in mine if f.status is not FindingStatus.REJECTED)
    return tuple(dict.fromkeys(place for f in found for place in places_of(f)))


def _told(attempt: Attempt, entry: AccountEntry) -> Attempt:
    """The attempt with the account's id, where it was made on this account."""
    is_here = attempt.account in ("", entry.account.number)
    return replace(attempt, account=entry.account.id) if is_here else attempt


def _is_stated(contact: ContactFacts, name: str) -> bool:
    return bool(getattr(contact, name) != getattr(ContactFacts(contact.medium), name))


def _facts(office: Office, entry: AccountEntry) -> Facts:
    today = office.clock().date()
    return Facts(today, entry.account, tuple(entry.holds), entry.subject, entry.role)


def _words(reasons: Sequence[Reason]) -> tuple[LawWord, ...]:
    return tuple(LawWord(r.severity.name.lower(), r.rule, r.words, r.due) for r in reasons)
