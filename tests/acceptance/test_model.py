"""`skiptrace model` as a user runs it: train with labels, without, from outcomes; measure; show."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config.default_model import LINK_MODEL
from matching.compare.agreement import STEPS
from matching.score.context import CONTEXT_STEPS
from matching.score.person_model import read_model
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import root
from skiptrace.model.errors import MatchingError
from tests.benchmarks.linkage import population

SHIPPED = LINK_MODEL
DAY = "2026-11-22"
LEARNED = {"lab-1": ("truth",), "em-1": ()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crowded synthetic town: subjects, records, truth."""
    folder = tmp_path_factory.mktemp("town")
    size = ("--subjects", "1500", "--records", "1500", "--people-a-town", "1500")
    population.main([*size, "--out", str(folder), "--seed", "11"])
    return folder


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without an installation."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def model(*args: object) -> Result:
    return CliRunner().invoke(root, ["model", *map(str, args)], standalone_mode=False)


def done(*args: object) -> Result:
    result = model(*args)
    assert (result.exception, result.return_value) == (None, Exit.DONE), result.output
    return result


def told(*args: object) -> Any:
    return json.loads(done(*args, "--json").stdout)


def task(folder: Path, *said: str) -> tuple[object, ...]:
    tables = ("--subjects", folder / "subjects.csv", "--records", folder / "records.csv")
    return (*tables, *(one for name in said for one in (f"--{name}", folder / f"{name}.csv")))


def training(folder: Path, id: str, *said: str) -> tuple[object, ...]:
    return ("train", *task(folder, *said), "--id", id, "--out", f"{id}.json", "--as-of", DAY)


@pytest.fixture(scope="module")
def learned(files: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What training said: `lab-1` is learned from labels, `em-1` without."""
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("learned"))
        for id, said in LEARNED.items():
            made[id] = told(*training(files, id, *said)) | {"file": Path(f"{id}.json").resolve()}
    return made


def shuffled(folder: Path, target: Path) -> Path:
    """The same tables with their rows in another order."""
    for name in ("subjects", "records", "truth"):
        header, *rows = (folder / f"{name}.csv").read_text().splitlines()
        random.Random(3).shuffle(rows)
        (target / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n")
    return target


def outcomes(folder: Path, target: Path, wrong: float) -> Path:
    """The tables, and what collectors say: a share of the true pairs turned out wrong parties."""
    for name in ("subjects", "records"):
        (target / f"{name}.csv").write_bytes((folder / f"{name}.csv").read_bytes())
    rng = random.Random(8)
    header, *pairs = (folder / "truth.csv").read_text().splitlines()
    words = ("wrong_party" if rng.random() < wrong else "right_party" for _ in pairs)
    rows = [f"{pair},{word}" for pair, word in zip(pairs, words, strict=True)]
    (target / "outcomes.csv").write_text("\n".join([f"{header},outcome", *rows]) + "\n")
    return target


def test_shipped_models_are_listed() -> None:
    assert SHIPPED in done("show").stdout.splitlines()
    assert SHIPPED in told("show")["models"]


def test_a_model_shows_every_level_with_bits_and_words() -> None:
    shown = told("show", SHIPPED)
    tables = {tuple(one["of"]): one["levels"] for one in shown["pair"]["tables"]}
    surname = {level["level"]: level for level in tables["surname",]}
    assert surname["exact"]["bits"] > 0 > surname["different"]["bits"]
    rarity = [level["bits"] for level in tables["surname rarity",]]
    assert rarity == sorted(rarity) and rarity[-1] > 3
    assert surname["no data"]["bits"] == 0
    assert surname["exact"]["words"] == "surnames agree"
    words = done("show", SHIPPED).stdout
    assert "surnames agree" in words
    assert "Beside other candidates" in words


def test_headers_that_are_not_known_are_told_with_map(files: Path, here: Path) -> None:
    for name in ("subjects", "records", "truth"):
        header, rest = (files / f"{name}.csv").read_text().split("\n", 1)
        odd = header.replace("debtor_id", "mark").replace("record_id", "own").replace("dob", "when")
        Path(f"{name}.csv").write_text(f"{odd}\n{rest}")
    told_of = ("--map", "subjects.id=mark", "--map", "records.id=own", "--map", "dob=when")
    assert "no id column" in str(model("evaluate", *task(here, "truth")).exception)
    shown = done("evaluate", *task(here, "truth"), *told_of).stderr
    assert "mark as id" in shown
    assert "not used: source_type, record_year" in shown
    found = told("evaluate", *task(here, "truth"), *told_of)
    assert found == told("evaluate", *task(files, "truth"))
    wrong = model(*training(here, "map-1", "truth"), *told_of, "--map", "phone=nowhere")
    assert "no file has a column 'nowhere'" in str(wrong.exception)
    alone = ("train", "--from-casefile", "--id", "map-1", "--out", "m.json", "--map", "dob=when")
    assert "--map are for tables" in str(model(*alone).exception)


def test_learned_from_labels_it_ships_its_training_and_its_reliability(
    files: Path, learned: dict[str, dict[str, Any]]
) -> None:
    made = learned["lab-1"]
    told_of = made["training"]
    assert (told_of["method"], told_of["as_of"]) == ("labels", DAY)
    assert len(told_of["fingerprint"]) == 64
    (counts,) = told_of["tasks"]
    assert (counts["subjects"], counts["records"]) == (1500, 1500)
    measured = made["reliability"]["all"]
    assert measured["subjects"] == counts["held_out_subjects"]
    assert sum(one["count"] for one in measured["bins"]) == measured["subjects"]
    assert measured["best_f1"] > 0.9
    assert measured["ece"] < 0.1
    evaluated = told("evaluate", *task(files, "truth"), "--model", made["file"])
    assert evaluated["model"] == "lab-1"
    assert evaluated["tasks"]["task 1"]["best_f1"] > 0.9
    assert "Reliability table" in done("show", made["file"]).stdout


def test_without_labels_it_learns_and_says_that_it_is_not_measured(
    files: Path, learned: dict[str, dict[str, Any]]
) -> None:
    made = learned["em-1"]
    assert made["training"]["method"] == "EM without labels"
    assert made["training"]["context"] == SHIPPED
    assert made["reliability"]["of"] == "not measured: no truth was given"
    evaluated = told("evaluate", *task(files, "truth"), "--model", made["file"], "--at", "0.9")
    assert evaluated["tasks"]["task 1"]["best_f1"] > 0.85
    assert evaluated["tasks"]["task 1"]["at"] == 0.9


def test_who_links_by_a_model_that_was_never_measured_is_told(
    files: Path, here: Path, learned: dict[str, dict[str, Any]]
) -> None:
    said = {}
    for id in LEARNED:
        linked = ("link", *task(files), "--out", "o.csv", "--model", learned[id]["file"])
        said[id] = CliRunner().invoke(root, [str(one) for one in linked]).stderr
    assert "model em-1 was learned without labels and never measured" in said["em-1"]
    assert "never measured" not in said["lab-1"]


def test_who_links_files_that_look_otherwise_is_told(
    files: Path, here: Path, learned: dict[str, dict[str, Any]]
) -> None:
    """The same files without dates of birth: what the model makes of names alone is a guess."""
    for name in ("subjects", "records"):
        with (files / f"{name}.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        with (here / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows({**row, "dob": ""} for row in rows)
    told = {}
    for folder in (files, here):
        linked = ("link", *task(folder), "--out", "o.csv", "--stats", "o.json", "--model")
        done = CliRunner().invoke(root, [*map(str, linked), str(learned["lab-1"]["file"])])
        told[folder] = json.loads(Path("o.json").read_text())["unlike_training"]
        assert ("unlike what model lab-1 was learned on" in done.stderr) is bool(told[folder])
    assert told[files] == []
    (words,) = told[here]
    assert re.fullmatch(r"dates of birth are known of 0% of the candidates, there of \d+%", words)


def test_from_outcomes_it_recalibrates_and_shows_before_and_after(files: Path, here: Path) -> None:
    made = told(*training(outcomes(files, here, wrong=0.4), "out-1", "outcomes"))
    assert (made["training"]["method"], made["training"]["base"]) == ("recorded outcomes", SHIPPED)
    measured = made["reliability"]["outcomes"]
    assert measured["after"]["brier"] < measured["before"]["brier"]
    assert measured["after"]["ece"] < measured["before"]["ece"]
    assert "before: Brier" in done("show", "out-1.json").stdout
    evaluated = told("evaluate", *task(files, "truth"), "--model", "out-1.json")
    assert evaluated["model"] == "out-1"


def test_outcomes_of_one_kind_are_not_enough(files: Path, here: Path) -> None:
    failed = model(*training(outcomes(files, here, wrong=0.0), "out-1", "outcomes"))
    assert isinstance(failed.exception, MatchingError)
    assert "not enough data to learn from outcomes" in str(failed.exception)
    assert "and 0 wrong parties, needed are 30 right parties" in str(failed.exception)
    assert not (here / "out-1.json").exists()


@pytest.mark.parametrize("id", LEARNED)
def test_in_what_is_learned_more_agreement_never_weighs_less(
    learned: dict[str, dict[str, Any]], id: str
) -> None:
    model = read_model(learned[id]["file"].read_text(), id)
    for box, orders in ((model.pair, STEPS), (model.context, CONTEXT_STEPS)):
        gains = [box.least_gain(name, *step) for name, steps in orders.items() for step in steps]
        assert min(gains) >= 0


@pytest.mark.parametrize("id", LEARNED)
def test_the_same_data_gives_the_same_bytes_in_any_order(
    files: Path, here: Path, learned: dict[str, dict[str, Any]], id: str
) -> None:
    done(*training(shuffled(files, here), id, *LEARNED[id]))
    assert (here / f"{id}.json").read_bytes() == learned[id]["file"].read_bytes()


def test_no_name_of_a_file_or_person_is_in_a_model(
    files: Path, learned: dict[str, dict[str, Any]]
) -> None:
    text = learned["lab-1"]["file"].read_text()
    with (files / "subjects.csv").open(newline="") as file:
        subjects = list(csv.DictReader(file))
    assert not any(row["debtor_id"] in text for row in subjects)
    assert "subjects.csv" not in text
    assert str(files) not in text


def test_a_few_rows_are_not_enough(files: Path, here: Path) -> None:
    for name in ("subjects", "records"):
        rows = (files / f"{name}.csv").read_text().splitlines()[:101]
        (here / f"{name}.csv").write_text("\n".join(rows) + "\n")
    (here / "truth.csv").write_text("debtor_id,record_id\n")
    for said, words in ((("truth",), "learn from labels"), ((), "learn without labels")):
        failed = model(*training(here, "few-1", *said))
        assert isinstance(failed.exception, MatchingError)
        assert f"not enough data to {words}" in str(failed.exception)
        assert not (here / "few-1.json").exists()


def test_an_earlier_model_is_never_overwritten(files: Path, here: Path) -> None:
    (here / "em-1.json").write_text("mine")
    failed = model(*training(files, "em-1"))
    assert isinstance(failed.exception, MatchingError)
    assert (here / "em-1.json").read_text() == "mine"


TABLES = ("--subjects", "a.csv", "--records", "a.csv")
WRONG = [
    ("nothing", ()),
    ("records missing", ("--subjects", "a.csv")),
    ("truth for one of two", (*TABLES, *TABLES, "--truth", "a.csv")),
    ("truth and outcomes", (*TABLES, "--truth", "a.csv", "--outcomes", "a.csv")),
    ("case file and tables", ("--from-casefile", *TABLES)),
]


@pytest.mark.parametrize("args", [w[1] for w in WRONG], ids=[w[0] for w in WRONG])
def test_wrong_usage_is_told_before_anything_is_read(here: Path, args: tuple[str, ...]) -> None:
    (here / "a.csv").write_text("id\n")
    result = CliRunner().invoke(root, ["model", "train", *args, "--id", "x", "--out", "x.json"])
    assert result.exit_code == Exit.USAGE


@pytest.mark.parametrize("name", ["nobody-1", "missing.json"])
def test_an_unknown_model_is_named(name: str) -> None:
    failed = model("show", name)
    assert isinstance(failed.exception, MatchingError)
    assert name in str(failed.exception)


def test_a_case_file_without_judgements_is_not_enough(here: Path) -> None:
    assert CliRunner().invoke(root, ["init"]).exit_code == Exit.DONE
    failed = model("train", "--from-casefile", "--id", "case-1", "--out", "case-1.json")
    assert isinstance(failed.exception, MatchingError)
    assert "there are 0 right parties and 0 wrong parties" in str(failed.exception)
