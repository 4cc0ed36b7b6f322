"""What was changed about the agency and every line manager is to see: names, methods, line managers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casetui.data.people import AgencyFile
from casetui.data.records.notice import LINE_MANAGER, METHOD, NAME, Notice
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import change_agency
from casetui.words import N_, say


def unseen_notices(desk: Desk) -> list[Notice]:
    """Return the notices that a line manager has not seen, oldest first; for other people none.

    Nobody is shown what they did themselves.
    """
    if not desk.who.has("line manager"):
        return []
    return [
        notice for notice in desk.agency_file.all(Notice) if desk.who.id not in (notice.made_by, *notice.seen)
    ]


def keep_as_seen(desk: Desk, notice: str) -> None:
    """Keep that the person saw the notice with this id.

    Raises ``NotAllowed`` where it is not theirs to see, and ``VaultError`` where that cannot be written.
    """
    if notice not in [one.id for one in unseen_notices(desk)]:
        raise NotAllowed(say(N_("There is nothing to see here any more.")))

    def records(now: AgencyFile) -> Iterator[Notice]:
        found = now.get(Notice, notice)
        if found is not None and desk.who.id not in found.seen:
            yield found.model_copy(update={"seen": [*found.seen, desk.who.id]})

    change_agency(desk, records)


def made_on(desk: Desk, notice: Notice) -> date:
    """Return the day of a notice, in the agency's zone."""
    return desk.agency_file.calendar.day_of(notice.made_at or desk.now())


def short_words(notice: Notice) -> str:
    """Return what a notice is about, as lists name it."""
    return say(_SHORT.get(notice.kind, N_("Something else was changed")))


_SHORT = {
    NAME: N_("New name"), METHOD: N_("Own method"), LINE_MANAGER: N_("Line manager by recovery key"),
}  # fmt: skip


def whole_words(desk: Desk, notice: Notice) -> str:
    """Return what a notice tells: what was done, what follows, and what to do if it is wrong."""
    if notice.kind == NAME:
        sentence = N_(
            "{who} changed the name of a person: {before} is {after} from now on, with the id {about} as "
            "before. Ask them if that is not so, and change it back on the screen People."
        )
    elif notice.kind == METHOD and notice.after:
        sentence = N_(
            "{who} took methods/{about} into use. It decides which rules hold for new cases. Read it; if it "
            "is not what was agreed, take it out of use: People, Methods."
        )
    elif notice.kind == METHOD:
        sentence = N_(
            "{who} took methods/{about} out of use. Cases that were made with it go on by it. To use it "
            "again, take it: People, Methods."
        )
    elif notice.kind == LINE_MANAGER:
        sentence = N_(
            "{who} made themselves line manager with the agency's recovery key. If that was not agreed, "
            "retire them on the screen People, and ask who had the key."
        )
    else:
        sentence = N_("{who} changed something that this version of the program does not know: {about}.")
    return say(
        sentence,
        who=desk.name(notice.made_by), about=notice.about, before=notice.before, after=notice.after,
    )  # fmt: skip
