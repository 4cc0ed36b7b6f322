"""What is typed in a form that is open in another session: read and gone on with, never thrown away."""

from casetui.data.drafts import Where
from casetui.data.records import Contact
from casetui.desk.forms.drafts import WRITE_DOWN, draft_of
from tests.plain.lines import form, said


def test_what_is_open_in_another_session_is_told_so_and_not_thrown_away(office):
    number = office.case("AB2345", "Aoife Nolan", lambda b: b.assigned())
    draft = draft_of(office.desk(), Where(WRITE_DOWN, number), "Write down")
    draft.keep(draft.mark(), {"summary": "Talked"})
    text = said(office, "drafts", "1", "throw", "go", "throw", "take", *form(Contact, kind="phone"))
    assert "still open\n" in text and "Throw away" not in text
    assert text.count("Its form is still open in another session of yours.") == 2
    assert [one.summary for one in office.read(number).all(Contact)] == ["Talked"]
    assert "Typed and not saved: 1." in said(office)
