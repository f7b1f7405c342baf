"""Actors: the people and services that use an installation, their roles and what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for; a user may have several."""

    COLLECTOR = "collector"
    LEGAL = "legal"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SERVICE = "service"


class Coverage(StrEnum):
    """How far an assignment goes: one account, one portfolio, one creditor's, or every account."""

    ACCOUNT = "account"
    PORTFOLIO = "portfolio"
    CREDITOR = "creditor"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Assignment:
    """What is assigned to a user or a team.

    `value` is the account's number, or the name of the portfolio or the creditor.
    """

    coverage: Coverage
    value: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class User:
    """Somebody who is registered, from the first day to the last (None: without an end).

    `login` is the operating-system user that is them, empty for one who is known by a token only.
    """

    id: str
    name: str
    roles: frozenset[Role]
    active_from: date
    active_to: date | None = None
    login: str = ""
    has_token: bool = False
    teams: frozenset[str] = frozenset()

    def is_active(self, on: date) -> bool:
        """Whether the user may act on that day."""
        return self.active_from <= on and (self.active_to is None or on <= self.active_to)


@dataclass(frozen=True, slots=True, repr=False)
class Actor:
    """A user at work: who acts, in which roles, on what is assigned to them."""

    id: str
    name: str
    roles: frozenset[Role]
    teams: frozenset[str] = frozenset()
    assigned: frozenset[Assignment] = frozenset()

    @property
    def signature(self) -> str:
        """The id and name that the record keeps: `usr_... Ann Example`."""
        return f"{self.id} {self.name}"


def signed_id(signature: str) -> str:
    """The user's id in a signature; empty for words that no user of an installation signed."""
    first = signature.partition(" ")[0]
    return first if first.startswith(USER_PREFIX) else ""


USER_PREFIX = "usr_"
"""What the id of every user begins with."""
