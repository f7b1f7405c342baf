"""Users are registered, disabled, assigned and reviewed; each is an event of the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from skiptrace.acts.allowed import ROLE
from skiptrace.acts.office import Doing, Office
from skiptrace.casefile.users import LastUse, team_key
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor, Assignment, Coverage, Role, User
from skiptrace.model.errors import CaseFileError, NotAllowed

IDLE_DAYS = 90
"""After so many days without an act a user counts as inactive in a review."""


@dataclass(frozen=True, slots=True, repr=False)
class NewUser:
    """Whom to register: by the login that the operating system gives them, a token, or both."""

    id: str
    name: str
    roles: frozenset[Role]
    active_from: date
    active_to: date | None = None
    login: str = ""
    token: str = ""
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UserView:
    """One user as a list and a review show them.

    `inactive_since` is the day after the last act, or the first day for one who never acted, where
    that is more than `IDLE_DAYS` ago; None for one who is in use. `ended` says that the user may
    act no longer.
    """

    id: str
    name: str
    login: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]
    assigned: tuple[str, ...]
    active_from: date
    active_to: date | None
    is_active: bool
    last_use: date | None
    inactive_since: date | None


def add_user(office: Office, actor: Actor, new: NewUser) -> UserView:
    """Register a user. CaseFileError without a role, a way to be known, or a name in words."""
    if not new.roles or not (new.login or new.token):
        raise CaseFileError("a user needs a role, and a login or a token to be known by")
    if not any(letter.isalnum() for letter in new.name):
        raise CaseFileError("a user needs a name in words")
    user = User(
        id=new.id,
        name=" ".join(new.name.split()),
        roles=new.roles,
        active_from=new.active_from,
        active_to=new.active_to,
        login=new.login,
        has_token=bool(new.token),
        teams=new.teams,
    )
    with office.doing(actor, Act.MANAGE_USERS) as done:
        office.case.users.enter(done.tx, user, done.entry, new.token)
        roles = ", ".join(sorted(user.roles))
        done.note("users.add", text=f"{user.id}: {roles}")
    return _view(LastUse(user, frozenset(), None), office.clock().date())


def disable_user(office: Office, actor: Actor, beginning: str, last_day: date) -> User:
    """End a user after a day, today or an earlier one.

    Raises NotAllowed for the last administrator, whom nobody could follow.
    """
    with office.doing(actor, Act.MANAGE_USERS) as done:
        user = office.case.users.named(done.tx, beginning)
        today = office.clock().date()
        _keep_an_administrator(done, user, today)
        ended = replace(user, active_to=min(last_day, today))
        office.case.users.enter(done.tx, ended, done.entry)
        done.note("users.disable", text=user.id)
    return ended


def _keep_an_administrator(done: Doing, user: User, today: date) -> None:
    others = [one for one in done.office.case.users.all(done.tx) if one.id != user.id]
    if not any(Role.ADMINISTRATOR in one.roles and one.is_active(today) for one in others):
        raise NotAllowed("the last administrator stays: register another one first", ROLE)


def assign(office: Office, actor: Actor, beginning: str, one: Assignment, is_given: bool) -> User:
    """Assign something to a user, or take it away.

    Raises CaseFileError for an account that is not there, or what was not assigned.
    """
    with office.doing(actor, Act.MANAGE_USERS) as done:
        user = office.case.users.named(done.tx, beginning)
        _assign(done, user.id, one, is_given)
        kind = "users.assign" if is_given else "users.unassign"
        done.note(kind, fields=(one.coverage.value,), text=user.id)
    return user


def assign_to_team(office: Office, actor: Actor, team: str, one: Assignment, is_given: bool) -> str:
    """Assign something to whoever is in a team, now or later, or take it away; the team's name.

    Raises CaseFileError for a team that nobody is in, and as `assign` does.
    """
    with office.doing(actor, Act.MANAGE_USERS) as done:
        name = _team(done, team)
        _assign(done, team_key(name), one, is_given)
        kind = "users.assign" if is_given else "users.unassign"
        done.note(kind, fields=(one.coverage.value,), text=team_key(name))
    return name


def change_team(office: Office, actor: Actor, beginning: str, team: str, is_member: bool) -> User:
    """Let a user be in a team from now on, or no longer.

    Raises CaseFileError for a team without a name in words, and where nothing would change.
    """
    name = " ".join(team.split())
    if not any(letter.isalnum() for letter in name):
        raise CaseFileError("a team needs a name in words")
    with office.doing(actor, Act.MANAGE_USERS) as done:
        user = office.case.users.named(done.tx, beginning)
        same = {one for one in user.teams if team_key(one) == team_key(name)}
        if bool(same) is is_member:
            words = "is in the team already" if is_member else "is not in the team"
            raise CaseFileError(f"the user {words}")
        changed = replace(user, teams=user.teams | {name} if is_member else user.teams - same)
        office.case.users.enter(done.tx, changed, done.entry)
        done.note("users.join" if is_member else "users.leave", text=f"{user.id} {team_key(name)}")
    return changed


def _team(done: Doing, team: str) -> str:
    """The team as its members have it."""
    named = {one for user in done.office.case.users.all(done.tx) for one in user.teams}
    found = sorted(one for one in named if team_key(one) == team_key(team))
    if not found:
        raise CaseFileError("nobody is in a team of that name: see `skiptrace users list`")
    return found[0]


def _assign(done: Doing, owner: str, one: Assignment, is_given: bool) -> None:
    book, tx = done.office.case.users, done.tx
    if one.coverage is Coverage.ACCOUNT and done.office.case.accounts.find(tx, one.value) is None:
        raise CaseFileError("no account of that number is in the case file")
    if (one in book.assigned(tx, [owner])[owner]) is is_given:
        words = "is assigned there already" if is_given else "is not assigned there"
        raise CaseFileError(f"that {words}")
    book.assign(tx, owner, one, is_given, done.entry)


def review_users(office: Office, actor: Actor) -> list[UserView]:
    """Every user with roles, assignments and last act, in the order they were registered."""
    with office.doing(actor, Act.REVIEW_USERS) as done:
        return list(_views(office, done))


def _views(office: Office, done: Doing) -> Iterator[UserView]:
    today = office.clock().date()
    for one in office.case.users.last_uses(done.tx):
        yield _view(one, today)


def _view(one: LastUse, today: date) -> UserView:
    user = one.user
    idle_from = user.active_from if one.day is None else one.day + timedelta(days=1)
    return UserView(
        id=user.id,
        name=user.name,
        login=user.login,
        roles=tuple(sorted(user.roles)),
        teams=tuple(sorted(user.teams)),
        assigned=tuple(_words(a) for a in sorted(one.assigned)),
        active_from=user.active_from,
        active_to=user.active_to,
        is_active=user.is_active(today),
        last_use=one.day,
        inactive_since=idle_from if (today - idle_from).days >= IDLE_DAYS else None,
    )


def _words(one: Assignment) -> str:
    return f"{one.coverage.value} {one.value}".strip()
