"""Other people's spreadsheets of every kind that was once misread, each in several shapes, with what is right.

People are roles; what is right is said record by record, so that it can be counted.
"""

from __future__ import annotations

from datetime import date

from tests.exchange.spreadsheet_kind import DAY, Kind, about
from tests.exchange.spreadsheet_layouts import LAYOUTS
from tests.exchange.spreadsheet_trackers import REGISTERS, SCORECARDS, TICKS, TRACKERS
from tests.exchange.spreadsheet_values import NOTHING, PLACES, SCALES, SEVERAL, SHOWN

QUESTIONS = (
    Kind(
        name="questions-below",
        sheets={
            "Equity": [
                ["Quality statement: Equity in experiences and outcomes"],
                ["What are we doing well?"], ["Outreach with the Deaf community"],
                ["What isn't going well?"], ["Data on ethnicity is thin"],
                ["What could stop us?"], ["Posts stay vacant"],
                ["What will we do next?"], ["Add a mandatory field"],
            ]
        },
        right=[
            ("strength", about("equity", title="Outreach with the Deaf community")),
            ("improvement", about("equity", title="Data on ethnicity is thin")),
            ("risk", about("equity", title="Posts stay vacant")),
            ("action", about("equity", title="Add a mandatory field")),
        ],
    ),
    Kind(
        name="questions-beside",
        sheets={
            "Safeguarding": [
                ["Strengths", "Enquiries start within two days"],
                ["Areas for improvement", "Enquiries take too long to close"],
                ["Risks", "The backlog returns"],
                ["Actions", "Recruit two workers"],
                ["Evidence", "Case audit Q4"],
            ]
        },
        right=[
            ("strength", about("safeguarding", title="Enquiries start within two days")),
            ("improvement", about("safeguarding", title="Enquiries take too long to close")),
            ("risk", about("safeguarding", title="The backlog returns")),
            ("action", about("safeguarding", title="Recruit two workers")),
            ("evidence", {"quality_statements": ("safeguarding",), "title": "Case audit Q4"}),
        ],
    ),
    Kind(
        name="questions-with-bullets",
        sheets={
            "Learning": [
                ["What is not working so well?"], ["- Lessons are lost\n- Nobody checks that they are put in place"],
                ["What are the challenges?"], ["1. Time for supervision\n2. Turnover"],
            ]
        },
        right=[
            ("improvement", about("learning", title="Lessons are lost")),
            ("improvement", about("learning", title="Nobody checks that they are put in place")),
            ("improvement", about("learning", title="Time for supervision")),
            ("improvement", about("learning", title="Turnover")),
        ],
    ),
)  # fmt: skip

TABLES = (
    Kind(
        name="table-of-many-columns",
        sheets={
            "Plan": [
                ["No", "Quality statement", "Finding ref", "Action", "Lead", "Sponsor", "Start date", "Due date",
                 "Budget code", "Status", "Board", "Progress", "Next step due"],
                [1, "Equity", "F1", "Train all assessors", "Practice lead", "Director", date(2025, 9, 1), DAY,
                 "A12", "In progress", "ASC board", "Half are trained", "May"],
                [2, "Governance", "F2", "Report each quarter", "Quality lead", "Director", date(2025, 9, 1), DAY,
                 "A13", "Not started", "ASC board", "Template drafted", "June"],
            ]
        },
        right=[
            ("action", about("equity", title="Train all assessors", owner="Practice lead", starts_on="2025-09-01",
                              due_on="2026-03-31", status="in_progress", progress="Half are trained")),
            ("action", about("governance", title="Report each quarter", owner="Quality lead", starts_on="2025-09-01",
                              due_on="2026-03-31", status="not_started", progress="Template drafted")),
        ],
    ),
    Kind(
        name="table-below-a-title",
        sheets={
            "Improvement plan": [
                ["Adult social care improvement plan 2025-26"], [], ["Owner: quality team"], [],
                ["CQC statement", "Area for improvement", "Action required", "Responsible officer", "By when"],
                ["Safeguarding", "Enquiries are slow", "Triage in one day", "Head of safeguarding", "31/03/2026"],
                ["Learning", "Lessons are lost", "Learning log", "Principal social worker", "30 June 2026"],
            ]
        },
        right=[
            ("improvement", about("safeguarding", title="Enquiries are slow")),
            ("action", about("safeguarding", title="Triage in one day", owner="Head of safeguarding",
                              due_on="2026-03-31")),
            ("improvement", about("learning", title="Lessons are lost")),
            ("action", about("learning", title="Learning log", owner="Principal social worker",
                              due_on="2026-06-30")),
        ],
    ),
    Kind(
        name="table-with-one-known-heading",
        sheets={
            "Learning from reviews": [
                ["Review", "Theme found", "Actions"],
                ["Review A", "Hand-over", "Write a hand-over guide"],
                ["Review B", "Recording", "Audit records each month"],
            ]
        },
        right=[
            ("action", {"title": "Write a hand-over guide"}),
            ("action", {"title": "Audit records each month"}),
        ],
    ),
    Kind(
        name="two-rows-of-headings",
        sheets={
            "Risk register": [
                ["Risk", "Quality statement", "Inherent", None, "Current", None, "Target", None, "Owner"],
                [None, None, "Likelihood", "Impact", "Likelihood", "Impact", "Likelihood", "Impact", None],
                ["Provider failure", "Care provision", 5, 5, 4, 4, 2, 3, "Head of commissioning"],
                ["Loss of data", "Governance", 4, 5, 3, 5, 2, 4, "Head of quality"],
            ]
        },
        merged={"Risk register": ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1", "I1:I2"]},
        right=[
            ("risk", about("care-provision", title="Provider failure", likelihood=4, severity=4, target_likelihood=2,
                            target_severity=3, owner="Head of commissioning")),
            ("risk", about("governance", title="Loss of data", likelihood=3, severity=5, target_likelihood=2,
                            target_severity=4, owner="Head of quality")),
        ],
    ),
)  # fmt: skip

MERGED = (
    Kind(
        name="merged-statement-and-owner",
        sheets={
            "Action plan": [
                ["Quality statement", "Action", "Lead", "Due date"],
                ["Safeguarding", "Recruit two workers", "Head of safeguarding", DAY],
                [None, "Duty rota", None, None],
                [None, "Triage each referral", None, None],
            ]
        },
        merged={"Action plan": ["A2:A4", "C2:C4", "D2:D4"]},
        right=[
            ("action", about("safeguarding", title=title, owner="Head of safeguarding", due_on="2026-03-31"))
            for title in ("Recruit two workers", "Duty rota", "Triage each referral")
        ],
    ),
    Kind(
        name="merged-finding-over-actions",
        sheets={
            "Action plan": [
                ["Area for improvement", "Quality statement", "Action", "Lead", "Status"],
                ["Data is thin", "Equity", "Add a field", "Performance lead", "Complete"],
                [None, None, "Train assessors", None, "In progress"],
                ["Reviews are late", "Assessing needs", "Bring in capacity", "Head of teams", "In progress"],
            ]
        },
        merged={"Action plan": ["A2:A3", "B2:B3", "D2:D3"]},
        right=[
            ("improvement", about("equity", title="Data is thin")),
            ("action", about("equity", title="Add a field", owner="Performance lead", status="complete")),
            ("action", about("equity", title="Train assessors", owner="Performance lead", status="in_progress")),
            ("improvement", about("assessing-needs", title="Reviews are late")),
            ("action", about("assessing-needs", title="Bring in capacity", owner="Head of teams",
                              status="in_progress")),
        ],
    ),
    Kind(
        name="merged-controls",
        sheets={
            "Risks": [
                ["Risk", "Quality statement", "Controls", "Likelihood", "Severity"],
                ["Backlog returns", "Safeguarding", "Weekly list", 3, 4],
                ["Abuse is not reported", "Safeguarding", None, 3, 5],
            ]
        },
        merged={"Risks": ["C2:C3"]},
        right=[
            ("risk", about("safeguarding", title="Backlog returns", controls="Weekly list", likelihood=3, severity=4)),
            ("risk", about("safeguarding", title="Abuse is not reported", controls="Weekly list", likelihood=3,
                            severity=5)),
        ],
    ),
)  # fmt: skip

BESIDE_TITLES = (
    Kind(
        name="action-type-and-status",
        sheets={
            "Actions": [
                ["Action ref", "Action type", "Action", "Quality statement", "Action owner", "Action status"],
                ["A-1", "Policy", "Write the policy", "Governance", "Quality lead", "Complete"],
                ["A-2", "Training", "Train teams", "Equity", "Practice lead", "Not started"],
            ]
        },
        right=[
            ("action", about("governance", title="Write the policy", owner="Quality lead", status="complete")),
            ("action", about("equity", title="Train teams", owner="Practice lead", status="not_started")),
        ],
    ),
    Kind(
        name="evidence-type-and-rating",
        sheets={
            "Evidence log": [
                ["Evidence ref", "Evidence", "Evidence type", "Evidence owner", "QS"],
                ["E1", "Carers survey", "People's experience", "Carers lead", "QS2"],
                ["E2", "Case audit", "Processes", "Quality lead", "QS7"],
            ]
        },
        right=[
            ("evidence", {"title": "Carers survey", "reference": "E1", "category": "people",
                          "owner": "Carers lead", "quality_statements": ("supporting-people",)}),
            ("evidence", {"title": "Case audit", "reference": "E2", "category": "processes", "owner": "Quality lead",
                          "quality_statements": ("safeguarding",)}),
        ],
    ),
    Kind(
        name="risk-category-and-trend",
        sheets={
            "Risk register": [
                ["Risk category", "Risk trend", "Risk description", "Risk appetite", "Risk owner", "Risk status"],
                ["Workforce", "Up", "Staff may leave", "Low", "Head of teams", "Open"],
                ["Finance", "Same", "Funding ends", "Low", "Head of finance", "Closed"],
            ]
        },
        right=[
            ("risk", {"title": "Staff may leave", "owner": "Head of teams", "status": "open"}),
            ("risk", {"title": "Funding ends", "owner": "Head of finance", "status": "closed"}),
        ],
    ),
)  # fmt: skip

STAGES = (
    Kind(
        name="gross-and-net",
        sheets={
            "Register": [
                ["Risk", "Quality statement", "Gross likelihood", "Gross impact", "Residual likelihood",
                 "Residual impact"],
                ["Loss of data", "Governance", 5, 5, 2, 4],
                ["Provider failure", "Care provision", 4, 5, 3, 4],
            ]
        },
        right=[
            ("risk", about("governance", title="Loss of data", likelihood=2, severity=4)),
            ("risk", about("care-provision", title="Provider failure", likelihood=3, severity=4)),
        ],
    ),
    Kind(
        name="current-and-target",
        sheets={
            "Register": [
                ["Risk", "Likelihood", "Impact", "Target likelihood", "Target impact", "Owner"],
                ["Loss of data", 4, 5, 2, 4, "Head of quality"],
                ["Provider failure", 4, 4, 2, 3, "Head of commissioning"],
            ]
        },
        right=[
            ("risk", {"title": "Loss of data", "likelihood": 4, "severity": 5, "target_likelihood": 2,
                      "target_severity": 4, "owner": "Head of quality"}),
            ("risk", {"title": "Provider failure", "likelihood": 4, "severity": 4, "target_likelihood": 2,
                      "target_severity": 3, "owner": "Head of commissioning"}),
        ],
    ),
    Kind(
        name="inherent-residual-target",
        sheets={
            "Register": [
                ["Risk", "Inherent likelihood", "Inherent impact", "Residual likelihood", "Residual impact",
                 "Target likelihood", "Target impact"],
                ["Loss of data", 5, 5, 3, 4, 2, 2],
                ["Provider failure", 5, 4, 4, 4, 2, 3],
            ]
        },
        right=[
            ("risk", {"title": "Loss of data", "likelihood": 3, "severity": 4, "target_likelihood": 2,
                      "target_severity": 2}),
            ("risk", {"title": "Provider failure", "likelihood": 4, "severity": 4, "target_likelihood": 2,
                      "target_severity": 3}),
        ],
    ),
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    *QUESTIONS, *TABLES, *MERGED, *BESIDE_TITLES, *STAGES, *PLACES, *SEVERAL, *SCALES, *SHOWN, *NOTHING, *TRACKERS,
    *REGISTERS, *TICKS, *SCORECARDS, *LAYOUTS,
)  # fmt: skip
