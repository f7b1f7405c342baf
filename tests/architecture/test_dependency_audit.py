"""The audit of dependencies finds what is wrong with a pin, and never calls silence a clearance."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.tables import each

ROOT = Path(__file__).parents[2]
AUDIT = runpy.run_path(str(ROOT / ".ci" / "audit.py"))
SBOM = runpy.run_path(str(ROOT / ".ci" / "sbom.py"))
Unreadable = AUDIT["Unreadable"]
PINS = AUDIT["pins_of"]("lxml==5.2.0\nzope.interface==7.1\n# a remark\n\nrich==14.0.0 # why\n")


def said(found: Any) -> list[str]:
    return [str(one) for one in found]


def advisory(**more: Any) -> dict[str, Any]:
    affected = {"package": {"ecosystem": "PyPI", "name": "lxml"}, **more}
    return {"id": "PYSEC-0000-1", "summary": "a parser's fault", "affected": [affected]}


def events(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": [{kind: at} for kind, at in pairs]}]}


def test_every_pin_and_every_licence_of_ours_is_as_it_should_be() -> None:
    parts = {n: one for root in SBOM["EXTRAS"] for n, one in SBOM["installed"](root).items()}
    licences = {n: (one.version, SBOM["licence"](one)) for n, one in parts.items()}
    assert said(AUDIT["audit"]((), licences)) == ["no database: not audited"]


def test_the_command_says_so_and_ends_well(tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, str(ROOT / ".ci" / "audit.py"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert run() == (0, "no database: not audited\n")
    file = tmp_path / "osv.json"
    file.write_text(json.dumps(advisory(**events(("introduced", "0")))))
    code, words = run("--osv", str(file))
    assert code == 1 and ": vulnerable: PYSEC-0000-1 a parser's fault" in words
    assert run("--osv", str(tmp_path / "gone"))[0] == 2


@each(
    ("asked", "found"),
    [
        ("lxml>=5,<6", []),
        ("zope_interface>=7", []),
        ("lxml>=5.3", ["lxml 5.2.0: outside its range: expected >=5.3"]),
        ("lxml<5", ["lxml 5.2.0: outside its range: expected <5"]),
        ("scrapy>=2", ["scrapy: not pinned: pyproject.toml asks for >=2"]),
    ],
)
def test_each_pin_lies_in_the_range_that_is_asked_for(asked: str, found: list[str]) -> None:
    assert said(AUDIT["out_of_range"](PINS, [Requirement(asked)])) == found


@each("line", ["lxml>=5", "lxml", "-e .", "lxml==", "lxml == five", "==5"])
def test_a_constraint_that_is_no_pin_is_named(line: str) -> None:
    with pytest.raises(Unreadable, match=r"constraints.txt: line 2: expected NAME==VERSION"):
        AUDIT["pins_of"](f"rich==14\n{line}\n")


def test_an_extra_is_asked_for_as_well() -> None:
    project = {
        "name": "skiptrace",
        "dependencies": ["lxml>=5"],
        "optional-dependencies": {"dev": ["pytest>=8", "skiptrace[sftp]"], "sftp": ["paramiko"]},
    }
    assert [one.name for one in AUDIT["ranges_of"](project)] == ["lxml", "pytest", "paramiko"]


@each(
    ("package", "words", "is_allowed"),
    [
        ("lxml", "BSD-3-Clause", True),
        ("lxml", "Apache-2.0 OR GPL-3.0-only", True),
        ("lxml", "MIT AND GPL-3.0-only", False),
        ("lxml", "GPL-2.0-or-later", False),
        ("lxml", "AGPL-3.0-only", False),
        ("lxml", "GNU General Public License v3 (GPLv3)", False),
        ("lxml", "LGPL-3.0-only", False),
        ("psycopg", "LGPL-3.0-only", True),
        ("psycopg", "GPL-3.0-only", False),
        ("psycopg", "AGPL-3.0-only", False),
        ("lxml", "", False),
        ("lxml", "Proprietary", False),
        ("lxml", "MIT with a condition", False),
        ("lxml", "SSPL-1.0", False),
    ],
)
def test_licences(package: str, words: str, is_allowed: bool) -> None:
    found = said(AUDIT["unlicensed"]({package: ("1", words)}))
    assert found == (
        [] if is_allowed else [f"{package} 1: licence not allowed: {words or 'it names none'}"]
    )


VULNERABLE = ["lxml 5.2.0: vulnerable: PYSEC-0000-1 a parser's fault"]
UNTOLD = ["lxml 5.2.0: cannot be told: PYSEC-0000-1 a parser's fault"]
LISTED = {"versions": ["5.2"]}
AFFECTED: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "listed": ({"versions": ["5.1", "5.2"]}, VULNERABLE),
    "listed otherwise": ({"versions": ["5.1"]}, []),
    "from the beginning": (events(("introduced", "0")), VULNERABLE),
    "until a later fix": (events(("introduced", "0"), ("fixed", "5.3")), VULNERABLE),
    "until this fix": (events(("introduced", "0"), ("fixed", "5.2.0")), []),
    "from this version on": (events(("introduced", "5.2")), VULNERABLE),
    "from a later one on": (events(("introduced", "5.2.1")), []),
    "last of all this one": (events(("introduced", "0"), ("last_affected", "5.2")), VULNERABLE),
    "last of all an earlier one": (events(("introduced", "0"), ("last_affected", "5.1")), []),
    "again after a fix": (
        events(("introduced", "5.2"), ("introduced", "0"), ("fixed", "5.0")),
        VULNERABLE,
    ),
    "between two ranges": (
        {"ranges": [*events(("introduced", "6"))["ranges"], *events(("fixed", "5.2"))["ranges"]]},
        [],
    ),
    "by a range and no list": ({"versions": [], **events(("introduced", "5"))}, VULNERABLE),
    "a version that is none": (events(("introduced", "five")), UNTOLD),
    "commits alone": ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, UNTOLD),
    "nothing said": ({}, UNTOLD),
    "an event that is none": ({"ranges": [{"type": "ECOSYSTEM", "events": ["0"]}]}, UNTOLD),
    "no events": ({"ranges": [{"type": "ECOSYSTEM"}]}, UNTOLD),
    "another ecosystem": (
        {"package": {"ecosystem": "npm", "name": "lxml"}, "versions": ["5.2"]},
        [],
    ),
    "another package": (
        {"package": {"ecosystem": "PyPI", "name": "html"}, "versions": ["5.2"]},
        [],
    ),
    "spelled otherwise": (
        {"package": {"ecosystem": "PyPI", "name": "Zope_Interface"}, "versions": ["7.1.0"]},
        ["zope-interface 7.1: vulnerable: PYSEC-0000-1 a parser's fault"],
    ),
}


@pytest.mark.parametrize("what", AFFECTED)
def test_what_an_advisory_says_of_a_pin(what: str) -> None:
    affected, found = AFFECTED[what]
    assert said(AUDIT["vulnerable"](PINS, [advisory(**affected)])) == found


def test_a_withdrawn_advisory_says_nothing() -> None:
    told = advisory(versions=["5.2"]) | {"withdrawn": "2026-01-01T00:00:00Z"}
    assert said(AUDIT["vulnerable"](PINS, [told])) == []


@each("form", ["one file", "a list", "a folder", "an archive"])
def test_advisories_are_read_from_each_form_of_database(form: str, tmp_path: Path) -> None:
    told = [advisory(versions=["5.2"]), advisory(versions=["5.3"]) | {"id": "PYSEC-0000-2"}]
    path = tmp_path / form
    if form == "one file":
        path.write_text(json.dumps(told[0]))
    elif form == "a list":
        path.write_text(json.dumps(told))
    elif form == "a folder":
        for one in told:
            (path / "all").mkdir(parents=True, exist_ok=True)
            (path / "all" / f"{one['id']}.json").write_text(json.dumps(one))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("README.txt", "none")
            for one in told:
                archive.writestr(f"{one['id']}.json", json.dumps(one))
    found = [one["id"] for one in AUDIT["advisories_in"](path)]
    assert found == ["PYSEC-0000-1", "PYSEC-0000-2"][: 1 if form == "one file" else 2]


@each(
    ("text", "words"),
    [
        ("<html>", "expected JSON"),
        ("", "expected JSON"),
        ('"PYSEC-0000-1"', "expected an advisory"),
        ('{"id": "PYSEC-0000-1"}', "expected an advisory"),
        ('[{"affected": []}]', "expected an advisory"),
        ("[" * 100_000, "expected JSON"),
        (" " * (AUDIT["LARGEST"] + 1), "larger than"),
    ],
)
def test_a_database_that_is_none_is_named(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    path.write_text(text)
    with pytest.raises(Unreadable, match=words):
        list(AUDIT["advisories_in"](path))


def test_an_archive_that_swells_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.json", b" " * (AUDIT["LARGEST"] + 10))
    with pytest.raises(Unreadable, match=r"bomb.json: larger than"):
        list(AUDIT["advisories_in"](path))


def test_an_empty_database_clears_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="an empty database clears nothing"):
        AUDIT["audit"]([tmp_path], {})
