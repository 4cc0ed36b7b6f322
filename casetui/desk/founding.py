"""Founding an agency at the keyboard: its first line manager's keys, and the vault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from casetui.data.keys import Keys
from casetui.data.own import Own
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Worker
from casetui.desk.agency import Founded, set_up
from casetui.words import CaseTUIError


def found(
    folder: Path, agency: Agency, people: Sequence[Worker], passphrase: str, data: Path, now: datetime
) -> tuple[Founded, Keys]:
    """Make a vault in ``folder``; the first of ``people`` founds it and locks their keys with a passphrase.

    The keys are kept, in the person's data folder ``data``, before there is a vault: no crash leaves one that
    nobody can open. Raises what ``set_up`` raises, and ``NoKeys`` where the keys cannot be kept.
    """
    founder, vault_id, keys = people[0].id, uuid4().hex, Keys.make()
    key_file = Own.beside(vault_id, founder, data).key_file
    key_file.keep(keys, passphrase)
    try:
        founded = set_up(folder, agency, people, now, {founder: keys}, vault_id=vault_id)
    except CaseTUIError:
        key_file.path.unlink(missing_ok=True)
        raise
    Own.of(founded.vault, founder, data).pin(founded.vault, AgencyFile.load(founded.vault, AGENCY))
    return founded, keys
