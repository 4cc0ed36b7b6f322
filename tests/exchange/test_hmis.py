"""Reading an HMIS export: either year's headers, and every odd row."""

from __future__ import annotations

from datetime import date

import pytest

from casetui.exchange.hmis import read_export
from casetui.exchange.stays import Export
from casetui.exchange.table import read_day
from casetui.words import CaseTUIError
from tests.hmis_exports import (
    CLIENT_2024,
    CLIENT_2026,
    EXPORT,
    SAMPLE,
    client,
    left,
    stay,
    write_export,
)

TODAY = date(2026, 11, 21)


def read(folder) -> Export:
    return read_export(folder, TODAY)


def bad_lines(export: Export) -> list[str]:
    return [str(bad) for bad in export.bad]


@pytest.mark.parametrize("header", [CLIENT_2024, CLIENT_2026])
def test_either_years_headers_are_read(tmp_path, header):
    export = read(write_export(tmp_path, header=header))
    assert not export.bad
    assert export.source == "XX-501"
    assert [person.name for person in export.people.values()] == ["Ann Lee", "Bo Day"]
    one = export.stays["1"]
    assert (one.entered, one.exit.on) == (date(2024, 3, 1), date(2024, 6, 1))
    assert (one.project, one.project_type) == ("Night Shelter", "emergency shelter")
    assert one.organization == "Harbour Trust"
    assert (one.living, one.relationship) == ("a place not meant for living in", "head of household")
    assert one.exit.words == "rented home, no subsidy"
    assert export.users == {"7": "Mulberry Scratch"}
    assert export.stays["2"].exit is None


def test_the_real_sample_is_read_without_a_bad_row():
    if not SAMPLE.is_dir():
        pytest.skip("the HMIS sample is not on this machine")
    export = read(SAMPLE)
    assert not export.bad
    assert len(export.people) == 189
    assert len(export.stays) == 287
    assert sum(one.exit is None for one in export.stays.values()) == 94
    assert all(person.name == "" for person in export.people.values())


def test_columns_are_found_by_name_in_any_order_and_case(tmp_path):
    write_export(tmp_path)
    (tmp_path / "Client.csv").unlink()
    (tmp_path / "client.CSV").write_text(
        "lastname,DOB,PERSONALID,firstname\nLee,1980-05-01,A1,Ann\nDay,,B2,Bo\n"
    )
    export = read(tmp_path)
    assert [person.name for person in export.people.values()] == ["Ann Lee", "Bo Day"]
    assert len(export.stays) == 3


def test_only_clients_and_enrollments_have_to_be_there(tmp_path):
    write_export(tmp_path, Exit=None, Export=None, User=None, Project=None, Organization=[""])
    export = read(tmp_path)
    assert len(export.stays) == 3
    assert export.stays["1"].project == "HMIS project 1"
    assert export.source == ""


@pytest.mark.parametrize("missing", ["Client", "Enrollment"])
def test_a_missing_file_is_one_plain_sentence(tmp_path, missing):
    write_export(tmp_path, **{missing: None})
    with pytest.raises(CaseTUIError, match=rf"There is no {missing}\.csv in .*\."):
        read(tmp_path)


def test_a_missing_folder_or_column_is_one_plain_sentence(tmp_path):
    with pytest.raises(CaseTUIError, match="There is no folder"):
        read(tmp_path / "nowhere")
    write_export(tmp_path, Enrollment=["EnrollmentID,PersonalID", "1,A1"])
    with pytest.raises(CaseTUIError, match="has no column EntryDate"):
        read(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"\0\0\0", "PersonalID,x\n".encode("utf-16"), b'"PersonalID', b"a\rb\rc"]
)
def test_a_client_file_that_is_none_is_one_plain_sentence(tmp_path, content):
    write_export(tmp_path)
    (tmp_path / "Client.csv").write_bytes(content)
    with pytest.raises(CaseTUIError):
        read(tmp_path)


def test_an_export_file_that_cannot_be_read_stops_everything(tmp_path):
    write_export(tmp_path, Export=[EXPORT, "5,4"])
    with pytest.raises(CaseTUIError, match=r"Export\.csv line 2"):
        read(tmp_path)


# -- encodings and lines -------------------------------------------------------------------------


def test_a_byte_order_mark_and_letters_of_windows_are_read(tmp_path):
    write_export(tmp_path)
    text = f"{CLIENT_2026}\r\n{client('A1', 'Zoë', 'Núñez')}\r\n"
    (tmp_path / "Client.csv").write_bytes(
        b"\xef\xbb\xbf" + text.encode() + client("B2", "Seán").encode("cp1252")
    )
    assert [person.name for person in read(tmp_path).people.values()] == ["Zoë Núñez", "Seán Lee"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_number_is_the_line_of_the_file_on_which_the_row_begins(tmp_path, end):
    clients = [client("A1", f"Ann{end}Marie{end}", "Lee"), "", client("B2", DOB="nonsense"), client("")]
    export = read(write_export(tmp_path, clients, end=end))
    assert export.people["A1"].name == "Ann Marie Lee"
    assert [bad.line for bad in export.bad if bad.file == "Client.csv"] == [6, 7]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only(tmp_path):
    broken = '9,"Ann' + "," * 15
    export = read(write_export(tmp_path, [client("A1"), broken, client("B2"), client("C3")]))
    assert list(export.people) == ["A1", "B2", "C3"]
    assert [(bad.line, bad.column) for bad in export.bad] == [(3, "")]


def test_a_quotation_mark_inside_a_cell_is_text(tmp_path):
    export = read(write_export(tmp_path, [f'A1,5" Ann,,Lee{"," * 13}', client("B2", 'Bo ""Big""')]))
    assert [person.name for person in export.people.values()] == ['5" Ann Lee', 'Bo "Big" Lee']
    assert not export.bad


def test_a_row_with_the_wrong_number_of_cells_is_listed(tmp_path):
    export = read(write_export(tmp_path, [client("A1"), client("B2") + ",more", "C3,too,short"]))
    assert [(bad.file, bad.line) for bad in export.bad[:2]] == [("Client.csv", 3), ("Client.csv", 4)]
    assert "18 cells" in export.bad[0].reason
    assert list(export.people) == ["A1"]


def test_rows_of_nothing_but_commas_are_passed_over(tmp_path):
    assert not read(write_export(tmp_path, [client("A1"), "," * 16, ",,", client("B2")])).bad


@pytest.mark.parametrize("cell", ["An\0n", "x" * 201])
def test_nul_bytes_and_over_long_cells_are_listed(tmp_path, cell):
    export = read(write_export(tmp_path, [client("A1", cell), client("B2")]))
    assert (export.bad[0].file, export.bad[0].line, export.bad[0].column) == ("Client.csv", 2, "FirstName")
    assert list(export.people) == ["B2"]


def test_a_cell_larger_than_the_csv_module_takes_is_listed(tmp_path):
    export = read(write_export(tmp_path, [client("A1", SSN="x" * 200_000), client("B2")]))
    assert str(export.bad[0]) == "Client.csv line 2: a cell is longer than 131,072 characters"
    assert list(export.people) == ["B2"]


def test_what_is_not_needed_is_never_a_reason_to_leave_a_row_out(tmp_path):
    odd = {"SSN": "x\0y", "DateCreated": "rubbish", "DateUpdated": "99-99-99", "VeteranStatus": "x" * 300}
    export = read(write_export(tmp_path, [client("A1", **odd), client("B2", Sex="77")]))
    assert not export.bad


# -- ids -----------------------------------------------------------------------------------------


def test_ids_that_are_missing_or_there_twice_are_listed_and_the_first_stands(tmp_path):
    clients = [client("A1"), client(""), client("A1", "Other")]
    stays = [stay("1", "A1"), stay("", "A1"), stay("1", "A1", "2020-01-01"), stay("2", "")]
    exits = [left("1"), left("1", "2024-07-01"), left("77"), left("")]
    export = read(write_export(tmp_path, clients, stays, exits))
    assert export.people["A1"].name == "Ann Lee"
    assert export.stays["1"].exit.on == date(2024, 6, 1)
    assert bad_lines(export) == [
        "Client.csv line 3, PersonalID: is empty",
        'Client.csv line 4, PersonalID: "A1" was there before',
        "Enrollment.csv line 3, EnrollmentID: is empty",
        'Enrollment.csv line 4, EnrollmentID: "1" was there before',
        "Enrollment.csv line 5, PersonalID: is empty",
        'Exit.csv line 3, EnrollmentID: "1" was there before',
        'Exit.csv line 4, EnrollmentID: "77" is not in Enrollment.csv',
        "Exit.csv line 5, EnrollmentID: is empty",
    ]
    assert export.left_out == 3


def test_a_stay_of_somebody_unknown_is_listed(tmp_path):
    stays = [stay("1", "nobody"), stay("2", "C3")]
    export = read(
        write_export(tmp_path, [client("A1"), client("C3", "x" * 201)], stays, [left("1"), left("2")])
    )
    assert bad_lines(export)[1:] == [
        'Enrollment.csv line 2, PersonalID: "nobody" is not in Client.csv',
        'Enrollment.csv line 3, PersonalID: the row of "C3" in Client.csv cannot be read',
    ]
    assert export.left_out == 2


def test_deleted_rows_are_left_out_without_a_word(tmp_path):
    gone = {"DateDeleted": "2024-05-05 10:00:00"}
    clients = [client("A1"), client("B2", **gone), client("A1", "Old", **gone)]
    stays = [stay("1", "A1"), stay("2", "A1", "rubbish", **gone), stay("3", "B2")]
    exits = [left("1", **gone), left("2"), left("3")]
    export = read(write_export(tmp_path, clients, stays, exits, User=["UserID,DateDeleted", "7,2024-01-01"]))
    assert not export.bad
    assert list(export.people) == ["A1"]
    assert [(one.id, one.exit) for one in export.stays.values()] == [("1", None)]
    assert export.left_out == 2
    assert not export.users


def test_unknown_codes_are_shown_as_they_are(tmp_path):
    stays = [stay("1", "A1", LivingSituation="777", RelationshipToHoH="99", ProjectID="404")]
    exits = [left("1", destination="17", OtherDestination="=HYPERLINK(1)")]
    one = read(write_export(tmp_path, None, stays, exits)).stays["1"]
    assert (one.living, one.relationship, one.project) == ("code 777", "", "HMIS project 404")
    assert one.exit.words == "other: =HYPERLINK(1)"


# -- names and births ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "name", "kept"),
    [
        ("1", "2cb30d5ef678412db20875ccf25c63ff", ""),
        ("1", "A" * 64, ""),
        ("4", "mSx9kP3+Qa/LdN0vTz7wYg==", ""),
        ("1", "mSx9kP3+Qa/LdN0vTz7wYg==", "mSx9kP3+Qa/LdN0vTz7wYg=="),
        ("4", "Anastasia-Alexandrovna", "Anastasia-Alexandrovna"),
        ("4", "Deadbeef", "Deadbeef"),
    ],
)
def test_a_hash_is_no_name(tmp_path, status, name, kept):
    export = read(
        write_export(tmp_path, [client("A1", name, "")], [], [], Export=[EXPORT, f"5,4,X,,{status}"])
    )
    assert export.people["A1"].name == kept


def test_names_are_plain_text_whatever_they_hold(tmp_path):
    export = read(write_export(tmp_path, [client("A1", "\x1b[31mAnn\x07", "[red]Le\te[/]")]))
    assert export.people["A1"].name == "[31mAnn [red]Le e[/]"


def test_a_message_never_carries_control_characters(tmp_path):
    export = read(write_export(tmp_path, [client("A1", DOB="\x1b]0;x\x07\u202e" + "9" * 60)]))
    assert str(export.bad[0]).isprintable()


@pytest.mark.parametrize("quality", ["8", "9", "99"])
def test_a_birth_of_bad_quality_is_dropped_without_a_word(tmp_path, quality):
    export = read(write_export(tmp_path, [client("A1", DOB="rubbish", DOBDataQuality=quality), client("B2")]))
    assert export.people["A1"].birth is None
    assert not export.bad


def test_a_birth_known_only_about_is_an_age(tmp_path):
    person = read(write_export(tmp_path, [client("A1", DOBDataQuality="2"), client("B2")])).people["A1"]
    assert (person.birth, person.age) == (None, 46)


@pytest.mark.parametrize("born", ["rubbish", "1980-02-30", "1066-01-01", "2027-01-01"])
def test_a_birth_that_cannot_be_is_listed_and_the_person_taken(tmp_path, born):
    export = read(write_export(tmp_path, [client("A1", DOB=born), client("B2")]))
    assert export.people["A1"].birth is None
    assert str(export.bad[0]).startswith("Client.csv line 2, DOB: ")
    assert len(export.bad) == 1
    assert len(export.stays) == 3


def test_gender_is_taken_in_words_and_sex_is_not_gender(tmp_path):
    columns = {"Woman": "1", "Transgender": "1", "Man": "0", "DifferentIdentityText": "two-spirit"}
    clients = [client("A1", header=CLIENT_2024, **columns), client("B2", header=CLIENT_2024)]
    export = read(write_export(tmp_path, clients, header=CLIENT_2024))
    assert [person.gender for person in export.people.values()] == ["woman, transgender, two-spirit", ""]
    assert read(write_export(tmp_path, [client("A1", Sex="0"), client("B2")])).people["A1"].gender == ""


# -- days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2020-03-04", "mdy", date(2020, 3, 4)),
        ("2020-03-04 07:40:00", "mdy", date(2020, 3, 4)),
        ("2020-03-04T07:40:00.000Z", "mdy", date(2020, 3, 4)),
        (" 3/4/2020 ", "mdy", date(2020, 3, 4)),
        ("03/04/2020 12:00 AM", "mdy", date(2020, 3, 4)),
        ("03-04-20", "mdy", date(2020, 3, 4)),
        ("03-04-20", "dmy", date(2020, 4, 3)),
        ("28-01-20", "mdy", date(2020, 1, 28)),
        ("01/28/72", "dmy", date(1972, 1, 28)),
        ("02/29/2024", "mdy", date(2024, 2, 29)),
        ("05-05-20", "either", date(2020, 5, 5)),
    ],
)
def test_days_are_read_in_each_form(text, order, day):
    assert read_day(text, TODAY, order) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "2023-02-29", "13/13/2020", "20200304", "0001-01-01", "1/2-2020"]
)
def test_what_is_no_day_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"is not a date|cannot be right"):
        read_day(text, TODAY, "mdy")


def test_a_file_shows_by_its_other_days_which_order_it_writes(tmp_path):
    def entry(other: str) -> date | None:
        stays = [stay("1", "A1", "04-03-20", DateUpdated=other)]
        one = read(write_export(tmp_path, None, stays, [])).stays.get("1")
        return one.entered if one else None

    assert entry("2020-04-09") == date(2020, 4, 3)
    assert entry("28-01-20") == date(2020, 3, 4)


def test_a_day_that_can_be_two_days_is_listed(tmp_path):
    stays = [stay("1", "A1", "04-03-20", DateCreated="28-01-20", DateUpdated="01-28-20")]
    export = read(write_export(tmp_path, None, stays, []))
    assert bad_lines(export) == [
        'Enrollment.csv line 2, EntryDate: "04-03-20" can be read as two days; write the year first'
    ]


def test_an_entry_that_cannot_be_read_leaves_the_stay_out(tmp_path):
    stays = [
        stay("1", "A1", ""),
        stay("2", "A1", "never"),
        stay("3", "A1", "2026-11-22"),
        stay("4", "B2", "2026-11-21"),
    ]
    export = read(write_export(tmp_path, None, stays, [left("1"), left("2")]))
    assert bad_lines(export) == [
        "Enrollment.csv line 2, EntryDate: is empty",
        'Enrollment.csv line 3, EntryDate: "never" is not a date',
        'Enrollment.csv line 4, EntryDate: "2026-11-22" has not come yet',
    ]
    assert list(export.stays) == ["4"]
    assert export.left_out == 3


@pytest.mark.parametrize("day", ["", "rubbish", "2024-02-29", "2030-01-01"])
def test_an_exit_that_cannot_be_read_is_listed_and_the_stay_goes_on(tmp_path, day):
    export = read(write_export(tmp_path, exits=[left("1", day), left("3", "2024-03-01")]))
    assert str(export.bad[0]).startswith("Exit.csv line 2, ExitDate: ")
    assert str(export.bad[0]).endswith("; the stay is taken as open")
    assert export.stays["1"].exit is None
    assert export.stays["3"].exit.on == date(2024, 3, 1)
