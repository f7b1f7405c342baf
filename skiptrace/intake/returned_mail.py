"""Returned-mail codes: what a code says, and what becomes of the account and the subject by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from config.loader import Table, shipped
from matching.compare.address.delivery_points import are_one_place
from matching.compare.address.relate import AddressVerdict, compare_addresses
from matching.parse.address.read import normalize_address
from skiptrace.model.account import NextAction, ReturnedMail
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import ContactStatus, KnownContact, PostalAddress, Subject

# Of several DPV footnotes the most careful action counts.
_CAREFUL = (NextAction.PERSON_REVIEW, NextAction.REPAIR_ADDRESS, NextAction.FULL_TRACE)
# A known new address is cheaper to verify than these are to carry out.
_DEARER = frozenset({NextAction.FULL_TRACE, NextAction.REPAIR_ADDRESS})


class UnknownRule(Table):
    """What a code that its list does not know means for the old address."""

    old_address: Literal["bad", "unknown"]
    undelivered: bool


class CodeRule(Table):
    """What one code says and asks for."""

    words: str
    action: NextAction
    old_address: Literal["bad", "unknown"] = "bad"
    undelivered: bool = True
    new_address: bool = False


class CodeList(Table):
    """One published list of codes."""

    title: str
    unknown: UnknownRule
    codes: dict[str, CodeRule]
    spoken: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    includes: str = ""
    combines: bool = False


class MailAction(Table):
    """What became of the piece, as an ACS record says."""

    words: str
    undelivered: bool


class ReturnCodes(Table):
    """returned_mail.toml."""

    lists: dict[str, CodeList]
    move_types: dict[str, str] = Field(default_factory=dict)
    mail_actions: dict[str, MailAction] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> ReturnCodes:
        lost = {c.includes for c in self.lists.values() if c.includes} - self.lists.keys()
        if lost:
            raise ValueError(f"includes names lists that are not there: {', '.join(sorted(lost))}")
        for name, table in self.lists.items():
            said = [word for words in table.spoken.values() for word in words]
            if not table.spoken.keys() <= table.codes.keys() or len(said) != len(set(said)):
                raise ValueError(f"{name}: expected spoken words of its codes, each once")
        return self

    def find(self, code_list: str, code: str) -> CodeRule | None:
        """The rule of one code of one list, or of the list that it includes; None if unknown."""
        table = self.lists.get(code_list)
        if table is None:
            return None
        own = table.codes.get(code)
        return own or (self.find(table.includes, code) if table.includes else None)

    def knows(self, code_list: str, code: str) -> bool:
        """Whether a code, or every part of a combined one, says something in its list."""
        table = self.lists.get(code_list)
        parts = _footnotes(code, table) if table is not None and table.combines else [code]
        return all(self.find(code_list, part) is not None for part in parts)

    def lists_of(self, code_list: str) -> tuple[CodeList, ...]:
        """A list and the one that it includes; none for a list that is not there."""
        table = self.lists.get(code_list)
        if table is None:
            return ()
        return (table, *(self.lists_of(table.includes) if table.includes else ()))


@cache
def shipped_return_codes() -> ReturnCodes:
    """The tables of config/defaults/returned_mail.toml, read once."""
    return shipped("returned_mail.toml", ReturnCodes)


@dataclass(frozen=True, slots=True)
class ReturnedPiece:
    """A returned piece as a file reports it.

    `forward` is the new address if the file gives one, `old` the address that the piece went to if
    it is another than the subject's first, `mail_action` ACS's word for what became of the piece.
    """

    code_list: str
    code: str
    on: date | None = None
    forward: PostalAddress | None = None
    old: PostalAddress | None = None
    mail_action: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a piece means: the next action, the old address, the notice, and why in words."""

    action: NextAction
    old_address: ContactStatus
    undelivered: bool
    words: str


def judge_piece(piece: ReturnedPiece, codes: ReturnCodes) -> Verdict:
    """What a piece asks for; a code that no list knows asks for a person, never for a trace.

    With a new address the action is to verify it wherever a trace or a repair would be next; a
    code that announces one which the file lacks asks for a person.
    """
    rules = _rules(piece, codes)
    if not rules:
        return _unknown(piece, codes)
    rule = min(rules, key=_care)
    action, words = rule.action, rule.words
    if rule.new_address and piece.forward is None:
        action, words = NextAction.PERSON_REVIEW, f"{words}, but the file has none"
    elif piece.forward is not None and action in _DEARER:
        action = NextAction.VERIFY_FORWARD
    bad = any(r.old_address == "bad" for r in rules)
    undelivered = _undelivered(piece, codes, any(r.undelivered for r in rules))
    return Verdict(action, ContactStatus.BAD if bad else ContactStatus.UNKNOWN, undelivered, words)


def _undelivered(piece: ReturnedPiece, codes: ReturnCodes, by_code: bool) -> bool:
    known = codes.mail_actions.get(piece.mail_action)
    return known.undelivered if known else by_code or piece.on is not None


def _care(rule: CodeRule) -> int:
    return _CAREFUL.index(rule.action) if rule.action in _CAREFUL else len(_CAREFUL)


def _rules(piece: ReturnedPiece, codes: ReturnCodes) -> list[CodeRule]:
    table = codes.lists.get(piece.code_list)
    if table is None:
        return []
    words = _footnotes(piece.code, table) if table.combines else [piece.code]
    rules = [codes.find(piece.code_list, word) for word in words]
    return [rule for rule in rules if rule is not None] if None not in rules else []


def _footnotes(code: str, table: CodeList) -> list[str]:
    """The parts of a combined result: words between separators, else runs of two letters."""
    parts: list[str] = []
    for word in filter(None, re.split(r"[\s,;/+]+", code)):
        whole = word in table.codes or len(word) % 2
        parts += [word] if whole else [word[i : i + 2] for i in range(0, len(word), 2)]
    return parts


def _unknown(piece: ReturnedPiece, codes: ReturnCodes) -> Verdict:
    table = codes.lists.get(piece.code_list)
    if table is None:
        bad, undelivered, words = not piece.code, True, "returned without a code"
        if piece.code:
            words = "returned with a code of a list that nobody names"
    else:
        bad, undelivered = table.unknown.old_address == "bad", table.unknown.undelivered
        words = f"a code that the list {piece.code_list} does not know"
    status = ContactStatus.BAD if bad else ContactStatus.UNKNOWN
    undelivered = _undelivered(piece, codes, undelivered)
    return Verdict(NextAction.PERSON_REVIEW, status, undelivered, words)


def apply_piece(
    account_id: str, subject: Subject, piece: ReturnedPiece, codes: ReturnCodes
) -> tuple[Subject, ReturnedMail, str]:
    """The subject, the typed fact and its reason after a piece came back.

    The address that the piece went to gets the verdict's status since the return date, the new
    address is added as unknown. The fact says whether a notice may not have been delivered (12 CFR
    1006.42, comment 42(a)(1)-2).
    """
    verdict = judge_piece(piece, codes)
    since = PartialDate.of(piece.on) if piece.on else None
    known = subject.addresses
    if verdict.old_address is ContactStatus.BAD:
        known = _marked(known, piece.old, since)
    if piece.forward is not None and all(not same_place(c.value, piece.forward) for c in known):
        known += (KnownContact(piece.forward, ContactStatus.UNKNOWN, since),)
    about = (account_id, piece.code_list, piece.code, verdict.action, piece.on)
    fact = ReturnedMail(*about, undelivered=verdict.undelivered)
    return replace(subject, addresses=known), fact, verdict.words


Addresses = tuple[KnownContact[PostalAddress], ...]


def _marked(known: Addresses, old: PostalAddress | None, since: PartialDate | None) -> Addresses:
    """The addresses with the one that the piece went to marked bad; added if not among them."""
    place = 0 if old is None else _place(known, old)
    if place is None and old is not None:
        return (*known, KnownContact(old, ContactStatus.BAD, since))
    return tuple(_bad(c, since) if i == place else c for i, c in enumerate(known))


def _place(known: Addresses, old: PostalAddress) -> int | None:
    """Where the address of a piece is among one subject's: the same delivery point, if one is.

    Else one that may be it, by ZIP and first word of the line. A nixie record gives the ZIP only;
    without that ZIP among them it is the first.
    """
    zips = [i for i, c in enumerate(known) if c.value.zip5 == old.zip5]
    if not old.line:
        return zips[0] if zips else 0
    same = (i for i, c in enumerate(known) if same_place(c.value, old))
    open_ones = (i for i in zips if _may_be(known[i].value, old))
    return next(same, next(open_ones, None))


def _may_be(one: PostalAddress, other: PostalAddress) -> bool:
    relation = compare_addresses(normalize_address(one), normalize_address(other)).relation
    return relation is AddressVerdict.UNCERTAIN and _first_word(one) == _first_word(other)


def same_place(one: PostalAddress, other: PostalAddress) -> bool:
    """Whether two addresses are one delivery point; those that cannot be read, if written alike."""
    if are_one_place(normalize_address(one), normalize_address(other)):
        return True
    return one.zip5 == other.zip5 and _letters(one.line) == _letters(other.line)


def _letters(line: str) -> str:
    return "".join(c for c in line.upper() if c.isalnum())


def _first_word(address: PostalAddress) -> str:
    return address.line.upper().partition(" ")[0]


def _bad(
    contact: KnownContact[PostalAddress], since: PartialDate | None
) -> KnownContact[PostalAddress]:
    if contact.status is ContactStatus.BAD:
        return contact
    return KnownContact(contact.value, ContactStatus.BAD, since)
