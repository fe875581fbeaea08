"""Somebody else's spreadsheet of 5,000 rows: its first proposal, against the bare library reading the same cells."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from python_calamine import CalamineWorkbook

from selfassess.exchange import foreign
from tests.exchange.foreign_making import ASKED, FRAMEWORK, written

_ROWS = 5_000
_ROUNDS = 5
_TIMES, _SECONDS = 1.5, 1.0
_HEADINGS = (
    "No", "Quality statement", "Area for improvement", "Action", "Lead", "Due date", "Status", "Progress", "RAG", "Cost"
)  # fmt: skip
_STATEMENTS = ("Assessing needs", "Equity", "Safeguarding", "Governance", "Learning")
_STATUS = ("In progress", "Complete", "Not started")


def _tracker(path: Path) -> Path:
    rows = [
        (
            number, _STATEMENTS[number % 5], f"Area {number // 3} where waits are long", f"Action {number} to be done",
            f"Lead {number % 20}", date(2025, 1 + number % 12, 1 + number % 28), _STATUS[number % 3],
            f"What was done about {number} so far", "Green", number * 10,
        )
        for number in range(_ROWS)
    ]  # fmt: skip
    return written(path, {"Action plan": (_HEADINGS, *rows)})


def _bare(path: Path) -> object:
    with CalamineWorkbook.from_path(path) as book:
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _proposed(path: Path) -> object:
    """What a person waits for: the cells, read apart, what they seem to mean, and the first rows."""
    book = foreign.open_book(path)
    return foreign.preview_records(book, foreign.propose_book_mapping(book, FRAMEWORK, ASKED), FRAMEWORK, ASKED)


def test_the_first_proposal_of_5000_rows(tmp_path: Path) -> None:
    path = _tracker(tmp_path / "tracker.xlsx")
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    worked: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(_ROUNDS):
        for name, work in (("ours", _proposed), ("bare", _bare)):
            start, before = perf_counter(), sum(os.times()[:4])
            work(path)
            times[name].append(perf_counter() - start)
            worked[name].append(sum(os.times()[:4]) - before)
    for what, found in (("by the clock", times), ("of the processor, on a busy computer the better measure", worked)):
        ours, bare = median(found["ours"]), median(found["bare"])
        target = _TIMES * bare + _SECONDS
        print(
            f"\nfirst proposal of {_ROWS:,} rows: {ours:.2f} s, calamine {bare:.2f} s: {ours / target:.2f} x the "
            f"target of {_TIMES} x calamine plus {_SECONDS:.0f} s ({target:.2f} s), median of {_ROUNDS}, {what}"
        )
