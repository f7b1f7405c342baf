"""One installation: its settings file, the folder it stands in, its secrets, its clock."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.loader import from_file
from config.settings import Settings
from skiptrace.model.errors import ConfigError

_SQLITE = "sqlite:///"
_KEY_FILE = "SKIPTRACE_KEY_FILE"


def utc_now() -> datetime:
    """The present moment in UTC: the one place where skiptrace asks the machine for the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings with the folder that their relative paths start from."""

    settings: Settings
    root: Path

    @classmethod
    def load(cls, config_file: str | Path) -> Installation:
        """The installation of a settings file; ConfigError when there is none."""
        path = Path(config_file)
        if not path.is_file():
            raise ConfigError(f"{path}: no such settings file (run `skiptrace init` or --config)")
        return cls(from_file(path, Settings), path.resolve().parent)

    @property
    def key_file(self) -> Path:
        """The file that holds the case file's keys: SKIPTRACE_KEY_FILE, else that of the settings.

        Keys that lie elsewhere than the case file are the better choice for a server.
        """
        return self.root / os.environ.get(_KEY_FILE, str(self.settings.case_file.key_file))

    @property
    def anchor(self) -> Path:
        """The file that remembers how far the case file's record went."""
        return self.root / self.settings.case_file.anchor

    @property
    def data_dir(self) -> Path:
        """The folder of downloaded registers."""
        return self.root / self.settings.data_dir

    @property
    def case_url(self) -> str:
        """The case file's SQLAlchemy URL, a relative SQLite path made absolute."""
        url = self.settings.case_file.url
        if url.startswith(_SQLITE) and not url.startswith(_SQLITE + "/"):
            return f"{_SQLITE}{self.root / url.removeprefix(_SQLITE)}"
        return url

    def secrets(self, written: Mapping[str, str]) -> dict[str, str]:
        """Secrets by name, read from where they are kept: `env:NAME` or `file:PATH`."""
        return {name: self._secret(name, where) for name, where in written.items()}

    def _secret(self, name: str, where: str) -> str:
        kind, _, place = where.partition(":")
        if kind == "env":
            if place not in os.environ:
                raise ConfigError(f"secret {name}: the environment has no {place}")
            return os.environ[place]
        if kind == "file":
            try:
                return (self.root / place).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ConfigError(f"secret {name}: {place}: {error.strerror}") from error
        raise ConfigError(f"secret {name}: expected env:NAME or file:PATH")
