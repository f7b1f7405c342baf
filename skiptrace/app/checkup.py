"""What must hold so that a run does not fail: each check in words, or an error that names a fault.

Nothing leaves the machine: a source's address is looked at, not asked. A register that lies on
this machine is loaded, as the first run would, since only then it is known to be readable.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import SourceTable
from connectors.registry import SourceRegistry, discover
from skiptrace.app.acting import known_user
from skiptrace.app.anchoring import anchor_of, faults_of
from skiptrace.app.build import case_file, model_of, waterfalls_of
from skiptrace.app.installation import Installation, utc_now
from skiptrace.app.policy import counsel_of
from skiptrace.app.privacy import check_private
from skiptrace.app.schedule import plans_of
from skiptrace.app.sources import connector_of
from skiptrace.app.write_back import write_back_target
from skiptrace.model.errors import ConfigError, SkiptraceError
from skiptrace.model.ports import Register

_NOWHERE = "http://127.0.0.1"
"""Stands for the sandbox's address, which is known only while its providers run."""
_ROOM = 100 * 2**20
"""Bytes that must be free: the case file's log alone grows by tens of megabytes in a night."""
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""skiptrace is younger than no clock before this day."""
_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, and what it says when all is well; it raises SkiptraceError if not."""

    name: str
    run: Callable[[], str]


def checks(installation: Installation) -> list[Check]:
    """The checks of an installation whose settings could be read, in the order of a run."""
    return [
        Check("purposes", lambda: _purposes(installation)),
        Check("clock", lambda: _clock(installation)),
        Check("folders", lambda: _folders(installation)),
        Check("privacy", lambda: check_private(installation)),
        Check("model", lambda: f"traces go by {model_of(installation).id}"),
        Check("case file", lambda: _case_file(installation)),
        Check("users", lambda: _users(installation)),
        Check("waterfall", lambda: _waterfall(installation)),
        Check("sources", lambda: _sources(installation)),
        Check("schedule", lambda: _schedule(installation)),
        Check("write-back", lambda: write_back_target(installation).name),
    ]


def _purposes(installation: Installation) -> str:
    settings, known = installation.settings, counsel_of(installation).purposes
    for name in ("nightly", "trace", "assets"):
        purposes = getattr(settings, name).purposes
        if unknown := sorted(set(purposes) - known.keys()):
            raise ConfigError(f"{name}.purposes: no purpose has the code {unknown[0]}")
        if not purposes:
            raise ConfigError(f"{name}.purposes: names none, so every search is refused")
    return "every purpose of the settings is known"


def _clock(installation: Installation) -> str:
    now = utc_now()
    if now < _FIRST_DAY:
        raise ConfigError(f"the machine's clock says {now:%Y-%m-%d}")
    case, _ = case_file(installation)
    try:
        with case.read() as tx:
            latest = case.audit.latest(tx)
    finally:
        case.close()
    if latest is not None and latest > now + _AHEAD:
        words = f"{now:%Y-%m-%d %H:%M}Z, the case file's last event is of {latest:%Y-%m-%d %H:%M}Z"
        raise ConfigError(f"the machine's clock is behind: it says {words}")
    return f"{now:%Y-%m-%d %H:%M}Z"


def _folders(installation: Installation) -> str:
    wanted = {installation.root, installation.data_dir}
    if installation.settings.writeback.target != "sql":
        wanted.add((installation.root / installation.settings.writeback.location).parent)
    for folder in sorted(_existing(one) for one in wanted):
        try:
            with tempfile.TemporaryFile(dir=folder):
                free = shutil.disk_usage(folder).free
        except OSError as error:
            raise ConfigError(f"{folder}: cannot be written ({error.strerror})") from error
        if free < _ROOM:
            raise ConfigError(f"{folder}: only {free / 2**20:,.0f} MB free on its disk")
    return "can be written, and there is room"


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def _case_file(installation: Installation) -> str:
    case, keyring = case_file(installation)
    try:
        events, faults = faults_of(case, [anchor_of(installation, keyring)])
    finally:
        case.close()
    if faults:
        raise SkiptraceError(f"{len(faults)} faults in the record, the first: {faults[0]}")
    return f"opens, schema is current, the record of {events} audit events is whole"


def _schedule(installation: Installation) -> str:
    settings = installation.settings.schedule
    if not settings.jobs:
        return "nothing begins by itself"
    plans_of(settings)
    return f"{', '.join(settings.jobs)} begin by themselves while a scheduler runs"


def _users(installation: Installation) -> str:
    case, _ = case_file(installation)
    try:
        with case.read() as tx:
            user = known_user(installation, case, tx)
            active = [one for one in case.users.all(tx) if one.is_active(utc_now().date())]
    finally:
        case.close()
    return f"you act as {user.id}; {len(active)} users are active"


def _waterfall(installation: Installation) -> str:
    waterfalls_of(installation)
    named = installation.settings.waterfall
    return f"{named} asks installed sources only" if named else "the shipped one"


def _sources(installation: Installation) -> str:
    registry = discover()
    enabled = {i: t for i, t in installation.settings.sources.items() if t.enabled}
    if not enabled:
        raise ConfigError("sources: none is enabled; see `skiptrace sources list`")
    sandbox = installation.settings.sandbox
    if sandbox is not None and not sandbox.url and not (installation.root / sandbox.dir).is_dir():
        raise ConfigError(f"sandbox.dir: there is no folder {sandbox.dir}")
    if faults := list(_source_faults(installation, registry, enabled)):
        raise ConfigError("; ".join(faults))
    return f"{len(enabled)} of {len(registry.cards)} connectors enabled, each can be asked"


def _source_faults(
    installation: Installation, registry: SourceRegistry, enabled: Mapping[str, SourceTable]
) -> Iterator[str]:
    """What is wrong with each enabled source, by its name."""
    for source_id in enabled:
        try:
            connector = connector_of(installation, registry, source_id, _NOWHERE)
            if isinstance(connector, Register) and connector.is_here:
                connector.make_ready()
        except SkiptraceError as error:
            yield f"{source_id}: {error}"
