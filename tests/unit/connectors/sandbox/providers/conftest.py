"""The tiny town, its providers without a socket, and the whole of it on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from connectors.sandbox.providers.town import Town, open_town
from connectors.sandbox.serve import serving
from tests.tiny_town import make_tiny_town

Serve = Callable[..., str]


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox folder with the tiny town, for reading."""
    return make_tiny_town(tmp_path_factory.mktemp("tiny") / "sandbox")


@pytest.fixture(scope="session")
def tiny_town(tiny_folder: Path) -> Iterator[Town]:
    town = open_town(tiny_folder)
    yield town
    town.close()


@pytest.fixture
def serve_tiny(tmp_path: Path) -> Iterator[Serve]:
    """Serves a fresh tiny town with faults by path prefix; gives its URL."""
    with ExitStack() as stack:

        def serve(faults: Mapping[str, Sequence[Mapping[str, object]]] | None = None) -> str:
            folder = make_tiny_town(tmp_path / "sandbox")
            path = tmp_path / "faults.json"
            path.write_text(json.dumps(faults or {}))
            return f"http://127.0.0.1:{stack.enter_context(serving(folder, faults=path))}"

        yield serve
