"""Other people's spreadsheets whose places, scales, numbers or empty words were once misread, with what is right."""

from __future__ import annotations

from datetime import date

from tests.exchange.spreadsheet_kind import DAY, Kind, about

PLACES = (
    Kind(
        name="bands-of-statements",
        sheets={
            "Action plan": [
                ["Action", "Lead", "Due date"],
                ["QS1 Assessing needs"],
                ["Bring in capacity", "Head of teams", DAY],
                ["Approve the tool", "Principal social worker", DAY],
                ["QS7 Safeguarding"],
                ["Recruit two workers", "Head of safeguarding", DAY],
            ]
        },
        right=[
            ("action", about("assessing-needs", title="Bring in capacity", owner="Head of teams",
                              due_on="2026-03-31")),
            ("action", about("assessing-needs", title="Approve the tool", owner="Principal social worker",
                              due_on="2026-03-31")),
            ("action", about("safeguarding", title="Recruit two workers", owner="Head of safeguarding",
                              due_on="2026-03-31")),
        ],
    ),
    Kind(
        name="general-actions",
        sheets={
            "Action log": [
                ["Action", "Lead", "Due date", "Status"],
                ["Set up the board", "Director", DAY, "Complete"],
                ["Agree the budget", "Head of finance", DAY, "On track"],
            ]
        },
        right=[
            ("action", {"title": "Set up the board", "owner": "Director", "due_on": "2026-03-31",
                        "status": "complete"}),
            ("action", {"title": "Agree the budget", "owner": "Head of finance", "due_on": "2026-03-31",
                        "status": "in_progress"}),
        ],
    ),
    Kind(
        name="bands-of-themes",
        sheets={
            "Evidence": [
                ["Document", "Owner", "Date"],
                ["Theme 2: Providing support"],
                ["Market position statement", "Head of commissioning", date(2025, 4, 1)],
                ["Theme 4: Leadership"],
                ["Board papers", "Director", date(2025, 5, 1)],
            ]
        },
        right=[
            ("evidence", {"title": "Market position statement", "owner": "Head of commissioning",
                          "dated_on": "2025-04-01", "quality_statements": ("care-provision", "partnerships")}),
            ("evidence", {"title": "Board papers", "owner": "Director", "dated_on": "2025-05-01",
                          "quality_statements": ("governance", "learning")}),
        ],
    ),
)  # fmt: skip

SEVERAL = (
    Kind(
        name="several-statements",
        sheets={
            "Evidence log": [
                ["Evidence", "Quality statement"],
                ["Strategy", "QS1, QS4 & QS9"],
                ["Survey", "Statements 2-4"],
                ["Annual report", "All statements"],
                ["Protocol", "Safeguarding / Learning"],
            ]
        },
        right=[
            ("evidence", {"title": "Strategy",
                          "quality_statements": ("assessing-needs", "care-provision", "learning")}),
            ("evidence", {"title": "Survey", "quality_statements": ("supporting-people", "equity", "care-provision")}),
            ("evidence", {"title": "Annual report", "quality_statements": (
                "assessing-needs", "supporting-people", "equity", "care-provision", "partnerships", "safe-systems",
                "safeguarding", "governance", "learning")}),
            ("evidence", {"title": "Protocol", "quality_statements": ("safeguarding", "learning")}),
        ],
    ),
    Kind(
        name="ticks-by-statement",
        sheets={
            "Evidence": [
                ["Document", "Owner", "QS1", "QS2", "QS3"],
                ["Strategy", "Policy lead", "✓", None, "✓"],
                ["Survey", "Carers lead", None, "x", None],
                ["Audit", "Quality lead", "Yes", "No", "Yes"],
            ]
        },
        right=[
            ("evidence", {"title": "Strategy", "owner": "Policy lead",
                          "quality_statements": ("assessing-needs", "equity")}),
            ("evidence", {"title": "Survey", "owner": "Carers lead", "quality_statements": ("supporting-people",)}),
            ("evidence", {"title": "Audit", "owner": "Quality lead",
                          "quality_statements": ("assessing-needs", "equity")}),
        ],
    ),
    Kind(
        name="ticks-by-name",
        sheets={
            "Evidence index": [
                ["IR no", "Document name", "Assessing needs", "Safeguarding", "Learning, improvement and innovation"],
                ["IR 3", "Complaints report", "P", None, "S"],
                ["IR 28", "Board report", None, "P", None],
            ]
        },
        right=[
            ("evidence", {"title": "Complaints report", "return_items": ("IR 3",),
                          "quality_statements": ("assessing-needs", "learning")}),
            ("evidence", {"title": "Board report", "return_items": ("IR 28",),
                          "quality_statements": ("safeguarding",)}),
        ],
    ),
)  # fmt: skip

SCALES = (
    Kind(
        name="scales-with-words",
        sheets={
            "Risk register": [
                ["Risk", "Quality statement", "Likelihood", "Impact"],
                ["Staff may leave", "Safeguarding", "Almost certain", "4 - Major"],
                ["Funding ends", "Governance", "Possible", "Catastrophic"],
                ["Data gaps", "Equity", "Likely (4)", "2"],
            ]
        },
        right=[
            ("risk", about("safeguarding", title="Staff may leave", likelihood=5, severity=4)),
            ("risk", about("governance", title="Funding ends", likelihood=3, severity=5)),
            ("risk", about("equity", title="Data gaps", likelihood=4, severity=2)),
        ],
    ),
    Kind(
        name="scores-in-words",
        sheets={
            "Judgements": [
                ["Quality statement", "Score", "Rationale"],
                ["Assessing needs", "Good (3)", "Short waits"],
                ["Equity", "2 out of 4", "Thin data"],
                ["Learning", "3-4", "Not agreed"],
            ]
        },
        right=[
            ("judgement", about("assessing-needs", score=3, rationale="Short waits")),
            ("judgement", about("equity", score=2, rationale="Thin data")),
            ("judgement", about("learning", rationale="Not agreed")),
        ],
    ),
    Kind(
        name="priorities-and-statuses",
        sheets={
            "Tracker": [
                ["Action", "Quality statement", "Priority", "Status", "Owner"],
                ["Train teams", "Equity", "H", "Underway", "Practice lead"],
                ["Report each quarter", "Governance", "Med", "Done", "Quality lead"],
            ]
        },
        right=[
            ("action", about("equity", title="Train teams", priority="high", status="in_progress",
                              owner="Practice lead")),
            ("action", about("governance", title="Report each quarter", priority="medium", status="complete",
                              owner="Quality lead")),
        ],
    ),
)  # fmt: skip

SHOWN = (
    Kind(
        name="phones-and-references",
        sheets={
            "Contacts": [
                ["Organisation", "Contact", "Telephone", "Email"],
                ["Carers hub", "The manager", 1332641000, "hub@example.org"],
                ["Deaf network", "The chair", 1332000111, "chair@example.org"],
            ]
        },
        formats={"Contacts": {"C2": '"0"0000" "000000', "C3": '"0"0000" "000000'}},
        right=[
            ("contact", {"organisation": "Carers hub", "name": "The manager", "phone": "01332 641000",
                         "email": "hub@example.org"}),
            ("contact", {"organisation": "Deaf network", "name": "The chair", "phone": "01332 000111",
                         "email": "chair@example.org"}),
        ],
    ),
    Kind(
        name="references-with-zeros",
        sheets={
            "Risk register": [
                ["Risk ref", "Risk", "Quality statement", "Owner"],
                [7, "Backlog returns", "Safeguarding", "Head of safeguarding"],
                [12, "Data gaps", "Equity", "Performance lead"],
            ]
        },
        formats={"Risk register": {"A2": '"ASC-"000', "A3": '"ASC-"000'}},
        right=[
            ("risk", about("safeguarding", title="Backlog returns", register_reference="ASC-007",
                            owner="Head of safeguarding")),
            ("risk", about("equity", title="Data gaps", register_reference="ASC-012", owner="Performance lead")),
        ],
    ),
    Kind(
        name="spaces-in-titles",
        sheets={
            "Action plan": [
                ["Quality statement", "Action", "Lead"],
                ["Equity", "  Train all\nassessors  ", " Practice lead "],
                ["Governance", "Report\u00a0each quarter", "Quality lead"],
            ]
        },
        right=[
            ("action", about("equity", title="Train all assessors", owner="Practice lead")),
            ("action", about("governance", title="Report each quarter", owner="Quality lead")),
        ],
    ),
)  # fmt: skip

NOTHING = (
    Kind(
        name="placeholders-in-a-register",
        sheets={
            "Risk register": [
                ["Quality statement", "Risk", "Owner"],
                ["Equity", "Nil", "Equality lead"],
                ["Learning", "None at present", "Practice lead"],
                ["Governance", "To be confirmed", "Quality lead"],
                ["Safeguarding", "The backlog returns", "TBC"],
            ]
        },
        right=[("risk", about("safeguarding", title="The backlog returns"))],
    ),
    Kind(
        name="placeholders-under-questions",
        sheets={
            "Equity": [
                ["What are the risks?"], ["N/A"],
                ["What are the gaps?"], ["None identified"],
                ["What is working well?"], ["Outreach"],
            ]
        },
        right=[("strength", about("equity", title="Outreach"))],
    ),
    Kind(
        name="empty-rows-and-a-remark",
        sheets={
            "Action plan": [
                ["Quality statement", "Action", "Lead"],
                ["Equity", "Train teams", "Practice lead"],
                [], ["Equity", "Add a field", "Performance lead"],
                [], [None, "Please return to the quality team"],
            ]
        },
        right=[
            ("action", about("equity", title="Train teams", owner="Practice lead")),
            ("action", about("equity", title="Add a field", owner="Performance lead")),
        ],
    ),
)  # fmt: skip
