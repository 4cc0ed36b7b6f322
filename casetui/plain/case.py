"""An open case: its head, its work areas, and what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casetui.checklists.standing import Standing
from casetui.desk.acts.cases import assign, resume
from casetui.desk.acts.closing import CHANGE_MANAGER
from casetui.desk.areas import AREAS
from casetui.desk.forms.case_acts import case_acts, given_words, may_be_given, read_again, reopened, rest_asks
from casetui.plain.area import AreaRoom
from casetui.plain.case_session import CaseHands
from casetui.plain.restricting import Restricting
from casetui.plain.room import Command, Line, Room
from casetui.plain.talk import Option
from casetui.plain.timeline import TimelineRoom
from casetui.plain.wording import finding_words, in_words, step_words
from casetui.words import N_, say, say_n

WRITE = (N_("write down"), N_("write"))
"""What the screens call writing down a contact."""
WORDS = {
    "give": N_("give"), "rest": N_("rest"), "rest on": N_("rest"), "take up": N_("take-up"),
    "reopen": N_("reopen"),
    "restrict": N_("restrict"), "name others": N_("restrict"), "lift": N_("lift"), "lend": N_("lend"),
    "take back": N_("take-back"),
}  # fmt: skip
"""What is said for each act on the case as a whole."""


class CaseRoom(Room):
    """One case. Its lines are its work areas."""

    def __init__(self, hands: CaseHands, go: Callable[[str], None], contact: Callable[[str], None]) -> None:
        """``go`` opens another case, ``contact`` writes a contact down for one."""
        super().__init__(hands.talk)
        self._hands = hands
        self._go = go
        self._contact = contact

    def title(self) -> str:
        """Return what is listed, and of whom."""
        return say(N_("{name}: the steps"), name=self.name())

    def name(self) -> str:
        """Return the client's name."""
        return self._hands.name

    def tell_head(self) -> None:
        """Say who the case is about, alerts first, and how it stands."""
        self.talk.tell("", self.name(), *self._hands.head())
        late = len(self._standing().warnings())
        if late:
            self.talk.tell(
                say_n(
                    "{n} thing is late or due today. Say warnings.",
                    "{n} things are late or due today. Say warnings.",
                    late,
                )
            )

    def _standing(self) -> Standing:
        return self._hands.desk.standing(self._hands.opened.file)

    def lines(self) -> list[Line]:
        """Return the steps of the method with how they stand, then client and consent."""
        standing, method = self._standing(), self._hands.opened.method
        lines = [Line(step_words(step, standing), self._into(step.area)) for step in standing.steps]
        for key in ("client", "consent"):
            warnings = len(standing.warnings(key))
            warned = ": " + say_n("{n} warning", "{n} warnings", warnings) if warnings else ""
            lines.append(Line(method.say(AREAS[key].title) + warned, self._into(key)))
        return lines

    def _into(self, area: str) -> Callable[[], None]:
        return lambda: self.enter(area)

    def enter(self, area: str) -> None:
        """Go into a work area."""
        AreaRoom(self._hands, area).stay()

    def commands(self) -> Sequence[Command]:
        """Return what can be done with the case as it is."""
        who = Restricting(self._hands, self.leave)
        acts = {
            "give": self._give, "rest": self._rest, "rest on": self._rest,
            "take up": self._take_up, "reopen": self._reopen,
            "restrict": who.restrict, "name others": who.restrict, "lift": who.lift,
            "lend": who.lend, "take back": who.take_back,
        }  # fmt: skip
        number = self._hands.opened.case.number
        return [
            Command(N_("contact"), N_("write down a contact"), lambda _: self._write_down(number), WRITE),
            Command(N_("timeline"), N_("what happened, newest first"), lambda _: self._timeline()),
            Command(N_("warnings"), N_("say what is late or due today"), self._warnings),
            *(
                Command(WORDS[act.key], act.label, acts[act.key])
                for act in case_acts(self._hands.desk, self._hands.opened)
            ),
            Command(N_("again"), N_("read the case again, with what others saved"), self._again),
        ]

    def _write_down(self, number: str) -> None:
        self._contact(number)
        self._read()

    def _timeline(self) -> None:
        TimelineRoom(self._hands).stay()

    def _warnings(self, _: str) -> None:
        standing = self._standing()
        for found in standing.warnings():
            self.talk.tell(f"{finding_words(found, standing.day)}. {found.do} ({found.source})")
        if not standing.warnings():
            self.talk.tell(say(N_("Nothing is late, and nothing is due today.")))

    def _again(self, _: str) -> None:
        self._read()
        self.tell_head()
        self.show()

    def _read(self) -> None:
        read_again(self._hands.desk, self._hands.opened)

    # -- acts on the case as a whole --------------------------------------------------------------

    def _give(self, _: str) -> None:
        people = [Option(key, in_words(label)) for key, label in may_be_given(self._hands.desk)]
        if to := self.talk.choose(say(N_("Give the case to")), people):
            self._assign(to)

    def _assign(self, to: str, reason: str = "") -> None:
        desk, opened = self._hands.desk, self._hands.opened
        self._hands.do(
            lambda: assign(desk, opened, to, reason),
            given_words(desk, to),
            again=lambda given: self._assign(to, given),
            passes=CHANGE_MANAGER,
        )

    def _rest(self, _: str) -> None:
        self._hands.show_form(rest_asks(self._hands.desk, self._hands.opened))

    def _take_up(self, _: str) -> None:
        hands = self._hands
        hands.do(lambda: resume(hands.desk, hands.opened), say(N_("The case is taken up again.")))

    def _reopen(self, _: str, reason: str = "") -> None:
        made: list[str] = []

        def act() -> None:
            made.append(reopened(self._hands.desk, self._hands.opened, reason))

        self._hands.do(act, say(N_("A new episode was opened.")), again=lambda why: self._reopen("", why))
        if made:
            self._go(made[0])
            self.leave()
