"""One small town for all acceptance tests of a worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from installation import Site, built_town


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built town; copy it, never change it."""
    return built_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory, town: Path) -> Site:
    """An installation whose accounts were taken in and traced by the nightly batch."""
    from installation import DAY

    site = Site.create(tmp_path_factory.mktemp("site") / "site", town)
    site.run("intake", str(site.mail), "--yes", "--as-of", DAY, code=None)
    site.run("nightly", "--as-of", DAY, code=None)
    return site
