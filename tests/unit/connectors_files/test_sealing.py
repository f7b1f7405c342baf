"""Files that are encrypted by OpenPGP: what leaves, what of a reply is believed, what has no key.

The keys are made here, the server is a real one, and the vendor opens what it was sent by its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.files.connector import FilesConnector
from skiptrace.model.errors import ConfigError, SourceRefused
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.unit.connectors_files.bureau import (
    HEADING,
    Stand,
    cells,
    found,
    people,
    standing,
    waiting,
)

pgp = pytest.importorskip("pysequoia")


def key_of(name: str) -> Any:
    return pgp.Tsk.generate(f"{name} <{name}@example.com>", validity_seconds=400 * 24 * 3600)


HOUSE, VENDOR, STRANGER = key_of("house"), key_of("vendor"), key_of("stranger")


def public(key: Any) -> Any:
    return key.extract_certificate()


@dataclass
class SealedStand:
    """A bureau's server to which files go encrypted, and the vendor's side of it."""

    stand: Stand

    def settings(self, **changes: str) -> dict[str, Any]:
        keys = {"openpgp_key": str(HOUSE), "openpgp_vendor": str(public(VENDOR))}
        secrets = {**dict(self.stand.settings().secrets), **keys, **changes}
        return {"secrets": {name: text for name, text in secrets.items() if text}}

    def connector(self, **changes: str) -> FilesConnector:
        return self.stand.connector(**self.settings(**changes))

    def request(self) -> Path:
        there = self.stand.server.folder.glob("skiptrace-*")
        [path] = [path for path in there if ".out." not in path.name]
        return path

    def opened(self) -> str:
        """The request as the vendor reads it, which is signed by the house."""
        told = pgp.decrypt(
            self.request().read_bytes(), VENDOR.decryptor(), lambda _: [public(HOUSE)]
        )
        assert told.valid_sigs
        return bytes(told.bytes).decode()

    def reply(self) -> bytes:
        """The whole reply in clear: each row of the request, found."""
        rows = [cells(line) for line in self.opened().splitlines()[1:-1]]
        lines = [
            f"{key},{found({'last': last, 'first': 'Ann', 'born': ''})}"
            for key, last in keyed(rows)
        ]
        return "\n".join([HEADING, *lines, f"END,{len(lines)}", ""]).encode()

    def put(self, body: bytes) -> None:
        batch = self.request().name.removeprefix("skiptrace-").removesuffix(".csv.pgp")
        (self.stand.server.folder / f"skiptrace-{batch}.out.csv.pgp").write_bytes(body)

    def asked(self, *surnames: str) -> tuple[list[Inquiry], list[Answer]]:
        asked = people(*surnames)
        return asked, list(self.connector().search(asked))

    def collected(self, asked: list[Inquiry], answers: list[Answer]) -> list[Answer]:
        self.stand.later()
        return list(self.connector().collect(waiting(asked, answers)))


def keyed(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """The key and the surname of each row of a request."""
    yield from ((row[0], next(c for c in row[1:] if c in SURNAMES)) for row in rows)


SURNAMES = ("Quillfeather", "Marlowe")


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[SealedStand]:
    with standing(tmp_path) as running:
        yield SealedStand(running)


def test_what_lies_on_the_server_is_for_the_vendor_alone_and_signed_by_us(
    sealed: SealedStand,
) -> None:
    asked, answers = sealed.asked(*SURNAMES)
    assert {answer.outcome for answer in answers} == {Outcome.PENDING}
    body = sealed.request().read_bytes()
    assert sealed.request().name.endswith(".csv.pgp")
    for inquiry in asked:
        assert inquiry.id.encode() not in body
        assert inquiry.fields.ssn.encode() not in body
        assert inquiry.id in sealed.opened()
    with pytest.raises(RuntimeError, match="No key to decrypt"):
        pgp.decrypt(body, STRANGER.decryptor(), lambda _: [public(HOUSE)])


def test_the_reply_is_opened_and_each_question_keeps_its_own_row(sealed: SealedStand) -> None:
    asked, answers = sealed.asked(*SURNAMES)
    sealed.put(pgp.encrypt(sealed.reply(), [public(HOUSE)], VENDOR.signer()))
    came = sealed.collected(asked, answers)
    assert [answer.outcome for answer in came] == [Outcome.HIT, Outcome.HIT]
    for inquiry, answer in zip(asked, came, strict=True):
        [kept] = answer.snapshots
        assert kept.body.startswith(inquiry.id.encode())
        assert sealed.connector().read(inquiry, answer.snapshots) == answer


def flipped(body: bytes) -> bytes:
    middle = len(body) * 3 // 4
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def to_us(reply: bytes, signer: Any = VENDOR, to: Any = HOUSE) -> bytes:
    signed = signer.signer() if signer is not None else None
    return bytes(pgp.encrypt(reply, [public(to)], signed, armor=False))


NOT_BELIEVED: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "in clear": (lambda reply: reply, "it is no whole OpenPGP message"),
    "empty": (lambda reply: b"", "it is no whole OpenPGP message"),
    "to another key": (lambda reply: to_us(reply, to=STRANGER), "another key than ours"),
    "not signed": (lambda reply: to_us(reply, signer=None), "no valid signature"),
    "signed by a stranger": (lambda reply: to_us(reply, signer=STRANGER), "no valid signature"),
    "signed by us": (lambda reply: to_us(reply, signer=HOUSE), "no valid signature"),
    "changed on its way": (lambda reply: flipped(to_us(reply)), "it was changed on its way"),
    "cut": (lambda reply: to_us(reply)[:-40], "it was changed on its way, or is cut"),
    "signed and in clear": (
        lambda reply: bytes(pgp.sign(VENDOR.signer(), reply, armor=False)),
        "signed and not encrypted",
    ),
}


@pytest.mark.parametrize("name", NOT_BELIEVED)
def test_nothing_of_such_a_reply_is_believed_until_it_is_put_right(
    sealed: SealedStand, name: str
) -> None:
    spoil, words = NOT_BELIEVED[name]
    asked, answers = sealed.asked("Quillfeather")
    reply = sealed.reply()
    sealed.put(spoil(reply))
    [answer] = sealed.collected(asked, answers)
    assert (answer.outcome, answer.records) == (Outcome.PENDING, ())
    assert words in answer.reason and answer.reason.startswith("SourceChanged: OpenPGP")
    assert "Quillfeather" not in answer.reason and "backtrace" not in answer.reason
    sealed.put(to_us(reply))
    [answer] = sealed.collected(asked, answers)
    assert answer.outcome is Outcome.HIT


def test_nothing_is_put_on_the_server_for_a_key_that_has_ended(sealed: SealedStand) -> None:
    sealed.stand.clock.move(timedelta(days=420))
    [answer] = sealed.connector().search(people("Quillfeather"))
    assert answer.outcome is Outcome.BLOCKED
    assert answer.reason.startswith("SourceRefused: OpenPGP: the vendor's key ended on ")
    assert list(sealed.stand.server.folder.iterdir()) == []
    with pytest.raises(SourceRefused, match="ended on"):
        list(sealed.connector().prove())


def test_nothing_is_encrypted_to_a_key_that_was_revoked(sealed: SealedStand) -> None:
    said = bytes(public(VENDOR).revoke(VENDOR.certifier()))
    revoked = pgp.Cert.from_bytes(bytes(public(VENDOR)) + said)
    connector = sealed.connector(openpgp_vendor=str(revoked))
    [answer] = connector.search(people("Quillfeather"))
    assert (answer.outcome, "key was revoked" in answer.reason) == (Outcome.BLOCKED, True)
    assert list(sealed.stand.server.folder.iterdir()) == []


def test_what_is_proved_of_a_server_names_both_keys(sealed: SealedStand) -> None:
    *_, last = sealed.connector().prove()
    for key in (HOUSE, VENDOR):
        assert public(key).fingerprint.upper() in last


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"openpgp_vendor": ""}, "secret openpgp_vendor is not set"),
        ({"openpgp_key": ""}, "secret openpgp_key is not set"),
        ({"openpgp_vendor": "no key"}, "openpgp_vendor: is no OpenPGP public key"),
        ({"openpgp_key": "no key"}, "openpgp_key: is no OpenPGP private key"),
        ({"openpgp_key": str(public(HOUSE))}, "openpgp_key: no private key that signs and opens"),
    ],
    ids=["no vendor's key", "no key of ours", "no public key", "no key", "a public key for ours"],
)
def test_a_key_that_is_none_is_a_setting_to_mend(
    sealed: SealedStand, changes: dict[str, str], words: str
) -> None:
    with pytest.raises(ConfigError, match=words) as told:
        sealed.connector(**changes)
    assert "PRIVATE KEY BLOCK" not in str(told.value)


def test_the_ending_of_names_is_what_the_contract_says(sealed: SealedStand) -> None:
    options = {"host_key": sealed.stand.server.pin, "openpgp_suffix": ".gpg"}
    made = sealed.stand.connector(options=options, **sealed.settings())
    list(made.search(people("Quillfeather")))
    assert sealed.request().name.endswith(".csv.gpg")
