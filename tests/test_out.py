"""How commands write where output and progress are on one terminal."""

import pytest

from casetui.commands import out


@pytest.mark.parametrize("write", [out.line, out.note])
def test_progress_that_did_not_come_to_its_end_is_cleared_before_what_is_written_next(
    capsys, monkeypatch, write
):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    show = out.progress("Reading {done} of {all} cases")
    show(0, 2)
    write("Harbour Outreach")
    write("and more")
    told = capsys.readouterr()
    assert told.err.startswith("\rReading 0 of 2 cases\r\x1b[K") and told.err.count("\x1b[K") == 1
    assert "Harbour Outreach\nand more\n" in told.out + told.err


def test_progress_that_came_to_its_end_stays(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    show = out.progress("Reading {done} of {all} cases")
    show(0, 2), show(2, 2)
    out.line("Harbour Outreach")
    assert capsys.readouterr().err == "\rReading 0 of 2 cases\rReading 2 of 2 cases\n"
