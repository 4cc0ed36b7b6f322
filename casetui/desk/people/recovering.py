"""The way out where no line manager is left who can sign: the recovery key makes somebody line manager."""

from __future__ import annotations

from collections.abc import Iterator

from casetui.data.keys.person_keys import Keys
from casetui.data.people import AgencyFile
from casetui.data.records import Record
from casetui.data.records.notice import LINE_MANAGER
from casetui.data.succession import appointment
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import change_agency, notice
from casetui.words import N_, say


def recover(desk: Desk, secret: str) -> str:
    """Make the signed-in person line manager with the recovery key ``secret``; return what was done.

    Every other line manager is to see that. In an agency that an earlier version of the program set up, a
    line manager lets the recovery key do so from now on instead.

    Raises ``NotAllowed`` where it is not the agency's recovery key, or cannot be used yet, ``NoKeys`` where
    it is no key, and ``VaultError``.
    """
    desk.reread_agency()
    key, agency = Keys.of_recovery(secret.strip()), desk.agency
    if key.public.read != agency.recovery:
        raise NotAllowed(say(N_("This is the recovery key of another agency.")))
    leads = desk.who.has("line manager")
    if not agency.recovery_sign:
        if not leads:
            raise NotAllowed(
                say(
                    N_("An earlier version of the program set this agency up. A line manager types the "
                       "recovery key here once; from then on it makes somebody line manager.")
                )
            )  # fmt: skip
        change_agency(desk, lambda now: [now.agency.model_copy(update={"recovery_sign": key.public.sign})])
        return say(N_("From now on the recovery key makes somebody line manager."))
    if leads:
        raise NotAllowed(say(N_("You are line manager already.")))

    def records(now: AgencyFile) -> Iterator[Record]:
        who = now.people[desk.who.id]
        yield who.model_copy(update={"roles": [*who.roles, "line manager"]})
        proof = key.sign(appointment(now, who.id))
        yield notice(desk, LINE_MANAGER, who.id, "", "").model_copy(update={"proof": proof})

    change_agency(desk, records, leads=True)
    return say(
        N_("{name} is line manager. Retire whoever left, so that the team keys are replaced; colleagues' "
           "programs then open the older cases to you."),
        name=desk.who.name,
    )  # fmt: skip
