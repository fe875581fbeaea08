"""The page of measures: the scorecard of a year as a register, and beside it the measure one is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from ui.bridge.workspace import Workspace
from ui.pages.registers.given import NEW
from ui.pages.registers.measures.detail import MeasureDetail
from ui.pages.registers.measures.model import ScorecardModel
from ui.pages.registers.measures.pasting import PastingDialog
from ui.pages.registers.measures.register import MEASURES
from ui.pages.registers.view import RegisterView
from ui.widgets import theme
from ui.widgets.look import make_secondary_button, show_if


class MeasuresPage(RegisterView):
    """The scorecard with filters, and the measure one is on."""

    title = "Measures"
    model: ScorecardModel
    detail: MeasureDetail

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        self.pasting: PastingDialog | None = None
        super().__init__(workspace, MEASURES)
        self.setParent(parent)
        self.notice_text.setWordWrap(True)  # what pasting came to may be long
        theme.dress_parts(self)
        workspace.step_taken.connect(self.follow_step)
        workspace.year_opened.connect(self.reload_register)

    def create_model(self) -> ScorecardModel:
        return ScorecardModel(self.workspace, self)

    def create_detail(self) -> MeasureDetail:
        return MeasureDetail(self.workspace, self.register, self.model.library)

    def head_buttons(self) -> Sequence[QPushButton]:
        self.national = make_secondary_button("National measures…", lambda: self.workspace.go("national_measures"))
        self.import_file = make_secondary_button("Import…", lambda: self.workspace.go("import"))
        self.import_file.setAccessibleName("Import a scorecard from a file")
        self.paste = make_secondary_button("Paste from a spreadsheet…", self.open_pasting)
        buttons = (self.national, self.import_file, self.paste)
        for button in buttons:
            show_if(button, not self.workspace.read_only)
        return buttons

    def way_to_begin(self) -> tuple[str, Callable[[], object]]:
        return self.paste.text(), self.open_pasting

    def show_place(self, rest: str) -> None:
        """Show a measure and a field of it where they are named: "<id>#target"; "new" opens the line for a new one."""
        id, _, field = rest.strip("/").partition("#")
        if id.startswith(NEW):
            self.adding.begin_with_values(id)
        elif id:
            self.open_register_record(id, field)

    def open_pasting(self) -> None:
        """Open the dialog that takes a scorecard from the clipboard; what is being typed is saved first."""
        if not self.workspace.flush():
            return
        self.pasting = PastingDialog(self.workspace, self)
        self.pasting.taken.connect(lambda summary: self._show_notice(f"Pasted. {summary}", "Undo pasting"))
        self.pasting.open()
