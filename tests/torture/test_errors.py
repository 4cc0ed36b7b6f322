"""The disk refuses any one call of a save: the person gets a sentence, and the case stays."""

import errno

import pytest

from casetui.data.vault import VaultError
from tests.torture.calls import counted, failing, watched
from tests.torture.office import add, assert_whole, made, texts

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("code", ["ENOSPC", "EROFS", "EACCES", "EIO"])
def test_an_error_at_any_call_of_a_save_is_a_sentence(tmp_path, full, code):
    vault = made(tmp_path / "vault")
    name = vault.names()[0]
    add(vault, name, "first")
    add(vault, name, "second")
    calls = counted(lambda: add(vault, name, "counted"))
    refused = 0
    for number in range(1, len(calls) + 1, 1 if full else 3):
        before, new = texts(vault, name), f"{code} {number}"
        try:
            with watched(failing(number, getattr(errno, code))):
                add(vault, name, new)
        except VaultError as error:
            assert str(error).endswith(".") and "\n" not in str(error)
            assert texts(vault, name) == before, f"{calls[number - 1]} failed and the case changed"
            refused += 1
        else:
            assert texts(vault, name) == [*before, new], f"{calls[number - 1]} failed and nobody was told"
        assert_whole(vault)
        add(vault, name, f"after {number}")
    print(code, "calls", len(calls), "refused", refused)
    assert refused > 0
