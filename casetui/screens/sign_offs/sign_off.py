"""One request before a line manager: its text, its reasons, and the answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.desk.acts.answering import OpenRequest
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.requests import answer_request
from casetui.desk.requests.base import RequestAnswer
from casetui.desk.telling.texts import request_texts
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.record_lines import TextList
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.words import N_


class SignOffScreen(DeskScreen[str | None]):
    """One request, to be signed or sent back; dismisses with a sentence about the answer, or ``None``."""

    ABOUT = N_(
        "What a colleague asks you to sign, or to have seen. Read it, then sign it, or send it back with a "
        "reason."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "answer('s')", N_("Sign / seen")),
        Binding("b", "answer('b')", N_("Send back / refuse")),
        BACK,
    ]

    def __init__(self, desk: Desk, opened: OpenCase, kind: str = "", record: str = "") -> None:
        super().__init__(desk)
        self._request = OpenRequest.of(desk, opened, kind, record)
        self._answer_by_key: dict[object, RequestAnswer] = {
            answer.key: answer for answer in self._request.kind.answers
        }
        """The answers to the request, by their key."""
        self._flows = FlowRunner(self)
        self._list = TextList(N_("There is nothing to read here."))

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show the request, and any warnings about the case's files."""
        self.fill()
        self._list.focus()
        self.tell(" ".join(self._request.opened.unsaid))

    def on_resize(self) -> None:
        """Break long texts to the new width."""
        self.fill()

    def fill(self) -> None:
        """Show the whole request."""
        file = self._request.opened.file
        row = self.desk.row(file)
        name = row.name if row and row.name else ""
        self.set_title(f"{self._request.title}: {name}  C-{file.case.number}")
        self._list.show(request_texts(self._request))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the request's answers only."""
        return action != "answer" or parameters[0] in self._answer_by_key

    def action_answer(self, key: str) -> None:
        """Give the answer with this key, after asking for what it needs, such as a reason."""
        self._flows.run(
            answer_request(self._request, self._answer_by_key[key]),
            lambda given: self.finish(given) if given else None,
        )
