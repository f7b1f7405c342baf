"""What others wrote shows on a terminal and never acts: hostile words against every command."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from skiptrace.cli.main import main
from skiptrace.cli.writeback_view import print_plan
from skiptrace.model.account import Account, ObligorRole
from skiptrace.model.receipt import Change, ChangeKind
from skiptrace.model.subject import EntityKind, PersonName, Subject
from skiptrace.reports import terminal
from skiptrace.reports.terminal import (
    add_row,
    console_for,
    print_bytes,
    print_json,
    print_line,
    print_table,
    standard_output,
    table_for,
)
from skiptrace.writeback.contacts import LeftOut, WriteBackPlan
from tests.tables import each

HOSTILE = {
    "escape: red": "\x1b[31m",
    "escape: title": "\x1b]0;pwned\x07",
    "escape: link": "\x1b]8;;https://example.com\x1b\\",
    "escape: clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "escape: screen cleared": "\x1b[2J\x1b[H",
    "C1: CSI": "\x9b31m",
    "C1: OSC": "\x9d0;pwned\x9c",
    "carriage return": "safe\rEVIL",
    "backspace": "12\b3",
    "line break": "one\nskiptrace: two",
    "next line": "one\x85two",
    "delete": "\x7f",
    "bidi override": "\u202e5550100\u202c",
    "bidi isolate": "\u2067x\u2069",
    "bidi mark": "\u200f",
    "zero width": "JO\u200bHN",
    "soft hyphen": "JO\u00adHN",
    "byte order mark": "\ufeffJOHN",
    "filler": "\u3164",
    "line separator": "one\u2028two",
    "tag": "\U000e0041",
    "private": "\ue000",
    "markup": "[bold]x[/bold] [link=https://example.com]y[/link] :smile:",
}
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def acts(text: str) -> str:
    """The characters of the text that a terminal would act upon, or that take no room."""
    categories = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    found = [c for c in text if c != "\n" and unicodedata.category(c) in categories]
    return "".join([*found, *(c for c in text if c in "\u3164\ufe0f")])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one account whose every word is hostile."""
    from skiptrace.app.build import case_file
    from skiptrace.app.setup import create_installation, starting_settings

    folder = tmp_path_factory.mktemp("hostile") / "site"
    installation = create_installation(folder, starting_settings())
    case, _ = case_file(installation)
    words = " ".join(HOSTILE.values())
    account = Account(id="acct_1", number="10001", creditor=words, status=words)
    subject = Subject(id="subj_1", kind=EntityKind.PERSON, names=(PersonName("JO", "DOE"),))
    with case.write() as tx:
        from skiptrace.casefile.accounts import AccountEntry

        entry = AccountEntry(account, subject, ObligorRole.PRIMARY, (), None)
        case.accounts.add(tx, [entry])
    case.close()
    return folder


@pytest.fixture
def said(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Runs a command in the installation's folder; all that it wrote, on both streams."""

    def run(*args: str) -> str:
        monkeypatch.setattr(
            sys, "argv", ["skiptrace", "--config", str(site / "skiptrace.toml"), *args]
        )
        with pytest.raises(SystemExit):
            main()
        out = capfd.readouterr()
        return out.out + out.err

    return run


def _file(folder: Path, header: str) -> str:
    path = folder / "mail.csv"
    cell = header.replace('"', "")
    path.write_text(
        f'id,phone,"{cell}"\n1,772-555-0100,"{cell}"\n2,772-555-0101,{"x,y"}\n', newline=""
    )
    return str(path)


def _tabular(verb: str, *more: str) -> Callable[[str, Path], tuple[str, ...]]:
    return lambda w, d: (*verb.split(), _file(d, w), *more, "--out", str(d / "o.csv"))


Command = Callable[[str, Path], tuple[str, ...]]
COMMANDS: dict[str, Command] = {
    "an unknown command": lambda w, _: (w,),
    "an unknown option": lambda w, _: ("trace", "1", f"--{w}"),
    "a wrong option value": lambda w, _: ("trace", "1", "--budget", w),
    "sources show": lambda w, _: ("sources", "show", w),
    "model show": lambda w, _: ("model", "show", w),
    "trace": lambda w, _: ("trace", w),
    "trace explain": lambda w, _: ("trace", "10001", "--explain", w),
    "trace purpose": lambda w, _: ("trace", "10001", "--purpose", w),
    "judge": lambda w, _: ("judge", "10001", w, "bad", "--reason", w),
    "hold add": lambda w, _: ("hold", "add", "10001", w, "--evidence", w),
    "hold evidence": lambda w, _: ("hold", "add", "10001", "ATTY", "--evidence", w),
    "hold release": lambda w, _: ("hold", "release", "10001", w, "--evidence", w),
    "intake guess": lambda w, d: ("intake", _file(d, w), "--dry-run"),
    "intake of no file": lambda w, d: ("intake", str(d / w)),
    "normalize": _tabular("normalize phone", "--column", "phone"),
    "normalize unknown column": _tabular("normalize phone", "--column", "no"),
    "normalize hostile": lambda w, d: _tabular("normalize phone", "--column", w)(w, d),
    "normalize prefix": lambda w, d: _tabular("normalize phone", "--column", w, "--prefix", w)(
        w, d
    ),
    "compare": lambda w, d: _tabular("compare person", "--a", "id", "--b", w)(w, d),
    "link": lambda w, d: (
        *("link", "--subjects", _file(d, w), "--records", _file(d, w)),
        *("--out", str(d / "o.csv"), "--map", f"phone={w}"),
    ),
    "writeback undo": lambda w, _: ("writeback", "undo", w),
    "writeback plan": lambda w, _: ("writeback", "plan"),
    "init": lambda w, d: ("init", "--dir", str(d / w)),
    "audit verify": lambda w, _: ("audit", "verify"),
    "audit export": lambda w, _: ("audit", "export"),
    "doctor": lambda w, _: ("doctor",),
}


@pytest.mark.parametrize("words", ["escape: red", "line break", "zero width", "everything"])
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_a_command_is_given_acts_on_the_terminal(
    said: Callable[..., str], command: str, words: str, tmp_path: Path
) -> None:
    hostile = HOSTILE.get(words, "".join(HOSTILE.values()))
    assert acts(said(*COMMANDS[command](hostile, tmp_path))) == ""


@pytest.mark.parametrize("command", ["sources show", "normalize unknown column"])
def test_what_would_have_acted_is_named(
    said: Callable[..., str], command: str, tmp_path: Path
) -> None:
    assert "[U+001B]" in said(*COMMANDS[command](HOSTILE["escape: red"], tmp_path))


@each("words", HOSTILE.values())
def test_lines_cells_titles_and_heads_show_it(words: str) -> None:
    stream = io.StringIO()
    console = console_for(stream)
    print_line(console, words)
    assert len(stream.getvalue().splitlines()) == 1
    table = table_for(console, f"title {words}", (f"head {words}",))
    add_row(table, (f"cell {words}",))
    print_table(console, table)
    assert acts(stream.getvalue()) == ""
    assert {"title", "head", "cell"} <= set(stream.getvalue().split())


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_json_says_the_same_and_does_not_act(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_json(json.dumps({"words": words, "José": "𝄞"}, ensure_ascii=False))
    shown = capsys.readouterr().out
    assert json.loads(shown) == {"words": words, "José": "𝄞"}
    assert acts(shown) == "" and "José" in shown


@each("words", HOSTILE.values())
def test_a_write_back_plan_shows_it(words: str) -> None:
    change = Change("10001", ChangeKind.ADD, "address", "x", 0.99, ("a",), "2026-11", "f-1")
    hostile = replace(change, account_number=words, value=words, sources=(words,), as_of=words)
    stream = io.StringIO()
    print_plan(WriteBackPlan((hostile,), (LeftOut("1", "", "phone", words),)), console_for(stream))
    assert acts(stream.getvalue()) == "" and "left out 1:" in stream.getvalue()


class Screen(io.TextIOWrapper):
    """Standard output on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_stored_bytes_and_rows_are_themselves_in_a_pipe_and_shown_on_a_screen(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: dict[type[io.TextIOWrapper], bytes] = {}
    for kind in (io.TextIOWrapper, Screen):
        raw = io.BytesIO()
        monkeypatch.setattr(terminal.sys, "stdout", kind(raw, encoding="utf-8"))
        print_bytes(words.encode())
        with standard_output() as stream:
            stream.write(f"{words},b\r\n")
        sys.stdout.flush()
        written[kind] = raw.getvalue()
    assert written[io.TextIOWrapper] == words.encode() + f"{words},b\r\n".encode()
    assert acts(written[Screen].decode().replace("\r\n", "\n").replace("\x1b[0m", "")) == ""
