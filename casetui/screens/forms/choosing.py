"""Questions about two values of one field: both are shown, and the person chooses which stands."""

from __future__ import annotations

from collections.abc import Sequence

from casetui.desk.errors import Clash, SavedMeanwhile
from casetui.desk.forms.filling import BOTH, MINE, THEIRS
from casetui.widgets.ask import Question
from casetui.words import N_, say

TYPED, LEAVE, EACH = "t", "l", "f"


class ChooseScreen(Question):
    """Two people changed one field: shows by whom, when, and both values; asks which of them stands.

    Like the other questions here it dismisses with ``None`` where the person goes back to the form.
    """

    DEFAULT_CSS = """
    ChooseScreen > Vertical { width: 78; }
    """

    def __init__(self, error: SavedMeanwhile, clash: Clash, theirs: str, mine: str, following: int) -> None:
        """``theirs`` and ``mine`` are the values as a person reads them; ``following`` questions follow."""
        answers = [(MINE, say(N_("Keep mine"))), (THEIRS, say(N_("Take theirs")))]
        hint = say(N_("Ctrl+S again saves yours on top."))
        if clash.long:
            answers.insert(0, (BOTH, say(N_("Keep both, theirs first"))))
            hint = say(N_("Ctrl+S again keeps both."))
        lines = [
            f"{clash.their_head}, {clash.label}:",
            theirs or say(N_("(nothing)")),
            "",
            f"{clash.my_head}, {clash.label}:",
            mine or say(N_("(nothing)")),
            "",
        ]
        if error.also:
            lines += [say(N_("Also changed, and taken:")), *(f"  {line}" for line in error.also), ""]
        if following:
            hint += " " + say(N_("Fields to choose in after this one: {n}."), n=following)
        super().__init__(str(error), "\n".join([*lines, hint]), answers)


class OfferDraft(Question):
    """A draft beside the saved values: asks whether to take it."""

    DEFAULT_CSS = """
    OfferDraft > Vertical { width: 78; }
    """

    def __init__(self, when: str, lines: Sequence[str], *, several: bool) -> None:
        """``lines`` show both values of each field; ``several`` means that there are several fields."""
        answers = [(TYPED, say(N_("Take what I typed"))), (LEAVE, say(N_("Leave the form as it is")))]
        if several:
            answers.insert(1, (EACH, say(N_("Choose field by field"))))
        text = "\n".join([*lines, say(N_("Nothing is saved before you press Ctrl+S."))])
        super().__init__(say(N_("Typed {when}, and not saved"), when=when), text, answers)


class OfferField(Question):
    """One field of a draft beside its saved value: asks whether to take it."""

    DEFAULT_CSS = """
    OfferField > Vertical { width: 78; }
    """

    def __init__(self, label: str, lines: Sequence[str], following: int) -> None:
        """``lines`` show both values; ``following`` questions follow."""
        answers = [(TYPED, say(N_("Take what I typed"))), (LEAVE, say(N_("Leave the form as it is")))]
        hint = say(N_("Fields to choose in after this one: {n}."), n=following) if following else ""
        super().__init__(
            say(N_("{field}: typed, and not saved"), field=label), "\n".join([*lines, hint]), answers
        )
