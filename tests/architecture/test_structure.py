"""The structure holds: owners, the gate's monopoly, file and function sizes, banned words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from connectors.card import load_card
from connectors.plugins import FICTIONS, SOURCES
from connectors.registry import discover
from skiptrace.cli.main import PLUGIN_COMMANDS

ROOT = Path(__file__).parents[2]
PACKAGES = ("skiptrace", "connectors", "matching", "jobs", "config")
GROUPS = (SOURCES, FICTIONS, PLUGIN_COMMANDS)
GATE = ROOT / "skiptrace/compliance/gate.py"


@cache
def sources() -> list[Path]:
    return sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    """A module's tree; it is read, and never changed."""
    return ast.parse(path.read_text())


def calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            yield target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")


def is_command(node: ast.FunctionDef) -> bool:
    """Whether it is a command of the command line: its parameters are the command's options."""
    return any("command" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_all_five_packages_are_ours_and_share_a_folder() -> None:
    modules = [import_module(name) for name in PACKAGES]
    assert {m.__owner__ for m in modules} == {"skiptrace"}
    assert len({Path(str(m.__file__)).parents[1] for m in modules}) == 1


def test_root_packages_hold_only_their_marker() -> None:
    for package in PACKAGES:
        tree = ast.parse((ROOT / package / "__init__.py").read_text())
        names = [n.targets[0].id for n in tree.body if isinstance(n, ast.Assign)]  # type: ignore[attr-defined]
        others = [n for n in tree.body if not isinstance(n, ast.Assign | ast.Expr)]
        assert set(names) <= {"__owner__", "__version__"}
        assert others == []


def test_only_the_gate_makes_inquiries_and_permits() -> None:
    made = {p for p in sources() if {"Inquiry", "Permit", "PointInquiry"} & set(calls(parsed(p)))}
    assert made == {GATE}


def test_no_inquiry_is_changed_after_the_gate_made_it() -> None:
    """`replace` on an inquiry would be a way past the gate; nothing names one as its argument."""
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "replace"
        and node.args
        and "inquiry" in ast.unparse(node.args[0]).lower()
    ]
    assert offenders == []


def test_files_and_functions_stay_small() -> None:
    too_long = [p for p in sources() if len(p.read_text().splitlines()) > 400]
    assert too_long == []
    lengths, wide = [], []
    for path in sources():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and not is_command(node):
                lengths.append((node.end_lineno or 0) - node.lineno + 1)
                if len(node.args.args) + len(node.args.kwonlyargs) > 6:  # self and five more
                    wide.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert sorted(lengths)[int(len(lengths) * 0.95)] <= 40
    assert sorted(lengths)[len(lengths) // 2] <= 10
    assert wide == []


# programs of their own that speak to the process which started them, in lines of JSON
APART = (
    "connectors/portal/crawl.py",
    "connectors/sandbox/__main__.py",
    "connectors/sandbox/providers/httpd.py",
    "connectors/sandbox/serve.py",
)


def test_only_the_terminal_module_writes_to_a_terminal() -> None:
    """Whatever is printed goes through one function, so that no text from outside can act."""
    echoing = {"print", "echo", "secho", "echo_via_pager", "Console", "Table.grid", "getwriter"}
    offenders = []
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(APART) or place == "skiptrace/reports/terminal.py":
            continue
        tree = parsed(path)
        offenders += [f"{place}: {name}()" for name in calls(tree) if name in echoing]
        text = ast.unparse(tree)
        direct = ("sys.stdout.", "sys.stderr.", "sys.__std", "rich.table", "rich.markup")
        offenders += [f"{place}: {name}" for name in direct if name in text]
    assert offenders == []


PLUGIN = ROOT / "connectors/sandbox"
OF_PLUGINS = re.compile(r"sandbox|synthetic", re.IGNORECASE)


def test_production_code_does_not_know_the_plugin_that_is_shipped() -> None:
    """Neither code nor settings nor tables name it: whatever it needs, any plugin could have."""
    knowing = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".toml", ".sql", ".txt") and path.parent.name != "examples"
        if not path.is_relative_to(PLUGIN)
        if OF_PLUGINS.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert knowing == []


def test_the_plugin_that_is_shipped_is_found_by_its_entry_points_alone() -> None:
    values = {p.value for g in GROUPS for p in entry_points(group=g)}
    assert {value.partition(":")[0] for value in values} >= {
        "connectors.sandbox.sources",
        "connectors.sandbox.fiction",
        "connectors.sandbox.demo.command",
    }
    shipped = discover().cards
    brought = discover(plugins=["sandbox"]).cards.keys() - shipped.keys()
    assert not any(one.folder.is_relative_to(PLUGIN) for one in shipped.values())
    assert brought == {load_card(p).card.id for p in PLUGIN.glob("sources/*/card.toml")} != set()


@pytest.mark.parametrize("banned", ["utils", "helper", "helpers", "manager", "handler", "process"])
def test_no_module_has_a_name_that_says_nothing(banned: str) -> None:
    assert [p for p in sources() if p.stem == banned] == []


def test_no_code_reads_the_environment_but_the_composition_root() -> None:
    readers = [p for p in sources() if "os.environ" in p.read_text() or "getenv" in p.read_text()]
    assert {p.relative_to(ROOT).as_posix() for p in readers} <= {"skiptrace/app/installation.py"}


def test_every_public_definition_has_a_docstring() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert bare == []


def test_rows_of_the_case_file_are_inserted_where_they_are_sealed() -> None:
    """Another insert would write rows without a mac or a count."""
    assert users_of("insert") == {"statements.py", "tallies.py", "audit.py", "case.py"}


def test_only_a_disposal_deletes_rows_of_the_case_file() -> None:
    """It takes them out of the tallies and leaves a certificate; any other would look tampered.

    `statements` deletes only from tables whose rows have no mac.
    """
    assert users_of("delete") == {"disposal.py", "statements.py"}


def users_of(statement: str) -> set[str]:
    """The modules of the case file that import a kind of statement."""
    return {
        path.name
        for path in (ROOT / "skiptrace/casefile").glob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "sqlalchemy"
        and statement in {alias.name for alias in node.names}
    }


LAW = ROOT / "skiptrace/compliance"
COLUMNS_OF_LAW = frozenset({"trace", "assets", "contact"})
"""The columns of the hold table: what a status or a code restrains."""
READS_SHIPPED = {
    ROOT / "config/counsel.py",
    ROOT / "skiptrace/intake/draft.py",
    ROOT / "skiptrace/intake/mapping.py",
    ROOT / "skiptrace/intake/reference.py",
    ROOT / "skiptrace/intake/sample.py",
    ROOT / "skiptrace/intake/settings.py",
}
"""Who may go by the shipped tables: drafts of a mapping and its documentation, and defaults."""


def test_what_a_hold_restrains_is_read_in_the_policy_alone() -> None:
    """A second reader of the table's columns would be a second decider of the law."""
    readers = {
        path
        for path in sources()
        if not path.is_relative_to(LAW) and path.parent.name != "config"
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and node.attr in ("column", "binds"))
        and isinstance(node.value, ast.Name)
        and node.value.id == "effect"
    }
    assert readers == set()
    columns = {
        path
        for path in sources()
        if not path.is_relative_to(LAW) and path.parent.name != "config"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in COLUMNS_OF_LAW
        and isinstance(node.value, ast.Name)
        and node.value.id in ("effect", "e")
    }
    assert columns == {ROOT / "skiptrace/intake/parsers.py"}, "the words that restrain nothing"


def test_nobody_goes_by_the_shipped_law_where_an_installation_has_its_own() -> None:
    callers = {path for path in sources() if "shipped_counsel" in set(calls(parsed(path)))}
    assert callers <= READS_SHIPPED


def test_no_rule_of_the_table_is_decided_outside_the_policy() -> None:
    """A rule's id as a text of its own: nobody else says by which rule something is kept."""
    named = {
        (path.relative_to(ROOT), node.value)
        for path in sources()
        if not path.is_relative_to(LAW)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value) == 3
        and node.value[0] == "R"
        and node.value[1:].isdigit()
    }
    assert named == set()


def test_only_the_office_opens_what_an_act_writes_and_no_command_reads_a_case_file() -> None:
    """An act elsewhere would ask nobody for leave, and could leave no event."""
    writing, reading = set(), set()
    for folder, found, names in (
        ("acts", writing, {"write"}),
        ("cli", reading, {"write", "read", "append"}),
    ):
        for path in (ROOT / "skiptrace" / folder).rglob("*.py"):
            for node in ast.walk(parsed(path)):
                is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                if is_call and node.func.attr in names and "case" in ast.unparse(node.func.value):
                    found.add(path.name)
    assert writing == {"office.py"}
    assert reading == set()
