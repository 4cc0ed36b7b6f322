"""A demo says that it is one, also by questions and answers; an agency's vault does not."""

import io

from casetui.cli import main
from tests.plain.lines import said


def test_an_agencys_vault_is_called_no_demo(office):
    assert "This is a demo" not in said(office)


def test_a_demo_says_that_it_is_one(tmp_path, monkeypatch, capsys):
    for name in ("DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    assert main(["demo", "--plain", "--vault", str(tmp_path / "v"), "--cases", "3"]) == 0
    assert "This is a demo: every client and everybody who works here is made up." in capsys.readouterr().out
