"""Scoring findings: right, former, damaged, wrong, and what counts as found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from connectors.sandbox.build import TownSummary
from connectors.sandbox.score import ReportedFinding, plain_key, product_key, score_findings
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress

Query = Callable[..., list[tuple[str, ...]]]
TODAY = date(2026, 11, 22)


@pytest.fixture
def truth_path(town: TownSummary) -> Path:
    return town.folder / "truth.sqlite"


def _home(truth: Query, number: str) -> PostalAddress:
    sql = "SELECT line, city, state, zip5 FROM truth_account JOIN person USING (person_id) "
    return PostalAddress(*truth(f"{sql} WHERE account_number = ?", number)[0])


def _traceable(truth: Query, line: str = "%") -> list[str]:
    sql = (
        "SELECT account_number FROM truth_account JOIN person USING (person_id) "
        "WHERE held = 0 AND findable = 1 AND deceased = '' AND line LIKE ? ORDER BY 1"
    )
    return [number for (number,) in truth(sql, line)]


def _address(number: str, address: PostalAddress, *, verified: bool = True) -> ReportedFinding:
    return ReportedFinding(number, FindingKind.ADDRESS, 0.97, verified, address=address)


def test_a_perfect_run_scores_one(truth: Query, truth_path: Path) -> None:
    numbers = _traceable(truth)
    assert len(numbers) > 100
    score = score_findings(truth_path, [_address(n, _home(truth, n)) for n in numbers], TODAY)
    assert score.right_party_rate == 1.0
    assert score.wrong_party_share == 0.0
    assert score.contacts.current == len(numbers) == score.found == score.traceable
    assert score.not_found == {}
    assert set(score.by_part) == {"consumer", "proprietor", "guarantor"}
    assert all(right == traceable > 0 for right, traceable in score.by_part.values())
    assert sum(right for right, _ in score.by_part.values()) == score.found


def test_an_empty_run_scores_nothing(truth: Query, truth_path: Path) -> None:
    score = score_findings(truth_path, [], TODAY)
    assert (score.found, score.right_party_rate, score.wrong_party_share) == (0, 0.0, 0.0)
    assert list(score.not_found) == _traceable(truth)
    assert score.accounts == int(str(truth("SELECT count(*) FROM truth_account")[0][0])) > 240


def test_somebody_elses_home_is_a_wrong_party_and_named_by_id(
    truth: Query, truth_path: Path
) -> None:
    number = _traceable(truth)[0]
    line = truth(
        "SELECT person_id, line, city, state, zip5 FROM person WHERE person_id NOT IN "
        "(SELECT person_id FROM truth_account) AND zip5 <> ? LIMIT 1",
        _home(truth, number).zip5,
    )[0]
    score = score_findings(truth_path, [_address(number, PostalAddress(*line[1:]))], TODAY)
    assert score.wrong_party_share == 1.0
    assert score.found == 0
    assert line[0] in score.misses[0].belongs_to
    text = "\n".join(score.debug_lines())
    assert number in text
    assert line[0] in text
    assert line[1] not in text, "no address in the lines"


def test_a_candidate_neither_helps_nor_harms(truth: Query, truth_path: Path) -> None:
    number = _traceable(truth)[0]
    finding = _address(number, PostalAddress("1 NOWHERE ST", "X", "FL", "34801"), verified=False)
    score = score_findings(truth_path, [finding], TODAY)
    assert score.contacts.total == 0


def test_a_former_home_is_right_but_finds_nobody(truth: Query, truth_path: Path) -> None:
    row = truth(
        "SELECT account_number, line, city, state, zip5 FROM truth_account JOIN truth_address "
        "USING (person_id) WHERE role = 'home' AND \"to\" > '2019' AND scenario = 'moved' "
        "AND held = 0 AND findable = 1 LIMIT 1"
    )[0]
    score = score_findings(truth_path, [_address(row[0], PostalAddress(*row[1:]))], TODAY)
    assert (score.contacts.former, score.contacts.wrong, score.found) == (1, 0, 0)


def test_a_home_left_over_ten_years_ago_is_wrong(truth: Query, truth_path: Path) -> None:
    number = _traceable(truth)[0]
    finding = _address(number, _home(truth, number))
    later = date(2099, 1, 1)
    assert score_findings(truth_path, [finding], later).contacts.current == 1
    row = truth(
        "SELECT account_number, line, city, state, zip5 FROM truth_account JOIN truth_address "
        "USING (person_id) WHERE \"to\" BETWEEN '2016-12' AND '2020' AND role = 'home' LIMIT 1"
    )[0]
    old = [_address(row[0], PostalAddress(*row[1:]))]
    assert score_findings(truth_path, old, TODAY).contacts.wrong == 0
    assert score_findings(truth_path, old, date(2031, 1, 1)).contacts.wrong == 1


@pytest.mark.parametrize("key", [product_key, plain_key], ids=["product", "plain"])
def test_the_same_address_written_otherwise(
    truth: Query, truth_path: Path, key: Callable[[PostalAddress], str]
) -> None:
    number = _traceable(truth, "% ST")[0]
    home = _home(truth, number)
    loose = PostalAddress(home.line.lower(), home.city.title(), home.state, home.zip5)
    assert score_findings(truth_path, [_address(number, loose)], TODAY, key).found == 1


def test_a_lost_unit_is_damaged_neither_found_nor_a_wrong_party(
    truth: Query, truth_path: Path
) -> None:
    number = _traceable(truth, "% APT %")[0]
    home = _home(truth, number)
    bare = PostalAddress(home.line.split(" APT ")[0], home.city, home.state, home.zip5)
    score = score_findings(truth_path, [_address(number, bare)], TODAY)
    assert (score.contacts.damaged, score.contacts.wrong, score.found) == (1, 0, 0)
    assert score.contacts.not_right_share == 1.0


def test_a_neighbours_unit_is_a_wrong_party(truth: Query, truth_path: Path) -> None:
    pairs = truth(
        "SELECT a.account_number, p.line, p.city, p.state, p.zip5, q.line FROM truth_account a "
        "JOIN person p USING (person_id) JOIN person q ON p.zip5 = q.zip5 "
        "AND substr(q.line, 1, instr(q.line, ' APT ')) = substr(p.line, 1, instr(p.line, ' APT ')) "
        "WHERE p.line LIKE '% APT %' AND p.line <> q.line AND NOT EXISTS (SELECT 1 FROM "
        "truth_address t WHERE t.person_id = p.person_id AND t.line = q.line) LIMIT 1"
    )
    number, _, city, state, zip5, other = pairs[0]
    score = score_findings(
        truth_path, [_address(number, PostalAddress(other, city, state, zip5))], TODAY
    )
    assert score.contacts.wrong == 1


@pytest.mark.parametrize(
    ("lasts", "current", "former"), [(True, 1, 0), (False, 0, 1)], ids=["current", "former"]
)
def test_phones(truth: Query, truth_path: Path, lasts: bool, current: int, former: int) -> None:
    number, phone = truth(
        "SELECT account_number, e164 FROM truth_account JOIN truth_phone USING (person_id) "
        "JOIN person USING (person_id) WHERE held = 0 AND findable = 1 AND deceased = '' "
        "AND (\"to\" = '') = ? LIMIT 1",
        lasts,
    )[0]
    finding = ReportedFinding(number, FindingKind.PHONE, 0.9, True, phone)
    score = score_findings(truth_path, [finding], TODAY)
    assert (score.contacts.current, score.contacts.former) == (current, former)
    assert score.found == current


def test_a_recycled_number_is_a_wrong_party_for_its_new_owners_account(
    truth: Query, truth_path: Path
) -> None:
    number, phone, stranger = truth(
        "SELECT a.account_number, t.e164, t.person_id FROM truth_account a, truth_phone t "
        "WHERE NOT EXISTS (SELECT 1 FROM truth_phone o WHERE o.person_id = a.person_id "
        "AND o.e164 = t.e164) LIMIT 1"
    )[0]
    finding = ReportedFinding(number, FindingKind.PHONE, 0.9, True, phone)
    score = score_findings(truth_path, [finding], TODAY)
    assert score.contacts.wrong == 1
    assert stranger in score.misses[0].belongs_to


@pytest.mark.parametrize("kind", ["real_property", "judgment", "lien", "bankruptcy"])
def test_assets_by_reference(truth: Query, truth_path: Path, kind: str) -> None:
    owner = truth(
        "SELECT account_number, reference FROM truth_account JOIN truth_asset USING (person_id) "
        "WHERE kind = ? LIMIT 1",
        kind,
    )[0]
    stranger = next(n for n in _traceable(truth) if n != owner[0])
    findings = [
        ReportedFinding(number, FindingKind(kind), 0.9, True, owner[1])
        for number in (owner[0], stranger)
    ]
    tally = score_findings(truth_path, findings, TODAY).by_kind[FindingKind(kind)]
    assert tally.current + tally.former == 1
    assert tally.wrong == 1


def test_a_deed_by_which_the_debtor_sold_is_a_former_asset_not_a_wrong_person(
    truth: Query, truth_path: Path
) -> None:
    sold = truth(
        "SELECT account_number, record_ref FROM truth_account JOIN truth_record r "
        "USING (person_id) WHERE dataset = 'property_sales' "
        "AND NOT EXISTS (SELECT 1 FROM truth_asset a "
        "WHERE a.person_id = r.person_id AND a.reference = r.record_ref) LIMIT 1"
    )[0]
    finding = ReportedFinding(sold[0], FindingKind.REAL_PROPERTY, 0.9, True, sold[1])
    tally = score_findings(truth_path, [finding], TODAY).by_kind[FindingKind.REAL_PROPERTY]
    assert (tally.former, tally.wrong) == (1, 0)


def test_a_death_is_right_only_for_the_dead(truth: Query, truth_path: Path) -> None:
    dead = truth("SELECT account_number FROM truth_account WHERE scenario = 'deceased'")[0][0]
    findings = [
        ReportedFinding(n, FindingKind.DECEASED, 0.9, True) for n in (dead, _traceable(truth)[0])
    ]
    tally = score_findings(truth_path, findings, TODAY).by_kind[FindingKind.DECEASED]
    assert (tally.current, tally.wrong) == (1, 1)


def test_held_and_dead_accounts_are_not_expected_to_be_found(
    truth: Query, truth_path: Path
) -> None:
    held = truth("SELECT account_number FROM truth_account WHERE held = 1 LIMIT 1")[0][0]
    score = score_findings(truth_path, [_address(held, _home(truth, held))], TODAY)
    assert (score.found, score.contacts.current) == (0, 1)


def test_a_finding_on_an_unknown_account_is_refused(truth_path: Path) -> None:
    finding = ReportedFinding("0", FindingKind.PHONE, 0.9, True, "+12395550100")
    with pytest.raises(ValueError, match="account"):
        score_findings(truth_path, [finding], TODAY)


def test_no_truth_no_score(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        score_findings(tmp_path / "truth.sqlite", [], TODAY)


def test_a_reported_finding_shows_no_value() -> None:
    finding = ReportedFinding("1", FindingKind.PHONE, 0.9, True, "+12395550100")
    assert "555" not in repr(finding)


def test_what_is_written_to_a_restrained_account_has_slipped(
    truth: Query, truth_path: Path
) -> None:
    restrained = truth("SELECT DISTINCT account_number FROM truth_restraint ORDER BY 1")
    numbers = [number for (number,) in restrained]
    assert len(numbers) > 3
    score = score_findings(truth_path, [], TODAY, written={numbers[0], _traceable(truth)[0]})
    assert (score.restrained, score.slipped) == (len(numbers), (numbers[0],))
    assert f"{numbers[0]} slipped" in score.debug_lines()
    assert not set(numbers) & set(_traceable(truth))
