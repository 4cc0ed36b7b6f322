"""One request in front of a line manager: what is asked, what speaks for it, and the two answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.fields import form_fields, shown
from casetui.data.records import Action, Assignment, Closure, Disclosure, GapOrBlock, Goal, Override, Record
from casetui.desk.closing import answer_override, send_back, sign_off
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.seeing import mark_seen
from casetui.screens.base import DeskScreen
from casetui.widgets.ask import AskText
from casetui.widgets.row_list import Column, Line, RowList
from casetui.words import N_, say

KINDS: dict[str, type[Record]] = {
    "closure": Closure,
    "override": Override,
    "over limit": Assignment,
    "gap": GapOrBlock,
    "disclosure": Disclosure,
}


class SignOffScreen(DeskScreen[str | None]):
    """Read the request. s signs it, or says that it was seen; b sends it back with a reason."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sign", N_("Sign / seen")),
        Binding("b", "send_back", N_("Send back / refuse")),
        Binding("q,escape", "leave", N_("Back"), key_display="q"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase, kind: str = "", record: str = "") -> None:
        super().__init__(desk)
        row = desk.row(opened.file)
        first = row.requests[0] if row and row.requests else None
        self._opened = opened
        self._revision = opened.file.revision
        self._kind = kind or (first.kind if first else "closure")
        self._record = record or (first.record if first else "")
        self._list = RowList((Column(24), Column(None)), empty=N_("There is nothing to read here."))
        self._texts: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show the request."""
        case = self._opened.case
        row = self.desk.row(self._opened.file)
        name = row.name if row and row.name else ""
        self.set_title(f"{self._opened.method.say(KINDS[self._kind].title)}: {name}  C-{case.number}")
        self._list.set_lines(self._lines())
        self._list.focus()

    def _lines(self) -> list[Line]:
        file, case = self._opened.file, self._opened.case
        found = file.get(KINDS[self._kind], self._record)
        lines = [self._line(say(N_("Case manager")), self.desk.name(case.manager) if case.manager else "–")]
        if case.manager == self.desk.who.id:
            lines.append(
                self._line(
                    "!", say(N_("This client is your own; better another line manager signs.")), "late"
                )
            )
        if found:
            asker = getattr(found, "asked_by", "") or found.made_by
            lines.append(self._line(say(N_("Asked or written by")), self.desk.name(asker)))
            lines += self._fields(found)
        if self._kind == "closure":
            lines += self._plan_lines()
        return lines

    def _plan_lines(self) -> list[Line]:
        file = self._opened.file
        lines = [Line("goals", (" " + say(N_("Goals and open actions")),), heading=True)]
        for goal in file.all(Goal):
            lines.append(self._line(say(goal.state), goal.wording))
            for action in file.all(Action):
                if action.goal == goal.id and action.state == "open":
                    lines.append(self._line("  " + say(N_("open action")), f"{action.what}; {action.who}"))
        return lines

    def _fields(self, record: Record) -> list[Line]:
        lines = []
        for field in form_fields(type(record)):
            value = getattr(record, field.name)
            if value not in (None, "", []):
                choices = self.desk.choices(self._opened.file, self._opened.method, field)
                text = shown(field, value, self.desk.reading(), choices)
                lines.append(self._line(self._opened.method.say(field.ask.label), text))
        if isinstance(record, Assignment) and record.clients_then is not None:
            lines.append(self._line(say(N_("Clients then")), str(record.clients_then)))
        return lines

    def _line(self, label: str, text: str, tone: str = "") -> Line:
        key = str(len(self._texts))
        self._texts[key] = text
        return Line(key, (" " + label, text), tone)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Show the whole of a long text."""
        message.stop()
        text = self._texts.get(message.key, "")
        self.tell(text if len(text) > 50 else "")

    def action_sign(self) -> None:
        """Sign, or keep that this was seen."""
        desk, opened, record = self.desk, self._opened, self._record
        if self._kind == "closure":
            self._act(
                lambda: sign_off(desk, opened, self._revision), say(N_("Signed off. The case is closed."))
            )
        elif self._kind == "override":
            self._ask(
                N_("Why may it pass?"),
                lambda why: self._act(
                    lambda: answer_override(desk, opened, record, True, why), say(N_("Let pass."))
                ),
            )
        else:
            self._act(lambda: mark_seen(desk, opened, self._kind, record), say(N_("Kept as seen.")))

    def action_send_back(self) -> None:
        """Send a closure back, or refuse an override, with a reason."""
        desk, opened = self.desk, self._opened
        if self._kind == "closure":
            self._ask(
                N_("Why does it go back?"),
                lambda why: self._act(
                    lambda: send_back(desk, opened, why), say(N_("Sent back. The case stays open."))
                ),
            )
        elif self._kind == "override":
            self._ask(
                N_("Why not?"),
                lambda why: self._act(
                    lambda: answer_override(desk, opened, self._record, False, why), say(N_("Refused."))
                ),
            )
        else:
            self.tell(say(N_("There is nothing to send back here.")))

    def _ask(self, question: str, then: Callable[[str], None]) -> None:
        self.app.push_screen(AskText(say(question)), lambda why: then(why) if why else None)

    def _act(self, act: Callable[[], None], sentence: str) -> None:
        self.off_thread(act, lambda _: self.dismiss(sentence))

    def action_leave(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)
