"""Running a flow by questions and answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from casetui.desk.desk import Desk
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
    Heard,
    Held,
    Read,
    Result,
    Tell,
    Yes,
)
from casetui.desk.forms.drafts import line_draft
from casetui.desk.telling.wording import in_words
from casetui.plain.draft_offer import LineDraft
from casetui.plain.form import Form
from casetui.plain.room import tell_error
from casetui.plain.talk import STOP, Option, Talk
from casetui.plain.way_in import new_passphrase
from casetui.words import N_, CaseTUIError, say


class GivenUp(Exception):
    """The person gives up an act that could not be done: the flow ends there."""


class Driver:
    """Runs flows: asks each step, and sends the answer to the flow."""

    def __init__(self, talk: Talk, desk: Desk, case: str = "") -> None:
        """``case`` is the number of the case at hand, if any: typed lines are kept for it."""
        self.talk = talk
        self._desk = desk
        self._case = case
        self._said = ""
        """An answer that was said before it was asked for, as in ``run``."""
        self._lines: dict[str, LineDraft] = {}
        """Lines that were typed and not used yet, by what they are about (``AskLine``)."""

    def run(self, flow: FlowOf[Result], said: str = "") -> Result | None:
        """Run a flow; return its result, or ``None`` where the person gave it up.

        ``said`` answers its first choice, such as "goal" in "add goal". Raises each ``CaseTUIError`` that the
        flow does not handle.
        """
        self._said = said
        try:
            return self._run(flow)
        finally:
            for line in self._lines.values():
                line.leave()
            self._lines.clear()

    def _run(self, flow: FlowOf[Result]) -> Result | None:
        go_on = partial(next, flow)
        while True:
            try:
                step = go_on()
            except StopIteration as end:
                result: Result = end.value
                return result
            try:
                go_on = partial(flow.send, self._answer(step))
            except CaseTUIError as error:
                go_on = partial(flow.throw, error)
            except GivenUp:
                flow.close()
                return None

    def _answer(self, step: FlowStep) -> object:
        talk = self.talk
        match step:
            case AskLine():
                return self._ask_line(step)
            case Choose():
                return self._choose(step)
            case Yes(question):
                return talk.yes(question)
            case AskLetter():
                return self._ask(step)
            case ChoosePassphrase(change):
                return self._passphrase(change)
            case Tell(sentence):
                talk.tell(sentence)
            case Fill():
                return self.fill(step)
            case Read(read, about=about):
                found = read()
                self._line_is_used(about)
                return found
            case Do():
                return self.do(step)
            case Held():
                return self._say_held_back(step)
            case GoToCase(number):
                self.go(number)
        return None

    def _choose(self, step: Choose) -> str | None:
        said, self._said = self._said, ""
        options = [Option(key, step.heard.get(key) or in_words(label)) for key, label in step.options]
        if said:
            found = self.talk.matching_option(options, said)
            return found.key if found else None
        if step.takes_only and len(options) == 1:
            return options[0].key
        return self.talk.choose(step.question, options, step.replies)

    def _ask(self, step: AskLetter) -> str:
        """Say the lines of the step, then ask; a step with one answer is asked by yes or no."""
        heard = step.heard or Heard(step.question, [step.text])
        self.talk.tell(*heard.lines)
        if len(step.answers) == 1:
            return step.answers[0].letter if self.talk.yes(heard.question) else ""
        options = [Option(answer.letter, answer.said or answer.label) for answer in step.answers]
        return self.talk.choose(heard.question, options) or ""

    def _ask_line(self, step: AskLine) -> str:
        draft = step.draft or line_draft(self._desk, step.question, step.about, self._case)
        zone = self._desk.agency_file.calendar.zone_info
        line = self._lines.setdefault(step.about, LineDraft(self.talk, draft, zone))
        return line.ask(step.question)

    def _line_is_used(self, about: str) -> None:
        """Remove the draft of the line about this: what it was asked for is done."""
        if line := self._lines.pop(about, None):
            line.used()

    def _passphrase(self, change: Callable[[str, str], object]) -> bool:
        old = self.talk.secret(say(N_("Passphrase until now")))
        new = "" if old in ("", STOP) else new_passphrase(self.talk)
        if new:
            change(old, new)
        return bool(new)

    def fill(self, step: Fill) -> bool:
        """Have a form filled in; say and return whether it was saved."""
        saved = Form(self.talk, step.spec, step.asks).fill()
        if saved:
            for about in list(self._lines):
                self._line_is_used(about)  # such as why a contact is written in a colleague's case
            self.talk.tell(*step.said())
        return saved

    def do(self, step: Do) -> object:
        """Do an act, say that it was done, and return its result.

        Raises ``GivenUp`` where the act failed and the person does not want to try again.
        """
        done = step.act()
        self._line_is_used(step.about)
        if said := step.heard or step.sentence:
            self.talk.tell(said)
        return done

    def go(self, number: str) -> None:
        """Go to a case."""
        raise NotImplementedError

    def _say_held_back(self, step: Held) -> bool:
        """Say what holds an act back; return whether a line manager is to be asked, where ``may_ask``."""
        talk = self.talk
        tell_error(talk, step.error)
        if step.note:
            talk.tell(step.note)
        return step.may_ask and talk.yes(f"{step.ask}?")
