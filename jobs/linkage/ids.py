"""Which column names the rows of a file to be linked, and the two of a file of pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from config.columns import column_tables, header_words
from config.headers import Meaning, read_header
from skiptrace.model.errors import IntakeError

SUBJECTS, RECORDS = "subjects", "records"
"""The two files of a linking."""

ID = "id"
OWN_IDS: Mapping[str, tuple[str, ...]] = {
    SUBJECTS: ("debtor id", "subject id"),
    RECORDS: ("record id",),
}
"""Headers of the column that names a row of one of the files and of no other."""

_EXAMPLE = "or another that is known, as account_number or customer_id"


def id_column(header: Sequence[str], role: str, taken: frozenset[int]) -> int:
    """The position of the id among columns that the user did not name.

    The file's own header comes first, then `id`, then any known one. Raises IntakeError when there
    is none, or several of one rank.
    """
    for places in _ranked(header, role):
        left = [at for at in places if at not in taken]
        if len(left) > 1:
            raise IntakeError(_several([header[at] for at in left]))
        if left:
            return left[0]
    wanted = " or ".join(known.replace(" ", "_") for known in (*OWN_IDS[role], ID))
    raise IntakeError(f"no id column: expected {wanted}, {_EXAMPLE}; name it with --map id=COLUMN")


def told_id(header: Sequence[str], places: Sequence[int]) -> int | None:
    """The column that the user named as the id, None without one; IntakeError for several."""
    found = sorted({*places})
    if len(found) > 1:
        raise IntakeError(_several([header[at] for at in found]))
    return found[0] if found else None


def _ranked(header: Sequence[str], role: str) -> list[list[int]]:
    words = [header_words(name) for name in header]
    held = column_tables().link[ID]
    return [
        [at for at, word in enumerate(words) if word in OWN_IDS[role]],
        [at for at, word in enumerate(words) if word == ID],
        [at for at, read in enumerate(read_header(header)) if read and _are(read, held)],
    ]


def _are(meanings: Sequence[Meaning], held: Sequence[str]) -> bool:
    return all(meaning.held in held for meaning in meanings)


def _several(names: Sequence[str]) -> str:
    if len({header_words(name) for name in names}) == 1:
        return f"{len(names)} columns are called {names[0]!r}"
    shown = " and ".join(map(repr, names))
    return f"{shown} may each be the id; say which with --map id=COLUMN"


def pair_columns(header: Sequence[str], ids: tuple[str, str]) -> tuple[int, int]:
    """The columns with the ids of subjects and records in a file of pairs.

    They are called as in the two files (`ids`), or by the files' own headers. Raises IntakeError,
    without the file's name, when one is not there.
    """
    words = [header_words(name) for name in header]
    called = [header_words(name) for name in ids]
    found = []
    for role, name in zip((SUBJECTS, RECORDS), called, strict=True):
        known = [*OWN_IDS[role], *([name] if called[0] != called[1] else [])]
        places = [at for at, word in enumerate(words) if word in known]
        if not places:
            shown = " or ".join(dict.fromkeys(one.replace(" ", "_") for one in known))
            raise IntakeError(f"no column {shown} with the ids of the {role}")
        found.append(places[0])
    return found[0], found[1]
