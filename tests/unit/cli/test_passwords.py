"""A database's password is never said: not by init, an error, a repr, or a traceback."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import pytest

from config.loader import parsed
from config.settings import Settings
from skiptrace.app.build import case_file
from skiptrace.app.installation import Installation, in_clear, without_password
from skiptrace.app.setup import create_installation, starting_settings
from skiptrace.app.write_back import write_back_target
from skiptrace.cli.main import main
from skiptrace.model.errors import SkiptraceError

SECRET = "hunter2-ÿ"
URLS = [
    "postgresql+psycopg://user:{}@127.0.0.1:9/db",
    "postgresql://user:{}@127.0.0.1:9/db?connect_timeout=1",
    "postgresql://user:{}@127.0.0.1:port/db",
    "postgresql://user:{}@x@127.0.0.1:9/db",
    "postgresql://127.0.0.1:9/db?user=u&password={}",
    "postgresql://user:{}@127.0.0.1:9/db?no_such_option=1",
    "oracle://user:{}@127.0.0.1/db",
    "nosuch+driver://user:{}@127.0.0.1/db",
]


def settings_of(url: str) -> str:
    text = starting_settings().replace("sqlite:///skiptrace.db", url)
    return text.replace(
        'target = "csv"\nlocation = "writeback"', f'target = "sql"\nlocation = "{url}"'
    )


@pytest.mark.parametrize("url", URLS)
def test_no_command_and_no_repr_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], url: str
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "skiptrace.toml").write_text(settings_of(url.format(SECRET)))
    config = ("--config", str(folder / "skiptrace.toml"))
    for args in (("init",), ("doctor",), ("nightly",), ("writeback", "apply"), ("audit", "verify")):
        monkeypatch.setattr(sys, "argv", ["skiptrace", *config, *args])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code != 0
    said = capfd.readouterr()
    shown = [said.out, said.err]
    with pytest.raises(SkiptraceError, match=r"case_file\.url: holds a secret in clear") as refused:
        Installation.load(folder / "skiptrace.toml")
    shown.append("".join(traceback.format_exception(refused.value)))
    settings = parsed(settings_of(url.format(SECRET)), "s", Settings)
    assert {*in_clear(settings)} == {"case_file.url", "writeback.location"}
    installation = Installation(settings, folder, folder / "skiptrace.toml")
    shown += [repr(installation), str(installation.settings)]
    for opening in (case_file, write_back_target):
        try:
            shown.append(repr(opening(installation)))
        except SkiptraceError as error:
            shown.append("".join(traceback.format_exception(error)))
    assert not [text for text in shown if SECRET in text]
    assert "127.0.0.1" in without_password(url.format(SECRET))
    assert SECRET not in without_password(url.format(SECRET))
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ('secrets = { ap_name = "hunter2" }', "sources.x.secrets.ap_name"),
        ('secrets = { ap_name = "env:" }', "sources.x.secrets.ap_name"),
        ('secrets = { ap_name = "env:NAME", b = "file:p", c = "command:vault get x" }', ""),
        ('options = { app_token = "hunter2" }', "sources.x.options.app_token"),
        ('options = { api_key = "env:NAME" }', ""),
        ('options = { path = "a.csv" }', ""),
        ('base_url = "https://u:hunter2@example.com/"', "sources.x.base_url"),
        ('options = { proxy = "http://u:hunter2@127.0.0.1/" }', "sources.x.options.proxy"),
    ],
)
def test_a_secret_in_clear_is_an_error_that_names_the_setting(table: str, named: str) -> None:
    settings = parsed(f"[sources.x]\n{table}\n", "s", Settings)
    assert list(in_clear(settings)) == ([named] if named else [])


@pytest.mark.parametrize("url", ["sqlite:///skiptrace.db", "postgresql+psycopg://user@host/db"])
def test_an_address_without_one_is_said_as_it_is(url: str) -> None:
    assert without_password(url) == url
    assert not list(in_clear(parsed(settings_of(url), "s", Settings)))


def test_an_address_may_be_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_DATABASE", f"sqlite:///{tmp_path}/there.db")
    (tmp_path / "target").write_text(f"sqlite:///{tmp_path}/back.db\n")
    text = settings_of("env:A_DATABASE").replace(
        'location = "env:A_DATABASE"', 'location = "file:../target"'
    )
    installation = create_installation(tmp_path / "site", text)
    assert (tmp_path / "there.db").is_file()
    assert write_back_target(installation).name == "sql:sqlite:skiptrace_contacts"
    assert not list(in_clear(installation.settings))
    monkeypatch.delenv("A_DATABASE")
    with pytest.raises(SkiptraceError, match=r"case_file\.url: the environment has no A_DATABASE"):
        _ = installation.case_url
