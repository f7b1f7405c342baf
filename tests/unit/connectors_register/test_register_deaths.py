"""The Death Master File: by which facts a death is found, and who may see it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.kit import check_connector
from connectors.register import load
from connectors.register.connector import RegisterConnector
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_inquiry
from tests.unit.connectors_register.register_files import dmf_line, dmf_padding, register

WILMA = ("TESTER", "JR", "WILMA", "MAY")


def deaths(
    folder: Path, *lines: bytes, day: datetime = datetime(2026, 11, 23, tzinfo=UTC), **options: str
) -> RegisterConnector:
    content = b"\r\n".join([*lines, *dmf_padding(), b""])
    return register("death_master_file", content, folder, day, **options)


def wilma(**fields: object) -> Inquiry:
    return make_inquiry("q", names=(PersonName("Wilma", "May", "Tester"),), **fields)


def only(connector: RegisterConnector, inquiry: Inquiry) -> Answer:
    (answer,) = connector.search([inquiry])
    return answer


@pytest.fixture(scope="module")
def one_death(tmp_path_factory: pytest.TempPathFactory) -> RegisterConnector:
    """A file that has one Wilma Tester."""
    line = dmf_line("900123456", WILMA, "03012019", "12311940")
    return deaths(tmp_path_factory.mktemp("deaths"), line)


def test_a_record_gives_name_number_birth_and_death(tmp_path: Path) -> None:
    connector = deaths(tmp_path, dmf_line("900123456", WILMA, "03002019", "12311940"))
    inquiry = make_inquiry("q", ssn="900123456")
    (record,) = only(connector, inquiry).records
    assert record.names == (PersonName("WILMA", "MAY", "TESTER", "JR"),)
    assert (record.ssn, record.dob) == ("900123456", PartialDate(1940, 12, 31))
    assert record.death == PartialDate(2019, 3)
    assert "900123456" not in record.ref
    assert check_connector(connector, [inquiry]) == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"ssn": "900123456"}, True),
        ({"ssn": "900123457"}, False),
        ({"ssn": "900123457", "dob": PartialDate(1940, 12, 31)}, False),
        ({"dob": PartialDate(1940, 12, 31)}, True),
        ({"dob": PartialDate(1940, 12)}, True),
        ({"dob": PartialDate(1940)}, True),
        ({"dob": PartialDate(1941)}, False),
        ({"dob": PartialDate(1940, 12, 30)}, False),
        ({"ssn4": "3456"}, True),
        ({"ssn4": "3457"}, False),
        ({"ssn4": "3457", "dob": PartialDate(1940, 12, 31)}, True),
    ],
)
def test_by_what_a_death_is_found(
    one_death: RegisterConnector, fields: dict[str, object], found: bool
) -> None:
    answer = only(one_death, wilma(**fields))
    assert answer.outcome is (Outcome.HIT if found else Outcome.NO_HIT)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (("TESTER", "", "WILMA", "B"), True),
        (("TESTER", "", "WILMA", "BERTHA"), True),
        (("TESTER", "SR", "WILMA", "MAY"), True),
        (("TESTRE", "", "WILMA", "MAY"), True),
        (("TESTER", "", "BERTHA", "MAY"), False),
    ],
)
def test_a_clerks_slip_hides_no_death(
    tmp_path: Path, written: tuple[str, str, str, str], found: bool
) -> None:
    """Born on the same day: what the middle name and the generation say, the score weighs."""
    connector = deaths(tmp_path, dmf_line("900123456", written, "03012019", "12311940"))
    asked = PersonName("Wilma", "May", "Tester", "JR")
    inquiry = make_inquiry("q", names=(asked,), dob=PartialDate(1940, 12, 31))
    answer = only(connector, inquiry)
    assert answer.outcome is (Outcome.HIT if found else Outcome.NO_HIT)


def test_a_name_alone_is_never_searched(one_death: RegisterConnector) -> None:
    assert only(one_death, wilma()).outcome is Outcome.SKIPPED


def test_a_deleted_record_is_not_a_death(tmp_path: Path) -> None:
    line = dmf_line("900123456", WILMA, "03012019", "12311940", code="D")
    answer = only(deaths(tmp_path, line), wilma(ssn="900123456"))
    assert answer.outcome is Outcome.NO_HIT
    assert b'"withdrawn":1' in answer.snapshots[0].body


BORN = "12311940"
OTHER = ("TESTER", "", "WILMA", "MAE")


def written(code: str, death: str = "03012019", name: tuple[str, str, str, str] = WILMA) -> bytes:
    return dmf_line("900123456", name, death, BORN, code=code)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([written("A"), written("D")], []),
        ([written(""), written("D")], []),
        ([written("A"), written("C", "04022018")], ["2018-04-02"]),
        ([written("A"), written("C", "04022018"), written("D")], []),
        ([written("A"), written("D"), written("A", "05032017")], ["2017-05-03"]),
        ([written("A"), written("C", "04022018"), written("C", "05032017")], ["2017-05-03"]),
        ([written("C", "04022018")], ["2018-04-02"]),
        ([written("D"), written("A")], ["2019-03-01"]),
        ([written("A"), dmf_line("900123456", ("", "", "", ""), "", "", code="D")], []),
        ([written("A"), dmf_line("900123457", WILMA, "03012019", BORN, "D")], ["2019-03-01"]),
        ([written("A"), dmf_line("000000000", WILMA, "03012019", BORN, "D")], ["2019-03-01"]),
    ],
    ids=[
        "deleted",
        "deleted as first published",
        "changed",
        "changed and deleted",
        "deleted and added anew",
        "changed twice",
        "a change of what the file never had",
        "deleted before it was added",
        "a deletion of nothing but the number",
        "another number's deletion",
        "a deletion without a number",
    ],
)
def test_a_change_or_a_deletion_cancels_what_the_file_said_before(
    tmp_path: Path, lines: list[bytes], found: list[str]
) -> None:
    connector = deaths(tmp_path, *lines)
    for asked in (wilma(ssn="900123456"), wilma(ssn4="3456"), wilma(dob=PartialDate(1940, 12, 31))):
        answer = only(connector, asked)
        assert [str(record.death) for record in answer.records] == found
        assert answer.outcome is (Outcome.HIT if found else Outcome.NO_HIT)


def test_an_update_appended_to_a_long_file_reaches_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_BATCH", 4)
    monkeypatch.setattr(load, "_BLOCK", 3)
    full = [written("A", name=OTHER), *dmf_padding()]
    kept = dmf_line("900123499", WILMA, "03012018", BORN)
    connector = deaths(tmp_path, *full, kept, written("C", "04022018"))
    assert [str(r.death) for r in only(connector, wilma(ssn="900123456")).records] == ["2018-04-02"]
    both = only(connector, wilma(dob=PartialDate(1940, 12, 31)))
    assert sorted(str(record.death) for record in both.records) == ["2018-03-01", "2018-04-02"]
    assert b'"withdrawn":1' in both.snapshots[0].body


@pytest.mark.parametrize(
    ("death", "certified_until", "seen"),
    [
        ("02102024", "", False),  # acceptance scenario 9
        ("02102024", "2027-03-31", True),
        ("02102024", "2026-11-23", True),
        ("02102024", "2026-11-22", False),
        ("05012021", "", True),
        ("12312022", "", True),
        ("01012023", "", False),
        ("00002023", "", False),
    ],
)
def test_a_death_of_the_last_three_years_is_for_certified_users(
    tmp_path: Path, death: str, certified_until: str, seen: bool
) -> None:
    """42 USC 1306c; the edge is read as the end of the third calendar year after the death."""
    line = dmf_line("900123456", WILMA, death, "12311940")
    connector = deaths(tmp_path, line, ladmf_certified_until=certified_until)
    inquiry = wilma(ssn="900123456")
    answer = only(connector, inquiry)
    assert answer.outcome is (Outcome.HIT if seen else Outcome.BLOCKED)
    assert bool(answer.records) is seen
    assert ("limited access withheld" in answer.reason and "R51" in answer.reason) is not seen
    if not seen:
        assert not any(b"900123456" in snapshot.body for snapshot in answer.snapshots)
    assert check_connector(connector, [inquiry]) == []


def test_a_withheld_record_beside_an_open_one_is_said(tmp_path: Path) -> None:
    old = dmf_line("900123456", WILMA, "03012019", "12311940")
    new = dmf_line("900123499", WILMA, "03012026", "12311940")
    answer = only(deaths(tmp_path, old, new), wilma(dob=PartialDate(1940, 12, 31)))
    assert (answer.outcome, len(answer.records)) == (Outcome.HIT, 1)
    assert "limited access withheld, 1 of 2 rows" in answer.reason


def test_a_certification_that_is_no_date_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ladmf_certified_until"):
        deaths(tmp_path, ladmf_certified_until="next year")
