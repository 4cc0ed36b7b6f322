"""Packs: read, refused with file, line and what was expected, and kept."""

import hashlib
from datetime import timedelta

import pytest

from casetui.checklists.lines import line_numbers, line_of
from casetui.checklists.loader import NoMethod, load_kept, load_methods
from casetui.checklists.standing import run_rules, standing
from casetui.data.records import Assessment
from tests.cases import OPENED, CaseBuilder, context

PACK = """kind = "method"
key = "mine"
title = "Mine"
source = "us"
client = "guest"
clients = "guests"
rules = [1]

[deadlines]
no_contact = { length = "14 days", source = "us" }

[[step]]
area = "intake"
letter = "A"
title = "In"

[[step.item]]
key = "one"
text = "First"

[[step.item]]
key = "two"
text = "Second"
rule = "agreement_recorded"

[[step]]
area = "closure"
letter = "B"
title = "Out"
checklists = ["papers"]
"""

PAPERS = """kind = "checklist"
key = "papers"
title = "Papers"
within = "2 weeks"

[[item]]
key = "a"
text = "A"
"""


def load(folder, pack=PACK, papers=PAPERS):
    (folder / "mine.toml").write_text(pack)
    (folder / "papers.toml").write_text(papers)
    return load_methods(folder)


def line(text, part):
    return next(n for n, one in enumerate(text.splitlines(), 1) if part in one)


def test_a_pack_is_read_with_its_checklists(tmp_path):
    loaded = load(tmp_path)
    assert loaded.problems == [] and set(loaded.methods) == {"guidebook", "mine"}
    mine = loaded.methods["mine"]
    assert list(mine.lists) == ["papers"] and set(mine.texts) == {"method-mine.toml", "checklist-papers.toml"}


MISTAKES = [
    ('title = "Mine"', "title = Mine", "title = Mine", "not TOML"),
    ('client = "guest"', 'client = 7', "client = 7", "a text in quotes"),
    ('clients = "guests"', 'clients = "guests"\ncolour = "red"', "colour", "one of: kind, key"),
    ('text = "Second"', 'text = "Second"\ncolour = "red"', "colour", "expected one of: key, text"),
    ('rules = [1]', 'rules = ["one"]', "rules", "a whole number"),
    ('rules = [1]', "rules = [\n  1,\n  99,\n]", "rules", "no rule 99"),
    ('rules = [1]', "rules = [1, 1]", "rules", "named twice"),
    ('rules = [1]', "rules = [1, 36]", "rules", 'Rule 36 needs the deadline "first_contact"'),
    ('"14 days"', '"a fortnight"', "fortnight", "14 days"),
    ("no_contact", "no_kontact", "no_kontact", "no_contact"),
    ('rule = "agreement_recorded"', 'rule = "agreement"', 'rule = "agreement"', "agreement_recorded"),
    ('key = "two"', 'key = "one"', 'text = "Second"', "already"),
    ('area = "closure"', 'area = "ending"', "ending", '"closure"'),
    ('area = "closure"', 'area = "intake"', 'letter = "B"', "already"),
    ('checklists = ["papers"]', 'checklists = ["paper"]', "checklists", "papers"),
    ('letter = "B"\n', "", "area = \"closure\"", '"letter" is missing'),
    ('key = "mine"', 'key = "../mine"', "../mine", "small letters"),
    ('key = "mine"', 'key = "mine"\nversion = "1"', "version", "not for a pack"),
    ('key = "mine"', 'key = "guidebook"', "guidebook", "taken by guidebook.toml"),
    ('kind = "method"', 'kind = "way"', "kind", "Expected kind"),
    ('text = "Second"', 'text = "Second {thing}"', "{thing}", "{thing} is not known here; expected one of"),
    ('text = "Second"', 'text = "Second }"', "Second }", "A brace stands alone"),
    ('text = "Second"', 'text = "{client.__class__}"', "__class__", "is not known here"),
    ('text = "Second"', 'text = "{client:>9}"', "client:", "is not known here"),
    ('title = "In"', 'title = "In {}"', "In {}", "{} is not known here"),
    ('[[step]]', '[choices.domains]\nhome = "A {home}"\n\n[[step]]', "A {home}", "{client}, {Client}"),
    ('client = "guest"', 'client = "{client}"', "client = ", "no braces"),
    ('client = "guest"', 'client = "guest"\nthe_client = "the {client}"', "the_client = ", "no braces"),
    ("[deadlines]", '[sources]\n1 = "us, 1"\n13 = "us, 2"\n[deadlines]', "13 =", "given for: 0, 1."),
    ("[deadlines]", '[sources]\n1 = "us, 1"\nthree = "us"\n[deadlines]', "three =", "a whole number"),
    ('letter = "B"', 'letter = "B"\nsources = { 13 = "us, 2" }', "sources", "given for: 0, 1."),
    ("[deadlines]", "[sources]\n1 = 4\n\n[deadlines]", "1 = 4", "a text in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "expected"), MISTAKES)
def test_a_mistake_is_shown_with_its_line_and_what_was_expected(tmp_path, old, new, at, expected):
    text = PACK.replace(old, new, 1)
    assert text != PACK
    loaded = load(tmp_path, text)
    assert set(loaded.methods) == {"guidebook"}
    [problem] = loaded.problems
    assert problem.file == "mine.toml" and expected in problem.sentence
    assert abs(problem.line - line(text, at)) <= 1, (problem, line(text, at))


def test_the_words_of_the_method_may_stand_in_its_texts(tmp_path):
    text = PACK.replace('text = "Second"', 'text = "The {client} has {{two}}"')
    papers = PAPERS.replace('text = "A"', 'text = "For the {client}"')
    mine = load(tmp_path, text, papers).methods["mine"]
    now = standing(CaseBuilder(method="mine").case, mine, context())
    assert now.steps[0].items[1].text == "The guest has {two}"
    assert now.steps[1].lists[0].items[0].text == "For the guest"


ONE_WORD = PACK.replace('clients = "guests"\n', "")
FORMS = "{client}|{clients}|{a_client}|{the_client}|{the_client_possessive}"
CAPITALS = "{Client}|{Clients}|{A_client}|{The_client}|{The_client_possessive}"


def forms(folder, text, message=FORMS):
    (folder / "papers.toml").write_text(PAPERS)
    (folder / "mine.toml").write_text(text)
    return load_methods(folder).methods["mine"].say(message)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("guest", "guest|guests|a guest|the guest|the guest's"),
        ("elder", "elder|elders|an elder|the elder|the elder's"),
        ("service user", "service user|service users|a service user|the service user|the service user's"),
        ("user", "user|users|a user|the user|the user's"),
        ("boy", "boy|boys|a boy|the boy|the boy's"),
        ("family", "family|families|a family|the family|the family's"),
        ("boss", "boss|bosses|a boss|the boss|the boss's"),
    ],
)
def test_from_one_word_the_other_forms_are_made_as_in_english(tmp_path, word, expected):
    assert forms(tmp_path, ONE_WORD.replace("guest", word)) == expected


def test_a_pack_gives_the_forms_of_a_word_that_its_language_bends(tmp_path):
    danish = (
        'client = "borger"\nclients = "borgere"\na_client = "en borger"\nthe_client = "borgeren"\n'
        'the_client_possessive = "borgerens"'
    )
    text = ONE_WORD.replace('client = "guest"', danish)
    assert forms(tmp_path, text) == "borger|borgere|en borger|borgeren|borgerens"
    assert forms(tmp_path, text, CAPITALS) == "Borger|Borgere|En borger|Borgeren|Borgerens"
    text = text.replace("rules = [1]", "rules = [1, 18, 33]").replace(
        "[deadlines]", '[deadlines]\nminimum_stay = { length = "6 months", source = "us" }'
    )
    forms(tmp_path, text)
    mine = load_methods(tmp_path).methods["mine"]
    build = CaseBuilder(method="mine").closing(reason="client", request_not_asked="She is abroad")
    build.put(Assessment(kind="initial", started_on=OPENED - timedelta(days=1)))
    told = [part for one in run_rules(build.case, mine, context()) for part in (one.what, one.do)]
    assert "Borgeren had not agreed to the assessment when it started." in told
    assert "Closing at borgerens request, but they could not be asked: She is abroad" in told
    assert "Seek borgeren out, and write down the contact." in told


def test_a_pack_nested_beyond_reading_is_refused(tmp_path):
    [problem] = load(tmp_path, PACK.replace("rules = [1]", "rules = " + "[" * 5000)).problems
    assert problem.file == "mine.toml" and "not TOML" in problem.sentence


def test_a_checklist_with_a_brace_is_refused(tmp_path):
    loaded = load(tmp_path, papers=PAPERS.replace('text = "A"', 'text = "A {b}"'))
    assert loaded.problems[0].file == "papers.toml" and loaded.problems[0].line == 8


def test_the_line_of_a_mistake_in_a_table_of_a_table_is_exact(tmp_path):
    text = PACK.replace('rule = "agreement_recorded"', 'rule = "agreement"')
    [problem] = load(tmp_path, text).problems
    assert problem.line == line(text, 'rule = "agreement"') == 24


def test_a_method_whose_checklist_is_refused_is_refused_too(tmp_path):
    loaded = load(tmp_path, papers=PAPERS.replace("2 weeks", "some weeks"))
    assert [(p.file, p.line) for p in loaded.problems] == [
        ("papers.toml", 4), ("mine.toml", line(PACK, "checklists")),
    ]  # fmt: skip


def test_a_checklist_with_a_wrong_rule_is_refused(tmp_path):
    loaded = load(tmp_path, papers=PAPERS.replace('title = "Papers"', 'title = "Papers"\nwhen = "rain"'))
    assert loaded.problems[0].line == 4 and "need_found" in loaded.problems[0].sentence


DOMAINS = '[choices.domains]\nbed = "A bed"\nfood = "Food"\n\n[[step]]'
ABOUT = 'when = "need_found"\ndomain = "{}"\n'


def test_an_item_about_a_domain_that_the_method_lacks_is_refused(tmp_path):
    text = PACK.replace('text = "Second"', 'text = "Second"\n' + ABOUT.format("drink"))
    for domains, has in ((DOMAINS, "bed, food"), ("[[step]]", "none")):
        tried = text.replace("[[step]]", domains, 1)
        loaded = load(tmp_path, tried)
        assert [str(problem) for problem in loaded.problems] == [
            f'mine.toml:{line(tried, "domain =")}: The method "mine" has no domain "drink"; '
            f"its domains: {has}."
        ]
        assert set(loaded.methods) == {"guidebook"}
    right = text.replace("[[step]]", DOMAINS, 1).replace('"drink"', '"food"')
    assert load(tmp_path, right).problems == []


@pytest.mark.parametrize(("title", "item"), [(ABOUT.format("drink"), ""), ("", ABOUT.format("drink"))])
def test_a_checklist_about_a_domain_that_its_method_lacks_is_refused(tmp_path, title, item):
    papers = PAPERS.replace('title = "Papers"\n', f'title = "Papers"\n{title}') + item
    loaded = load(tmp_path, PACK.replace("[[step]]", DOMAINS, 1), papers)
    assert [str(problem) for problem in loaded.problems] == [
        f'papers.toml:{line(papers, "domain =")}: The method "mine" has no domain "drink"; '
        "its domains: bed, food."
    ]
    assert set(loaded.methods) == {"guidebook"}
    right = papers.replace('"drink"', '"bed"')
    assert load(tmp_path, PACK.replace("[[step]]", DOMAINS, 1), right).problems == []


@pytest.mark.parametrize(
    ("written", "at", "expected"),
    [
        ('when = "need_found"', "when", '"need_found" needs a domain beside it'),
        ('rule = "need_found"', "rule", '"need_found" needs a domain beside it'),
        ('domain = "bed"', "domain", "A domain counts only beside one of these rules: need_found."),
        ('rule = "goals_met"\ndomain = "bed"', "domain", "A domain counts only beside"),
    ],
)
def test_a_domain_and_the_rule_about_it_go_together(tmp_path, written, at, expected):
    text = PACK.replace("[[step]]", DOMAINS, 1).replace('text = "First"', f'text = "First"\n{written}')
    loaded = load(tmp_path, text, PAPERS + written.replace("goals_met", "plan_sent"))
    found = {(problem.file, problem.line): problem.sentence for problem in loaded.problems}
    papers = PAPERS + written
    for place in (("mine.toml", line(text, f"{at} =")), ("papers.toml", line(papers, f"{at} ="))):
        assert expected in found[place]


def named_by_its_version(folder):
    """Rename a folder that holds one method and its checklists to the method's version, as vaults keep it."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.iterdir()):
        digest.update(f"{path.name}\0{path.read_text()}\0".encode())
    return folder.rename(folder.with_name(digest.hexdigest()))


FORMER = """kind = "checklist"
key = "drug-treatment"
title = "Drug treatment"
when = "drug_treatment_needed"

[[item]]
key = "wanted"
text = "Wanted"
"""


def test_a_kept_pack_may_name_an_item_rule_that_has_another_name_today(tmp_path):
    (tmp_path / "method-mine.toml").write_text(
        PACK.replace('checklists = ["papers"]', 'checklists = ["drug-treatment"]')
    )
    (tmp_path / "checklist-drug-treatment.toml").write_text(FORMER)
    folder = named_by_its_version(tmp_path)
    method = load_kept(folder.name, folder)

    def state(build):
        return standing(build.case, method, context()).step_of("closure").lists[0].state

    assert state(CaseBuilder().assessed("some", "alcohol")) == "not applicable"
    assert state(CaseBuilder().assessed("some", "drugs")) == "open"


def test_a_checklist_may_not_take_the_key_of_a_work_area(tmp_path):
    loaded = load(tmp_path, papers=PAPERS.replace('key = "papers"', 'key = "review"'))
    assert loaded.problems[0].file == "papers.toml" and loaded.problems[0].line == 2


def test_a_pack_written_on_windows_is_read(tmp_path):
    (tmp_path / "papers.toml").write_bytes(b"\xef\xbb\xbf" + PAPERS.replace("\n", "\r\n").encode())
    (tmp_path / "mine.toml").write_text(PACK)
    assert load_methods(tmp_path).problems == []


def test_a_checklist_without_items_is_refused(tmp_path):
    loaded = load(tmp_path, papers='kind = "checklist"\nkey = "papers"\ntitle = "P"\nitem = []\n')
    assert loaded.problems[0].line == 4 and "at least one" in loaded.problems[0].sentence


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    loaded = load(tmp_path)
    assert [p.file for p in loaded.problems] == ["bad.toml"] and "mine" in loaded.methods


def test_a_folder_that_is_not_there_holds_no_packs(tmp_path):
    assert load_methods(tmp_path / "methods").problems == []


def test_the_version_changes_with_any_of_its_texts_and_with_nothing_else(tmp_path):
    first = load(tmp_path).methods["mine"].version
    assert load(tmp_path).methods["mine"].version == first
    assert load(tmp_path, papers=PAPERS.replace('"A"', '"B"')).methods["mine"].version != first
    assert load(tmp_path, PACK + "\n").methods["mine"].version != first


def keep(folder, method):
    """Keep a method's texts under its version; return their folder."""
    kept = folder / method.version
    kept.mkdir()
    for name, text in method.texts.items():
        (kept / name).write_bytes(text.encode())
    return kept


def test_a_kept_version_is_read_back_the_same(tmp_path, guidebook):
    kept = load_kept(guidebook.version, keep(tmp_path, guidebook))
    assert kept.version == guidebook.version and kept == guidebook


def test_a_kept_version_that_somebody_changed_is_not_worked_by(tmp_path, guidebook):
    """A minimum stay of one day, for the cases that are worked by that version."""
    folder = keep(tmp_path, guidebook)
    path = next(path for path in folder.iterdir() if "minimum_stay" in path.read_text())
    path.write_text(path.read_text() + "\n# one day is enough\n")
    with pytest.raises(NoMethod, match=f"packs/{guidebook.version}: somebody changed a kept pack"):
        load_kept(folder.name, folder)


def test_a_kept_version_that_is_broken_says_so(tmp_path):
    with pytest.raises(NoMethod):
        load_kept(tmp_path.name, tmp_path)


def test_every_built_in_pack_is_right():
    assert load_methods().problems == []


def test_lines_are_found_past_texts_and_lists_of_several_lines():
    text = '''a = """
x = 1
[b]
"""
[b]
c = [
  "d = 1",  # ]
]
"e f" = 2
g.h = 3
[[i]]
[[i.j]]
[[i.j]]
k = { l = 1 }
[[i]]
[i.m]
n = 1
'''
    numbers = line_numbers(text)
    assert numbers[("b",)] == 5 and numbers[("b", "c")] == 6 and ("b", "d") not in numbers
    assert numbers[("b", "e f")] == 9 and numbers[("b", "g", "h")] == 10
    assert numbers[("i", 0, "j", 1, "k")] == 14 and numbers[("i", 1, "m", "n")] == 17
    assert line_of(numbers, ("i", 0, "j", 1, "k", "l")) == 14 and line_of(numbers, ("zzz",)) == 1
