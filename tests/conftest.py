"""What every test gets: no way out but loopback, a PostgreSQL for those that ask, warm engines."""

from __future__ import annotations

import gc
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_address
from typing import Any

import pytest

from connectors.engine.transport import http
from connectors.portal import crawling
from connectors.portal.starter import CrawlStarter
from tests.memory import memory_folder
from tests.warm_engines import warm_engines as warm_engines_of_one_process

pytest_plugins = ["tests.postgres"]

IMPATIENT = """
import socket, sys
from connectors.portal import spider, starter
spider._FIRST_PAUSE = 0.01
starter.serve(socket.socket(fileno=int(sys.argv[1])))
"""
"""What starts crawls that ask for a page again after a moment."""
gc.set_threshold(50_000, 20, 100)
"""Tables that stay all the while are looked through less often: a tenth of the time."""
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""What is compiled is kept: else every child compiles the whole package, two seconds each time."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Every folder of a test lies in memory: databases wait for the disk at every commit.

    One folder for the whole run, workers included; `--basetemp` gives one that is kept.
    """
    if config.option.basetemp is None and "PYTEST_XDIST_WORKER" not in os.environ:
        folder = ExitStack()
        config.option.basetemp = folder.enter_context(memory_folder("skiptrace-")) / "tests"
        config.add_cleanup(folder.close)
    config.add_cleanup(gc.unfreeze)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there now stays to the end: from here on no search for garbage looks through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Refuse every connection that leaves this machine; Unix sockets and loopback pass."""
    real = socket.socket.connect, socket.socket.connect_ex

    def guarded(index: int) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
                raise OSError(f"a test tried to connect to {address[0]}")
            return real[index](self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(0))
        patch.setattr(socket.socket, "connect_ex", guarded(1))
        yield


@pytest.fixture(scope="session", autouse=True)
def warm_engines() -> Iterator[None]:
    """What one test's engines compiled serves the next one's."""
    with warm_engines_of_one_process():
        yield


@pytest.fixture(scope="session", autouse=True)
def impatient_crawls() -> Iterator[None]:
    """A crawl waits a moment only before it asks for a page again."""
    starter = CrawlStarter((sys.executable, "-c", IMPATIENT))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crawling, "STARTER", starter)
        yield
    starter.end()


@pytest.fixture(scope="session", autouse=True)
def short_pauses() -> Iterator[None]:
    """A call that is repeated is so after a moment, where the source does not say how long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http, "_FIRST_PAUSE", 0.01)
        yield


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
