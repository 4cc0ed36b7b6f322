"""What attacks are tried on: a vault of a demo, a small office, and a private folder beside them."""

import pytest

from casetui.data.vault import Vault
from casetui.demo import make_demo
from tests.attacks.places import NOW, Home
from tests.keeping.keeping import vault_as
from tests.keeping.test_repairing import save
from tests.screens.office import Office


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def vault(tmp_path) -> Vault:
    """A vault of a few cases, the first of which was saved once more."""
    vault = vault_as(make_demo(tmp_path / "vault", NOW, cases=2))
    save(vault, sorted(vault.names())[0], "mary", "Call 0")
    return vault


@pytest.fixture
def office(tmp_path) -> Office:
    office = Office(tmp_path / "vault", tmp_path / "cache")
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    return office
