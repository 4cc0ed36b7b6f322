"""Answers in, lines out: helpers for tests of the questions and answers."""

from __future__ import annotations

from io import StringIO

from casetui.data.fields import form_fields, is_asked
from casetui.plain.start import talk_at
from casetui.plain.talk import Talk


def said(office, *answers, who="mary"):
    """Run a session of the person ``who``, give every answer in turn, and return all that was said.

    An answer can be a function. It is called when its turn comes, does something in between, and returns
    the answer.
    """
    out = StringIO()
    assert talk_at(lambda _: office.desk(who), Talk(Lines(answers), out)) == 0
    return out.getvalue()


class Lines:
    """Answers, a line each."""

    def __init__(self, answers):
        self._answers = list(answers)

    def readline(self):
        """Return the next answer as a line; nothing after the last one."""
        if not self._answers:
            return ""
        answer = self._answers.pop(0)
        return f"{answer() if callable(answer) else answer}\n"

    def getpass_to(self, out):
        """Return a function that asks for a line as ``getpass`` does: only the question can be seen."""

        def ask(prompt):
            out.write(f"{prompt}\n")
            line = self.readline()
            if not line:
                raise EOFError
            return line.rstrip("\n")

        return ask


def form(model, more=False, **values):
    """Return the answers that fill in a form: ``values`` by field, Enter for the others, and yes at the end.

    With ``more`` the further fields are asked for too.
    """
    fields = [field for field in form_fields(model) if not field.ask.secret]
    first = [field for field in fields if not field.ask.more]
    further = [field for field in fields if field.ask.more]
    further = [field for field in further if is_asked(field, values)]
    answers = [line for field in first if is_asked(field, values) for line in answer(field, values)]
    if further:
        answers.append("yes" if more else "no")
    if more:
        answers += [line for field in further for line in answer(field, values)]
    return [*answers, "yes"]


def answer(field, values):
    """Return the lines that answer one field; a long text ends with an empty line."""
    if field.name not in values:
        return [""]
    given = str(values[field.name]).split("\n")
    return [*given, ""] if field.kind == "text" else given


def after(text, part):
    """Return what was said after ``part``."""
    assert part in text, text
    return text.split(part, 1)[1]
