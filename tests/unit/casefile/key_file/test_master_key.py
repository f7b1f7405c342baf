"""A key file that is wrapped opens with its master key alone, wherever that lies."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import pytest

from skiptrace.casefile.key_file import (
    create_key_file,
    read_key_file,
    read_keys,
    rotate_key_file,
    wrap_key_file,
)
from skiptrace.casefile.master_key import master_key, unwrapped, wrapped
from skiptrace.model.errors import CaseFileError
from tests.tables import each

MASTER = base64.b64encode(b"m" * 32).decode()
OTHER = base64.b64encode(b"o" * 32).decode()


def placed(folder: Path, text: str = MASTER, mode: int = 0o600) -> None:
    path = folder / "master"
    path.write_text(text)
    path.chmod(mode)


def test_a_wrapped_key_file_shows_no_key_and_opens_what_was_sealed_before(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    before = create_key_file(path)
    sealed, plain = before.seal("f", b"x"), json.loads(path.read_text())
    placed(tmp_path)
    wrap_key_file(path, "file:master")
    text = path.read_text()
    assert plain["index"] not in text and plain["keys"]["1"] not in text and MASTER not in text
    assert json.loads(text)["master"] == "file:master"
    assert read_key_file(path).unseal("f", sealed) == b"x"
    assert read_key_file(path).index("ssn", "1") == before.index("ssn", "1")


def test_a_turn_of_keys_and_of_the_master_key_keeps_the_wrapping(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_key_file(path)
    placed(tmp_path)
    wrap_key_file(path, "file:master")
    rotate_key_file(path)
    assert (read_keys(path).master, read_key_file(path).numbers) == ("file:master", {1, 2})
    variables = {"SKIPTRACE_MASTER": OTHER}
    wrap_key_file(path, "env:SKIPTRACE_MASTER", variables)
    (tmp_path / "master").unlink()
    assert read_key_file(path, variables).numbers == {1, 2}
    with pytest.raises(CaseFileError, match="has no SKIPTRACE_MASTER"):
        read_key_file(path)
    wrap_key_file(path, "", variables)
    assert read_key_file(path).numbers == {1, 2}
    assert "master" not in json.loads(path.read_text())


def test_another_master_key_opens_nothing_and_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_key_file(path)
    placed(tmp_path)
    wrap_key_file(path, "file:master")
    placed(tmp_path, OTHER)
    with pytest.raises(CaseFileError, match="not the one that wrapped") as caught:
        read_key_file(path)
    assert OTHER not in str(caught.value)
    assert unwrapped(b"m" * 32, wrapped(b"m" * 32, b"k" * 32)) == b"k" * 32


@each(
    ("text", "mode", "source", "words"),
    [
        (MASTER, 0o640, "file:master", "others may read it"),
        ("", 0o600, "file:master", "32 bytes"),
        ("AAAA", 0o600, "file:master", "32 bytes"),
        ("not base64!", 0o600, "file:master", "expected base64"),
        (MASTER, 0o600, "file:nowhere", "cannot be read"),
        (MASTER, 0o600, "file:", "expected env:NAME"),
        (MASTER, 0o600, "master", "expected env:NAME"),
        (MASTER, 0o600, "env:SKIPTRACE_NO_SUCH", "has no SKIPTRACE_NO_SUCH"),
        (MASTER, 0o600, "command:no-such-program-here", "could not be run"),
        (MASTER, 0o600, f"command:{sys.executable} -c 'exit(3)'", "ended with 3"),
        (MASTER, 0o600, "command:'unbalanced", "could not be run"),
    ],
)
def test_a_master_key_that_is_not_there_is_told_by_its_kind(
    text: str, mode: int, source: str, words: str, tmp_path: Path
) -> None:
    placed(tmp_path, text, mode)
    with pytest.raises(CaseFileError, match=words):
        master_key(source, tmp_path)


def test_a_command_is_run_beside_the_key_file_and_no_shell_reads_it(tmp_path: Path) -> None:
    placed(tmp_path, f"{MASTER}\n")
    script = "import sys; print(open(sys.argv[1]).read())"
    assert master_key(f"command:{sys.executable} -c '{script}' master", tmp_path) == b"m" * 32
    with pytest.raises(CaseFileError):
        master_key(f"command:{sys.executable} -c '{script}' master; echo", tmp_path)
