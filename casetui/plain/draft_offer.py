"""What is typed in a form is kept as a draft after each answer; what was left before is offered."""

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
    """The draft of one form; without a draft nothing is kept."""

    def __init__(self, talk: Talk, draft: FormDraft | None, zone: tzinfo | None) -> None:
        self._talk = talk
        self._draft = draft
        self._zone = zone
        self._told = False

    def __bool__(self) -> bool:
        """Whether what is typed is being kept."""
        return self._draft is not None and not self._told

    def keep(self, typed: Typed) -> None:
        """Keep what is typed, or nothing any more; where that cannot be, say so once."""
        if self._draft is None:
            return
        try:
            self._draft.keep(self._draft.mark(), typed)
        except NotKept as error:
            if not self._told:
                self._told = True
                self._talk.tell(str(error))

    def offer(
        self,
        fields: Mapping[str, FormField],
        entries: dict[str, Any],
        line: Callable[[str, Any], str],
        typed: Callable[[], Typed],
    ) -> None:
        """Offer what other sessions left of this form, the newest first; what is taken goes into ``entries``.

        ``line`` says a field and an entry of it; ``typed`` is what then stands in the form and is not saved.
        """
        for left in self._draft.left() if self._draft else []:
            known = {name: _entry(fields[name], text) for name, text in left.typed.items() if name in fields}
            if all(entries[name] == given for name, given in known.items()):
                continue
            answer = self._ask(left, [line(name, given) for name, given in known.items()])
            if answer == TAKE:
                entries.update(known)
                self.keep(typed())
            if answer in (TAKE, DROP) and self._draft:
                self._draft.drop(left)

    def _ask(self, left: Draft, lines: list[str]) -> str | None:
        when = moment(left.at, self._zone)
        self._talk.tell(say(N_("Typed {when}, and not saved:"), when=when), *lines)
        options = [
            Option(TAKE, say(N_("take what I typed"))),
            Option(LATER, say(N_("leave it for later"))),
        ]
        if left.is_open:
            self._talk.tell(say(STILL_OPEN))
        else:
            options.append(Option(DROP, say(N_("throw it away"))))
        answer = self._talk.choose(say(N_("What to do with it?")), options)
        if answer == DROP and not self._talk.yes(say(N_("Throw away what you typed?"))):
            return LATER
        return answer


class ReasonDraft:
    """A reason, kept from when it was typed until it is written."""

    def __init__(self, talk: Talk, draft: FormDraft, zone: tzinfo | None) -> None:
        self._talk = talk
        self._draft = draft
        self._kept = DraftOffer(talk, draft, zone)
        self._zone = zone
        self._before = draft.left()[:1]
        self._typed = ""

    def ask(self, question: str) -> str:
        """Return the reason: what was typed before, where that is wanted, else what is typed now.

        Empty where the person goes back.
        """
        talk = self._talk
        before = self._typed
        if before:
            talk.tell(say(N_("Typed, and not saved:")), before)
        elif self._before:
            before = str(self._before[0].typed.get(REASON, ""))
            talk.tell(
                say(N_("Typed {when}, and not saved:"), when=moment(self._before[0].at, self._zone)), before
            )
        if not before or not talk.yes(say(N_("Give this as the reason?"))):
            before = talk.text(question)
        if before:
            self._typed = before
            self._kept.keep({REASON: before})
        return before

    def used(self) -> None:
        """Keep nothing any longer: the reason is written."""
        self._kept.keep({})
        self._draft.drop_all(self._before)


def _entry(field: FormField, text: Any) -> Any:
    """Return a kept text as it stands in a form; a list where the field takes several."""
    if field.kind == "several":
        return list(text) if isinstance(text, list) else [text] if text else []
    return text if isinstance(text, str) else ", ".join(text)
