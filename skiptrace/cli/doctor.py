"""`skiptrace doctor`: is this installation whole, and would a run of it do what it should?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skiptrace.app.installation import Installation
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import tables
from skiptrace.model.errors import SkiptraceError
from skiptrace.reports.terminal import print_line

if TYPE_CHECKING:
    from skiptrace.app.checkup import Check

_PACKAGES = ("skiptrace", "connectors", "matching", "jobs", "config")


@click.command("doctor")
@click.pass_obj
def command(config_file: str) -> int:
    """Check this installation; exit 1 where a run would fail.

    Looked at: packages, settings, purposes, clock, folders, who may read the files, model, keys,
    case file, users, waterfall, sources and write-back.

    Registers on this machine are loaded, which the first run would do otherwise; nothing is asked
    of any source.
    """
    failed = False
    for name, words, is_good in _results(config_file):
        print_line(tables(), f"{'ok  ' if is_good else 'FAIL'} {name:10} {words}")
        failed = failed or not is_good
    return Exit.FAILED if failed else Exit.DONE


def _results(config_file: str) -> Iterator[tuple[str, str, bool]]:
    """Each check's name, what it says, and whether all is well."""
    from skiptrace.app.checkup import Check, checks

    yield _result(Check("packages", _packages))
    settings = _result(Check("settings", lambda: _settings(config_file)))
    yield settings
    if settings[2]:
        yield from map(_result, checks(Installation.load(config_file)))


def _result(check: Check) -> tuple[str, str, bool]:
    try:
        return check.name, check.run(), True
    except SkiptraceError as error:
        return check.name, str(error), False


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
