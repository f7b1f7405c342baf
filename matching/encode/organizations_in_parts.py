"""Organisations whose names stand in the columns for a person's first and last name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import Ints
from matching.encode.distinct import Column, Columns
from matching.encode.layout import NameColumns
from matching.encode.texts import names_organization
from matching.parse.organization.forms import form_tables
from matching.parse.organization.signs import is_organization_name
from matching.parse.party.read import read_parties
from matching.parse.person.name_order import NameOrder


@dataclass(frozen=True, slots=True, repr=False)
class InParts:
    """The rows whose name in parts is an organisation's, and that name as it stands."""

    owner: Ints
    texts: Sequence[str]


def organizations_in_parts(columns: Columns, name: NameColumns) -> InParts:
    """The rows whose first, middle and last name together name an organisation and nobody else.

    Only rows of which one part looks like it are read whole.
    """
    parts = [columns.column(one) for one in (name.first, name.middle, name.last, name.suffix)]
    asked = _may_be(parts[0]) | _may_be(parts[2]) | _may_be(parts[3])
    owners, texts = [], []
    known: dict[str, bool] = {}
    for row in np.flatnonzero(asked).tolist():
        text = " ".join(part.texts[part.at[row]] for part in parts if part.at[row] >= 0)
        if text not in known:
            known[text] = names_organization(read_parties(text, NameOrder.GIVEN_FIRST))
        if known[text]:
            owners.append(row)
            texts.append(text)
    return InParts(np.array(owners, dtype=np.int64), texts)


def _may_be(column: Column) -> NDArray[np.bool_]:
    """Which rows have a part that may be of an organisation's name."""
    found = np.array([*map(_looks_like_one, column.texts), False], dtype=np.bool_)
    return np.asarray(found[column.at])


def _looks_like_one(text: str) -> bool:
    if text.isalpha():
        return text.upper() in form_tables().abbreviations or is_organization_name(text)
    return is_organization_name(text) or _last_word(text) in form_tables().abbreviations


def _last_word(text: str) -> str:
    return text.upper().replace(".", "").rpartition(" ")[2]
