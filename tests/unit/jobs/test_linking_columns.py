"""What the columns of a file are taken for, by header and by what the user says."""

from __future__ import annotations

import pytest

from jobs.linkage.columns import Assigned, Mapped, assign
from jobs.linkage.ids import RECORDS, SUBJECTS
from matching.encode.layout import NameColumns, PlaceColumns
from skiptrace.model.errors import IntakeError

TASK = (
    "debtor_id", "first_name", "middle_initial", "last_name", "suffix", "dob", "ssn4", "phone",
    "street_number", "street_name", "unit_number", "po_box", "city", "state", "zip", "source_type",
    "record_year",
)  # fmt: skip


def of(*header: str, mapped: tuple[Mapped, ...] = ()) -> Assigned:
    return assign(("debtor_id", *header), SUBJECTS, mapped, None)


def test_the_columns_of_the_tasks_are_understood_as_they_are() -> None:
    found = assign(TASK, SUBJECTS, (), None)
    assert found.id == 0
    assert [TASK[at] for at in found.unused] == ["source_type", "record_year"]
    assert found.layout.names == (NameColumns("c1", "c2", "c3", "c4"),)
    place = PlaceColumns("c8", "c9", "c10", "c11", city="c12", state="c13", zip="c14")
    assert found.layout.places == (place,)
    assert found.layout.phones == ("c7",)
    assert (found.layout.dob, found.layout.ssn4) == ("c5", "c6")


def test_an_earlier_surname_goes_with_the_present_given_name() -> None:
    found = of("first_name", "last_name", "former_last_name", "alias")
    assert found.layout.names == (
        NameColumns(first="c1", last="c2"),
        NameColumns(first="c1", last="c3"),
        NameColumns(full="c4"),
    )


def test_numbered_names_of_others_are_not_used_unless_told() -> None:
    header = ("first_name", "last_name", "first_name_2", "last_name_2")
    assert of(*header).unused == (3, 4)
    told = (Mapped("last_name", "last_name"), Mapped("last_name", "last_name_2"))
    assert of(*header, mapped=told).layout.names[1] == NameColumns(first="c1", last="c4")


@pytest.mark.parametrize(
    ("header", "places"),
    [
        (("address1", "address2", "city"), [PlaceColumns(line="c1", line_2="c2", city="c3")]),
        (("address1", "address2"), [PlaceColumns(line="c1"), PlaceColumns(line="c2")]),
        (
            ("address1", "city1", "address2", "city2"),
            [PlaceColumns(line="c1", city="c2"), PlaceColumns(line="c3", city="c4")],
        ),
        (
            ("street", "city", "mailing_street", "mailing_city"),
            [PlaceColumns(line="c1", city="c2"), PlaceColumns(line="c3", city="c4")],
        ),
        (("house_number", "street"), [PlaceColumns(number="c1", street="c2")]),
        (("address", "address_line_2", "zip"), [PlaceColumns(line="c1", line_2="c2", zip="c3")]),
    ],
)
def test_lines_and_several_addresses_are_told_apart(
    header: tuple[str, ...], places: list[PlaceColumns]
) -> None:
    assert of(*header).layout.places == tuple(places)


def test_phones_and_emails_of_all_columns_are_one_set() -> None:
    found = of("phone", "Cell Phone", "phone2", "email", "other email")
    assert found.layout.phones == ("c1", "c2", "c3")
    assert found.layout.emails == ("c4", "c5")


def test_what_the_user_says_wins() -> None:
    header = ("dob", "opened", "last_name", "phone")
    found = of(*header, mapped=(Mapped("dob", "OPENED"), Mapped("ignore", "phone")))
    assert found.layout.dob == "c2"
    assert found.layout.phones == ()
    assert found.unused == (1, 4)


def test_an_id_of_any_name_may_be_told() -> None:
    found = assign(("nr", "last_name"), RECORDS, (Mapped("id", "nr"),), None)
    assert found.id == 0


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("last_name",), "no id column: expected record_id or id, or another"),
        (("id", "ID", "last_name"), "2 columns are called 'id'"),
        (("record_id", "shoe_size"), "no column to compare by"),
    ],
)
def test_files_without_what_is_needed_are_refused(header: tuple[str, ...], words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        assign(header, RECORDS, (), None)
