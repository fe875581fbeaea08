"""The backups as rows, and what differs as parts to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selfassess.domain.merging.three_way import Outcome
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.report_blocks import Block, Bullets, Paragraph
from selfassess.domain.text.wording import choose_plural, count_noun, format_file_size
from selfassess.services.safety.restore_backup import Differences, Item
from selfassess.services.workbook.backups import Backup
from ui.widgets.reading import Part
from ui.widgets.tables import Column

MOST = 40
"""So many records are named under each heading; more of them nobody reads before going back."""

HEADINGS = {
    Outcome.CHANGED: "Would be set back to what they were",
    Outcome.REMOVED: "Would be brought back",
    Outcome.NEW: "Would be taken away",
}
"""What going back does with what was changed, removed or added since."""


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup as the table shows it."""

    backup: Backup

    @property
    def id(self) -> str:
        """What tells it from every other: its file."""
        return str(self.backup.path)


COLUMNS = (
    Column(
        label="Taken", words=lambda row: row.backup.describe_time, order=lambda row: row.backup.at, width=24, share=1
    ),
    Column(label="Why", words=lambda row: describe_backup_reason(row.backup), width=27, share=2),
    Column(
        label="Size",
        words=lambda row: format_file_size(row.backup.size_bytes),
        order=lambda row: row.backup.size_bytes,
        number=True,
        width=8,
        gives_way=1,
    ),
)


def describe_backup_reason(backup: Backup) -> str:
    """Why a backup was taken, as the beginning of a line."""
    return backup.describe_reason[:1].upper() + backup.describe_reason[1:]


def describe_backups_total(rows: tuple[BackupRow, ...]) -> str:
    """How many there are and what they take, in a sentence."""
    if not rows:
        return ""
    taken = format_file_size(sum(row.backup.size_bytes for row in rows))
    in_all = choose_plural(len(rows), "", " in all")
    return f"{count_noun(len(rows), 'backup')} of this workbook, {taken}{in_all}."


def list_difference_parts(found: Differences) -> tuple[Part, ...]:
    """What going back would do, record by record, under a heading for each way."""
    made = []
    for outcome, heading in HEADINGS.items():
        items = [item for item in found.items if item.outcome is outcome]
        if items:
            made.append((f"{heading} ({len(items):,})", tuple(_build_item_bullets(items))))
    return tuple(made)


def _build_item_bullets(items: list[Item]) -> Iterator[Block]:
    yield Bullets(items=tuple(_describe_difference_item(item) for item in items[:MOST]))
    if len(items) > MOST:
        yield Paragraph(text=f"and {len(items) - MOST:,} more", quiet=True)


def _describe_difference_item(item: Item) -> str:
    kind = CATALOGUE[item.kind].name
    name = f"{kind}: {item.name}" if item.name and item.name.casefold() != kind.casefold() else kind
    year = f" ({item.year})" if item.year else ""
    fields = f" – {', '.join(item.fields)}" if item.fields else ""
    return f"{name}{year}{fields}"
