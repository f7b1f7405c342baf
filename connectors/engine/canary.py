"""A search whose answer is known and is about nobody: it shows that a source still answers so.

It is asked by `sources check` alone, of a free source and at its published address: a town that
plays the source knows nothing of the world's agencies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from connectors.card import StrictTable
from connectors.engine.record_map.rows import TreeRow, shown
from connectors.engine.transport.http import Call
from skiptrace.model.errors import SourceChanged

NOT_ASKED = "the search whose answer is known was not made: it is of the published address"


class Canary(StrictTable):
    """What is asked, as it stands, and what comes: `holds` gives columns of a row, and their texts.

    It is about a public agency, a well-known company or its address, never about a person. At least
    one row holds every text, whatever the case, in its column.
    """

    path: str = ""
    params: dict[str, str] = Field(default_factory=dict)
    holds: Annotated[dict[str, str], Field(min_length=1)]

    def call(
        self, method: str, path: str, fixed: Mapping[str, str], headers: Mapping[str, str]
    ) -> Call:
        """The call that asks it, beside what every call has."""
        where = self.path or path
        return Call(method, where, f"{method} {where} canary", {**fixed, **self.params}, headers)

    def proved(self, rows: Sequence[tuple[str, object]]) -> str:
        """What these rows show, in words; SourceChanged where none is the one that is known."""
        if any(self._is_known(TreeRow(value, place)) for place, value in rows):
            return f"a search whose answer is known gave it, one row of {len(rows)}"
        columns = ", ".join(map(shown, self.holds))
        words = f"{len(rows)} rows came, none with what is known in {columns}"
        raise SourceChanged(f"a search whose answer is known gave another: {words}")

    def _is_known(self, row: TreeRow) -> bool:
        return all(text.casefold() in row[name].casefold() for name, text in self.holds.items())
