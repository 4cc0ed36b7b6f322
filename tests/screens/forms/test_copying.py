"""Nothing goes to the terminal's clipboard by itself: a key of its own copies one number or address."""

import base64
from contextlib import suppress

import pytest
from textual.actions import SkipAction
from textual.widgets import Input, TextArea

from casetui.data.records import Client


@pytest.fixture
def sent(monkeypatch):
    """Return what is sent to the terminal's clipboard, as texts."""
    from textual.drivers.headless_driver import HeadlessDriver

    found = []

    def write(self, data):
        if data.startswith("\x1b]52;"):
            found.append(base64.b64decode(data.split(";")[2].rstrip("\a")).decode())

    monkeypatch.setattr(HeadlessDriver, "write", write)
    return found


@pytest.fixture
def aoife(office):
    def known(builder):
        client = builder.case.one(Client)
        builder.put(
            client.model_copy(
                update={"phone": "087 123 4567", "address": "The hostel,\nDublin", "description": "Tall"}
            )
        )

    office.case("AB2345", "Aoife Nolan", lambda b: known(b.assigned()))
    return office


async def form(seat):
    """Open the form of the client."""
    await seat.press("c")
    await seat.stand_on("Aoife Nolan")
    await seat.press("enter")
    assert seat.screen == "FormScreen"


async def test_neither_ctrl_c_nor_ctrl_x_nor_the_mouse_sends_a_text_to_the_terminal(aoife, sent):
    async with aoife.seat(open_case="AB2345") as seat:
        await form(seat)
        for widget in (*seat.app.screen.query(Input), *seat.app.screen.query(TextArea)):
            widget.focus()
            widget.select_all() if isinstance(widget, TextArea) else widget.action_select_all()
            await seat.press("ctrl+c", "ctrl+shift+c", "super+c")
            if widget.selected_text:
                widget.action_copy()
                widget.action_cut()
        seat.app.screen.text_select_all()
        with suppress(SkipAction):
            seat.app.screen.action_copy_text()
    assert sent == []


async def test_a_copied_text_is_put_in_again_within_the_program(aoife, sent):
    async with aoife.seat(open_case="AB2345") as seat:
        await form(seat)
        first, second = list(seat.app.screen.query(Input))[:2]
        first.action_select_all()
        first.action_copy()
        second.focus()
        await seat.press("end", "ctrl+v")
        assert first.value and first.value in second.value and sent == []


async def test_a_key_of_its_own_copies_one_number_or_address_and_says_so(aoife, sent):
    async with aoife.seat(open_case="AB2345") as seat:
        await form(seat)
        for name, label, value in (
            ("phone", "Phone", "087 123 4567"),
            ("address", "Address", "The hostel,\nDublin"),
        ):
            seat.app.screen.form.focus_on(name)
            await seat.settle()
            assert "^O Copy" in seat.text
            await seat.press("ctrl+o")
            assert sent.pop() == value and not sent
            assert f"{label} is in the terminal's clipboard now. Other programs can read it" in seat.words


async def test_no_other_field_is_copied(aoife, sent):
    async with aoife.seat(open_case="AB2345") as seat:
        await form(seat)
        for name in ("name", "description", "email"):
            seat.app.screen.form.focus_on(name)
            await seat.settle()
            assert "^O" not in seat.text
            await seat.press("ctrl+o")
    assert sent == []
