"""An installation as the release of revision 0008 left it: its own settings, keys, and case file.

`tests/migration/former` was made by that release: two traced accounts with all that a trace leaves,
from intake to write-back, and a third one held by BK13-OPEN. The people are synthetic.
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

FORMER = Path(__file__).parent / "migration" / "former"
HELD, TRACED = "ACCT-77000003", "ACCT-77000001"


def put_former_keys(folder: Path) -> None:
    """Give a folder that release's key file."""
    shutil.copy(FORMER / "0008.key", folder / "skiptrace.key")
    (folder / "skiptrace.key").chmod(0o600)


def put_former_case_file(path: Path) -> None:
    """Unpack that release's case file."""
    path.write_bytes(gzip.decompress((FORMER / "0008.db.gz").read_bytes()))
    path.chmod(0o600)


def put_former_installation(folder: Path) -> Path:
    """The whole installation; its settings file."""
    folder.mkdir(mode=0o700)
    put_former_keys(folder)
    put_former_case_file(folder / "skiptrace.db")
    shutil.copy(FORMER / "0008.anchor", folder / "skiptrace.anchor")
    config = folder / "skiptrace.toml"
    shutil.copy(FORMER / "0008.toml", config)
    config.chmod(0o600)
    return config
