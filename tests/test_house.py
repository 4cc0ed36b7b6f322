"""The house stands as it was drawn: who knows whom, and what is imported when."""

import subprocess
import sys

import pytest


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
    assert not modules & {"textual", "pydantic", "rich", "tinydb", "filelock", "platformdirs", "dateutil"}


def test_casework_never_imports_the_screen():
    names = [
        "data.casefile",
        "data.records",
        "data.vault",
        "data.register",
        "checklists.standing",
        "checklists.gates",
    ]
    names += [
        "desk.desk",
        "desk.cases",
        "desk.closing",
        "desk.lists",
        "desk.find",
        "desk.demo",
        "desk.checking",
        "desk.importing",
        "desk.areas",
        "plain.start",
    ]
    modules = loaded("\n".join(f"import casetui.{name}" for name in names))
    assert not modules & {"textual", "rich"}


def test_plain_commands_never_import_the_screen(tmp_path):
    argv = ["demo", "--vault", str(tmp_path / "demo"), "--cases", "2", "--no-open"]
    modules = loaded(f"from casetui.cli import main; assert main({argv!r}) == 0")
    assert not modules & {"textual", "rich"}
