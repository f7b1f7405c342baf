"""Returned-mail codes: the next action, the old address, the notice."""

from __future__ import annotations

from datetime import date

import pytest

from skiptrace.intake.returned_mail import (
    ReturnedPiece,
    apply_piece,
    judge_piece,
    shipped_return_codes,
)
from skiptrace.model.account import NextAction
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import ContactStatus, KnownContact, PostalAddress, Subject
from tests.tables import each

CODES = shipped_return_codes()
OLD = PostalAddress("12 MAIN ST", "PORT ALVERA", "FL", "34102")
NEW = PostalAddress("9 OAK AVE", "NAPLES", "FL", "34103")
BAD, UNKNOWN = ContactStatus.BAD, ContactStatus.UNKNOWN

# Issue 2, section 3, and bureaus-and-systems.md, section 4: every code of every list.
TABLE = [
    ("NIXIE", "A", "full_trace", BAD), ("NIXIE", "B", "repair_address", BAD),
    ("NIXIE", "D", "repair_address", BAD), ("NIXIE", "E", "person_review", UNKNOWN),
    ("NIXIE", "I", "repair_address", BAD), ("NIXIE", "L", "repair_address", BAD),
    ("NIXIE", "M", "full_trace", BAD), ("NIXIE", "N", "repair_address", BAD),
    ("NIXIE", "P", "corroborate_death", BAD), ("NIXIE", "Q", "full_trace", BAD),
    ("NIXIE", "R", "no_trace", UNKNOWN), ("NIXIE", "S", "repair_address", BAD),
    ("NIXIE", "U", "no_trace", UNKNOWN), ("NIXIE", "V", "full_trace", BAD),
    ("ACS", "G", "full_trace", BAD), ("ACS", "K", "full_trace", BAD),
    ("ACS", "W", "wait", UNKNOWN), ("ACS", "N", "repair_address", BAD),
    ("ACS", "P", "corroborate_death", BAD),
    ("NCOALINK", "01", "full_trace", BAD), ("NCOALINK", "02", "full_trace", BAD),
    ("NCOALINK", "03", "full_trace", BAD), ("NCOALINK", "05", "full_trace", BAD),
    ("NCOALINK", "14", "full_trace", BAD), ("NCOALINK", "19", "full_trace", BAD),
    ("NCOALINK", "77", "full_trace", BAD), ("NCOALINK", "66", "person_review", UNKNOWN),
    ("NCOALINK", "00", "full_trace", UNKNOWN), ("NCOALINK", "04", "repair_address", UNKNOWN),
    ("NCOALINK", "06", "person_review", UNKNOWN), ("NCOALINK", "09", "repair_address", UNKNOWN),
    ("NCOALINK", "20", "repair_address", UNKNOWN),
    ("DPV", "Y", "full_trace", UNKNOWN), ("DPV", "S", "repair_address", BAD),
    ("DPV", "D", "repair_address", BAD), ("DPV", "N", "repair_address", BAD),
    ("DPV", "N1", "repair_address", BAD), ("DPV", "AABB", "full_trace", UNKNOWN),
    ("DPV", "AAN1", "repair_address", BAD), ("DPV", "AA CC", "repair_address", UNKNOWN),
    ("DPV", "AA,M1,R7", "repair_address", BAD), ("DPV", "VACANT", "full_trace", BAD),
    ("DPV", "NOSTAT", "person_review", UNKNOWN),
]  # fmt: skip


@each(("code_list", "code", "action", "old"), TABLE)
def test_codes(code_list, code, action, old):
    verdict = judge_piece(ReturnedPiece(code_list, code), CODES)
    assert (verdict.action, verdict.old_address) == (action, old)
    assert verdict.words


@pytest.mark.parametrize(
    ("code_list", "code"),
    [("ACS", ""), ("NCOALINK", "A"), ("NCOALINK", "91"), ("NCOALINK", "92"),
     ("NIXIE", "Q"), ("NIXIE", "N"), ("ACS", "K")],
)  # fmt: skip
def test_a_new_address_is_verified_before_anything_is_bought(code_list, code):
    verdict = judge_piece(ReturnedPiece(code_list, code, forward=NEW), CODES)
    assert (verdict.action, verdict.old_address) == (NextAction.VERIFY_FORWARD, BAD)


@pytest.mark.parametrize("code", ["R", "U", "P", "E"])
def test_a_new_address_does_not_undo_what_the_code_says(code):
    without = judge_piece(ReturnedPiece("NIXIE", code), CODES)
    assert judge_piece(ReturnedPiece("NIXIE", code, forward=NEW), CODES).action is without.action


@pytest.mark.parametrize(("code_list", "code"), [("ACS", ""), ("NCOALINK", "A")])
def test_an_announced_address_that_is_not_there_asks_a_person(code_list, code):
    verdict = judge_piece(ReturnedPiece(code_list, code), CODES)
    assert verdict.action is NextAction.PERSON_REVIEW
    assert "the file has none" in verdict.words


@pytest.mark.parametrize(
    ("code_list", "code", "old"),
    [
        ("NIXIE", "K", BAD),
        ("NIXIE", "ZZ", BAD),
        ("ACS", "9", BAD),
        ("NCOALINK", "55", UNKNOWN),
        ("DPV", "AAQQ", UNKNOWN),
        ("DPV", "AAB", UNKNOWN),
        ("", "", BAD),
    ],
)
def test_unknown_codes_ask_a_person_and_never_a_trace(code_list, code, old):
    verdict = judge_piece(ReturnedPiece(code_list, code), CODES)
    assert (verdict.action, verdict.old_address) == (NextAction.PERSON_REVIEW, old)


def subject(*contacts):
    return Subject("s", addresses=contacts)


def test_the_old_address_is_bad_at_once_and_the_new_one_unknown():
    piece = ReturnedPiece("NCOALINK", "A", date(2026, 10, 1), NEW)
    after, fact, _ = apply_piece("a", subject(KnownContact(OLD)), piece, CODES)
    since = PartialDate(2026, 10, 1)
    assert after.addresses == (KnownContact(OLD, BAD, since), KnownContact(NEW, UNKNOWN, since))
    assert fact.undelivered
    assert (fact.account_id, fact.action, fact.on) == (
        "a", NextAction.VERIFY_FORWARD, date(2026, 10, 1),
    )  # fmt: skip


def test_a_refused_piece_leaves_the_address_but_the_notice_is_remembered():
    after, fact, _ = apply_piece(
        "a", subject(KnownContact(OLD)), ReturnedPiece("NIXIE", "R"), CODES
    )
    assert after.addresses == (KnownContact(OLD),)
    assert fact.undelivered
    assert fact.action is NextAction.NO_TRACE


@pytest.mark.parametrize(
    ("old", "bad"),
    [
        (None, [True, False]),
        (PostalAddress("9 OAK AVENUE", "NAPLES", "FL", "34103"), [False, True]),
        (PostalAddress(zip5="34103"), [False, True]),
        (PostalAddress(zip5="99501"), [True, False]),
        (PostalAddress("1 ELM ST", "NAPLES", "FL", "34103"), [False, False, True]),
        (PostalAddress("9 OKA AVE", "NAPLES", "FL", "34103"), [False, False, True]),
        (PostalAddress("9 OAK", "NAPLES", "FL", "34103"), [False, True]),
        (PostalAddress("9 BIRCH RD", "NAPLES", "FL", "34103"), [False, False, True]),
    ],
)
def test_only_the_address_that_the_piece_went_to_is_marked(old, bad):
    known = subject(KnownContact(OLD), KnownContact(NEW))
    after, _, _ = apply_piece("a", known, ReturnedPiece("ACS", "K", old=old), CODES)
    assert [contact.status is BAD for contact in after.addresses] == bad


@pytest.mark.parametrize(
    ("line", "zip5", "is_new"),
    [
        ("12 Alder Street", "05641", False),
        ("12 Aldre St", "05641", False),
        ("12 Alder St", "", False),
        ("12 Alder St Apt 4", "05641", True),
        ("14 Alder St", "05641", True),
    ],
)
def test_a_forward_is_new_unless_it_is_the_same_delivery_point(line, zip5, is_new):
    known = PostalAddress("12 Alder St", "Barre", "VT", "05641")
    forward = PostalAddress(line, "Barre", "VT", zip5)
    piece = ReturnedPiece("NCOALINK", "A", date(2026, 10, 1), forward)
    after, _, _ = apply_piece("a", subject(KnownContact(known)), piece, CODES)
    assert [c.value for c in after.addresses] == [known] + [forward] * is_new


@pytest.mark.parametrize(
    ("piece", "undelivered"),
    [
        (ReturnedPiece("ACS", "", forward=NEW, mail_action="F"), False),
        (ReturnedPiece("ACS", "", forward=NEW, mail_action="D"), True),
        (ReturnedPiece("NIXIE", "U"), True),
        (ReturnedPiece("NCOALINK", "00"), False),
        (ReturnedPiece("NCOALINK", "00", date(2026, 10, 1)), True),
        (ReturnedPiece("DPV", "Y"), False),
    ],
)
def test_whether_a_notice_may_not_have_arrived(piece, undelivered):
    assert judge_piece(piece, CODES).undelivered is undelivered
