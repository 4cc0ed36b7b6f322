"""Who signs, or answers, what is asked for in a case: only people who can open it."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.data.casefile import CaseFile
from casetui.data.records import Override, Worker
from casetui.desk.access import answers_for, way_in
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say


def check_signs(desk: Desk, opened: OpenCase, record: str = "") -> None:
    """Raise ``NotAllowed``, naming who else may, unless the person signs off what others ask for in a case.

    ``record`` is the id of an override, which a line manager answers; any other is the closure.
    """
    override = opened.file.get(Override, record)
    if _may(desk, desk.who, override):
        return
    asks = desk.who_may(_signatories(desk, opened.file, override).__contains__)
    if opened.case.restricted_to and not asks:
        raise NotAllowed(_name_one(desk, opened.file))
    if override:
        raise NotAllowed(say(N_("Only a line manager answers this. Ask {who}."), who=asks))
    raise NotAllowed(say(N_("Only a line manager or the second signatory signs off. Ask {who}."), who=asks))


def tell_unsigned(desk: Desk, opened: OpenCase) -> None:
    """Have the person told where nobody who can open a restricted case signs what is asked for in it."""
    file, closure = opened.file, facts.closure(opened.file)
    waits: list[Override | None] = [one for one in file.all(Override) if not one.answer]
    if closure and closure.state == "asked":
        waits.append(None)
    if file.case.restricted_to and not all(_signatories(desk, file, one) for one in waits):
        opened.told.append(_name_one(desk, file))


def _signatories(desk: Desk, file: CaseFile, override: Override | None) -> list[Worker]:
    """Return who signs off the closure of a case, or answers an override, and can open it: not the asker."""
    closure, today = facts.closure(file), desk.today()
    asker = override.asked_by if override else closure.asked_by if closure else ""
    return [
        one for one in desk.people.values()
        if one.id != asker and one.here_on(today) and _may(desk, one, override)
        and way_in(one, file, today) != "cover"
    ]  # fmt: skip


def _may(desk: Desk, one: Worker, override: Override | None) -> bool:
    if override is None:
        return facts.may_sign(one)
    return answers_for(one, override.asked_by, desk.people.values(), desk.today())


def _name_one(desk: Desk, file: CaseFile) -> str:
    """Return that nobody signs who can open a restricted case, and what to do."""
    manager = file.case.manager
    if manager in ("", desk.who.id):
        return say(
            N_("What is asked for waits: nobody who could sign it can open this case. Name a line manager to "
               "it: Change who may open it (m).")
        )  # fmt: skip
    return say(
        N_("What is asked for waits: nobody who could sign it can open this case. Ask {name} to name a line "
           "manager to it: Change who may open it (m)."),
        name=desk.name(manager),
    )  # fmt: skip
