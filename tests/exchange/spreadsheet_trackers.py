"""Trackers, logs and matrices as councils keep them, each in a shape of its own, with what is right."""

from __future__ import annotations

from datetime import date

from tests.exchange.spreadsheet_kind import DAY, Kind, about

_ALL = (
    "assessing-needs", "supporting-people", "equity", "care-provision", "partnerships", "safe-systems", "safeguarding",
    "governance", "learning",
)  # fmt: skip

TRACKERS = (
    Kind(
        name="reviews-tracker",
        sheets={
            "SAR tracker": [
                ["Safeguarding Adults Review action tracker"],
                ["SAR", "Date published", "Rec no.", "Recommendation", "Agency lead", "Target date", "Progress to date",
                 "% complete", "Evidence of completion"],
                ["Review A", date(2024, 5, 1), 1, "Write a hand-over guide", "Head of safeguarding", "Dec-25",
                 "Guide drafted", 0.5, "Guide v1"],
                ["Review A", date(2024, 5, 1), 2, "Audit recording", "Quality lead", "31.03.26", "Three audits done",
                 "75%", "Audit reports"],
            ]
        },
        right=[
            ("action", {"title": "Write a hand-over guide", "owner": "Head of safeguarding", "due_on": "2025-12-31",
                        "progress": "Guide drafted\n\n% complete: 50%"}),
            ("action", {"title": "Audit recording", "owner": "Quality lead", "due_on": "2026-03-31",
                        "progress": "Three audits done\n\n% complete: 75%"}),
            ("evidence", {"title": "Guide v1"}),
            ("evidence", {"title": "Audit reports"}),
        ],
    ),
    Kind(
        name="updates-side-by-side",
        sheets={
            "Peer challenge": [
                ["Peer challenge: recommendations and response"], [],
                ["No.", "Recommendation", "Lead", "By when", "Update June 2025", "Update Sept 2025"],
                [1, "Strengthen the voice of carers", "Carers lead", DAY, "Board met twice", "Board met again"],
                [2, "Publish waiting times", "Performance lead", DAY, "In draft", "On the website"],
            ]
        },
        right=[
            ("action", {"title": "Strengthen the voice of carers", "owner": "Carers lead", "due_on": "2026-03-31",
                        "progress": "Board met twice\n\nUpdate Sept 2025: Board met again"}),
            ("action", {"title": "Publish waiting times", "owner": "Performance lead", "due_on": "2026-03-31",
                        "progress": "In draft\n\nUpdate Sept 2025: On the website"}),
        ],
    ),
    Kind(
        name="done-as-yes-or-no",
        sheets={
            "Action log": [
                ["Action", "QS", "Lead", "Due", "Completed?"],
                ["Train teams", "Equity", "Practice lead", DAY, "Y"],
                ["Report each quarter", "Governance", "Quality lead", DAY, date(2026, 2, 1)],
            ]
        },
        right=[
            ("action", about("equity", title="Train teams", owner="Practice lead", due_on="2026-03-31",
                              progress="Completed?: Y")),
            ("action", about("governance", title="Report each quarter", owner="Quality lead", due_on="2026-03-31",
                              completed_on="2026-02-01")),
        ],
    ),
    Kind(
        name="long-list-with-comments",
        sheets={
            "Staff feedback": [
                ["Theme", "Type", "Comment", "Raised by", "Statement"],
                ["Leading", "Strength", "Visible leaders", "Team manager", "Governance"],
                ["Working with people", "Weakness", "Forms are long", "Social worker", "Assessing needs"],
                ["Ensuring safety", "Risk", "Out of hours cover", "Team manager", "Safe systems"],
                ["Ensuring safety", "Action", "Review the rota", "Head of teams", "Safe systems"],
            ]
        },
        right=[
            ("strength", about("governance", title="Visible leaders")),
            ("improvement", about("assessing-needs", title="Forms are long")),
            ("risk", about("safe-systems", title="Out of hours cover")),
            ("action", about("safe-systems", title="Review the rota")),
        ],
    ),
    Kind(
        name="bands-and-one-that-is-none",
        sheets={
            "Plan": [
                ["Action", "Lead", "Due date"],
                ["QS7 Safeguarding"],
                ["Recruit two workers", "Head of safeguarding", DAY],
                ["Across the directorate"],
                ["Agree the budget", "Head of finance", DAY],
            ]
        },
        merged={"Plan": ["A2:C2", "A4:C4"]},
        right=[
            ("action", about("safeguarding", title="Recruit two workers", owner="Head of safeguarding",
                              due_on="2026-03-31")),
            ("action", {"title": "Agree the budget", "owner": "Head of finance", "due_on": "2026-03-31"}),
        ],
    ),
    Kind(
        name="title-over-two-columns",
        sheets={
            "Actions": [
                ["Quality statement", "Action", None, "Lead", "Due"],
                ["Safeguarding", "Recruit two workers", None, "Head of safeguarding", DAY],
                ["Equity", "Train all assessors", "Half of them in spring", "Practice lead", DAY],
            ]
        },
        merged={"Actions": ["B1:C1", "B2:C2"]},
        right=[
            ("action", about("safeguarding", title="Recruit two workers", owner="Head of safeguarding",
                              due_on="2026-03-31")),
            ("action", about("equity", title="Train all assessors", detail="Half of them in spring",
                              owner="Practice lead", due_on="2026-03-31")),
        ],
    ),
    Kind(
        name="dates-that-were-moved",
        sheets={
            "Tracker": [
                ["QS", "Action", "Original due date", "Revised due date", "Status"],
                ["Equity", "Add a field", DAY, date(2026, 6, 30), "In progress"],
                ["Equity", "Train teams", DAY, "n/a", "Complete"],
                ["Learning", "Learning log", DAY, None, "Complete"],
            ]
        },
        right=[
            ("action", about("equity", title="Add a field", due_on="2026-06-30", status="in_progress")),
            ("action", about("equity", title="Train teams", due_on="2026-03-31", status="complete")),
            ("action", about("learning", title="Learning log", due_on="2026-03-31", status="complete")),
        ],
    ),
    Kind(
        name="a-table-under-each-statement",
        sheets={
            "Self-assessment": [
                ["Testshire self-assessment 2025"], [],
                ["Quality statement 1: Assessing needs"],
                ["Rating", "2 - Evidence shows some shortfalls"],
                ["What we do well", "What needs to improve", "What we will do", "Lead"],
                ["Carers panel", "Waits for equipment", "Bring in capacity", "Head of teams"],
                [],
                ["Quality statement 3: Equity in experiences and outcomes"],
                ["Rating", "3 - Good"],
                ["What we do well", "What needs to improve", "What we will do", "Lead"],
                ["Outreach", "Data is thin", "Add a field", "Practice lead"],
            ]
        },
        right=[
            ("judgement", about("assessing-needs", score=2)),
            ("strength", about("assessing-needs", title="Carers panel")),
            ("improvement", about("assessing-needs", title="Waits for equipment")),
            ("action", about("assessing-needs", title="Bring in capacity", owner="Head of teams")),
            ("judgement", about("equity", score=3)),
            ("strength", about("equity", title="Outreach")),
            ("improvement", about("equity", title="Data is thin")),
            ("action", about("equity", title="Add a field", owner="Practice lead")),
        ],
    ),
    Kind(
        name="a-column-for-each-statement",
        sheets={
            "Matrix": [
                [None, "Assessing needs", "Equity", "Safeguarding"],
                ["Score", 2, 2, 3],
                ["Strengths", "Carers panel", "Outreach", "Triage"],
                ["Areas for improvement", "Waits", "Data", "Backlog"],
                ["Evidence", "Waiting list report", "Impact assessment", "Case audit"],
            ]
        },
        right=[],
    ),
    Kind(
        name="evidence-under-the-items-of-the-return",
        sheets={
            "Evidence index": [
                ["Document", "Owner", "Link"],
                ["IR 3 Complaints"],
                ["Complaints report", "Complaints lead", "https://www.example.gov.uk/complaints"],
                ["IR 5 Waiting lists"],
                ["Waiting list report", "Performance lead", "https://www.example.gov.uk/waits"],
            ]
        },
        right=[
            ("evidence", {"title": "Complaints report", "owner": "Complaints lead", "return_items": ("IR 3",),
                          "location": "https://www.example.gov.uk/complaints"}),
            ("evidence", {"title": "Waiting list report", "owner": "Performance lead", "return_items": ("IR 5",),
                          "location": "https://www.example.gov.uk/waits"}),
        ],
    ),
    Kind(
        name="two-columns-and-names-with-commas",
        sheets={
            "Log": [
                ["Evidence", "Which QS does it support?"],
                ["Survey", "Supporting people to live healthier lives; Equity in experience & outcomes"],
                ["Audit", "Safeguarding, Safe systems, pathways & transitions"],
                ["Plan", "Governance, management & sustainability and Learning, improvement & innovation"],
            ],
            "By theme": [
                ["Evidence", "Theme"], ["Strategy", "Working with people"], ["Board papers", "Leadership"],
            ],
        },
        right=[
            ("evidence", {"title": "Survey", "quality_statements": ("supporting-people", "equity")}),
            ("evidence", {"title": "Audit", "quality_statements": ("safeguarding", "safe-systems")}),
            ("evidence", {"title": "Plan", "quality_statements": ("governance", "learning")}),
        ],
    ),
    Kind(
        name="updates-by-quarter",
        sheets={
            "Service plan": [
                ["Adult social care service plan"], [],
                ["Ref", "Objective", "Action", "Lead", "Outcome measure", "Q1 update", "Q2 update"],
                ["1", "Reduce waits", "Bring in capacity", "Head of teams", "Median wait 28 days", "Advert out",
                 "Two in post"],
                ["2", "Better data", "Add a field", "Practice lead", "Data for 9 in 10", "Agreed", "Live"],
            ]
        },
        right=[
            ("action", {"title": "Bring in capacity", "owner": "Head of teams", "outcome": "Median wait 28 days",
                        "progress": "Advert out\n\nQ2 update: Two in post"}),
            ("action", {"title": "Add a field", "owner": "Practice lead", "outcome": "Data for 9 in 10",
                        "progress": "Agreed\n\nQ2 update: Live"}),
        ],
    ),
    Kind(
        name="what-is-asked-of-us",
        sheets={
            "IR tracker": [
                ["IR ref", "Owner", "Status", "Date received", "Comments"],
                ["IR1", "Director", "In progress", None, "Draft 3"],
                ["IR 2", "Business manager", "Received", DAY, None],
            ]
        },
        right=[
            ("return_answer", {"return_item": "IR 1", "owner": "Director", "status": "gathering", "note": "Draft 3"}),
            ("return_answer", {"return_item": "IR 2", "owner": "Business manager", "status": "ready"}),
        ],
    ),
    Kind(
        name="groups-and-mail-addresses",
        sheets={
            "Community groups": [
                ["Name of group", "Contact name", "Role", "Email address", "Tel no."],
                ["Carers hub", "The manager", "Manager", "mailto:hub@example.org", "01332 641000"],
                ["Deaf network", "The chair", "Chair", "chair@example.org", "01332 000111"],
            ]
        },
        right=[
            ("contact", {"organisation": "Carers hub", "name": "The manager", "purpose": "Manager",
                         "email": "hub@example.org", "phone": "01332 641000"}),
            ("contact", {"organisation": "Deaf network", "name": "The chair", "purpose": "Chair",
                         "email": "chair@example.org", "phone": "01332 000111"}),
        ],
    ),
)  # fmt: skip

REGISTERS = (
    Kind(
        name="register-with-letters-under-groups",
        sheets={
            "Corporate risk register": [
                ["Risk ID", "Risk title", "Cause", "Consequence", "Inherent score", None, None, "Controls in place",
                 "Residual score", None, None, "Risk owner", "Next review"],
                [None, None, None, None, "L", "I", "Total", None, "L", "I", "Total"],
                ["ASC01", "Market failure", "Low fees", "People lose care", 4, 5, 20, "Provider oversight", 3, 4, 12,
                 "Head of commissioning", DAY],
                ["ASC02", "Workforce", "Vacancies", "Waits grow", 5, 4, 20, "Recruitment plan", 4, 4, 16,
                 "Head of teams", DAY],
            ]
        },
        merged={"Corporate risk register": ["E1:G1", "I1:K1"]},
        right=[
            ("risk", {"register_reference": "ASC01", "title": "Market failure", "cause": "Low fees",
                      "effect": "People lose care", "controls": "Provider oversight", "likelihood": 3, "severity": 4,
                      "owner": "Head of commissioning", "review_on": "2026-03-31"}),
            ("risk", {"register_reference": "ASC02", "title": "Workforce", "cause": "Vacancies",
                      "effect": "Waits grow", "controls": "Recruitment plan", "likelihood": 4, "severity": 4,
                      "owner": "Head of teams", "review_on": "2026-03-31"}),
        ],
    ),
    Kind(
        name="letters-and-residual-letters",
        sheets={
            "Risks": [
                ["QS", "Risk", "L", "I", "RAG", "Mitigation", "Residual L", "Residual I"],
                ["Equity", "Data is thin", 4, 4, "R", "- A field", 2, 3],
                ["Learning", "Lessons are lost", 3, 4, "A", "A log", 2, 2],
            ]
        },
        right=[
            ("risk", about("equity", title="Data is thin", likelihood=4, severity=4, controls="- A field",
                            target_likelihood=2, target_severity=3)),
            ("risk", about("learning", title="Lessons are lost", likelihood=3, severity=4, controls="A log",
                            target_likelihood=2, target_severity=2)),
        ],
    ),
    Kind(
        name="before-and-after-controls",
        sheets={
            "Risks": [
                ["Risk", "Likelihood (before controls)", "Impact (before controls)", "Existing mitigation",
                 "Likelihood (after controls)", "Impact (after controls)"],
                ["Loss of data", 5, 5, "Backups", 2, 4],
                ["Provider failure", 4, 5, "Oversight", 3, 4],
            ]
        },
        right=[
            ("risk", {"title": "Loss of data", "controls": "Backups", "likelihood": 2, "severity": 4}),
            ("risk", {"title": "Provider failure", "controls": "Oversight", "likelihood": 3, "severity": 4}),
        ],
    ),
)  # fmt: skip

TICKS = (
    Kind(
        name="short-names-and-crosses",
        sheets={
            "Evidence matrix": [
                ["IR", "Evidence", "Assessing Needs", "Equity", "Partnerships", "Safeguarding", "Governance"],
                ["IR1", "Self-assessment", "✓", "✓", "✓", "✓", "✓"],
                ["IR 8", "Carers strategy", "✗", "✗", "✓", "✗", "✗"],
            ]
        },
        right=[
            ("evidence", {"title": "Self-assessment", "return_items": ("IR 1",), "quality_statements": (
                "assessing-needs", "equity", "partnerships", "safeguarding", "governance")}),
            ("evidence", {"title": "Carers strategy", "return_items": ("IR 8",),
                          "quality_statements": ("partnerships",)}),
        ],
    ),
    Kind(
        name="x-is-a-cross-beside-ticks",
        sheets={
            "Evidence": [
                ["Document", "Owner", "Assessing needs", "Equity", "Safeguarding", "Published"],
                ["Strategy", "Policy lead", "✓", "x", "x", "x"],
                ["Survey", "Carers lead", "x", "✓", "x", "✓"],
            ]
        },
        right=[
            ("evidence", {"title": "Strategy", "owner": "Policy lead", "published": False,
                          "quality_statements": ("assessing-needs",)}),
            ("evidence", {"title": "Survey", "owner": "Carers lead", "published": True,
                          "quality_statements": ("equity",)}),
        ],
    ),
    Kind(
        name="numbers-as-headings",
        sheets={
            "Mapping": [
                ["Document", "Owner", *range(1, 10)],
                ["Strategy", "Policy lead", *[1] * 9],
                ["Survey", "Carers lead", 0, 1, 0, 0, 0, 0, 0, 0, 0],
            ]
        },
        right=[
            ("evidence", {"title": "Strategy", "owner": "Policy lead", "quality_statements": _ALL}),
            ("evidence", {"title": "Survey", "owner": "Carers lead", "quality_statements": ("supporting-people",)}),
        ],
    ),
    Kind(
        name="yes-no-and-not-applicable",
        sheets={
            "Evidence": [
                ["Description", "Document title", "QS1: Assessing needs", "QS2: Supporting people", "QS3: Equity"],
                ["What we will do", "Strategy", "Yes", "No", "No"],
                ["What carers say", "Survey", "Y", "n/a", "Y"],
            ]
        },
        right=[
            ("evidence", {"title": "Strategy", "shows": "What we will do",
                          "quality_statements": ("assessing-needs",)}),
            ("evidence", {"title": "Survey", "shows": "What carers say",
                          "quality_statements": ("assessing-needs", "equity")}),
        ],
    ),
)  # fmt: skip

SCORECARDS = (
    Kind(
        name="percentages-written-in-three-ways",
        sheets={
            "Performance scorecard": [
                ["Measure", "Target", "2022/23", "2023/24", "Comparator"],
                ["Carers satisfied", "70%", "64.1%", "65%", "65.4% (2023/24)"],
                ["Reviews completed", 0.8, 0.54, "54%", 54],
                ["Waiting list", 100, 120, 140, "130 (2023/24)"],
            ]
        },
        right=[
            ("measure", {"title": "Carers satisfied", "unit": "%", "target": 70, "comparator_value": 65.4,
                         "comparator_period": "2023-24"}),
            ("measure_value", {"period": "2022-23", "value": 64.1}),
            ("measure_value", {"period": "2023-24", "value": 65}),
            ("measure", {"title": "Reviews completed", "unit": "%", "target": 80, "comparator_value": 54}),
            ("measure_value", {"period": "2022-23", "value": 54}),
            ("measure_value", {"period": "2023-24", "value": 54}),
            ("measure", {"title": "Waiting list", "target": 100, "comparator_value": 130,
                         "comparator_period": "2023-24"}),
            ("measure_value", {"period": "2022-23", "value": 120}),
            ("measure_value", {"period": "2023-24", "value": 140}),
        ],
    ),
    Kind(
        name="comparator-whose-year-is-no-value",
        sheets={"KPIs": [["Measure", "2023/24", "Comparator"], ["Carers satisfied", "65%", "England 2023/24: 64%"],
                         ["Waiting list", 140, "Average 2023"]]},
        right=[
            ("measure", {"title": "Carers satisfied", "unit": "%", "comparator_name": "England", "comparator_value": 64,
                         "comparator_period": "2023-24"}),
            ("measure_value", {"period": "2023-24", "value": 65}),
            ("measure", {"title": "Waiting list", "comparator_name": "Average 2023"}),
            ("measure_value", {"period": "2023-24", "value": 140}),
        ],
    ),
    Kind(
        name="comparator-with-its-year-above-it",
        sheets={
            "KPIs": [
                ["Ref", "Indicator", "Good is", "2023/24 outturn", "2024/25 target", "England 2023/24", "Commentary"],
                ["2B(1)", "Admissions per 100,000", "Low", 12.4, 11, 15.2, "Above target"],
                ["2D(1)", "Still at home", "High", "82.4%", "85%", "83.8%", "On track"],
            ]
        },
        right=[
            ("measure", {"code": "2B(1)", "title": "Admissions per 100,000", "better": "lower", "target": 11,
                         "comparator_name": "England", "comparator_value": 15.2, "comparator_period": "2023-24",
                         "performance": "Above target"}),
            ("measure_value", {"period": "2023-24", "value": 12.4}),
            ("measure", {"code": "2D(1)", "title": "Still at home", "unit": "%", "better": "higher", "target": 85,
                         "comparator_name": "England", "comparator_value": 83.8, "comparator_period": "2023-24",
                         "performance": "On track"}),
            ("measure_value", {"period": "2023-24", "value": 82.4}),
        ],
    ),
)  # fmt: skip
