"""What a reply may be, and what then is believed: nobody is ever given another's row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.unit.connectors_files.bureau import (
    HEADING,
    Stand,
    found,
    nobody,
    people,
    standing,
    waiting,
)

NAMES = ("Quillfeather", "Marlowe", "Ostrander")
Lines = Callable[[Sequence[str]], Sequence[str]]


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with standing(tmp_path) as running:
        yield running


@dataclass
class Told:
    """What was asked, and what the reply gives of each."""

    asked: Sequence[Inquiry]
    by_name: dict[str, Answer]


def told(stand: Stand, write: Callable[[str, list[str]], None], names: Sequence[str]) -> Told:
    """The answers once `write` has put the reply there, given the batch and its good rows."""
    asked = people(*names)
    answers = list(stand.connector().search(asked))
    (request,) = stand.bureau.requests()
    rows = {row["key"]: row for row in stand.bureau.rows(request)}
    good = [f"{i.id},{stand.bureau.answers(rows[i.id])}" for i in asked]
    write(request.stem.removeprefix("skiptrace-"), good)
    got = {a.inquiry_id: a for a in stand.connector().collect(waiting(asked, answers))}
    return Told(asked, {name: got[i.id] for name, i in zip(names, asked, strict=True)})


@dataclass(frozen=True)
class Case:
    """A reply of three people by its text, and how the question of each then stands."""

    name: str
    text: Callable[[list[str]], str]
    outcomes: tuple[Outcome, Outcome, Outcome]
    words: str = ""


def whole(rows: Sequence[str], heading: str = HEADING, end: str | None = None) -> str:
    return "\n".join([heading, *rows, f"END,{len(rows)}" if end is None else end, ""])


HIT, WAITS, FAILS = Outcome.HIT, Outcome.PENDING, Outcome.FAILED
ALL_WAIT = (WAITS, WAITS, WAITS)
STRANGER = "f" * 32
CASES = (
    Case("as it should be", lambda rows: whole(rows), (HIT, HIT, HIT)),
    Case("in another order", lambda rows: whole(rows[::-1]), (HIT, HIT, HIT)),
    Case("with line ends of Windows", lambda r: whole(r).replace("\n", "\r\n"), (HIT, HIT, HIT)),
    Case("nothing yet", lambda rows: "", ALL_WAIT, "not there yet"),
    Case("the heading alone", lambda rows: HEADING + "\n", ALL_WAIT, "not there yet"),
    Case(
        "still without its trailer", lambda r: "\n".join([HEADING, *r, ""]), ALL_WAIT, "not there"
    ),
    Case("cut within a row", lambda rows: whole(rows)[:-40], ALL_WAIT, "not there yet"),
    Case("cut within its trailer", lambda rows: whole(rows)[:-3], ALL_WAIT, "not there yet"),
    Case(
        "a trailer of another count",
        lambda rows: whole(rows, end="END,4"),
        ALL_WAIT,
        "SourceChanged: its trailer counts 4 rows, and 3 are there",
    ),
    Case(
        "a trailer that counts nothing",
        lambda rows: whole(rows, end="END,three"),
        ALL_WAIT,
        "SourceChanged: its trailer",
    ),
    Case(
        "a renamed column",
        lambda rows: whole(rows, HEADING.replace("last", "surname")),
        ALL_WAIT,
        "SourceChanged: heading: column 'last' is missing",
    ),
    Case(
        "a new column",
        lambda rows: whole([f"{row},x" for row in rows], f"{HEADING},score"),
        ALL_WAIT,
        "SourceChanged: heading: unknown column 'score'",
    ),
    Case(
        "columns in another order",
        lambda rows: whole(rows, HEADING.replace("first,middle", "middle,first")),
        ALL_WAIT,
        "SourceChanged: heading: the columns stand in another order",
    ),
    Case(
        "a row with a cell more",
        lambda rows: whole([rows[0], f"{rows[1]},x", rows[2]]),
        ALL_WAIT,
        "SourceChanged: row 2: 32 columns, not 31",
    ),
    Case(
        "another encoding",
        lambda rows: whole([rows[0].replace("Ann", "Anné"), *rows[1:]]),
        ALL_WAIT,
        "SourceChanged: row 1: not utf-8",
    ),
    Case("a web page", lambda rows: "<html>back soon</html>\n", ALL_WAIT, "not there yet"),
    Case("a row is missing", lambda rows: whole(rows[1:]), (FAILS, HIT, HIT)),
    Case(
        "a row of nobody of ours",
        lambda rows: whole([*rows, rows[0].replace(rows[0][:32], STRANGER)]),
        (HIT, HIT, HIT),
    ),
    Case("a row without a key", lambda rows: whole([*rows, rows[0][32:]]), (HIT, HIT, HIT)),
    Case(
        "another's row under no key of ours",
        lambda rows: whole([rows[0].replace(rows[0][:32], STRANGER), *rows[1:]]),
        (FAILS, HIT, HIT),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_reply_is_believed_as_far_as_it_holds(stand: Stand, case: Case) -> None:
    def write(batch: str, rows: list[str]) -> None:
        text = case.text(rows)
        encoding = "latin-1" if "encoding" in case.name else "utf-8"
        (stand.server.folder / f"skiptrace-{batch}.out.csv").write_bytes(text.encode(encoding))

    got = told(stand, write, NAMES)
    assert tuple(got.by_name[name].outcome for name in NAMES) == case.outcomes
    for name, answer in got.by_name.items():
        if answer.outcome is Outcome.HIT:
            assert {r.names[0].surname for r in answer.records} == {name}
        else:
            assert case.words in answer.reason and not answer.cost
    assert Outcome.NO_HIT not in case.outcomes


def test_a_missing_row_is_no_word_that_nothing_was_found(stand: Stand) -> None:
    got = told(stand, lambda b, rows: write_all(stand, b, rows[1:]), NAMES)
    missing = got.by_name[NAMES[0]]
    assert missing.outcome is Outcome.FAILED
    assert missing.reason.startswith("SourceUnavailable: the reply is whole and has no row for it")


def test_where_a_missing_row_may_be_billed_the_question_goes_on_waiting(stand: Stand) -> None:
    """At a bureau that bills each row, asking anew could buy it twice."""
    stand.per_call = "0.05"
    got = told(stand, lambda b, rows: write_all(stand, b, rows[1:]), NAMES)
    missing = got.by_name[NAMES[0]]
    assert (missing.outcome, missing.cost) == (Outcome.PENDING, 0)
    assert missing.reason.startswith("InDoubt: ") and "may have been billed" in missing.reason


def test_rows_that_are_nobodys_are_named_by_their_number(stand: Stand) -> None:
    ash = found({"first": "Bo", "last": "Ash", "born": ""})
    strange = [f"{digit * 32},{ash}" for digit in "ef"]
    got = told(stand, lambda b, rows: write_all(stand, b, [strange[0], *rows, strange[1]]), NAMES)
    for answer in got.by_name.values():
        assert "rows 1, 5 of the reply bear no key of the request" in answer.reason
        assert "Ash" not in answer.reason
        assert all(record.names[0].surname != "Ash" for record in answer.records)
    (listed,) = (stand.data / "rejects").iterdir()
    why = "its key is none of the request"
    assert listed.read_text() == f'row,why\n1,"{why}"\n5,"{why}"\n'
    assert listed.stat().st_mode & 0o777 == 0o600


def test_a_key_that_stands_twice_is_a_fault_of_its_question(stand: Stand) -> None:
    stand.reply = {"several": False}
    got = told(stand, lambda b, rows: write_all(stand, b, [*rows, rows[0]]), NAMES)
    twice = got.by_name[NAMES[0]]
    assert twice.outcome is Outcome.PENDING
    assert twice.reason.startswith("SourceChanged: rows 1, 4 of the reply bear its key")
    assert {got.by_name[name].outcome for name in NAMES[1:]} == {Outcome.HIT}


def test_several_rows_of_one_question_are_several_people(stand: Stand) -> None:
    def write(batch: str, rows: list[str]) -> None:
        other = rows[0].replace("R-Quillfeather", "R-2").replace("12 Oak St", "9 Elm St")
        write_all(stand, batch, [rows[0], rows[1], other, rows[2]])

    got = told(stand, write, NAMES)
    answer = got.by_name[NAMES[0]]
    assert [record.ref for record in answer.records] == ["R-Quillfeather", "R-2"]
    assert [record.provenance.locator for record in answer.records] == ["row 1", "row 3"]
    assert len(answer.snapshots) == 2 and str(answer.cost) == "0.25"


CODES = (("an unknown word", ",F,", ",X,"), ("another date", "2019-05-01", "05/01/2019"))


@pytest.mark.parametrize("name, old, new", CODES)
def test_a_row_that_cannot_be_read_is_its_own_fault_and_billed(
    stand: Stand, name: str, old: str, new: str
) -> None:
    """It is kept, so that a card which is mended reads it without buying it again."""
    got = told(stand, lambda b, r: write_all(stand, b, [r[0].replace(old, new), *r[1:]]), NAMES)
    answer = got.by_name[NAMES[0]]
    assert (answer.outcome, str(answer.cost)) == (Outcome.FAILED, "0.25")
    assert answer.reason.startswith("SourceChanged: row 1") and len(answer.snapshots) == 1
    assert {got.by_name[name].outcome for name in NAMES[1:]} == {Outcome.HIT}


def test_a_row_that_cannot_be_read_waits_where_the_source_is_free(stand: Stand) -> None:
    stand.per_hit = "0"
    got = told(stand, lambda b, r: write_all(stand, b, [r[0].replace(",F,", ",X,"), *r[1:]]), NAMES)
    answer = got.by_name[NAMES[0]]
    assert answer.outcome is Outcome.PENDING
    assert answer.reason.startswith("SourceChanged: row 1")


def write_all(stand: Stand, batch: str, rows: Sequence[str]) -> None:
    stand.bureau.reply(batch, rows)


WILD = {"name": "skiptrace-{batch}.out*.csv"}


@pytest.mark.parametrize("differs", [False, True])
def test_of_two_replies_to_one_request_none_is_chosen(stand: Stand, differs: bool) -> None:
    stand.reply = WILD

    def write(batch: str, rows: list[str]) -> None:
        other = [row.replace("12 Oak St", "9 Elm St") for row in rows] if differs else rows
        for name, some in (("out1", rows), ("out2", other)):
            (stand.server.folder / f"skiptrace-{batch}.{name}.csv").write_text(whole(some))

    got = told(stand, write, NAMES)
    ends = {answer.outcome for answer in got.by_name.values()}
    assert ends == ({Outcome.PENDING} if differs else {Outcome.HIT})
    if differs:
        words = {answer.reason for answer in got.by_name.values()}
        assert words == {"SourceChanged: 2 replies to one request, which differ"}


@pytest.mark.parametrize("is_ready", [False, True])
def test_a_reply_is_whole_once_its_mark_is_there(stand: Stand, is_ready: bool) -> None:
    stand.reply = {"trailer": None, "ready": "skiptrace-{batch}.done"}

    def write(batch: str, rows: list[str]) -> None:
        stand.bureau.reply(batch, rows, end="")
        if is_ready:
            (stand.server.folder / f"skiptrace-{batch}.done").touch()

    got = told(stand, write, NAMES)
    assert {a.outcome for a in got.by_name.values()} == ({HIT} if is_ready else {WAITS})


@pytest.mark.parametrize("grows", [False, True])
def test_a_reply_that_still_grows_is_no_answer(stand: Stand, grows: bool) -> None:
    """Without trailer or mark: its size and its time stay the same while we look at it."""
    stand.reply = {"trailer": None, "quiet": 0.05}
    path: list[Path] = []
    last: list[str] = []

    def write(batch: str, rows: list[str]) -> None:
        last.append(rows[2])
        path.append(stand.bureau.reply(batch, rows[:2], end=""))

    def told_of(what: str, name: str) -> int:
        if grows and what == "open" and name.endswith(".out.csv"):
            with path[0].open("a") as file:
                file.write(last[0] + "\n")
        return 0

    stand.server.before = told_of
    got = told(stand, write, NAMES)
    first = got.by_name[NAMES[0]]
    assert first.outcome is (WAITS if grows else HIT)
    assert got.by_name[NAMES[2]].outcome is (WAITS if grows else FAILS)


def test_nobody_found_is_the_bureaus_own_word(stand: Stand) -> None:
    stand.bureau.answers = nobody
    got = told(stand, lambda b, rows: write_all(stand, b, rows), NAMES)
    assert {a.outcome for a in got.by_name.values()} == {Outcome.NO_HIT}
    assert all("no match leaves it open" in a.reason for a in got.by_name.values())


def test_a_found_row_that_names_nobody_is_a_change(stand: Stand) -> None:
    stand.bureau.answers = lambda row: "F" + "," * 29
    got = told(stand, lambda b, rows: write_all(stand, b, rows), NAMES)
    for answer in got.by_name.values():
        assert answer.outcome is Outcome.FAILED and "somebody was found" in answer.reason
