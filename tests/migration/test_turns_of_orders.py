"""Orders of revision 0006 that stood otherwise than they ended: set back, claimed, or edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command

from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.engine import case_file_url, writing_engine
from skiptrace.casefile.migrations.upgrade import alembic_config, migrate
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.tallies import writing as sealing
from skiptrace.model.order import OrderState
from tests.migration.test_sealed_anew import KEYS, fill
from tests.migration.test_sealed_anew import writing as plain_writing

CASES = [
    ("done", "", ""),
    ("in_doubt", "state = 'todo', finished = NULL", ""),
    ("parked", "state = 'todo', finished = NULL", ""),
    ("in_doubt", "state = 'claimed', finished = NULL, worker = 'w'", ""),
    ("done", "state = 'todo', finished = NULL", "it stands as todo and was last done"),
    ("done", "state = 'claimed', worker = 'w'", "it stands as claimed and was last done"),
    ("held", "state = 'done'", "it stands as done and was last held"),
]


@pytest.mark.parametrize(("ended", "edit", "fault"), CASES)
def test_what_was_set_back_or_claimed_goes_on_and_what_was_edited_is_named(
    tmp_path: Path, ended: str, edit: str, fault: str
) -> None:
    (tmp_path / "case.db").touch()
    url = f"sqlite:///{tmp_path / 'case.db'}"
    fill(url)
    with plain_writing(url) as tx:
        tx.exec_driver_sql(f"UPDATE trace_order SET state = '{ended}'")  # noqa: S608
    engine = writing_engine(case_file_url(url))
    with engine.begin() as tx, sealing(tx, Notary(KEYS)):
        command.upgrade(alembic_config(tx, KEYS), "0006")
    with engine.begin() as tx:
        if edit:
            tx.exec_driver_sql(f"UPDATE trace_order SET {edit}")  # noqa: S608
    engine.dispose()
    migrate(url, KEYS)
    case = open_case_file(url, KEYS)
    with case.read() as tx:
        faults = [str(one) for one in case.check(tx).faults]
    assert faults == ([f"trace_order row 1: {fault}"] if fault else [])
    if "todo" in edit:
        with case.write() as tx:
            claimed = case.orders.claim(tx, "w", 9)
            states = case.orders.states(tx, ["ord_1"])
        assert (len(claimed), states["ord_1"]) == (
            (0, OrderState.PARKED) if fault else (1, OrderState.CLAIMED)
        )
    case.close()
