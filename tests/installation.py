"""A demo-like installation in a folder, driven through the command line as a user drives it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.sandbox.build import DEFAULT_DAY, build_town
from skiptrace.app.setup import create_installation, sandbox_settings

DAY = DEFAULT_DAY.isoformat()


def built_town(folder: Path, people: int = 1500, accounts: int = 120) -> Path:
    """A small town, built once for a whole test session."""
    build_town(folder / "sandbox", 7, people=people, accounts=accounts)
    return folder / "sandbox"


@dataclass(frozen=True)
class Site:
    """One installation with its town."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, town: Path, changes: dict[str, str] | None = None) -> Site:
        """A new installation over a copy of the town; `changes` replaces text in its settings."""
        folder.mkdir(parents=True)
        shutil.copytree(town, folder / "sandbox")
        settings = sandbox_settings()
        for old, new in (changes or {}).items():
            assert old in settings, old
            settings = settings.replace(old, new)
        create_installation(folder, settings)
        (folder / "sandbox.secret").write_text("sandbox\n")
        return cls(folder)

    @property
    def config(self) -> Path:
        return self.folder / "skiptrace.toml"

    @property
    def mail(self) -> Path:
        return self.folder / "sandbox" / "intake" / "returned_mail.csv"

    def start(self, *args: str) -> subprocess.Popen[bytes]:
        """Start a command and do not wait for it."""
        return subprocess.Popen(
            self._command(args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder
        )

    def run(self, *args: str, code: int | None = 0) -> subprocess.CompletedProcess[bytes]:
        """Run a command; its exit code must be the one given (None takes any)."""
        done = subprocess.run(
            self._command(args), capture_output=True, cwd=self.folder, timeout=300, check=False
        )
        if code is not None:
            assert done.returncode == code, (args, done.returncode, done.stderr.decode()[-2000:])
        return done

    def json(self, *args: str, code: int | None = 0) -> Any:
        """The JSON that a command writes to standard output."""
        return json.loads(self.run(*args, "--json", code=code).stdout)

    def _command(self, args: tuple[str, ...]) -> list[str]:
        os.environ.pop("SKIPTRACE_CONFIG", None)
        return [sys.executable, "-m", "skiptrace.cli", "--config", str(self.config), *args]
