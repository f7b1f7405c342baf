"""`skiptrace doctor`: is this installation whole?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import click

from skiptrace.app.installation import Installation
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people
from skiptrace.model.errors import SkiptraceError

_PACKAGES = ("skiptrace", "connectors", "matching", "jobs", "config")


@click.command("doctor")
@click.pass_obj
def command(config_file: str) -> int:
    """Check packages, settings, model, keys, case file, sources; exit 1 if anything is wrong."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("packages", _packages),
        ("settings", lambda: _settings(config_file)),
        ("model", lambda: _model(config_file)),
        ("case file", lambda: _case_file(config_file)),
        ("sources", lambda: _sources(config_file)),
    ]
    failed = False
    for name, words, is_good in _results(checks):
        people().print(f"{'ok  ' if is_good else 'FAIL'} {name:10} {words}")
        failed = failed or not is_good
    return Exit.FAILED if failed else Exit.DONE


def _results(
    checks: list[tuple[str, Callable[[], str]]],
) -> Iterator[tuple[str, str, bool]]:
    for name, check in checks:
        try:
            yield name, check(), True
        except SkiptraceError as error:
            yield name, str(error), False


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


def _model(config_file: str) -> str:
    from skiptrace.app.build import model_of

    return f"traces go by {model_of(Installation.load(config_file)).id}"


def _case_file(config_file: str) -> str:
    with opened(config_file) as session, session.case.read() as tx:
        events = session.case.audit.verify(tx)
    if events.broken_at is not None:
        raise SkiptraceError(f"the audit trail is broken at event {events.broken_at}")
    return f"opens, schema is current, {events.events} audit events whole"


def _sources(config_file: str) -> str:
    from skiptrace.app.build import waterfalls_of
    from skiptrace.app.sources import cards, check_addresses

    installation = Installation.load(config_file)
    known = cards()
    enabled = [i for i, t in installation.settings.sources.items() if t.enabled]
    unknown = [i for i in enabled if i not in known]
    if unknown:
        raise SkiptraceError(f"settings name sources that are not installed: {', '.join(unknown)}")
    waterfalls_of(installation)
    for table in installation.settings.sources.values():
        if table.enabled:
            installation.secrets(table.secrets)
    check_addresses(installation)
    return f"{len(enabled)} of {len(known)} connectors enabled"
