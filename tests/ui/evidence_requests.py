"""What the window is asked to add as evidence, as a test sees it."""

from __future__ import annotations

from selfassess.services.evidence.add_evidence import EvidenceRequest
from ui.bridge.workspace import Workspace


def record_requests(workspace: Workspace) -> list[EvidenceRequest]:
    """Every request from now on, in order."""
    found: list[EvidenceRequest] = []

    def keep(name: str, request: object) -> None:
        assert name == "add_evidence"
        assert isinstance(request, EvidenceRequest)
        found.append(request)

    workspace.dialog_asked.connect(keep)
    return found
