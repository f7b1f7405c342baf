"""What a crowd shares is not learned from, as it does not count where files are linked."""

from __future__ import annotations

from pathlib import Path

from jobs.linkage.model_tables import TaskFiles, read_task

SURNAMES = ("Orr", "Lund", "Dale", "Poe", "Marsh", "Finch", "Rudd", "Holt", "Kerr", "Snell")


def test_a_task_knows_no_telephone_of_a_crowd(tmp_path: Path) -> None:
    columns = "first_name,last_name,phone"
    subjects, records = tmp_path / "s.csv", tmp_path / "r.csv"
    subjects.write_text(f"debtor_id,{columns}\nD1,Ann,Wexford,5125550142\n")
    rows = [f"R{at},Lee,{name},5125550142" for at, name in enumerate(SURNAMES)]
    own = "R99,Ann,Wexford,5125550199"
    records.write_text("\n".join([f"record_id,{columns}", *rows, own]) + "\n")
    task = read_task(TaskFiles(subjects, records)).labelled
    assert task.subjects.phones.values.tolist() == []
    assert task.source.people.phones.values.tolist() == [5125550199]
