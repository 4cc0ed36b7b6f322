"""The draft of a form: kept after each answer, and offered when the form is opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        for draft in self._draft.of_other_sessions() if self._draft else []:
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


class ReasonDraft:
    """A reason, kept as a draft from the typing until the act that it is for is done."""

    def __init__(self, talk: Talk, draft: FormDraft, zone: tzinfo | None) -> None:
        self._talk = talk
        self._draft = draft
        self._offer = DraftOffer(talk, draft, zone)
        self._zone = zone
        self._earlier = draft.of_other_sessions()[:1]
        self._typed = ""

    def ask(self, question: str) -> str:
        """Offer the reason that was typed before, else ask for a new one; return it.

        It is empty where the person goes back.
        """
        talk = self._talk
        reason = self._typed
        if reason:
            talk.tell(say(N_("Typed, and not saved:")), reason)
        elif self._earlier:
            reason = str(self._earlier[0].typed.get(REASON, ""))
            talk.tell(
                say(N_("Typed {when}, and not saved:"), when=moment(self._earlier[0].at, self._zone)), reason
            )
        if not reason or not talk.yes(say(N_("Give this as the reason?"))):
            reason = talk.text(question)
        if reason:
            self._typed = reason
            self._offer.keep({REASON: reason})
        return reason

    def used(self) -> None:
        """Remove the draft: the act is done."""
        self._offer.keep({})
        self._draft.drop_all(self._earlier)


def _entry(field: FormField, text: Any) -> Any:
    """Return a draft's text as the field's entry: a list where the field takes several choices."""
    if field.kind == "several":
        return list(text) if isinstance(text, list) else [text] if text else []
    return text if isinstance(text, str) else ", ".join(text)
