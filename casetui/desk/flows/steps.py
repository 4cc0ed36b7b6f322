"""The steps that a flow is made of, and doing an act that may need a reason or a line manager's leave.

A flow is a generator. It yields a step and is sent the answer; the face that drives it (a screen, or
``--plain``) decides how the step is asked. For example::

    why = yield Text(say(N_("Why is the restriction lifted?")), "lift")
    if why:
        yield Do(lambda: lift_restriction(desk, opened, why), said, given=why, about="lift")

An error of an act is raised in the flow, at its ``Do``. The flow asks for what is missing, or lets the error
out, and the face shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from casetui.data.colleague import a_line_manager, told_as
from casetui.data.records import Override
from casetui.desk.acts.cases import ReasonNeeded
from casetui.desk.acts.closing import ask_override
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import HeldBack
from casetui.desk.forms.drafts import FormDraft
from casetui.desk.forms.form_spec import FormSpec
from casetui.words import N_, say


@dataclass(frozen=True)
class AskLine:
    """Ask for a line, such as a reason. Answered with the line; with an empty one to go back.

    The line is kept as a draft until the next ``Do`` or ``Read`` with the same ``about`` is done.
    """

    question: str
    about: str = ""
    """What the line is about, such as a record's id. A refused line is offered again for the same."""
    given: str = ""
    """An answer that was refused, such as a reason of one letter; the person can complete it."""
    draft: FormDraft | None = None
    """The draft that keeps the line; ``None`` for the one that belongs to ``about``."""


@dataclass(frozen=True)
class Choose:
    """Ask for one of several options, pairs of key and label. Answered with the key; ``None`` to go back."""

    question: str
    options: Sequence[tuple[str, str]]
    likely: str = ""
    """The key of the option on which a screen's cursor stands at first, if not the first."""
    takes_only: bool = False
    """Whether an option that is the only one is taken without asking."""
    numbered: bool = False
    """Whether a digit takes an option on a screen too."""
    heard: Mapping[str, str] = field(default_factory=dict)
    """The labels in ``--plain``, by key, where they differ."""
    replies: Mapping[str, str] = field(default_factory=dict)
    """Replies of ``--plain`` to likely words that are no answer here, such as "untick" for an open item."""


@dataclass(frozen=True)
class Yes:
    """Ask a question. Answered with ``True`` for yes; with ``False`` for no, and to go back."""

    question: str


@dataclass(frozen=True)
class Answer:
    """One of the answers to an ``AskLetter``."""

    letter: str
    """Its key on a screen, which is also what the flow is sent."""
    label: str
    said: str = ""
    """Its label in ``--plain``, where that differs."""


@dataclass(frozen=True)
class Heard:
    """The words of an ``AskLetter`` in ``--plain``."""

    question: str
    lines: Sequence[str] = ()
    """The sentences before the question."""


@dataclass(frozen=True)
class AskLetter:
    """Show a text and ask for one of several answers. Answered with its letter; empty to go back."""

    question: str
    text: str
    answers: Sequence[Answer]
    back: str = ""
    """The label of going back on a screen, if not ``Back``."""
    back_last: bool = False
    """Whether going back is last on a screen, so that Enter gives the first answer."""
    heard: Heard | None = None
    """The words in ``--plain``, where they differ."""


@dataclass(frozen=True)
class ChoosePassphrase:
    """Have a new passphrase chosen, all of it typed unseen. Answered with whether it was changed."""

    change: Callable[[str, str], object]
    """Called with the old and the new passphrase; raises ``CaseTUIError`` where the old one is wrong."""


@dataclass(frozen=True)
class Tell:
    """Say a sentence, such as the result of an act."""

    sentence: str


def saved() -> list[str]:
    """Return the sentences after a form was saved."""
    return [say(N_("Saved."))]


@dataclass(frozen=True)
class Fill:
    """Have a form filled in and saved. Answered with whether it was saved."""

    spec: FormSpec
    said: Callable[[], Sequence[str]] = saved
    """Returns the sentences after the form was saved."""
    start: str = ""
    """The field with which a screen begins, if not the first."""
    asks: Sequence[str] = ()
    """The fields that ``--plain`` asks for, where the others stand already; empty for all. In the review
    before the save every field can be changed."""


@dataclass(frozen=True)
class Read:
    """Read something that takes a while. Answered with what ``read`` returns.

    Where a screen begins to read something else meanwhile, the flow goes no further.
    """

    read: Callable[[], object]
    given: str = ""
    """The reason for the reading. It is kept where the reading is refused."""
    about: str = ""
    """What the reason is about, as in ``AskLine``."""
    slow: str = ""
    """The sentence on a screen where the reading is not done at once."""


@dataclass(frozen=True)
class Do:
    """Do an act and say ``sentence``. Answered with what the act returns; not at all where it is given up."""

    act: Callable[[], object]
    sentence: str = ""
    given: str = ""
    """The reason for the act. It is kept where the act is refused."""
    about: str = ""
    """What the reason is about, as in ``AskLine``."""
    heard: str = ""
    """The sentence in ``--plain``, where it differs: a screen may show the result by itself."""
    meanwhile: str = ""
    """The sentence on a screen while the act is being done."""


@dataclass(frozen=True)
class Held:
    """Show why an act is held back. Answered with whether a line manager is to be asked to let it pass."""

    error: HeldBack
    may_ask: bool = False
    """Whether asking a line manager is offered."""
    note: str = ""
    """A sentence below the findings: why a line manager cannot be asked now."""
    ask: str = ""
    """What asking is called; empty where it is not offered."""


@dataclass(frozen=True)
class GoToCase:
    """Go to another case."""

    number: str


FlowStep = AskLine | Choose | Yes | AskLetter | Fill | ChoosePassphrase | Read | Do | Tell | Held | GoToCase
Result = TypeVar("Result")
FlowOf = Generator[FlowStep, Any, Result]
"""A flow that comes to a result, such as the number of the case that it made."""
Flow = FlowOf[None]


def reasoned(make: Callable[[str], Result], about: str) -> FlowOf[Result | None]:
    """Call ``make`` with a reason, empty at first, and ask for one as long as it raises ``ReasonNeeded``.

    Returns what ``make`` returns; ``None`` where the person goes back. ``make`` writes nothing; acts that
    write are done with ``doing``.
    """
    given = ""
    while True:
        try:
            return make(given)
        except ReasonNeeded as error:
            given = yield AskLine(str(error), about, given)
            if not given:
                return None


def with_reason(
    act: Callable[[str], Result],
    sentence: str = "",
    *,
    given: str = "",
    about: str = "",
    heard: str = "",
    meanwhile: str = "",
) -> FlowOf[Result | None]:
    """Do an act with a reason, and ask for one as long as it raises ``ReasonNeeded``.

    ``given`` is the reason at first; the other arguments are as in ``Do``. Returns what the act returns;
    ``None`` where the person goes back.
    """
    return _asking_why(
        lambda why: Do(partial(act, why), sentence, why, about, heard, meanwhile), given, about
    )


def read_with_reason(
    read: Callable[[str], Result], about: str = "", *, slow: str = ""
) -> FlowOf[Result | None]:
    """Read something, and ask for a reason as ``with_reason`` does; the arguments are as in ``Read``."""
    return _asking_why(lambda why: Read(partial(read, why), why, about, slow), "", about)


def _asking_why(step: Callable[[str], FlowStep], given: str, about: str) -> FlowOf[Any]:
    """Take a step with a reason, and ask for one as long as the step raises ``ReasonNeeded``."""
    while True:
        try:
            return (yield step(given))
        except ReasonNeeded as error:
            given = yield AskLine(str(error), about)
            if not given:
                return None


def doing(
    desk: Desk,
    opened: OpenCase,
    act: Callable[[str], Result],
    sentence: str,
    *,
    passes: str = "",
    about: str = "",
    heard: str = "",
) -> FlowOf[Result | None]:
    """Do an act on a case, with a reason where it asks for one, and show why where it is held back.

    ``passes`` is the act's name where a line manager may let it pass: the person is then offered to ask one.
    ``about`` and ``heard`` are as in ``Do``. Returns what the act returns; ``None`` where the person goes
    back, or the act is held back.
    """
    try:
        return (yield from with_reason(act, sentence, about=about, heard=heard))
    except HeldBack as error:
        if (yield _held(desk, opened, error, passes)):
            yield from _ask_to_pass(desk, opened, passes)
        return None


def _held(desk: Desk, opened: OpenCase, error: HeldBack, passes: str) -> Held:
    """Return the step that shows why an act is held back.

    A line manager can be asked where they may let every finding pass, and were not asked already.
    """
    may_pass = [finding.can_override for finding in error.findings]
    if not passes or (may_pass and not any(may_pass)):
        return Held(error)
    if waits_to_pass(opened, passes):
        asked = told_as(
            desk.who,
            N_("A line manager was asked to let it pass, and has not answered yet."),
            N_("It waits for another line manager to let it pass: no answer has come yet."),
        )
        return Held(error, note=say(asked))
    whom = say(a_line_manager(desk.who))
    if not all(may_pass):
        first = say(N_("Settle the others first; then {line_manager} can be asked here."), line_manager=whom)
        return Held(error, note=first)
    ask = say(N_("Ask {line_manager} to let it pass"), line_manager=whom)
    return Held(error, may_ask=True, ask=ask)


def _ask_to_pass(desk: Desk, opened: OpenCase, passes: str) -> Flow:
    if why := (yield AskLine(say(N_("Why should it pass?")), passes)):
        asked = say(
            told_as(
                desk.who,
                N_("A line manager was asked to let it pass."),
                N_("Another line manager was asked to let it pass."),
            )
        )
        yield Do(lambda: ask_override(desk, opened, passes, why), asked, why, passes)


def waits_to_pass(opened: OpenCase, act: str) -> bool:
    """Return whether a line manager was asked to let ``act`` pass and has not answered yet."""
    return any(override.act == act and override.stage() == "asked" for override in opened.file.all(Override))
