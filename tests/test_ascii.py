"""In a locale without UTF-8, and with ``--ascii``, nothing but ASCII is written."""

import os
import subprocess
import sys

import pytest

from casetui.ascii import in_ascii
from casetui.cli import main
from tests.terminal_session import ROOT, Terminal


@pytest.fixture
def env(tmp_path, monkeypatch):
    names = ("DATA", "CACHE", "CONFIG", "STATE")
    own = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in names}
    own |= {"HOME": str(tmp_path), "CASETUI_NOW": "2026-11-21T10:00:00Z"}
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    assert main(["demo", "--no-open", "--vault", str(tmp_path / "demo")]) == 0
    return {**own, "LANG": "C"}


def test_at_a_terminal_every_screen_is_drawn_in_ascii(env, tmp_path):
    with Terminal("-m", "casetui", "--vault", str(tmp_path / "demo"), "--as", "mary", env=env) as mary:
        mary.wait_for("My clients", "Sean Keane")
        mary.until(lambda: mary.selected != "", "client")
        mary.press("enter")
        mary.wait_for("C-", "Enter Open  Tab Checklist")
        for key, shown in (("t", "Only one kind"), ("q", "Checklist"), ("m", "+--"), ("ctrl+x", "Checklist")):
            mary.press(key)
            mary.wait_for(shown)
        mary.press("?")
        mary.wait_for("Everything about one case.")
        mary.type("\x1b[F")  # End
        mary.wait_for("Marks: ! late or not allowed, . due today, v done")
        mary.press("q")
        mary.wait_for("Tab Checklist")
        mary.press("w")
        mary.wait_for("^S Save", "What happened")
        mary.end(9)
    assert mary.log.isascii()


@pytest.mark.parametrize("answers", [b"2\npeople\nquit\n", b"find a\npeople\nquit\n"])
@pytest.mark.parametrize(("option", "locale"), [(["--ascii"], "C.UTF-8"), ([], "C"), ([], "POSIX")])
def test_line_by_line_every_name_is_written_in_ascii(env, tmp_path, answers, option, locale):
    argv = ("--plain", *option, "--vault", str(tmp_path / "demo"), "--as", "mary")
    env["LANG"] = locale
    done = subprocess.run(
        [sys.executable, "-m", "casetui", *argv],
        env={"PATH": os.environ["PATH"], **env}, cwd=ROOT, input=answers, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0 and b"Grainne" in done.stdout
    assert (done.stdout + done.stderr).isascii()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Seán Ó Súilleabháin", "Sean O Suilleabhain"),
        ("Łódź, Ærø, straße", "Lodz, Aro, strase"),
        ("✓ done · 12 – 14 Nov …", "v done . 12 - 14 Nov ~"),
        ("e\u0301 and a joiner\u200d", "e and a joiner"),
        ("┌─┐", "+-+"),
        ("山 🏠", "Shan ?"),
        ("देवी शर्मा", "devi srma"),
    ],
)
def test_letters_lose_their_accents_and_signs_have_others_in_their_place(text, plain):
    assert in_ascii(text) == plain
