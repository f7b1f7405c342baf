"""A model of persons: two glass boxes, one over a pair and one over its context, in one file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import isfinite
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.compare.pairs import LEVELS
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.calibration import Calibration
from matching.score.context import CONTEXT_LEVELS
from matching.score.tables import Table
from skiptrace.model.errors import MatchingError

FORMAT = 2
"""Counts the changes to what the levels mean; a file of another format is refused."""

MODEL_ID = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?")
"""What a model may be called."""

_PERSON = "person"
_LARGEST = 10_000
"""Of a weight in units of 1/64 bit: no evidence is worth more than 156 bits."""

CONTEXT_OF: tuple[str, ...] = (
    "birth",
    "ssn",
    "phone",
    "place",
    "locality",
    "middle",
    "given",
    "surname",
)
"""The comparisons of the pair that the context's tables may look at as well."""


@dataclass(frozen=True)
class LinkModel:
    """Weights of one version; `id` names the file.

    `training` says what the weights were learned from, `reliability` how the probabilities held
    on data that was kept out; both as the file has them.
    """

    id: str
    pair: AdditiveModel
    context: AdditiveModel
    floor: float
    training: Mapping[str, Any]
    reliability: Mapping[str, Any]
    words: Mapping[str, str]
    calibration: Calibration = field(default_factory=Calibration)


@dataclass(frozen=True)
class PersonModel(LinkModel):
    """Weights of the comparisons of people."""


M = TypeVar("M", bound=LinkModel)


@dataclass(frozen=True, slots=True)
class Kind(Generic[M]):
    """What a kind of models is over: the comparisons of a pair, those of its context, the format.

    `name` is what a file says in `of`; one that says nothing is of persons.
    """

    name: str
    of: type[M]
    format: int
    pair: Mapping[str, tuple[str, ...]]
    context: Mapping[str, tuple[str, ...]]


def context_levels() -> dict[str, tuple[str, ...]]:
    """The comparisons that the context's tables are over."""
    return {**CONTEXT_LEVELS, **{name: LEVELS[name] for name in CONTEXT_OF}}


@cache
def load_model(name: str) -> PersonModel:
    """The shipped model of that name.

    Raises MatchingError when there is none, or it is damaged or of another format.
    """
    return read_model(shipped_text(name), name)


def shipped_text(name: str) -> str:
    """The file of the shipped model of that name; MatchingError when there is none."""
    resource = files("config").joinpath("models", f"{name}.json")
    if not resource.is_file():
        raise MatchingError(f"model {name}: there is no such shipped model")
    return resource.read_text(encoding="utf-8")


def read_model(text: str, name: str) -> PersonModel:
    """The model of a file's text; `name` stands in messages.

    Raises MatchingError when it is damaged, or of another format or kind.
    """
    return read_kind(text, name, Kind(_PERSON, PersonModel, FORMAT, LEVELS, context_levels()))


def kind_of(text: str) -> str:
    """Of which kind the model of a file's text says it is; person where it does not say."""
    try:
        raw = json.loads(text)
    except ValueError:
        return _PERSON
    return str(raw.get("of", _PERSON)) if isinstance(raw, dict) else _PERSON


def read_kind(text: str, name: str, kind: Kind[M]) -> M:
    """The same of a model of any kind."""
    try:
        raw = json.loads(text)
        format, of = raw["format"], raw.get("of", _PERSON)
        if of != kind.name:
            raise MatchingError(f"model {name}: a model of {of}s, expected one of {kind.name}s")
        if format != kind.format:
            raise MatchingError(f"model {name}: format {format}, expected {kind.format}")
        if not (isinstance(raw["id"], str) and MODEL_ID.fullmatch(raw["id"])):
            raise MatchingError(f"model {name}: its id is no id of a model")
        if raw["grain"] != UNITS_PER_BIT:
            raise MatchingError(
                f"model {name}: weights in 1/{raw['grain']} bit, not 1/{UNITS_PER_BIT}"
            )
        return kind.of(
            id=raw["id"],
            pair=_additive(raw["pair"], kind.pair, name),
            context=_additive(raw["context"], kind.context, name),
            floor=_finite(raw["floor"]),
            training=raw["training"],
            reliability=raw["reliability"],
            words=raw["words"],
            calibration=_curve(raw.get("calibration"), name),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise MatchingError(f"model {name}: damaged near {error}") from error


def _additive(
    raw: Mapping[str, Any], levels: Mapping[str, tuple[str, ...]], name: str
) -> AdditiveModel:
    tables: dict[tuple[str, ...], Table] = {}
    for row in raw["tables"]:
        of = tuple(row["of"])
        if of in tables or len(set(of)) != len(of) or len(of) not in (1, 2):
            raise MatchingError(f"model {name}: {of} is no table of its own of one or two levels")
        if any(tuple(raw["levels"][one]) != levels[one] for one in of):
            raise MatchingError(f"model {name}: other levels of {of} than this version has")
        weights = _whole(row["weights"])
        if weights.shape != tuple(len(levels[one]) for one in of):
            raise MatchingError(f"model {name}: the table of {of} has another shape")
        tables[of] = Table(of, weights)
    return AdditiveModel(int(_whole(raw["prior"])), tuple(tables.values()), levels)


def _curve(raw: Mapping[str, Any] | None, name: str) -> Calibration:
    if raw is None:
        return Calibration()
    weights, worth = (_whole(raw[part]).tolist() for part in ("weights", "worth"))
    is_rising = all(a < b for part in (weights, worth) for a, b in pairwise(part))
    if not (is_rising and len(weights) == len(worth) > 1):
        raise MatchingError(f"model {name}: a calibration that does not rise")
    return Calibration(tuple(weights), tuple(worth))


def _whole(raw: object) -> NDArray[np.int16]:
    """Whole numbers as they stand in the file, small enough that three of them have a sum."""
    found = np.array(raw)
    if found.dtype.kind != "i" or np.abs(found).max(initial=0) > _LARGEST:
        raise ValueError(f"weights: whole numbers up to {_LARGEST} are expected")
    return found.astype(np.int16)


def _finite(raw: Any) -> float:
    if not isfinite(found := float(raw)):
        raise ValueError("the floor: a finite number is expected")
    return found


def model_text(model: PersonModel) -> str:
    """The text of a model's file; the same model gives the same text."""
    return kind_text(model, FORMAT)


def kind_text(model: LinkModel, format: int, **more: str) -> str:
    """The same of a model of any kind, with what else its file says of itself."""
    raw: dict[str, Any] = {
        **more,
        "format": format,
        "id": model.id,
        "grain": UNITS_PER_BIT,
        "floor": model.floor,
        "training": model.training,
        "reliability": model.reliability,
        "words": dict(model.words),
        "pair": _raw(model.pair),
        "context": _raw(model.context),
    }
    if model.calibration.weights:
        raw["calibration"] = {
            "weights": list(model.calibration.weights),
            "worth": list(model.calibration.worth),
        }
    return _dumped(raw)


def _raw(glass: AdditiveModel) -> dict[str, Any]:
    used = sorted({name for table in glass.tables for name in table.of})
    return {
        "prior": glass.prior,
        "levels": {name: glass.levels[name] for name in used},
        "tables": [{"of": t.of, "weights": t.weights.tolist()} for t in glass.tables],
    }


def _dumped(raw: Mapping[str, Any]) -> str:
    """JSON with a line for each table's row, so that two versions can be compared."""
    text = json.dumps(raw, indent=1, sort_keys=True)
    lines: list[str] = []
    for line in text.splitlines():
        short = line.strip()
        is_number = short.rstrip(",").lstrip("-").isdigit()
        if lines and (is_number or short in ("]", "],")) and _is_row(lines[-1]):
            lines[-1] += ("" if lines[-1].endswith("[") or short[0] == "]" else " ") + short
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _is_row(line: str) -> bool:
    """Whether a line is an array of numbers that is still open."""
    head, _, tail = line.rpartition("[")
    return bool(head or line.strip() == "[") and all(c in "-0123456789, " for c in tail)
