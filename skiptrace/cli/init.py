"""`skiptrace init`: settings, keys and an empty case file in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from skiptrace.cli.session import people


@click.command("init")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where to create the installation.",
)
def command(folder: Path) -> None:
    """Create skiptrace.toml, the key file (mode 0600) and an empty case file.

    Nothing that exists is overwritten. Keep the key file safe: without it the case file cannot be
    read. SKIPTRACE_KEY_FILE names another place for it.
    """
    from skiptrace.app.setup import create_installation, starting_settings

    installation = create_installation(folder, starting_settings())
    out = people()
    out.print(f"settings   {folder / 'skiptrace.toml'}")
    out.print(f"keys       {installation.key_file}")
    out.print(f"case file  {installation.settings.case_file.url}")
