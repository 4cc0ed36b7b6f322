"""A person's key file: its passphrase, damage to it, and key files of former versions."""

import base64
import json

import pytest

from casetui.data.keys import person_keys as locks
from casetui.data.keys.person_keys import Keys, NoKeys, WrongPassphrase, signed_by

BEFORE = {
    "format": 1,
    "kdf": "argon2id",
    "memory_cost": 8,
    "iterations": 1,
    "lanes": 1,
    "public": {
        "read": "age1u2tt8u52y39ndtzafsxzykxm8hpeu9eq22xsp3sdnuzx29lkyfdq3m3dkw",
        "sign": "E1Mr4Rk1T7vhr6lAvzq9Pw1HgbpAPPAtSdJ/pZmfIec=",
    },
    "salt": "kGF1/uFmlW1MXYNTDe4b/g==",
    "nonce": "pQ0Jv80NlkdE3pf0",
    "box": (
        "5uYxJA2pLXVeT5Eg33bCn3niRXtPfW8wDHKaREpgSDfZlnqifQHeIYRlTtqmuDnQ6axD6VRwNdDKr2sAGI7LhDLa"
        "mg92SR1Q/9VpYSZV6l4FqlE8viKH58NlPQeazWZ18AkbMDrWPIlkcYRImYD64a236WuLoKFWp5wIdqzcSlMinhJ2"
        "oIS9GH3pU3rVHnvMmgwpF3Bs7SteKQoYFjM="
    ),
}
"""A key file by a former version, which used another library for the same algorithms."""
PASSPHRASE = "Grüße aus Cork 7"
SIGNED_BEFORE = "8JT2B9Td4XZk2NjKGh6NTNNl5PPn+EGokrmAEqqiFsyAiwSQWgMKQCctkk3/rw1dVN+Yt6YWRcVCro6agsB9DQ=="
"""The signature of that key over ``what was said``."""


def test_a_key_file_from_before_opens_and_what_it_signed_then_is_still_its_own():
    keys = Keys.unlock(json.dumps(BEFORE).encode(), PASSPHRASE)
    assert vars(keys.public) == BEFORE["public"]
    assert signed_by(keys.public.sign, b"what was said", SIGNED_BEFORE)
    assert keys.sign(b"what was said") == SIGNED_BEFORE


def test_a_key_file_that_is_locked_anew_opens_with_the_new_passphrase_alone(monkeypatch):
    monkeypatch.setattr(locks, "ARGON2", locks.UNLOCKED)
    content = Keys.unlock(json.dumps(BEFORE).encode(), PASSPHRASE).lock("correct horse")
    assert vars(Keys.unlock(content, "correct horse").public) == BEFORE["public"]
    for wrong in (PASSPHRASE, "correct house", ""):
        with pytest.raises(WrongPassphrase):
            Keys.unlock(content, wrong)


@pytest.mark.parametrize(
    "damage",
    [
        {"salt": ""}, {"salt": base64.b64encode(bytes(17)).decode()}, {"salt": None}, {"salt": "ü"},
        {"nonce": ""}, {"nonce": base64.b64encode(bytes(24)).decode()},
        {"box": ""}, {"box": base64.b64encode(bytes(15)).decode()}, {"box": 7},
        {"memory_cost": 0}, {"memory_cost": -8}, {"memory_cost": 2**31}, {"memory_cost": 10**30},
        {"memory_cost": "much"}, {"memory_cost": None}, {"memory_cost": float("inf")},
        {"iterations": 0}, {"iterations": 2**64}, {"iterations": []},
    ],
)  # fmt: skip
def test_a_key_file_that_says_what_cannot_be_is_damaged_in_a_sentence(damage):
    with pytest.raises(NoKeys, match="Your key file is damaged"):
        Keys.unlock(json.dumps(BEFORE | damage).encode(), PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"7", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_key_file_at_all_is_damaged_too(content):
    with pytest.raises(NoKeys, match="Your key file is damaged"):
        Keys.unlock(content, PASSPHRASE)


@pytest.mark.parametrize(
    "signature", ["", "ü", "AAAA", SIGNED_BEFORE[:-4], base64.b64encode(bytes(64)).decode()]
)
def test_what_is_no_signature_was_signed_by_nobody(signature):
    sign = BEFORE["public"]["sign"]
    assert not signed_by(sign, b"what was said", signature)
    assert not signed_by(signature, b"what was said", SIGNED_BEFORE)


def test_what_was_not_said_was_not_signed():
    assert not signed_by(BEFORE["public"]["sign"], b"what was not said", SIGNED_BEFORE)
