"""The installation of the demo: its settings, its waterfall, the secret of the town's providers."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from pathlib import Path

from connectors.engine.transport.sftp import check_installed
from skiptrace.app.installation import Installation
from skiptrace.app.setup import create_installation

_CHUNK, _SHARED_OUT = "chunk = 500\n", "chunk = 250\n"
_MOST_PROCESSES = 4
_BY_JOBS = "sandbox_batch_bureau"
_ITS_TABLE = re.compile(rf"^\[sources\.{_BY_JOBS}\]\n(?:[^\[\n].*\n|\n)*", re.MULTILINE)
"""Its table in the settings: to the next one."""
_BY_FILES = """
[sources.sandbox_file_bureau]
base_url = "sftp://{sandbox.place}"
secrets = { user = "file:sandbox.secret", password = "file:sandbox.secret" }
options = { host_key = "PIN" }
"""


def demo_settings() -> str:
    """The settings of the demo: every source is a provider of the town."""
    return _shipped("settings.toml")


def on_processors(settings: str) -> str:
    """The settings with a process for each processor of this machine, and chunks to share out."""
    processors = min(os.cpu_count() or 1, _MOST_PROCESSES)
    return settings.replace(_CHUNK, f"{_SHARED_OUT}processes = {processors}\n")


def demo_waterfall() -> str:
    """The demo's waterfall: which of the town's sources are asked when."""
    return _shipped("waterfall.toml")


def create_demo(folder: Path, settings: str) -> Installation:
    """An installation of these settings beside the demo's waterfall; errors as in setup."""
    installation = create_installation(folder, settings)
    (folder / "waterfall.toml").write_text(demo_waterfall(), encoding="utf-8")
    (folder / "sandbox.secret").write_text("sandbox\n", encoding="utf-8")
    return installation


def by_files(folder: Path) -> None:
    """Have the directory company of a demo whose town is built asked by files, over SFTP.

    What it says is what its other desk says. ConfigError without the package that SFTP needs.
    """
    check_installed()
    from connectors.sandbox.providers.exchange_desk import PIN, host_key

    town = folder / "sandbox"
    host_key(town)
    pin = (town / PIN).read_text(encoding="ascii").strip()
    settings, waterfall = folder / "skiptrace.toml", folder / "waterfall.toml"
    written = _ITS_TABLE.sub("", settings.read_text(encoding="utf-8"))
    settings.write_text(written + _BY_FILES.replace("PIN", pin), encoding="utf-8")
    tiers = waterfall.read_text(encoding="utf-8").replace(_BY_JOBS, "sandbox_file_bureau")
    waterfall.write_text(tiers, encoding="utf-8")


def _shipped(name: str) -> str:
    return files("connectors.sandbox.demo").joinpath(name).read_text(encoding="utf-8")
