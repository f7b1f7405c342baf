"""One installation: its settings file, the folder it stands in, its secrets, its clock."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.loader import from_file
from config.settings import Settings
from skiptrace.casefile.references import NotThere, is_reference, read_reference
from skiptrace.model.errors import ConfigError

_PASSWORD = re.compile(r"(://[^/@:]*:).+(@)|((?:^|[?&])(?:password|sslpassword)=)[^&]+()")
"""In the place where an address has one, or as a parameter behind it."""
_SECRET_NAME = re.compile(r"password|passwd|secret|token|api_?key", re.IGNORECASE)
_SQLITE = "sqlite:///"
_KEY_FILE = "SKIPTRACE_KEY_FILE"
_ACTS_BY = "SKIPTRACE_TOKEN_FILE"
_OF_A_PROCESS = frozenset({
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
    "http_proxy", "https_proxy", "no_proxy",
})  # fmt: skip
"""What of our environment a source's process is given: nothing that names a file or key of ours."""


def environment_of_a_process() -> dict[str, str]:
    """The environment of a process that runs somebody else's code."""
    return {name: value for name, value in os.environ.items() if name in _OF_A_PROCESS}


def utc_now() -> datetime:
    """The present moment in UTC: the one place where skiptrace asks the machine for the time."""
    return datetime.now(UTC)


def in_clear(settings: Settings) -> Iterator[str]:
    """The settings that spell a secret out: a password in an address, a token among options."""
    addresses = {
        "case_file.url": settings.case_file.url,
        "writeback.location": settings.writeback.location,
    }
    for source_id, source in settings.sources.items():
        table = f"sources.{source_id}"
        addresses[f"{table}.base_url"] = source.base_url
        for name, text in source.options.items():
            addresses[f"{table}.options.{name}"] = text
            if _SECRET_NAME.search(name) and not is_reference(text):
                yield f"{table}.options.{name}"
        yield from (
            f"{table}.secrets.{name}"
            for name, text in source.secrets.items()
            if not is_reference(text)
        )
    for name, text in addresses.items():
        if not is_reference(text) and _PASSWORD.search(text):
            yield name


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
        """The installation of a settings file.

        ConfigError when there is none, or one of its settings holds a secret in clear.
        """
        path = Path(config_file)
        if not path.is_file():
            raise ConfigError(f"{path}: no such settings file (run `skiptrace init` or --config)")
        settings = from_file(path, Settings)
        for name in in_clear(settings):
            raise ConfigError(
                f"{path}: {name}: holds a secret in clear; expected env:NAME, file:PATH or "
                "command:WORDS, and the secret there"
            )
        return cls(settings, path.resolve().parent, path.resolve())

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

        Written as `env:NAME`, `file:PATH` or `command:WORDS`, it is read from there, for a password
        may not stand in the settings. Raises ConfigError when nothing is there.
        """
        url = self.address("case_file.url", self.settings.case_file.url)
        if url.startswith(_SQLITE) and not url.startswith(_SQLITE + "/"):
            return f"{_SQLITE}{self.root / url.removeprefix(_SQLITE)}"
        return url

    def address(self, setting: str, written: str) -> str:
        """A database's address as written, or read from where it is kept."""
        return self._secret(setting, written) if is_reference(written) else written

    def secrets(self, written: Mapping[str, str]) -> dict[str, str]:
        """Secrets by name, read from where they are kept."""
        return {name: self._secret(f"secret {name}", where) for name, where in written.items()}

    def _secret(self, name: str, where: str) -> str:
        try:
            return read_reference(where, self.root, os.environ).strip()
        except NotThere as absent:
            raise ConfigError(f"{name}: {absent}") from None
