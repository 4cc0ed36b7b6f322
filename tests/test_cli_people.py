"""People on the command line: listed, added, admitted, retired; and what is refused."""

import io
import sys
from pathlib import Path

import pexpect
import pytest

from casetui.checklists.loader import BUILT_IN
from casetui.cli import main
from casetui.data.days import utc_now
from casetui.data.join_requests import keep_request
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Agency, Worker
from casetui.desk.people.agency import set_up
from casetui.desk.people.founding import found
from tests.terminal_session import DEADLINE, ROOT

PEOPLE = [
    Worker(id="ann", name="Ann Flynn", login="ann", team="North", roles=["worker", "line manager"]),
    Worker(id="bob", name="Bob Hand", team="North", second_signatory=True),
    Worker(id="joe", name="Joe Quill", team="North"),
]
PASSPHRASE = "correct horse"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Nothing outside the test's own folder is read or written."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("CASETUI_VAULT", "CASETUI_NOW"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def demo(tmp_path):
    """A vault of made-up people, whose keys need no passphrase; return what runs ``people`` in it as Ann."""
    keys = {worker.id: Keys.make() for worker in PEOPLE[:2]}
    vault = set_up(tmp_path / "demo", Agency(name="Ours"), PEOPLE, utc_now(), keys, demo="people").vault
    for who, one in keys.items():
        PersonFolder.of(vault, who, tmp_path).key_file.keep(one, "")

    def people(*argv, who="ann"):
        return main(["people", *argv, "--vault", vault.place, "--as", who])

    people.vault = vault
    people.file = lambda: AgencyFile.load(vault, AGENCY)
    return people


def asks(vault, who="joe"):
    keys = Keys.make()
    keep_request(vault, who, keys)
    return keys.public


def test_everybody_is_listed_with_their_key_and_the_agencys_fingerprint(demo, capsys):
    public = asks(demo.vault)
    (Path(demo.vault.place) / "requests" / "x.json").write_text("{}")
    assert demo("list") == 0
    agency, ann, bob, joe, wrong = capsys.readouterr().out.splitlines()
    assert agency.startswith("Ours, fingerprint ") and len(agency.split()) == 6
    assert ann.startswith("ann | worker+line-manager | North | Ann Flynn | Key: ")
    assert bob.startswith("bob | worker+second-signatory | ")
    assert joe == f"joe | worker | North | Joe Quill | Asks to be admitted: {public.fingerprint}"
    assert wrong.startswith("! requests/x.json is no request")


def test_a_person_is_added_with_roles_and_login(demo, capsys):
    assert demo("add", "Nora Quill", "--role", "line-manager", "--role", "worker", "--login", "nq") == 0
    assert capsys.readouterr().out == "nora.quill\n"
    nora = demo.file().people["nora.quill"]
    assert (nora.name, nora.roles, nora.login, nora.team) == (
        "Nora Quill", ["line manager", "worker"], "nq", "North",
    )  # fmt: skip


def test_whoever_is_meant_is_named_by_their_login_too(demo, capsys):
    demo("add", "Nora Quill", "--login", "nq")
    public = asks(demo.vault, "nora.quill")
    assert demo("admit", "nq", "--fingerprint", public.fingerprint) == 0
    assert demo.file().key_of("nora.quill").sign == public.sign
    assert demo("retire", "nq") == 2
    assert "Nora Quill: today, " in capsys.readouterr().err


@pytest.mark.parametrize("act", ["admit", "readmit"])
def test_the_fingerprint_on_the_line_admits(demo, capsys, act):
    who = "joe" if act == "admit" else "bob"
    public = asks(demo.vault, who)
    assert demo(act, who, "--fingerprint", public.fingerprint) == 0
    assert "is admitted." in capsys.readouterr().err
    assert demo.file().key_of(who).sign == public.sign


@pytest.mark.parametrize(
    ("argv", "who", "said"),
    [
        (["admit", "joe", "--fingerprint", "aaaa bbbb cccc dddd"], "ann", "Joe Quill does not ask with"),
        (["admit", "bob", "--fingerprint", "aaaa bbbb cccc dddd"], "ann", "Bob Hand does not ask"),
        (["admit", "joe"], "ann", "This asks you to type yes. Run it at a terminal."),
        (["admit", "bob"], "ann", "Bob Hand does not ask to be admitted."),
        (["admit", "zoe"], "ann", 'Nobody here has the id or the login "zoe"'),
        (["retire", "zoe"], "ann", 'Nobody here has the id or the login "zoe"'),
        (["retire", "joe"], "ann", "This asks you to type yes. Run it at a terminal."),
        (["add", " "], "ann", "Please say the person's name"),
        (["add", "Nora", "--role", "queen"], "ann", 'There is no role "queen"'),
        (["add", "Nora"], "bob", "Only a line manager or an administrator"),
        (["list"], "joe", "You have no key for this vault here."),
        ([], "ann", "Please say what to do: casetui people ACT. Try casetui people --help."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(demo, capsys, argv, who, said):
    asks(demo.vault)
    before = demo.file().digest
    assert demo(*argv, who=who) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err.splitlines()[-1]
    assert demo.file().digest == before


# -- with a passphrase, at a terminal ------------------------------------------------------------


@pytest.fixture
def real(tmp_path):
    """A vault with a passphrase, and what runs ``people`` in it at a terminal."""
    founded, _ = found(
        tmp_path / "real", Agency(name="Ours"), PEOPLE, PASSPHRASE, tmp_path / "data" / "casetui", utc_now()
    )

    def people(*argv):
        places = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CACHE")}
        return pexpect.spawn(
            sys.executable,
            ["-m", "casetui", "people", *argv, "--vault", founded.vault.place, "--as", "ann"],
            cwd=str(ROOT), timeout=DEADLINE, encoding="utf-8",
            env={"HOME": str(tmp_path), "TERM": "xterm", "LANG": "C.UTF-8", **places},
        )  # fmt: skip

    people.vault = founded.vault
    people.file = lambda: AgencyFile.load(founded.vault, AGENCY)
    return people


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_a_person_is_admitted_then_retired_at_a_terminal(real):
    public = asks(real.vault)
    child = real("admit", "joe")
    child.expect("Passphrase: ")
    child.sendline(PASSPHRASE)
    child.expect(public.fingerprint)
    child.expect("Type yes if it is the same: ")
    child.sendline("yes")
    child.expect("Joe Quill is admitted.")
    assert ended(child) == 0
    assert real.file().key_of("joe").sign == public.sign
    child = real("retire", "joe")
    child.expect("Passphrase: ")
    child.sendline(PASSPHRASE)
    child.expect("Type yes to go on: ")
    child.sendline("no")
    child.expect("Nothing was changed.")
    assert ended(child) == 2
    assert real.file().people["joe"].left_on is None


def test_a_wrong_passphrase_opens_nothing_and_is_not_shown(real):
    child, shown = real("list"), ""
    for after in ("You have 2 more tries.", "You have 1 more try."):
        child.expect("Passphrase: ")
        child.sendline("wrong horse")
        child.expect(f"This passphrase does not open your key. {after}")
        shown += child.before
    child.expect("Passphrase: ")
    child.sendline("wrong horse")
    child.expect(r"This passphrase does not open your key\.\r\n")
    shown += child.before
    assert ended(child) == 2
    assert "horse" not in shown


def test_after_a_wrong_passphrase_the_right_one_opens(real):
    child = real("list")
    for typed in ("wrong horse", PASSPHRASE):
        child.expect("Passphrase: ")
        child.sendline(typed)
    child.expect("Ann Flynn")
    assert ended(child) == 0


def test_without_a_terminal_a_passphrase_is_not_asked_for(real, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert main(["people", "list", "--vault", real.vault.place, "--as", "ann"]) == 2
    assert capsys.readouterr().err == "casetui: This needs your passphrase. Run it at a terminal.\n"


# -- the agency's own methods --------------------------------------------------------------------


class Terminal(io.StringIO):
    """A terminal at which somebody typed."""

    def isatty(self):
        return True


def methods(demo, *argv, who="ann"):
    return main(["methods", *argv, "--vault", demo.vault.place, "--as", who])


def test_own_methods_are_listed_and_one_is_taken_into_use_and_out_of_it(demo, capsys, monkeypatch):
    text = (BUILT_IN / "gp.toml").read_text(encoding="utf-8").replace('key = "gp"', 'key = "ours"')
    (Path(demo.vault.place) / "methods" / "ours.toml").write_text(text, encoding="utf-8")
    assert methods(demo, "list") == 0 and capsys.readouterr().out == "ours.toml, new: not used\n"
    assert methods(demo, "take", "ours.toml") == 2, "it asks for a yes at a terminal"
    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    assert methods(demo, "take", "methods/ours.toml") == 0
    assert methods(demo, "list") == 0 and capsys.readouterr().out.endswith("ours.toml, in use\n")
    assert methods(demo, "drop", "ours") == 0 and not demo.file().taken_packs


def test_who_may_not_take_a_method_and_what_is_not_there_is_said(demo, capsys):
    assert methods(demo, "take", "ours.toml", who="bob") == 2
    assert "Only a line manager or an administrator" in capsys.readouterr().err
    assert methods(demo, "take", "ours.toml") == 2
    assert "There is no methods/ours.toml in the vault." in capsys.readouterr().err
