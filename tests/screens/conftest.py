import pytest

from casetui.data.keys import person_keys as keys
from tests.screens.office import Office


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A small agency on disk; whatever the program caches stays in the test's own folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Office(tmp_path / "vault", tmp_path / "cache" / "casetui")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A person's own folders; key derivation is made cheap, so that a passphrase opens a key at once."""
    for name in ("DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(keys, "ARGON2", keys.UNLOCKED)
    return tmp_path / "data" / "casetui"


@pytest.fixture
def at(office):
    """Return a function that opens a case of Mary's, made by ``build``, at a work area."""

    def seat(area, build=lambda b: b.assigned().intake(), **head):
        office.case("AB2345", "Aoife Nolan", build, **head)
        return _Seated(office, area)

    return seat


class _Seated:
    def __init__(self, office, area):
        self.office, self.area = office, area

    async def __aenter__(self):
        self._seat = self.office.seat(open_case="AB2345")
        seat = await self._seat.__aenter__()
        await seat.press(self.area)
        seat.kept = lambda kind: self.office.read("AB2345").all(kind)
        return seat

    async def __aexit__(self, *error):
        return await self._seat.__aexit__(*error)
