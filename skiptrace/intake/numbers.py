"""The tax numbers of one obligor: what its columns hold together."""

from __future__ import annotations

from collections.abc import Callable

from skiptrace.intake.cells import Cells
from skiptrace.intake.fields.parties import NameKind
from skiptrace.intake.fields.tax_numbers import TaxNumber, TaxNumberReader, target_of
from skiptrace.intake.problem import Wrong

TAX_TARGETS = ("ssn", "tax_id", "ein")
_SECOND = "a second tax number that differs from the first"


def tax_number(
    cells: Cells, reader: TaxNumberReader, kind: NameKind, targets: tuple[str, ...] = TAX_TARGETS
) -> TaxNumber:
    """The numbers of the row's columns together, for an obligor of that kind.

    The first of each kind counts.
    """
    found = TaxNumber()
    for target in targets:
        of = target_of(target, cells.header(target))
        read = cells.take(target, _of(reader, of, kind))
        if read is not None:
            found = _joined(found, read)
    return found


def _of(reader: TaxNumberReader, target: str, kind: NameKind) -> Callable[[str], TaxNumber | Wrong]:
    return lambda text: reader.read(text, target, kind)


def _joined(a: TaxNumber, b: TaxNumber) -> TaxNumber:
    differs = (a.ein and b.ein and a.ein != b.ein) or (a.ssn4 and b.ssn4 and a.ssn4 != b.ssn4)
    words = (a.left_out, b.left_out, _SECOND if differs else "")
    return TaxNumber(
        a.ssn or ("" if differs else b.ssn),
        a.ssn4 or b.ssn4,
        a.ein or b.ein,
        "; ".join(dict.fromkeys(filter(None, words))),
    )
