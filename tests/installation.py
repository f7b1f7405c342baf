"""A demo-like installation in a folder, driven through the command line as a user drives it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from connectors.sandbox.build import DEFAULT_DAY, build_town
from connectors.sandbox.demo.installation import create_demo, demo_settings
from connectors.sandbox.serve import serving
from skiptrace.app.setup import complete_installation
from tests.in_process import run_here

DAY = DEFAULT_DAY.isoformat()
LATER = "enabled = false  # what answers later is tried where it is meant\n"
"""In the settings of a site: its one source that answers later is asked by nobody."""


def built_town(folder: Path, people: int = 1500, accounts: int = 120) -> Path:
    """A small town, built once for a whole test session."""
    build_town(folder / "sandbox", 7, people=people, accounts=accounts)
    return folder / "sandbox"


@dataclass(frozen=True)
class Site:
    """One installation with its town."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, town: Path, changes: Mapping[str, str] | None = None) -> Site:
        """A new installation over a copy of the town; `changes` replaces text in its settings.

        Nobody asks the source that answers later, so that a night ends what it begins.
        """
        folder.mkdir(parents=True)
        shutil.copytree(town, folder / "sandbox")
        desk = "[sources.sandbox_batch_bureau]\n"
        settings = _with({desk: desk + LATER}, demo_settings())
        create_demo(folder, _with(changes or {}, settings))
        return cls(folder)

    def copy(self, folder: Path, changes: Mapping[str, str] | None = None) -> Site:
        """A second one that is as this one is now; `changes` as in `create`."""
        return Site(Path(shutil.copytree(self.folder, folder))).changed(changes or {})

    def changed(self, changes: Mapping[str, str]) -> Site:
        """This site, with text of its settings replaced."""
        self.config.write_text(_with(changes, self.config.read_text()))
        return self

    @contextmanager
    def served(self, faults: Path | None = None) -> Iterator[Self]:
        """This site with its town's providers in threads of this process, not in a child each time.

        The settings are as they were afterwards.
        """
        before = self.config.read_text()
        with serving(self.folder / "sandbox", faults=faults) as port:
            place = 'dir = "sandbox"'
            self.changed({place: f'{place}\nurl = "http://127.0.0.1:{port}"'})
            yield self
        self.config.write_text(before)

    @property
    def config(self) -> Path:
        return self.folder / "skiptrace.toml"

    @property
    def mail(self) -> Path:
        return self.folder / "sandbox" / "intake" / "returned_mail.csv"

    def start(self, *args: str) -> subprocess.Popen[bytes]:
        """Start a command in a process of its own and do not wait for it."""
        return subprocess.Popen(
            [sys.executable, "-m", "skiptrace.cli", *self._said(args)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
        )

    def run(self, *args: str, code: int | None = 0) -> subprocess.CompletedProcess[bytes]:
        """Run a command; its exit code must be the one given (None takes any).

        It runs in this process; in another thread than the first it gets a process of its own, so
        that commands which a test runs at once do run at once.
        """
        if threading.current_thread() is threading.main_thread():
            done = run_here(self._said(args), self.folder)
        else:
            done = self._run_apart(args)
        if code is not None:
            assert done.returncode == code, (args, done.returncode, done.stderr.decode()[-2000:])
        return done

    def json(self, *args: str, code: int | None = 0) -> Any:
        """The JSON that a command writes to standard output."""
        return json.loads(self.run(*args, "--json", code=code).stdout)

    def _run_apart(self, args: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
        with self.start(*args) as running:
            try:
                out, err = running.communicate(timeout=300)
            except BaseException:
                running.kill()
                raise
        return subprocess.CompletedProcess(running.args, running.returncode, out, err)

    def _said(self, args: tuple[str, ...]) -> list[str]:
        os.environ.pop("SKIPTRACE_CONFIG", None)
        return ["--config", str(self.config), *args]


def begin_anew(site: Site, keys: Mapping[str, Any] | None = None) -> None:
    """Make the case file of a site's settings, with these keys or those that it has."""
    for name in ("skiptrace.db", "skiptrace.anchor"):
        (site.folder / name).unlink()
    if keys is not None:
        (site.folder / "skiptrace.key").write_text(json.dumps(keys))
    complete_installation(site.config)


def cut_mail(site: Site, accounts: int | None = None) -> None:
    """Cut a site's mail to the first so many accounts."""
    with site.mail.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    with site.mail.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows[: accounts and accounts + 1])


def take_in_first(site: Site, accounts: int | None = None) -> None:
    """Cut a site's mail to the first so many accounts, and take it in."""
    cut_mail(site, accounts)
    site.run("intake", str(site.mail), "--yes", "--as-of", DAY, code=None)


def _with(changes: Mapping[str, str], settings: str) -> str:
    for old, new in changes.items():
        assert old in settings, old
        settings = settings.replace(old, new)
    return settings
