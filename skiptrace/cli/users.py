"""`skiptrace users`: who may act, what is assigned to them, and the review of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import day, opened, people, tables, words
from skiptrace.model.actor import Role
from skiptrace.reports.terminal import print_json, print_line

if TYPE_CHECKING:
    from skiptrace.model.actor import Assignment

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("users")
def command() -> None:
    """Register users, assign accounts to them, review who has access.

    Whoever runs a command is the user whom an administrator bound to their operating-system login,
    or to the token in the file that SKIPTRACE_TOKEN_FILE names. Where anything is assigned to
    anybody, each user searches only what is assigned to them.
    """


@command.command()
@click.option("--me", is_flag=True, help="Register the owner of the key file as the first user.")
@click.option("--name", default="", help="Who it is, in words.")
@click.option("--login", default="", help="The operating-system user that is them.")
@click.option(
    "--token-out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A new file for a token that they are known by; it is shown nowhere else.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="What they are here for; may be repeated.",
)
@click.option("--team", "teams", multiple=True, help="A team of theirs; may be repeated.")
@click.option("--from", "first", type=_DAY, help="The first day; today unless given.")
@click.option("--to", "last", type=_DAY, help="The last day; without an end unless given.")
@click.pass_context
def add(
    ctx: click.Context,
    /,
    me: bool,
    name: str,
    login: str,
    token_out: Path | None,
    roles: tuple[str, ...],
    teams: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
) -> int:
    """Register a user by login, by token, or by both."""
    if me:
        if any((name, login, token_out, roles, teams, first, last)):
            raise click.UsageError("--me takes no other option")
        return _add_owner(ctx.obj)
    if not name or not roles or not (login or token_out):
        raise click.UsageError("give --name, --role, and --login or --token-out")
    from skiptrace.acts.users import NewUser, add_user
    from skiptrace.app.acting import new_user_id, write_token

    with opened(ctx.obj) as session:
        new = NewUser(
            id=new_user_id(),
            name=name,
            roles=frozenset(map(Role, roles)),
            active_from=day(first),
            active_to=last.date() if last is not None else None,
            login=login,
            token=write_token(token_out) if token_out is not None else "",
            teams=frozenset(teams),
        )
        try:
            made = add_user(session.office, session.actor, new)
        except BaseException:
            if token_out is not None:
                token_out.unlink()
            raise
    print_line(tables(), made.id)
    return Exit.DONE


def _add_owner(config_file: str) -> int:
    from skiptrace.app.acting import register_owner
    from skiptrace.cli.session import opened_by_nobody

    with opened_by_nobody(config_file) as (installation, case, _):
        made = register_owner(installation, case)
    print_line(tables(), made.id)
    return Exit.DONE


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def list_(config_file: str, as_json: bool) -> int:
    """List the users, and when each acted last."""
    from skiptrace.acts.users import review_users
    from skiptrace.cli.users_view import print_users
    from skiptrace.reports.canonical import canonical_json

    with opened(config_file) as session:
        found = review_users(session.office, session.actor)
    if as_json:
        print_json(canonical_json(found))
    else:
        print_users(found, tables())
    return Exit.DONE


@command.command()
@click.pass_obj
def review(config_file: str) -> int:
    """Write the access review as CSV to standard output.

    A row for each user: roles, what is assigned, the last act, and since when nothing was done by
    one who was idle for 90 days or longer.
    """
    from skiptrace.acts.users import review_users
    from skiptrace.cli.users_view import write_review

    with opened(config_file) as session:
        write_review(review_users(session.office, session.actor))
    return Exit.DONE


@command.command()
@click.argument("user")
@click.option("--on", "last", type=_DAY, help="The last day, up to today; yesterday unless given.")
@click.pass_obj
def disable(config_file: str, user: str, last: datetime | None) -> int:
    """End USER, by the beginning of the id: from then on nothing that is theirs opens anything."""
    from datetime import timedelta

    from skiptrace.acts.users import disable_user

    last_day = last.date() if last is not None else day(None) - timedelta(days=1)
    with opened(config_file) as session:
        ended = disable_user(session.office, session.actor, user, last_day)
    print_line(people(), f"{ended.id} acts no longer after {ended.active_to}")
    return Exit.DONE


_COVERED = (
    click.option("--account", callback=words, help="One account, by its number."),
    click.option("--portfolio", callback=words, help="Every account of that portfolio."),
    click.option("--creditor", callback=words, help="Every account of that creditor."),
    click.option("--everything", is_flag=True, help="Every account."),
)


def _covered(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_COVERED):
        command = option(command)
    return command


def _what(covered: dict[str, str | bool | None]) -> Assignment:
    from skiptrace.model.actor import Assignment, Coverage

    given = {name: value for name, value in covered.items() if value}
    if len(given) != 1:
        names = ", ".join(f"--{name}" for name in covered)
        raise click.UsageError(f"give one of {names}")
    [(name, value)] = given.items()
    return Assignment(Coverage(name), value.strip() if isinstance(value, str) else "")


@command.command()
@click.argument("user", default="")
@click.option("--team", callback=words, help="Whoever is in that team, in the place of USER.")
@_covered
@click.pass_obj  # type: ignore[arg-type]  # the coverages are as many as the options
def assign(config_file: str, user: str, team: str | None, **covered: Any) -> int:
    """Assign accounts to USER, by the beginning of the id, or to a team.

    From the first assignment on, whoever has none searches nothing.
    """
    return _assign(config_file, (user, team), _what(covered), True)


@command.command()
@click.argument("user", default="")
@click.option("--team", callback=words, help="Whoever is in that team, in the place of USER.")
@_covered
@click.pass_obj  # type: ignore[arg-type]  # the coverages are as many as the options
def unassign(config_file: str, user: str, team: str | None, **covered: Any) -> int:
    """Take from USER, or from a team, what was assigned."""
    return _assign(config_file, (user, team), _what(covered), False)


def _assign(
    config_file: str, whom: tuple[str, str | None], what: Assignment, is_given: bool
) -> int:
    from skiptrace.acts.users import assign as assign_to
    from skiptrace.acts.users import assign_to_team

    user, team = whom
    if bool(user) is bool(team):
        raise click.UsageError("give USER or --team")
    with opened(config_file) as session:
        if team:
            name = assign_to_team(session.office, session.actor, team, what, is_given)
        else:
            name = assign_to(session.office, session.actor, user, what, is_given).id
    print_line(people(), f"{'assigned to' if is_given else 'taken from'} {name}")
    return Exit.DONE


@command.command()
@click.argument("user")
@click.argument("team")
@click.pass_obj
def join(config_file: str, user: str, team: str) -> int:
    """Let USER, by the beginning of the id, be in TEAM: what is the team's is theirs."""
    return _change_team(config_file, user, team, True)


@command.command()
@click.argument("user")
@click.argument("team")
@click.pass_obj
def leave(config_file: str, user: str, team: str) -> int:
    """Let USER, by the beginning of the id, be in TEAM no longer."""
    return _change_team(config_file, user, team, False)


def _change_team(config_file: str, user: str, team: str, is_member: bool) -> int:
    from skiptrace.acts.users import change_team

    with opened(config_file) as session:
        found = change_team(session.office, session.actor, user, team, is_member)
    print_line(people(), f"{found.id} is in {', '.join(sorted(found.teams)) or 'no team'}")
    return Exit.DONE


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--user", default="", help="The person of FILE is this user, by the id's beginning.")
@click.pass_obj
def watch(config_file: str, file: Path, user: str) -> int:
    """Let only a privileged role search the people of FILE; write their ids to standard output.

    FILE is TOML with a [[person]] each: name, ssn, dob, street, city, state, zip, phone, email,
    employer. With --user nobody else searches that user, the household, or who works for the
    employer; no user searches themself. What is tried is an alert in the audit trail.
    """
    from config.loader import from_file
    from config.watch import WatchFile
    from skiptrace.acts.watching import watch as watch_people

    listed = from_file(file, WatchFile).person
    with opened(config_file) as session:
        made = watch_people(session.office, session.actor, listed, user)
    for watched_id in made:
        print_line(tables(), watched_id)
    return Exit.DONE


@command.command()
@click.argument("watched")
@click.pass_obj
def unwatch(config_file: str, watched: str) -> int:
    """Let everybody search WATCHED again, by the id that `users watch` wrote."""
    from skiptrace.acts.watching import unwatch as unwatch_person

    with opened(config_file) as session:
        unwatch_person(session.office, session.actor, watched)
    print_line(people(), f"{watched} is watched no longer")
    return Exit.DONE
