"""What the intake tests share: one day, one mapping, one way of giving ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from connectors.sandbox.fiction import NUMBERS
from skiptrace.intake.settings import IntakeSettings

TODAY = date(2026, 11, 22)


@pytest.fixture
def settings() -> IntakeSettings:
    """22 November 2026, synthetic numbers accepted."""
    return IntakeSettings(TODAY, lambda text: f"id:{len(text)}:{text}", numbers=NUMBERS)


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Writes text or bytes to a file in the test's own folder."""

    def write(content: str | bytes, name: str = "mail.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
