"""`skiptrace doctor`: is this installation whole, and would a run of it do what it should?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skiptrace.app.installation import Installation
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import tables
from skiptrace.model.errors import SkiptraceError
from skiptrace.reports.terminal import print_json, print_line

if TYPE_CHECKING:
    from skiptrace.app.checkup import Finding

_PACKAGES = ("skiptrace", "connectors", "matching", "jobs", "config")


@click.command("doctor")
@click.option("--ready", is_flag=True, help="Only what takes a moment: could a run begin now?")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def command(config_file: str, ready: bool, as_json: bool) -> int:
    """Check this installation; exit 1 where a run would fail, or go by a law nobody signed off.

    Looked at: packages, settings, the law, purposes, clock, folders, who may read the files, model,
    case file, the whole record, roles, users, waterfall, sources, registers, schedule,
    telemetry and write-back. Below each fault stands what to do about it.

    Registers on this machine are loaded, which the first run would do otherwise; nothing is asked
    of any source. With --ready, for a monitor, the record is not read and no register is loaded.
    """
    from skiptrace.reports.canonical import canonical_json

    failed = False
    shown: list[Finding] = []
    for one in _findings(config_file, ready):
        failed |= not one.is_good
        shown.append(one)
        if not as_json:
            _show(one)
    if as_json:
        print_json(canonical_json(shown))
    return Exit.FAILED if failed else Exit.DONE


def _show(one: Finding) -> None:
    print_line(tables(), f"{'ok  ' if one.is_good else 'FAIL'} {one.name:10} {one.words}")
    if not one.is_good:
        print_line(tables(), f"     {'':10} to do: {one.todo}")


def _findings(config_file: str, ready: bool) -> Iterator[Finding]:
    from skiptrace.app.checkup import checked

    yield _first("packages", _packages, "install skiptrace in an environment of its own")
    settings = _first("settings", lambda: _settings(config_file), "mend what it names, or --config")
    yield settings
    if settings.is_good:
        yield from checked(Installation.load(config_file), ready)


def _first(name: str, run: Callable[[], str], todo: str) -> Finding:
    """What is looked at before there is an installation."""
    from skiptrace.app.checkup import Finding

    try:
        return Finding(name, run())
    except SkiptraceError as error:
        return Finding(name, str(error), todo)


def _packages() -> str:
    modules = [import_module(name) for name in _PACKAGES]
    foreign = [m.__name__ for m in modules if getattr(m, "__owner__", "") != "skiptrace"]
    folders = {Path(str(m.__file__)).parents[1] for m in modules}
    if foreign or len(folders) > 1:
        raise SkiptraceError(f"not all five packages are ours: {', '.join(foreign) or folders}")
    return "all five are ours and stand side by side"


def _settings(config_file: str) -> str:
    Installation.load(config_file)
    return config_file
