"""One request in front of a line manager: what is asked, what speaks for it, and the two answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.desk.acts.answering import OpenRequest, check_may_answer, give_answer
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.forms.drafts import reason_draft
from casetui.desk.requests.base import Answer, Sure
from casetui.desk.telling.texts import request_texts
from casetui.screens.base.desk_screen import BACK, DeskScreen
from casetui.screens.base.record_lines import TextList
from casetui.screens.forms.reason import AskReason
from casetui.widgets.ask import Question
from casetui.words import N_, say


class SignOffScreen(DeskScreen[str | None]):
    """One request, to be signed or sent back; dismisses with the sentence that says which."""

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
        self._reasons: dict[str, str] = {}
        """What was given as a reason and could not be written yet, by the answer."""
        self._list = TextList(N_("There is nothing to read here."))

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield self._list

    def on_mount(self) -> None:
        """Show the request, and what speaks against relying on the case as it is."""
        self.fill()
        self._list.focus()
        self.tell(" ".join(self._request.opened.told))

    def on_resize(self) -> None:
        """Break long texts to the width there is."""
        self.fill()

    def fill(self) -> None:
        """Show what is asked for, every text whole."""
        file = self._request.opened.file
        row = self.desk.row(file)
        name = row.name if row and row.name else ""
        self.set_title(f"{self._request.title}: {name}  C-{file.case.number}")
        self._list.show(request_texts(self._request))

    def action_answer(self, key: str) -> None:
        """Give the answer that has this key, unless the person may not; ask first what it needs."""
        answer = next((one for one in self._request.kind.answers if one.key == key), None)
        if answer is None:
            self.tell(say(N_("There is nothing to send back here.")))
            return
        try:
            check_may_answer(self._request)
        except NotAllowed as error:
            self.show_error(error)
            return
        if answer.sure:
            self._make_sure(answer, answer.sure)
        else:
            self._go_on(answer)

    def _make_sure(self, answer: Answer, sure: Sure) -> None:
        """Ask whether it is meant, for one key would do what cannot be undone; then go on."""
        answers = [(answer.key, say(sure.yes)), ("b", say(N_("Back")))]

        def answered(letter: str | None) -> None:
            if letter == answer.key:
                self._go_on(answer)

        self.app.push_screen(Question(say(sure.question), "", answers), answered)

    def _go_on(self, answer: Answer) -> None:
        """Give an answer; first ask for the reason that it needs. A reason not yet used is kept."""
        if not answer.why:
            self._give(answer)
            return
        draft = reason_draft(self._request, answer)
        asking = AskReason(say(answer.why), draft, self._reasons.get(answer.name, ""))

        def answered(reason: str | None) -> None:
            if reason:
                self._reasons[answer.name] = reason
                self._give(answer, reason, asking.used)

        self.app.push_screen(asking, answered)

    def _give(self, answer: Answer, reason: str = "", done: Callable[[], None] = lambda: None) -> None:
        def finish(_: None) -> None:
            done()
            self.finish(say(answer.done))

        if not self.finished:
            self.write(lambda: give_answer(self._request, answer, reason), finish)
