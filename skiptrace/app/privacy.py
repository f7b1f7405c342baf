"""Who else on this machine could read or change an installation's files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from skiptrace.app.installation import Installation
from skiptrace.casefile.engine import case_file_url, sqlite_path
from skiptrace.model.errors import ConfigError

_READ, _WRITE = 0o077, 0o022
_LOGS = ("", "-wal", "-shm", "-journal")


def check_private(installation: Installation) -> str:
    """Raises ConfigError for the first file that others may read, or folder they may write in."""
    settings = installation.config_file
    if _is_open(settings, _WRITE):
        raise ConfigError(f"{settings.name}: others may change it: chmod 600")
    for path in _personal(installation):
        if _is_open(path, _READ):
            raise ConfigError(f"{path.name}: others may read it: chmod go= {path.name}")
    for folder in (installation.root, installation.key_file.parent):
        if _is_open(folder, _WRITE):
            raise ConfigError(f"{folder}: others may put files there: chmod go-w")
    return "keys, case file, registers and output are their owner's only"


def _personal(installation: Installation) -> Iterator[Path]:
    yield installation.key_file
    database = sqlite_path(case_file_url(installation.case_url))
    if database is not None:
        yield from (database.with_name(database.name + log) for log in _LOGS)
    if installation.data_dir.is_dir():
        yield installation.data_dir
        yield from installation.data_dir.rglob("*")
    written = installation.settings.writeback
    if written.target != "sql":
        yield installation.root / written.location
        yield installation.root / f"{written.location}.{written.target}"


def _is_open(path: Path, to: int) -> bool:
    return path.exists() and bool(path.stat().st_mode & to)
