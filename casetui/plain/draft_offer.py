"""The draft of a form: kept after each answer, and offered when the form is opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import tzinfo
from typing import Any

from casetui.data.days import moment
from casetui.data.drafts import Draft, Typed
from casetui.data.fields import FormField
from casetui.desk.forms.drafts import REASON, STILL_OPEN, FormDraft, NotKept
from casetui.plain.talk import Option, Talk
from casetui.words import N_, say

TAKE, LATER, DROP = "take", "later", "drop"


class DraftOffer:
    """The draft of one form. Without a ``FormDraft`` nothing is kept."""

    def __init__(self, talk: Talk, draft: FormDraft | None, zone: tzinfo | None) -> None:
        self._talk = talk
        self._draft = draft
        self._zone = zone
        self._warned_unkept = False

    def __bool__(self) -> bool:
        """Whether the typing is being kept."""
        return self._draft is not None and not self._warned_unkept

    def keep(self, typed: Typed) -> None:
        """Keep what is typed; an empty ``typed`` removes the draft. If it cannot be kept, say so once."""
        if self._draft is None:
            return
        try:
            self._draft.keep(self._draft.mark(), typed)
        except NotKept as error:
            if not self._warned_unkept:
                self._warned_unkept = True
                self._talk.tell(str(error))

    def leave(self, typed: Typed) -> bool:
        """Keep the typing for later, and return whether it is kept; else say why not."""
        if self._draft is None:
            return False
        try:
            self._draft.leave(self._draft.mark(), typed)
        except NotKept as error:
            self._talk.tell(str(error))
            return False
        return True

    def offer(
        self,
        fields: Mapping[str, FormField],
        entries: dict[str, Any],
        line: Callable[[str, Any], str],
        typed: Callable[[], Typed],
    ) -> None:
        """Offer the drafts that other sessions left of this form, the newest first.

        A draft that the person takes goes into ``entries``. ``line`` returns a field and an entry of it as
        text; ``typed`` returns the unsaved entries of the form after that.
        """
        for draft in self._draft.not_open_here() if self._draft else []:
            typed_before = {
                name: _entry(fields[name], text) for name, text in draft.typed.items() if name in fields
            }
            if all(entries[name] == given for name, given in typed_before.items()):
                continue
            answer = self._ask(draft, [line(name, given) for name, given in typed_before.items()])
            if answer == TAKE:
                entries.update(typed_before)
                self.keep(typed())
            if answer in (TAKE, DROP) and self._draft:
                self._draft.drop(draft)

    def _ask(self, draft: Draft, lines: list[str]) -> str | None:
        when = moment(draft.at, self._zone)
        self._talk.tell(say(N_("Typed {when}, and not saved:"), when=when), *lines)
        options = [
            Option(TAKE, say(N_("take what I typed"))),
            Option(LATER, say(N_("leave it for later"))),
        ]
        if draft.is_open:
            self._talk.tell(say(STILL_OPEN))
        else:
            options.append(Option(DROP, say(N_("throw it away"))))
        answer = self._talk.choose(say(N_("What to do with it?")), options)
        if answer == DROP and not self._talk.yes(say(N_("Throw away what you typed?"))):
            return LATER
        return answer


class LineDraft:
    """A line, such as a reason, kept as a draft from the typing until the act that it is for is done."""

    def __init__(self, talk: Talk, draft: FormDraft, zone: tzinfo | None) -> None:
        self._talk = talk
        self._draft = draft
        self._offer = DraftOffer(talk, draft, zone)
        self._zone = zone
        self._earlier = draft.not_open_here()[:1]
        self._offered = False
        self._typed: Typed = {}

    def ask(self, question: str) -> str:
        """Offer the line that was typed before, else ask for a new one; return it.

        A draft of an earlier time is offered once, a line that was refused each time. The returned line is
        empty where the person goes back.
        """
        line = self._refused_line(question) or self._typed_before()
        if not line or not self._talk.yes(say(N_("Give this as the reason?"))):
            line = self._talk.text(question)
        if line:
            self._typed = {REASON: line}
            self._offer.keep(self._typed)
        return line

    def _refused_line(self, question: str) -> str:
        """Say the question, and say and return the line that did not do; empty where none was given yet."""
        line = str(self._typed.get(REASON, ""))
        if line:
            self._talk.tell(question, say(N_("You gave: {line}"), line=line))
        return line

    def _typed_before(self) -> str:
        """Say and return the line that a draft has, the first time; empty where there is none."""
        if self._offered or not self._earlier:
            return ""
        self._offered = True
        line = str(self._earlier[0].typed.get(REASON, ""))
        when = moment(self._earlier[0].at, self._zone)
        self._talk.tell(say(N_("Typed {when}, and not saved:"), when=when), line)
        return line

    def used(self) -> None:
        """Remove the draft: the act is done."""
        self._offer.keep({})
        self._draft.drop_all(self._earlier)

    def leave(self) -> None:
        """Leave the draft, for the next time that the line is asked for: the act is not done."""
        if self._typed:
            with suppress(NotKept):  # that was said when it was typed
                self._draft.leave(self._draft.mark(), self._typed)
            self._draft.drop_all(self._earlier)


def _entry(field: FormField, text: Any) -> Any:
    """Return a draft's text as the field's entry: a list where the field takes several choices."""
    if field.kind == "several":
        return list(text) if isinstance(text, list) else [text] if text else []
    return text if isinstance(text, str) else ", ".join(text)
