"""Every command on a town of thousands of accounts: nothing personal where it need not stand.

`python -m tests.campaigns.leaks [ACCOUNTS] [PEOPLE]`; 1 when a name, street, number, day of birth,
phone, e-mail or account number stood in clear in the database, its write-ahead log, a temporary
file, a file's name, a log, an error, the trace of a crash, or what a command says in passing. On
a copy everything but one account is then disposed of, as if four years had passed: certificates,
what is left in the files, and what commands say of those who are gone are searched as well.
tests/acceptance/test_privacy.py is its short version.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.findings import findings_of
from tests.installation import DAY, Site, built_town
from tests.secrets_of_town import Secrets

ASKED_FOR = {"trace", "assets", "accounts", "find", "writeback plan", "suit", "hold show", "orders"}
"""Commands whose standard output is what somebody asked to see of people."""
COMMANDS, DISPOSED = "skiptrace.cli", "tests.campaigns.disposed_later"
"""The modules that are run."""
_MADE = {".pdf", ".xlsx", ".csv"}
_PERSONAL = ("sandbox", "data")
"""The town's own files, and the public registers that a connector keeps."""


@dataclass
class Searched:
    """What was looked at, and where something stood in clear."""

    secrets: Secrets
    places: int = 0
    bytes: int = 0
    found: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    def look(self, place: str, data: bytes) -> None:
        """Search some bytes."""
        self.places += 1
        self.bytes += len(data)
        if hit := self.secrets.surroundings(data):
            self.found[place] = hit


@dataclass
class Campaign:
    """One site whose temporary files lie in a folder of their own, and what was searched."""

    site: Site
    temporary: Path
    searched: Searched
    codes: dict[str, int] = field(default_factory=dict)

    def run(
        self, *args: str, stop: float | None = None, module: str = COMMANDS, **environment: str
    ) -> bytes:
        """Run a command, killed by an abort after so many seconds; its standard output."""
        with self._started(module, args, environment) as running:
            if stop is not None:
                time.sleep(stop)
                running.send_signal(signal.SIGABRT)
            out, err = running.communicate()
        name = " ".join(args[:2]) if len(args) > 1 and args[1].isalpha() else args[0]
        name = "disposal" if module == DISPOSED else name
        self.codes[name] = running.returncode
        self.searched.look(f"{name}: standard error", err)
        if not {name, args[0]} & ASKED_FOR:
            self.searched.look(f"{name}: standard output", out)
        return out

    def _started(
        self, module: str, args: Sequence[str], environment: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        own = {
            "TMPDIR": str(self.temporary),
            "PYTHONFAULTHANDLER": "1",
            "PYTHONPATH": str(Path.cwd()),
        }
        return subprocess.Popen(
            [sys.executable, "-m", module, *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.site.folder,
            env={**os.environ, **own, **environment},
        )

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Every file that appears among the temporary ones is read while it is there."""
        ended = threading.Event()
        kept: dict[str, bytes] = {}

        def watch() -> None:
            while not ended.wait(0.05):
                for path in self.temporary.rglob("*"):
                    try:
                        if path.is_file():
                            kept[str(path.relative_to(self.temporary))] = path.read_bytes()
                    except OSError:
                        continue

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            for name, data in kept.items():
                self.searched.look(f"temporary file {name}", data)
                self.searched.look("names of temporary files", name.encode())


def campaign(folder: Path, accounts: int, people: int) -> Campaign:
    """Run everything, then search everything that was left."""
    site = Site.create(folder / "site", built_town(folder / "town", people, accounts))
    secrets = Secrets.of(site.mail, site.folder / "sandbox" / "truth.sqlite")
    made = Campaign(site, folder / "tmp", Searched(secrets))
    made.temporary.mkdir()
    with made.watched(), closing(sqlite3.connect(site.folder / "skiptrace.db")) as reader:
        made.run("doctor")
        reader.execute("SELECT count(*) FROM account")  # open: the log is not folded in and dropped
        number = _use(made)
        later = replace(made, site=site.copy(folder / "later"))
        _dispose(later, number)
        _crash(made, number)
        for one in (made, later):
            _search(one)
    return made


def _search(made: Campaign) -> None:
    """Search every file that was left, and the files' names."""
    for path in sorted(made.site.folder.rglob("*")):
        inside = path.relative_to(made.site.folder)
        if inside.parts[0] in _PERSONAL:
            continue
        place = f"{made.site.folder.name}/{inside}"
        made.searched.look("names of files", place.encode())
        if path.is_file() and path.suffix not in _MADE:
            made.searched.look(place, path.read_bytes())


def _dispose(made: Campaign, number: str) -> None:
    """All but that account goes; who is gone is asked for by every command that names somebody."""
    gone = next(one for one, *_ in findings_of(made.site) if one != number)
    made.run("hold", "add", number, "LEGAL-HOLD", "--evidence", "a suit")
    made.run("retention", "plan")
    made.run("4", "skiptrace.toml", "certificates", module=DISPOSED)
    for args in (
        ("accounts", "show", gone),
        ("trace", gone, "--as-of", DAY),
        ("find", "--account", gone),
        ("case", "export", gone, "--prov", "gone.json"),
        ("retention", "certificates"),
        ("audit", "verify"),
        ("audit", "export"),
        ("accounts", "show", number),
    ):
        made.run(*args)


def _use(made: Campaign) -> str:
    """Every command in its way; the number of an account of which something was found."""
    site, mail = made.site, str(made.site.mail)
    broken = site.folder / "broken.csv"
    broken.write_bytes(site.mail.read_bytes()[:-200] + b'\xff"unclosed,\n')
    for args in (("intake", mail, "--yes", "--as-of", DAY), ("intake", str(broken), "--yes")):
        made.run(*args)
    broken.unlink()
    made.run("nightly", "--as-of", DAY, stop=20)
    for args in (("nightly", "--as-of", DAY), ("runs", "list"), ("orders", "list")):
        made.run(*args)
    number, finding = _found(site)
    for args in (
        ("trace", number, "--as-of", DAY),
        ("trace", number, "--explain", finding),
        ("trace", number, "--evidence", finding),
        ("trace", number, "--notes"),
        ("trace", number, "--discarded"),
        ("trace", "no such account"),
        ("assets", number, "--matter", "26-CV-118", "--as-of", DAY),
        ("suit", "check", number, "--matter", "26-CV-118"),
        ("accounts", "list"),
        ("accounts", "show", number),
        ("find", "--account", number),
        ("hold", "add", number, "ATTY", "--evidence", "a letter"),
        ("hold", "show", number),
        ("hold", "release", number, "ATTY", "--evidence", "another letter"),
        ("hold", "revoke", number, "ATTY", "--evidence", "another letter"),
        ("judge", number, finding, "wrong_party", "--reason", "a call"),
        ("policy", "explain", number),
        ("policy", "changes", "--to", "2027-06-30"),
        ("writeback", "plan", "--as-of", DAY),
        ("writeback", "apply", "--as-of", DAY),
        ("users", "list"),
        ("users", "review"),
        ("keys", "rotate"),
        ("keys", "reseal"),
        ("keys", "show"),
        ("keys", "retire"),
        ("backup", "copy.db"),
        ("schedule", "list"),
        ("audit", "verify"),
        ("audit", "export"),
        ("doctor",),
    ):
        made.run(*args)
    return number


def _crash(made: Campaign, number: str) -> None:
    """Commands that cannot go on: changed rows, another key, no room, an abort in mid-air."""
    database = made.site.folder / "skiptrace.db"
    with closing(sqlite3.connect(database)) as base, base:
        base.execute("UPDATE subject_fact SET value = substr(value, 1, 20) WHERE seq % 7 = 0")
    for args in (("trace", number), ("accounts", "show", number), ("audit", "verify")):
        made.run(*args)
    made.run("nightly", "--as-of", "2026-12-20", stop=6)
    key = made.site.folder / "skiptrace.key"
    kept = key.read_bytes()
    key.write_bytes(kept.replace(kept[len(kept) // 2 : len(kept) // 2 + 4], b"AAAA", 1))
    made.run("accounts", "list")
    key.write_bytes(kept)


def _found(site: Site) -> tuple[str, str]:
    """An account with a contact that was found, and the finding's id."""
    for number, kind, *_ in findings_of(site):
        if kind in ("address", "phone"):
            told = site.json("trace", number, "--as-of", DAY, code=None)
            reports = [told, *told.get("obligors", ())] if isinstance(told, dict) else list(told)
            for contact in (c for r in reports for c in r.get("contacts", ())):
                return number, str(contact["finding_id"])
    raise SystemExit("no contact was found and may be shown: the town is too small")


def main(accounts: str = "2000", people: str = "20000") -> int:
    """Run the campaign and say what was found."""
    with tempfile.TemporaryDirectory() as name:
        made = campaign(Path(name), int(accounts), int(people))
    for command, code in made.codes.items():
        print(f"{command}: exit code {code}")
    searched = made.searched
    print(f"{searched.places} places, {searched.bytes:,} bytes searched")
    for place, hits in searched.found.items():
        for (name, _), around in hits.items():  # invented people: what stands there may be shown
            print(f"IN CLEAR: {place}: {name}: {around!r}")
    return int(bool(searched.found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
