"""The bill of materials names everything that runs, in the versions that were tested."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sbom() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / ".ci" / "sbom.py"))


def test_it_names_each_package_with_its_version_and_what_it_needs(sbom: dict[str, Any]) -> None:
    bill = sbom["bill"](sbom["installed"]())
    parts = {part["name"]: part for part in bill["components"]}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "skiptrace"
    written = (ROOT / "pyproject.toml").read_text().split("dependencies = [")[1].split("]\n")[0]
    asked = {re.split(r"[\[<>=]", line.strip(' ",'))[0] for line in written.strip().splitlines()}
    assert asked <= parts.keys(), "what pyproject.toml asks for"
    assert {"mako", "urllib3", "lxml", "cffi"} <= parts.keys(), "and what those need"
    assert not {"pytest", "mypy", "hypothesis"} & parts.keys(), "and nothing of development"
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert parts["urllib3"]["purl"] in needs[parts["requests"]["purl"]]
    assert needs.keys() == {p["purl"] for p in parts.values()} | {
        bill["metadata"]["component"]["purl"]
    }
