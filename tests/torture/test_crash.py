"""A save that is cut anywhere leaves the old case or the new one, whole; what was acknowledged is there."""

import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]


def children(*words, module="children") -> dict:
    """Run one of the modes of ``children``, or of another module, and return what came of it."""
    argv = [sys.executable, "-m", f"tests.torture.{module}", *map(str, words)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    print(words[0], done.stdout.strip())
    return json.loads(done.stdout.splitlines()[-1])


def test_a_save_is_cut_at_every_call_it_makes(tmp_path, full):
    found = children("cut", tmp_path / "vault", 1 if full else 7)
    assert {"link", "write", "fsync", "replace"} <= set(found["calls"]), "the save goes another way now"
    assert found["cuts"] > 3 * (len(found["calls"]) - 3) / (1 if full else 7)
    assert found["cuts"] > found["finished"] > 0


def test_a_saver_is_killed_at_random_moments(tmp_path, full):
    found = children("kill", tmp_path / "vault", 1000 if full else 20)
    assert found["acknowledged"] > 0


@pytest.mark.parametrize("cases, edits", [(1, 25), (400, 500)], ids=["one case", "400 cases"])
def test_a_crowd_loses_no_edit(tmp_path, full, cases, edits):
    few = {1: 2, 400: 10}[cases]
    found = children(
        "crowd", tmp_path / "vault", cases if full or cases == 1 else 8, 20, edits if full else few
    )
    assert found["edits"] == 20 * (edits if full else few)


@pytest.mark.parametrize("act", ["restrict", "lend"])
def test_a_save_of_case_keys_and_cover_sheet_is_cut_at_every_call_it_makes(tmp_path, full, act):
    """Afterwards the next person who may write in the case has the old one or the new one, never a mix."""
    found = children(act, tmp_path, 1 if full else 5, module="cut_together")
    written = {"restrict": 5, "lend": 4}[
        act
    ]  # intent, keys, case, perhaps cover; a former revision sealed anew
    assert found["calls"].count("replace") == written, "the save goes another way now"
    assert found["cuts"] > 3 * (len(found["calls"]) - 5) / (1 if full else 5)
    assert found["old"] > 0 and found["new"] > 0 and found["finished"] > 0
    assert found["told"] > 0
