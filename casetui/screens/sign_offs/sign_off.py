"""One request before a line manager: its text, its reasons, and the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType

from casetui.desk.acts.answering import READS_REQUEST_ONLY, OpenRequest, may_open, offers_answers
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.requests import answer_request
from casetui.desk.requests.base import RequestAnswer
from casetui.desk.telling.texts import request_texts
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.messages import ShowCase
from casetui.screens.base.record_lines import TextList
from casetui.screens.forms.flow_runner import FlowRunner
from casetui.words import N_, say


class SignOffScreen(DeskScreen[str | None]):
    """One request, to be signed or sent back; dismisses with a sentence about the answer, or ``None``."""

    ABOUT = N_(
        "What a colleague asks you to sign, or to have seen. Read it, then sign it, or send it back with a "
        "reason. c opens the whole case; going back leads here again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "open_case", N_("Case")),
        BACK,
    ]

    def __init__(self, desk: Desk, opened: OpenCase, kind: str = "", record: str = "") -> None:
        super().__init__(desk)
        self._request = OpenRequest.of(desk, opened, kind, record)
        answers = self._request.kind.answers
        self._answer_by_name: dict[str, RequestAnswer] = {answer.name: answer for answer in answers}
        """The answers to the request, by their name."""
        keys = [Binding(answer.key, f"answer('{answer.name}')", answer.label) for answer in answers]
        self._bindings = BindingsMap.merge((BindingsMap(keys), self._bindings))
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

    def come_back(self) -> None:
        """Show the request as the case now has it: what is answered is what is shown."""
        opened = self._request.opened
        self._request = replace(self._request, revision=opened.file.revision)
        self.fill()

    def offers(self, action: str) -> bool:
        """Return whether an action is offered: the case where the person may open it, an answer where they
        may give it.
        """
        if action.startswith("answer("):
            return offers_answers(self._request)
        return action != "open_case" or may_open(self._request)

    def action_open_case(self) -> None:
        """Open the case at the request's record."""
        if not may_open(self._request):
            self.tell(say(READS_REQUEST_ONLY))
            return
        request = self._request
        number = request.opened.case.number
        self.app.post_message(
            ShowCase(self, number, request.kind.area, record=request.record_id, opened=request.opened)
        )

    def action_answer(self, name: str) -> None:
        """Give the answer of this name, after asking for what it needs, such as a reason."""
        self._flows.run(
            answer_request(self._request, self._answer_by_name[name]),
            lambda given: self.finish(given) if given else None,
        )
