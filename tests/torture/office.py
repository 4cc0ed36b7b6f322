"""A small vault for the torture tests, its saves, and the check that it is whole."""

from datetime import UTC, datetime

from casetui.data.casefile import CaseFile
from casetui.data.records import Contact
from casetui.data.vault import OutOfDate, Vault
from casetui.demo import make_demo
from casetui.keeping.repairing import whole_file
from tests.keeping.keeping import vault_as

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


KNOWN = {}
"""The known revision of each case, by its number."""


def made(folder, cases=2) -> Vault:
    """Make a vault of a few cases, as their line manager reads it, with known revisions."""
    KNOWN.clear()
    return vault_as(make_demo(folder, NOW, cases=cases), known=KNOWN.get)


def add(vault: Vault, name: str, text: str, by: str = "grainne") -> int:
    """Add a contact, again if somebody saved meanwhile; return how often it was refused.

    ``by`` is who signed in to ``vault``.
    """
    for tries in range(10_000):
        found = CaseFile.load(vault, name)
        KNOWN[name.removeprefix("cases/")] = found.known
        file = found.copy()
        file.put(Contact(kind="phone", summary=text, on=NOW.date()))
        try:
            file.save(vault, by, datetime.now(UTC))
        except OutOfDate:
            continue
        return tries
    raise AssertionError("never saved")


def texts(vault: Vault, name: str) -> list[str]:
    """Return the summaries of a case's contacts."""
    return [contact.summary for contact in CaseFile.load(vault, name).all(Contact)]


def assert_whole(vault: Vault) -> None:
    """Check that every file and every former revision opens and is whole."""
    for name in ("agency", *vault.names()):
        assert whole_file(name, vault.read(name)), f"{name} is not whole"
        for former in vault.formers(name):
            assert whole_file(name, vault.read_former(name, former)), f"{name} {former.name} is not whole"
