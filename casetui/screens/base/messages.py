"""Messages from a screen to the app, such as one that asks for the way to another screen.

The app answers in ``casetui/ways.py``. A screen posts to the app and not to itself: the next key then finds
the new screen on top, as the app takes messages and keys in the order in which they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from casetui.words import CaseTUIError

if TYPE_CHECKING:
    from casetui.data.drafts import Draft
    from casetui.desk.desk import Desk, OpenCase
    from casetui.screens.base.desk_screen import DeskScreen
    from casetui.screens.forms.form import FormScreen


@dataclass
class Go(Message):
    """The way from a screen to another one."""

    screen: DeskScreen[Any]
    """The screen that asks; going back leads to it."""


@dataclass
class ShowCase(Go):
    """Open a case; ask for a reason first where the case is a colleague's."""

    number: str
    """The case number, without ``C-``; where it is empty, nothing is opened."""
    area: str = ""
    """The work area to show; empty for the step that the case is at."""
    draft: Draft | None = None
    """The draft whose form is shown over the case."""
    record: str = ""
    """The id of the record on which the cursor stands at first; empty for the first line."""
    opened: OpenCase | None = None
    """The case where it is open already; both screens then share it, and no reason is asked for."""


@dataclass
class WriteDown(Go):
    """Show the short form of a contact; saving leads back."""

    number: str = ""
    """The case number, without ``C-``; where it is empty, the finder asks for the client."""


@dataclass
class FindClient(Go):
    """Find a client by typing, and open the case."""


@dataclass
class FindAnything(Go):
    """Find a client or a command of the screen by typing, and open the case or run the command."""

    form: FormScreen | None = None
    """The form over the screen, whose commands are found instead."""


@dataclass
class RegisterClient(Go):
    """Register a new client, and open the case."""


@dataclass
class ShowAgenda(Go):
    """Show what is late and due, by day."""


@dataclass
class ShowSignOffs(Go):
    """Show the requests to sign and to see."""


@dataclass
class ShowPeople(Go):
    """Show workers, roles and limits."""


@dataclass
class ShowDrafts(Go):
    """Show the person's drafts."""


@dataclass
class ResumeDraft(Go):
    """Show the form in which a draft was typed."""

    draft: Draft


@dataclass
class ChangePassphrase(Go):
    """Change the passphrase of the person who signed in."""


@dataclass
class DeskReady(Message):
    """The desk is ready and its cases are shown: every key works from now on."""

    desk: Desk


@dataclass
class DeskRefused(Message):
    """The person may have no desk, or not any longer; ``error`` says why."""

    error: CaseTUIError
    at_work: bool = False
    """Whether the person had a desk until now, and may be typing."""
