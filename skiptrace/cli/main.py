"""`skiptrace`: the group of commands, each loaded only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

import click

from skiptrace import __version__
from skiptrace.app.scrubber import cast_net
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import people
from skiptrace.model.errors import ComplianceError, ConfigError, SkiptraceError
from skiptrace.reports.terminal import print_line, print_lines

COMMANDS = {
    "init": ("skiptrace.cli.init", "Create settings, keys and an empty case file here."),
    "intake": ("skiptrace.cli.intake", "Take in a returned-mail file."),
    "nightly": ("skiptrace.cli.nightly", "Trace every account that is due."),
    "worker": ("skiptrace.cli.worker", "Work off a night's orders in a fleet of workers."),
    "schedule": ("skiptrace.cli.schedule", "Begin the nightly batch and its like by themselves."),
    "status": ("skiptrace.cli.status", "How the night stands, live, or how the last one did."),
    "metrics": ("skiptrace.cli.metrics", "The figures of the status, for Prometheus."),
    "runs": ("skiptrace.cli.runs", "Earlier runs of the nightly batch, and what each reported."),
    "costs": ("skiptrace.cli.costs", "What was spent, and a vendor's invoice held against it."),
    "accounts": ("skiptrace.cli.accounts", "List accounts as they stand, or show one."),
    "find": ("skiptrace.cli.find", "Find who is on which account, by name, phone or number."),
    "trace": (
        "skiptrace.cli.trace",
        "Trace one account now and show why each finding is believed.",
    ),
    "check": ("skiptrace.cli.check", "Check one number or address, whoever's it is."),
    "assets": ("skiptrace.cli.assets", "Asset report of one account for a legal matter."),
    "suit": ("skiptrace.cli.suit", "What the law says of a suit on an account, before one."),
    "orders": ("skiptrace.cli.orders", "Orders that need a person: in doubt, parked, a task."),
    "judge": ("skiptrace.cli.judge", "Record a person's word on a finding."),
    "hold": ("skiptrace.cli.hold", "Put a hold on an account, or release one."),
    "policy": (
        "skiptrace.cli.policy",
        "What the law says of an account, and when.",
    ),
    "writeback": (
        "skiptrace.cli.writeback",
        "Plan, apply or undo a write-back of verified contacts.",
    ),
    "normalize": (
        "skiptrace.cli.normalize",
        "Bring addresses, names or phones of a file into normal form.",
    ),
    "compare": ("skiptrace.cli.compare", "Compare two columns of a file, row by row."),
    "model": ("skiptrace.cli.model", "Train a matching model, measure it, show what it weighs."),
    "link": ("skiptrace.cli.link", "Link a file of subjects with a file of records."),
    "sources": ("skiptrace.cli.sources", "List or show the connectors."),
    "users": ("skiptrace.cli.users", "Register users, assign accounts to them, review access."),
    "keys": ("skiptrace.cli.keys", "Show, turn, wrap and retire the keys."),
    "backup": ("skiptrace.cli.backup", "Copy the case file, and check the copy."),
    "restore": ("skiptrace.cli.restore", "Put a checked copy in the case file's place."),
    "case": ("skiptrace.cli.case", "Export where the findings of an account came from."),
    "retention": ("skiptrace.cli.retention", "Dispose of what the law lets go of."),
    "replay": (
        "skiptrace.cli.replay",
        "Derive the findings of an account anew, and show what differs.",
    ),
    "migrate": ("skiptrace.cli.migrate", "Bring the case file of an earlier release to this one."),
    "audit": ("skiptrace.cli.audit", "Verify or export the audit trail."),
    "doctor": ("skiptrace.cli.doctor", "Check this installation."),
}


PLUGIN_COMMANDS = "skiptrace.commands"
"""Entry points by which installed packages bring commands; none takes the name of one of ours."""


def brought() -> dict[str, EntryPoint]:
    """The commands that installed packages bring, by name."""
    points = entry_points(group=PLUGIN_COMMANDS)
    return {p.name: p for p in sorted(points, key=lambda p: p.name) if p.name not in COMMANDS}


class LazyGroup(click.Group):
    """Knows every command's name and one-line help, and imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer meets them, then those that plugins bring."""
        return [*COMMANDS, *brought()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name in COMMANDS:
            command: click.Command = import_module(COMMANDS[cmd_name][0]).command
            return command
        point = brought().get(cmd_name)
        return None if point is None else _loaded(point)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command list of --help, without importing any command but those of plugins."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])
        if points := brought():
            with formatter.section("Commands of plugins"):
                formatter.write_dl([(name, _words(point)) for name, point in points.items()])


def _loaded(point: EntryPoint) -> click.Command:
    try:
        found = point.load()
    except (ImportError, AttributeError):
        found = None
    if not isinstance(found, click.Command):
        raise ConfigError(f"entry point {point.name}: {point.value} is no command")
    return found


def _words(point: EntryPoint) -> str:
    """The one-line help of a plugin's command; what is wrong with one that cannot be loaded."""
    try:
        return _loaded(point).get_short_help_str(limit=90)
    except ConfigError as error:
        return str(error)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config_file",
    type=click.Path(dir_okay=False),
    default="skiptrace.toml",
    envvar="SKIPTRACE_CONFIG",
    show_default=True,
    help="The settings file.",
)
@click.version_option(__version__, prog_name="skiptrace")
@click.pass_context
def root(ctx: click.Context, config_file: str) -> None:
    """Find debtors who cannot be reached, and say how sure it is.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the gate, 4 done with failures named.
    """
    ctx.obj = config_file


def _show(error: click.ClickException) -> None:
    """What click says of wrong usage, without its own way onto the terminal."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is not None:
        print_lines(people(), ctx.get_usage())
        print_line(people(), f"Try '{ctx.command_path} --help' for help.")
    print_line(people(), f"Error: {error.format_message()}")


def main() -> None:
    """Run the command line; a known error is one line on stderr and its exit code.

    Errors name columns, paths and arguments that others chose: they are shown, never acted upon.
    """
    cast_net()
    try:
        code = root.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(Exit.FAILED)
    except click.ClickException as error:
        _show(error)
        sys.exit(error.exit_code)
    except SkiptraceError as error:
        print_line(people(), f"skiptrace: {error}")
        sys.exit(Exit.REFUSED if isinstance(error, ComplianceError) else Exit.FAILED)
    sys.exit(code if isinstance(code, int) else Exit.DONE)
