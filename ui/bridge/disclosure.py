"""Having a workbook searched for personal data on a worker, as a snapshot of what is open."""

from __future__ import annotations

from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing import personal_data_places
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace


def search(workspace: Workspace, year: str | None = None) -> Task:
    """A task, not started yet, whose result are the places in a public version of all years, or of one by its label."""
    session = workspace.session
    years = tuple(session.assessment(record.id) for record in session.assessments)
    book = Workbook(council=session.council, assessments=years)
    return Task(lambda progress, cancelled: personal_data_places.places(book, year))
