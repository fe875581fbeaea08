"""Our own Word export as it came back: what was changed in it, as something to merge into the workbook it is of.

The document as it went out is made anew from the workbook as it was then, so that every line of it is known. A text
that was changed is taken into its field; what stands outside of all marked texts is listed with its place.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from selfassess.domain.improvement_plan.progress_report import rebuild_marked_report
from selfassess.domain.merging import three_way
from selfassess.domain.merging.returned_document import ReturnedDocument
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT, Record, blank_record
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.errors import FileError, InvalidValueError, WrongUseError
from selfassess.domain.model.fields import STAYS, Kind, clean_value, explain_empty, lacks_value
from selfassess.domain.model.import_result import Incoming, Problem, Sent
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.report.brief import PAPER, build_brief
from selfassess.exchange import apart
from selfassess.services.workbook import temp_files

if TYPE_CHECKING:
    from selfassess.exchange.word import Edit, Identity, Returned, Tag

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

COMMENTS = uuid.UUID("6ff0a1c0-5f5f-4f3e-9d3e-0f0f2b8a4c11")
"""Comments of documents get ids made from this and what they say: imported twice they are one."""
MOST_NAMED = 3
SHOWN = 160
"""Characters of a text that are shown of what was not taken."""

TWICE = "This text stands in the document more than once and was changed in two ways, so neither was taken."
NO_FIELD = "This belongs to no field of the workbook, so it was not taken: “{text}”."
NOT_SO = "This was written by the program, so the change was not taken: “{text}” (it was “{was}”)."
OF_THE_YEAR = "“{text}” is about the year itself. Change it in the workbook."


def read_word_return(
    there: Workbook | None,
    source: Path,
    *,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Incoming:
    """What a Word export that came back changes in the workbook ``there``, which has its journal.

    Raises FileError where it cannot be read, and WrongUseError where it is of another workbook, or of none that is
    there.
    """
    from selfassess.exchange import word  # python-docx takes a while to import; most commands never need it

    found: ReturnedDocument = apart.read_apart(
        "word", source, progress=lambda part: progress(part / 2), cancelled=cancelled
    )
    identity = word.identity_of(found.properties)
    if identity is None:
        raise FileError(f"{source.name} does not say which workbook it is of. Export the document again.")
    if not identity.catalogue.isdecimal() or int(identity.catalogue) > FORMAT or identity.version != word.VERSION:
        raise FileError(f"{source.name} was made by a newer version of this program. Update the program to import it.")
    if there is None or there.id != identity.workbook:
        which = "another" if there is not None else "a"
        raise WrongUseError(
            f"{source.name} is a Word export of {which} workbook. It can be taken "
            "into that workbook, to which it says what was changed, and into no other."
        )
    made = _WentOut(there, identity, source.name)
    progress(0.6)
    returned = word.compare_returned(found, made.document)
    progress(0.9)
    return _Taking(made, found, returned).build_incoming()


class _WentOut:
    """The year as it went out, and the document that was made of it."""

    def __init__(self, there: Workbook, identity: Identity, name: str) -> None:
        self.there = there
        self.identity = identity
        try:
            self.edition = Edition(identity.edition)
            self.options = msgspec.json.decode(identity.options, type=EditionOptions)
        except (ValueError, msgspec.MsgspecError) as error:
            raise FileError(f"What {name} says of itself was changed. Export the document again.") from error
        if identity.brief.startswith(PAPER):
            title = identity.brief.removeprefix(PAPER)
            raise WrongUseError(f"{name} is “{title}”, a paper by itself: nothing is taken from it.")
        self.shown = reduce_to_edition(
            workbook_at_position(there, identity.journal) or there, self.edition, self.options
        )
        ours = {year.id for year in there.assessments}
        self.year = next((y for y in self.shown.assessments if y.id == identity.assessment and y.id in ours), None)
        if self.year is None:
            raise WrongUseError(f"{name} is of a year that is not in this workbook any more, so it cannot be imported.")
        self.document = self._write_again(self.year)

    def _write_again(self, year: Assessment) -> ReturnedDocument:
        from selfassess.exchange import word

        parts = self.identity.parts.split(",") if self.identity.parts else None
        made = outline.build_outline(
            self.shown, year, self.edition,
            options=self.options, parts=parts, without_empty=bool(self.identity.without_empty),
        )  # fmt: skip
        progress = rebuild_marked_report(self.there, year.label, self.identity.brief, self.edition, self.options)
        if progress is not None:
            made = progress
        elif self.identity.brief:
            made = build_brief(self.shown, year, made, self.identity.brief)
        with temp_files.working_folder() as folder:
            path = folder / "as-it-went-out.docx"
            word.write_word(made, path, council=self.shown.council, assessment=year, identity=self.identity)
            return word.read_returned_document(path)


def workbook_at_position(there: Workbook, position: str) -> Workbook | None:
    """The workbook as it was when its journal had come to ``position``; None where it never did."""
    base = three_way.find_base_at(there.journal, position)
    if base is None or there.id not in base:
        return None
    rows: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in base.values():
        rows[record.assessment or ""][record.kind].append(record)
    years = tuple(
        replace(
            year,
            record=base[year.id],
            records={kind: tuple(sorted(found, key=_position_of)) for kind, found in rows[year.id].items()},
        )
        for year in there.assessments
        if year.id in base
    )
    return replace(there, council=base[there.id], assessments=years, journal_position=position)


def _position_of(record: Record) -> int:
    return record.position


@dataclass(frozen=True, slots=True)
class _Taking:
    """What was found, being made something to merge."""

    made: _WentOut
    found: ReturnedDocument
    returned: Returned

    def build_incoming(self) -> Incoming:
        year = self.made.year
        assert year is not None
        records = {**year.by_id, year.id: year.record, self.made.shown.id: self.made.shown.council}
        problems: list[Problem] = []
        changed: dict[str, Record] = {}
        by_field: dict[tuple[str, str], list[tuple[Tag, Edit]]] = defaultdict(list)
        for tag, edit in self._tagged_edits():
            by_field[tag.record, tag.field].append((tag, edit))
        for (id, field), edits in by_field.items():
            value = self._edited_field(records[id], field, edits, problems)
            if value is not None:
                record = changed.get(id, records[id])
                changed[id] = replace(record, values={**record.values, field: value or None})
        remarks = tuple(self._returned_comments(records))
        kept: dict[str, tuple[Record, ...]] = {}
        for record in (*changed.values(), *remarks):
            if record.kind not in ("council", "assessment"):
                kept[record.kind] = (*kept.get(record.kind, ()), record)
        council = changed.get(self.made.shown.id, self.made.shown.council)
        return Incoming(
            workbook=Workbook(
                council=council,
                assessments=(replace(year, records=kept),),
                journal_position=self.made.identity.journal,
            ),
            problems=tuple(problems),
            left_out=tuple(self._report_edits_outside()),
            sent=Sent(fields=self._fields_in_document(records), listed=frozenset()),
            edition=self.made.edition,
            options=self.made.options,
            notes=(*self.found.notes, *self._describe_reading(records)),
        )

    def _tagged_edits(self) -> Iterator[tuple[Tag, Edit]]:
        from selfassess.exchange import word

        for edit in self.returned.edits:
            tag = word.read_tag(edit.tag)
            assert tag is not None  # those that are no tags of ours were never compared
            yield tag, edit

    def _edited_field(
        self, record: Record, field: str, edits: Sequence[tuple[Tag, Edit]], problems: list[Problem]
    ) -> str | None:
        """A field as it is in the document; None where nothing can be taken, which is then told."""
        spec = CATALOGUE[record.kind].by_key[field]

        def told(message: str) -> None:
            place = edits[0][1].place
            said = f"{place[0].upper()}{place[1:]}: {message}"
            problems.append(Problem(message=said, record=record.kind, id=record.id, field=field))

        if record.kind == "assessment":
            told(OF_THE_YEAR.format(text=_excerpt_of_bits(edits[0][1].bits)))
            return None
        ranges: dict[tuple[int, int], list[Edit]] = defaultdict(list)
        for tag, edit in edits:
            ranges[tag.first, tag.last].append(edit)
        is_edited = any(len({_comparable_words(each.bits) for each in same}) > 1 for same in ranges.values())
        if is_edited:
            told(TWICE)
            return None
        _drop_repeated_ranges(ranges)
        if _has_overlap(ranges):
            told(TWICE)
            return None
        value = record.text_of(field)
        for first, last in sorted(ranges, reverse=True):
            value = _replace_range(value, first, last, ranges[first, last][0])
        if spec.kind is Kind.TEXT:
            value = " ".join(value.split())
        try:
            cleaned = clean_value(spec, value)
        except InvalidValueError as error:
            told(str(error))
            return None
        if lacks_value(spec, cleaned):
            told(explain_empty(spec, STAYS))
            return None
        return str(cleaned or "")

    def _returned_comments(self, records: Mapping[str, Record]) -> Iterator[Record]:
        for place, remark in enumerate(self.found.remarks):
            about = self._record_of_comment(remark.control, remark.line, records)
            id = uuid.uuid5(COMMENTS, f"{about}\n{remark.author}\n{remark.written_at}\n{remark.text}")
            values: dict[str, str | None] = {"about": about, "text": remark.text, "author": remark.author or None}
            try:
                spec = CATALOGUE["comment"].by_key["written_at"]
                values["written_at"] = str(clean_value(spec, remark.written_at[:16])) if remark.written_at else None
            except InvalidValueError:
                values["written_at"] = None
            yield blank_record("comment", str(id), place, self.made.identity.assessment, **values)

    def _record_of_comment(self, control: int | None, line: int, records: Mapping[str, Record]) -> str:
        """The record that a comment is about: of the text it is beside, or of the nearest marked text before it."""
        from selfassess.exchange import word

        beside = [control] if control is not None else []
        for each in reversed(self.found.lines[: line + 1]):
            beside += [stretch.control for stretch in each.stretches]
        for number in beside:
            tag = word.read_tag(self.found.tags[number])
            if tag is not None and tag.record in records:
                return tag.record
        return self.made.identity.assessment

    def _report_edits_outside(self) -> Iterator[Problem]:
        for each in self.returned.outside:
            where = ""
            if each.under and each.under != each.text:
                where = f", under “{each.under[:80]}”"
            said = ""
            if each.was:
                said = NOT_SO.format(text=each.text[:SHOWN], was=each.was[:SHOWN])
            said = said or NO_FIELD.format(text=each.text[:SHOWN])
            yield Problem(message=f"{each.place[0].upper()}{each.place[1:]}{where}: {said}")

    def _fields_in_document(self, records: Mapping[str, Record]) -> Mapping[str, frozenset[str]]:
        """What the document speaks of: every field that has a text in it, and its comments."""
        from selfassess.exchange import word

        found: dict[str, set[str]] = defaultdict(set, comment=set(CATALOGUE["comment"].by_key))
        for tag in filter(None, map(word.read_tag, self.made.document.tags)):
            found[records[tag.record].kind].add(tag.field)
        return {kind: frozenset(fields) for kind, fields in found.items()}

    def _describe_reading(self, records: Mapping[str, Record]) -> Iterator[str]:
        from selfassess.exchange import word

        if self.returned.matched:
            yield (
                "The document was saved by a program that drops the marks of its texts. They were found by their words "
                "and headings: look at each change."
            )
        by_author: dict[str, list[str]] = defaultdict(list)
        for tag, edit in self._tagged_edits():
            kind = CATALOGUE[records[tag.record].kind]
            name = f"{kind.name} “{records[tag.record].text_of(kind.title)[:60]}”, {kind.by_key[tag.field].label}"
            for author in edit.authors:
                by_author[author].append(name)
        for author, names in sorted(by_author.items()):
            places = list(dict.fromkeys(names))
            yield f"Tracked changes by {author} were read as accepted: {_list_most_names(places)}."
        gone = {(tag.record, tag.field) for tag in filter(None, map(word.read_tag, self.returned.missing))}
        if gone:
            kinds = [CATALOGUE[records[id].kind] for id, _ in sorted(gone)]
            labels = [f"{kind.name}, {kind.by_key[f].label}" for kind, (_, f) in zip(kinds, sorted(gone), strict=True)]
            yield (
                f"No longer in the document, and kept as they are here: "
                f"{_list_most_names(list(dict.fromkeys(labels)))}."
            )


def _drop_repeated_ranges(ranges: dict[tuple[int, int], list[Edit]]) -> None:
    """Leave out what a wider place of the same text says alike: a text stands whole in one place, begun in another."""
    for first, last in list(ranges):
        for begin, end in list(ranges):
            bits = ranges[begin, end][0].bits
            whole = begin <= first and last <= end and (begin, end) != (first, last) and len(bits) == end - begin + 1
            if whole and _comparable_words(bits[first - begin : last - begin + 1]) == _comparable_words(
                ranges[first, last][0].bits
            ):
                del ranges[first, last]
                break


def _has_overlap(ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether two places of a text that were changed share a part of it."""
    ordered = sorted(ranges)
    return any(later[0] <= earlier[1] for earlier, later in pairwise(ordered))


def _replace_range(value: str, first: int, last: int, edit: Edit) -> str:
    """A text with a part of it as it is in the document."""
    from selfassess.exchange.outlines.bits import Bit, edit_text, part_text

    bits = edit.bits
    before = part_text(value)[first : last + 1]
    if edit.running and len(bits) == len(before) == len(edit.was) == 1:
        # A sentence of the program's may have left out the full stop at its end.
        cut = ""
        if before[0].text.startswith(edit.was[0].text):
            cut = before[0].text.removeprefix(edit.was[0].text)
        end_words = "" if bits[0].text.endswith(cut) else cut
        bits = (Bit(bits[0].text + end_words, before[0].is_item),)
    return edit_text(value, first, last, bits)


def _comparable_words(bits: Iterable[object]) -> str:
    return repr([(" ".join(str(getattr(bit, "text", "")).split()), getattr(bit, "is_item", False)) for bit in bits])


def _excerpt_of_bits(bits: Iterable[object]) -> str:
    return " ".join(str(getattr(bit, "text", "")) for bit in bits)[:SHOWN]


def _list_most_names(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    further = f"; and {more} more" if more > 0 else ""
    return "; ".join(names[:MOST_NAMED]) + further
