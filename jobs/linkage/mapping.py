"""What the user says of columns: TARGET=COLUMN, or a TOML file of such lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from config.loader import Table, from_file
from jobs.linkage.columns import IGNORED, Mapped, targets
from jobs.linkage.ids import ID, RECORDS, SUBJECTS

ROLES = (SUBJECTS, RECORDS)
_SAME = {"middle_initial": "middle_name"}
_IDS = {"debtor_id": SUBJECTS, "subject_id": SUBJECTS, "record_id": RECORDS}
Columns = dict[str, str | tuple[str, ...]]


class MappingFile(Table):
    """A mapping file: tables of target = "column" or ["column", ...], for one file or for both."""

    columns: Columns = Field(default_factory=dict)
    subjects: Columns = Field(default_factory=dict)
    records: Columns = Field(default_factory=dict)


def mapped_by(text: str) -> tuple[Mapped, ...]:
    """The columns that TARGET=COLUMN, subjects.TARGET=COLUMN or the path of a TOML file names.

    Raises ValueError for a text of another form and for a target that is not known; ConfigError for
    a file that cannot be read.
    """
    target, equals, column = text.partition("=")
    if equals and not (target.endswith(".toml") and Path(text).is_file()):
        role, dot, bare = target.strip().rpartition(".")
        return (_mapped(bare if dot else target.strip(), column.strip(), role),)
    if text.endswith(".toml"):
        return tuple(_of_file(from_file(Path(text), MappingFile)))
    raise ValueError("expected TARGET=COLUMN or a file ending in .toml")


def _of_file(found: MappingFile) -> Iterator[Mapped]:
    for role, columns in (("", found.columns), *((r, getattr(found, r)) for r in ROLES)):
        for target, names in columns.items():
            for name in (names,) if isinstance(names, str) else names:
                yield _mapped(target, name, role)


def _mapped(target: str, column: str, role: str) -> Mapped:
    target = _SAME.get(target, target)
    if target in _IDS:
        target, role = ID, role or _IDS[target]
    if role not in ("", *ROLES):
        raise ValueError(f"expected subjects or records in front of the point, not {role!r}")
    if target not in (*targets(), IGNORED):
        raise ValueError(f"unknown target {target!r}; expected {', '.join((*targets(), IGNORED))}")
    if not column:
        raise ValueError(f"{target}: expected the name of a column behind =")
    return Mapped(target, column, role)
