"""The key file: made private, refused when open to others, rotated without losing a key."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from skiptrace.casefile.key_file import (
    create_key_file,
    read_key_file,
    retire_keys,
    rotate_key_file,
)
from skiptrace.model.errors import CaseFileError


def test_a_new_key_file_is_private_and_opens_what_it_sealed(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    sealed = create_key_file(path).seal("f", b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key_file(path).unseal("f", sealed) == b"x"


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_key_file(path)
    before = path.read_bytes()
    with pytest.raises(CaseFileError, match=r"keys\.json: exists already"):
        create_key_file(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o777])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "keys.json"
    create_key_file(path)
    path.chmod(mode)
    with pytest.raises(CaseFileError, match=f"its mode is {mode:04o}"):
        read_key_file(path)


def test_rotation_adds_a_key_and_keeps_the_earlier_ones(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first = create_key_file(path)
    old = first.seal("f", b"old")
    new = rotate_key_file(path).seal("f", b"new")
    rotate_key_file(path)
    ring = read_key_file(path)
    assert (old[0], new[0], ring.seal("f", b"")[0]) == (1, 2, 3)
    assert (ring.unseal("f", old), ring.unseal("f", new)) == (b"old", b"new")
    assert ring.index("ssn", "1") == first.index("ssn", "1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]


def edited(**changes: object) -> str:
    key = "A" * 43 + "="
    content = {"format": "skiptrace-keys", "version": 1, "index": key, "keys": {"1": key}}
    return json.dumps(content | changes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("[]", "not a skiptrace key file"),
        (edited(format="other"), "not a skiptrace key file"),
        (edited(version=3), "version this skiptrace does not know"),
        (edited(version=2), "missing or damaged"),
        (edited(version=2, master="env:SKIPTRACE_NO_SUCH"), "has no SKIPTRACE_NO_SUCH"),
        (edited(version=2, master="post:office"), "expected env:NAME"),
        (edited(index=None), "missing or damaged"),
        (edited(keys=[]), "missing or damaged"),
        (edited(keys={"one": "AAAA"}), "missing or damaged"),
        (edited(keys={"1": "not base64!"}), "missing or damaged"),
        (edited(keys={"1": "AAAA"}), "32 bytes"),
        (edited(keys={}), "at least one key"),
        ("\x00\udcff", "cannot be read"),
    ],
)
def test_a_damaged_key_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    path.chmod(0o600)
    with pytest.raises(CaseFileError, match=words):
        read_key_file(path)


def test_an_absent_key_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError) as caught:
        read_key_file(tmp_path / "gone.json")
    assert str(caught.value) == "key file gone.json: absent"


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="No such file or directory"):
        create_key_file(tmp_path / "nowhere" / "keys.json")


def test_retired_keys_are_gone_and_the_newest_stays(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_key_file(path)
    rotate_key_file(path)
    with pytest.raises(CaseFileError, match="newest"):
        retire_keys(path, [2])
    retire_keys(path, [1])
    assert read_key_file(path).numbers == {2}
    assert rotate_key_file(path).numbers == {2, 3}


def test_what_a_killed_command_left_beside_the_file_hinders_nobody(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_key_file(path)
    (tmp_path / "keys.json.new").write_text("half writ")
    assert rotate_key_file(path).numbers == {1, 2}
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]
