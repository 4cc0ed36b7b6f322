"""The commands of places, each told once: its key and label on a screen, its word in ``--plain``.

Each face finds the function that does a command by ``Command.name``. No models are imported here: the
first screen needs the commands before it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from casetui.words import N_


@dataclass(frozen=True)
class Command:
    """A command of a place."""

    name: str
    """The name by which a face does it, such as ``agenda``; on a screen that is ``action_agenda``."""
    letter: str
    """Its key on a screen; empty where only the finder has it, or another key does it too."""
    label: str
    """Its name on a screen: in the key bar, the help and the finder."""
    word: str
    """The word for it in ``--plain``."""
    what: str
    """What it does, for the help of ``--plain``."""
    also: tuple[str, ...] = ()
    """Other words for it in ``--plain``: those of the screens."""
    in_bar: bool = True
    """Whether the key bar has it."""
    everywhere: str = ""
    """Its name in the finder of every screen; empty where only its own place offers it."""
    of_one: bool = False
    """Whether it is about one line of the list, such as a person."""


WRITE_DOWN = Command(
    "write_down", "w", N_("Write down"), N_("contact"), N_("write down a contact"),
    also=(N_("write down"), N_("write")),
)  # fmt: skip

REREAD = Command(
    "reread", "r", N_("Read again"), N_("caseload"), N_("say the cases, sorted anew"), in_bar=False
)

HOME_COMMANDS = (
    replace(WRITE_DOWN, what=N_("write down a contact, such as: contact 2")),
    Command("new_client", "n", N_("New"), N_("new"), N_("register a new client"),
            everywhere=N_("New client")),
    Command("find_client", "/", N_("Find"), N_("find"), N_("find a client by name, phone or reference")),
    Command("agenda", "a", N_("Agenda"), N_("agenda"), N_("what is late and due"), everywhere=N_("Agenda")),
    Command("sign_offs", "s", N_("Sign-offs"), N_("sign-offs"), N_("what waits to be signed or seen"),
            everywhere=N_("Sign-offs")),
    Command("next_list", "v", N_("My clients, or the whole team"), N_("team"),
            N_("all cases of the team, or my clients again"), in_bar=False),
    Command("whose_list", "", N_("A colleague's clients"), N_("clients"),
            N_("a colleague's clients, or the cases that wait for a case manager")),
    Command("people", "p", N_("People"), N_("people"), N_("everyone who signs in, and who asks to"),
            in_bar=False, everywhere=N_("People")),
    Command("drafts", "d", N_("Drafts, typed and not saved"), N_("drafts"),
            N_("what was typed and not saved"),
            in_bar=False, everywhere=N_("Drafts, typed and not saved")),
    Command("change_passphrase", "", N_("Change my passphrase"), N_("passphrase"), N_("change my passphrase"),
            everywhere=N_("Change my passphrase")),
    REREAD,
)  # fmt: skip
"""The commands of the caseload, where the program begins, in the order of the key bar."""

AGENDA_COMMANDS = (
    replace(WRITE_DOWN, what=N_("write down a contact for the case of a line, such as: contact 2")),
    Command("by", "d", N_("By day/week"), N_("by week"), N_("put what is due under its week, or its day")),
    Command("longer", "l", N_("Look further"), N_("longer"), N_("look further ahead, then near again")),
    Command("everyone", "e", N_("Mine/team"), N_("team"), N_("everyone's cases, or my own again")),
    Command("digest", "m", N_("Digest for mail and login"), N_("digest"),
            N_("have casetui agenda print case numbers and days without the passphrase, or no more"),
            in_bar=False),
)  # fmt: skip
"""The commands of the agenda."""

TIMELINE = Command("timeline", "t", N_("Timeline"), N_("timeline"), N_("what happened, newest first"))
SETTLE = Command(
    "settle", "d", N_("Done"), N_("done"), N_("say that something was done: an action, an answer, an item")
)
ADD_RECORD = Command("add", "a", N_("Add"), N_("add"), N_("add a record here"))
AUDIT = Command(
    "audit", "h", N_("Who changed and who opened this case"), N_("audit"),
    N_("who changed and who opened this case"),
)  # fmt: skip
STRIKE = Command(
    "strike", "x", N_("Strike out the selected record"), N_("strike"), N_("strike this record out")
)
TAKE_STRIKE_BACK = Command(
    "take_strike_back", "x", N_("Take the strike-out back"), N_("take back"),
    N_("take the strike-out of this record back"), also=(N_("take the strike-out back"),),
)  # fmt: skip
"""It stands in the place of ``STRIKE`` for a record that was struck out."""
READ_AGAIN = Command(
    "reload", "l", N_("Read the case again"), N_("again"), N_("read the case again, with what others saved")
)
"""``AUDIT``, ``STRIKE`` and ``READ_AGAIN`` end the menu of a case, which begins with ``CASE_ACTS``."""

PEOPLE_COMMANDS = (
    Command("add", "a", N_("Add"), N_("add"), N_("add a person")),
    Command("admit", "m", N_("Admit"), N_("admit"), N_("compare and admit their key"), of_one=True),
    Command("drop", "d", N_("Drop request"), N_("drop"), N_("remove what asks in their name"), of_one=True),
    Command("retire", "x", N_("Retire"), N_("retire"), N_("let today be their last day"), of_one=True),
    Command("agency", "g", N_("Agency"), N_("settings"), N_("change the agency's settings")),
    Command("methods", "t", N_("Methods"), N_("methods"),
            N_("take a method of the agency's own into use, or out of it")),
    Command("change", "", N_("Change"), N_("change"), N_("change what is written of them"),
            also=(N_("edit"),), of_one=True),
)  # fmt: skip
"""The commands of the list of people. On a screen, Enter changes the selected person."""
