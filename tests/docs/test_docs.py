"""The documentation says what there is: commands and errors."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import click
import pytest

from config.columns import column_tables
from connectors.catalogue import catalogue_page, shipped
from skiptrace.cli.main import COMMANDS
from skiptrace.intake.formats import Formats
from skiptrace.intake.reference import reference_page
from skiptrace.model import errors

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_imports_has_help_and_is_named_in_the_readme(name: str) -> None:
    module, words = COMMANDS[name]
    command = import_module(module).command
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.help and words.endswith(".")
    assert f"skiptrace {name}" in README


def test_the_page_of_the_intake_is_current() -> None:
    page = (Path(__file__).parents[2] / "docs/intake.md").read_text(encoding="utf-8")
    assert page == reference_page(), "python -m skiptrace.intake.reference docs/intake.md"
    for target in column_tables().intake:
        assert f"`{target}`" in page
    for key in Formats.model_fields:
        assert f"| {key} |" in page


def test_the_catalogue_of_sources_is_current() -> None:
    page = (Path(__file__).parents[2] / "docs/sources.md").read_text(encoding="utf-8")
    assert page == catalogue_page(shipped()), "skiptrace sources catalogue > docs/sources.md"
    for card_id in shipped():
        assert page.count(f"`{card_id}` ") == 1


def test_every_error_class_says_in_a_docstring_what_it_is() -> None:
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.SkiptraceError):
            own = vars(kind).get("__doc__")
            assert own and own.strip().endswith("."), name
