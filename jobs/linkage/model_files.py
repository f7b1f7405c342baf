"""Model files: the shipped ones, a file of one's own, what a new one may be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from matching.score.organization_model import ORGANIZATION, read_organization_model
from matching.score.person_model import (
    MODEL_ID,
    LinkModel,
    PersonModel,
    kind_of,
    load_model,
    model_text,
    read_model,
    shipped_text,
)
from skiptrace.model.errors import MatchingError

WHOLE_FILES, SINGLE_TRACES = "whole files", "single traces"
"""What a model was trained for, as `sees` in its training says."""


NOT_MEASURED = "not measured: no truth was given"
"""What the reliability of a model says that was learned without labels."""


def is_measured(model: PersonModel) -> bool:
    """Whether it is known how a model's probabilities hold on data that it was not learned from."""
    return model.reliability.get("of") != NOT_MEASURED


@dataclass(frozen=True, slots=True)
class Order:
    """What a new model is to be called, on which day it is made, and the model it starts from."""

    id: str
    as_of: date
    base: PersonModel


def shipped_models() -> list[str]:
    """The names of the models that come with skiptrace, sorted."""
    return _names_in("models")


def replaced_models() -> list[str]:
    """The names of shipped models of former formats, which are there for replay alone, sorted."""
    return _names_in("models/replaced")


def _names_in(folder: str) -> list[str]:
    names = (entry.name for entry in files("config").joinpath(folder).iterdir())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def model_named(name: str) -> PersonModel:
    """The model of a file, or the shipped one of that name.

    Raises MatchingError when there is neither, or it is damaged.
    """
    path = Path(name)
    if not path.is_file():
        return load_model(name)
    try:
        return read_model(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeError) as error:
        raise MatchingError(f"model {path.name}: cannot be read") from error


def shown_model(name: str) -> LinkModel:
    """The model of persons or of organisations of a file, or the shipped one of that name.

    Raises MatchingError when there is neither, or it is damaged.
    """
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else shipped_text(name)
    except (OSError, UnicodeError) as error:
        raise MatchingError(f"model {path.name}: cannot be read") from error
    if kind_of(text) == ORGANIZATION:
        return read_organization_model(text, path.name)
    return read_model(text, path.name)


def order(id: str, as_of: date, base: PersonModel) -> Order:
    """An order for a new model; MatchingError when its id is taken, or could not name a file."""
    if not MODEL_ID.fullmatch(id):
        raise MatchingError("id: expected up to 64 small letters, digits, dots and hyphens")
    if id == base.id or id in (*shipped_models(), *replaced_models()):
        raise MatchingError(f"id {id}: taken; a model that weighs otherwise needs an id of its own")
    return Order(id, as_of, base)


def write_model(model: PersonModel, path: Path) -> None:
    """Write the model's file; one that is there is never overwritten by another.

    Raises MatchingError when another file is there, or it cannot be written.
    """
    body = model_text(model).encode()
    part = path.with_name(f"{path.name}.part")
    try:
        if path.exists() and path.read_bytes() != body:
            raise MatchingError(f"{path.name}: there already, and models are not overwritten")
        part.write_bytes(body)
        part.replace(path)
    except OSError as error:
        raise MatchingError(f"{path.name}: cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)
