"""Hundreds of broken rows among good ones: each is named with its reason, the rest are traced."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from connectors.sandbox.demo.found import read_found
from skiptrace.cli.session import opened
from tests.installation import DAY, Site
from tests.nights import WITHOUT_COURT
from tests.unit.intake.broken_rows import BrokenFile, broken_file, expected

BAD, GOOD, SIDE = 300, 36, 33


@dataclass(frozen=True)
class Taken:
    """A broken file on its way through intake and the nightly batch."""

    site: Site
    file: BrokenFile
    intake: int
    words: str
    summary: dict[str, Any]

    def table(self, kind: str) -> list[dict[str, str]]:
        csv.field_size_limit(1 << 24)
        path = self.site.folder / f"mail.{kind}.csv"
        with path.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Iterator[Taken]:
    """The file taken in once and traced once; its own crawl is left out to save time."""
    site = ready.copy(tmp_path_factory.mktemp("broken") / "site", WITHOUT_COURT)
    file = broken_file(20261122, BAD, GOOD, SIDE)
    mail = site.folder / "mail.csv"
    mail.write_bytes(file.data)
    done = site.run("intake", str(mail), "--yes", "--as-of", DAY, code=None)
    words = done.stderr.decode()
    with site.served():
        night = site.run("nightly", "--as-of", DAY, "--json", code=None)
        yield Taken(site, file, done.returncode, words, json.loads(night.stdout))


def test_the_file_is_as_broken_as_promised(taken: Taken) -> None:
    assert len(taken.file.bad) == BAD
    assert len(taken.file.good) == GOOD
    assert len({*taken.file.bad.values(), *taken.file.side.values()}) >= 55


def test_intake_ends_with_4_and_names_the_reject_files(taken: Taken) -> None:
    assert taken.intake == 4
    assert f"{GOOD:,} taken in, {BAD:,} rejected" in taken.words
    assert "mail.reasons.csv" in taken.words
    assert "mail.rejects.csv" in taken.words
    assert "Traceback" not in taken.words


def test_every_bad_row_is_rejected_with_field_and_expectation(taken: Taken) -> None:
    reasons: dict[int, list[dict[str, str]]] = defaultdict(list)
    for reason in taken.table("reasons"):
        reasons[int(reason["row"])].append(reason)
    assert set(reasons) == set(taken.file.bad)
    for line, kind in taken.file.bad.items():
        field, code = expected(kind)
        said = {(reason["field"], reason["code"]) for reason in reasons[line]}
        assert (field, code) in said, (line, kind, said)
        assert all(reason["expectation"] for reason in reasons[line])


def test_every_field_left_out_is_named_with_its_row(taken: Taken) -> None:
    warned: dict[int, list[dict[str, str]]] = defaultdict(list)
    for warning in taken.table("warnings"):
        warned[int(warning["row"])].append(warning)
    assert set(warned) == set(taken.file.side)
    for line, kind in taken.file.side.items():
        said = {(warning["field"], warning["code"]) for warning in warned[line]}
        assert expected(kind) in said, (line, kind, said)


def test_every_bad_row_can_be_mended_from_the_reject_file(taken: Taken) -> None:
    rejects = taken.table("rejects")
    assert {int(row["reject_row"]) for row in rejects} == set(taken.file.bad)
    assert len(rejects) == BAD
    for row in rejects:
        field, _ = expected(taken.file.bad[int(row["reject_row"])])
        assert field in row["reject_reasons"]


def test_the_reject_files_are_for_their_owner_and_the_reasons_hold_no_values(taken: Taken) -> None:
    for kind in ("reasons", "rejects"):
        assert (taken.site.folder / f"mail.{kind}.csv").stat().st_mode & 0o077 == 0
    reasons = (taken.site.folder / "mail.reasons.csv").read_text()
    for value in ("000-12-3456", "900123456", "Main St", "de la Cruz", "(239) 555", "m@example"):
        assert value not in reasons


def test_every_good_row_became_an_account_and_was_traced(taken: Taken) -> None:
    with opened(str(taken.site.config)) as session:
        numbers = [entry.account.number for entry, _ in read_found(session.case)]
    assert sorted(numbers) == sorted(taken.file.good.values())
    assert set(taken.summary["orders"]) <= {"done", "held"}
    assert sum(taken.summary["orders"].values()) == GOOD


def test_a_good_row_among_the_broken_can_be_shown(taken: Taken) -> None:
    number = next(iter(taken.file.good.values()))
    shown = taken.site.json("trace", number, "--as-of", DAY, code=None)
    assert shown["account"] == number
    assert shown["steps"] or shown["not_searched"]


def test_the_same_file_again_changes_nothing(taken: Taken) -> None:
    before = taken.table("reasons")
    mail = taken.site.folder / "mail.csv"
    again = taken.site.run("intake", str(mail), "--yes", "--as-of", DAY, code=4)
    assert "0 new, 0 changed" in again.stderr.decode()
    assert taken.table("reasons") == before
