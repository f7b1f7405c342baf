"""The command line without an installation: help, versions, exit codes, one-line errors."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from config.counsel import FILES
from config.loader import shipped_text
from skiptrace import __version__
from skiptrace.app.installation import Installation
from skiptrace.cli import main as main_module
from skiptrace.cli.exits import Exit
from skiptrace.cli.main import COMMANDS, main, root
from skiptrace.cli.private import write_private
from skiptrace.model.errors import (
    ConfigError,
    InDoubt,
    IntakeError,
    PurposeNotPermitted,
    SkiptraceError,
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without an installation."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SKIPTRACE_CONFIG", raising=False)
    return tmp_path


def exit_of(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr(sys, "argv", ["skiptrace", *args])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_help_lists_every_command_without_importing_one() -> None:
    before = set(sys.modules)
    shown = CliRunner().invoke(root, ["--help"]).output
    assert all(name in shown for name in COMMANDS)
    assert {m for m in set(sys.modules) - before if m.startswith("skiptrace.cli.")} <= {
        "skiptrace.cli.exits"
    }


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("demo2 = connectors.sandbox.demo.command:command", "demo2  Trace an invented town"),
        ("wave = acme_absent:command", "entry point wave: acme_absent:command is no command"),
        ("wave = skiptrace.cli.exits:Exit", "entry point wave: skiptrace.cli.exits:Exit is no"),
        ("trace = connectors.sandbox.demo.command:command", "Trace one account now"),
    ],
)
def test_a_plugin_brings_a_command_and_takes_the_place_of_none(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, point: str, said: str
) -> None:
    info = elsewhere / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[skiptrace.commands]\n{point}\n")
    monkeypatch.syspath_prepend(str(elsewhere))
    shown = " ".join(CliRunner().invoke(root, ["--help"]).output.split())
    assert " ".join(said.split()) in shown
    assert shown.count("Trace an invented town") == (2 if "demo2" in point else 1)
    if "wave" in point:
        assert exit_of(monkeypatch, "wave") == Exit.FAILED


def test_the_demo_is_a_command_of_the_plugin_that_is_shipped() -> None:
    command = root.get_command(click.Context(root), "demo")
    assert "demo" not in COMMANDS and command is not None
    assert command.help and command.name == "demo"
    assert "skiptrace demo" in (Path(__file__).parents[3] / "README.md").read_text()


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_and_subcommand_explains_itself(name: str) -> None:
    command = import_module(COMMANDS[name][0]).command
    below = list(command.commands.values()) if isinstance(command, click.Group) else []
    for one in [command, *below]:
        done = CliRunner().invoke(one, ["--help"], obj="none.toml")
        assert done.exit_code == 0
        assert one.help
        for option in (p for p in one.params if isinstance(p, click.Option) and p.name != "help"):
            assert option.help or option.name in {"accounts", "as_of"}, (name, option.name)


def test_the_version_is_told() -> None:
    assert __version__ in CliRunner().invoke(root, ["--version"]).output


@pytest.mark.parametrize(
    "args",
    [
        ("fly",),
        ("trace",),
        ("trace", "1", "--as-of", "yesterday"),
        ("trace", "1", "--colour"),
        ("nightly", "--limit", "0"),
        ("assets", "1"),
        ("intake", "absent.csv"),
        ("demo", "--accounts", "9"),
        ("judge", "1", "f", "maybe", "--reason", "r"),
        ("writeback", "undo"),
    ],
)
def test_wrong_usage_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], args: tuple[str, ...]
) -> None:
    assert exit_of(monkeypatch, *args) == Exit.USAGE
    assert "Usage:" in capsys.readouterr().err


@pytest.mark.parametrize("amount", ["much", "nan", "-1", "inf"])
def test_a_budget_that_is_no_amount_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, amount: str
) -> None:
    assert exit_of(monkeypatch, "trace", "1", "--budget", amount) == Exit.USAGE


@pytest.mark.parametrize(
    "args",
    [
        ("nightly",),
        ("trace", "1"),
        ("assets", "1", "--matter", "M"),
        ("judge", "1", "f", "bad", "--reason", "r"),
        ("writeback", "plan"),
        ("audit", "verify"),
        ("sources", "show", "no-such-source"),
    ],
)
def test_without_an_installation_one_line_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], args: tuple[str, ...]
) -> None:
    assert exit_of(monkeypatch, *args) == Exit.FAILED
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("skiptrace: ")
    assert len(said.err.splitlines()) == 1
    assert "skiptrace.toml" in said.err or "no-such-source" in said.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("a setting"), Exit.FAILED),
        (IntakeError("a file"), Exit.FAILED),
        (InDoubt("a call"), Exit.FAILED),
        (PurposeNotPermitted("a purpose"), Exit.REFUSED),
        (click.exceptions.Abort(), Exit.FAILED),
        (Exit.DONE_WITH_FAILURES, Exit.DONE_WITH_FAILURES),
        (None, Exit.DONE),
    ],
)
def test_how_a_command_ends_is_its_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException | int | None,
    code: int,
) -> None:
    @click.command()
    def ends() -> int | None:
        if isinstance(error, BaseException):
            raise error
        return error

    monkeypatch.setattr(main_module, "root", ends)
    assert exit_of(monkeypatch) == code
    if isinstance(error, SkiptraceError):
        assert capsys.readouterr().err == f"skiptrace: {error}\n"


def test_init_makes_an_installation_once_and_overwrites_nothing(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_of(monkeypatch, "init", "--dir", "new") == Exit.DONE
    made = {path.name: path.read_bytes() for path in (elsewhere / "new").iterdir()}
    assert {"skiptrace.toml", "skiptrace.key", "skiptrace.db"} <= made.keys()
    assert (elsewhere / "new" / "skiptrace.key").stat().st_mode & 0o077 == 0
    assert exit_of(monkeypatch, "init", "--dir", "new") == Exit.FAILED
    assert "there is a database already" in capsys.readouterr().err
    assert (elsewhere / "new" / "skiptrace.key").read_bytes() == made["skiptrace.key"]
    config = ("--config", "new/skiptrace.toml")
    assert exit_of(monkeypatch, *config, "doctor") == Exit.FAILED  # it could ask nobody yet
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if "FAIL" in line] == [
        "FAIL law        every table of the law: signed off by nobody",
        "FAIL sources    sources: none is enabled; see `skiptrace sources list`",
    ]
    modes = {path.name: path.stat().st_mode & 0o777 for path in (elsewhere / "new").iterdir()}
    assert set(modes.values()) == {0o600} and "skiptrace.toml" in modes
    assert (elsewhere / "new").stat().st_mode & 0o777 == 0o700
    assert exit_of(monkeypatch, *config, "audit", "verify") == Exit.DONE
    assert "the chain is whole" in capsys.readouterr().out


def test_doctor_names_a_bureau_over_plain_http(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_of(monkeypatch, "init", "--dir", "new") == Exit.DONE
    (elsewhere / "new" / "key").write_text("secret-1")
    settings = elsewhere / "new" / "skiptrace.toml"
    before = f'policy = "counsel"\n{settings.read_text(encoding="utf-8")}'
    (elsewhere / "new" / "counsel").mkdir()
    for name in FILES:
        signed = f'signed = {{ by = "A. Counsel", on = 2026-01-02 }}\n{shipped_text(name)}'
        (elsewhere / "new" / "counsel" / name).write_text(signed, encoding="utf-8")
    for address, code in (("http://example.com", Exit.FAILED), ("https://example.com", Exit.DONE)):
        source = f'[sources.enformion_person]\nbase_url = "{address}"\n'
        source += 'secrets = { ap_name = "file:key", ap_password = "file:key" }\n'
        settings.write_text(f"{before}\n{source}", encoding="utf-8")
        capsys.readouterr()
        assert exit_of(monkeypatch, "--config", str(settings), "doctor") == code
        said = " ".join(capsys.readouterr().out.split())
        assert ("sources.enformion_person.base_url: http://" in said) is (code is Exit.FAILED)


def test_a_private_file_replaces_the_old_one_and_only_its_owner_reads_it(elsewhere: Path) -> None:
    path = elsewhere / "below" / "answer"
    for body in (b"first", b"second"):
        write_private(path, body)
        path.chmod(0o644) if body == b"first" else None
    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("given", "answer", "population"),
    [
        (("--population", "900000"), None, 900_000),
        ((), None, 20_000),  # nobody can be asked
        ((), "39000000\n", 39_000_000),
        ((), "\n", 20_000),
        ((), "0\nmany\n5000\n", 5_000),
        (("--population", "7"), "39000000\n", 7),  # who has said is not asked
    ],
)
def test_init_asks_how_many_people_the_sources_cover(
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, ...],
    answer: str | None,
    population: int,
) -> None:
    typed = io.StringIO(answer or "")
    monkeypatch.setattr(typed, "isatty", lambda: answer is not None)
    monkeypatch.setattr(sys, "stdin", typed)
    assert exit_of(monkeypatch, "init", "--dir", "site", *given) == Exit.DONE
    installation = Installation.load(elsewhere / "site" / "skiptrace.toml")
    assert installation.settings.matching.population == population
    assert f"sources that cover {population:,} people" in capsys.readouterr().err


def test_init_does_not_take_back_what_the_settings_say(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "skiptrace.toml").write_text("[matching]\npopulation = 5\n")
    assert exit_of(monkeypatch, "init", "--population", "9") == Exit.USAGE
    assert not (elsewhere / "skiptrace.db").exists()
