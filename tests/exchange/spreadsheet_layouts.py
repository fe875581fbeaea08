"""Other people's spreadsheets whose layout was once misread: two rows of headings, bands, forms, halves of a table."""

from __future__ import annotations

from tests.exchange.spreadsheet_kind import DAY, Kind, about

TWO_HEADING_ROWS = (
    Kind(
        name="letters-below-merged-stages",
        sheets={
            "Risk register": [
                ["Ref", "Risk", "Current risk", None, None, "Controls", "Target risk", None, None, "Owner"],
                [None, None, "L", "I", "Score", None, "L", "I", "Score", None],
                ["R1", "Staff may leave", 4, 3, 12, "Retention plan", 2, 5, 10, "Head of teams"],
                ["R2", "Backlog grows", 3, 5, 15, "Weekly list", 2, 4, 8, "Head of safeguarding"],
            ]
        },
        merged={"Risk register": ["C1:E1", "G1:I1", "A1:A2", "B1:B2", "F1:F2", "J1:J2"]},
        right=[
            ("risk", {"register_reference": "R1", "title": "Staff may leave", "likelihood": 4, "severity": 3,
                      "controls": "Retention plan", "target_likelihood": 2, "target_severity": 5,
                      "owner": "Head of teams"}),
            ("risk", {"register_reference": "R2", "title": "Backlog grows", "likelihood": 3, "severity": 5,
                      "controls": "Weekly list", "target_likelihood": 2, "target_severity": 4,
                      "owner": "Head of safeguarding"}),
        ],
    ),
    Kind(
        name="letters-below-one-stage",
        sheets={
            "Risks": [
                ["Risk", "Current risk", None, None, "Owner"],
                [None, "L", "I", "Score", None],
                ["Staff may leave", 4, 3, 12, "Head of teams"],
                ["Backlog grows", 3, 5, 15, "Head of safeguarding"],
            ]
        },
        merged={"Risks": ["B1:D1"]},
        right=[
            ("risk", {"title": "Staff may leave", "likelihood": 4, "severity": 3, "owner": "Head of teams"}),
            ("risk", {"title": "Backlog grows", "likelihood": 3, "severity": 5, "owner": "Head of safeguarding"}),
        ],
    ),
    Kind(
        name="letters-below-a-stage-that-is-not-merged",
        sheets={
            "Risks": [
                ["Risk", "Residual risk", None, None, "Owner"],
                [None, "L", "I", "Score", None],
                ["Staff may leave", 4, 3, 12, "Head of teams"],
                ["Backlog grows", 3, 5, 15, "Head of safeguarding"],
            ]
        },
        right=[
            ("risk", {"title": "Staff may leave", "likelihood": 4, "severity": 3, "owner": "Head of teams"}),
            ("risk", {"title": "Backlog grows", "likelihood": 3, "severity": 5, "owner": "Head of safeguarding"}),
        ],
    ),
)  # fmt: skip

BANDS = (
    Kind(
        name="themes-and-statements-above-actions",
        sheets={
            "Action plan": [
                ["Action", "Lead", "Due", "Status"],
                ["Theme 1: Working with people"],
                ["Train assessors", "Practice lead", DAY, "In progress"],
                ["LEADERSHIP"],
                ["Agree the budget", "Head of finance", DAY, "In progress"],
                ["Governance"],
                ["Publish minutes", "Quality lead", DAY, "Complete"],
                ["QS3", "Equity in experience and outcomes"],
                ["Add a field", "Quality lead", DAY, "Complete"],
            ]
        },
        right=[
            ("action", {"title": "Train assessors", "theme": "working-with-people", "owner": "Practice lead",
                        "due_on": "2026-03-31", "status": "in_progress"}),
            ("action", {"title": "Agree the budget", "theme": "leadership", "owner": "Head of finance",
                        "due_on": "2026-03-31", "status": "in_progress"}),
            ("action", about("governance", title="Publish minutes", owner="Quality lead", due_on="2026-03-31",
                              status="complete")),
            ("action", about("equity", title="Add a field", owner="Quality lead", due_on="2026-03-31",
                              status="complete")),
        ],
    ),
    Kind(
        name="statements-in-titles",
        sheets={
            "Actions": [
                ["Action", "Lead", "Due date"],
                ["Recruit two workers (QS7)", "Head of safeguarding", DAY],
                ["QS 3: Add a field", "Practice lead", DAY],
                ["Safeguarding: write a protocol", "Head of safeguarding", DAY],
                ["Carry on as in QS5 last year", "Practice lead", DAY],
                ["Visit 7 homes (3 of them rural)", "Practice lead", DAY],
            ]
        },
        right=[
            ("action", about("safeguarding", title="Recruit two workers (QS7)", owner="Head of safeguarding",
                              due_on="2026-03-31")),
            ("action", about("equity", title="QS 3: Add a field", owner="Practice lead", due_on="2026-03-31")),
            ("action", about("safeguarding", title="Safeguarding: write a protocol", owner="Head of safeguarding",
                              due_on="2026-03-31")),
            ("action", {"title": "Carry on as in QS5 last year", "owner": "Practice lead", "due_on": "2026-03-31"}),
            ("action", {"title": "Visit 7 homes (3 of them rural)", "owner": "Practice lead",
                        "due_on": "2026-03-31"}),
        ],
    ),
)  # fmt: skip

FORMS = (
    Kind(
        name="next-steps-of-a-statement",
        sheets={
            "QS7 Safeguarding": [
                ["Score", 2],
                ["Strengths", "Enquiries start within two days"],
                ["Next steps", "Recruit two workers"],
                ["What we will do", "Write a protocol"],
            ],
            "Governance": [
                ["Our next steps"], ["Publish minutes"],
                ["Plans for the future"], ["Hold a board"],
            ],
        },
        right=[
            ("judgement", about("safeguarding", score=2)),
            ("strength", about("safeguarding", title="Enquiries start within two days")),
            ("action", about("safeguarding", title="Recruit two workers")),
            ("action", about("safeguarding", title="Write a protocol")),
            ("action", about("governance", title="Publish minutes")),
            ("action", about("governance", title="Hold a board")),
        ],
    ),
    Kind(
        name="labels-that-nobody-knows",
        sheets={
            "Equity": [
                ["What will we do?"], ["Add a field"],
                ["Maturity"], [2],
                ["Reviewed"], ["May 2025"],
            ],
            "Safeguarding": [
                ["Actions", "Recruit two workers"],
                ["Maturity level", 2],
                ["Overall RAG", "Amber"],
            ],
            "Learning": [
                ["Strengths"], ["Peer reviews"], [],
                ["Areas for improvement"], ["Induction is late"], [],
                ["Colour of the folder"], ["Blue as the sky"],
            ],
        },
        right=[
            ("action", about("equity", title="Add a field")),
            ("action", about("safeguarding", title="Recruit two workers")),
            ("strength", about("learning", title="Peer reviews")),
            ("improvement", about("learning", title="Induction is late")),
        ],
    ),
    Kind(
        name="what-is-to-be-better",
        sheets={
            "Learning": [
                ["What we need to do better"], ["Share lessons"],
                ["Even better if"], ["More supervision"],
                ["What could be improved"], ["Induction"],
                ["What do we need to do better?"], ["Audit"],
                ["What we need to do"], ["Write a plan"],
            ]
        },
        right=[
            ("improvement", about("learning", title="Share lessons")),
            ("improvement", about("learning", title="More supervision")),
            ("improvement", about("learning", title="Induction")),
            ("improvement", about("learning", title="Audit")),
            ("action", about("learning", title="Write a plan")),
        ],
    ),
)  # fmt: skip

HALVES = (
    Kind(
        name="analysis-in-two-halves",
        sheets={
            "Sheet1": [
                ["SWOT analysis: Safeguarding"], [],
                ["Strengths", "Weaknesses"],
                ["- Visible leaders\n- Good data", "Slow enquiries"],
                ["Opportunities", "Threats"],
                ["A new system", "- Funding ends\n- Turnover"],
            ]
        },
        right=[
            ("strength", about("safeguarding", title="Visible leaders")),
            ("strength", about("safeguarding", title="Good data")),
            ("improvement", about("safeguarding", title="Slow enquiries")),
            ("risk", about("safeguarding", title="Funding ends")),
            ("risk", about("safeguarding", title="Turnover")),
        ],
    ),
    Kind(
        name="risks-below-actions",
        sheets={
            "Delivery": [
                ["Action", "Lead", "Due date", "Quality statement"],
                ["Publish minutes", "Quality lead", DAY, "Governance"],
                [],
                ["Risk", "Likelihood", "Impact", "Owner"],
                ["Staff may leave", 3, 4, "Head of teams"],
            ]
        },
        right=[
            ("action", about("governance", title="Publish minutes", owner="Quality lead", due_on="2026-03-31")),
            ("risk", {"title": "Staff may leave", "likelihood": 3, "severity": 4, "owner": "Head of teams"}),
        ],
    ),
)  # fmt: skip

COMPARED = (
    Kind(
        name="region-and-neighbours-beside-england",
        sheets={
            "Scorecard": [
                ["Measure", "2024/25", "England", "South West 2023/24", "Neighbours", "Regional average 2022/23"],
                ["Reviews done", "65%", "England 2023/24: 64%", "62.1%", "63% (2023/24)", None],
                ["Carers in touch", "35%", "33.3% (2023/24)", "31%", "30%", "29%"],
            ]
        },
        right=[
            ("measure", {"title": "Reviews done", "unit": "%", "comparator_name": "England",
                         "comparator_value": 64.0, "comparator_period": "2023-24"}),
            ("measure_value", {"period": "2024-25", "value": 65.0}),
            ("comparator", {"basis": "region", "name": "South West", "period": "2023-24", "value": 62.1}),
            ("comparator", {"basis": "other", "name": "Neighbours", "period": "2023-24", "value": 63.0}),
            ("measure", {"title": "Carers in touch", "unit": "%", "comparator_name": "England",
                         "comparator_value": 33.3, "comparator_period": "2023-24"}),
            ("measure_value", {"period": "2024-25", "value": 35.0}),
            ("comparator", {"basis": "region", "name": "South West", "period": "2023-24", "value": 31.0}),
            ("comparator", {"basis": "region", "name": "Regional average", "period": "2022-23", "value": 29.0}),
        ],
    ),
)  # fmt: skip

ROWS = (
    Kind(
        name="counts-below-actions",
        sheets={
            "Actions": [
                ["No.", "Action", "Lead", "Due", "Status"],
                [1, "Recruit", "Head of teams", "01.04.2026", "On track"],
                [2, "Audit", "Quality lead", "30.04.2026", "Complete"],
                ["Total", 2, None, None, None],
                [None, "Total on track", 1, None, None],
                [None, "Number of actions", 2, None, None],
                [3, "Publish", 7, "30.04.2026", "Complete"],
            ]
        },
        right=[
            ("action", {"title": "Recruit", "owner": "Head of teams", "due_on": "2026-04-01",
                        "status": "in_progress"}),
            ("action", {"title": "Audit", "owner": "Quality lead", "due_on": "2026-04-30", "status": "complete"}),
            ("action", {"title": "Publish", "due_on": "2026-04-30", "status": "complete"}),
        ],
    ),
    Kind(
        name="actions-with-references-and-comments",
        sheets={
            "Plan": [
                ["Ref", "QS", "Action", "RAG", "Comment"],
                ["1.1", 1, "Recruit", "G", "Done in May"],
                ["7.1", 7, "Audit", "R", "Not begun"],
            ]
        },
        right=[
            ("action", about("assessing-needs", title="Recruit", progress="RAG: G\n\nComment: Done in May")),
            ("action", about("safeguarding", title="Audit", progress="RAG: R\n\nComment: Not begun")),
        ],
    ),
    Kind(
        name="two-kinds-in-one-heading",
        sheets={
            "SA": [
                ["Quality statement", "Strength / Area for improvement", "Detail"],
                ["Assessing needs", "Strength", "Good waits"],
                ["Assessing needs", "Area for improvement", "Reviews are late"],
                ["Safeguarding", "AFI", "Delays"],
            ]
        },
        right=[
            ("strength", about("assessing-needs", title="Good waits")),
            ("improvement", about("assessing-needs", title="Reviews are late")),
            ("improvement", about("safeguarding", title="Delays")),
        ],
    ),
    Kind(
        name="priorities-above-actions",
        sheets={
            "Plan": [
                ["Action", "Owner", "Due", "Progress"],
                ["High priority"], ["Recruit", "Head of teams", DAY, "Advert is out"],
                ["Completed actions"], ["Audit", "Quality lead", DAY, "Reported"],
            ]
        },
        right=[
            ("action", {"title": "Recruit", "owner": "Head of teams", "due_on": "2026-03-31",
                        "progress": "Advert is out"}),
            ("action", {"title": "Audit", "owner": "Quality lead", "due_on": "2026-03-31", "progress": "Reported"}),
        ],
    ),
)  # fmt: skip

MORE = (
    Kind(
        name="one-stage-in-a-wide-register",
        sheets={
            "Risks": [
                ["Risk ID", "Risk", "Consequence", "Current mitigation", "Current risk rating", None, None, "Action",
                 "Action owner"],
                [None, None, None, None, "Likelihood (1-5)", "Impact (1-5)", "RAG", None, None],
                ["ASC1", "Staff leave", "Waits grow", "Retention", 4, 3, "Red", "Advertise", "Head of teams"],
            ]
        },
        merged={"Risks": ["E1:G1"]},
        right=[
            ("risk", {"register_reference": "ASC1", "title": "Staff leave", "effect": "Waits grow", "likelihood": 4,
                      "severity": 3, "controls": "Retention"}),
            ("action", {"title": "Advertise", "owner": "Head of teams"}),
        ],
    ),
    Kind(
        name="letters-before-and-after-controls",
        sheets={
            "Risks": [
                ["Risk", "L", "I", "LxI", "Mitigation", "L", "I", "LxI", "Owner"],
                ["Staff leave", 4, 5, 20, "Plan", 3, 2, 6, "Head of teams"],
                ["Backlog grows", 4, 5, 20, "List", 3, 2, 6, "Director"],
            ]
        },
        right=[
            ("risk", {"title": "Staff leave", "controls": "Plan", "owner": "Head of teams"}),
            ("risk", {"title": "Backlog grows", "controls": "List", "owner": "Director"}),
        ],
    ),
    Kind(
        name="labels-beside-answers-that-sound-like-headings",
        sheets={
            "QS8": [
                ["Area for improvement 1", "Data quality"], ["Action", "Appoint a lead"], ["Owner", "Director"],
                ["Due", "1 May 2026"], ["Self-score:", "2 (out of 4)"],
            ]
        },
        right=[
            ("judgement", about("governance", score=2)),
            ("improvement", about("governance", title="Data quality")),
            ("action", about("governance", title="Appoint a lead", owner="Director", due_on="2026-05-01")),
        ],
    ),
    Kind(
        name="numbered-lists-below-labels",
        sheets={
            "QS6": [
                ["Strengths", None], [1, "Fast"], [2, "Kind"],
                ["Areas for improvement", None], ["1", "Slow"],
                ["Next steps", None], [1, "Train"],
            ]
        },
        right=[
            ("strength", about("safe-systems", title="Fast")),
            ("strength", about("safe-systems", title="Kind")),
            ("improvement", about("safe-systems", title="Slow")),
            ("action", about("safe-systems", title="Train")),
        ],
    ),
    Kind(
        name="remarks-right-below-a-scorecard",
        sheets={
            "KPI": [
                ["Measure", "2024/25", "England 23/24"],
                ["Reviews", "65%", "64%"],
                ["* provisional"], ["Source: published returns"],
            ]
        },
        right=[
            ("measure", {"title": "Reviews", "unit": "%", "comparator_name": "England", "comparator_value": 64.0,
                         "comparator_period": "2023-24"}),
            ("measure_value", {"period": "2024-25", "value": 65.0}),
        ],
    ),
    Kind(
        name="evidence-by-category",
        sheets={
            "Evidence": [
                ["Quality statement", "People's experience", "Processes", "Results"],
                ["Assessing needs", "Carers survey", "Policy", "Dashboard"],
                ["Safeguarding", "Board report", "Audit", "Outcomes data"],
            ]
        },
        right=[],
    ),
    Kind(
        name="documents-called-as-labels-are",
        sheets={
            "Log": [
                ["Document", "Type"],
                ["Policy", "Strategy"],
                ["Evidence", "Report"],
                ["Carers strategy 2024", "Strategy"],
            ]
        },
        right=[("evidence", {"title": each}) for each in ("Policy", "Evidence", "Carers strategy 2024")],
    ),
    Kind(
        name="actions-called-as-labels-are",
        sheets={
            "Plan": [["Action", "Owner"], ["Strengths", "Director"], ["Risk", "Head of teams"], ["Appoint lead", None]]
        },
        right=[
            ("action", {"title": "Strengths", "owner": "Director"}),
            ("action", {"title": "Risk", "owner": "Head of teams"}),
            ("action", {"title": "Appoint lead"}),
        ],
    ),
)  # fmt: skip

LAYOUTS = (*MORE, *ROWS, *TWO_HEADING_ROWS, *BANDS, *FORMS, *HALVES, *COMPARED)
