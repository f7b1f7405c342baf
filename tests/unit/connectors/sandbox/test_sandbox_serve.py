"""The sandbox as a child process: it answers, stops, and never outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from connectors.sandbox.serve import serve, start_sandbox
from skiptrace.model.errors import ConfigError
from tests.tiny_town import make_tiny_town

_PARENT = """
import os, sys, time
from pathlib import Path
from connectors.sandbox.serve import start_sandbox
running = start_sandbox(Path(sys.argv[1]))
sibling = os.fork()  # holds a copy of the pipe to the sandbox
if sibling == 0:
    time.sleep(60)
    os._exit(0)
print(running.url, running.child.pid, sibling, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_tiny_town(tmp_path / "sandbox")


def is_up(url: str) -> bool:
    try:
        return requests.get(f"{url}/socrata/api/views/biz1-regs.json", timeout=2).status_code == 200
    except requests.ConnectionError:
        return False


def goes_down(url: str, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while is_up(url):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def test_it_answers_at_once_and_stops(folder: Path) -> None:
    with start_sandbox(folder) as running:
        assert running.url == f"http://127.0.0.1:{running.port}"
        assert is_up(running.url)
    assert not is_up(running.url)
    assert running.child.returncode == 0
    running.stop()


def test_a_sale_is_on_the_bill_after_kill_9(folder: Path) -> None:
    headers = {"galaxy-ap-name": "n", "galaxy-ap-password": "p", "galaxy-search-type": "Person"}
    running = start_sandbox(folder)
    sold = requests.post(
        f"{running.url}/enformion/PersonSearch",
        json={"Phone": "2395550101"},
        headers={**headers, "skiptrace-reference": "r1"},
        timeout=5,
    )
    running.child.kill()
    running.stop()
    with start_sandbox(folder) as again:
        stored = requests.get(f"{again.url}/enformion/sandbox/calls/r1", timeout=5)
        assert stored.content == sold.content
        bill = requests.get(f"{again.url}/enformion/sandbox/bill", timeout=5).json()
    assert [line["reference"] for line in bill] == ["r1"]


def test_it_ends_when_its_parent_is_killed_although_a_sibling_holds_the_pipe(folder: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout as said:
        url, _, sibling = said.readline().split()
        assert is_up(url)
        parent.kill()
        parent.wait()
        try:
            assert goes_down(url)
        finally:
            os.kill(int(sibling), signal.SIGKILL)


def test_faults_reach_the_child(folder: Path, tmp_path: Path) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text('{"/socrata/": [{"nth": 2, "kind": "503"}]}')
    with start_sandbox(folder, faults) as running:
        path = f"{running.url}/socrata/api/views/biz1-regs.json"
        assert [requests.get(path, timeout=5).status_code for _ in range(3)] == [200, 503, 200]


def test_a_folder_without_a_town_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did not start"):
        start_sandbox(tmp_path)


@pytest.mark.parametrize("content", [None, b"no database" * 1000])
def test_the_command_says_what_is_wrong(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "town.sqlite").write_bytes(content)
    result = CliRunner().invoke(serve, ["--dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "town.sqlite" in result.output


def test_a_taken_port_is_a_clear_error(folder: Path) -> None:
    with start_sandbox(folder) as running:
        result = CliRunner().invoke(serve, ["--dir", str(folder), "--port", str(running.port)])
    assert result.exit_code == 1
    assert "in use" in result.output
