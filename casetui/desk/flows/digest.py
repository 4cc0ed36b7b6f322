"""The digest of a person's own agenda, which one key or word leaves and takes away again."""

from __future__ import annotations

from casetui.desk.desk import Desk
from casetui.desk.flows.steps import Do, Flow
from casetui.desk.flows.sure import is_sure
from casetui.desk.people.digest import has_digest, leave_digest, withdraw_digest
from casetui.words import N_, say


def turn_digest(desk: Desk) -> Flow:
    """Write the digest for a person who has none; remove it for one who has; raises what these raise."""
    if has_digest(desk.person_folder):
        yield Do(lambda: withdraw_digest(desk.person_folder), say(N_("No digest is left any more.")))
        return
    text = say(
        N_("casetui agenda then prints your case numbers and days to whoever uses your login, without the "
           "passphrase. The same key or word takes it away.")
    )  # fmt: skip
    if (yield from is_sure(say(N_("Leave a digest of your agenda?")), say(N_("Leave it")), text)):
        left = say(N_("casetui agenda now prints your case numbers and days without the passphrase."))
        yield Do(lambda: leave_digest(desk), left)
