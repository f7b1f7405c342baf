"""The machine that an installation stands on: its clock, its folders, the room on its disks."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from skiptrace.app.build import case_file
from skiptrace.app.installation import Installation, utc_now
from skiptrace.model.errors import ConfigError

_ROOM = 100 * 2**20
"""Bytes that must be free: the case file's log alone grows by tens of megabytes in a night."""
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""skiptrace is younger than no clock before this day."""
_AHEAD = timedelta(minutes=10)
_APART = timedelta(seconds=30)
"""How far the machine's clock may be from the database's: leases of machines are compared there."""


def check_clock(installation: Installation) -> str:
    """The clock is neither before this software, nor behind the record, nor far off the database's.

    Raises ConfigError with both times.
    """
    now = utc_now()
    if now < _FIRST_DAY:
        raise ConfigError(f"the machine's clock says {now:%Y-%m-%d}")
    case, _ = case_file(installation)
    try:
        with case.read() as tx:
            latest, theirs = case.audit.latest(tx), case.database_time(tx)
    finally:
        case.close()
    if latest is not None and latest > now + _AHEAD:
        words = f"{now:%Y-%m-%d %H:%M}Z, the case file's last event is of {latest:%Y-%m-%d %H:%M}Z"
        raise ConfigError(f"the machine's clock is behind: it says {words}")
    if theirs is not None and abs(theirs - now) > _APART:
        words = f"{now:%Y-%m-%d %H:%M:%S}Z, the database's {theirs:%Y-%m-%d %H:%M:%S}Z"
        raise ConfigError(f"the machine's clock is not the database's: it says {words}")
    return f"{now:%Y-%m-%d %H:%M}Z"


def check_folders(installation: Installation) -> str:
    """What a run writes into can be written, and its disk has room."""
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
