"""Finds accounts by what somebody knows of a person: a name, a phone, the end of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from skiptrace.acts.account_state import Standing
from skiptrace.acts.accounts import AccountsReader, ObligorStanding
from skiptrace.acts.office import Office
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.find_keys import (
    Sought,
    obligors_by,
    sought_email,
    sought_name,
    sought_number,
    sought_phone,
)
from skiptrace.casefile.statements import Tx
from skiptrace.model.account import ObligorRole
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError
from skiptrace.model.subject import Subject
from skiptrace.reports.ssn_mask import masked
from skiptrace.reports.wording import also_words, subject_name

_START = ("", "")


@dataclass(frozen=True, slots=True, repr=False)
class FindAsked:
    """What is known of somebody; all that is given has to fit one and the same person.

    `name` is a given name and surname in either order, a surname alone, an organisation's name, a
    trade name, or the name of who takes the mail (c/o);
    `ssn4` the last four digits of a social security number; `account` a whole account number.
    """

    name: str = ""
    phone: str = ""
    ssn4: str = ""
    email: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One obligor that fits, with what tells people of one name apart, and how they stand.

    `also` says what it does business as, and through whom its mail goes.
    """

    account: str
    number: int
    obligor: str
    role: ObligorRole
    born: str
    ssn: str
    place: str
    also: tuple[str, ...]
    creditor: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Found:
    """The obligors that fit, at most as many as asked for; `is_cut` says that there are more."""

    lines: tuple[FoundLine, ...]
    is_cut: bool


def find_accounts(
    office: Office, actor: Actor, reader: AccountsReader, asked: FindAsked, limit: int
) -> Found:
    """Who fits and is the actor's to see; that somebody looked, and by what, is an event.

    Nobody is decrypted who does not fit. Raises CaseFileError when nothing is asked for, or what
    is given cannot be read as what it should be; NotAllowed when all who fit are not the actor's.
    """
    named = tuple(f.name for f in fields(asked) if getattr(asked, f.name).strip())
    sought = _sought(office.keyring, asked)
    if not named:
        raise CaseFileError("say what is known: a name, a phone, an e-mail, digits, or an account")
    with office.doing(actor, Act.FIND_ACCOUNTS) as done:
        done.note(fields=named)
        pairs = _pairs(reader, done.tx, asked, sought, limit + 1)
        account_ids = list(dict.fromkeys(account_id for account_id, _ in pairs))
        standings = reader.standings(done.tx, account_ids)
        seen = done.seen([[one.entry for one in everybody] for everybody in standings.values()])
    seen_pairs = [pair for pair in pairs if pair[0] in seen]
    lines = [_line(reader, one) for pair in seen_pairs for one in _of(standings[pair[0]], pair[1])]
    return Found(tuple(lines[:limit]), len(lines) > limit)


def _sought(keys: Keyring, asked: FindAsked) -> list[Sought]:
    readers = (
        ("name", asked.name, sought_name),
        ("phone", asked.phone, sought_phone),
        ("e-mail", asked.email, sought_email),
        ("last four digits", _four(asked.ssn4), sought_number),
    )
    sought = [(name, read(keys, text.strip())) for name, text, read in readers if text.strip()]
    for name, one in sought:
        if not one.keys:
            raise CaseFileError(f"what is given as the {name} cannot be read as one")
    return [one for _, one in sought]


def _four(text: str) -> str:
    digits = text.strip()
    if digits and not (len(digits) == 4 and digits.isascii() and digits.isdigit()):
        raise CaseFileError("the last four digits of a social security number are four digits")
    return digits


def _pairs(
    reader: AccountsReader, tx: Tx, asked: FindAsked, sought: Sequence[Sought], limit: int
) -> list[tuple[str, str]]:
    if not asked.account.strip():
        return obligors_by(tx, sought, _START, limit)
    entry = reader.case.accounts.find(tx, asked.account)
    if entry is None:
        return []
    account_id = entry.account.id
    everybody = [(account_id, e.subject.id) for e in reader.case.accounts.obligors(tx, account_id)]
    if not sought:
        return everybody
    fitting = obligors_by(tx, sought, (account_id, ""), limit)
    return [pair for pair in everybody if pair in fitting]


def _of(everybody: Sequence[ObligorStanding], subject_id: str) -> list[ObligorStanding]:
    return [one for one in everybody if one.entry.subject.id == subject_id]


def _line(reader: AccountsReader, one: ObligorStanding) -> FoundLine:
    entry = one.entry
    subject: Subject = entry.subject
    protected = reader.states.protects(entry)
    place = subject.addresses[0].value if subject.addresses and not protected else None
    return FoundLine(
        account=entry.account.number,
        number=one.number,
        obligor=subject_name(subject),
        role=entry.role,
        born=str(subject.dob or ""),
        ssn=masked(subject.ssn or subject.ssn4),
        place=" ".join(filter(None, (place.city, place.state))) if place is not None else "",
        also=also_words(subject.trade_names, () if protected else subject.care_of),
        creditor=entry.account.creditor,
        standing=one.standing,
    )
