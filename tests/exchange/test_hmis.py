"""Reading an HMIS export: either year's headers, and every odd row."""

from __future__ import annotations

from datetime import date

import pytest

from casetui.exchange.export_days import read_day
from casetui.exchange.hmis import read_export
from casetui.exchange.stays import Export
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


def read(folder, order=None) -> Export:
    return read_export(folder, TODAY, order)


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


def test_only_clients_enrollments_and_the_export_file_have_to_be_there(tmp_path):
    write_export(tmp_path, Exit=None, User=None, Project=None, Organization=[""])
    export = read(tmp_path)
    assert len(export.stays) == 3
    assert export.stays["1"].project == "HMIS project 1"


@pytest.mark.parametrize("missing", ["Client", "Enrollment", "Export"])
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
    "content", [b"", b"\0\0\0", "Personal,x\n".encode("utf-16"), b'"PersonalID', b"a\rb\rc"]
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
    assert (export.deleted_people, export.deleted_stays) == ({"B2"}, {"2", "3"})


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
        ("05-05-20", "mdy", date(2020, 5, 5)),
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


SHORT = "02/03/2024"
BORN = [client("A1", DOB="02/03/1984"), client("B2")]


def both(export: Export) -> tuple[date, date]:
    return export.people["A1"].birth, export.stays["1"].entered


@pytest.mark.parametrize(
    ("ended", "month"), [("25/03/2024", 3), ("25.3.2024 10:30", 3), ("03/25/2024", 2), ("3-25-24", 2)]
)
def test_one_day_of_any_file_shows_the_order_of_the_whole_export(tmp_path, ended, month):
    stays = [stay("1", "A1", SHORT), stay("2", "B2")]
    export = read(write_export(tmp_path, BORN, stays, [left("2", ended)]))
    assert both(export) == (date(1984, month, 5 - month), date(2024, month, 5 - month))
    assert not export.bad or export.bad[0].file == "Exit.csv"


def test_columns_that_are_not_read_show_the_order_where_the_others_do_not(tmp_path):
    def born(**cells: str) -> date:
        return both(read(write_export(tmp_path, BORN, [stay("1", "A1", SHORT, **cells)], [])))[0]

    assert born(DateUpdated="28-01-20") == date(1984, 3, 2)
    assert born(DateUpdated="01-28-20") == date(1984, 2, 3)


@pytest.mark.parametrize("beside", ["01-28-20", "28-01-20"])
@pytest.mark.parametrize("entered", ["25/03/2024", "03/25/2024"])
def test_where_a_column_that_is_not_read_contradicts_the_others_the_order_is_asked_for(
    tmp_path, entered, beside
):
    stays = [stay("1", "A1", SHORT, DateUpdated=beside), stay("2", "B2", entered)]
    write_export(tmp_path, BORN, stays, [])
    if entered.startswith("25") == beside.startswith("28"):
        assert both(read(tmp_path))
        return
    with pytest.raises(CaseTUIError, match=r'Client\.csv line 2: "02/03/1984".*--dates'):
        read(tmp_path)


@pytest.mark.parametrize("told", ["dmy", "mdy", None])
def test_a_column_whose_own_days_show_an_order_keeps_it(tmp_path, told):
    born = [client("A1", DOB="02/03/1984"), client("B2", DOB="12/25/1980")]
    write_export(tmp_path, born, [stay("1", "A1", SHORT), stay("2", "B2", "25/03/2024")], [])
    assert both(read(tmp_path, told)) == (date(1984, 2, 3), date(2024, 3, 2))


@pytest.mark.parametrize(
    ("others", "order"),
    [(["2024-01-01"], None), (["25/03/2024", "03/25/2024"], None), (["05/05/2024"], None)],
)
def test_an_order_that_cannot_be_known_is_asked_for_and_never_guessed(tmp_path, others, order):
    stays = [stay("1", "A1", SHORT), *(stay(str(n), "B2", day) for n, day in enumerate(others, 2))]
    write_export(tmp_path, BORN, stays, [])
    with pytest.raises(CaseTUIError, match=r'Client\.csv line 2: "02/03/1984".*--dates dmy.*--dates mdy'):
        read(tmp_path)
    assert both(read(tmp_path, "dmy")) == (date(1984, 3, 2), date(2024, 3, 2))
    assert both(read(tmp_path, "mdy")) == (date(1984, 2, 3), date(2024, 2, 3))


def test_an_order_that_is_told_and_cannot_be_is_refused(tmp_path):
    write_export(tmp_path, BORN, [stay("1", "A1", SHORT), stay("2", "B2", "25/03/2024")], [])
    with pytest.raises(CaseTUIError, match=r"--dates mdy cannot be.*25/03/2024"):
        read(tmp_path, "mdy")


def test_days_that_begin_with_the_year_need_no_order(tmp_path):
    assert not read(write_export(tmp_path)).bad


@pytest.mark.parametrize(
    "nothing",
    ["NULL", "null", "N/A", "n/a", "none", "NaN", "-", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000"],
)
def test_words_for_no_day_are_no_day(tmp_path, nothing):
    gone = {"DateDeleted": nothing}
    clients = [client("A1", DOB=nothing, **gone), client("B2", **gone)]
    export = read(write_export(tmp_path, clients, [stay("1", "A1", **gone)], [left("1", **gone)]))
    assert not export.bad
    assert export.people["A1"].birth is None
    assert export.stays["1"].exit.on == date(2024, 6, 1)


@pytest.mark.parametrize("nothing", ["NULL", "N/A", "#N/A", r"\N"])
def test_words_for_nothing_are_no_name_and_no_id(tmp_path, nothing):
    clients = [client("A1", "Nora", "Quill", MiddleName=nothing, NameSuffix=nothing), client(nothing, "Bo")]
    stays = [stay("1", "A1", UserID=nothing, ProjectID=nothing)]
    export = read(write_export(tmp_path, clients, stays, [], User=["UserID,UserFirstName", f"{nothing},Ann"]))
    assert export.people["A1"].name == "Nora Quill"
    assert (export.stays["1"].user, export.stays["1"].project) == ("", "")
    assert bad_lines(export) == [
        "User.csv line 2, UserID: is empty", "Client.csv line 3, PersonalID: is empty"
    ]  # fmt: skip


def test_a_name_that_reads_like_nothing_is_a_name(tmp_path):
    clients = [client("A1", "None", "Null"), client("B2", "Nil", "O'Na")]
    export = read(write_export(tmp_path, clients))
    assert [person.name for person in export.people.values()] == ["None Null", "Nil O'Na"]


def test_a_deletion_that_is_no_day_deletes_nothing_and_is_listed(tmp_path):
    export = read(write_export(tmp_path, stays=[stay("1", "A1", DateDeleted="no")], exits=[]))
    assert list(export.stays) == ["1"]
    assert bad_lines(export) == [
        'Enrollment.csv line 2, DateDeleted: "no" is not a date; the row is taken as not deleted'
    ]


# -- what spreadsheets and databases do to a file --------------------------------------------------


def as_written(folder, change, encoding="utf-8") -> Export:
    """Write the small export, each line changed, in this encoding; read it."""
    write_export(folder, [client("A1", "Bjørn", "Ågård"), client("B2", "Bo", "Day")])
    for path in folder.iterdir():
        lines = path.read_bytes().decode().split("\r\n")
        path.write_bytes("\r\n".join(map(change, lines)).encode(encoding))
    return read(folder)


def semicolons(line: str) -> str:
    return line.replace(",", ";")


def tabs(line: str) -> str:
    return line.replace(",", "\t").replace('"', "")


def marked_twice(line: str) -> str:
    cells = [cell.strip('"') for cell in line.split(",")]
    return ",".join(f'"""{cell}"""' for cell in cells) if line else ""


def as_formulas(line: str) -> str:
    cells = [cell.strip('"') for cell in line.split(",")]
    return ",".join(f'"=""{cell}"""' for cell in cells) if line else ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("change", [str, semicolons, tabs, marked_twice, as_formulas])
def test_the_same_export_is_read_however_it_was_saved(tmp_path, change, encoding):
    export = as_written(tmp_path, change, encoding)
    assert not export.bad
    assert export.source == "XX-501"
    assert [person.name for person in export.people.values()] == ["Bjørn Ågård", "Bo Day"]
    assert list(export.people) == ["A1", "B2"]
    assert [(one.id, one.user) for one in export.stays.values()] == [("1", "7"), ("2", "7"), ("3", "9")]
    assert export.stays["1"].exit.on == date(2024, 6, 1)
    assert export.users == {"7": "Mulberry Scratch"}


def test_a_line_before_the_heading_may_say_what_stands_between_cells(tmp_path):
    write_export(tmp_path)
    path = tmp_path / "Client.csv"
    path.write_text("sep=;\r\n" + semicolons(path.read_text()))
    assert list(read(tmp_path).people) == ["A1", "B2"]


def test_quotation_marks_that_belong_to_a_name_stay(tmp_path):
    clients = [client("A1", '""Red"" Bo', 'Lee ""Jr""'), client("B2", '""Red"" and ""Bo""', "'t Hooft")]
    names = [person.name for person in read(write_export(tmp_path, clients)).people.values()]
    assert names == ['"Red" Bo Lee "Jr"', '"Red" and "Bo" \'t Hooft']


def test_an_id_that_a_spreadsheet_shortened_names_nobody_and_its_row_is_named(tmp_path):
    clients = [client("1.23457E+14"), client("1.23457E+14", "Tam"), client("B2"), client("123E45")]
    stays = [
        stay("1", "1.23457E+14"), stay("1,98E+11", "B2"), stay("3", "B2", UserID="5.0E+9"),
        stay("4", "123E45"),
    ]  # fmt: skip
    export = read(write_export(tmp_path, clients, stays, []))
    assert list(export.people) == ["B2", "123E45"]
    assert [(one.id, one.user) for one in export.stays.values()] == [("3", ""), ("4", "")]
    assert [(bad.file, bad.line, bad.column) for bad in export.bad] == [
        ("Client.csv", 2, "PersonalID"), ("Client.csv", 3, "PersonalID"),
        ("Enrollment.csv", 2, "PersonalID"), ("Enrollment.csv", 3, "EnrollmentID"),
        ("Enrollment.csv", 4, "UserID"),
    ]  # fmt: skip
    assert "a spreadsheet shortened it" in bad_lines(export)[0]


def test_an_export_whose_own_id_was_shortened_is_refused(tmp_path):
    with pytest.raises(CaseTUIError, match=r"Export\.csv line 2, SourceID: .* shortened"):
        read(write_export(tmp_path, Export=[EXPORT, "5,4,1.2E+11,,1"]))


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
