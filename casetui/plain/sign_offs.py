"""Sign-offs: what a line manager signs or sees, and the two answers to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.data.days import short_day
from casetui.data.drafts import Where
from casetui.desk import lists
from casetui.desk.acts.acknowledge import mark_seen
from casetui.desk.acts.closing import answer_override, send_back, sign_off
from casetui.desk.acts.signatories import check_signs
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.forms.drafts import SIGN, draft_of
from casetui.desk.telling.answers import day_of, look_at
from casetui.desk.telling.list_words import asked_heading
from casetui.desk.telling.texts import REQUESTS, request_texts
from casetui.plain.area import told
from casetui.plain.case_session import CaseHands, open_asked
from casetui.plain.draft_offer import KeptReason
from casetui.plain.room import Command, Line, Room
from casetui.plain.talk import Talk
from casetui.plain.wording import joined
from casetui.words import N_, say


class SignOffsRoom(Room):
    """Closures and overrides to sign; over-limit assignments, gaps and disclosures to see; and first how
    what one asked for oneself was answered."""

    def __init__(self, talk: Talk, desk: Desk) -> None:
        super().__init__(talk)
        self._desk = desk
        desk.catch_up()
        self._answered = look_at(desk)

    def title(self) -> str:
        """Return what the list is called."""
        return say(N_("Sign-offs"))

    def empty(self) -> str:
        """Return that nothing waits."""
        if self._desk.signs:
            return say(N_("Nothing waits for you."))
        return say(N_("Nothing that you asked for waits for a line manager."))

    def lines(self) -> list[Line]:
        """Return what was answered, what is to be signed, then what is to be seen."""
        lines: list[Line] = []
        if self._answered:
            lines.append(Line(say(N_("Answered to you:"))))
            lines += [Line(self._answer_words(one)) for one in self._answered]
        heading = ""
        for asked in lists.asked_of(self._desk):
            title = asked_heading(self._desk, asked)
            if title != heading:
                heading = title
                lines.append(Line(f"{title}:"))
            lines.append(Line(self._words(asked), self._reading(asked)))
        return lines

    def _words(self, asked: lists.Asked) -> str:
        request, row = asked.request, asked.row
        mine = request.by == self._desk.who.id
        who = self._desk.name(request.by) + (say(N_(" (you)")) if mine else "")
        day = short_day(self._desk.today().fromisoformat(request.on)) if request.on else ""
        return joined(request.what, row.name or f"C-{row.number}", who, day)

    def _answer_words(self, answer: lists.Asked) -> str:
        request, row = answer.request, answer.row
        day = short_day(day_of(self._desk, answer))
        return joined(request.what, row.name or f"C-{row.number}", self._desk.name(request.by), day)

    def _reading(self, asked: lists.Asked) -> Callable[[], None]:
        def read() -> None:
            opened = open_asked(self.talk, self._desk, asked.row.number)
            if opened is not None:
                RequestRoom(self.talk, self._desk, opened, asked.request.kind, asked.request.record).stay()

        return read

    def after(self) -> None:
        """Take up what was signed or asked for meanwhile."""
        self._desk.catch_up()
        self._answered = look_at(self._desk) + self._answered
        super().after()


class RequestRoom(Room):
    """One request: what is asked, what speaks for it, and the answers."""

    def __init__(self, talk: Talk, desk: Desk, opened: OpenCase, kind: str = "", record: str = "") -> None:
        """Without a ``kind``, the first request of the case is shown."""
        super().__init__(talk)
        row = desk.row(opened.file)
        first = row.requests[0] if row and row.requests else None
        self._desk = desk
        self._hands = CaseHands(talk, desk, opened)
        self._kind = kind or (first.kind if first else "closure")
        self._record = record or (first.record if first else "")
        self._revision = opened.file.revision
        self._reasons: dict[str, KeptReason] = {}
        """What was typed for an answer and is not written yet, by the answer."""

    def title(self) -> str:
        """Return what is asked for, and for whom."""
        return f"{self.name()}: {joined(self._hands.name, f'C-{self._hands.opened.case.number}')}"

    def name(self) -> str:
        """Return what is asked for."""
        return self._hands.opened.method.say(REQUESTS[self._kind].title)

    def lines(self) -> list[Line]:
        """Return what is asked for, every text whole."""
        texts = request_texts(self._desk, self._hands.opened, self._kind, self._record)
        return [Line(text.removeprefix("!: ")) for text in told(texts)]

    def commands(self) -> Sequence[Command]:
        """Return the answers that can be given to such a request."""
        if self._kind == "closure":
            return [
                Command(N_("sign"), N_("sign it off: the case closes"), lambda _: self._sign()),
                Command(N_("return"), N_("send it back, with a reason"), lambda _: self._return()),
            ]
        if self._kind == "override":
            return [
                Command(N_("pass"), N_("let it pass, with a reason"), lambda _: self._override(True)),
                Command(N_("refuse"), N_("refuse it, with a reason"), lambda _: self._override(False)),
            ]
        return [Command(N_("seen"), N_("keep that you saw it"), lambda _: self._seen())]

    def _do(self, act: Callable[[], None], sentence: str) -> bool:
        """Do an answer, and go back; return whether it was done."""
        before = self._hands.opened.file.revision
        self._hands.do(act, sentence)
        done = self._hands.opened.file.revision != before
        if done:
            self.leave()
        return done

    def _with_reason(self, question: str, answer: str, act: Callable[[str], None], sentence: str) -> None:
        """Ask for the reason of an ``answer``, as the screens call it, then do the act with it."""
        if answer not in self._reasons:
            where = Where(SIGN, self._hands.opened.case.number, self._record, f"{self._kind}/{answer}")
            draft = draft_of(self._desk, where, say(N_("Answer to a request")))
            zone = self._desk.agency_file.calendar.zone_info
            self._reasons[answer] = KeptReason(self.talk, draft, zone)
        kept = self._reasons[answer]
        why = kept.ask(question)
        if why and self._do(lambda: act(why), sentence):
            kept.used()

    def _sign(self) -> None:
        desk, opened = self._desk, self._hands.opened
        check_signs(desk, opened)
        if not self.talk.yes(say(N_("Sign this closure off? The case closes."))):
            return
        self._do(lambda: sign_off(desk, opened, self._revision), say(N_("Signed off. The case is closed.")))

    def _return(self) -> None:
        desk, opened = self._desk, self._hands.opened
        check_signs(desk, opened)
        sentence = say(N_("Sent back. The case stays open."))
        question = say(N_("Why does it go back?"))
        self._with_reason(question, "back", lambda why: send_back(desk, opened, why), sentence)

    def _override(self, grant: bool) -> None:
        desk, opened, record = self._desk, self._hands.opened, self._record
        check_signs(desk, opened, record)
        question = say(N_("Why may it pass?")) if grant else say(N_("Why not?"))
        sentence = say(N_("Let pass.")) if grant else say(N_("Refused."))
        self._with_reason(
            question,
            "pass" if grant else "refuse",
            lambda why: answer_override(desk, opened, record, grant, why),
            sentence,
        )

    def _seen(self) -> None:
        desk, opened = self._desk, self._hands.opened
        self._do(lambda: mark_seen(desk, opened, self._kind, self._record), say(N_("Kept as seen.")))
