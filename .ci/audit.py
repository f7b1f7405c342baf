"""Audits the pinned dependencies offline: their ranges, their licences, known vulnerabilities.

`python .ci/audit.py [--osv PATH ...]` where skiptrace is installed. Each PATH is a file of the OSV
format (one advisory, or a list of them), a folder of such files, or a ZIP archive of them as
https://osv.dev publishes one for PyPI. Without one it says that nothing was audited, and nothing is
asked over a network. The exit code is 1 where something is wrong, 2 where an input cannot be read.
Format: https://ossf.github.io/osv-schema/ (affected, ranges, events).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parents[1]
LARGEST = 64 * 1024 * 1024
"""The largest file of advisories that is read, in bytes: an archive may claim to be small."""
ALLOWED = re.compile(
    r"0BSD|(3-Clause )?BSD( License|-[234]-Clause)?|Apache([ -]Software License|-2\.0)|MIT(-0)?"
    r"( License)?|ISC( License.*)?|MPL-2\.0|Mozilla Public License 2\.0.*|PSF-2\.0|Zlib|CC0-1\.0"
    r"|Python Software Foundation License|ZPL-2\.1|Unlicense|The Unlicense.*"
)
"""Licences that bind nobody who uses skiptrace."""
LESSER = frozenset({"nameparser", "paramiko", "psycopg", "psycopg-binary", "psycopg-pool"})
"""Packages under the LGPL, each looked at: used as they are published, and none is changed."""
_LESSER = re.compile(r"(GNU )?(LGPL|Lesser General Public).*")


class Verdict(StrEnum):
    """What is said of one package; NOT_AUDITED is no leave."""

    RANGE = "outside its range"
    UNPINNED = "not pinned"
    LICENCE = "licence not allowed"
    VULNERABLE = "vulnerable"
    UNKNOWN = "cannot be told"
    NOT_AUDITED = "no database: not audited"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found of a package at a version, in words."""

    package: str
    version: str
    verdict: Verdict
    words: str = ""

    def __str__(self) -> str:
        about = f"{self.package} {self.version}".strip()
        return ": ".join(filter(None, (about, self.verdict.value, self.words)))


class Unreadable(Exception):
    """A file that is none of what was expected."""


def pins_of(text: str) -> dict[str, Version]:
    """The pinned versions of a constraints file, by normal name; Unreadable for any other line."""
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, version = line.split("#")[0].partition("==")
        try:
            found[canonicalize_name(name.strip(), validate=True)] = Version(version.strip())
        except (InvalidVersion, ValueError):
            raise Unreadable(f"constraints.txt: line {number}: expected NAME==VERSION") from None
    return found


def ranges_of(project: Mapping[str, Any]) -> Iterator[Requirement]:
    """What a pyproject table asks for, with all extras; its own extras name nothing new."""
    extras = project.get("optional-dependencies", {}).values()
    for text in [*project["dependencies"], *(text for extra in extras for text in extra)]:
        try:
            one = Requirement(text)
        except InvalidRequirement as error:
            raise Unreadable(f"pyproject.toml: {text}: {error}") from None
        if canonicalize_name(one.name) != project["name"]:
            yield one


def out_of_range(pins: Mapping[str, Version], asked: Iterable[Requirement]) -> Iterator[Found]:
    """The packages that are asked for and not pinned, or at a version that nobody asked for."""
    for one in asked:
        name = canonicalize_name(one.name)
        version = pins.get(name)
        if version is None:
            yield Found(name, "", Verdict.UNPINNED, f"pyproject.toml asks for {one.specifier}")
        elif not one.specifier.contains(version, prereleases=True):
            yield Found(name, str(version), Verdict.RANGE, f"expected {one.specifier}")


def unlicensed(licences: Mapping[str, tuple[str, str]]) -> Iterator[Found]:
    """The packages, by version and licence, whose licence is none that is allowed.

    Of alternatives one must be allowed, of licences that hold together all.
    """
    for name, (version, words) in licences.items():
        is_lesser = name in LESSER and bool(_LESSER.fullmatch(words))
        choices = re.split(r" OR ", words.strip())
        allowed = any(all(map(_is_allowed, re.split(r" AND ", one))) for one in choices)
        if not (is_lesser or allowed):
            yield Found(name, version, Verdict.LICENCE, words or "it names none")


def _is_allowed(words: str) -> bool:
    return ALLOWED.fullmatch(" ".join(words.split())) is not None


def advisories_in(path: Path) -> Iterator[dict[str, Any]]:
    """The advisories of a file, a folder or an archive; Unreadable for what is none."""
    if path.is_dir():
        for inner in sorted(path.rglob("*.json")):
            yield from advisories_in(inner)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for one in archive.infolist():
                if one.filename.endswith(".json"):
                    with archive.open(one) as stream:
                        yield from _advisories(stream.read(LARGEST + 1), one.filename)
    else:
        try:
            with path.open("rb") as stream:
                text = stream.read(LARGEST + 1)
        except OSError as error:
            raise Unreadable(f"{path.name}: {error.strerror}") from None
        yield from _advisories(text, path.name)


def _advisories(text: bytes, name: str) -> Iterator[dict[str, Any]]:
    if len(text) > LARGEST:
        raise Unreadable(f"{name}: larger than {LARGEST} bytes")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(f"{name}: expected JSON of the OSV format") from None
    for one in told if isinstance(told, list) else [told]:
        if (
            not isinstance(one, dict)
            or "id" not in one
            or not isinstance(one.get("affected"), list)
        ):
            raise Unreadable(f"{name}: expected an advisory with `id` and `affected`")
        yield one


def vulnerable(
    pins: Mapping[str, Version], advisories: Iterable[Mapping[str, Any]]
) -> Iterator[Found]:
    """The pinned versions that an advisory names; UNKNOWN where it cannot be told. No withdrawn."""
    for advisory in advisories:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory["affected"]:
            package = affected.get("package", {})
            name = canonicalize_name(str(package.get("name", "")))
            if package.get("ecosystem") != "PyPI" or name not in pins:
                continue
            words = " ".join(filter(None, (advisory["id"], str(advisory.get("summary", "")))))
            verdict = _of_version(pins[name], affected)
            if verdict is not None:
                yield Found(name, str(pins[name]), verdict, words)


def _of_version(version: Version, affected: Mapping[str, Any]) -> Verdict | None:
    """Whether a version is affected; None where the advisory says that it is not."""
    try:
        listed = {Version(text) for text in affected.get("versions", ()) if _is_version(text)}
        ranges = [r for r in affected.get("ranges", ()) if r.get("type") in ("ECOSYSTEM", "SEMVER")]
        if version in listed or any(_is_within(version, one["events"]) for one in ranges):
            return Verdict.VULNERABLE
    except (KeyError, TypeError, AttributeError, InvalidVersion):
        return Verdict.UNKNOWN
    return None if listed or ranges else Verdict.UNKNOWN


def _is_within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Whether the last event at or before a version left it affected."""
    steps = []
    for event in events:
        [(kind, text)] = event.items()
        at = Version("0.dev0") if text == "0" else Version(text)
        steps.append((at, kind != "last_affected", kind))
    is_affected = False
    for at, _, kind in sorted(steps):
        if kind == "introduced" and at <= version:
            is_affected = True
        elif (kind == "fixed" and at <= version) or (kind == "last_affected" and at < version):
            is_affected = False
    return is_affected


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def audit(osv: Iterable[Path], licences: Mapping[str, tuple[str, str]]) -> list[Found]:
    """Everything that is wrong, or was not audited; licences are by package: version and words."""
    pins = pins_of((ROOT / "constraints.txt").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    found = [*out_of_range(pins, ranges_of(project)), *unlicensed(licences)]
    paths = list(osv)
    if not paths:
        return [*found, Found("", "", Verdict.NOT_AUDITED)]
    read = [advisory for path in paths for advisory in advisories_in(path)]
    if not read:
        raise Unreadable("no advisory was found: an empty database clears nothing")
    return [*found, *vulnerable(pins, read)]


def main() -> int:
    from sbom import EXTRAS, installed, licence

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--osv", type=Path, action="append", default=[], help="advisories")
    asked = parser.parse_args()
    parts = {name: one for root in EXTRAS for name, one in installed(root).items()}
    try:
        found = audit(asked.osv, {n: (one.version, licence(one)) for n, one in parts.items()})
    except Unreadable as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    for one in found:
        sys.stdout.write(f"{one}\n")
    return int(any(one.verdict is not Verdict.NOT_AUDITED for one in found))


if __name__ == "__main__":
    sys.exit(main())
