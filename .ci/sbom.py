"""What the installed skiptrace is made of, as a CycloneDX 1.6 bill of materials on standard output.

`python .ci/sbom.py > sbom.cdx.json` where skiptrace is installed. Offline: it reads
what the installed packages say of themselves. The same environment gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, distribution
from typing import Any

from packaging.requirements import Requirement

_ROOT = "skiptrace"
EXTRAS = (_ROOT, *(f"{_ROOT}[{extra}]" for extra in ("fleet", "metrics", "openpgp", "sftp")))
"""skiptrace, and with each of the extras that it is used with."""
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")


def installed(root: str = _ROOT) -> dict[str, Distribution]:
    """The root and whatever it needs at run time here, by normal name; extras are left out."""
    found: dict[str, Distribution] = {}
    wanted = [Requirement(root)]
    while wanted:
        one = wanted.pop()
        name = _normal(one.name)
        if name in found:
            continue
        found[name] = distribution(one.name)
        needs = [Requirement(text) for text in found[name].requires or ()]
        extras = {"", *one.extras}
        wanted += [r for r in needs if r.marker is None or _holds(r, extras)]
    return dict(sorted(found.items()))


def bill(found: dict[str, Distribution]) -> dict[str, Any]:
    """The bill of these distributions, the first of which by name `skiptrace` is the subject."""
    parts = {name: _component(name, one) for name, one in found.items()}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": parts[_ROOT] | {"type": "application"}},
        "components": [part for name, part in parts.items() if name != _ROOT],
        "dependencies": [
            {"ref": parts[name]["bom-ref"], "dependsOn": sorted(_needs(one, parts))}
            for name, one in found.items()
        ],
    }


def licence(one: Distribution) -> str:
    """The licence that a distribution names, as it names it; empty where it names none."""
    about = one.metadata
    named = about.get("License-Expression") or ""
    if not named:
        classified = (_CLASSIFIER.fullmatch(c) for c in about.get_all("Classifier") or ())
        named = " OR ".join(found[1] for found in classified if found)
    return named or (about.get("License") or "").strip().split("\n")[0]


def _component(name: str, one: Distribution) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{one.version}"
    part = {"type": "library", "bom-ref": purl, "name": name, "version": one.version, "purl": purl}
    named = licence(one)
    return part | ({"licenses": [{"license": {"name": named}}]} if named else {})


def _needs(one: Distribution, parts: dict[str, dict[str, Any]]) -> set[str]:
    names = {_normal(Requirement(text).name) for text in one.requires or ()}
    return {parts[name]["bom-ref"] for name in names & parts.keys()}


def _holds(need: Requirement, extras: set[str]) -> bool:
    return need.marker is not None and any(need.marker.evaluate({"extra": e}) for e in extras)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    json.dump(bill(installed()), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
