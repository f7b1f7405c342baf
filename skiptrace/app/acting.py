"""Who acts: the user whom the operating system or a token names, never a name that was typed."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path
from secrets import token_hex, token_urlsafe

from skiptrace.app.installation import Installation, utc_now
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.users import Entry
from skiptrace.model.actor import USER_PREFIX, Actor, Role, User
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import ConfigError, NotAllowed

_TOKEN_BYTES = 32
_OWNER_ROLES = frozenset({Role.COLLECTOR, Role.LEGAL, Role.COMPLIANCE, Role.ADMINISTRATOR})
"""Whoever sets an installation up may be alone with it; others take roles over when they come."""
_NOBODY_YET = (
    "the case file has no users yet: whoever owns its key file runs `skiptrace users add --me`"
)
_NO_LOGIN = (
    "your operating-system user is no user of this installation: an administrator runs "
    "`skiptrace users add --login LOGIN`, or gives you a token for SKIPTRACE_TOKEN_FILE"
)
_UNKNOWN = "the token in SKIPTRACE_TOKEN_FILE is no user's: ask an administrator for another"


def operating_system_user() -> str:
    """The login of the real user id of this process, whatever the environment says.

    A user id without an entry is named by its number, `uid 1000`.
    """
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def operating_system_name() -> str:
    """The full name of that user as the system has it, else the login."""
    try:
        gecos = pwd.getpwuid(os.getuid()).pw_gecos
    except KeyError:
        gecos = ""
    return gecos.partition(",")[0].strip() or operating_system_user()


def owns_key_file(installation: Installation) -> bool:
    """Whether the key file belongs to the real user id of this process."""
    try:
        return installation.key_file.stat().st_uid == os.getuid()
    except OSError as error:
        raise ConfigError(f"key file {installation.key_file.name}: {error.strerror}") from None


def register_owner(installation: Installation, case: CaseFile) -> User:
    """Register the operating-system user who owns the key file, in a case file without any user.

    Raises NotAllowed for anybody else, and where somebody is registered already.
    """
    if not owns_key_file(installation):
        raise NotAllowed("only the operating-system user that owns the key file registers itself")
    now = utc_now()
    user = User(
        id=new_user_id(),
        name=operating_system_name(),
        roles=_OWNER_ROLES,
        active_from=now.date(),
        login=operating_system_user(),
    )
    actor = Actor(user.id, user.name, user.roles)
    with case.write() as tx:
        if not case.users.is_empty(tx):
            raise NotAllowed("somebody is registered already: an administrator adds others")
        case.users.enter(tx, user, Entry(now, user.id))
        case.audit.append(tx, [AuditEvent("users.owner", actor.signature, now, text=user.id)])
    return user


def new_user_id() -> str:
    """A random id for a new user."""
    return f"{USER_PREFIX}{token_hex(6)}"


def acting_user(installation: Installation, case: CaseFile) -> Actor:
    """The user who acts, today, with what is assigned to them; the day is entered as their last.

    Raises NotAllowed as `known_user` does.
    """
    today = utc_now().date()
    with case.read() as tx:
        user = known_user(installation, case, tx)
        assigned = case.users.assigned_to(tx, user)
        is_new_day = not case.users.is_used(tx, user.id, today)
    if is_new_day:
        with case.write() as tx:
            case.users.used(tx, user.id, today)
    return Actor(user.id, user.name, user.roles, user.teams, assigned)


def known_user(installation: Installation, case: CaseFile, tx: Tx) -> User:
    """The user whom the token in the named file, or else the operating system, names.

    Raises NotAllowed where nobody is registered yet, for a login or token that is no user's, and
    for a user who is not active today.
    """
    token = read_token(installation.token_file) if installation.token_file is not None else ""
    user = _user(case, tx, token)
    if not user.is_active(utc_now().date()):
        raise NotAllowed("your user is not active today: ask an administrator")
    return user


def _user(case: CaseFile, tx: Tx, token: str) -> User:
    if token:
        user = case.users.by_token(tx, token)
    else:
        user = case.users.by_login(tx, operating_system_user())
    if user is not None:
        return user
    if case.users.is_empty(tx):
        raise NotAllowed(_NOBODY_YET)
    raise NotAllowed(_UNKNOWN if token else _NO_LOGIN)


def read_token(path: Path) -> str:
    """The token in a file that its owner alone may read; ConfigError for any other."""
    try:
        with path.open(encoding="utf-8") as stream:
            status = os.fstat(stream.fileno())
            text = stream.read().strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"token file {path.name}: cannot be read") from None
    if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.getuid():
        raise ConfigError(
            f"token file {path.name}: others may read it, or it is another user's; chmod 600 it"
        )
    if not text:
        raise ConfigError(f"token file {path.name}: empty")
    return text


def write_token(path: Path) -> str:
    """A new random token, written to a new file that its owner alone may read."""
    token = token_urlsafe(_TOKEN_BYTES)
    try:
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ConfigError(f"token file {path.name}: {error.strerror}, nothing written") from None
    with os.fdopen(target, "w", encoding="utf-8") as stream:
        stream.write(f"{token}\n")
    return token
