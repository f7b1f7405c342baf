"""`skiptrace init`: settings, keys and an empty case file in a folder."""

from __future__ import annotations

from pathlib import Path

import click

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
@click.pass_obj
def command(config_file: str, folder: Path) -> None:
    """Create skiptrace.toml, the key file (mode 0600) and an empty case file.

    Settings that are there already are used: write a PostgreSQL URL into skiptrace.toml, then run
    this. Nothing that exists is overwritten. Keep the key file safe: without it the case file
    cannot be read. SKIPTRACE_KEY_FILE names another place for it.
    """
    from skiptrace.app.installation import without_password
    from skiptrace.app.setup import complete_installation, create_installation, starting_settings

    path = folder / config_file
    if path.exists() or path.name != "skiptrace.toml":
        installation = complete_installation(path)
    else:
        installation = create_installation(folder, starting_settings())
    out = people()
    print_line(out, f"settings   {path}")
    print_line(out, f"keys       {installation.key_file}")
    print_line(out, f"case file  {without_password(installation.settings.case_file.url)}")
