"""One installation: its settings file, the folder it stands in, its secrets, its clock."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.loader import from_file
from config.settings import Settings
from skiptrace.model.errors import ConfigError

_PASSWORD = re.compile(r"(://[^/@:]*:).+(@)|((?:^|[?&])(?:password|sslpassword)=)[^&]+()")
"""In the place where an address has one, or as a parameter behind it."""
_SQLITE = "sqlite:///"
_KEY_FILE = "SKIPTRACE_KEY_FILE"
_ACTS_BY = "SKIPTRACE_TOKEN_FILE"


def utc_now() -> datetime:
    """The present moment in UTC: the one place where skiptrace asks the machine for the time."""
    return datetime.now(UTC)


def has_password(settings: Settings) -> bool:
    """Whether an address in the settings spells out a password."""
    sources = settings.sources.values()
    addresses = [settings.case_file.url, settings.writeback.location]
    addresses += [text for s in sources for text in (s.base_url, *s.options.values())]
    return any(_PASSWORD.search(text) for text in addresses)


def without_password(address: str) -> str:
    """The address for a person's eyes."""
    return _PASSWORD.sub(r"\1\3***\2", address)


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings with the folder that their relative paths start from."""

    settings: Settings
    root: Path
    config_file: Path

    @classmethod
    def load(cls, config_file: str | Path) -> Installation:
        """The installation of a settings file; ConfigError when there is none."""
        path = Path(config_file)
        if not path.is_file():
            raise ConfigError(f"{path}: no such settings file (run `skiptrace init` or --config)")
        return cls(from_file(path, Settings), path.resolve().parent, path.resolve())

    @property
    def key_file(self) -> Path:
        """The file that holds the case file's keys: SKIPTRACE_KEY_FILE, else that of the settings.

        Keys that lie elsewhere than the case file are the better choice for a server.
        """
        return self.root / os.environ.get(_KEY_FILE, str(self.settings.case_file.key_file))

    @property
    def token_file(self) -> Path | None:
        """The file with the token of the user who acts (SKIPTRACE_TOKEN_FILE), if one is named."""
        named = os.environ.get(_ACTS_BY)
        return self.root / named if named else None

    @property
    def key_place(self) -> tuple[Path, Mapping[str, str]]:
        """The key file, and the environment's variables: its master key may be one of them."""
        return self.key_file, os.environ

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
        """The case file's SQLAlchemy URL, a relative SQLite path made absolute.

        Written as `env:NAME` or `file:PATH`, it is read from there, so that its password need not
        stand in the settings. Raises ConfigError when nothing is there.
        """
        url = self.address("case_file.url", self.settings.case_file.url)
        if url.startswith(_SQLITE) and not url.startswith(_SQLITE + "/"):
            return f"{_SQLITE}{self.root / url.removeprefix(_SQLITE)}"
        return url

    def address(self, setting: str, written: str) -> str:
        """A database's address as written, or read from where it is kept."""
        kept = written.startswith(("env:", "file:"))
        return self._secret(setting, written) if kept else written

    def secrets(self, written: Mapping[str, str]) -> dict[str, str]:
        """Secrets by name, read from where they are kept: `env:NAME` or `file:PATH`."""
        return {name: self._secret(f"secret {name}", where) for name, where in written.items()}

    def _secret(self, name: str, where: str) -> str:
        kind, _, place = where.partition(":")
        if kind == "env":
            if place not in os.environ:
                raise ConfigError(f"{name}: the environment has no {place}")
            return os.environ[place]
        if kind == "file":
            try:
                return (self.root / place).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ConfigError(f"{name}: {place}: {error.strerror}") from error
        raise ConfigError(f"{name}: expected env:NAME or file:PATH")
