"""`skiptrace init`: settings, keys and an empty case file in a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from config.default_model import POPULATION
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import people
from skiptrace.reports.terminal import print_line


@click.command("init")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where to create the installation.",
)
@click.option(
    "--population",
    type=click.IntRange(1),
    help="How many people the sources cover, such as a county's or a state's: the more, the less "
    "what strangers share by chance weighs, as a common name. Without it, and without a terminal "
    f"to ask on: {POPULATION:,}.",
)
@click.pass_obj
def command(config_file: str, folder: Path, population: int | None) -> int:
    """Create skiptrace.toml, the key file (mode 0600) and an empty case file.

    Settings that are there already are used: write a PostgreSQL URL into skiptrace.toml, then run
    this. Nothing that exists is overwritten. Keep the key file safe: without it the case file
    cannot be read. SKIPTRACE_KEY_FILE names another place for it.
    """
    from skiptrace.app.installation import without_password
    from skiptrace.app.setup import complete_installation, create_installation, starting_settings

    path = folder / config_file
    if path.exists() or path.name != "skiptrace.toml":
        if population is not None:
            raise click.UsageError(f"--population: {path.name} is there; write it there")
        installation = complete_installation(path)
    else:
        people_covered = population or _asked_population()
        installation = create_installation(folder, starting_settings(people_covered))
    out = people()
    print_line(out, f"settings   {path}")
    print_line(out, f"keys       {installation.key_file}")
    print_line(out, f"case file  {without_password(installation.settings.case_file.url)}")
    covered = installation.settings.matching.population
    print_line(
        out, f"matching   assumes sources that cover {covered:,} people (matching.population)"
    )
    return Exit.DONE


def _asked_population() -> int:
    """What the person at the terminal says, or the default where nobody can be asked."""
    if not sys.stdin.isatty():
        return POPULATION
    words = "How many people do your sources cover, about (a county, a state, 260000000 for all)?"
    return int(click.prompt(words, default=POPULATION, type=click.IntRange(1), err=True))
