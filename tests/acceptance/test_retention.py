"""What may go is listed and disposed of by the command; the record of a town stays whole."""

from __future__ import annotations

from pathlib import Path

from installation import Site


def test_a_young_installation_disposes_of_nothing(traced: Site, tmp_path: Path) -> None:
    """Accounts of which no activity is known are listed, and kept."""
    shown = traced.run("retention", "plan").stdout
    assert shown.splitlines()[-1].startswith(b"0 of ")
    for line in traced.json("retention", "plan"):
        assert line["active"] is None and line["kept_by"].startswith("R41: ")
    done = traced.run("retention", "run", "--certificates", str(tmp_path / "out"))
    assert b"0 disposals" in done.stderr
    assert not (tmp_path / "out").exists()
    traced.run("audit", "verify")
