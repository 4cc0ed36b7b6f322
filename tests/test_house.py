"""The house stands as it was drawn: who knows whom, and what is imported when."""

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import casetui

HOUSE = Path(casetui.__file__).parent
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60


def loaded(code: str) -> set[str]:
    """Run ``code`` in a fresh interpreter and return the top-level modules that it imported."""
    code += "\nimport sys; print('MODULES', *{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split("MODULES", 1)[1].split())


def test_each_floor_knows_only_those_below_it():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["agenda", "--help"], ["--foo"]])
def test_help_imports_nothing_heavy(argv):
    modules = loaded(f"from casetui.cli import main; main({argv!r})")
    assert "casetui" in modules
    assert not modules & {"textual", "pydantic", "rich", "tinydb", "platformdirs", "dateutil"}


BELOW_THE_SCREENS = ("data", "checklists", "desk", "demo", "exchange", "keeping", "plain")


def test_what_is_not_a_screen_never_imports_one():
    names = [
        module.name
        for room in BELOW_THE_SCREENS
        for module in pkgutil.walk_packages([str(HOUSE / room)], f"casetui.{room}.")
    ]
    assert len(names) > 100
    modules = loaded("\n".join(f"import {name}" for name in names))
    assert not modules & {"textual", "rich"}


def test_plain_commands_never_import_the_screen(tmp_path):
    argv = ["demo", "--vault", str(tmp_path / "demo"), "--cases", "2", "--no-open"]
    modules = loaded(f"from casetui.cli import main; assert main({argv!r}) == 0")
    assert not modules & {"textual", "rich"}


def test_no_file_is_longer_than_a_person_reads_in_one_go():
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in HOUSE.rglob("*.py")}
    assert {str(path.relative_to(HOUSE)): n for path, n in lengths.items() if n > MOST_LINES} == {}


def test_no_function_is_longer_than_a_screen():
    longest = {}
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                longest[f"{path.relative_to(HOUSE)} {node.name}"] = node.end_lineno - node.lineno + 1
    assert {name: n for name, n in longest.items() if n > MOST_LINES_OF_A_FUNCTION} == {}
