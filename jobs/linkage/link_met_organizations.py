"""Which values of linked organisations met, as the files have them: cells of the column `met`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from jobs.linkage.link_met import MetSide
from jobs.linkage.link_organizations import LinkedOrganizations
from jobs.linkage.tables import Loaded
from matching.compare.met import ValuesAt, met
from matching.compare.organizations.names import called_met
from matching.encode.batch import Bag, Ints
from matching.encode.layout import NameColumns
from matching.encode.organizations import OrganizationBatch
from matching.encode.tabular import Rows, read_called_origins
from matching.rank.met import how_met
from skiptrace.model.match import Term

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COMPARED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "organization": ("name", "present name"),
        "ein": ("ein",),
        "register number": ("register number",),
        "formation": ("formation",),
        "officer": ("officer",),
        "phone": ("phone",),
        "email": ("email",),
        "place": ("place", "locality"),
    }
)
"""The kinds of values that can meet, each with the comparisons that say how."""

_SEVERAL = {"phone": "phones", "email": "emails", "place": "places"}


def organizations_met(
    con: DuckDBPyConnection,
    files: tuple[Loaded, Loaded],
    found: LinkedOrganizations,
    at: Ints,
    terms: Sequence[Sequence[Term]],
) -> list[str]:
    """For the survivors at these places a JSON list of {kind, ours, theirs, words}.

    Each pair of values stands once; `files` are the tables of both sides.
    """
    i, j = found.compared.found.subject[at], found.compared.found.record[at]
    asked, source = found.subjects, found.source
    records, facts = source.organizations, source.facts
    names = called_met(facts.names, asked.called, i, records.called, j)
    values = met(facts.words, facts.shares, asked.people, i, records.people, j)
    several: dict[str, ValuesAt] = {kind: getattr(values, of) for kind, of in _SEVERAL.items()}
    several["organization"] = names
    rows = found.linked.found
    ours = _Side(con, files[0], asked, i, rows.subject[at])
    theirs = _Side(con, files[1], records, j, rows.record[at])
    return [
        _cell(ours, theirs, several, row, {term.name: term for term in of})
        for row, of in enumerate(terms)
    ]


def _cell(
    ours: _Side,
    theirs: _Side,
    several: Mapping[str, ValuesAt],
    row: int,
    terms: Mapping[str, Term],
) -> str:
    found = []
    for kind, comparisons in COMPARED.items():
        words = how_met(terms[name] for name in comparisons if name in terms)
        if not words:
            continue
        values = several.get(kind)
        left, right = (int(values.left[row]), int(values.right[row])) if values else (0, 0)
        if left < 0 or right < 0:
            continue
        both = {"ours": ours.text(kind, row, left), "theirs": theirs.text(kind, row, right)}
        if all(both.values()):
            found.append({"kind": kind, **both, "words": words})
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


class _Side:
    """One side of some pairs of organisations, and where each value stands in the rows."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        loaded: Loaded,
        batch: OrganizationBatch,
        at: Ints,
        no: Ints,
    ) -> None:
        self._rows = MetSide(con, loaded, batch.people, at, no)
        self._layout = loaded.columns.layout
        picked = Rows("picked", self._layout, range(len(np.unique(no))))
        self._called: Bag = read_called_origins(con, picked)

    def text(self, kind: str, pair: int, value: int) -> str:
        """A value of a kind of COMPARED as the file has it."""
        if kind in _SEVERAL:
            return self._rows.text(kind, pair, value)
        texts = self._rows.texts(pair)
        of = self._layout.organization
        if kind == "organization":
            return self._name(pair, value, texts)
        several = {
            "ein": (*of.eins, self._layout.ssn),
            "register number": of.registers,
            "formation": of.formations,
            "officer": of.officers,
        }
        found = ", ".join(filter(None, (texts[name] for name in several[kind])))
        if found or kind != "officer":
            return found
        return " ".join(filter(None, (_in_parts(name, texts) for name in self._layout.names)))

    def _name(self, pair: int, value: int, texts: Mapping[str, str]) -> str:
        """The column that holds the name, by its number in `called_origins`."""
        of, sets = self._layout.organization, self._layout.names or (NameColumns(),)
        columns = [*of.names, *of.trades, *of.formers, *(one.full for one in sets)]
        row = self._rows.row(pair)
        origin = int(self._called.values[self._called.start[row] + value])
        return texts[columns[origin]] if origin < len(columns) else _in_parts(sets[0], texts)


def _in_parts(name: NameColumns, texts: Mapping[str, str]) -> str:
    parts = (name.first, name.middle, name.last, name.suffix, name.full)
    return " ".join(filter(None, (texts[part] for part in parts)))
