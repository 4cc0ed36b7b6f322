"""Finding a client as one types, and likely duplicates of a new one."""

from datetime import date

import pytest

from casetui.data.names import folded
from casetui.data.records import Client, Reference
from casetui.data.rows import Row
from casetui.desk.find import Finder, duplicates, finder_of, matched_by

PEOPLE = [
    Row("AB2345", name="Aoife Nolan", phones=["087 123 4567"], references=["medical card MC778899"]),
    Row("CD2345", name="Declan Power", known_as=["Blackie"], phones=["01-555 0199"]),
    Row("EF2345", name="Fatima Zed", references=["PPS 1234567FA"]),
    Row("GH2345", name="Seán Ó Briain"),
    Row("JK2345", name="Mary Ellen Byrne"),
    Row("MN2345", name="Nolan Aiken", state="closed"),
    Row("PQ2345", name="مريم حداد"),
    Row("RS2345", name="日本 太郎"),
]


def found(typed, most=50):
    return [row.number for row in Finder(PEOPLE).find(typed, most)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("aoife", "AB2345"),
        ("AOIFE NOLAN", "AB2345"),
        ("  aoife   nolan ", "AB2345"),
        ("aofie", "AB2345"),
        ("aoif nolan", "AB2345"),
        ("aofe nolen", "AB2345"),
        ("nolan aoife", "AB2345"),
        ("declan powr", "CD2345"),
        ("declen", "CD2345"),
        ("fatma", "EF2345"),
        ("fatima zedd", "EF2345"),
        ("sean", "GH2345"),
        ("sean o briain", "GH2345"),
        ("seán obrian", "GH2345"),
        ("mary brne", "JK2345"),
        ("blackie", "CD2345"),
        ("blakie", "CD2345"),
        ("0871234567", "AB2345"),
        ("087-123 45", "AB2345"),
        ("555 01 99", "CD2345"),
        ("mc7788", "AB2345"),
        ("1234567fa", "EF2345"),
        ("c-cd2345", "CD2345"),
        ("cd2345", "CD2345"),
        ("مريم", "PQ2345"),
        ("日本", "RS2345"),
    ],
)
def test_a_client_comes_first_however_they_are_looked_for(typed, number):
    assert found(typed)[:1] == [number]


@pytest.mark.parametrize("typed", ["xyzzy", "aoife zzzzzzzz qqqqqq", "99999", "[bold]", "\x1b[31m", "%s{}"])
def test_what_is_like_nobody_finds_nobody(typed):
    assert found(typed) == []


def test_a_misspelling_does_not_bring_everybody():
    assert found("aofe") == ["AB2345"]


def test_open_cases_come_before_closed_ones():
    assert found("nolan") == ["AB2345", "MN2345"]


def test_a_name_that_begins_so_comes_before_one_that_only_holds_it():
    rows = [Row("A", name="Anna Mar"), Row("B", name="Mar Zed")]
    assert [row.number for row in Finder(rows).find("mar")] == ["B", "A"]


def test_with_nothing_typed_the_first_are_listed_open_ones_first():
    assert len(found("", 3)) == 3
    assert found("")[-1] == "MN2345"


def test_no_more_are_listed_than_asked_for_and_nobody_twice():
    rows = [Row(f"{n:06}", name="Aoife Nolan", known_as=["Aoife N"]) for n in range(100)]
    for typed in ("aoife", "aofe", "aofe nolen", "ao"):
        numbers = [row.number for row in Finder(rows).find(typed, 40)]
        assert len(numbers) == len(set(numbers)) == 40, typed


def test_among_ten_thousand_the_right_one_is_found():
    rows = [Row(f"{n:06}", name=f"Client{n:05} Family{n % 97:02}") for n in range(10_000)]
    rows[7_777] = Row("AB2345", name="Aoife Nolan", phones=["087 123 4567"], references=["card MC778899"])
    finder = Finder(rows)
    for typed in ("aoife nolan", "aofe nolen", "aofie", "0871234567", "mc778899", "c-ab2345"):
        assert finder.find(typed, 40)[0].number == "AB2345", typed


def test_names_are_compared_without_case_accents_and_spaces():
    assert folded("  SEÁN   Ó BRIAIN ") == "sean o briain"
    assert folded("Müller") == folded("MU\u0308LLER")
    assert folded("ﬁne Straße") == "fine strasse"


def test_ones_own_clients_come_first_and_what_asks_for_a_reason_comes_last(office):
    office.case("AA2345", "Fitz Adams", manager="sean")
    office.case("BB2345", "Halima Fitzgerald", manager="")
    office.case("CC2345", "Jean Fitzgerald")
    office.case("DD2345", "Fitz Byrne")
    office.case("EE2345", "Fitz Young", state="closed")
    finder = finder_of(office.desk("mary"))
    assert [row.number[0] for row in finder.find("")] == ["D", "C", "B", "A", "E"]
    assert [row.number[0] for row in finder.find("fitz")] == ["D", "C", "B", "E"]
    assert [row.number[0] for row in finder.find("fitz adams")][:1] == ["A"]
    assert [row.number[0] for row in finder.find("fitzgerld")] == ["C", "B"]


HIDDEN = [
    Row(
        "AA2345", known_as=["Aoife Nolan", "Blackie"], phones=["+353 87 123 4567"],
        references=["PPS 1234567FA"],
    ),
    Row("BB2345", known_as=["Zoë Adams"]),
    Row("CC2345", name="Mary Byrne"),
]  # fmt: skip
"""Two clients of colleagues, whose names are not shown, and one of the person's own."""


@pytest.mark.parametrize(
    "typed",
    ["aoif", "aoife", "nolan", "aoife nola", "aofie nolan", "nolan a", "blacki", "zoe", "adam", "871234",
     "4567", "1234567", "123456", "1234567f"],
)  # fmt: skip
def test_a_name_that_is_not_shown_is_not_found_by_a_part_of_it(typed):
    assert [row.number for row in Finder(HIDDEN).find(typed) if not row.name] == []


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("aoife nolan", "AA2345"), ("Nolan  AOIFE", "AA2345"), ("blackie", "AA2345"), ("zoe adams", "BB2345"),
        ("087 123 4567", "AA2345"), ("1234567FA", "AA2345"), ("aa23", "AA2345"), ("C-BB2345", "BB2345"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_shown_is_found_by_who_knows_it_whole(typed, number):
    assert [row.number for row in Finder(HIDDEN).find(typed)][:1] == [number]


@pytest.mark.parametrize("stored", ["087 123 4567", "+353 87 123 4567", "00353 87 123 4567"])
@pytest.mark.parametrize("typed", ["087 123 4567", "+353 87 123 4567", "00353 87 123 4567"])
def test_a_number_that_is_not_shown_is_found_whole_with_its_country_or_without(stored, typed):
    rows = [Row("AA2345", known_as=["Ann"], phones=[stored]), Row("BB2345", phones=["087 123 9999"])]
    assert [row.number for row in Finder(rows).find(typed)] == ["AA2345"]
    assert Finder(rows).find(typed[:-1]) == []


class Counted(list):
    """A list that counts how often it is read."""

    reads = 0

    def __iter__(self):
        Counted.reads += 1
        return super().__iter__()


@pytest.mark.parametrize("name", ["", "Aoife Nolan"])
def test_no_key_reads_the_names_and_numbers_of_a_row_again(name):
    known = [["Aoife Nolan", "Blackie"], ["+353 87 123 4567"], ["PPS 1234567FA"]]
    finder = Finder([Row("AA2345", name, name, *map(Counted, known))])
    Counted.reads = 0
    for typed in ("a", "aoife nolan", "0871234567", "1234567FA"):
        finder.find(typed)
    assert Counted.reads == 0


def test_the_order_of_names_that_are_not_shown_tells_nothing_about_them():
    rows = [Row("AA2345", known_as=["Zoe"]), Row("BB2345", known_as=["Ann"])]
    assert [row.number for row in Finder(rows).find("")] == ["AA2345", "BB2345"]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Siobhán O'Hara", "O Hara"), ("Siobhán O'Hara", "OHara"), ("Siobhán O’Hara", "o'hara"),
        ("Siobhán O Hara", "o'hara"), ("Mohammed Al-Ahmad", "al ahmad"), ("Łukasz Wójcik", "lukasz"),
        ("Đặng Thu", "dang"), ("Jürgen Groß", "gross"), ("Søren", "soren"), ("Ægir Þór", "aegir thor"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_its_letters_and_marks_are_typed(stored, typed):
    rows = [Row("AA2345", name=stored), Row("BB2345", name="Brigid Murphy")]
    assert [row.number for row in Finder(rows).find(typed)] == ["AA2345"]


PHONES = ["087 123 4567", "00353 87 123 4567", "+353 (0)87 123 4567", "+353871234567", "(087) 123-4567"]


@pytest.mark.parametrize("stored", PHONES)
@pytest.mark.parametrize("typed", PHONES)
def test_a_phone_number_is_found_with_its_country_or_without(stored, typed):
    rows = [Row("AA2345", name="Ann Lee", phones=[stored]), Row("BB2345", name="Bo", phones=["087 123 9999"])]
    assert [row.number for row in Finder(rows).find(typed)] == ["AA2345"]


# -- duplicates ----------------------------------------------------------------------------------


@pytest.fixture
def known(office):
    def build(b):
        client = b.case.one(Client)
        known = {"birth_date": date(1990, 3, 4), "phone": "087 123 4567", "known_as": ["Blackie Byrne"]}
        b.assigned().put(client.model_copy(update=known))
        b.put(Reference(label="medical card", number="MC-778899"))

    office.case("AB2345", "Aoife Nolan", build)
    return office


def reasons(office, who="mary", **typed):
    typed = {"name": "", **typed}
    return [(like.row.number, like.reasons) for like in duplicates(office.desk(who), **typed)]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"name": "Aoife Nolan"}, "same name"),
        ({"name": "nolan aoife"}, "same name"),
        ({"name": "Aoife Nolen"}, "similar name"),
        ({"name": "Aoife No"}, "similar name"),
        ({"name": "blackie byrne"}, "same name"),
        ({"birth": date(1990, 3, 4)}, "same date of birth"),
        ({"references": ["card MC778899"]}, "same reference"),
        ({"references": ["mc-778899"]}, "same reference"),
        ({"phone": "0871234567"}, "same phone"),
    ],
)
def test_each_likely_duplicate_says_why(known, typed, reason):
    assert reasons(known, **typed) == [("AB2345", (reason,))]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Łukasz Wójcik", "Lukasz Wojcik"), ("Đặng Thu", "Dang Thu"), ("Søren Ågård", "Soeren Aagaard"),
        ("Mohammed Al-Ahmad", "Muhammad Al Ahmad"), ("Abdul Rahman Yusuf", "Abdurrahman Yousef"),
        ("Jürgen Müller", "Juergen Mueller"), ("Siobhán O'Hara", "Siobhan O Hara"),
    ],
)  # fmt: skip
def test_other_spellings_of_a_name_are_likely_the_same(office, stored, typed):
    office.case("AB2345", stored)
    office.case("CD2345", "Brigid Murphy")
    [(number, [reason])] = reasons(office, name=typed)
    assert number == "AB2345" and reason in ("same name", "similar name")


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Ann Lee", "Noel"), ("Ann Lee", "Ian Lowe"), ("Mary Byrne", "Mark Bourne-Hill"),
        ("Tom Walsh", "Tim Welch"),
    ],
)  # fmt: skip
def test_other_names_are_not(office, stored, typed):
    office.case("AB2345", stored)
    assert reasons(office, name=typed) == []


@pytest.mark.parametrize("stored", PHONES)
@pytest.mark.parametrize("typed", PHONES)
def test_one_phone_number_is_the_same_however_it_is_written(office, stored, typed):
    def build(b):
        b.assigned().put(b.case.one(Client).model_copy(update={"phone": stored}))

    office.case("AB2345", "Aoife Nolan", build)
    assert reasons(office, phone=typed) == [("AB2345", ("same phone",))]


@pytest.mark.parametrize("typed", ["medical card 1234567A", "1234 567 A", "card no. 1234-567a"])
def test_one_reference_is_the_same_however_it_is_grouped(office, typed):
    def build(b):
        b.assigned().put(Reference(label="medical card", number="1234 567 A"))

    office.case("AB2345", "Aoife Nolan", build)
    assert reasons(office, references=[typed]) == [("AB2345", ("same reference",))]


def test_a_colleagues_client_is_not_told_by_the_beginning_of_a_name(known):
    known.case("CD2345", "Zebedee Quirke", manager="sean")
    assert reasons(known, name="Zebedee Q") == reasons(known, name="Zebed") == []
    assert reasons(known, name="Zebedee Quirke") == [("CD2345", ("same name",))]


@pytest.mark.parametrize(
    "typed",
    [{"name": "Ao"}, {"name": "Brigid Murphy"}, {"birth": date(1990, 4, 3)}, {"references": ["MC"]},
     {"references": [""]}, {"phone": "087"}, {"phone": ""}, {}],
)  # fmt: skip
def test_what_says_too_little_is_no_reason(known, typed):
    assert reasons(known, **typed) == []


def test_the_one_with_most_reasons_comes_first(known):
    known.case("CD2345", "Aoife Nolan")
    assert [number for number, _ in reasons(known, name="Aoife Nolan", birth=date(1990, 3, 4))] == [
        "AB2345", "CD2345",
    ]  # fmt: skip


def test_restricted_clients_and_those_of_other_teams_are_never_among_them(known):
    known.case("RE2345", "Aoife Nolan", manager="sean", restricted_to=["sean"])
    known.case("RM2345", "Aoife Nolan", restricted_to=["mary"])
    known.case("SO2345", "Aoife Nolan", manager="priya", team="south")
    assert [number for number, _ in reasons(known, name="Aoife Nolan")] == ["AB2345"]
    assert reasons(known, "una", name="Aoife Nolan") == [("SO2345", ("same name",))]


def test_a_colleagues_client_is_not_mine_to_see(known):
    known.case("CD2345", "Aoife Nolan", manager="sean")
    mine = {like.row.number: like.mine for like in duplicates(known.desk("mary"), "Aoife Nolan")}
    assert mine == {"AB2345": True, "CD2345": False}


@pytest.mark.parametrize(
    ("typed", "by"),
    [("nolan", ""), ("AB23", ""), ("evie", "Evie"), ("4567", "085 123 4567"), ("gms 12", "GMS 1234"),
     ("+353851234567", "085 123 4567"), ("nolen", ""), ("", "")],
)  # fmt: skip
def test_what_fits_is_shown_where_it_is_not_the_name(typed, by):
    numbers = {"phones": ("085 123 4567",), "references": ("GMS 1234",)}
    assert matched_by(Row("AB2345", name="Aoife Nolan", known_as=("Evie",), **numbers), typed) == by
    hidden = Row("CD2345", known_as=("Evie",), **numbers)
    assert matched_by(hidden, typed) == "", "what is not shown of a colleague's client stays so"
