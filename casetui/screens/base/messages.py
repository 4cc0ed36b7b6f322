"""What a screen asks the app for: the way to another screen, which it does not know itself.

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
    from casetui.desk.desk import Desk
    from casetui.screens.base.desk_screen import DeskScreen


@dataclass
class Go(Message):
    """The way from a screen to another one."""

    screen: DeskScreen[Any]
    """The screen that asks: it is come back to, and shows what came of it."""


@dataclass
class OpenCase(Go):
    """Open a case; a colleague's after asking for a reason."""

    number: str
    """The case number, without ``C-``; where it is empty, nothing is opened."""
    area: str = ""
    """The work area to show; empty for the step that the case is at."""
    reason: str = ""
    """Why a colleague's case is opened, where that was asked for already."""
    draft: Draft | None = None
    """A draft whose form is shown over the case."""


@dataclass
class WriteDown(Go):
    """Show the short form of a contact; saving leads back."""

    number: str = ""
    """The case number, without ``C-``; where it is empty, it is asked for whom."""


@dataclass
class FindClient(Go):
    """Find a client by typing, and open the case."""


@dataclass
class FindAnything(Go):
    """Find a client or a command of the screen by typing, and open or do it."""


@dataclass
class NewClient(Go):
    """Register a new client, and open the case."""


@dataclass
class ShowAgenda(Go):
    """Show what is late and due, by day."""


@dataclass
class ShowSignOffs(Go):
    """Show what is to be signed and seen."""


@dataclass
class ShowPeople(Go):
    """Show workers, roles and limits."""


@dataclass
class ShowDrafts(Go):
    """Show what was typed and not saved."""


@dataclass
class ResumeDraft(Go):
    """Show the form again that a draft was typed in."""

    draft: Draft


@dataclass
class ChangePassphrase(Go):
    """Change the passphrase of the person who signed in."""


@dataclass
class DeskReady(Message):
    """The desk is there, and its cases are shown: everything can be done now."""

    desk: Desk


@dataclass
class DeskRefused(Message):
    """There is no desk for the person at the keyboard, or none any more; ``error`` says why."""

    error: CaseTUIError
    at_work: bool = False
    """Whether the person sat at a desk, and may be typing."""
