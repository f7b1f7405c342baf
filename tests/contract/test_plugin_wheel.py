"""A package of one's own, a wheel that pip installs, brings its sources without code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from connectors.scaffold import new_source

INFO = "acme_sources-1.0.dist-info"
TEXTS = {
    "acme_sources/__init__.py": "raise RuntimeError('a card is read without any code')\n",
    f"{INFO}/METADATA": "Metadata-Version: 2.1\nName: acme-sources\nVersion: 1.0\n",
    f"{INFO}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    f"{INFO}/entry_points.txt": "[skiptrace.sources]\nacme = acme_sources\n",
}


def wheel_of(sources: Path, into: Path) -> Path:
    """A wheel (PEP 427) that holds these folders of sources as one package."""
    bodies = {name: text.encode() for name, text in TEXTS.items()}
    for path in sources.rglob("*"):
        if path.is_file():
            bodies[f"acme_sources/{path.relative_to(sources).as_posix()}"] = path.read_bytes()
    lines = [f"{name},{_hash(body)},{len(body)}" for name, body in bodies.items()]
    record = "\n".join([*lines, f"{INFO}/RECORD,,", ""])
    wheel = into / "acme_sources-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, body in (*bodies.items(), (f"{INFO}/RECORD", record.encode())):
            archive.writestr(name, body)
    return wheel


def _hash(body: bytes) -> str:
    return "sha256=" + urlsafe_b64encode(sha256(body).digest()).decode().rstrip("=")


def run(*command: str, **more: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **more})
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_plugin_is_a_wheel_of_its_own(tmp_path: Path) -> None:
    new_source("acme_moorings", tmp_path / "sources")
    wheel = wheel_of(tmp_path / "sources", tmp_path)
    there = tmp_path / "installed"
    pip = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index")
    run(*pip, "--disable-pip-version-check", "--target", str(there), str(wheel))
    (there / "skiptrace.toml").write_text("[plugins.acme]\n")
    settings = ("--config", str(there / "skiptrace.toml"))
    asked = (sys.executable, "-m", "skiptrace.cli", *settings, "sources", "show", "acme_moorings")
    shown = json.loads(run(*asked, PYTHONPATH=str(there)))
    assert (shown["id"], shown["kind"], shown["verified"]) == ("acme_moorings", "rest", "none")
    assert shown["to_set"]["base_url"] == "https://example.com"
