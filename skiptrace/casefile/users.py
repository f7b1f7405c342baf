"""The user book: who may act, what is assigned to them, and when each acted last.

What is assigned to a team is assigned to whoever is in it, as long as they are.

Nothing is overwritten: a change is a new version, an assignment that ends is a row that says so,
and each day on which somebody acts is a row, so that the last one is read over an index.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import (
    Tx,
    insert_all,
    insert_new,
    is_newest,
    owned_rows,
    read_rows,
)
from skiptrace.casefile.tables.users import user_assignment as given
from skiptrace.casefile.tables.users import user_use as use
from skiptrace.casefile.tables.users import users as t
from skiptrace.model.actor import Assignment, Coverage, Role, User
from skiptrace.model.errors import CaseFileError

_LOGIN, _TOKEN = "user.login", "user.token"


@dataclass(frozen=True, slots=True)
class Entry:
    """When something is entered, and by which user (the id)."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LastUse:
    """A user, what is assigned to them, and the last day on which they acted (None: never)."""

    user: User
    assigned: frozenset[Assignment]
    day: date | None


class UserBook:
    """Users by id, login or token."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def enter(self, tx: Tx, user: User, entry: Entry, token: str = "") -> None:
        """A new user, or a new version of one; without a `token` the one that was stays.

        Raises CaseFileError for a login or token of another user who has not ended before that day.
        """
        before = owned_rows(tx, t, [user.id])[user.id]
        login, stored = self._login(user.login), self._keys.index(_TOKEN, token) if token else None
        if stored is None and before and user.has_token:
            stored = before[-1]["token_index"]
        for index, name in ((login, "login_index"), (stored, "token_index")):
            others = [one for one in self._known_by(tx, name, index) if one.id != user.id]
            if not all(_has_ended(one, entry.at.date()) for one in others):
                raise CaseFileError("another user is known by that login or token")
        row = {
            "id": user.id,
            "version": len(before) + 1,
            "name": user.name,
            "login": user.login or None,
            "login_index": login,
            "token_index": stored,
            "roles": " ".join(sorted(user.roles)),
            "teams": json.dumps(sorted(user.teams)),
            "active_from": user.active_from,
            "active_to": user.active_to,
        }
        insert_all(tx, t, [row | {"at": entry.at, "entered_by": entry.by}])

    def is_empty(self, tx: Tx) -> bool:
        """Whether nobody is registered yet."""
        return tx.execute(select(t.c.seq).limit(1)).first() is None

    def get(self, tx: Tx, user_id: str) -> User | None:
        """The user of that id, as they stand."""
        rows = owned_rows(tx, t, [user_id])[user_id]
        return _user(rows[-1]) if rows else None

    def by_login(self, tx: Tx, login: str) -> User | None:
        """The user whom the operating system knows by that login."""
        return self._last_known_by(tx, "login_index", self._login(login))

    def by_token(self, tx: Tx, token: str) -> User | None:
        """The user who has that token."""
        return self._last_known_by(tx, "token_index", self._keys.index(_TOKEN, token))

    def all(self, tx: Tx) -> list[User]:
        """Every user as they stand, in the order they were registered."""
        ids = tx.execute(select(t.c.id).where(t.c.version == 1).order_by(t.c.seq)).scalars().all()
        return [_user(rows[-1]) for rows in owned_rows(tx, t, ids).values() if rows]

    def named(self, tx: Tx, beginning: str) -> User:
        """The user whose id begins so; CaseFileError for none, or for several."""
        query = select(t.c.id).where(t.c.id.startswith(beginning, autoescape=True)).distinct()
        ids = tx.execute(query.limit(2)).scalars().all() if beginning else []
        if len(ids) != 1:
            words = "several users have ids that begin so" if ids else "no user has that id"
            raise CaseFileError(f"{words}: see `skiptrace users list`")
        return _user(owned_rows(tx, t, ids)[ids[0]][-1])

    def assign(self, tx: Tx, user_id: str, one: Assignment, is_given: bool, entry: Entry) -> None:
        """Enter that something is assigned to a user, or to a team's key, or is no longer."""
        what = {"user_id": user_id, "coverage": one.coverage.value, "value": one.value}
        signed = {"is_given": is_given, "at": entry.at, "entered_by": entry.by}
        insert_all(tx, given, [what | signed])

    def assigned(self, tx: Tx, user_ids: Sequence[str]) -> dict[str, frozenset[Assignment]]:
        """What is assigned to each of these users."""
        return {i: _standing(rows) for i, rows in owned_rows(tx, given, user_ids).items()}

    def assigned_to(self, tx: Tx, user: User) -> frozenset[Assignment]:
        """What is assigned to a user: their own, and what is their teams'."""
        return _joined(self.assigned(tx, _owners(user)), user)

    def has_assignments(self, tx: Tx) -> bool:
        """Whether anything was ever assigned to anybody; from then on accounts go by assignment.

        Raises CaseFileError where assignments were deleted by hand.
        """
        if tx.execute(select(given.c.seq).limit(1)).first() is not None:
            return True
        teams = sorted({team_key(team) for user in self.all(tx) for team in user.teams})
        self.assigned(tx, [*tx.execute(select(t.c.id).distinct()).scalars().all(), *teams])
        return False

    def used(self, tx: Tx, user_id: str, day: date) -> None:
        """Enter that a user acted on a day, once."""
        insert_new(tx, use, [{"user_id": user_id, "day": day}], "user_id")

    def is_used(self, tx: Tx, user_id: str, day: date) -> bool:
        """Whether the user's having acted on that day is entered."""
        query = select(use).where(use.c.user_id == user_id, use.c.day == day)
        return bool(read_rows(tx, use, query))

    def last_uses(self, tx: Tx) -> list[LastUse]:
        """Every user with what is assigned to them and the last day on which they acted."""
        everybody = self.all(tx)
        owners = sorted({owner for user in everybody for owner in _owners(user)})
        given_to = self.assigned(tx, owners)
        assigned = {user.id: _joined(given_to, user) for user in everybody}
        later = use.alias()
        last = select(func.max(later.c.day)).where(later.c.user_id == t.c.id).scalar_subquery()
        of_user = (use.c.user_id == t.c.id) & (use.c.day == last)
        query = select(use).select_from(t).join(use, of_user).where(is_newest(t, "id"))
        days = {row["user_id"]: row["day"] for row in read_rows(tx, use, query)}
        return [LastUse(user, assigned[user.id], days.get(user.id)) for user in everybody]

    def _login(self, login: str) -> bytes | None:
        return self._keys.index(_LOGIN, login) if login else None

    def _last_known_by(self, tx: Tx, name: str, index: bytes | None) -> User | None:
        """The one registered last: those before have ended."""
        return next(reversed(self._known_by(tx, name, index)), None)

    def _known_by(self, tx: Tx, name: str, index: bytes | None) -> list[User]:
        """Those whose newest version has that blind key, in the order they were registered."""
        if index is None:
            return []
        ids = tx.execute(select(t.c.id).where(t.c[name] == index).distinct()).scalars().all()
        versions = sorted(owned_rows(tx, t, ids).values(), key=lambda rows: int(rows[0]["seq"]))
        return [_user(rows[-1]) for rows in versions if rows[-1][name] == index]


def team_key(team: str) -> str:
    """By what a team stands where assignments name whom they are given to."""
    return f"team:{' '.join(team.casefold().split())}"


def _owners(user: User) -> list[str]:
    """As whom a user has what is assigned: themself, and each of their teams."""
    return [user.id, *map(team_key, sorted(user.teams))]


def _joined(given_to: Mapping[str, frozenset[Assignment]], user: User) -> frozenset[Assignment]:
    return frozenset(one for owner in _owners(user) for one in given_to[owner])


def _has_ended(user: User, on: date) -> bool:
    return user.active_to is not None and user.active_to < on


def _standing(rows: Iterable[Mapping[str, Any]]) -> frozenset[Assignment]:
    """What the rows, in their order, leave assigned."""
    standing: dict[Assignment, bool] = defaultdict(bool)
    for row in rows:
        standing[Assignment(Coverage(row["coverage"]), row["value"].decode())] = row["is_given"]
    return frozenset(one for one, is_given in standing.items() if is_given)


def _user(row: Mapping[str, Any]) -> User:
    return User(
        id=row["id"],
        name=row["name"].decode(),
        roles=frozenset(map(Role, row["roles"].split())),
        active_from=row["active_from"],
        active_to=row["active_to"],
        login=row["login"].decode() if row["login"] is not None else "",
        has_token=row["token_index"] is not None,
        teams=frozenset(json.loads(row["teams"])),
    )
