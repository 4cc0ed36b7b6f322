"""At a real terminal: Ctrl+C and Ctrl+D at each kind of question, a hang-up, a kill, a passphrase unseen."""

import os
import signal
import sys
import termios

import pexpect
import pytest

from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from tests.screens.office import KEYS
from tests.terminal_session import DEADLINE

PASSPHRASE = "correct horse"


class Line:
    """``casetui --plain`` on a terminal: what it asks, and what is answered."""

    def __init__(self, environment, *argv, columns=200, words=("--plain",)):
        self._child = pexpect.spawn(
            sys.executable, ["-m", "casetui", *words, *map(str, argv)],
            env=environment, encoding="utf-8", timeout=DEADLINE, dimensions=(24, columns),
        )  # fmt: skip
        self._child.delaybeforesend = None
        self.text = ""

    def asked(self, question):
        """Wait until ``question`` is asked; keep and return all that was said before."""
        self._child.expect_exact(f"{question}: ")
        self.text += self._child.before
        return self._child.before

    def say(self, *answers):
        """Answer, each once something is asked."""
        for answer in answers:
            if answer == "^C":
                self._child.sendintr()
            elif answer == "^D":
                self._child.sendeof()
            else:
                self._child.sendline(answer)

    def end(self, number=0):
        """Wait for the end, after a signal if one is named; return the exit status, or minus the signal."""
        if number:
            self._child.kill(number)
        self._child.expect(pexpect.EOF)
        self.text += self._child.before
        self._child.close()
        return self._child.exitstatus if self._child.signalstatus is None else -self._child.signalstatus

    @property
    def shows_what_is_typed(self):
        return bool(termios.tcgetattr(self._child.child_fd)[3] & termios.ECHO)


@pytest.fixture
def environment(tmp_path):
    """A home of its own, on a terminal that can do nothing."""
    plain = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    home = str(tmp_path / "home")
    own = {"HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
    return {**plain, **own, "TERM": "dumb", "LANG": "C.UTF-8"}


@pytest.fixture
def sit(office, environment, tmp_path):
    """Return what starts the program as Mary, past her passphrase."""
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake())
    own = PersonFolder.of(office.locked, "mary", tmp_path / "home" / "casetui")
    own.key_file.keep(KEYS["mary"], PASSPHRASE)
    own.pin(office.locked, AgencyFile.load(office.locked, AGENCY))

    def sit():
        line = Line(environment, "--vault", office.folder, "--as", "mary")
        line.asked("Enter alone if you have forgotten it")
        line.say(PASSPHRASE)
        line.asked("what next, or ?")
        return line

    return sit


def test_ctrl_c_goes_back_at_each_kind_of_question(sit):
    line = sit()
    line.say("^C")
    assert "This is where the program begins." in line.asked("what next, or ?")
    line.say("contact 1")
    line.asked("Kind")
    line.say("phone")
    line.asked("What happened")
    line.say("One")
    line.asked("Next line, or nothing")
    line.say("^C")
    line.asked("Drop these lines? yes or no")
    line.say("^C")
    line.asked("Next line, or nothing")
    line.say("")
    line.asked("When")
    line.say("^C")
    line.asked("Give up what you typed? yes, no, or keep for a draft")
    line.say("^C")
    line.asked("the number of a field to change")
    line.say("^C")
    line.asked("Give up what you typed? yes, no, or keep for a draft")
    line.say("yes")
    line.asked("My clients, what next, or ?")
    line.say("1")
    line.asked("Aoife Nolan, what next, or ?")
    line.say("timeline", "only")
    line.asked("Number or name")
    line.say("^C")
    line.asked("Timeline, what next, or ?")
    line.say("^C")
    line.asked("Aoife Nolan, what next, or ?")
    line.say("^C")
    line.asked("My clients, what next, or ?")
    line.say("find")
    line.asked("Your answer, or :stop")
    line.say("^C")
    line.asked("My clients, what next, or ?")
    line.say("passphrase")
    line.asked("Passphrase until now")
    line.say("^C")
    line.asked("My clients, what next, or ?")
    line.say("^D")
    assert line.end() == 0


@pytest.mark.parametrize(("number", "status"), [(0, 0), (signal.SIGHUP, 129), (signal.SIGKILL, -9)])
def test_what_was_typed_is_kept_over_the_end_of_input_a_hang_up_and_a_kill(sit, number, status):
    line = sit()
    line.say("contact 1")
    line.asked("Kind")
    line.say("phone")
    line.asked("What happened")
    line.say("He rang")
    line.asked("Next line, or nothing")
    if not number:
        line.say("^D")
    assert line.end(number) == status
    back = sit()
    assert "Typed and not saved: 1." in back.text
    back.say("drafts")
    back.asked("what next, or ?")
    back.say("1")
    assert "What happened: He rang" in back.asked("what next, or ?")


def test_a_passphrase_is_not_shown_and_what_is_typed_after_it_is(sit):
    line = sit()
    assert PASSPHRASE not in line.text
    assert line.shows_what_is_typed


def test_a_terminal_shows_what_is_typed_again_after_a_termination_at_the_passphrase(sit, office, environment):
    line = Line(environment, "--vault", office.folder, "--as", "mary")
    line.asked("Enter alone if you have forgotten it")
    assert not line.shows_what_is_typed
    line._child.kill(signal.SIGTERM)
    line._child.expect(pexpect.EOF)
    assert line.shows_what_is_typed
    assert line.end() == 128 + signal.SIGTERM


def test_after_a_rest_the_question_is_said_again(sit):
    line = sit()
    line.say("contact 1")
    line.asked("Kind")
    line._child.kill(signal.SIGSTOP)
    line._child.kill(signal.SIGCONT)
    line.asked("Kind")
    line.say("phone")
    line.asked("What happened")


def test_a_line_longer_than_a_terminal_takes_is_said_to_be_cut(sit):
    line = sit()
    line.say("contact 1")
    line.asked("Kind")
    line.say("phone")
    line.asked("What happened")
    line.say("long " * 1000)
    assert "A terminal cuts a line off after" in line.asked("Next line, or nothing")


def test_lines_are_broken_at_a_space_where_the_terminal_ends(office, environment, sit):
    whole = sit().text
    line = Line(environment, "--vault", office.folder, "--as", "mary", columns=40)
    line.asked("it")
    line.say(PASSPHRASE)
    line.asked("what next, or ?")
    lines = line.text.splitlines()
    assert max(map(len, lines)) <= 40
    assert set(line.text.split()) >= set(whole.split()) - {"forgotten", "it", "passphrase."}


def test_the_refusal_breaks_no_word_and_names_what_was_asked_for(environment):
    refused = Line(environment, columns=80, words=["demo"])
    assert refused.end() == 2
    assert "casetui demo --plain" in " ".join(refused.text.split())
    assert max(map(len, refused.text.splitlines())) < 80
    assert len(refused.text.splitlines()) == 2
