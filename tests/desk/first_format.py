"""A vault as the first format had it: plain files, and nobody with a key."""

import json
import shutil
from datetime import UTC, datetime, timedelta

from casetui.data.casefile import CaseFile
from casetui.data.former import digest_of
from casetui.data.own import Own
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Contact, Worker
from casetui.data.vault import Vault
from casetui.desk.demo import make_demo
from casetui.desk.keeper import Keeper
from casetui.desk.migrating import migrate
from tests.desk.keeping import seen_by

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ID = "0123456789abcdef" * 2
MANAGER = "grainne"


def plain_vault(folder, cases=2) -> Vault:
    """Make a vault of the first format; its first case was saved three times."""
    demo = seen_by(make_demo(folder.with_name("demo"), NOW, cases=cases))
    for name in ("cases", "former/agency", "packs", "methods", "locks", "damaged"):
        (folder / name).mkdir(parents=True)
    for number, name in enumerate(sorted(demo.names())):
        file = CaseFile(name, CaseFile.load(demo, name).tables)
        for turn in range(3 if not number else 1):
            file.put(Contact(id=f"call{turn}", kind="phone", summary=f"Call {turn}", on=NOW.date()))
            data = file.bytes("mary", NOW + timedelta(minutes=turn))
            file = CaseFile(name, json.loads(data))
            _save(folder, name, data, turn)
    people = AgencyFile.load(demo, AGENCY)
    file = AgencyFile(AGENCY, {})
    for record in (Agency(name="Northside", zone="Europe/Dublin"), *people.all(Worker)):
        file.put(record)
    _save(folder, AGENCY, file.bytes(MANAGER, NOW), 0)
    _save(folder, AGENCY, AgencyFile(AGENCY, json.loads(file.bytes(MANAGER, NOW))).bytes(MANAGER, NOW), 1)
    shutil.copytree(demo.folder / "packs", folder / "packs", dirs_exist_ok=True)
    number = sorted(demo.names())[0][6:]
    (folder / "openings").write_text(f"{NOW.isoformat()}\tsean\t{number}\tOn call\n")
    (folder / "damaged" / "XX2345.json").write_text('{"client": "half')
    keep = {"hours": 100_000, "days": 30}  # its revisions are of NOW, and are thinned by today's clock
    (folder / "vault.json").write_text(json.dumps({"format": 1, "id": ID, "keep": keep}))
    shutil.rmtree(demo.folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return Vault(folder)


def _save(folder, name, data, turn) -> None:
    """Write a file as the first format did, and keep the one before."""
    path = folder / f"{name}.json"
    formers = folder / "former" / path.stem
    if path.exists():
        formers.mkdir(exist_ok=True)
        at, digest = f"20261121T09000{turn}Z", digest_of(path.read_bytes())
        path.rename(formers / f"{turn:08d}-{at}-{at}-{digest}.json")
    path.write_bytes(data)


def sealed(vault, keys, recovery, data, cache=None):
    """Seal it as its line manager."""
    return migrate(vault, Own.of(vault, MANAGER, data), keys, recovery, NOW, cache)


def keeper(folder, keys, data) -> Keeper:
    """Sit the line manager down at the sealed vault."""
    vault = Vault(folder)
    return Keeper.sit_down(vault, Own.of(vault, MANAGER, data), keys, lambda: NOW)


def plain_left(folder) -> list[str]:
    """Return what in a vault is about people and not sealed."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    due = (".age", ".signed", ".lock", ".toml")
    return [
        str(path) for path in found
        if path.suffix not in due and str(path) not in ("vault.json", "changes", "openings")
    ]  # fmt: skip
