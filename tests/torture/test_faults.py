"""The disk refuses any one call of an act: a sentence, nothing half, and a later try succeeds.

Each call that changes the disk fails with each error. Of the calls that only read, one from each place of the
program fails, with one of the errors: an act reads many files in the same way.
"""

import errno
import random

import pytest

from casetui.keeping.checking import check_vault
from casetui.words import CaseTUIError
from tests.torture.acts import ACTS, Scene, keeper
from tests.torture.calls import failing, places, watched

pytestmark = [pytest.mark.torture, pytest.mark.timeout(7200)]
CODES = ("ENOSPC", "EIO", "EACCES")
SAMPLE = {"restrict": 3, "retire": 3, "repair": 3, "restore": 3}
"""How many faults an ordinary run tries, of these acts."""


def faults(scene) -> list[tuple[int, str]]:
    """Return the calls that are to fail, by number, each with the name of an error."""
    found, seen = [], set()
    for number, (name, changes, callers) in enumerate(places(scene.work()), start=1):
        if changes:
            found += [(number, code) for code in CODES]
        elif (name, callers) not in seen:
            found.append((number, CODES[len(seen) % 3]))
        seen.add((name, callers))
    return found


def is_sentence(text) -> bool:
    return (
        (text[0].isupper() or text[0] == "/")
        and text.endswith(".")
        and "\n" not in text
        and "Errno" not in text
    )


@pytest.mark.parametrize("act", ACTS)
def test_an_error_at_any_call_of_an_act_is_a_sentence_and_a_later_try_succeeds(tmp_path, full, act):
    if not full and act not in SAMPLE:
        pytest.skip("an ordinary run tries four of the acts; --full tries them all")
    scene = Scene(tmp_path, act)
    due, counts = faults(scene), {"faults": 0, "refused": 0, "named": 0, "passed over": 0}
    for number, code in due if full else random.Random(5).sample(due, SAMPLE[act]):
        scene.put_back()
        work, said = scene.work(), []
        try:
            with watched(failing(number, getattr(errno, code))):
                said += work()
            refused = False
        except CaseTUIError as error:
            said, refused = [str(error)], True
        assert all(map(is_sentence, said)), (number, code, said)
        counts["faults"] += 1
        counts["refused" if refused else "named" if said else "passed over"] += 1
        if refused and scene.is_untouched() and number % 20:
            continue  # a later try is the act as it is done without a fault
        scene.check_half()
        told = scene.told()
        if told != scene.after and (told != scene.before or not refused):
            named = check_vault(keeper(scene.office, scene.act.next[0])).problems
            assert said or named, (number, code, "half, and nobody is told")
        scene.check_finished(scene.act.next[number % len(scene.act.next)])
    print(act, counts)
