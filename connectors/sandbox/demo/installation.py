"""The installation of the demo: its settings, its waterfall, the secret of the town's providers."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from skiptrace.app.installation import Installation
from skiptrace.app.setup import create_installation


def demo_settings() -> str:
    """The settings of the demo: every source is a provider of the town."""
    return _shipped("settings.toml")


def demo_waterfall() -> str:
    """The demo's waterfall: which of the town's sources are asked when."""
    return _shipped("waterfall.toml")


def create_demo(folder: Path, settings: str) -> Installation:
    """An installation of these settings beside the demo's waterfall; errors as in setup."""
    installation = create_installation(folder, settings)
    (folder / "waterfall.toml").write_text(demo_waterfall(), encoding="utf-8")
    (folder / "sandbox.secret").write_text("sandbox\n", encoding="utf-8")
    return installation


def _shipped(name: str) -> str:
    return files("connectors.sandbox.demo").joinpath(name).read_text(encoding="utf-8")
