"""The command line: what it prints, and how it says no."""

import argparse
import os
import re
import subprocess
import sys
from datetime import date

import pytest

from casetui.cli import main
from casetui.commands.parser import make_parser
from casetui.data.casefile import CaseFile
from casetui.data.days import utc_now
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Action, Agency, Client, Disclosure, Referral, Worker
from casetui.data.vault import Vault
from casetui.desk.people.agency import set_up
from tests.keeping.keeping import vault_as

NOW = "2026-11-21T09:00:00Z"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Nothing outside the test's own folder is read or written, and it is always the same day."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.delenv("CASETUI_VAULT", raising=False)
    monkeypatch.setenv("CASETUI_NOW", NOW)


@pytest.fixture
def demo(tmp_path, capsys):
    folder = tmp_path / "demo"
    assert main(["demo", "--vault", str(folder), "--no-open"]) == 0
    capsys.readouterr()
    return folder


@pytest.fixture
def real(tmp_path):
    """A vault that is no demo."""
    folder = tmp_path / "real"
    people = [
        Worker(id="ann", name="Ann", login="ann", team="North", roles=["worker", "line manager"]),
        Worker(id="bob", name="Bob", team="North", second_signatory=True),
    ]
    set_up(folder, Agency(name="Ours"), people, utc_now(), {"ann": Keys.make()})
    return folder


def refused(capsys, *argv) -> str:
    """Run a command that cannot be done and return its one sentence."""
    assert main(list(argv)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("casetui: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---- help, version, mistakes


def test_help_and_version_say_what_they_are(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("casetui 0.")
    assert main(["--help"]) == 0
    assert "agenda" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--foo"], 'Nothing here is called "--foo".'),
        (["agneda"], 'Nothing here is called "agneda".'),
        (["people", "ad"], 'Nothing here is called "ad".'),
        (["agenda", "--days", "-1"], "whole number"),
        (["agenda", "--days", "soon"], "whole number"),
        (["demo", "--cases", "0"], "whole number"),
        (["demo", "--cases", "x"], "--cases: write a whole number from 1 to 100,000."),
        (["demo", "--cases"], "Please give --cases a value: --cases N."),
        (["--vault"], "Please give --vault a value: --vault DIR."),
        (["import"], "Please say what to import: casetui import hmis FOLDER. Try casetui import --help."),
        (["import", "hmis"], "Please say which folder: casetui import hmis FOLDER."),
        (["restore"], "Please say which backup: casetui restore SRC. Try casetui restore --help."),
        (["restore", "--case", "C-7K3F9Q"], "Please say which backup: casetui restore SRC."),
        (["backup"], "Please say to which folder: casetui backup DEST."),
        (["audit"], "Please say which case: casetui audit CASE."),
        (["people"], "Please say what to do: casetui people ACT. Try casetui people --help."),
        (["people", "add", "--team", "North"], "Please say the person's name: casetui people add NAME."),
        (["people", "admit"], "Please say whom: casetui people admit ID."),
        (["people", "retire"], "Please say whom: casetui people retire ID."),
        (["agenda", "--digest", "--no-digest"], "Please say either --digest or --no-digest."),
        (["agenda", "--all=3"], "--all takes no value. Try casetui agenda --help."),
        (["check", "more", "and more"], 'Nothing here is called "more and more".'),
        (["import", "xls", "there"], "xls"),
        (["agenda", "--name"], "--name"),
    ],
)
def test_a_mistake_is_one_sentence(capsys, argv, said):
    sentence = refused(capsys, *argv)
    assert said in sentence
    assert re.search(r" Try casetui( \w+)* --help\.\n$", sentence)


@pytest.mark.parametrize("argv", [["agenda"], ["check"], ["import", "hmis", "."]])
def test_a_missing_vault_is_said(capsys, argv, tmp_path):
    assert "no vault" in refused(capsys, *argv, "--vault", str(tmp_path / "nowhere"))


def test_the_vault_can_be_named_by_the_environment(capsys, monkeypatch, demo):
    monkeypatch.setenv("CASETUI_VAULT", str(demo))
    assert main(["check"]) == 0


def test_options_may_stand_before_the_command(capsys, demo):
    assert main(["--vault", str(demo), "--as", "mary", "agenda"]) == 0
    assert "Mary Byrne" in capsys.readouterr().out


def test_an_unreadable_folder_is_said(capsys, tmp_path):
    (tmp_path / "file").write_text("no folder")
    refused(capsys, "agenda", "--vault", str(tmp_path / "file"))
    refused(capsys, "demo", "--no-open", "--vault", str(tmp_path / "file"))


@pytest.mark.parametrize(
    ("argv", "said"), [(["--as", "mary"], "casetui --plain"), (["demo"], "casetui demo --plain")]
)
def test_without_a_terminal_the_plain_way_is_named(capsys, demo, argv, said):
    assert said in refused(capsys, *argv, "--vault", str(demo))


def test_a_dumb_terminal_is_refused(capsys, monkeypatch, demo):
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert "terminal" in refused(capsys, "--vault", str(demo))


def test_ctrl_c_is_one_sentence(capsys, monkeypatch, tmp_path):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Vault, "mark_demo", interrupted)
    assert main(["demo", "--cases", "1", "--no-open"]) == 130
    assert capsys.readouterr().err.count("\n") == 1


def test_a_reader_that_goes_away_is_no_error(demo):
    agenda = f"{sys.executable} -m casetui agenda --vault {demo} --as mary --days 3000"
    command = f"{agenda} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=os.environ)
    assert done.stderr == ""
    assert done.stdout.strip() == "0"


def test_what_was_typed_on_the_command_line_does_nothing_to_the_terminal(capsys, tmp_path, monkeypatch):
    from casetui.app import CaseApp
    from casetui.commands import opening

    evil = tmp_path / "no\x1b[31m\u202evault"
    for argv in (["agenda", "--vault", str(evil)], ["\x1b[31mfoo"], ["agenda", "--days", "\x1b]0;x\x07"]):
        sentence = refused(capsys, *argv)
        assert not {"\x1b", "\x07", "\u202e"} & set(sentence)
    monkeypatch.delenv("CASETUI_NOW")
    monkeypatch.setattr(CaseApp, "run", lambda *_, **__: 0)
    assert opening.open_folder(evil, None) == 0
    shown = capsys.readouterr().out
    assert "[31mvault" in shown
    assert not {"\x1b", "\u202e"} & set(shown.removesuffix("\x1b[K"))


def test_a_mistake_of_the_program_is_one_sentence_without_values(capsys, monkeypatch, demo):
    def fails(*_):
        raise ValueError("Aoife Nolan, 087 123")

    monkeypatch.setattr(Vault, "names", fails)
    assert main(["check", "--vault", str(demo)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "ValueError" in err and "test_cli.py:" in err
    assert "Aoife" not in err and "Traceback" not in err


# ---- the clock


def test_the_clock_can_be_set_in_a_demo_only(capsys, demo, real):
    assert main(["agenda", "--vault", str(demo), "--as", "mary"]) == 0
    assert "Sat 21 Nov 2026" in capsys.readouterr().out
    assert "demo vault only" in refused(capsys, "agenda", "--vault", str(real), "--as", "ann")


def test_a_clock_that_is_none_is_said(capsys, monkeypatch, demo):
    monkeypatch.setenv("CASETUI_NOW", "tomorrow")
    assert "CASETUI_NOW" in refused(capsys, "agenda", "--vault", str(demo), "--as", "mary")


# ---- who signs in


def test_the_login_signs_in(capsys, monkeypatch, demo):
    monkeypatch.setenv("LOGNAME", "priya")
    assert main(["agenda", "--vault", str(demo)]) == 0
    assert "Priya Das" in capsys.readouterr().out
    monkeypatch.setenv("LOGNAME", "stranger")
    assert "stranger" in refused(capsys, "agenda", "--vault", str(demo))
    assert "nobody.here" in refused(capsys, "agenda", "--vault", str(demo), "--as", "nobody.here")


# ---- demo


def test_the_demo_lists_its_people(capsys, tmp_path):
    assert main(["demo", "--no-open", "--vault", str(tmp_path / "new")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "mary worker Mary Byrne" in lines
    assert "grainne line-manager Gráinne Doyle" in lines
    assert sum(line.split()[1] == "worker" for line in lines) >= 6


def test_the_same_demo_is_opened_as_it_is(capsys, demo):
    before = files(demo)
    assert main(["demo", "--vault", str(demo), "--no-open"]) == 0
    assert files(demo) == before
    assert capsys.readouterr().err == ""


def test_another_demo_where_one_was_named_is_left_alone(capsys, demo):
    before = files(demo)
    refused(capsys, "demo", "--vault", str(demo), "--no-open", "--cases", "12")
    assert files(demo) == before


def test_the_demo_at_its_usual_place_is_made_anew_the_next_day(capsys, monkeypatch):
    assert main(["demo", "--no-open"]) == 0
    monkeypatch.setenv("CASETUI_NOW", "2026-11-22T09:00:00Z")
    capsys.readouterr()
    assert main(["demo", "--no-open"]) == 0
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["demo", "--no-open"]) == 0
    assert capsys.readouterr().err == ""


def test_a_demo_that_was_interrupted_is_made_anew(capsys, monkeypatch, tmp_path):
    from casetui import demo as making

    def stop(*_):
        raise KeyboardInterrupt

    argv = ["demo", "--no-open", "--vault", str(tmp_path / "half")]
    monkeypatch.setattr(making.Story, "saved_last", stop)
    assert main(argv) == 130
    monkeypatch.undo()
    assert main(argv) == 0
    assert len(Vault.at(tmp_path / "half").names()) == 40


def test_real_cases_and_other_files_are_never_touched(capsys, real, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Dear Sir")
    for folder in (real, other):
        before = files(folder)
        refused(capsys, "demo", "--vault", str(folder), "--no-open")
        assert files(folder) == before


# ---- agenda


def test_the_agenda_says_what_is_late_due_and_soon(capsys, demo):
    assert main(["agenda", "--vault", str(demo), "--as", "mary"]) == 0
    out = capsys.readouterr().out
    assert out.index("Late") < out.index("Due today") < out.index("Due soon")
    assert "2 d late" in out


def test_the_agenda_names_nobody_unless_asked(capsys, demo):
    names = {
        client.name
        for name in Vault.at(demo).names()
        if (client := CaseFile.load(vault_as(Vault.at(demo)), name).one(Client)) and client.name
    }
    assert main(["agenda", "--vault", str(demo), "--as", "grainne", "--all", "--days", "90"]) == 0
    plain = capsys.readouterr().out
    assert not [name for name in names if name in plain]
    assert main(["agenda", "--vault", str(demo), "--as", "grainne", "--all", "--days", "90", "--names"]) == 0
    named = capsys.readouterr().out
    assert [name for name in names if name in named]


def test_the_agenda_shows_nothing_that_was_typed_unless_asked(capsys, demo):
    vault = vault_as(Vault.at(demo))
    for name in vault.names():
        file = CaseFile.load(vault, name)
        if file.case.manager == "mary" and file.case.state == "open":
            today = date(2026, 11, 21)
            typed = [
                Action(goal="g", what="Ring X's mother Brid, 087 1234567", who="Bo", due_on=today),
                Referral(to="Dr Quill, methadone", sent_on=date(2026, 11, 9)),
                Disclosure(on=today, recipient="Garda Quill", reason="x", information="x", told_client="yes"),
            ]
            after = file.copy()
            for record in typed:
                after.put(record)
            after.save(vault, "mary", utc_now())
    argv = ["agenda", "--vault", str(demo), "--as", "grainne", "--all", "--days", "30"]
    assert main(argv) == 0
    plain = capsys.readouterr().out
    assert "Action of the plan" in plain and "Answer to a referral" in plain and "unassigned" in plain
    assert main([*argv, "--names"]) == 0
    named = capsys.readouterr().out
    for typed in ("Brid", "087", "Bo", "Quill", "methadone", "Mary Byrne"):
        assert typed in named
        assert typed not in plain
    assert "Something" not in plain


def test_what_was_typed_into_a_name_does_nothing_to_the_terminal(capsys, demo):
    vault = vault_as(Vault.at(demo))
    for name in vault.names():
        file = CaseFile.load(vault, name)
        client = file.one(Client)
        if client and file.case.manager == "mary":
            assert client.shown_name
            raw = vault.read(name).data.replace(client.shown_name.encode(), b"Red\\u001b[31m\\u202eAnn", 1)
            vault.write(name, raw, file.stored, utc_now(), file.readers)
    assert main(["agenda", "--vault", str(demo), "--as", "mary", "--names"]) == 0
    out = capsys.readouterr().out
    assert "Ann" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_an_empty_agenda_says_so(capsys, demo):
    assert main(["agenda", "--vault", str(demo), "--as", "ruth", "--days", "0"]) == 0
    assert "Nothing is late" in capsys.readouterr().out


# ---- check and import


def test_check_says_that_all_is_well(capsys, demo):
    assert main(["check", "--vault", str(demo)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("40 case files and ")
    assert out.count("\n") == 1


def test_check_finds_what_is_wrong(capsys, demo):
    (demo / "methods" / "own.toml").write_text('kind = "method"\nkey = 7\n')
    (demo / "cases" / "BROKEN.age").write_text("{")
    assert main(["check", "--vault", str(demo)]) == 1
    out = capsys.readouterr().out
    assert "own.toml:2" in out
    assert "C-BROKEN" in out


def test_import_hands_over_to_the_importer(capsys, demo, tmp_path):
    sentence = refused(
        capsys, "import", "hmis", str(tmp_path / "none"), "--vault", str(demo), "--as", "grainne"
    )
    assert "none" in sentence


def test_the_agency_file_of_a_demo_marks_a_second_signatory(demo):
    people = AgencyFile.load(Vault.at(demo), AGENCY).people
    assert [worker.id for worker in people.values() if worker.second_signatory] == ["liam"]


def test_check_mends_what_it_can_and_says_what_is_lost(capsys, demo):
    from casetui.data.vault import Vault

    vault = vault_as(Vault.at(demo))
    name = vault.names()[0]
    file = CaseFile.load(vault, name)
    vault.write(name, file.stored.data, file.stored, utc_now(), file.readers)
    (demo / f"{name}.age").write_bytes(b"")
    assert main(["check", "--vault", str(demo)]) == 1
    assert "casetui check --repair brings it back" in capsys.readouterr().out
    assert main(["check", "--repair", "--vault", str(demo)]) == 1, "somebody's work was lost"
    said = capsys.readouterr().out
    assert f"C-{name[6:]}: revision 1 of" in said and "all is well" in said
    assert main(["check", "--repair", "--vault", str(demo)]) == 0


def test_a_backup_is_made_and_brought_back(capsys, demo, tmp_path):
    from casetui.data.vault import Vault

    dest = str(tmp_path / "backup")
    assert main(["backup", dest, "--vault", str(demo)]) == 0
    said = capsys.readouterr().out
    assert "copied: " in said and "problems: 0" in said
    assert "holds personal data" in said
    number = Vault.at(demo).names()[0].removeprefix("cases/")
    (demo / "cases" / f"{number}.age").unlink()
    assert main(["restore", dest, "--case", f"c-{number.lower()}", "--vault", str(demo)]) == 0
    assert f"C-{number}: revision 1 of" in capsys.readouterr().out
    assert main(["check", "--vault", str(demo)]) == 0


def test_a_restore_that_cannot_be_is_said(capsys, demo, tmp_path):
    assert "There is no backup at" in refused(capsys, "restore", str(tmp_path / "none"), "--vault", str(demo))
    assert main(["backup", str(tmp_path / "backup"), "--vault", str(demo)]) == 0
    capsys.readouterr()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x")
    said = refused(capsys, "restore", str(tmp_path / "backup"), "--vault", str(tmp_path / "other"))
    assert "holds other files and no vault" in said


# -- an empty argument, a closed stream -------------------------------------------------------------


def _with_values(parser, words=()):
    """Yield the words of each command, with each option and argument that takes a value."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from _with_values(inner, (*words, name))
        elif action.nargs != 0:
            yield (*words, *action.option_strings[-1:])


EMPTY = sorted(set(_with_values(make_parser())))


@pytest.mark.parametrize("empty", ["", "  "])
@pytest.mark.parametrize("words", EMPTY, ids=" ".join)
def test_an_empty_argument_is_not_a_left_out_one(capsys, words, empty):
    assert refused(capsys, *words, empty)


@pytest.mark.parametrize("case", ["", " ", "C-", " c- "])
def test_a_restore_of_an_empty_case_restores_nothing(capsys, tmp_path, demo, case):
    backup = tmp_path / "backup"
    main(["backup", str(backup), "--vault", str(demo), "--as", "grainne"])
    capsys.readouterr()
    [*_, gone] = sorted((demo / "cases").iterdir())
    gone.unlink()
    assert "--case" in refused(capsys, "restore", str(backup), "--vault", str(demo), f"--case={case}")
    assert not gone.exists()


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ([], [0]), ([], [1]), ([], [2]), ([], [0, 1]), ([], [0, 2]), (["--plain"], [0]), (["--plain"], [1]),
        (["demo"], [0]), (["agenda"], [1]), (["check"], [1]),
    ],
)  # fmt: skip
def test_a_closed_stream_ends_in_a_sentence(tmp_path, words, closed):
    done = subprocess.run(
        [sys.executable, "-m", "casetui", *words], capture_output=True, text=True, cwd=tmp_path,
        preexec_fn=lambda: [os.close(one) for one in closed], stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 2
    assert re.fullmatch(r"casetui: The standard .* is closed\..*\n", done.stdout + done.stderr)


def test_a_command_that_needs_no_input_works_with_it_closed(tmp_path, demo):
    for closed in (0, 2):
        done = subprocess.run(
            [sys.executable, "-m", "casetui", "agenda", "--vault", str(demo), "--as", "mary"],
            capture_output=True, text=True, preexec_fn=lambda closed=closed: os.close(closed),
        )  # fmt: skip
        assert done.returncode == 0 and done.stdout
