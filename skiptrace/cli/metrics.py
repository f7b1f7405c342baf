"""`skiptrace metrics`: the figures of the status for Prometheus."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people
from skiptrace.cli.terminated import unwound_on_sigterm
from skiptrace.reports.terminal import print_bytes, print_line


@click.command("metrics")
@click.option(
    "--textfile",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write them into this file, for the node exporter's textfile collector (*.prom).",
)
@click.option(
    "--listen",
    type=click.IntRange(min=0, max=65535),
    metavar="PORT",
    help="Serve them over HTTP on 127.0.0.1 until told to stop; 0 takes a free port.",
)
@click.option("--list", "names", is_flag=True, help="List the names, and what each says.")
@click.pass_obj
def command(config_file: str, textfile: Path | None, listen: int | None, names: bool) -> int:
    """Write the figures of `skiptrace status` as Prometheus reads them.

    Without an option to standard output. They are read anew for each scrape, beside the night, and
    hold counts, names of sources and tiers, and money: nothing of any person. Needs
    `pip install skiptrace[metrics]`.
    """
    from skiptrace.acts.metrics import begin_metrics
    from skiptrace.app.exposition import exposition, served, write_exposition

    if textfile is not None and listen is not None:
        raise click.UsageError("give --textfile or --listen")
    if names:
        return _list()
    with opened(config_file) as session:
        read = begin_metrics(session.office, session.actor)
        if listen is not None:
            with unwound_on_sigterm(), served(read, listen) as port:
                print_line(people(), f"serving on http://127.0.0.1:{port}/metrics")
                _wait()
        elif textfile is not None:
            write_exposition(read, textfile)
        else:
            print_bytes(exposition(read))
    return Exit.DONE


def _list() -> int:
    from skiptrace.acts.figures import FIGURES
    from skiptrace.cli.session import tables
    from skiptrace.reports.terminal import print_rows

    rows = [(one.name, ", ".join(one.labels), one.words) for one in FIGURES]
    print_rows(tables(), "", ("Name", "Labels", "What it says"), rows)
    return Exit.DONE


def _wait() -> None:
    """Wait until the process is told to stop."""
    if threading.current_thread() is threading.main_thread():
        signal.pause()
