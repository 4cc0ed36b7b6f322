"""Making a vault: where several programs make one at once, the first of them does."""

import threading

import pytest

from casetui.commands.places import holds_files
from casetui.data.errors import VaultError
from casetui.data.making import make_vault
from casetui.data.vault import Vault
from tests import disk

AT_ONCE = 4


def test_of_several_who_make_one_in_a_folder_one_does_and_nothing_of_the_others_is_mixed_in(tmp_path):
    ids = [f"{number:032x}" for number in range(AT_ONCE)]
    made, said, together = [], [], threading.Barrier(AT_ONCE)

    def makes(vault_id):
        together.wait()
        try:
            made.append(make_vault(tmp_path / "vault", {"agency": vault_id.encode()}, vault_id=vault_id).id)
        except VaultError as error:
            said.append(str(error))

    threads = [threading.Thread(target=makes, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    vault = Vault.at(tmp_path / "vault")
    assert made == [vault.id] and vault.read_raw("agency").data == vault.id.encode()
    there = f"There is a vault at {tmp_path / 'vault'} already. Start casetui again to open it."
    assert said == [there] * (AT_ONCE - 1)


@pytest.mark.parametrize("written", [0, 1])
def test_a_full_disk_leaves_nothing_in_the_way_of_making_it_later(tmp_path, written):
    files = []

    def filling(path, to_write):
        if to_write and path.name.endswith(".new"):
            if len(files) == written:
                raise disk.no_space()
            files.append(path)

    with (
        disk.opening(tmp_path, filling),
        pytest.raises(VaultError, match="cannot be written: no space left on device"),
    ):
        make_vault(tmp_path, {"agency": b"x"})
    assert len(files) == written
    assert not holds_files(tmp_path)
    assert make_vault(tmp_path, {"agency": b"x"}).id == Vault.at(tmp_path).id
