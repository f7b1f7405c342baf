"""What is done in the house, each told in one line: the rule and how strict, or what came of it.

A step is a function of the house. A refusal is told by its words, so that a table of cases reads
as a page of the rule book: what is given, what is done, what is said.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import resources
from typing import Any

from fakes import Reply

from config.settings import SourceTable
from config.watch import WatchedPerson
from connectors.sandbox.town.files import death_master_line
from skiptrace.acts.holds import HoldAsked, place_hold, release_hold, waive_for_matter
from skiptrace.acts.taking_in import FileAsked, take_in
from skiptrace.acts.traces import TraceAsked, trace_account
from skiptrace.acts.users import assign
from skiptrace.acts.watching import watch
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.mapping import told_by
from skiptrace.intake.reader import read_header
from skiptrace.model.actor import Assignment, Coverage
from skiptrace.model.errors import CaseFileError, NotAllowed, SubjectHeld
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import SourceRecord
from skiptrace.model.waterfall import Outcome
from tests.lawful.house import (
    ASKED,
    COURT,
    DEATHS,
    HEADER,
    HEADINGS,
    MATTER,
    REPORT,
    ROLL,
    VEHICLES,
    House,
)

Step = Callable[[House], str]
Case = tuple[Step | tuple[Step, str], ...]
"""What is done, one step after the other; a step stands with what it says, where that matters."""
POLICY = resources.files("config").joinpath("defaults", "policy.toml").read_text("utf-8")
NUMBER = "10001"
SHORT = {
    COURT: "court",
    DEATHS: "deaths",
    HEADER: "header",
    REPORT: "report",
    ROLL: "roll",
    VEHICLES: "vehicles",
}
RULE = re.compile(r"\b(R\d\d|D-[A-Z]+|POLICY)\b")


def taken_in(*rows: Mapping[str, str]) -> Step:
    """A file of these rows is taken in."""

    def step(house: House) -> str:
        path = house.folder / f"mail{len(list(house.folder.glob('mail*.csv')))}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            written = csv.DictWriter(file, HEADINGS)
            written.writeheader()
            written.writerows(rows)
        said = told_by(["state=debt state", "address_state=state"])
        mapping = guess_mapping(read_header(path), said).mapping()
        asked = FileAsked(path, mapping, house.today)
        done = take_in(house.office, house.actor("service"), asked, lambda rows: None)
        assert done.summary.rejected == 0, done
        return ""

    return step


def on(day: date, hour: int = 12, minute: int = 0) -> Step:
    """It is that day, at that hour and minute of UTC."""

    def step(house: House) -> str:
        house.clock.set(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC))
        return ""

    return step


def counsel(file: str, text: str) -> Step:
    """Counsel's table of that name says this."""

    def step(house: House) -> str:
        house.counsel(file, text)
        return ""

    return step


def certified(until: date) -> Step:
    """The house's certification for limited-access deaths is live until that day."""
    return counsel(
        "policy.toml",
        POLICY.replace("# certified_until = 2027-03-31", f"certified_until = {until}"),
    )


def says(source: str, *records: SourceRecord, outcome: Outcome | None = None) -> Step:
    """From now on a source answers everybody so."""

    def step(house: House) -> str:
        house.says[source] = lambda inquiry: _answer(inquiry, records, outcome)
        return ""

    return step


def _answer(inquiry: Inquiry, records: Sequence[SourceRecord], outcome: Outcome | None) -> Reply:
    """The records of whoever bears the surname that was asked for."""
    asked = {name.surname for name in inquiry.fields.names}
    mine = tuple(r for r in records if any(name.surname in asked for name in r.names))
    return Reply(mine, outcome, "SourceUnavailable: 503")


def meanwhile(source: str, happens: Step, *records: SourceRecord) -> Step:
    """While a source is asked, something happens; then it answers."""

    def step(house: House) -> str:
        def answer(inquiry: Inquiry) -> Reply:
            happens(house)
            return _answer(inquiry, records, None)

        house.says[source] = answer
        return ""

    return step


def asked_again(house: House, *purposes: str, number: str = NUMBER, who: str = "collector") -> str:
    """What became of each source in a trace made now, by outcome or rule; one part an obligor."""
    asked = TraceAsked(number, house.today, True, None, frozenset(purposes), Decimal(10))
    trace_account(house.office, house.actor(who), asked)
    told = []
    with house.case.read() as tx:
        entry = house.case.accounts.find(tx, number)
        assert entry is not None
        for one in house.reader.standings(tx, [entry.account.id])[entry.account.id]:
            steps = house.case.steps.for_order(tx, one.standing.order_id)
            said = {s.connector_id: s.rule or s.outcome.value for s in steps}
            told.append(" ".join(f"{SHORT[i]}:{said[i]}" for i in ASKED if i in said) or "nothing")
    return " | ".join(told)


def traced(*purposes: str, number: str = NUMBER, who: str = "collector") -> Step:
    """The account is traced anew on these purposes."""
    return refusable(lambda house: asked_again(house, *purposes, number=number, who=who))


def refusable(act: Step) -> Step:
    """The act, or that it was refused and by which rule."""

    def step(house: House) -> str:
        try:
            return act(house)
        except NotAllowed as refusal:
            return f"refused {refusal.rule}"
        except SubjectHeld as refusal:
            found = RULE.search(str(refusal))
            return f"refused {found[0] if found else refusal}"
        except CaseFileError as refusal:
            return f"refused: {refusal}"

    return step


def sent(source: str) -> Step:
    """The names of the fields that went to a source last."""

    def step(house: House) -> str:
        last = [inquiry for asked, inquiry in house.asked if asked == source]
        return " ".join(sorted(last[-1].fields.filled())) if last else "nothing"

    return step


def held(code: str, since: date | None = None, number: str = NUMBER) -> Step:
    """A collector holds the account by a code, from a day on."""

    def step(house: House) -> str:
        asked = HoldAsked(number, code, since or house.today, "letter")
        place_hold(house.office, house.actor("collector"), asked)
        return ""

    return step


def released(code: str, who: str = "compliance", number: str = NUMBER) -> Step:
    """Somebody releases a hold."""

    def act(house: House) -> str:
        asked = HoldAsked(number, code, house.today, "papers")
        release_hold(house.office, house.actor(who), asked)
        return "released"

    return refusable(act)


def waived(code: str, who: str = "legal", number: str = NUMBER, matter: str = MATTER) -> Step:
    """The legal team lets a matter pass in spite of a hold."""

    def act(house: House) -> str:
        asked = HoldAsked(number, code, house.today, "papers", matter)
        waive_for_matter(house.office, house.actor(who), asked)
        return "waived"

    return refusable(act)


def deaths(*died: date) -> Step:
    """The Death Master File is loaded: of these deaths the first is Dana Holloway's."""

    def step(house: House) -> str:
        strangers = [("", f"90066{n:04}", "ELSEWHERE", "", f"N{n}") for n in range(12)]
        dana = ("", "900112201", "HOLLOWAY", "", "DANA")
        rows = [(*dana, "", "V", f"{one:%m%d%Y}", "05171961") for one in died]
        rows += [(*one, "", "V", "01021999", "03041920") for one in strangers]
        text = "".join(f"{death_master_line(row)}\n" for row in rows)
        (house.folder / "deaths.txt").write_text(text, encoding="ascii")
        table = SourceTable(options={"path": "deaths.txt"})
        house.settings = house.settings.model_copy(update={"sources": {DEATHS: table}})
        return ""

    return step


def assigned(who: str, number: str = NUMBER) -> Step:
    """An administrator assigns an account to a user; from then on accounts go by assignment."""

    def step(house: House) -> str:
        user = house.actor(who).id
        one = Assignment(Coverage.ACCOUNT, number)
        assign(house.office, house.actor("administrator"), user, one, is_given=True)
        return ""

    return step


def watched(who: str = "", **facts: Any) -> Step:
    """Somebody is watched, as that user or as one of the list."""

    def step(house: House) -> str:
        user = house.actor(who).id if who else ""
        person = WatchedPerson(**{"name": "Dana Holloway", **facts})
        watch(house.office, house.actor("administrator"), [person], user)
        return ""

    return step


def events(kind: str, rule: str = "") -> Step:
    """How many events of a kind, and of a rule where one is named, stand in the trail."""

    def step(house: House) -> str:
        found = [e for e in house.events() if e["kind"] == kind and rule in ("", e["rule"])]
        return str(len(found))

    return step


def told_of(*texts: str) -> Step:
    """Which of these texts stand anywhere in the audit trail, or went to a source."""

    def step(house: House) -> str:
        trail = str(house.events())
        sent = [text for text in texts if text in trail]
        for _, inquiry in house.asked:
            fields = inquiry.fields
            values = (*(n.full for n in fields.names), *(a.one_line for a in fields.addresses))
            sent += [text for text in texts if any(text in value for value in values)]
        return " ".join(sent) or "none"

    return step
