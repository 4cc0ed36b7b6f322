"""Joining: a person asks that their key be admitted, and a line manager or an administrator admits it.

Anybody who can write in the vault's folder can leave a request, also in another person's name. The manager
makes sure of the person by comparing the request's fingerprint with the one that the person reads out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from casetui.data.errors import VaultError
from casetui.data.join_requests import JoinRequest, drop_request, keep_request, requests_in
from casetui.data.keys.person_keys import Keys, PublicKeys, fingerprint
from casetui.data.people import AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import Record, Worker
from casetui.data.records.keys import PersonKey
from casetui.data.succession import manager_permissions
from casetui.data.vault import Vault
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAdmitted, NotAllowed
from casetui.desk.keys.keyring_of import check_not_left
from casetui.desk.keys.team_keys import due_keys, keys_of_leavers
from casetui.desk.people.agency import admitted_key, change_agency, check_right, ended
from casetui.words import N_, say, say_n

if TYPE_CHECKING:
    from casetui.desk.people.signing_in import Entrance

# -- who joins -----------------------------------------------------------------------------------

WHY_NEW_KEY = {
    "none": N_("You have no key for this vault at this computer yet. This makes one, and asks a line "
               "manager or an administrator to admit it. A passphrase locks it."),
    "former": N_("Your key here is not good any more. This makes a new one."),
    "forgotten": N_("This makes a new key, and asks for it to be admitted."),
}  # fmt: skip
"""The text before a person makes a key, by the reason why they need a new one."""
FORGOTTEN = N_(
    "Nobody can find a passphrase out. With a new key you are admitted anew: a line manager or an "
    "administrator compares its fingerprint with you, by telephone or in person. What you had typed here "
    "and not saved cannot be opened any more. Your old key is kept, in case you remember."
)
"""The text for a person who has forgotten their passphrase, before they are asked about a new key."""
READ_YOURS = N_(
    "1. Ring a line manager or an administrator, or go to them. On their screen People they see that you "
    "ask. Read them your fingerprint; they admit you if they see the same:"
)
HEAR_THEIRS = N_(
    "2. Have them read you the agency's fingerprint, at the top of their screen People. If it is not this "
    "one, do not go on: these are not your agency's files."
)


def check_may_join(entrance: Entrance) -> None:
    """Raise ``HasLeft`` where the person has left the agency: they are offered no new key."""
    agency_file = entrance.agency_file
    check_not_left(agency_file, entrance.person_folder.who, agency_file.calendar.day_of(entrance.clock()))


def new_keys(person_folder: PersonFolder, passphrase: str, names: Iterable[str] = ()) -> Keys:
    """Make keys for a person and keep them locked; an older key file stays beside them under another name.

    ``names`` are those of the agency and the person: no passphrase. Raises ``CaseTUIError`` where the
    passphrase is easily guessed, or the keys cannot be kept.
    """
    if person_folder.key_file.exists():
        person_folder.key_file.keep_aside(f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
    return person_folder.key_file.make(passphrase, names)


def ask_to_join(vault: Vault, person_folder: PersonFolder, keys: Keys) -> None:
    """Write the request into the vault; raise ``VaultError`` where that fails."""
    keep_request(vault, person_folder.who, keys)


def go_in(entrance: Entrance, keys: Keys) -> Desk:
    """Trust the agency, whose fingerprint the person compared, and return the person's desk.

    Raises ``NotAdmitted`` where their key is not admitted yet; the request is then written once more. Raises
    what ``Entrance.sit_down`` raises.
    """
    entrance.pin()
    try:
        return entrance.sit_down(keys)
    except NotAdmitted:
        ask_to_join(
            entrance.vault, entrance.person_folder, keys
        )  # it may have been removed, or was not written before
        raise


# -- who admits ----------------------------------------------------------------------------------


@dataclass
class Asking:
    """The requests to be admitted."""

    requests: list[JoinRequest] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    """Files that are not offered as requests: by the file's name, a sentence that says why."""

    def of(self, worker: str) -> list[JoinRequest]:
        """Return the requests in a person's name."""
        return [request for request in self.requests if request.worker == worker]

    @property
    def workers(self) -> list[str]:
        """The ids of the workers who ask, each once."""
        return list(dict.fromkeys(request.worker for request in self.requests))


def requests(desk: Desk) -> Asking:
    """Return the requests to be admitted; raise ``VaultError`` where they cannot be read."""
    found, strange = requests_in(desk.vault)
    wrong = {
        name: say(
            N_("requests/{file} is no request, or was changed. Somebody else may have put it there."),
            file=name,
        )
        for name in strange
    }
    asking = Asking(wrong=wrong)
    for one in found:
        if _admitted(desk, one):
            continue
        if why := _refusal(desk, one):
            asking.wrong[one.file] = why
        else:
            asking.requests.append(one)
    return asking


def who_asks(desk: Desk, go: str) -> str:
    """Return a sentence with how many people ask to be admitted; empty where nobody asks.

    It is empty for a person who may not admit them. ``go`` says how to reach People. Raises ``VaultError``
    where the requests cannot be read.
    """
    if not (desk.who.has("line manager") or desk.who.has("administrator")):
        return ""
    number = len(requests(desk).workers)
    if not number:
        return ""
    return say_n(
        "{n} person asks to be admitted: {go}.", "{n} people ask to be admitted: {go}.", number, go=go
    )


def _admitted(desk: Desk, request: JoinRequest) -> bool:
    """Return whether the key is admitted already: the request could not be removed then."""
    key = desk.agency_file.key_of(request.worker)
    return key is not None and public(key) == request.public


def _refusal(desk: Desk, request: JoinRequest) -> str:
    """Return why a request is not offered; empty where it is."""
    worker = desk.people.get(request.worker)
    if worker is None:
        return say(
            N_('requests/{file}: nobody here has the id "{id}".'), file=request.file, id=request.worker
        )
    if worker.left_on is not None:
        return say(
            N_("requests/{file}: {name} has left, and still asks to be admitted."),
            file=request.file, name=worker.name,
        )  # fmt: skip
    for key in desk.agency_file.person_keys:
        if request.public.read == key.read or request.public.sign == key.sign:
            return say(
                N_("requests/{file}: this key was {name}'s before and is not admitted again."),
                file=request.file, name=desk.name(key.worker),
            )  # fmt: skip
    return ""


def public(key: PersonKey) -> PublicKeys:
    """Return the public keys in a record of a person's key."""
    return PublicKeys(key.read, key.sign)


def agency_fingerprint(agency_file: AgencyFile) -> str:
    """Return the agency's own fingerprint, which a person who joins compares."""
    return fingerprint(agency_file.agency.root)


def admit(desk: Desk, worker: str, given: str) -> None:
    """Admit the key with the fingerprint ``given`` that a person asks for; their former key ends.

    Raises ``NotAllowed`` where there is no such request or the person may not admit it, and ``VaultError``.
    """
    check_right(desk)
    desk.reread_agency()
    name = desk.name(worker)
    asked = requests(desk).of(worker)
    wanted = _plain(given)
    request = next((one for one in asked if _plain(one.public.fingerprint) == wanted), None)
    if request is None:
        raise NotAllowed(_not_asked(name, [one.public.fingerprint for one in asked], given))
    if worker == desk.who.id:
        raise NotAllowed(
            say(
                N_("Somebody else admits a new key of yours. At another computer you can also use this one: "
                   "copy the file {file} there."),
                file=desk.person_folder.key_file.path,
            )
        )  # fmt: skip

    def records(file: AgencyFile) -> Iterator[Record]:
        yield from ended(file, worker, desk.now())
        key = admitted_key(worker, request.public, desk.who.id, desk.now())
        yield key.model_copy(update={"made_by": desk.who.id, "made_at": desk.now()})

    if manager_permissions(desk.people.get(worker)) and not desk.who.has("line manager"):
        raise NotAllowed(
            say(
                N_("{name} is a line manager or second signatory: a line manager admits that key."), name=name
            )
        )
    change_agency(desk, records)
    with suppress(VaultError):  # the key is admitted; the request is not offered any more
        drop_request(desk.vault, request.file)


def refuse(desk: Desk, *files: str) -> None:
    """Remove requests, by the names of their files, that are left over, a mistake, or another person's.

    Raises ``NotAllowed`` or ``VaultError``.
    """
    check_right(desk)
    for file in files:
        drop_request(desk.vault, file)


def _not_asked(name: str, asked: list[str], given: str) -> str:
    if not asked:
        return say(N_("{name} does not ask to be admitted."), name=name)
    return say(
        N_("{name} does not ask with the fingerprint {given}, but with {asked}. Nothing was admitted."),
        name=name, given=given, asked=" / ".join(asked),
    )  # fmt: skip


def _plain(written: str) -> str:
    return "".join(written.split()).casefold()


# -- team keys -----------------------------------------------------------------------------------


def share_due_keys(desk: Desk) -> bool:
    """Give the team keys to the people who should hold them and do not yet; return whether any key was due.

    The person who admitted them may not have held the keys. The keys of people who have left end. A line
    manager also replaces each team key that a person holds who should no longer. Raises ``VaultError`` where
    the agency file cannot be written.
    """
    leads = desk.who.has("line manager")
    may = leads or desk.who.has("administrator")
    file = desk.agency_file
    due = (
        not file.agency.vault  # an earlier version of the program wrote it
        or keys_of_leavers(file, desk.today())
        or any(True for _ in due_keys(file, desk.keyring, new=leads))
    )
    if not may or not due:
        return False
    change_agency(desk, lambda _: ())
    return True


# -- a person's key in words ---------------------------------------------------------------------


KeyState = Literal["has", "asks", "none", "left"]


def key_state(desk: Desk, worker: Worker, asking: Asking) -> KeyState:
    """Return whether a person has a key, asks for one to be admitted, has none yet, or left without one."""
    if asking.of(worker.id):
        return "asks"
    if desk.agency_file.key_of(worker.id):
        return "has"
    return "none" if worker.left_on is None else "left"


def key_line(
    desk: Desk, worker: Worker, asking: Asking, spelled: Callable[[str], str] = lambda shown: shown
) -> str:
    """Return a sentence about a person's key, with its fingerprint as ``spelled`` writes it."""
    if asked := asking.of(worker.id):
        fingerprints = " / ".join(spelled(request.public.fingerprint) for request in asked)
        return say(N_("Asks to be admitted: {fingerprint}"), fingerprint=fingerprints)
    if key := desk.agency_file.key_of(worker.id):
        return say(N_("Key: {fingerprint}"), fingerprint=spelled(public(key).fingerprint))
    return "" if worker.left_on is not None else say(N_("No key yet."))
