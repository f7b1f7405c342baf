"""What goes wrong between us and a real SFTP server, and what is then believed of a question."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko
import pytest

from connectors.engine.transport import sftp
from connectors.files.connector import FilesConnector
from connectors.kit.sftp_server import Dropped, LoopbackServer, Told, nothing
from skiptrace.model.errors import (
    ConfigError,
    ConnectorError,
    InDoubt,
    LeaseLost,
    PermitExpired,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.waterfall import Outcome
from tests.unit.connectors_files.bureau import Stand, people, standing, waiting


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with standing(tmp_path) as running:
        yield running


def on(what: str, number: int = 1, broken: int = 0) -> Told:
    """The so-manieth thing of that kind is answered with an errno; with 0 the connection ends."""
    left = [number]

    def told(done: str, path: str) -> int:
        if done != what:
            return 0
        left[0] -= 1
        if left[0]:
            return 0
        if broken:
            return broken
        raise Dropped

    return told


@dataclass(frozen=True)
class Fault:
    """What breaks, how its questions end, and whether the bureau has their file then."""

    name: str
    breaks: Callable[[LoopbackServer], object]
    outcome: Outcome
    reason: str
    is_submitted: bool = False


def breaking(where: str, told: Told) -> Callable[[LoopbackServer], object]:
    return lambda server: setattr(server, where, told)


UPLOADS = (
    Fault(
        "the disk is full",
        breaking("before", on("write", 1, errno.ENOSPC)),
        Outcome.FAILED,
        "SourceUnavailable",
    ),
    Fault(
        "no file may be put there",
        breaking("before", on("open", 1, errno.EACCES)),
        Outcome.BLOCKED,
        "SourceRefused",
    ),
    Fault(
        "no folder of that name",
        breaking("before", on("open", 1, errno.ENOENT)),
        Outcome.FAILED,
        "SourceUnavailable",
    ),
    Fault(
        "dropped in the middle of the upload",
        breaking("before", on("write", 2)),
        Outcome.FAILED,
        "SourceUnavailable",
    ),
    Fault(
        "a name may not be given",
        breaking("before", on("rename", 1, errno.EACCES)),
        Outcome.BLOCKED,
        "SourceRefused",
    ),
    Fault(
        "dropped before the name was given",
        breaking("before", on("rename")),
        Outcome.FAILED,
        "SourceUnavailable",
    ),
    Fault(
        "dropped after the name was given",
        breaking("after", on("rename")),
        Outcome.PENDING,
        "",
        is_submitted=True,
    ),
    Fault(
        "an error after the name was given",
        breaking("after", on("rename", 1, errno.EIO)),
        Outcome.PENDING,
        "",
        is_submitted=True,
    ),
)


@pytest.mark.parametrize("fault", UPLOADS, ids=lambda fault: fault.name)
def test_an_upload_that_fails_is_no_question_and_one_that_was_taken_is(
    stand: Stand, fault: Fault
) -> None:
    asked = numbered(600)
    fault.breaks(stand.server)
    answers = list(stand.connector().search(asked))
    assert {a.outcome for a in answers} == {fault.outcome}
    assert all(a.reason.startswith(fault.reason) and not a.cost for a in answers)
    assert bool(stand.bureau.requests()) == fault.is_submitted
    stand.server.before = stand.server.after = nothing
    stand.bureau.answer()
    again = list(stand.connector().search(asked))
    assert {a.outcome for a in again} == {Outcome.PENDING}
    assert len(stand.bureau.requests()) == 1, "it is sent once in all"
    stand.bureau.answer()
    got = list(stand.connector().collect(waiting(asked, again)))
    assert {a.outcome for a in got} == {Outcome.HIT}
    assert set(stand.bureau.billed.values()) == {1}


def numbered(count: int) -> list[Inquiry]:
    """So many questions that their file leaves in several pieces."""
    return people(*(f"Quillfeather {'abcdefghij'[n % 10] * (n // 10 + 1)}" for n in range(count)))


@pytest.mark.parametrize("is_submitted", [False, True])
def test_where_the_server_is_gone_after_the_name_a_question_is_in_doubt(
    stand: Stand, is_submitted: bool
) -> None:
    asked = people("Quillfeather", "Marlowe")
    gone = [False]

    def told(done: str, path: str) -> int:
        gone[0] = gone[0] or done == "rename"
        if gone[0]:
            raise Dropped
        return 0

    stand.server.before = told if not is_submitted else lambda _, __: told("", "")
    stand.server.after = told
    answers = list(stand.connector().search(asked))
    assert {a.outcome for a in answers} == {Outcome.IN_DOUBT}
    assert all(a.reason.startswith("InDoubt") for a in answers)
    connector = stand.connector()
    with pytest.raises(InDoubt):
        stand.server.before = told
        connector.settle(asked[0])
    stand.server.before = stand.server.after = nothing
    settled = [connector.settle(inquiry) for inquiry in asked]
    if is_submitted:
        assert {a and a.outcome for a in settled} == {Outcome.PENDING}
    else:
        assert settled == [None, None]
    assert len(list(connector.search(asked))) == 2
    stand.bureau.answer()
    assert len(stand.bureau.requests()) == 1 and set(stand.bureau.billed.values()) == {1}


def test_a_source_that_takes_its_files_away_was_asked_all_the_same(stand: Stand) -> None:
    """The process died after the name was given, and the file is gone when it is looked for."""
    asked = people("Quillfeather")
    answers = list(stand.connector().search(asked))
    stand.bureau.removes = True
    stand.bureau.answer()
    assert stand.bureau.requests() == []
    settled = stand.connector().settle(asked[0])
    assert settled is not None and settled.outcome is Outcome.PENDING
    (again,) = stand.connector().search(asked)
    assert again.outcome is Outcome.PENDING
    assert stand.bureau.requests() == []
    (got,) = stand.connector().collect(waiting(asked, answers))
    assert got.outcome is Outcome.HIT


def test_a_file_that_was_withdrawn_can_be_submitted_by_nobody(stand: Stand) -> None:
    """A worker that was stopped between upload and name gives, once it goes on, an empty file."""
    asked = people("Quillfeather")
    stand.server.before = on("rename")
    (answer,) = stand.connector().search(asked)
    assert answer.outcome is Outcome.FAILED
    (part,) = stand.server.folder.glob("*.part")
    assert part.read_bytes() == b""


def test_what_died_before_it_was_noted_was_never_submitted(stand: Stand) -> None:
    asked = people("Quillfeather")

    class Unwilling(type(stand.sent)):  # type: ignore[misc]
        def note(self, source: str, file: str, keys: object) -> None:
            raise SourceUnavailable("the case file cannot note the file")

    (answer,) = stand.connector(sent=Unwilling()).search(asked)
    assert (answer.outcome, answer.cost) == (Outcome.FAILED, 0)
    assert stand.bureau.requests() == []


@pytest.mark.parametrize("error", [LeaseLost("over"), PermitExpired("old")])
@pytest.mark.parametrize("at", [1, 2])
def test_nothing_is_submitted_without_leave(stand: Stand, error: Exception, at: int) -> None:
    """Leave is asked before the bytes go, and once more before they get their name."""
    asked = people("Quillfeather")
    calls = [0]

    def leave(inquiry: Inquiry) -> None:
        calls[0] += 1
        if calls[0] == at:
            raise error

    search = stand.connector().search(asked, leave)
    if isinstance(error, LeaseLost):
        with pytest.raises(LeaseLost):
            list(search)
    else:
        assert [a.outcome for a in search] == [Outcome.FAILED]
    assert stand.bureau.requests() == []
    assert all(not part.read_bytes() for part in stand.server.folder.glob("*.part"))


CREDENTIALS: tuple[tuple[str, dict[str, str], type[ConnectorError], Outcome], ...] = (
    ("another password", {"user": "agency", "password": "wrong"}, SourceRefused, Outcome.BLOCKED),
    ("another user", {"user": "nobody", "password": "let-me-in"}, SourceRefused, Outcome.BLOCKED),
)


@pytest.mark.parametrize("name, secrets, kind, outcome", CREDENTIALS)
def test_credentials_that_are_not_taken_refuse_the_source(
    stand: Stand, name: str, secrets: dict[str, str], kind: type[ConnectorError], outcome: Outcome
) -> None:
    (answer,) = stand.connector(secrets=secrets).search(people("Quillfeather"))
    assert (answer.outcome, answer.reason.partition(":")[0]) == (outcome, kind.__name__)
    assert not any(secret in answer.reason for secret in secrets.values())
    with pytest.raises(kind):
        list(stand.connector(secrets=secrets).prove())


def test_a_private_key_serves_in_place_of_a_password(stand: Stand) -> None:
    key = paramiko.ECDSAKey.generate()
    stand.server.client_key = key.get_base64()
    text = written(key)
    secrets = {"user": stand.server.user, "private_key": text}
    (answer,) = stand.connector(secrets=secrets).search(people("Quillfeather"))
    assert answer.outcome is Outcome.PENDING
    with pytest.raises(ConfigError, match="no key that can be read"):
        stand.connector(secrets={**secrets, "private_key": "-----BEGIN NOTHING-----"})


def written(key: paramiko.ECDSAKey) -> str:
    import io

    out = io.StringIO()
    key.write_private_key(out)
    return out.getvalue()


def test_another_host_key_is_refused_before_anything_is_said(stand: Stand) -> None:
    pin = stand.server.pin
    stand.server.host_key = paramiko.ECDSAKey.generate()
    stand.server.password = "not asked for"
    (answer,) = stand.connector(options={"host_key": pin}).search(people("Quillfeather"))
    assert answer.outcome is Outcome.FAILED
    assert answer.reason.startswith("SourceChanged: 127.0.0.1:")
    assert sftp.fingerprint(stand.server.host_key.asbytes()) in answer.reason
    assert stand.server.done == []
    with pytest.raises(SourceChanged, match="another host key"):
        list(stand.connector(options={"host_key": pin}).prove())


PINS: tuple[tuple[str, Callable[[LoopbackServer], str]], ...] = (
    ("the public key", lambda server: server.pin),
    ("a line of ssh-keyscan", lambda server: f"127.0.0.1 {server.pin}"),
    ("one of two", lambda server: f"ssh-ed25519 {'A' * 68}, {server.pin}"),
    ("a fingerprint", lambda server: sftp.fingerprint(server.host_key.asbytes())),
)


@pytest.mark.parametrize("name, pin", PINS)
def test_a_host_key_is_pinned_as_tools_print_it(
    stand: Stand, name: str, pin: Callable[[LoopbackServer], str]
) -> None:
    told = list(stand.connector(options={"host_key": pin(stand.server)}).prove())
    assert told[0].startswith("its host key is the pinned one") and len(told) == 3
    assert list(stand.server.folder.iterdir()) == []


SETTINGS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"options": {}}, "options.host_key: not set"),
    ({"options": {"host_key": "yes"}}, "options.host_key: expected"),
    ({"options": {"host_key": "ssh-ed25519 %%%"}}, "options.host_key"),
    ({"base_url": ""}, "base_url: expected sftp://HOST"),
    ({"base_url": "https://sftp.example.com"}, "base_url: expected sftp://HOST"),
    ({"base_url": "sftp://agency:word@sftp.example.com"}, "base_url: expected sftp://HOST"),
    ({"secrets": {}}, "secret user is not set"),
    ({"secrets": {"user": "agency"}}, "neither the secret password nor private_key is set"),
)


@pytest.mark.parametrize("changes, words", SETTINGS)
def test_a_setting_that_lacks_is_named(stand: Stand, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=r"sources\.bureau_batch") as told:
        stand.connector(**changes)
    assert words in str(told.value) and "word@" not in str(told.value)


def test_without_the_package_a_card_says_what_to_install(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sftp.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"sources\.bureau_batch: .*skiptrace\[sftp\]"):
        stand.connector()


@pytest.mark.parametrize("speaks", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_is_no_ssh_server_is_unavailable(stand: Stand, speaks: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"sftp://127.0.0.1:{listener.getsockname()[1]}"
        stand.quick = 0.5
        search = stand.connector(base_url=url).search(people("Quillfeather"))
        (answer,) = search
    assert answer.outcome is Outcome.FAILED
    assert answer.reason.startswith("SourceUnavailable: 127.0.0.1:")


def test_a_download_that_breaks_off_leaves_the_question_waiting(stand: Stand) -> None:
    asked = numbered(400)
    answers = list(stand.connector().search(asked))
    stand.bureau.answer()
    stand.server.before = on("read", 3)
    with pytest.raises(SourceUnavailable):
        list(stand.connector().collect(waiting(asked, answers)))
    stand.server.before = nothing
    got = list(stand.connector().collect(waiting(asked, answers)))
    assert {a.outcome for a in got} == {Outcome.HIT}


def asks_nothing(connector: FilesConnector) -> None:
    assert list(connector.collect([])) == []


def test_who_waits_for_nothing_asks_nobody(stand: Stand) -> None:
    asks_nothing(stand.connector())
    assert stand.server.done == []
