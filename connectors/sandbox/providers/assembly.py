"""Puts the providers of one sandbox folder behind one server."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from connectors.engine.transport.sftp import is_installed
from connectors.sandbox.providers.arcgis import ArcGis
from connectors.sandbox.providers.batch_desk import BatchDesk, JobBook
from connectors.sandbox.providers.bill import Bill
from connectors.sandbox.providers.checks import NumberDesk, PostalDesk
from connectors.sandbox.providers.court import CourtPortal
from connectors.sandbox.providers.enformion import Enformion
from connectors.sandbox.providers.faults import Seen, load_faults
from connectors.sandbox.providers.files import BulkFiles
from connectors.sandbox.providers.httpd import Router, SandboxServer
from connectors.sandbox.providers.messages import Provider
from connectors.sandbox.providers.nppes import Nppes
from connectors.sandbox.providers.prisons import Prisons
from connectors.sandbox.providers.socrata import Socrata
from connectors.sandbox.providers.town import Town, open_town


@contextmanager
def open_server(
    folder: Path, port: int, faults: Path | None, seen: Seen = lambda _, __: None
) -> Iterator[SandboxServer]:
    """A server that listens on `port` (0: a free one) and serves once it is run.

    `seen` is told of every request.

    Raises ConfigError for a folder without a town, a town of another shape or a wrong faults file.
    """
    book = load_faults(faults, seen)
    with (
        closing(open_town(folder)) as town,
        closing(Bill(folder / "bill.sqlite")) as bill,
        closing(JobBook(folder / "jobs.sqlite")) as jobs,
        closing(Bill(folder / "lookups.sqlite")) as lookups,
    ):
        providers: dict[str, Provider] = {
            "/socrata/": Socrata(town),
            "/enformion/": Enformion(town, bill),
            "/batch/": BatchDesk(town, jobs),
            "/court/": CourtPortal(town),
            "/lookups/": NumberDesk(town, lookups),
            "/postal/": PostalDesk(town),
            "/arcgis/": ArcGis(town),
            "/nppes/": Nppes(town),
            "/bop/": Prisons(town),
            "/files/": BulkFiles(folder / "files"),
        }
        with (
            _exchange(folder, town) as files,
            SandboxServer(port, Router(providers, book), files) as server,
        ):
            yield server


@contextmanager
def _exchange(folder: Path, town: Town) -> Iterator[Callable[[socket.socket], None] | None]:
    """What serves files over SFTP on the same port; None without the package that it needs."""
    if not is_installed():
        yield None
        return
    from connectors.kit.sftp_server import begin
    from connectors.sandbox.providers.exchange_desk import BILL, ExchangeDesk

    with closing(Bill(folder / BILL)) as bill:
        desk = ExchangeDesk(folder, town, bill)
        yield lambda connection: begin(connection, desk.server).join()
