"""The report as forms see it: they edit records of the assessment in view, and a finding is in another one."""

from __future__ import annotations

from typing import Any

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import Command
from selfassess.domain.model.workbook import Assessment
from ui.bridge.workspace import Workspace


class ReportSession:
    """The open workbook with the report in view; of everything else it says what the session says."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.current_id = ""

    @property
    def council(self) -> Record:
        """The council."""
        return self._workspace.session.council

    @property
    def current(self) -> Assessment:
        """The report, as it is now; without any, the year in view."""
        session = self._workspace.session
        return session.load_assessment(self.current_id) if self.current_id else session.current

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workspace.session, name)


class ReportContext:
    """The workspace for forms on a report's findings, which may be written in though the report itself may not."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.session: Any = ReportSession(workspace)
        self.asking = False

    @property
    def report(self) -> Assessment | None:
        """The report whose findings these are, as it is now."""
        session: ReportSession = self.session
        return session.current if session.current_id else None

    @property
    def read_only(self) -> str:
        """Why nothing can be written, "" where it can."""
        return self._workspace.session.read_only_because

    no_comments = read_only

    def run(self, command: Command, initiator: object = None) -> bool:
        """Do a command in the report; False where it could not be done."""
        return self._workspace.run(command, initiator, year=self.session.current_id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workspace, name)
