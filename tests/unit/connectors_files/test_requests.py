"""How a request is written: each layout, what fits it, and what is left out and said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.files.layout import FilesSection, RequestFile
from connectors.files.request import NotWritten, RequestWriter, batch_of
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry
from tests.inquiries import make_address, make_inquiry
from tests.unit.connectors_files.bureau import card

DAY = date(2026, 11, 30)
KEY = "0123456789abcdef0123456789abcdef"
COLUMNS: list[dict[str, Any]] = [
    {"name": "key", "value": "{key}", "length": 32},
    {"name": "last", "value": "{surname}", "length": 12},
    {"name": "born", "value": "{dob_ccyymmdd?}", "length": 8, "side": "right", "fill": "0"},
]


def ann(surname: str = "Quillfeather", **fields: Any) -> Inquiry:
    return make_inquiry(KEY, name=f"Ann {surname}", **fields)


def written(inquiry: Inquiry, **layout: Any) -> str:
    request = RequestFile.model_validate({"columns": COLUMNS, **layout})
    writer = RequestWriter(request, {"agency": "A7"})
    row = writer.row(inquiry, DAY)
    batch = batch_of({writer.key(inquiry): (inquiry, row)})
    return writer.body(batch, DAY).decode(request.encoding)


BORN = PartialDate(1980, 3, 9)
FORMS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"format": "csv"}, f"key,last,born\n{KEY},Quillfeather,19800309\n"),
    ({"format": "pipe"}, f"key|last|born\n{KEY}|Quillfeather|19800309\n"),
    ({"format": "tsv"}, f"key\tlast\tborn\n{KEY}\tQuillfeather\t19800309\n"),
    ({"format": "fixed"}, f"{KEY}Quillfeather19800309\n"),
    ({"format": "csv", "heading": False}, f"{KEY},Quillfeather,19800309\n"),
    ({"line_end": "\r\n", "heading": False}, f"{KEY},Quillfeather,19800309\r\n"),
    (
        {"format": "fixed", "first": "HDR{today_ccyymmdd}{option.agency}", "last": "TRL{rows_9}"},
        f"HDR20261130A7\n{KEY}Quillfeather19800309\nTRL000000001\n",
    ),
    ({"format": "fixed", "key_length": 28}, f"{KEY[:28]}    Quillfeather19800309\n"),
)


@pytest.mark.parametrize("layout, text", FORMS)
def test_a_request_is_written_by_its_layout(layout: dict[str, Any], text: str) -> None:
    assert written(ann(dob=BORN), **layout) == text


CELLS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("a comma is quoted", "O, Neil", {"format": "csv"}, f'{KEY},"O, Neil",'),
    ("a quote is doubled", 'O"Neil', {"format": "csv"}, f'{KEY},"O""Neil",'),
    ("a pipe is a blank", "O|Neil", {"format": "pipe"}, f"{KEY}|O Neil|"),
    ("a line end is a blank", "O\nNeil", {"format": "csv"}, f"{KEY},ONeil,"),
    ("accents are left off", "Núñez", {"format": "csv"}, f"{KEY},Nunez,"),
    ("accents stay", "Núñez", {"format": "csv", "encoding": "utf-8"}, f"{KEY},Núñez,"),
    ("a fixed column is filled", "Ash", {"format": "fixed"}, f"{KEY}Ash         00000000"),
)


@pytest.mark.parametrize("name, surname, layout, line", CELLS)
def test_a_cell_holds_what_its_column_can(
    name: str, surname: str, layout: dict[str, Any], line: str
) -> None:
    inquiry = ann("Ash")
    names = (type(inquiry.fields.names[0])("Ann", "", surname, original=f"Ann {surname}"),)
    asked = make_inquiry(KEY, names=names)
    assert written(asked, heading=False, **layout) == f"{line}\n"


LONG = "Quillfeather-Ostrander"


@pytest.mark.parametrize(
    "inquiry, changes, words",
    [
        (ann(LONG), {}, "its column last holds 12 characters only"),
        (ann("Łoś"), {}, "its column last is written in ascii only"),
        (ann(), {"value": "{line}"}, "the question lacks what its column last holds"),
    ],
)
def test_a_question_that_does_not_fit_is_not_written(
    inquiry: Inquiry, changes: Mapping[str, Any], words: str
) -> None:
    columns = [COLUMNS[0], {**COLUMNS[1], **changes}, COLUMNS[2]]
    with pytest.raises(NotWritten, match=words) as told:
        written(inquiry, columns=columns)
    assert "Quill" not in str(told.value) and LONG not in str(told.value)


def test_what_may_be_cut_is_cut() -> None:
    columns = [COLUMNS[0], {**COLUMNS[1], "cut": True}, COLUMNS[2]]
    assert written(ann(LONG), columns=columns, format="fixed") == f"{KEY}Quillfeather00000000\n"


def test_the_same_questions_are_the_same_file() -> None:
    one, other = (make_inquiry(digit * 32, name="Ann Ash") for digit in "ab")
    both = {i.id: (i, ("x",)) for i in (one, other)}
    turned = {i.id: (i, ("x",)) for i in (other, one)}
    assert batch_of(both).id == batch_of(turned).id
    assert batch_of(both).id != batch_of({one.id: both[one.id]}).id
    assert one.id not in batch_of(both).id


def request(**changes: Any) -> dict[str, Any]:
    return {**card().section, "request": {**card().section["request"], **changes}}


def reply(**changes: Any) -> dict[str, Any]:
    return {**card().section, "reply": {**card().section["reply"], **changes}}


LAYOUTS: tuple[tuple[dict[str, Any], str], ...] = (
    (request(name="asked.csv"), "`name` holds {batch}"),
    (request(columns=[{"name": "last", "value": "{surname}"}]), "no column holds {key}"),
    (request(last="{lines}"), "lines is no value of a request"),
    (request(format="fixed"), "has a `length`"),
    (request(folder="{surname}"), "surname is no value of a request"),
    (reply(name="answers.csv"), "hold {batch}"),
    (reply(trailer=None), "says when it is whole"),
    (reply(format="fixed"), "has `fields`"),
    (reply(key="ssn"), r"columns unknown: \['ssn'\]"),
    (reply(columns=[*card().section["reply"]["columns"], "x"]), r"neither read nor .*\['x'\]"),
    (reply(columns=[*card().section["reply"]["columns"], "key"]), "a column stands twice"),
    (reply(says={"column": "result", "found": ["F"], "nothing": ["F"]}), "a text stands twice"),
    (reply(trailer={"starts": "END"}), "either `count` or `column`"),
    ({**reply(name="skiptrace-{batch}.csv", folder="{option.request_folder?}")}, "for requests"),
    ({**card().section, "hours": 3}, "hours"),
)


@pytest.mark.parametrize("section, words", LAYOUTS)
def test_a_layout_that_could_not_be_told_apart_is_refused(
    section: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        FilesSection.model_validate(section)


def test_an_address_is_written_from_its_parts() -> None:
    columns = [COLUMNS[0], {"name": "at", "value": "{line}, {zip5}"}]
    place = make_address("12 Oak St", "Port Alvera", "FL", "34802")
    text = written(ann(addresses=(place,)), columns=columns, heading=False)
    assert text == f'{KEY},"12 Oak St, 34802"\n'
