"""What people do to the plan in one step: a status with its day, an update with the status it gives, a milestone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selfassess.domain.improvement_plan.rag import DONE
from selfassess.domain.model import commands
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, SetField, SetMany
from selfassess.domain.model.journal import Change
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.dates import read_date

_BEFORE_DATE = re.compile(r"[,;:–-]|\b(?:by|due|on|until|before)\b", re.IGNORECASE)


def give_status(record: Record, status: str, today: str) -> SetMany:
    """Give an action or risk a status; an action that is complete has a day on which it was, any other has none."""
    settings = [SetField(record.id, "status", status)]
    if record.kind == "action" and status == DONE and not record["completed_on"]:
        settings.append(SetField(record.id, "completed_on", today))
    if record.kind == "action" and status != DONE and record["completed_on"]:
        settings.append(SetField(record.id, "completed_on", None))
    return SetMany(tuple(settings))


def work_out_update(
    year: Assessment, council: Record, id: str, values: Mapping[str, object], today: str
) -> tuple[Change, ...]:
    """An update, and the status that it gives to what it is about, as the changes of one step."""
    made = commands.work_out_changes(AddRecord("update", id, values), year, council)
    about, status = year.by_id.get(str(values.get("about"))), values.get("status")
    if about is None or not status or about["status"] == status:
        return made
    return (*made, *commands.work_out_changes(give_status(about, str(status), today), year, council))


def split_milestone_line(line: str) -> tuple[str, str | None]:
    """A milestone and its day (ISO, None where none is said) of a line such as "Advert out, 1 May 2025"."""
    for mark in reversed(list(_BEFORE_DATE.finditer(line))):
        title, rest = line[: mark.start()].rstrip(" ,;:–-"), line[mark.end() :].strip()
        try:
            found = read_date(rest) if rest else None
        except ValueError:
            found = None
        if title and found is not None and found.day is not None:
            return title, found.day.isoformat()
    return line.strip(), None
