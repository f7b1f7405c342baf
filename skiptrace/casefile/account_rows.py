"""Accounts and subjects as rows: the personal facts of a subject become sealed, indexed rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from skiptrace.casefile import codec
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Row
from skiptrace.model.account import Account, Hold, NextAction, ReturnedMail
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress, Subject

NUMBER = "account.number"
_STATE = re.compile(rb'"state":"([A-Z]{0,2})"')
"""Where the codec writes an account's state."""
INDEXED_FIELDS = frozenset({"name", "organization", "ssn", "ein", "address", "phone", "email"})


@dataclass(frozen=True, slots=True, repr=False)
class Fact:
    """One personal fact of a subject: its field, its stored form, what its index is made of.

    `sought` is empty for facts with few possible values, whose index would give them away.
    """

    field: str
    stored: bytes
    sought: str = ""


def sought(value: str) -> str:
    """The form of a fact that look-ups compare: case and outer blanks do not count."""
    return " ".join(value.casefold().split())


def _name_text(name: PersonName) -> str:
    return f"{name.given} {name.surname}"


def _address_text(address: PostalAddress) -> str:
    return f"{address.line} {address.zip5}"


def subject_facts(subject: Subject) -> Iterator[Fact]:
    """Every personal fact of a subject, in a fixed order."""
    for name in subject.names:
        yield Fact("name", codec.NAME.encode(name), sought(_name_text(name)))
    for field in ("organization", "ssn", "ein"):
        if text := getattr(subject, field):
            yield Fact(field, text.encode(), sought(text))
    if subject.ssn4:
        yield Fact("ssn4", subject.ssn4.encode())
    if subject.dob:
        yield Fact("dob", codec.PARTIAL_DATE.encode(subject.dob))
    for address in subject.addresses:
        text = sought(_address_text(address.value))
        yield Fact("address", codec.ADDRESS.encode(address), text)
    for phone in subject.phones:
        yield Fact("phone", codec.CONTACT.encode(phone), sought(phone.value))
    for email in subject.emails:
        yield Fact("email", codec.CONTACT.encode(email), sought(email.value))
    for field, texts in _texts_of(subject).items():
        yield from (Fact(field, text.encode()) for text in texts)


def _texts_of(subject: Subject) -> dict[str, tuple[str, ...]]:
    return {
        "left_out": subject.left_out,
        "trade_name": subject.trade_names,
        "care_of": subject.care_of,
    }


def fact_rows(keys: Keyring, subject: Subject, version: int, facts: Sequence[Fact]) -> list[Row]:
    """The rows of one version of a subject's facts."""
    rows: list[Row] = []
    for ordinal, fact in enumerate(facts):
        field = f"subject.{fact.field}"
        rows.append(
            {
                "subject_id": subject.id,
                "version": version,
                "field": fact.field,
                "ordinal": ordinal,
                "value": fact.stored,
                "value_index": keys.index(field, fact.sought) if fact.sought else None,
            }
        )
    return rows


def subject_from_rows(subject_id: str, kind: str, rows: Sequence[Mapping[str, Any]]) -> Subject:
    """The subject that its fact rows, in their order, describe."""
    found: dict[str, list[bytes]] = {}
    for row in rows:
        found.setdefault(row["field"], []).append(row["value"])
    dob = found.get("dob")
    return Subject(
        id=subject_id,
        kind=EntityKind(kind),
        names=tuple(map(codec.NAME.decode, found.get("name", ()))),
        organization=_text(found, "organization"),
        dob=codec.PARTIAL_DATE.decode(dob[0]) if dob else None,
        ssn=_text(found, "ssn"),
        ssn4=_text(found, "ssn4"),
        ein=_text(found, "ein"),
        addresses=tuple(map(codec.ADDRESS.decode, found.get("address", ()))),
        phones=tuple(map(codec.CONTACT.decode, found.get("phone", ()))),
        emails=tuple(map(codec.CONTACT.decode, found.get("email", ()))),
        left_out=_all(found, "left_out"),
        trade_names=_all(found, "trade_name"),
        care_of=_all(found, "care_of"),
    )


def _all(found: dict[str, list[bytes]], field: str) -> tuple[str, ...]:
    return tuple(text.decode() for text in found.get(field, ()))


def _text(found: dict[str, list[bytes]], field: str) -> str:
    return found[field][0].decode() if field in found else ""


def account_row(keys: Keyring, account: Account, version: int) -> dict[str, Any]:
    """The row of one version of an account, without its digest.

    The status stays in clear, for the queue asks for it. Everything else that the creditor placed
    is sealed: a balance with its day and creditor names a debtor to whoever knows the debt. Which
    notices did not arrive stands in the pieces that came back.
    """
    return {
        "id": account.id,
        "version": version,
        "number_index": keys.index(NUMBER, account.number.strip()),
        "status": account.status,
        "placed": codec.ACCOUNT.encode(replace(account, notice_undelivered=False)),
    }


def state_of(placed: bytes) -> str:
    """The state of an account as it was placed, for a count: the rest is not read.

    A quote within a text is escaped, so that none can hold the field's name and its quotes.
    """
    found = _STATE.search(placed)
    return found[1].decode() if found is not None else codec.ACCOUNT.decode(placed).state


def account_from_row(row: Mapping[str, Any]) -> Account:
    """The account that a row describes."""
    return codec.ACCOUNT.decode(row["placed"])


def hold_row(hold: Hold) -> Row:
    """The row of a hold; who said so, and on what ground, is sealed."""
    return {
        "account_id": hold.account_id,
        "code": hold.code,
        "since": hold.since,
        "source": hold.source,
        "released": hold.released,
        "release_evidence": hold.release_evidence or None,
        "placed_by": hold.placed_by or None,
        "subject_id": hold.subject_id or None,
    }


def hold_from_row(row: Mapping[str, Any]) -> Hold:
    """The hold that a row describes."""
    evidence = row["release_evidence"]
    return Hold(
        account_id=row["account_id"],
        code=row["code"],
        since=row["since"],
        source=row["source"].decode(),
        released=row["released"],
        release_evidence=evidence.decode() if evidence is not None else "",
        placed_by=row["placed_by"] or "",
        subject_id=row["subject_id"] or "",
    )


def mail_row(mail: ReturnedMail) -> Row:
    """The row of a returned piece."""
    return {
        "account_id": mail.account_id,
        "code_list": mail.code_list,
        "code": mail.code,
        "action": mail.action.value,
        "returned_on": mail.on,
        "subject_id": mail.subject_id or None,
        "undelivered": mail.undelivered,
    }


def mail_from_row(row: Mapping[str, Any]) -> ReturnedMail:
    """The returned piece that a row describes."""
    return ReturnedMail(
        account_id=row["account_id"],
        code_list=row["code_list"],
        code=row["code"],
        action=NextAction(row["action"]),
        on=row["returned_on"],
        subject_id=row["subject_id"] or "",
        undelivered=row["undelivered"],
    )
