"""The floor that the program is held against: Textual as it comes, with a form and a table."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header, Input, Label, TabbedContent, TabPane


class BareApp(App):
    """Header, footer, eight fields (F2), two hundred rows (F3)."""

    TITLE = "Floor"
    BINDINGS = [("f2", "show('form')", "Form"), ("f3", "show('rows')", "Rows"), ("f10", "quit", "Quit")]
    CSS = "Input { height: 1; border: none; padding: 0 1; } TabPane { padding: 0; }"

    def compose(self) -> ComposeResult:
        yield Header()
        with TabbedContent(initial="form"):
            with TabPane("Form", id="form"):
                for number in range(8):
                    yield Label(f"Field {number}")
                    yield Input(id=f"f{number}")
            with TabPane("Rows", id="rows"):
                yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Number", "Name", "Opened", "State", "Worker")
        for n in range(200):
            table.add_row(f"C-{n:05}", f"Somebody {n}", f"2025-{n % 12 + 1:02}-01", "open", f"worker {n % 7}")
        self.query_one("#f0").focus()

    def action_show(self, name: str) -> None:
        self.query_one(TabbedContent).active = name
        self.query_one("#rows DataTable" if name == "rows" else "#f0").focus()


if __name__ == "__main__":
    BareApp().run()
