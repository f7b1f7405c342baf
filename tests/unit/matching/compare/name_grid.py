"""Pairs of names by what may differ in them: every difference alone and beside the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from skiptrace.model.subject import PersonName

GIVENS = [
    ("HAROLD", "HAROLD"), ("HAROLD", ""), ("ROBERT", "BOB"), ("CATHERINE", "KATHERINE"),
    ("KATHY", "CATHERINE"), ("CHRISTOPHER", "CHRISTOHPER"), ("JOHN", "JOAN"), ("MARC", "MARK"),
    ("PATRICIA", "PAT"), ("BILLY", "WILL"), ("H", "HAROLD"), ("H", "H"), ("B", "ROBERT"),
    ("R", "BOB"), ("HAROLD", "WALTER"), ("HAROLD", "HECTOR"), ("MARY ANN", "MARY"),
    ("MARY ANN", "MARYANN"), ("JO", "AL"), ("JUDGE", "HAROLD"), ("CORNELL", "COMELL"),
    ("ZEB", "ZEBADIAH"), ("JANIS", "JANICE"), ("HAROLD LEE", "WALTER LEE"), ("MARI BETH", "MARY"),
]  # fmt: skip
MIDDLES = [
    ("", ""), ("LEE", ""), ("LEE", "LEE"), ("L", "LEE"), ("L", "L"), ("L", "M"), ("LEE", "MAY"),
    ("KATHY", "CATHERINE"), ("LEE ANN", "LEE"), ("LEE PAUL", "LEE MARK"), ("P", "LEE PAUL"),
    ("WEXFORD", "L"), ("ROBERT", "T"), ("HAROLD", "R"), ("ROBERT", "HAROLD"), ("GARCIA", ""),
]  # fmt: skip
SURNAMES = [
    ("WEXFORD", "WEXFORD"), ("WEXFORD", ""), ("WEXFORD LUND", "WEXFORD"),
    ("LUND WEXFORD", "WEXFORD"), ("GARCIA LOPEZ", "LOPEZ GARCIA"), ("GARCIA LOPEZ", "GARCIA"),
    ("LOPEZ", "LOPEZ"), ("DE LA CRUZ", "DELACRUZ"), ("DE LA CRUZ", "CRUZ"), ("LE", "LE TRAN"),
    ("SAINT CLAIR", "ST CLAIR"), ("MACDONALD", "MCDONALD"), ("WEXFORD", "WEXFIRD"),
    ("BAKER", "BARKER"), ("WEXFORD", "ORR"), ("WEXFORD", "WADE"), ("REID", "REED"),
    ("HERNANDEZ", "HERNADNEZ"), ("LUND WEXFORD DALE", "WEXFORD"), ("DE LA CRUZ", "DE LA ROSA"),
    ("ORTEGA Y SALAS", "ORTEGA SALAS"), ("CORNWELL", "COMWELL"),
]  # fmt: skip
GENERATIONS = [("", ""), ("JR", "JR"), ("JR", "II"), ("SR", "I"), ("JR", "SR"), ("JR", ""),
               ("I", "JR"), ("II", "III")]  # fmt: skip
WHOLE = [
    (("HAROLD", "", "WEXFORD"), ("WEXFORD", "", "HAROLD")),
    (("HAROLD", "", "WEXFORD"), ("WEXFIRD", "", "HAROLD")),
    (("HAROLD", "", "WEXFORD"), ("WEXFORD", "", "HARLOD")),
    (("HAROLD", "LEE", "WEXFORD"), ("WEXFORD", "L", "HAROLDO")),
    (("JAMES", "", "BAKER"), ("BARKER", "", "JAMES")),
    (("HAROLD", "", "WEXFORD"), ("WEXFORD", "", "WALTER")),
    (("HAROLD", "", "LUND"), ("LUNDE", "", "HAROLD")),
    (("ABE", "", "ORR"), ("ORR", "", "ABEL")),
    (("MARTIN", "", "MARTYN"), ("MARTEN", "", "MARTIN")),
    (("HAROLD", "", "GARCIA LOPEZ"), ("LOPEZ", "", "HARLOD")),
    (("WEI", "", "LI"), ("LI", "", "WEI")),
    (("VAN HUNG", "", "NGUYEN"), ("HUNG", "VAN", "NGUYEN")),
    (("NGUYEN", "VAN", "HUNG"), ("HUNG", "VAN", "NGUYEN")),
    (("NGUYEN", "VAN", "HUNG"), ("HUNG", "", "NGUYEN")),
    (("ANN", "BETH", "ORR"), ("BETH", "ANN", "ORR")),
    (("J", "ROBERT", "ORR"), ("BOB", "", "ORR")),
    (("J", "ROBERT", "ORR"), ("BOB", "T", "ORR")),
    (("K", "C", "ORR"), ("CASEY", "", "ORR")),
    (("JO", "ANN", "ORR"), ("JOANN", "", "ORR")),
    (("MARIA", "GARCIA", "LOPEZ"), ("MARIA", "", "GARCIA LOPEZ")),
    (("MARIA", "GARCIA", "LOPEZ"), ("MARIA", "", "GARCIALOPEZ")),
    (("MARIA", "GARCIA", "LOPEZ"), ("MARIA", "PENA", "LOPEZ")),
    (("MARIA", "GARCIA LUZ", "LOPEZ"), ("MARIA", "GARCIA", "LUZ LOPEZ")),
    (("ANN", "WEXFORD", "ORR"), ("ANN", "", "WEXFORD")),
    (("ANN", "ORR", "LUND"), ("ANN", "LUND", "ORR")),
    (("ANN", "", "ORR"), ("", "", "")),
    (("", "ANN", ""), ("", "BETH", "")),
    (("", "", "ORR"), ("ORR", "", "")),
    (("A", "", "X"), ("A", "X", "Y")),
]  # fmt: skip
"""Names as given, middle, surname, that differ in more than one part at once."""

_TURNED = ((0, 0, 0), (0, 1, 0), (0, 0, 1))
"""Which part of a pair of each table goes to the other side, in turn."""


def grid() -> Iterator[tuple[PersonName, PersonName]]:
    """All pairs of the tables: given names, middle names and surnames together, and the rest."""
    for number, parts in enumerate(product(GIVENS, MIDDLES, SURNAMES)):
        turned = _TURNED[number % len(_TURNED)]
        sides = [[part[x ^ side] for part, x in zip(parts, turned, strict=True)] for side in (0, 1)]
        yield PersonName(*sides[0]), PersonName(*sides[1])
    for given, surname, generation in product(GIVENS, SURNAMES[:10], GENERATIONS):
        yield (
            PersonName(given[0], "", surname[0], generation[0]),
            PersonName(given[1], "", surname[1], generation[1]),
        )
    for (a, b), generation in product(WHOLE, GENERATIONS):
        yield PersonName(*a, generation[0]), PersonName(*b, generation[1])
