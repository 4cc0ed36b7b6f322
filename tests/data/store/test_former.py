"""Former revisions: how long they are kept, how they are named, and that none is lost."""

import errno
import json
import os
import re
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetui.data.keep import Keep
from casetui.data.store import folder
from casetui.data.store.former import (
    GAP,
    LEAP,
    NEVER,
    JournalLine,
    believed,
    digest_of,
    name_after,
    parse_former,
    to_drop,
)
from casetui.data.vault import Vault, VaultError
from tests.data.sealed import TO, create, keyring, make, write

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ages = st.lists(st.integers(0, 60 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds)), max_size=80)
keeps = st.builds(Keep, hours=st.integers(1, 60), days=st.integers(1, 40))


@pytest.fixture
def made(tmp_path):
    return make(tmp_path / "vault")


def save(made: Vault, *contents: bytes, name: str = "cases/AB2345") -> None:
    for data in contents:
        if made.stamp(name) == (0, 0):
            create(made, name, data)
        else:
            write(made, name, data, made.read(name))


def at(moment, monkeypatch):
    """Let the vault believe that it is ``moment``."""

    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment

    monkeypatch.setattr(folder, "datetime", Then)


# -- which are kept ------------------------------------------------------------------------------


def stamps(ages):
    return [(NOW - age, f"{n:08d}") for n, age in enumerate(sorted(ages, reverse=True))]


@given(ages, keeps)
def test_the_newest_and_everything_of_the_last_day_is_kept(ages, keep):
    given_ = stamps(ages)
    dropped = to_drop(given_, NOW, keep)
    if given_:
        assert given_[-1][1] not in dropped
    assert not [
        name for instant, name in given_ if NOW - instant <= timedelta(hours=keep.hours) and name in dropped
    ]


@given(ages, keeps)
def test_of_older_days_one_is_kept_the_last_of_its_day_and_none_for_ever(ages, keep):
    given_ = stamps(ages)
    dropped = set(to_drop(given_, NOW, keep))
    now = believed([instant for instant, _ in given_], NOW)
    older = [pair for pair in given_ if now - pair[0] > timedelta(hours=keep.hours)]
    kept = [pair for pair in older if pair[1] not in dropped]
    days = [instant.date() for instant, _ in kept]
    assert len(days) == len(set(days))
    assert all(now - instant <= timedelta(days=keep.days) for instant, name in kept if name != given_[-1][1])
    for instant, name in kept:
        assert name == max(other for when, other in older if when.date() == instant.date())
    for instant, name in older:  # a day of the last month is never lost altogether
        if name in dropped and now - instant <= timedelta(days=keep.days):
            assert instant.date() in days


far = st.integers(8, 4000).map(lambda days: timedelta(days=days))
minutes = st.lists(st.integers(0, 7 * 24 * 60).map(lambda n: timedelta(minutes=n)), min_size=1, max_size=8)


@given(ages, keeps, far, minutes)
def test_a_clock_that_leapt_far_ahead_drops_nothing_that_the_right_one_would_keep(ages, keep, far, minutes):
    right = stamps([*ages, timedelta(0)])
    wrong = [(NOW + far + after, f"{n:08d}") for n, after in enumerate(sorted(minutes), start=len(right))]
    later = (NOW + timedelta(minutes=5), f"{len(right) + len(wrong):08d}")  # by the right clock again
    for saved in ([*right, *wrong], [*right, *wrong, later]):
        dropped = set(to_drop(saved, saved[-1][0], keep))
        lasts = {instant.date(): name for instant, name in right}
        for instant, name in saved:
            if name in dropped:
                assert later[0] - instant > timedelta(hours=keep.hours)
                assert later[0] - instant > timedelta(days=keep.days) or lasts[instant.date()] != name


@given(ages)
def test_a_leap_that_was_no_mistake_is_believed_when_it_is_as_long_ago(ages):
    instants = [instant for instant, _ in stamps([*ages, timedelta(0)])]
    after = [NOW + n * LEAP for n in range(5, 8)]
    assert believed([*instants, after[0]], after[0]) < after[0]
    assert believed([*instants, *after], after[-1]) == after[-1]


@given(ages, st.integers(1, 6 * 24).map(lambda hours: timedelta(hours=24 + hours)))
def test_a_leap_is_believed_when_another_person_saved_after_it(ages, ahead):
    instants = [instant for instant, _ in stamps([*ages, timedelta(0)])]
    wrong = NOW + ahead
    assert believed(instants, wrong, NEVER) < wrong
    assert believed(instants, wrong, NOW - GAP) < wrong
    assert believed(instants, wrong, wrong) == believed(instants, wrong, wrong + GAP) == wrong
    assert believed([*instants, NOW + GAP], wrong, NOW + GAP) == NOW + GAP, "their last save is believed"


@given(ages, keeps)
def test_thinning_twice_drops_nothing_more(ages, keep):
    given_ = stamps(ages)
    dropped = to_drop(given_, NOW, keep)
    assert to_drop([pair for pair in given_ if pair[1] not in dropped], NOW, keep) == []


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), min_size=2, max_size=12))
def test_names_sort_by_age_whatever_the_clock_did(instants):
    names = [""]
    for instant in instants:
        names.append(name_after(names[-1], instant, instant, digest_of(b"x"), ".age"))
    assert names == sorted(names)
    assert parse_former(names[-1]).until == instants[-1].replace(microsecond=0, tzinfo=UTC)


def test_what_is_not_ours_is_no_former_revision():
    assert parse_former("notes") is None
    assert parse_former(f"00000001-20261322T031009Z-20261122T031009Z-{digest_of(b'')}.age") is None


# -- in a vault ----------------------------------------------------------------------------------


def test_every_save_keeps_the_one_before(made):
    save(made, b"one", b"two", b"three")
    formers = made.formers("cases/AB2345")
    assert [made.read_former("cases/AB2345", former).data for former in formers] == [b"two", b"one"]
    folder = Path(made.place) / "former" / "AB2345"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_agency_file_has_former_revisions_too_and_all_are_kept(made, monkeypatch):
    for day in range(0, 90, 30):
        at(NOW + timedelta(days=day), monkeypatch)
        save(made, b"%d" % day, name="agency")
    kept = [made.read_former("agency", former).data for former in made.formers("agency")]
    assert kept == [b"60", b"30", b"30", b"0", b"0"], "each one twice, also the present one"


def test_a_second_file_does_not_share_its_bytes_on_the_disk(made):
    save(made, b"one", b"two", name="keys/AB2345")
    top = Path(made.place)
    kept = [top / "former" / "keys-AB2345" / former.name for former in made.formers("keys/AB2345")]
    assert len({path.stat().st_ino for path in (*kept, top / "keys" / "AB2345.signed")}) == 4


def test_a_disk_too_full_for_the_second_file_stops_no_save(made, monkeypatch):
    save(made, b"one", name="agency")
    writes = made.upkeep.files.write

    def full(name, data):
        if name.startswith("former/"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return writes(name, data)

    monkeypatch.setattr(made.upkeep.files, "write", full)
    save(made, b"two", name="agency")
    monkeypatch.undo()
    save(made, b"three", name="agency")
    kept = [made.read_former("agency", former).data for former in made.formers("agency")]
    assert kept == [b"three", b"two", b"one", b"one"]


def test_a_month_of_saves_is_thinned(made, monkeypatch):
    for hour in range(0, 24 * 40, 6):
        at(NOW + timedelta(hours=hour), monkeypatch)
        save(made, b"%d" % hour)
    formers = made.formers("cases/AB2345")
    today = [
        former for former in formers if NOW + timedelta(hours=hour) - former.until <= timedelta(hours=24)
    ]
    assert len(today) == 5
    assert 30 <= len(formers) <= 36
    assert len(made.formers("cases/AB2345")) == len(list((Path(made.place) / "former" / "AB2345").iterdir()))


def test_a_save_by_a_clock_that_is_far_ahead_takes_no_former_revision_away(made, monkeypatch):
    for hours in range(5):
        at(NOW + timedelta(hours=hours), monkeypatch)
        save(made, b"%d" % hours)
    at(NOW + timedelta(days=61), monkeypatch)
    save(made, b"wrong")
    save(Vault.at(Path(made.place)).signed_in(keyring()), b"wrong again")
    at(NOW + timedelta(hours=6), monkeypatch)
    save(Vault.at(Path(made.place)).signed_in(keyring()), b"right")
    assert numbers(made) == [7, 6, 5, 4, 3, 2, 1]


def says_keep(made, hours, days):
    """Write how long former revisions are kept into ``vault.json``, as earlier versions did."""
    path = Path(made.place) / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "keep": {"hours": hours, "days": days}}))
    return Vault.at(Path(made.place))


def test_what_nobody_signed_keeps_former_revisions_longer_and_never_shorter(made):
    assert "keep" not in json.loads((Path(made.place) / "vault.json").read_text())
    assert says_keep(made, 1, 2).keep == Keep()
    assert says_keep(made, 48, 2).keep == Keep(48, 30)


def test_how_long_is_a_setting_of_the_agency(made, monkeypatch):
    says_keep(made, 48, 60)
    short = Vault.at(Path(made.place)).signed_in(keyring(), keep=Keep(1, 2))
    for hour in range(0, 24 * 5, 2):
        at(NOW + timedelta(hours=hour), monkeypatch)
        save(short, b"%d" % hour)
    assert len(short.formers("cases/AB2345")) <= 4
    short.mark_demo({"of": "today"})
    assert Vault.at(Path(made.place)).keep == Keep(48, 60), "what vault.json says besides survives"


@pytest.mark.parametrize("keep", [[], {"hours": 0}, {"days": "x"}, {"days": True}, 5])
def test_a_setting_that_cannot_be_is_said(made, keep):
    path = Path(made.place) / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "keep": keep}))
    with pytest.raises(VaultError, match=r"vault\.json is damaged"):
        Vault.at(Path(made.place))


def test_what_somebody_else_put_there_is_passed_over(made):
    save(made, b"one", b"two")
    for name in ("notes.age", "zzz", ".x.age.new"):
        (Path(made.place) / "former" / "AB2345" / name).write_bytes(b"x")
    save(made, b"three")
    assert [former.name[:8] for former in made.formers("cases/AB2345")] == ["00000002", "00000001"]


def test_a_save_that_failed_leaves_no_second_copy(made, monkeypatch):
    save(made, b"one")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for _ in range(3):
            with pytest.raises(VaultError):
                save(made, b"two")
    save(made, b"two", b"three")
    formers = made.formers("cases/AB2345")
    assert [made.read_former("cases/AB2345", former).data for former in formers] == [b"two", b"one"]


def test_without_hard_links_a_copy_is_kept(made, monkeypatch):
    def none(*_, **__):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    save(made, b"one", b"two")
    (former,) = made.formers("cases/AB2345")
    assert made.read_former("cases/AB2345", former).data == b"one"


def test_what_cannot_be_thinned_stops_no_save(made, monkeypatch):
    at(NOW, monkeypatch)
    save(made, b"0", b"1", b"2")
    at(NOW + timedelta(days=3), monkeypatch)
    real = os.unlink

    def kept(path, *args, **kwargs):
        if re.match(r"\d{8}-", path):
            raise OSError(errno.EACCES, "Permission denied")
        return real(path, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", kept)
        save(made, b"3")
    assert len(made.formers("cases/AB2345")) == 3
    save(made, b"4")
    assert len(made.formers("cases/AB2345")) == 3, "thinned at the next save"


def test_a_save_looks_through_no_folder_while_nobody_else_saves(made, monkeypatch):
    save(made, b"one", b"two")
    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", lambda _: pytest.fail("it looked"))
        save(made, b"three", b"four")
    assert numbers(made) == [3, 2, 1]


def test_what_others_saved_meanwhile_is_numbered_before_what_is_saved_now(made):
    other = Vault.at(Path(made.place)).signed_in(keyring("sean"))
    for turn in range(3):
        save(made, b"hers %d" % turn, b"hers again %d" % turn)
        save(other, b"his %d" % turn)
    assert numbers(made) == [8, 7, 6, 5, 4, 3, 2, 1]
    contents = [made.read_former("cases/AB2345", one).data for one in made.formers("cases/AB2345")]
    assert contents[:3] == [b"hers again 2", b"hers 2", b"his 1"]


def numbers(made):
    return [int(one.name[:8]) for one in made.formers("cases/AB2345")]


def test_where_one_saves_on_and_on_what_need_not_be_kept_goes_within_the_hour(made, monkeypatch):
    at(NOW, monkeypatch)
    save(made, b"0", b"1", b"2")
    for minutes in range(24 * 60 - 30, 25 * 60 + 30, 10):
        at(NOW + timedelta(minutes=minutes), monkeypatch)
        save(made, b"%d" % minutes)
    assert [one for one in made.formers("cases/AB2345") if one.until == NOW] == made.formers("cases/AB2345")[
        -1:
    ]


def test_a_former_revision_that_was_changed_is_refused(made):
    save(made, b"one", b"two")
    (former,) = made.formers("cases/AB2345")
    (Path(made.place) / "former" / "AB2345" / former.name).write_bytes(b"oNe")
    with pytest.raises(VaultError, match="is damaged"):
        made.read_former("cases/AB2345", former)


def test_what_a_killed_colleague_left_half_written_stops_no_save(made):
    save(made, b"one")
    folder = Path(made.place) / "cases"
    names = (".AB2345.age.new", ".AB2345.age.7-0a1b2c3d.new", ".AB2345.age.8-0a1b2c3d.new", ".CD2345.age.new")
    old, other, in_progress, anothers = left = [folder / name for name in names]
    for path in left:
        path.write_bytes(b"half")
        path.chmod(0o400)
        if path != in_progress:
            os.utime(path, (time.time() - 3600, time.time() - 3600))
    save(made, b"two")
    assert made.read("cases/AB2345").data == b"two"
    assert [path.exists() for path in left] == [True] * 4, "a save looks at no other file"
    assert list(made.stamps())
    assert [path.exists() for path in (old, other, in_progress, anothers)] == [False, False, True, False]


# -- the journal ---------------------------------------------------------------------------------


def test_the_journal_names_the_revision_and_its_instant(made):
    kept = made.create("cases/AB2345", b"one", NOW, TO, by="mary")
    (told,) = made.journal.lines()
    assert (told.name, told.by, told.revision) == ("cases/AB2345", "mary", kept.digest)
    assert abs(told.at - datetime.now(UTC)) < timedelta(seconds=30)
    assert made.journal.since(0)[0] == [told]


def test_old_lines_of_the_journal_are_still_read(made):
    (Path(made.place) / "changes").write_text("cases/AB2345 mary\nhalf\n\ncases/AB2345 sean x y\n")
    assert made.journal.lines() == [JournalLine("cases/AB2345", "mary"), JournalLine("cases/AB2345", "sean")]


def test_what_is_brought_back_keeps_the_damaged_file_aside(made):
    save(made, b"one", b"two")
    (former,) = made.formers("cases/AB2345")
    data = made.read_former_raw("cases/AB2345", former).data
    (Path(made.place) / "cases" / "AB2345.age").write_bytes(b"tw")
    aside = made.bring_back("cases/AB2345", data, digest_of(b"tw"))
    assert (Path(made.place) / aside).read_bytes() == b"tw"
    assert made.read("cases/AB2345").data == b"one"
    assert stat.S_IMODE((Path(made.place) / "damaged").stat().st_mode) == 0o700
    with pytest.raises(VaultError, match="meanwhile"):
        made.bring_back("cases/AB2345", b"x", digest_of(b"tw"))
