"""One small town, taken in once and traced once, for all acceptance tests of a run."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.installation import DAY, Site, built_town, take_in_first
from tests.nights import Night, night

Built = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Gives a folder by its name, built by the first test of the whole run that asks for it.

    Workers share it: what two build at the same time is alike, and the first that is ready stays.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def built(name: str, build: Callable[[Path], object]) -> Path:
        target = shared / f"once-{name}"
        if not target.exists():
            draft = tmp_path_factory.mktemp("draft") / name
            build(draft)
            try:
                draft.rename(target)
            except OSError:
                shutil.rmtree(draft)
        return target

    return built


@pytest.fixture(scope="session")
def town(built_once: Built) -> Path:
    """A built town; copy it, never change it."""
    return built_once("town", built_town) / "sandbox"


@pytest.fixture(scope="session")
def ready(built_once: Built, town: Path) -> Site:
    """A new site whose registers are loaded; copy it, never change it."""

    def build(folder: Path) -> None:
        with Site.create(folder, town).served() as site:
            site.run("doctor", code=None)

    return Site(built_once("ready", build))


@pytest.fixture(scope="session")
def taken_in(built_once: Built, ready: Site) -> Site:
    """A site whose accounts are taken in and not traced yet; copy it, never change it."""

    def build(folder: Path) -> None:
        site = ready.copy(folder)
        site.run("intake", str(site.mail), "--yes", "--as-of", DAY)

    return Site(built_once("taken-in", build))


@pytest.fixture(scope="session")
def few(built_once: Built, ready: Site) -> Site:
    """That site with its first two dozen accounts alone; copy it, never change it."""

    def build(folder: Path) -> None:
        take_in_first(ready.copy(folder), 24)

    return Site(built_once("few", build))


@pytest.fixture(scope="session")
def calm(built_once: Built, taken_in: Site) -> Night:
    """That site's nightly batch in which nothing fails; copy its site, never change it."""

    def build(folder: Path) -> None:
        folder.mkdir()
        with taken_in.copy(folder / "site").served() as site:
            ended = night(site)
        said = [ended.code, ended.summary, ended.words]
        (folder / "said.json").write_text(json.dumps(said))

    folder = built_once("traced", build)
    return Night(Site(folder / "site"), *json.loads((folder / "said.json").read_text()))


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory, calm: Night) -> Iterator[Site]:
    """An installation of the module's own, taken in and traced; its providers are served."""
    with calm.site.copy(tmp_path_factory.mktemp("site") / "site").served() as site:
        yield site
