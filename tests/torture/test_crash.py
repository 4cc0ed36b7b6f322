"""A save that is cut off leaves the whole old case or the whole new one; an acknowledged save is kept."""

import json
import subprocess
import sys

import pytest

from tests.torture.acts import ACTS

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]


def children(*words, module="children") -> dict:
    """Run one of the modes of ``children``, or of another module, and return its result."""
    argv = [sys.executable, "-m", f"tests.torture.{module}", *map(str, words)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    print(words[0], done.stdout.strip())
    return json.loads(done.stdout.splitlines()[-1])


def test_a_save_is_cut_at_every_call_it_makes(tmp_path, full):
    counts = children("cut", tmp_path / "vault", 1 if full else 7)
    assert {"link", "write", "fsync", "rename"} <= set(counts["calls"]), "the save goes another way now"
    assert counts["cuts"] > 3 * (len(counts["calls"]) - 3) / (1 if full else 7)
    assert counts["cuts"] > counts["finished"] > 0


def test_a_saver_is_killed_at_random_moments(tmp_path, full):
    counts = children("kill", tmp_path / "vault", 1000 if full else 20)
    assert counts["acknowledged"] > 0


@pytest.mark.parametrize("cases, edits", [(1, 25), (400, 500)], ids=["one case", "400 cases"])
def test_a_crowd_loses_no_edit(tmp_path, full, cases, edits):
    few = {1: 2, 400: 10}[cases]
    counts = children(
        "crowd", tmp_path / "vault", cases if full or cases == 1 else 8, 20, edits if full else few
    )
    assert counts["edits"] == 20 * (edits if full else few)


def test_of_twenty_people_who_write_in_one_case_at_once_nobody_is_refused(tmp_path, full):
    edits = 10 if full else 2
    counts = children("colleagues", tmp_path, 20, edits)
    assert (counts["refused"], counts["edits"]) == (0, 20 * edits)


RENAMED = {"restrict": 8, "lend": 7}
"""How many files these put in place: the list of what is to be sealed anew, intent, keys, perhaps cover,
case, keys again; the list again, and a former revision sealed anew."""


@pytest.mark.parametrize("act", ACTS)
def test_an_act_of_several_files_is_cut_at_every_call_that_changes_the_disk(tmp_path, full, act):
    """Each case is the old or the new one, nobody opens more, and the next person with the right goes on."""
    step = 1 if full else 71
    counts = children(act, tmp_path, step, module="cuts")
    if act in RENAMED:
        assert counts["calls"].count("rename") >= RENAMED[act], "the save goes another way now"
    assert counts["cuts"] >= len(counts["calls"]) / step
    assert counts["old"] > 0 and counts["new"] > 0
    assert not full or act not in RENAMED or (counts["refused"] > 0 and counts["finished"] > 0)
