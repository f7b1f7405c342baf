"""Opening and creating: clear words for what is absent, foreign, older or newer."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile.filling import add_account, make_event, place_order
from tests.integration.casefile.samples import make_entry


def test_another_key_file_is_refused(case: CaseFile, case_url: str) -> None:
    with pytest.raises(CaseFileError, match="not the one that this case file was created with"):
        open_case_file(case_url, Keyring.generate())


def test_after_a_rotation_everything_opens_and_the_old_ring_reads_only_the_old(
    case_url: str,
) -> None:
    first, second, index = (os.urandom(32) for _ in range(3))
    case = create_case_file(case_url, Keyring({1: first}, index))
    order = place_order(case, 1)
    with case.write() as tx:
        case.audit.append(tx, [make_event(order)])
    case.close()
    rotated = open_case_file(case_url, Keyring({1: first, 2: second}, index))
    add_account(rotated, 2)
    with rotated.write() as tx:
        rotated.audit.append(tx, [make_event(order)])
        assert rotated.audit.verify(tx).faults == ()
        assert rotated.orders.get(tx, order.id) == order
    rotated.close()
    old = open_case_file(case_url, Keyring({1: first}, index))
    with old.read() as tx:
        assert old.accounts.find(tx, make_entry(1).account.number) is not None
        with pytest.raises(CaseFileError, match="key 2 is not in the key file"):
            old.accounts.find(tx, make_entry(2).account.number)
    old.close()


def test_a_case_file_is_never_created_over_a_database(case: CaseFile, case_url: str) -> None:
    entry = add_account(case)
    with pytest.raises(CaseFileError, match="there is a database already"):
        create_case_file(case_url, Keyring.generate())
    with case.read() as tx:
        assert case.accounts.get(tx, entry.account.id) == entry


@pytest.mark.parametrize(
    ("version", "words"),
    [("0001", "older schema 0001"), ("9999", "schema 9999, which this skiptrace does not know")],
)
def test_another_schema_is_refused(
    case: CaseFile, case_url: str, keyring: Keyring, version: str, words: str
) -> None:
    with case.write() as tx:
        tx.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608
    with pytest.raises(CaseFileError, match=words):
        open_case_file(case_url, keyring)


def test_a_database_without_a_case_file_is_refused(postgres_url: str, keyring: Keyring) -> None:
    with pytest.raises(CaseFileError, match="holds no case file"):
        open_case_file(postgres_url, keyring)


def test_a_server_that_is_not_there_is_an_error_in_words(keyring: Keyring, tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="the case file cannot be used"):
        open_case_file(f"postgresql://clerk:hush@/case?host={tmp_path}", keyring)


def test_an_absent_file_is_named(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(CaseFileError, match=r"gone\.db: no case file there; create one first"):
        open_case_file(f"sqlite:///{tmp_path / 'gone.db'}", keyring)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"no database, " * 100])
def test_a_file_that_is_no_case_file_is_refused(
    tmp_path: Path, keyring: Keyring, content: bytes
) -> None:
    path = tmp_path / "case.db"
    path.write_bytes(content)
    with pytest.raises(CaseFileError):
        open_case_file(f"sqlite:///{path}", keyring)


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(CaseFileError, match=r"case file case\.db: No such file"):
        create_case_file(f"sqlite:///{tmp_path / 'nowhere' / 'case.db'}", keyring)


def test_the_files_are_private_and_the_settings_safe(tmp_path: Path, keyring: Keyring) -> None:
    made = create_case_file(f"sqlite:///{tmp_path / 'case.db'}", keyring)
    with made.write() as tx:
        settings = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert modes == {0o600}
    assert len(list(tmp_path.iterdir())) == 3
    made.close()


def test_no_secret_shows_in_the_repr(case: CaseFile) -> None:
    assert repr(case).startswith("CaseFile(")
