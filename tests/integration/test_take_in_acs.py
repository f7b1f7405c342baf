"""ACS files: each record reaches the obligor that it names, and nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jobs.take_in_acs import TakeInAcs
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.intake.returned_mail import shipped_return_codes
from skiptrace.model.account import Account, ObligorRole
from skiptrace.model.subject import (
    ContactStatus,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)

ELM = PostalAddress("12 ELM ST", "LARKSPUR", "TX", "75001")


def field(text: str, width: int) -> str:
    return text.ljust(width)[:width]


def acs_record(keyline: str, last: str, first: str) -> str:
    """A detail record of a move from 12 ELM ST to 9 OAK AVE."""
    record = [" "] * 700

    def put(offset: int, text: str) -> None:
        record[offset : offset + len(text)] = text

    put(0, "202")
    put(3, "00000001")
    put(11, "123456789")
    put(20, field(keyline, 16))
    put(36, "20260901")
    put(44, "I")
    put(49, field(last, 20))
    put(69, field(first, 15))
    put(96, "S")
    put(125, field("12", 10))
    put(137, field("ELM", 28))
    put(165, "ST")
    put(185, field("LARKSPUR", 28))
    put(213, "TX75001")
    put(220, "S")
    put(257, field("9", 10))
    put(269, field("OAK", 28))
    put(297, "AVE")
    put(317, field("LARKSPUR", 28))
    put(345, "TX75002")
    put(534, "20261005")
    put(543, "F")
    put(544, "C")
    return "".join(record)


def acs_file(folder: Path, *records: str) -> Path:
    header = field("H02900555" + "20261005" + "0000000001" + f"{len(records):09d}", 700)
    path = folder / "acs.txt"
    path.write_bytes("\n".join([header, *records, ""]).encode("ascii"))
    return path


@pytest.fixture
def joint(case: CaseFile) -> CaseFile:
    """One account that two people at one address owe."""
    account = Account("", "10001", status="open", state="TX")
    people = [
        (PersonName("MARTIN", "", "QUILLFEATHER"), ObligorRole.PRIMARY),
        (PersonName("DEBORAH", "", "VANTONGEREN"), ObligorRole.CO_OBLIGOR),
    ]
    with case.write() as tx:
        for name, role in people:
            subject = Subject("", names=(name,), addresses=(KnownContact(ELM),))
            case.accounts.add(tx, [AccountEntry(account, subject, role)])
    return case


@pytest.mark.parametrize(
    ("last", "first", "moved"),
    [
        ("QUILLFEATHER", "MARTIN", {"QUILLFEATHER"}),
        ("VANTONGEREN", "DEBORAH", {"VANTONGEREN"}),
        ("", "", {"QUILLFEATHER", "VANTONGEREN"}),
        ("STRANGER", "PAT", set()),
    ],
)
def test_a_move_is_noted_for_the_obligor_it_names(
    joint: CaseFile, tmp_path: Path, last: str, first: str, moved: set[str]
) -> None:
    path = acs_file(tmp_path, acs_record("10001", last, first))
    done = TakeInAcs(joint, shipped_return_codes()).run(path, lambda count: None)
    with joint.read() as tx:
        primary = joint.accounts.find(tx, "10001")
        assert primary is not None
        entries = joint.accounts.obligors(tx, primary.account.id)
    bad = {
        entry.subject.names[0].surname
        for entry in entries
        for known in entry.subject.addresses
        if known.status is ContactStatus.BAD and known.since is not None
    }
    assert bad == moved
    assert (done.updated, done.rejected) == (len(moved), 0 if moved else 1)


@pytest.mark.parametrize(
    ("printed", "found"),
    [("10001", True), ("100016", True), ("#1000 16#", True), ("100018", False), ("19", False)],
)
def test_a_keyline_may_have_its_check_digit(
    joint: CaseFile, tmp_path: Path, printed: str, found: bool
) -> None:
    path = acs_file(tmp_path, acs_record(printed, "QUILLFEATHER", "MARTIN"))
    done = TakeInAcs(joint, shipped_return_codes()).run(path, lambda count: None)
    assert (done.updated, done.rejected) == (int(found), int(not found))


def test_a_keyline_that_no_account_has_is_a_reject_with_its_reason(
    case: CaseFile, tmp_path: Path
) -> None:
    path = acs_file(tmp_path, acs_record("99999", "QUILLFEATHER", "MARTIN"))
    done = TakeInAcs(case, shipped_return_codes()).run(path, lambda count: None)
    assert (done.updated, done.rejected) == (0, 1)
    reasons = done.rejects[0].read_text()
    assert "keyline" in reasons and "99999" not in reasons
    assert date(2026, 9, 1).isoformat() not in reasons
