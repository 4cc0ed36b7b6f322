"""The steps that a flow is made of, and doing an act that may need a reason or a line manager's leave.

A flow is a generator. It yields a step and is sent the answer; the face that drives it (a screen, or
``--plain``) decides how the step is asked. For example::

    why = yield Text(say(N_("Why is the restriction lifted?")), "lift")
    if why:
        yield Do(lambda: lift_restriction(desk, opened, why), said, given=why, about="lift")

What an act raises is raised in the flow, at its ``Do``: the flow asks for what is missing, or lets the
error out, and the face shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import Any, TypeVar

from casetui.data.records import Override
from casetui.desk.acts.cases import ReasonNeeded
from casetui.desk.acts.closing import ask_override
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import HeldBack
from casetui.desk.forms.drafts import FormDraft
from casetui.desk.forms.form_spec import FormSpec
from casetui.words import N_, say


@dataclass(frozen=True)
class Text:
    """Ask for a line, such as a reason. Answered with the line; with an empty one to go back."""

    question: str
    about: str = ""
    """What the line is about. One that was refused stands there when the same is asked for again."""
    given: str = ""
    """What was answered before and does not do, such as a reason of one letter: it can be gone on with."""


@dataclass(frozen=True)
class Reason:
    """Ask for a reason, as ``Text`` does, and keep it as a draft until the next ``Do`` is done with it."""

    question: str
    about: str
    draft: FormDraft
    zone: tzinfo
    """The agency's, for the instant at which another session kept one."""


@dataclass(frozen=True)
class Choose:
    """Ask for one of several options, pairs of key and label. Answered with the key; ``None`` to go back."""

    question: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Yes:
    """Ask a question. Answered with ``True`` for yes; with ``False`` for no, and to go back."""

    question: str


@dataclass(frozen=True)
class Answer:
    """One of the answers to an ``Ask``."""

    letter: str
    """Its key on a screen, and what the flow is answered with."""
    label: str
    said: str = ""
    """What it is called where nothing is seen, if not the label."""


@dataclass(frozen=True)
class Heard:
    """How an ``Ask`` is put where nothing is seen."""

    question: str
    lines: Sequence[str] = ()
    """What is said before the question."""


@dataclass(frozen=True)
class Ask:
    """Ask what is to be done, after saying what to know first. Answered with a letter; empty to go back."""

    question: str
    text: str
    answers: Sequence[Answer]
    back: str = ""
    """What going back is called on a screen, if not ``Back``."""
    back_last: bool = False
    """Whether going back stands last on a screen: then Enter gives the first answer."""
    heard: Heard | None = None
    """How it is put where nothing is seen, if not in the same words."""


@dataclass(frozen=True)
class Passphrase:
    """Have a new passphrase chosen, all of it typed unseen. Answered with whether it was changed."""

    change: Callable[[str, str], object]
    """Is given the passphrase until now and the new one; raises ``CaseTUIError`` where the first is wrong."""


@dataclass(frozen=True)
class Tell:
    """Say a sentence, such as one that an act returned."""

    sentence: str


def saved() -> list[str]:
    """Return what is said of a form that was saved."""
    return [say(N_("Saved."))]


@dataclass(frozen=True)
class Fill:
    """Have a form filled in and saved. Answered with whether it was saved."""

    spec: FormSpec
    said: Callable[[], Sequence[str]] = saved
    """Returns what is said once the form is saved."""


@dataclass(frozen=True)
class Do:
    """Do an act and say ``sentence``. Answered with what the act returns; not at all where it is not done."""

    act: Callable[[], object]
    sentence: str = ""
    given: str = ""
    """The reason that the act is done with. It is kept where the act is refused."""
    about: str = ""
    """What that reason is about, as in ``Text``."""
    heard: str = ""
    """What is said instead where nothing is seen: a screen may show by itself what was done."""
    meanwhile: str = ""
    """What a screen says while the act is being done."""


@dataclass(frozen=True)
class Held:
    """Show what holds an act back. Answered with whether a line manager is to be asked to let it pass."""

    error: HeldBack
    may_ask: bool
    """Whether that is offered."""
    asked: bool
    """Whether a line manager was asked already, and has not answered yet."""


@dataclass(frozen=True)
class Go:
    """Go to another case."""

    number: str


Step = Text | Reason | Choose | Yes | Ask | Fill | Passphrase | Do | Tell | Held | Go
Result = TypeVar("Result")
FlowOf = Generator[Step, Any, Result]
"""A flow that comes to a result, such as the number of the case that it made."""
Flow = FlowOf[None]


def reasoned(make: Callable[[str], Result], about: str) -> FlowOf[Result | None]:
    """Return what ``make`` returns, given the reason that it asks for by ``ReasonNeeded``, empty at first.

    ``None`` where the person goes back. ``make`` writes nothing: what does is done by ``doing``.
    """
    given = ""
    while True:
        try:
            return make(given)
        except ReasonNeeded as error:
            given = yield Text(str(error), about, given)
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
    """Do an act with the reason that it asks for by ``ReasonNeeded``; return what the act returns.

    ``given`` is the reason at first; the rest is as in ``Do``. ``None`` where the person goes back.
    """
    while True:
        try:
            done: Result = yield Do(partial(act, given), sentence, given, about, heard, meanwhile)
            return done
        except ReasonNeeded as error:
            given = yield Text(str(error), about)
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
    """Do an act on a case with the reason that it asks for, empty at first; return what the act returns.

    ``passes`` is the act's name where a line manager may let it pass: then asking one is offered where the
    act is held back. ``about`` is what the reason is about, ``heard`` as in ``Do``. ``None`` where the
    person goes back, or the act is held back.
    """
    try:
        return (yield from with_reason(act, sentence, about=about, heard=heard))
    except HeldBack as error:
        asked = bool(passes) and waits_to_pass(opened, passes)
        if (yield Held(error, bool(passes) and not asked, asked)):
            yield from _ask_to_pass(desk, opened, passes)
        return None


def _ask_to_pass(desk: Desk, opened: OpenCase, passes: str) -> Flow:
    if why := (yield Text(say(N_("Why should it pass?")), passes)):
        asked = say(N_("A line manager was asked to let it pass."))
        yield Do(lambda: ask_override(desk, opened, passes, why), asked, why, passes)


def waits_to_pass(opened: OpenCase, act: str) -> bool:
    """Return whether a line manager was asked to let ``act`` pass and has not answered yet."""
    return any(override.act == act and not override.answer for override in opened.file.all(Override))
