"""One request in front of a line manager: what is asked, what speaks for it, and the two answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from casetui.data.drafts import Where
from casetui.data.register import TO_SIGN
from casetui.desk.acts.acknowledge import mark_seen
from casetui.desk.acts.closing import answer_override, send_back, sign_off
from casetui.desk.acts.signatories import check_signs
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.forms.drafts import SIGN, draft_of
from casetui.desk.telling.texts import REQUESTS, request_texts
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
        Binding("s", "sign", N_("Sign / seen")),
        Binding("b", "send_back", N_("Send back / refuse")),
        BACK,
    ]

    def __init__(self, desk: Desk, opened: OpenCase, kind: str = "", record: str = "") -> None:
        super().__init__(desk)
        row = desk.row(opened.file)
        first = row.requests[0] if row and row.requests else None
        self._opened = opened
        self._revision = opened.file.revision
        self._kind = kind or (first.kind if first else "closure")
        self._record = record or (first.record if first else "")
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
        self.tell(" ".join(self._opened.told))

    def on_resize(self) -> None:
        """Break long texts to the width there is."""
        self.fill()

    def fill(self) -> None:
        """Show what is asked for, every text whole."""
        case = self._opened.case
        row = self.desk.row(self._opened.file)
        name = row.name if row and row.name else ""
        self.set_title(f"{self._opened.method.say(REQUESTS[self._kind].title)}: {name}  C-{case.number}")
        self._list.show(request_texts(self.desk, self._opened, self._kind, self._record))

    def action_sign(self) -> None:
        """Sign, or keep that this was seen."""
        desk, opened, record = self.desk, self._opened, self._record
        if self._kind in TO_SIGN and self._refused():
            return
        if self._kind == "closure":
            self._ask_to_close()
        elif self._kind == "override":
            self._ask(
                N_("Why may it pass?"),
                "pass",
                lambda why: answer_override(desk, opened, record, True, why),
                say(N_("Let pass.")),
            )
        else:
            self._act(lambda: mark_seen(desk, opened, self._kind, record), say(N_("Kept as seen.")))

    def _refused(self) -> bool:
        """Say so before anything is asked, where the person does not sign; return whether that is so."""
        try:
            check_signs(self.desk, self._opened, self._record)
        except NotAllowed as error:
            self.show_error(error)
            return True
        return False

    def _ask_to_close(self) -> None:
        """Ask whether it is meant, for one key would close the case; then sign."""
        desk, opened = self.desk, self._opened
        answers = [("s", say(N_("Sign: the case closes"))), ("b", say(N_("Back")))]

        def answered(letter: str | None) -> None:
            if letter == "s":
                self._act(
                    lambda: sign_off(desk, opened, self._revision), say(N_("Signed off. The case is closed."))
                )

        self.app.push_screen(Question(say(N_("Sign this closure off?")), "", answers), answered)

    def action_send_back(self) -> None:
        """Send a closure back, or refuse an override, with a reason."""
        desk, opened = self.desk, self._opened
        if self._kind in TO_SIGN and self._refused():
            return
        if self._kind == "closure":
            self._ask(
                N_("Why does it go back?"),
                "back",
                lambda why: send_back(desk, opened, why),
                say(N_("Sent back. The case stays open.")),
            )
        elif self._kind == "override":
            self._ask(
                N_("Why not?"),
                "refuse",
                lambda why: answer_override(desk, opened, self._record, False, why),
                say(N_("Refused.")),
            )
        else:
            self.tell(say(N_("There is nothing to send back here.")))

    def _ask(self, question: str, answer: str, act: Callable[[str], None], sentence: str) -> None:
        """Ask for the reason of an ``answer``, then do the act with it; a reason not yet used is kept."""
        where = Where(SIGN, self._opened.case.number, self._record, f"{self._kind}/{answer}")
        draft = draft_of(self.desk, where, say(N_("Answer to a request")))
        asking = AskReason(say(question), draft, self._reasons.get(answer, ""))

        def answered(why: str | None) -> None:
            if why:
                self._reasons[answer] = why
                self._act(lambda: act(why), sentence, asking.used)

        self.app.push_screen(asking, answered)

    def _act(self, act: Callable[[], None], sentence: str, done: Callable[[], None] = lambda: None) -> None:
        def finish(_: None) -> None:
            done()
            self.finish(sentence)

        if not self.finished:
            self.write(act, finish)
