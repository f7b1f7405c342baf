"""What a model is, as plain data: its origin, how it held, and what every level weighs."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import product
from typing import Any

from matching.score import organization_model
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.organization_model import OrganizationModel, organization_model_text
from matching.score.person_model import FORMAT, LinkModel, kind_text
from matching.score.tables import Table


def described(model: LinkModel) -> dict[str, Any]:
    """The whole model: weights in bits with words, of a pair and of its context."""
    if isinstance(model, OrganizationModel):
        text, format = organization_model_text(model), organization_model.FORMAT
    else:
        text, format = kind_text(model, FORMAT), FORMAT
    return {
        "id": model.id,
        "format": format,
        "sha256": sha256(text.encode()).hexdigest(),
        "floor": model.floor,
        "training": dict(model.training),
        "reliability": dict(model.reliability),
        "pair": _tables(model, model.pair),
        "context": _tables(model, model.context),
    }


def _tables(model: LinkModel, additive: AdditiveModel) -> dict[str, Any]:
    return {
        "prior": additive.prior / UNITS_PER_BIT,
        "tables": [
            {"of": list(table.of), "levels": list(_levels(model, additive, table))}
            for table in additive.tables
        ],
    }


def _levels(model: LinkModel, additive: AdditiveModel, table: Table) -> Iterator[dict[str, Any]]:
    """Every level of a single comparison; of pairs of levels those that weigh anything."""
    for numbers in product(*(range(size) for size in table.weights.shape)):
        weight = int(table.weights[numbers])
        if weight or len(numbers) == 1:
            names = [additive.levels[o][n] for o, n in zip(table.of, numbers, strict=True)]
            keys = (f"{o}.{n}" for o, n in zip(table.of, names, strict=True))
            words = "; ".join(model.words.get(key, key.replace(".", ": ", 1)) for key in keys)
            yield {"level": " and ".join(names), "bits": weight / UNITS_PER_BIT, "words": words}
