"""Which values of linked pairs met, as the files have them: the column `met` of --explain."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.default_model import LINK_MODEL
from jobs.linkage.link import Detail, LinkFiles, LinkSettings, link_files
from matching.score.person_model import load_model

Row = dict[str, str]
SETTINGS = LinkSettings(
    model=load_model(LINK_MODEL),
    today=date(2026, 11, 1),
    threshold=0.0,
    detail=Detail.TERMS,
)
WHO = {"dob": "1980-03-14", "zip": "75001"}
"""Enough for a pair to be compared."""

HOME = {"address": "100 N Main St Apt 4", "city": "Larkspur", "state": "TX", "zip": "75001"}
OTHER = {"address": "9 Elm Ct", "city": "Dallas", "state": "TX", "zip": "75201"}
PHONES_AGREE = "a phone number that is kept for fiction (555-01xx) agrees"
AGREE = "an address agrees; ZIP code and city agree"


def mailing(place: Row) -> Row:
    return {f"mailing_{name}": text for name, text in place.items()}


def write(path: Path, rows: Sequence[Row]) -> None:
    header = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, header, restval="")
        writer.writeheader()
        writer.writerows(rows)


def linked(
    folder: Path, subjects: Sequence[Row], records: Sequence[Row], settings: LinkSettings = SETTINGS
) -> list[Row]:
    """The pairs of two files; rows get an id."""
    write(folder / "s.csv", [{"debtor_id": f"D{n}"} | row for n, row in enumerate(subjects)])
    write(folder / "r.csv", [{"record_id": f"R{n}"} | row for n, row in enumerate(records)])
    files = LinkFiles(folder / "s.csv", folder / "r.csv", folder / "o.csv")
    link_files(files, settings, lambda steps: lambda done: None)
    with (folder / "o.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def met(row: Row) -> dict[str, tuple[str, str, str]]:
    told = json.loads(row["met"])
    assert len({one["kind"] for one in told}) == len(told)
    return {one["kind"]: (one["ours"], one["theirs"], one["words"]) for one in told}


ANN = {"first_name": "Ann", "last_name": "Wexford"}
CASES = [
    # two addresses on each side: the second with the first
    ({**ANN, **OTHER, **mailing(HOME)},
     {**ANN, **HOME, "address": "100 N MAIN ST #4", **mailing(OTHER | {"address": "1 Oak"})},
     "place", ("100 N Main St Apt 4, Larkspur, TX 75001", "100 N MAIN ST #4, Larkspur, TX 75001",
               AGREE)),
    # an address in parts with one in lines
    ({**ANN, "street_number": "100", "street_name": "N Main St", "unit_number": "Apt 4",
      "city": "Larkspur", "state": "TX", "zip": "75001"},
     {**ANN, **HOME, "address": "100 N MAIN ST", "address_2": "# 4"},
     "place", ("100 N Main St Apt 4, Larkspur, TX 75001", "100 N MAIN ST # 4, Larkspur, TX 75001",
               AGREE)),
    ({**ANN, "po_box": "7", "city": "Larkspur", "state": "TX", "zip": "75001"},
     {**ANN, "address": "P.O. BOX 7, LARKSPUR TX 75001", "zip": ""},
     "place", ("PO Box 7, Larkspur, TX 75001", "P.O. BOX 7, LARKSPUR TX 75001", AGREE)),
    # a former surname, with the given name of the row; a name turned in one field; an alias
    ({**ANN, "former_last_name": "Quillfeather"}, {"full_name": "QUILLFEATHER, ANN"},
     "name", ("Ann Quillfeather", "QUILLFEATHER, ANN", "surnames agree; given names agree")),
    ({"first_name": "Wexford", "last_name": "Ann"}, {**ANN},
     "name", ("Wexford Ann", "Ann Wexford",
              "surnames agree; given names agree; given name and surname stand exchanged")),
    ({**ANN, "alias": "Annette Ostrander"}, {"first_name": "Annette", "last_name": "Ostrander"},
     "name", ("Annette Ostrander", "Annette Ostrander", "surnames agree; given names agree")),
    # a whole name where the parts say nothing
    ({"first_name": "", "last_name": "", "full_name": "ANN WEXFORD"}, {**ANN},
     "name", ("ANN WEXFORD", "Ann Wexford", "surnames agree; given names agree")),
    # phones are compared in the order of their digits, whatever columns they stand in
    ({**ANN, "phone": "972-555-0177", "phone_2": "(214) 555-0142"},
     {**ANN, "phone": "3055550199", "phone_2": "9725550177"},
     "phone", ("972-555-0177", "9725550177", PHONES_AGREE)),
    ({**ANN, "phone": "2145550142; 9725550177"}, {**ANN, "phone": "972.555.0177"},
     "phone", ("(972) 555-0177", "972.555.0177", PHONES_AGREE)),
    ({**ANN, "phone": "9725550177", "phone_2": "972-555-0177"}, {**ANN, "phone": "972.555.0177"},
     "phone", ("9725550177", "972.555.0177", PHONES_AGREE)),
    ({**ANN, "email": "old@example.com", "email_2": "Ann@Example.com"},
     {**ANN, "email": "ann@example.com, new@example.com"},
     "email", ("Ann@Example.com", "ann@example.com", "an e-mail address agrees")),
    ({**ANN}, {**ANN, "dob": "03/14/1980"},
     "birth", ("1980-03-14", "03/14/1980", "dates of birth agree")),
    ({**ANN, "ssn": "900-12-4321"}, {**ANN, "ssn4": "4321"},
     "ssn", ("xxx-xx-4321", "xxx-xx-4321",
             "the last four digits of the social security numbers agree")),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "kind", "told"), CASES)
def test_values_are_told_as_the_files_have_them(
    tmp_path: Path, ours: Row, theirs: Row, kind: str, told: tuple[str, str, str]
) -> None:
    (row,) = linked(tmp_path, [WHO | ours], [WHO | theirs])
    assert met(row)[kind] == told


def test_many_rows_tell_their_own_values_whatever_the_partition(tmp_path: Path) -> None:
    """All cases in one file, so that rows lie apart and most columns of a row are empty."""
    subjects = [WHO | ours | {"dob": f"19{n + 40}-03-14"} for n, (ours, *_) in enumerate(CASES)]
    records = [
        WHO | {"dob": f"19{n + 40}-03-14"} | theirs for n, (_, theirs, *_) in enumerate(CASES)
    ]
    at_once = linked(tmp_path, subjects, records)
    found = {(row["debtor_id"], row["record_id"]): met(row) for row in at_once}
    for n, (_, _, kind, told) in enumerate(CASES):
        if kind != "birth":
            assert found[f"D{n}", f"R{n}"][kind] == told
    assert linked(tmp_path, subjects, records, replace(SETTINGS, partition=3)) == at_once


def test_what_is_missing_on_a_side_did_not_meet(tmp_path: Path) -> None:
    ours = WHO | ANN | {"phone": "none", "email": "a@example.com", "ssn": ""}
    theirs = WHO | ANN | {"phone": "9725550177", "email": "", "ssn": "900124321"}
    (row,) = linked(tmp_path, [ours], [theirs])
    assert set(met(row)) == {"name", "birth", "place"}


def test_each_term_is_told_once_and_no_number_is_told_whole(tmp_path: Path) -> None:
    (row,) = linked(tmp_path, [WHO | ANN | HOME | {"ssn": "900124321"}], [
        WHO | ANN | HOME | {"ssn": "900-12-4321"}])  # fmt: skip
    terms = json.loads(row["terms"])
    said = [frozenset(term["name"].split(" and ")) for term in terms]
    assert len(said) == len(set(said))
    assert sum(term["bits"] for term in terms) == float(row["weight_bits"])
    assert not any(number in row["met"] for number in ("900124321", "900-12"))
    assert "Wexford" not in row["terms"]
