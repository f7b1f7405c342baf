"""E-mail addresses: what a field holds, what each is good for, and when two are one mailbox."""

from __future__ import annotations

import pytest

from matching.parse.email.read import EmailFlag, EmailStatus, read_email, read_emails
from tests.tables import each

ADDRESSES = [
    ("ann.lee@example.com", "ann.lee@example.com"),
    (" Ann.Lee@Example.COM ", "ann.lee@example.com"),
    ("<ann@example.com>", "ann@example.com"),
    ("mailto:ann@example.com?subject=hello", "ann@example.com"),
    ("E-mail: ann@example.com.", "ann@example.com"),
    ('"Lee, Ann" <ann@example.com>', "ann@example.com"),
    ("Ann Lee (home) ann@example.com", "ann@example.com"),
    ("ann @ example.com", "ann@example.com"),
    ("ann@example. com", "ann@example.com"),
    ("o'hara@example.com", "o'hara@example.com"),
    ("ann_lee-2@mail.example.co.uk", "ann_lee-2@mail.example.co.uk"),
    ("ann@b\u00fccher.example", "ann@xn--bcher-kva.example"),
    ("1@example.com", "1@example.com"),
]


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_an_address_is_found(text: str, address: str) -> None:
    (found,) = read_emails(text)
    assert (found.address, found.status) == (address, EmailStatus.OK)


@each(
    ("text", "status"),
    [
        ("ann", EmailStatus.INVALID),
        ("ann@", EmailStatus.INVALID),
        ("@example.com", EmailStatus.INVALID),
        ("ann@example", EmailStatus.INVALID),
        ("ann@@example.com", EmailStatus.INVALID),
        ("ann@b@example.com", EmailStatus.INVALID),
        (".ann@example.com", EmailStatus.INVALID),
        ("ann..lee@example.com", EmailStatus.INVALID),
        ("ann@-example.com", EmailStatus.INVALID),
        ("ann@example-.com", EmailStatus.INVALID),
        ("ann@example.c", EmailStatus.INVALID),
        ("ann@10.0.0.1", EmailStatus.INVALID),
        (f"{'a' * 65}@example.com", EmailStatus.INVALID),
        (f"ann@{'b' * 64}.com", EmailStatus.INVALID),
        ("202-456-1414", EmailStatus.INVALID),
        ("none", EmailStatus.PLACEHOLDER),
        ("N/A", EmailStatus.PLACEHOLDER),
        ("refused", EmailStatus.PLACEHOLDER),
        ("none@example.com", EmailStatus.PLACEHOLDER),
        ("noreply@example.com", EmailStatus.PLACEHOLDER),
        ("ann@noemail.com", EmailStatus.PLACEHOLDER),
        ("test@test.com", EmailStatus.PLACEHOLDER),
        ("a@a.com", EmailStatus.PLACEHOLDER),
        ("xxx@xxx.com", EmailStatus.PLACEHOLDER),
    ],
)
def test_what_is_no_address_has_its_status(text: str, status: EmailStatus) -> None:
    (found,) = read_emails(text)
    assert (found.status, found.key) == (status, "")
    assert read_email(text) is None


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_field_gives_none(text: str) -> None:
    assert read_emails(text) == ()
    assert read_email(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.com; bob@example.com",
        "ann@example.com, bob@example.com",
        "ann@example.com bob@example.com",
        "ann@example.com/bob@example.com",
        "Ann <ann@example.com>, Bob <bob@example.com>, Ann <ANN@example.com>",
    ],
)
def test_a_field_may_hold_several(text: str) -> None:
    assert [e.address for e in read_emails(text)] == ["ann@example.com", "bob@example.com"]


def test_the_first_good_one_is_the_address_of_a_field() -> None:
    found = read_email("none@example.com; bob@example.com")
    assert found is not None
    assert found.address == "bob@example.com"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("ann+bills@example.com", "ann@example.com", True),
        ("a.n.n@gmail.com", "ann@googlemail.com", True),
        ("a.n.n@example.com", "ann@example.com", False),
        ("ann@me.com", "ann@icloud.com", True),
        ("ann@protonmail.com", "a.nn@pm.me", True),
        ("ann@gmial.com", "ann@gmail.com", True),
        ("ann@yahoo.com", "ann@gmail.com", False),
        ("+ann@example.com", "ann@example.com", False),
    ],
)
def test_keys_of_one_mailbox_are_equal(a: str, b: str, same: bool) -> None:
    left, right = read_email(a), read_email(b)
    assert left is not None
    assert right is not None
    assert (left.key == right.key) is same


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("ann@example.com", set()),
        ("info@example.com", {EmailFlag.ROLE}),
        ("billing+x@example.com", {EmailFlag.ROLE}),
        ("ann@mailinator.com", {EmailFlag.DISPOSABLE}),
        ("k4x@privaterelay.appleid.com", {EmailFlag.RELAY}),
        ("ann@gmail.con", {EmailFlag.DOMAIN_GUESSED}),
        ("ann (at) example (dot) com", {EmailFlag.SPELLED_OUT}),
        ("ann at example dot com", {EmailFlag.SPELLED_OUT}),
    ],
)
def test_what_was_guessed_is_flagged(text: str, flags: set[EmailFlag]) -> None:
    (found,) = read_emails(text)
    assert found.flags == flags
    assert found.status is EmailStatus.OK


def test_a_guessed_domain_stays_as_written_in_the_address() -> None:
    (found,) = read_emails("ann@gmial.com")
    assert (found.address, found.key) == ("ann@gmial.com", "ann@gmail.com")
