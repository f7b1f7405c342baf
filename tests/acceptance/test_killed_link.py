"""A linking that is stopped half way leaves no half answer, and no copies of personal data."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.linkage import population


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files whose linking takes many times as long as a look into a folder."""
    folder = tmp_path_factory.mktemp("files")
    size = ("--subjects", "12000", "--records", "12000", "--people-a-town", "3000")
    population.main([*size, "--out", str(folder)])
    return folder


def start(files: Path, folder: Path) -> subprocess.Popen[bytes]:
    (folder / "tmp").mkdir(exist_ok=True)
    tables = ["--subjects", str(files / "subjects.csv"), "--records", str(files / "records.csv")]
    return subprocess.Popen(
        [sys.executable, "-m", "skiptrace.cli", "link", *tables, "--out", str(folder / "out.csv")],
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stop_half_way(files: Path, folder: Path, sent: signal.Signals) -> int:
    """Start, send the signal once the work has begun, and give the exit code."""
    process = start(files, folder)
    deadline = time.monotonic() + 60
    while not list((folder / "tmp").iterdir()):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(sent)
    return process.wait(60)


def test_when_it_is_told_to_stop_nothing_is_left(files: Path, tmp_path: Path) -> None:
    assert stop_half_way(files, tmp_path, signal.SIGTERM) == 128 + signal.SIGTERM
    assert list(tmp_path.rglob("*")) == [tmp_path / "tmp"]


def test_after_a_kill_there_is_no_half_answer_and_it_runs_again(
    files: Path, tmp_path: Path
) -> None:
    assert stop_half_way(files, tmp_path, signal.SIGKILL) == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == ["tmp"]
    assert start(files, tmp_path).wait(120) == 0
    assert (tmp_path / "out.csv").read_text().count("\n") > 1000
