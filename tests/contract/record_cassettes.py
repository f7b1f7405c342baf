"""Records the cassettes of every case against the sandbox, served on loopback."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from connectors.sandbox.serve import serving
from tests.contract.cassette_cases import CASES, FOLDER, Case, connector_of, recorder
from tests.tiny_town import make_tiny_town


def main() -> None:
    """Replace all cassettes; expected answers that are gone are written by the next test run."""
    for old in FOLDER.glob("*.yaml"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            _record(case, Path(folder) / case.name)


def _record(case: Case, folder: Path) -> None:
    faults = folder / "faults.json"
    make_tiny_town(folder)
    faults.write_text(json.dumps(dict(case.faults)))
    with serving(folder, 0, faults) as port:
        connector = connector_of(case, f"http://127.0.0.1:{port}")
        with recorder("all").use_cassette(str(case.cassette)):
            list(connector.search([case.inquiry]))


if __name__ == "__main__":
    main()
