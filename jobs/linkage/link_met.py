"""Which values of linked pairs met, as the files have them: the cells of the column `met`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jobs.linkage.columns import columns_in
from jobs.linkage.tables import Loaded
from matching.compare.met import MetValues, ValuesAt, met
from matching.encode.batch import NOT_KNOWN, Bag, Ints, PersonBatch
from matching.encode.layout import Layout, NameColumns, PlaceColumns
from matching.encode.tabular import Rows, read_origins
from matching.encode.texts import email_text
from matching.engine.link import Linked, Source
from matching.parse.text import LONGEST
from matching.rank.met import COMPARED, how_met
from matching.written import phone_text
from skiptrace.model.match import Term
from skiptrace.model.subject import PostalAddress
from skiptrace.reports.ssn_mask import masked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_Texts = Mapping[str, str]
"""A row's texts by the column's name in the layout; what is not there is empty."""


@dataclass(frozen=True, slots=True)
class ComparedSides:
    """The two files whose tables are still there, and their people as they were compared.

    `source` has the records that survived alone; `number` is which of all records each is.
    """

    subjects: Loaded
    records: Loaded
    people: PersonBatch
    source: Source
    number: Ints


def met_cells(
    con: DuckDBPyConnection,
    sides: ComparedSides,
    linked: Linked,
    at: Ints,
    terms: Sequence[Sequence[Term]],
) -> list[str]:
    """For the survivors at these places a JSON list of {kind, ours, theirs, words}.

    Each pair of values stands once; of a social security number only the last four digits.
    """
    i, record = linked.found.subject[at], linked.found.record[at]
    j = np.searchsorted(sides.number, record)
    source = sides.source
    values = met(source.facts, source.shares, sides.people, i, source.people, j)
    ours = MetSide(con, sides.subjects, sides.people, i, i)
    theirs = MetSide(con, sides.records, source.people, j, record)
    return [
        _cell(ours, theirs, values, row, {term.name: term for term in of})
        for row, of in enumerate(terms)
    ]


def _cell(
    ours: MetSide, theirs: MetSide, values: MetValues, row: int, terms: Mapping[str, Term]
) -> str:
    found = []
    for kind, comparisons in COMPARED.items():
        words = how_met(terms[name] for name in comparisons if name in terms)
        if not words:
            continue
        several: ValuesAt | None = getattr(values, _SEVERAL[kind]) if kind in _SEVERAL else None
        left, right = (int(several.left[row]), int(several.right[row])) if several else (0, 0)
        if left >= 0 and right >= 0:
            both = {"ours": ours.text(kind, row, left), "theirs": theirs.text(kind, row, right)}
            found.append({"kind": kind, **both, "words": words})
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


_SEVERAL = {"name": "names", "place": "places", "phone": "phones", "email": "emails"}


class MetSide:
    """One side of some pairs: the rows of the file, and where each value stands in them."""

    def __init__(
        self, con: DuckDBPyConnection, loaded: Loaded, people: PersonBatch, at: Ints, no: Ints
    ) -> None:
        self._people, self._at, self._layout = people, at, loaded.columns.layout
        rows, self._row = np.unique(no, return_inverse=True)
        con.register("picks", {"no": rows, "place": np.arange(len(rows))})
        con.execute(
            "CREATE OR REPLACE TEMP TABLE picked AS SELECT p.place AS no, r.* EXCLUDE (no) "  # noqa: S608
            f"FROM picks p JOIN {loaded.role} r ON r.no = p.no"
        )
        con.unregister("picks")
        self._origins = read_origins(con, Rows("picked", self._layout, range(len(rows))))
        self._rows = _texts(con, self._layout)

    def row(self, pair: int) -> int:
        """Which of the rows that are there a pair is of."""
        return int(self._row[pair])

    def texts(self, pair: int) -> Mapping[str, str]:
        """The texts of the row of a pair, by the columns of the layout."""
        return self._rows[self.row(pair)]

    def text(self, kind: str, pair: int, value: int) -> str:
        """A value of a kind of COMPARED as the file has it."""
        row, person = int(self._row[pair]), int(self._at[pair])
        texts, layout = self._rows[row], self._layout
        if kind == "birth":
            return texts[layout.dob]
        if kind == "ssn":
            last4 = int(self._people.last4[person])
            return masked(f"{last4:04d}") if last4 != NOT_KNOWN else ""
        bag: Bag = getattr(self._origins, _SEVERAL[kind])
        origin = int(bag.values[bag.start[row] + value])
        if kind == "name":
            return _name(layout.names[origin // 2], texts, origin % 2)
        if kind == "place":
            return _place(layout.places[origin], texts)
        held: Bag = getattr(self._people, _SEVERAL[kind])
        number = int(held.values[held.start[person] + value])
        if kind == "phone":
            return phone_text(texts[layout.phones[origin]], f"+1{number:010d}")
        return email_text(texts[layout.emails[origin]], number)


def _name(columns: NameColumns, texts: _Texts, is_whole: int) -> str:
    if is_whole:
        return texts[columns.full]
    parts = (columns.first, columns.middle, columns.last, columns.suffix)
    return " ".join(filter(None, (texts[part] for part in parts)))


def _place(columns: PlaceColumns, texts: _Texts) -> str:
    box = texts[columns.box]
    box = f"PO Box {box}" if box.isdigit() else box
    parts = [texts[columns.number], texts[columns.street], box]
    lines = [texts[columns.line], texts[columns.line_2]]
    line = " ".join(filter(None, [*(parts if any(parts) else lines), texts[columns.unit]]))
    return PostalAddress(
        line, texts[columns.city], texts[columns.state], texts[columns.zip]
    ).one_line


def _texts(con: DuckDBPyConnection, layout: Layout) -> list[_Texts]:
    """The texts of the table `picked`, row by row: as much of them as is ever read."""
    names = sorted(columns_in(layout))
    wanted = ", ".join(f"left(coalesce(trim({name}), ''), {LONGEST})" for name in names)
    rows = con.execute(f"SELECT {wanted} FROM picked ORDER BY no").fetchall()  # noqa: S608
    return [{"": "", **dict(zip(names, row, strict=True))} for row in rows]
