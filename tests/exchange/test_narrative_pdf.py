"""PDF narratives: columns, headers and footers, lines that end within a word."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from selfassess.exchange import narrative
from selfassess.exchange.narrative.line_ends import LineEnds
from selfassess.exchange.narrative.reader import read_narrative
from selfassess.packs import reader as packs

FRAMEWORK = packs.newest_framework()
FONTS = {"title": ("Helvetica-Bold", 20), "head": ("Helvetica-Bold", 14), "part": ("Helvetica-Bold", 11)}
BODY = ("Helvetica", 10)
MARGIN, GAP, STEP = 60.0, 16.0, 13.0
Line = tuple[str, float, str]

STRENGTH = (
    "Teams of area {n} answer every call within two minutes, and long-term support begins within the three weeks "
    "that we set ourselves for all who ask."
)
IMPROVEMENT = "Reviews in area {n} are late for a third of people, above all for those who live outside of the county."
SUMMARY = (
    "In area {n} people reach the right team of the council at once and they tell us that the help they had "
    "made a difference to them, which the audits of the year confirm in most of the files that were looked at."
)


def written(statements: int) -> list[tuple[str, str]]:
    """What stands in the document, each text with its look."""
    found = []
    for each in FRAMEWORK.statements[:statements]:
        n = each.number
        found += [
            ("head", f"{n} {each.name}"), ("body", f"Score: {2 + n % 2}"), ("body", SUMMARY.format(n=n)),
            ("part", "What is working well"), ("item", STRENGTH.format(n=n)), ("part", "What needs to improve"),
            ("item", IMPROVEMENT.format(n=n)),
        ]  # fmt: skip
    return found


def broken_into_lines(texts: list[tuple[str, str]], width: float) -> list[Line | None]:
    """Lines that fit a column, long words divided at their end; None is the space between two texts."""
    lines: list[Line | None] = []
    for look, text in texts:
        font, size = FONTS.get(look, BODY)
        line = "• " if look == "item" else ""
        for word in text.split():
            if line.strip() and stringWidth(f"{line}{word}", font, size) > width:
                head, tail = word[: len(word) // 2], word[len(word) // 2 :]
                fits = stringWidth(f"{line}{head}-", font, size) <= width
                if "-" not in word and len(word) > 8 and word.isalpha() and fits:
                    lines.append((font, size, f"{line}{head}-"))
                    line = f"{tail} "
                    continue
                lines.append((font, size, line.strip()))
                line = ""
            line += f"{word} "
        lines += [(font, size, line.strip()), None]
    return lines


def drawn(path: Path, columns: int, across: bool, statements: int = 9, tall: int = 45) -> Path:
    """A PDF in columns, each page with a running header and a page number; drawn row by row where ``across``."""
    canvas = Canvas(str(path), pagesize=A4)
    width = (A4[0] - 2 * MARGIN - GAP * (columns - 1)) / columns
    lines = broken_into_lines(written(statements), width)
    pages = [lines[at : at + tall * columns] for at in range(0, len(lines), tall * columns)]
    for number, page in enumerate(pages, 1):
        canvas.setFont(*BODY)
        canvas.drawString(MARGIN, A4[1] - 30, "Exampleshire County Council | Self-assessment 2025")
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 30, "OFFICIAL")
        canvas.drawCentredString(A4[0] / 2, 25, f"Page {number} of {len(pages)}")
        if number == 1:
            canvas.setFont(*FONTS["title"])
            canvas.drawString(MARGIN, A4[1] - 110, "Our self-assessment of 2025")
        each = [page[at : at + tall] for at in range(0, len(page), tall)]
        cells = [
            (row, column, line)
            for row, beside in enumerate(zip_longest(*each))
            for column, line in enumerate(beside)
            if line is not None
        ]
        for row, column, (font, size, text) in cells if across else sorted(cells, key=lambda cell: cell[1]):
            canvas.setFont(font, size)
            canvas.drawString(MARGIN + column * (width + GAP), A4[1] - 150 - row * STEP, text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(("columns", "across"), [(1, False), (2, False), (2, True), (3, True)])
def test_columns_are_read_one_after_the_other_and_what_repeats_is_told(
    tmp_path: Path, columns: int, across: bool
) -> None:
    proposal = narrative.propose_places(read_narrative(drawn(tmp_path / "drawn.pdf", columns, across)), FRAMEWORK)
    made = narrative.make_year(proposal, framework=FRAMEWORK, asked=None, council=None, label="2024-25")
    (year,) = made.workbook.assessments
    assert made.workbook.council["name"] == "Exampleshire County Council"
    numbers = {each.key: each.number for each in FRAMEWORK.statements}
    for key, n in numbers.items():
        assert year.judgements[key]["score"] == 2 + n % 2
        assert year.judgements[key]["summary"] == SUMMARY.format(n=n)
    for kind, text in (("strength", STRENGTH), ("improvement", IMPROVEMENT)):
        told = [
            (numbers[str(each["quality_statement"])], str(each["detail"] or each["title"]))
            for each in year.records_of(kind)
        ]
        assert told == [(n, text.format(n=n)) for n in numbers.values()]
    left = {each.piece.text: each.goes.why for each in proposal.left_out_pieces}
    assert set(left.values()) == {"it repeats at the top of the pages", "it repeats at the foot of the pages"}
    assert {"Exampleshire County Council | Self-assessment 2025", "OFFICIAL"} < set(left)


def test_a_table_without_lines_is_no_text_in_columns(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "table.pdf"), pagesize=A4)
    rows = [("Action", "Lead", "By when")]
    rows += [(f"Recruit team {n} and train it", f"Head {n}", f"{n} May 2026") for n in range(1, 9)]
    canvas.setFont(*FONTS["head"])
    canvas.drawString(MARGIN, 700, "Quality statement 7: Safeguarding")
    canvas.setFont(*BODY)
    canvas.drawString(
        MARGIN, 680, "Safeguarding concerns are looked at on the day on which they come in, and people tell us so."
    )
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.drawString(MARGIN + column * 200, 640 - at * 20, text)
    canvas.save()
    proposal = narrative.propose_places(read_narrative(tmp_path / "table.pdf"), FRAMEWORK)
    made = narrative.make_year(proposal, framework=FRAMEWORK, asked=None, council=None, label="2024-25")
    actions = made.workbook.assessments[0].records_of("action")
    assert [(each["title"], each["owner"], each["due_on"]) for each in actions] == [
        (f"Recruit team {n} and train it", f"Head {n}", f"2026-05-{n:02}") for n in range(1, 9)
    ]


def test_a_hyphen_at_the_end_of_a_line_stays_where_the_word_has_one() -> None:
    ends = LineEnds(["The assessment", "of well-being and of drop-in", "centres dis-", "charge"])
    for lines, joined in (
        (["an assess-", "ment"], "an assessment"), (["the dis\u2010", "charge"], "the discharge"),
        (["of well-", "being"], "of well-being"), (["a drop\u2010", "in"], "a drop-in"),
        (["long\u2010", "term"], "long-term"),
        (["day-to-", "day"], "day-to-day"), (["reable\u00ad", "ment"], "reablement"), (["2024-", "25"], "2024-25"),
        (["Smith-", "Jones"], "Smith-Jones"), (["so -", "and"], "so - and"), (["two", "lines"], "two lines"),
    ):  # fmt: skip
        assert ends.join_lines(lines) == joined
