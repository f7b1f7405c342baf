"""A plugin's code runs apart: it reaches its own source, and nothing of the installation."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.isolation import connector as isolated
from connectors.isolation.confinement import version
from connectors.isolation.connector import IsolatedConnector
from connectors.kit.contract import check_connector
from connectors.registry import discover
from skiptrace.model.card import Limit
from skiptrace.model.contact_check import CheckedPhone, ContactPoint, Line
from skiptrace.model.errors import ConfigError, InDoubt, LeaseLost, PermitExpired, PermitForged
from skiptrace.model.inquiry import Inquiry, SearchFields
from skiptrace.model.kinds import FindingKind
from skiptrace.model.places import Over, Place, Terms
from skiptrace.model.ports import at_will
from skiptrace.model.record import Answer, Ticket
from skiptrace.model.subject import EntityKind, PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import NOW, SIGNER, clock, make_inquiry, signed

CODE = Path(__file__).with_name("plugin_code.py")
CARD = """
id = "acme"
version = "1"
title = "Acme"
publisher = "Acme"
jurisdiction = "US"
kind = "bureau"
recipient = "data_broker"
lineage = "acme"
accepts = ["names", "emails"]
requires = [["names"]]
yields = ["address"]
purposes = ["GLB-1"]
verified = "none"
cost = {{ per_call = 0.10 }}
limits = [{{ calls = 5, seconds = 60 }}]
connector = "{module}:Acme"
base_url = "https://example.com"
secrets = ["key"]
"""
confined = pytest.mark.skipif(not version(), reason="the kernel has no Landlock")


@dataclass
class Place5:
    """Gives out places, and notes for whom and within what, and what became of them."""

    asked: list[tuple[str, Sequence[Limit]]] = field(default_factory=list)
    over: list[Over] = field(default_factory=list)

    def take(self, terms: Terms, longest: float, over: Sequence[Over]) -> Place:
        self.end(terms, over)
        self.asked.append((terms.source, terms.limits))
        return Place(1, name=str(len(self.asked)))

    def end(self, terms: Terms, over: Sequence[Over]) -> None:
        self.over += over


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to import from, with the package of the plugin in it."""
    folder = tmp_path_factory.mktemp("installed")
    (folder / "acme_code").mkdir()
    (folder / "acme_code" / "__init__.py").write_text(CODE.read_text())
    (folder / "acme_code" / "card.toml").write_text(CARD.format(module="acme_code"))
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation: what a plugin would like to read."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("case.sqlite", "keys.toml", "skiptrace.toml"):
        (folder / name).write_text("secret")
    return folder


Make = Callable[..., IsolatedConnector]


@pytest.fixture
def make(package: Path, house: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Builds the plugin's connector, which does what `way` says."""
    monkeypatch.syspath_prepend(str(package))
    monkeypatch.setenv("SKIPTRACE_KEY_FILE", str(house / "keys.toml"))
    monkeypatch.chdir(house)

    def made(way: str = "", url: str = "", **more: Any) -> IsolatedConnector:
        options = {"way": way}
        about = (url, house / "data" / "acme", clock, {"key": "k-1"}, options)
        registry = discover([package / "acme_code"])
        connector = registry.build("acme", SourceSettings(*about, check=SIGNER.check, **more))
        assert isinstance(connector, IsolatedConnector)
        return connector

    return made


def asked(number: int = 1, name: str = "Ann Mountjoy", ways: tuple[str, ...] = ()) -> Inquiry:
    return signed(make_inquiry(f"inq-{number}", "acme", name=name, emails=ways))


def one(connector: IsolatedConnector, *ways: object) -> Answer:
    """The answer to an inquiry that tells the plugin what to do, and with what."""
    (answer,) = connector.search([asked(ways=tuple(map(str, ways)))])
    return answer


@pytest.fixture(scope="module")
def usual(package: Path, house: Path) -> Iterator[IsolatedConnector]:
    """The plugin's connector, in one process for many tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(package))
        patch.setenv("SKIPTRACE_KEY_FILE", str(house / "keys.toml"))
        patch.chdir(house)
        about = ("", house / "data" / "acme", clock, {"key": "k-1"}, {})
        registry = discover([package / "acme_code"])
        made = registry.build("acme", SourceSettings(*about, places=Place5(), check=SIGNER.check))
        assert isinstance(made, IsolatedConnector)
        yield made


def test_it_answers_as_if_it_were_here(make: Make) -> None:
    places = Place5()
    connector = make(places=places)
    assert check_connector(connector, [asked(1), asked(2, "Bo Lee")]) == []
    answer = one(connector)
    assert answer.outcome is Outcome.HIT
    assert answer.cost == Decimal("0.10")
    assert answer.snapshots[0].body == b"\x00\xffA page"
    assert answer.snapshots[0].retrieved - NOW < timedelta(minutes=1)
    assert places.asked[0] == ("acme", (Limit(5, 60.0),))
    assert len(places.asked) == 3
    assert [(one.name, one.answered, one.lost) for one in places.over] == [
        ("1", 1, 0),
        ("2", 1, 0),
        ("3", 1, 0),
    ]
    assert list(connector.prove())[-1] == "it answered"


def test_it_settles_and_collects(make: Make) -> None:
    connector = make()
    assert connector.can_settle
    settled = connector.settle(asked())
    assert settled is not None
    assert settled.outcome is Outcome.HIT
    assert connector.settle(asked(ways=("never saw it", ""))) is None
    with pytest.raises(InDoubt, match=r"its code broke off \(ZeroDivisionError\)"):
        connector.settle(asked(ways=("breaks", "")))
    waiting = [(asked(n), Ticket(f"job {n}", NOW, NOW + timedelta(days=1))) for n in (1, 2)]
    assert [answer.inquiry_id for answer in connector.collect(waiting)] == ["inq-1"]


@confined
@pytest.mark.parametrize(
    ("way", "target", "words"),
    [
        ("reads", "{house}/case.sqlite", "PermissionError"),
        ("reads", "{house}/keys.toml", "PermissionError"),
        ("reads", "{house}/skiptrace.toml", "PermissionError"),
        ("reads", "/etc/passwd", "PermissionError"),
        ("reads", "{data}/../../case.sqlite", "PermissionError"),
        ("lists", "{house}", "PermissionError"),
        ("lists", "/proc", "PermissionError"),
        ("lists", "{data}", "listed 0"),
        ("reads of our parent", "environ", "PermissionError"),
        ("reads of our parent", "mem", "PermissionError"),
        ("reads of our parent", "cmdline", "PermissionError"),
        ("environment", "SKIPTRACE_KEY_FILE", "it is None"),
        ("environment", "PYTHONPATH", "it is None"),
        ("arguments", "k-1", "told False"),
        ("writes", "{house}/case.sqlite", "PermissionError"),
        ("writes", "{house}/new", "PermissionError"),
        ("starts a program", "{house}/keys.toml", "cat ended with 1"),
        ("signals our parent", "", "PermissionError"),
    ],
)
def test_nothing_of_the_house_is_in_its_reach(
    usual: IsolatedConnector, house: Path, way: str, target: str, words: str
) -> None:
    answer = one(usual, way, target.format(house=house, data=house / "data" / "acme"))
    assert answer.reason == f"SourceUnavailable: {words}"


@confined
def test_it_keeps_files_of_its_own(usual: IsolatedConnector, house: Path) -> None:
    kept = house / "data" / "acme" / "kept"
    assert one(usual, "writes", kept).reason == "SourceUnavailable: written"
    assert kept.read_text() == "x"
    kept.unlink()


@pytest.fixture
def server() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running.server_port
        running.shutdown()
        thread.join()


@confined
@pytest.mark.skipif(version() < 4, reason="the kernel does not confine connections")
def test_it_connects_to_its_source_alone(usual: IsolatedConnector, make: Make, server: int) -> None:
    there = f"127.0.0.1:{server}"
    assert one(usual, "connects", there).reason == "SourceUnavailable: PermissionError"
    reached = one(make(url=f"http://127.0.0.1:{server}"), "connects", there)
    assert reached.reason == "SourceUnavailable: connected"


IN_DOUBT = "InDoubt: "


@pytest.mark.parametrize(
    ("way", "reason", "cost"),
    [
        ("dies before", "SourceUnavailable: its process ended before it had answered", "0"),
        ("dies after", f"{IN_DOUBT}its process ended before it had answered; the call may", "0"),
        ("breaks", f"{IN_DOUBT}its code broke off (ZeroDivisionError); the call may have", "0"),
        ("stops", f"{IN_DOUBT}enough for today; the call may have left", "0"),
        ("says nothing", f"{IN_DOUBT}its code gave no answer; the call may have left", "0"),
        ("answers another", f"{IN_DOUBT}its code answered what it was not asked; the call", "0"),
        ("another source", "SourceChanged: its code broke the contract: $: the source is", "0.10"),
        ("too dear", "SourceChanged: its code broke the contract: a cost that the card", "0.10"),
        ("hit of nothing", "SourceChanged: its code broke the contract: a hit without", "0.10"),
        ("tells a name", "SourceChanged: its code broke the contract: ", "0"),
    ],
)
def test_what_it_does_wrong_is_told_and_never_believed(
    usual: IsolatedConnector, way: str, reason: str, cost: str
) -> None:
    answer = one(usual, way, "")
    assert answer.reason.startswith(reason)
    assert "Mountjoy" not in answer.reason
    assert (answer.records, answer.cost) == ((), Decimal(cost))


def test_it_is_started_anew_after_it_died(usual: IsolatedConnector) -> None:
    assert [one(usual, "kills itself", "").outcome for _ in range(3)] == [Outcome.HIT] * 3


def test_a_second_answer_is_no_answer(usual: IsolatedConnector) -> None:
    assert one(usual, "answers twice", "").outcome is Outcome.HIT


def test_one_that_hangs_is_ended(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    connector = make("hangs")
    monkeypatch.setattr(connector._process, "_silence", 0.5)
    assert one(connector).reason.startswith(f"{IN_DOUBT}its process fell silent and was ended")
    assert not connector._process.is_alive


def test_it_is_not_shown_what_the_gate_did_not_permit(make: Make) -> None:
    forged = make_inquiry("inq-2", "acme", name="Bo Lee")
    connector = make()
    first, second = connector.search([forged, asked()])
    assert first.reason == "PermitForged: the inquiry is not one that the gate permitted"
    assert second.outcome is Outcome.HIT
    with pytest.raises(PermitForged):
        connector.settle(forged)
    with pytest.raises(PermitForged):
        list(connector.collect([(forged, Ticket("job 1", NOW, NOW))]))


def test_leave_is_given_here(make: Make) -> None:
    def refuse(inquiry: Inquiry) -> None:
        raise PermitExpired("the permit ran out before the call left")

    def lose(inquiry: Inquiry) -> None:
        if inquiry.id == "inq-2":
            raise LeaseLost("start the command again")

    (answer,) = make().search([asked()], refuse)
    assert answer.outcome is Outcome.FAILED
    got = []
    with pytest.raises(LeaseLost, match="start the command again"):
        for answer in make().search([asked(1), asked(2), asked(3)], lose):
            got.append(answer.inquiry_id)
    assert got == ["inq-1"]


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("cannot be built", "connector: options.way: expected another"),
        ("is no connector", r"connector: its code broke off \(ZeroDivisionError\)"),
    ],
)
def test_one_that_cannot_be_built_says_so(make: Make, way: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        make(way)


def test_where_nothing_confines_it_a_person_must_accept_that(
    make: Make, package: Path, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "version", lambda: 0)
    with pytest.raises(ConfigError, match="cannot confine the code of"):
        make()
    options = {"unconfined": "accepted", "way": "reads", "target": str(house / "keys.toml")}
    about = ("", house / "data" / "acme", clock, {"key": "k-1"}, options)
    connector = discover([package / "acme_code"]).build("acme", SourceSettings(*about))
    (answer,) = connector.search([asked()], at_will)
    assert answer.reason == "SourceUnavailable: read 6 bytes"


def test_its_process_ends_with_it(make: Make) -> None:
    connector = make()
    number = connector._process._child.pid
    del connector
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


DAY = date(2024, 5, 1)


def check_of(number: int = 1, since: date | None = DAY) -> Inquiry:
    """A signed question about one number, of a business's account."""
    point = ContactPoint(FindingKind.PHONE, "+15035550101", "5035550101", since)
    kind = EntityKind.ORGANIZATION
    bare = make_inquiry(f"inq-{number}", "acme_phones", kind, point, phones=("5035550101",))
    asked = (bare.id, bare.entity, bare.fields)
    permit = SIGNER.signed(bare.permit, (*asked, point))
    return make_inquiry(bare.id, "acme_phones", kind, point, permit, phones=("5035550101",))


@pytest.fixture
def checker(package: Path, house: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Builds the plugin's checker, which does what `way` says."""
    folder = package / "acme_phones"
    folder.mkdir(exist_ok=True)
    changes = {
        'id = "acme"': 'id = "acme_phones"\nchecks = ["phone"]\nneeds_since = true',
        'accepts = ["names", "emails"]': 'accepts = ["phones"]',
        'requires = [["names"]]': 'requires = [["phones"]]',
        'yields = ["address"]\n': "",
        ":Acme": ":AcmePhones",
    }
    card = CARD.format(module="acme_code")
    for old, new in changes.items():
        assert old in card
        card = card.replace(old, new)
    (folder / "card.toml").write_text(card)
    monkeypatch.syspath_prepend(str(package))
    monkeypatch.chdir(house)

    def made(way: str = "") -> IsolatedConnector:
        about = ("", house / "data" / "acme_phones", clock, {"key": "k-1"}, {"way": way})
        settings = SourceSettings(*about, check=SIGNER.check)
        connector = discover([folder]).build("acme_phones", settings)
        assert isinstance(connector, IsolatedConnector)
        return connector

    return made


def test_one_that_checks_contact_points_is_told_the_point_and_answers(checker: Make) -> None:
    connector = checker()
    questions = [check_of(1), check_of(2, since=DAY.replace(day=2))]
    assert check_connector(connector, questions) == []
    (answer,) = connector.search(questions[:1])
    assert answer.checked == CheckedPhone(line=Line.WIRELESS, since=DAY)
    assert (answer.outcome, answer.cost) == (Outcome.HIT, Decimal("0.10"))


def test_it_is_told_the_number_and_its_day_and_nothing_of_whose_account_it_is(
    checker: Make,
) -> None:
    (answer,) = checker("tells what it was told").search([check_of()])
    assert answer.reason == "SourceUnavailable: person ['phones'] 2024-05-01 signed none"


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("names somebody", "a record from a source that names nobody"),
        ("says nothing", "a hit that says nothing of the contact point"),
        ("of an address", "says something of a address, which the card does not check"),
        ("of another day", "as of another day than was asked"),
        ("keeps no answer", "without the stored answer"),
        ("at length", "a text that is too long"),
        ("another number", "its code answered what it was not asked"),
        ("too dear", "a cost that the card does not allow"),
        ("repeats the number", "repeats what was asked"),
    ],
)
def test_what_a_checker_does_wrong_is_told_and_never_believed(
    checker: Make, way: str, words: str
) -> None:
    (answer,) = checker(way).search([check_of()])
    assert words in answer.reason
    assert (answer.checked, answer.records) == (None, ())
    assert answer.outcome in (Outcome.FAILED, Outcome.IN_DOUBT)
    assert "5035550101" not in answer.reason and "Mountjoy" not in answer.reason


FORGERIES: dict[str, Callable[[Inquiry], Inquiry]] = {
    "another number": lambda q: replace(q, fields=SearchFields(phones=("5035550102",))),
    "another point": lambda q: replace(
        q, point=ContactPoint(FindingKind.PHONE, "+15035550102", "5035550101", DAY)
    ),
    "another day": lambda q: replace(
        q, point=ContactPoint(FindingKind.PHONE, "+15035550101", "5035550101", date(2024, 5, 2))
    ),
    "a name beside": lambda q: replace(
        q, fields=replace(q.fields, names=(PersonName("Ann", surname="Mountjoy"),))
    ),
    "no point": lambda q: make_inquiry(q.id, "acme_phones", q.entity, None, q.permit),
    "another source's": lambda q: replace(
        q, permit=SIGNER.signed(replace(q.permit, connector_id="acme"), (q.id, q.entity, q.fields))
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_checker_is_not_shown_what_the_gate_did_not_permit(checker: Make, name: str) -> None:
    forged = FORGERIES[name](check_of())
    (answer,) = checker("tells what it was told").search([forged])
    assert answer.reason.startswith("PermitForged: ")
