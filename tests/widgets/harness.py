"""An app for tests that shows widgets or a screen, and records the messages that they post."""

from datetime import date

from textual.app import App

from casetui.checklists.loader import load_methods
from casetui.data.days import Reading
from casetui.data.fields import ChoicesFrom

READING = Reading(date(2026, 11, 21))
WORDS = load_methods().methods["guidebook"].words
HOSTILE = "[bold]x[/bold] \x1b[31mred\x07 مرحبا e\u0301 日本 \u202egnp.exe {client}"
HARMLESS = "[bold]x[/bold] [31mred مرحبا e\u0301 日本 gnp.exe {client}"


def choices(field):
    if isinstance(field.ask.choices, ChoicesFrom):
        return {"a": "Accommodation", "b": "Alcohol", "c": HOSTILE}
    return field.ask.choices or {}


class Bench(App):
    """Shows the widgets that it is given."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets):
        super().__init__()
        self.widgets = widgets
        self.messages = []
        self.answer = "not answered"

    def compose(self):
        yield from self.widgets

    def on_row_list_chosen(self, event):
        self.messages.append(("chosen", event.key))

    def on_row_list_moved(self, event):
        self.messages.append(("moved", event.key))

    def on_field_changed(self, event):
        self.messages.append(("changed", event.field.name))

    def ask(self, screen):
        def answered(answer):
            self.answer = answer

        self.push_screen(screen, answered)


def screen_text(app):
    """Return what the terminal shows, line by line."""
    height = app.size.height
    strips = app.screen._compositor.render_strips()
    return [strip.text for strip in strips[:height]]
