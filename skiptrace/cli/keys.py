"""`skiptrace keys`: which keys there are, turn them, wrap them by a master key."""

from __future__ import annotations

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people, tables
from skiptrace.reports.terminal import print_json, print_line


@click.group("keys")
def command() -> None:
    """Show, turn, wrap and retire the keys that seal personal data.

    The key file holds numbered keys: the newest seals, each opens what it sealed. They seal the
    keys of accounts and subjects, which seal what is about these alone and go with them (`retention
    run`). The key of the blind indexes is not turned, for stored look-ups rest on it.
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def show(config_file: str, as_json: bool) -> int:
    """Show each key, how much lies under it, and what wraps the key file."""
    from skiptrace.acts.keys import show_keys
    from skiptrace.reports.canonical import canonical_json

    with opened(config_file) as session:
        view = show_keys(session.office, session.actor, session.installation.key_place)
    if as_json:
        print_json(canonical_json(view))
        return Exit.DONE
    out = tables()
    for number, count in view.values.items():
        seals = ", seals" if number == view.newest else ""
        print_line(out, f"key {number}: {count:,} values{seals}")
    print_line(out, f"keys of accounts and subjects: {view.owned:,} values")
    print_line(out, f"wrapped by {view.master}" if view.master else "the key file is in clear")
    return Exit.DONE


@command.command()
@click.pass_obj
def rotate(config_file: str) -> int:
    """Add a newer key and seal everything under it.

    Of what lies under the key of an account or a subject this key alone is sealed anew.
    Refused while a worker is at work, and an idle scheduler is to be started again, for it knows
    the former keys alone. Broken off, `keys reseal` goes on.
    """
    from skiptrace.acts.keys import rotate_keys

    with opened(config_file) as session:
        rotate_keys(session.office, session.actor, session.installation.key_place)
    return _reseal(config_file)


@command.command("reseal")
@click.pass_obj
def reseal_(config_file: str) -> int:
    """Seal under the newest key what lies under earlier ones."""
    return _reseal(config_file)


def _reseal(config_file: str) -> int:
    from skiptrace.acts.keys import reseal_all
    from skiptrace.cli.progress import progress

    with opened(config_file) as session, progress("sealing anew", people()) as begin:
        done = reseal_all(session.office, session.actor, session.keyring, begin(0))
    print_line(people(), f"{sum(done.values()):,} rows lie under key {session.keyring.newest} now")
    return Exit.DONE


@command.command()
@click.pass_obj
def retire(config_file: str) -> int:
    """Drop the keys under which nothing lies any more.

    A backup of before needs the key file of its time: keep one with it.
    """
    from skiptrace.acts.keys import retire_idle

    with opened(config_file) as session:
        gone = retire_idle(session.office, session.actor, session.installation.key_place)
    print_line(people(), f"retired: {', '.join(f'key {number}' for number in gone)}")
    return Exit.DONE


@command.command()
@click.option("--by", "master", help="env:NAME, file:PATH, or command:WORDS that print the key.")
@click.option("--none", "plain", is_flag=True, help="Store the keys in clear again.")
@click.pass_obj
def wrap(config_file: str, master: str | None, plain: bool) -> int:
    """Wrap the key file by a master key that lies elsewhere, or turn to another master key.

    The master key is 32 bytes in base64. A command is how a vault or a key management service is
    asked for it; no shell reads it. Nothing is sealed anew, for the keys stay the same.
    """
    from skiptrace.acts.keys import wrap_keys

    if plain == bool(master):
        raise click.UsageError("give --by or --none")
    with opened(config_file) as session:
        wrap_keys(session.office, session.actor, session.installation.key_place, master or "")
    print_line(people(), f"the key file is {'wrapped' if master else 'in clear'} now")
    return Exit.DONE
