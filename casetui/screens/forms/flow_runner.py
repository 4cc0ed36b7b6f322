"""Running a flow over a screen: each step is a box, a form, or work off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any, Generic, TypeVar

from casetui.desk.acts.cases import ReasonNeeded
from casetui.desk.flows.steps import (
    AskLetter,
    AskLine,
    Choose,
    ChoosePassphrase,
    Do,
    Fill,
    FlowOf,
    FlowStep,
    GoToCase,
    Held,
    Read,
    Result,
    Tell,
    Yes,
)
from casetui.desk.forms.drafts import KEPT, line_draft
from casetui.screens.base.desk_screen import DeskScreen, UnusedLine
from casetui.screens.base.held_back import ASK, held_back
from casetui.screens.forms.form import FormScreen
from casetui.screens.forms.passphrase import change_screen
from casetui.screens.forms.reason import AskReason
from casetui.widgets.ask import Question
from casetui.widgets.pick import Pick
from casetui.words import N_, CaseTUIError, say

AnswerT = TypeVar("AnswerT")


BACK = "b"
"""The letter that goes back from a question."""


class FlowRunner:
    """Runs flows over one screen. Only one thread changes the case at a time."""

    def __init__(self, screen: DeskScreen[Any]) -> None:
        self.screen = screen
        self._write_lock = Lock()
        """Held by the thread that writes: an act and a form are saved in different threads."""

    def run(self, flow: FlowOf[Result], then: Callable[[Result], object] | None = None) -> None:
        """Begin a flow; ``then`` is given its result, unless an error ends the flow and is shown."""
        _Run(self, flow, then).begin()

    def in_turn(self, act: Callable[[], AnswerT]) -> Callable[[], AnswerT]:
        """Return the act, made to wait in its thread for the write lock."""

        def alone() -> AnswerT:
            with self._write_lock:
                return act()

        return alone


class _Run(Generic[Result]):
    """One running flow."""

    def __init__(
        self, runner: FlowRunner, flow: FlowOf[Result], then: Callable[[Result], object] | None
    ) -> None:
        self._runner = runner
        self._screen = runner.screen
        self._flow = flow
        self._then = then
        self._line: tuple[str, AskReason] | None = None
        """The box that keeps the draft of a line that is not used yet, and what the line is about."""

    def begin(self) -> None:
        """Take the first step."""
        self._next_step(lambda: next(self._flow))

    def _answer(self, answer: object) -> None:
        """Send the flow the answer to its step, and take the next step."""
        self._next_step(lambda: self._flow.send(answer))

    def _next_step(self, go_on: Callable[[], FlowStep]) -> None:
        try:
            step = go_on()
        except StopIteration as end:
            self._leave_line()
            if self._then:
                self._then(end.value)
        except CaseTUIError as error:
            self._leave_line()
            self._screen.show_error(error)
        else:
            self._show(step)

    def _show(self, step: FlowStep) -> None:
        push = self._screen.app.push_screen
        match step:
            case AskLine():
                self._ask_line(step)
            case Choose(takes_only=True, options=[(key, _)]):
                self._answer(key)
            case Choose(question, options, likely, numbered=numbered):
                first = likely or (options[0][0] if options else "")
                letters = {str(n): key for n, (key, _) in enumerate(options, 1) if numbered}
                push(Pick(question, options, chosen=first, letters=letters), self._answer)
            case Yes(question):
                answers = [("y", say(N_("Yes"))), ("n", say(N_("No")))]
                push(Question(question, "", answers), lambda letter: self._answer(letter == "y"))
            case AskLetter():
                push(question_of(step), lambda letter: self._answer("" if letter in (None, BACK) else letter))
            case ChoosePassphrase(change):
                push(change_screen(change, self._screen.desk.reading()), self._passphrase_changed)
            case Tell(sentence):
                self._screen.tell(sentence)
                self._answer(None)
            case Held(error, _, note, ask):
                box = held_back(error, ask=ask, note=note)
                push(box, lambda letter: self._answer(letter == ASK))
            case Fill():
                self._fill_in(step)
            case GoToCase(number):
                self._screen.open_case(number)
                self._answer(None)
            case Read(read, slow=slow):
                self._screen.off_thread(
                    read, self._done_reading, lambda error: self._refused(step, error), group="read",
                    slow=slow,
                )  # fmt: skip
            case Do():
                self._do(step)

    def _ask_line(self, step: AskLine) -> None:
        """Ask for a line; what was typed for an act that was refused stands in it."""
        screen = self._screen
        unused = screen.unused_lines.get(step.about)
        if unused is None:
            draft = step.draft or line_draft(screen.desk, step.question, step.about, screen.selected_case())
            unused = screen.unused_lines[step.about] = UnusedLine(draft)

        def answered(line: str | None) -> None:
            if line is None:
                self._line = None
                if not box.stays:
                    screen.unused_lines.pop(step.about, None)
                    screen.tell(say(KEPT) if box.keeper.left else "")
            else:
                unused.text = line
            self._answer(line or "")

        box = AskReason(step.question, unused.draft, step.given or unused.text)
        self._line = step.about, box
        screen.app.push_screen(box, answered)

    def _line_is_used(self) -> None:
        """Remove the draft of the line: what it was asked for is done."""
        if self._line:
            about, box = self._line
            box.used()
            self._line = None
            self._screen.unused_lines.pop(about, None)

    def _leave_line(self) -> None:
        """Leave the draft of a line that was not used: it is offered where the line is asked for again.

        Where it cannot be kept, the line itself stays with the screen.
        """
        if self._line:
            about, box = self._line
            self._line = None
            if box.leave():
                self._screen.unused_lines.pop(about, None)

    def _done_reading(self, result: object) -> None:
        self._line_is_used()
        self._answer(result)

    def _fill_in(self, step: Fill) -> None:
        """Show a form over the screen."""

        def save(values: dict[str, Any]) -> None:
            self._runner.in_turn(lambda: step.spec.save(values))()

        def done(is_saved: bool | None) -> None:
            if is_saved:
                self._line_is_used()
            left = say(KEPT) if form.drafts.keeper.left else ""
            self._screen.tell(" ".join(step.said()) if is_saved else left)
            self._answer(bool(is_saved))

        form = FormScreen.of(replace(step.spec, save=save), start=step.start)
        self._screen.app.push_screen(form, done)

    def _passphrase_changed(self, is_changed: bool | None) -> None:
        self._screen.tell("")
        self._answer(bool(is_changed))

    def _do(self, step: Do) -> None:
        """Do an act off the screen's thread, then fill the screen again."""

        def done(result: object) -> None:
            self._line_is_used()
            self._screen.tell(step.sentence)
            self._screen.fill()
            self._answer(result)

        if step.meanwhile and not self._screen.busy:
            self._screen.tell(step.meanwhile)
        self._screen.write(self._runner.in_turn(step.act), done, lambda error: self._refused(step, error))

    def _refused(self, step: Do | Read, error: CaseTUIError) -> None:
        """Keep the reason, and throw the error into the flow, which may ask for what the act needs."""
        if step.given and (unused := self._screen.unused_lines.get(step.about)):
            unused.text = step.given
        if isinstance(step, Do):
            self._screen.come_back()  # the act may have found a newer revision
        if isinstance(error, ReasonNeeded):
            self._screen.tell("")
        self._next_step(lambda: self._flow.throw(error))


def question_of(step: AskLetter) -> Question:
    """Return the box that asks a step; going back has the letter ``BACK``."""
    back = (BACK, step.back or say(N_("Back")))
    answers = [(answer.letter, answer.label) for answer in step.answers]
    answers.insert(len(answers) if step.back_last else 0, back)
    return Question(step.question, step.text, answers)
