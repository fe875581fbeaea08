"""CQC's findings: point by point with kind and place, confirmed by a person, compared with ours and answered by it.

May import: selfassess, ui.widgets, ui.bridge. What a point is, and what answers one, is worked out in
``selfassess.domain.readiness.reported_findings``; each act is a step of ``selfassess.services.years.findings``.
"""
