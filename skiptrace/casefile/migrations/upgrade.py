"""Brings a case file's schema to the newest revision; the only place that imports alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from skiptrace.casefile.creditor_keys import key_creditors
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import (
    MIGRATION_LIMITS,
    case_file_url,
    clear_errors,
    reading_engine,
    serialise,
    shown,
    sqlite_path,
    writing_engine,
)
from skiptrace.casefile.find_keys import find_anew, find_key_rows
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.person_keys import key_unkeyed, person_key_rows
from skiptrace.casefile.revision import REVISIONS, stored_revision
from skiptrace.casefile.sealing_anew import seal_for_all_owners
from skiptrace.casefile.tables.people import find_key, person_key
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tallies import writing
from skiptrace.model.errors import CaseFileError

_LOCK = 0x5B1F_A0D2
_TOGETHER = 500
_FOUND_BY_TRADE_NAME = "0010"
_SEALED_FOR_OWNERS = "0020"
_KEYS = ((person_key, person_key_rows), (find_key, find_key_rows))
"""So that holds follow the people of an older case file, and these are found, too."""


def migrate(url: str, keyring: Keyring) -> None:
    """Bring the case file at that address to the newest revision, in one transaction.

    The keyring seals anew what an older revision sealed in another way. Raises CaseFileError when
    there is none, or it was written by a newer skiptrace.
    """
    address = case_file_url(url)
    _require_file(url)
    engine = writing_engine(address, MIGRATION_LIMITS)
    try:
        with clear_errors(), engine.begin() as tx, writing(tx, Notary(keyring)):
            serialise(tx, _LOCK)
            revision = stored_revision(tx)
            if revision not in REVISIONS:
                known = "no case file" if revision is None else f"the unknown schema {revision}"
                raise CaseFileError(f"{shown(address)}: {known}, nothing migrated")
            upgrade(tx, keyring)
            for table, rows_of in _KEYS:
                while key_unkeyed(tx, keyring, _TOGETHER, table, rows_of):
                    continue
            while key_creditors(tx, keyring, _TOGETHER):
                continue
            if revision < _FOUND_BY_TRADE_NAME:
                find_anew(tx, keyring, ("trade_name", "care_of"))
            if revision < _SEALED_FOR_OWNERS:
                seal_for_all_owners(tx, keyring)
    finally:
        engine.dispose()


def is_current(url: str) -> bool:
    """Whether the case file at that address has the newest revision; raises as `migrate` does."""
    _require_file(url)
    engine = writing_engine(case_file_url(url))
    try:
        with clear_errors(), reading_engine(engine).begin() as tx:
            return stored_revision(tx) == REVISIONS[-1]
    finally:
        engine.dispose()


def upgrade(tx: Connection, keyring: Keyring) -> None:
    """Run every missing revision within this transaction of the case file."""
    command.upgrade(alembic_config(tx, keyring), "head")


def build(tx: Connection) -> None:
    """Create every table as the newest revision has it, in a database without a case file."""
    metadata.create_all(tx, checkfirst=False)
    command.stamp(alembic_config(tx), "head")


def alembic_config(tx: Connection | None = None, keyring: Keyring | None = None) -> Config:
    """Alembic's configuration: the scripts beside this module, over the given transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = tx
    config.attributes["keyring"] = keyring
    return config


def _require_file(url: str) -> None:
    path = sqlite_path(case_file_url(url))
    if path is not None and not path.is_file():
        raise CaseFileError(f"case file {path.name}: absent")
