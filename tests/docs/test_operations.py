"""The examples for operators hold: units verify, compose parses, and every command exists."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from config.loader import from_file
from config.settings import Settings
from skiptrace.app.build import waterfalls_of
from skiptrace.app.installation import Installation
from skiptrace.app.schedule import plans_of
from skiptrace.app.sources import open_sources
from skiptrace.cli.main import root

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "examples/systemd").iterdir())
COMPOSE = ROOT / "examples/compose.yaml"
PAGE = ROOT / "docs/operations.md"
BIN = "/opt/skiptrace/bin/skiptrace"
GROUPS = ("run", "exec")


def in_units() -> Iterator[tuple[str, list[str]]]:
    for path in UNITS:
        for line in path.read_text().splitlines():
            name, _, command = line.partition("=")
            if name.startswith("Exec"):
                words = shlex.split(command)
                assert words[0] == BIN, line
                yield f"{path.name}: {command}", words[1:]


def in_compose() -> Iterator[tuple[str, list[str]]]:
    whole = yaml.safe_load(COMPOSE.read_text())
    for name, service in whole["services"].items():
        if "command" in service:
            yield f"compose {name}", service["command"]
        test = service.get("healthcheck", {}).get("test", [])
        if test and "skiptrace " in test[-1]:
            yield f"compose {name} healthcheck", shlex.split(test[-1].split("||")[0])[1:]
    for line in COMPOSE.read_text().splitlines():
        if "compose.yaml run" in line or "compose.yaml exec" in line:
            words = shlex.split(line.lstrip("# "), comments=True)
            (verb,) = [word for word in GROUPS if word in words]
            rest = [word for word in words[words.index(verb) + 1 :] if not word.startswith("--")]
            service, *said = rest
            assert service in whole["services"], line
            yield f"compose {service}: {line}", said[1:] if said[:1] == ["skiptrace"] else said


def in_pages() -> Iterator[tuple[str, list[str]]]:
    for block in re.findall(r"```\n(.*?)```", PAGE.read_text(), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("skiptrace "):
                yield line, shlex.split(line, comments=True)[1:]
    for text in re.findall(r"`((?:skiptrace )?[a-z]+ [^`]*--[^`]+)`", PAGE.read_text()):
        words = shlex.split(text.removeprefix("skiptrace "))
        if words[0] in root.list_commands(click.Context(root)):
            yield text, words


COMMANDS = [*in_units(), *in_compose(), *in_pages()]


@pytest.mark.parametrize(("where", "words"), COMMANDS, ids=[where for where, _ in COMMANDS])
def test_every_command_of_the_examples_exists(where: str, words: list[str]) -> None:
    """Each word is a command or subcommand, and each option one that its --help knows."""
    command: click.Command = root
    rest = list(words)
    while isinstance(command, click.Group) and rest:
        found = command.get_command(click.Context(command), rest.pop(0))
        assert found is not None, where
        command = found
    assert not isinstance(command, click.Group) or not words, where
    known = {flag for one in command.params for flag in (*one.opts, *one.secondary_opts)}
    assert {word for word in rest if word.startswith("--")} <= known, where


def test_there_are_commands_to_check() -> None:
    told = " ".join(where for where, _ in COMMANDS)
    assert len(COMMANDS) > 15
    for needed in ("nightly.service", "scheduler.service", "compose scheduler", "--watch"):
        assert needed in told


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_the_units_verify(tmp_path: Path) -> None:
    """With a program in the place of the installed one; a word that systemd ignores is a fault."""
    assert verified(tmp_path, {}) == []
    assert verified(tmp_path, {"Restart=": "Restrat="}), "a slip would be seen"


def verified(tmp_path: Path, changes: Mapping[str, str]) -> list[str]:
    """What systemd says of the units, each change of their text made first."""
    copies = []
    program = tmp_path / "skiptrace"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for path in UNITS:
        copy = tmp_path / path.name
        text = path.read_text().replace(BIN, str(program))
        for old, new in changes.items():
            text = text.replace(old, new)
        copy.write_text(text)
        copies.append(str(copy))
    done = subprocess.run(
        [str(shutil.which("systemd-analyze")), "verify", "--man=no", *copies],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return [line for line in done.stderr.splitlines() if "skiptrace" in line]


def test_the_timer_and_the_services_belong_together() -> None:
    names = {path.name for path in UNITS}
    timer = (ROOT / "examples/systemd/skiptrace-nightly.timer").read_text()
    assert re.findall(r"^Unit=(.*)$", timer, re.MULTILINE) == ["skiptrace-nightly.service"]
    assert {"skiptrace-nightly.service", "skiptrace-scheduler.service"} < names
    for path in UNITS:
        if path.suffix == ".service":
            text = path.read_text()
            assert "User=skiptrace" in text and "UMask=0077" in text, path.name


def test_the_compose_file_is_whole() -> None:
    whole: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    services = whole["services"]
    assert set(services) == {"postgres", "setup", "scheduler", "worker"}
    for service in services.values():
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in whole["volumes"]
        for config in service.get("configs", []):
            file = whole["configs"][config["source"]]["file"]
            assert (COMPOSE.parent / file).is_file()
        if "build" in service:
            context = COMPOSE.parent / service["build"]["context"]
            assert (context / service["build"]["dockerfile"]).is_file()
        for needed in service.get("depends_on", {}):
            assert "healthcheck" in services[needed]
    assert "password" not in json.dumps(whole).replace("POSTGRES_PASSWORD", "").lower()


def test_the_settings_of_the_compose_file_can_be_used() -> None:
    settings = from_file(ROOT / "examples/compose.settings.toml", Settings)
    plans, _ = plans_of(settings.schedule)
    assert {plan.kind for plan in plans} == {"nightly", "collect", "registers", "verify"}
    assert settings.nightly.executor == "fleet", "what its workers are for"
    assert "[fleet," in (ROOT / "examples/Dockerfile").read_text()
    environment = yaml.safe_load(COMPOSE.read_text())["services"]["scheduler"]["environment"]
    assert settings.case_file.url.removeprefix("env:") in environment


def test_what_the_compose_file_begins_can_ask_its_sources(tmp_path: Path) -> None:
    """Without a source that a tier asks and that lacks nothing, no worker would come up."""
    path = tmp_path / "skiptrace.toml"
    shutil.copy(ROOT / "examples/compose.settings.toml", path)
    installation = Installation.load(path)
    with open_sources(installation) as sources:
        asked = waterfalls_of(installation).sources
        assert sources.connectors.keys() & asked
    assert sources.connectors.keys() == installation.settings.sources.keys()
